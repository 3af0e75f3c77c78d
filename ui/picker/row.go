package picker

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// The list is larger than its rows: gutter keeps the scroll bar beside them instead of over the amounts, lead and roof keep the
// outline of the chosen row inside what the list shows.
const (
	gutter = 14
	lead   = 6
	roof   = 4
)

// rowView is one invoice of the list: name and amount, number and due date, badges at the right edge.
type rowView struct {
	widget.BaseWidget
	root   *fyne.Container
	source func(i int) (Row, string, bool) // row, what is searched for, rule under it

	bg     *shell.Plate
	rule   *kit.Rule
	name   *kit.MarkedText
	second *kit.Label
	amount *kit.Label
	badges badgePair
	row    Row
}

var _ kit.Row = (*rowView)(nil)

func newRowView(source func(i int) (Row, string, bool)) *rowView {
	r := &rowView{source: source, bg: shell.NewPlate("", theme.RadiusKey), rule: kit.NewRule(), name: kit.NewMarkedText("", theme.TextBody),
		second: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), amount: kit.NewLabel("", theme.TextListAmount, theme.Ink).Bold().Align(fyne.TextAlignTrailing),
		badges: newBadgePair()}
	r.root = shell.Free(r.place, r.rule, r.bg, r.name, r.second, r.amount, r.badges[0], r.badges[1])
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *rowView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

// Bind implements kit.Row.
func (r *rowView) Bind(i int, selected, pressed bool) {
	row, hit, rule := r.source(i)
	r.row = row
	r.name.Set(row.Name, hit)
	r.amount.SetText(row.Amount)
	r.badges.set(row.Badges)
	r.second.SetText(secondLine(row, theme.Screen().Tight))
	shell.Shown(r.rule, rule && !selected && !pressed)
	switch {
	case selected:
		r.bg.SetFill(theme.AccentSoft)
		r.bg.SetOutline(theme.Accent, 2.5)
	case pressed:
		r.bg.SetFill(theme.Sunken)
		r.bg.SetOutline("", 0)
	default:
		r.bg.SetFill("")
		r.bg.SetOutline("", 0)
	}
	r.place(r.Size())
}

// AccessibilityLabel is what a screen reader says of the whole row.
func (r *rowView) AccessibilityLabel() string {
	words := []string{r.row.Name, r.row.Number, r.row.Due, r.row.Amount}
	for _, b := range r.row.Badges {
		words = append(words, b.Word)
	}
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *rowView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// secondLine is number and due date; the small screen drops the date when a badge says it.
func secondLine(row Row, tight bool) string {
	if row.Due == "" || tight && (row.Badges[0].shown() || row.Badges[1].shown()) {
		return row.Number
	}
	if row.Number == "" {
		return row.Due
	}
	return row.Number + " · " + row.Due
}

func (r *rowView) place(size fyne.Size) {
	w := size.Width - gutter - lead
	h := size.Height - 2
	pad := float32(16)
	if theme.Screen().Tight {
		pad = 12
	}
	right := lead + w - pad
	shell.Put(r.bg, lead, roof, w, h)
	shell.Put(r.rule, lead+pad, size.Height+roof-1, w-2*pad, 1)
	amount := r.amount.NaturalWidth()
	top := roof + (h-62)/2
	shell.Put(r.amount, right-amount, top, amount, 30)
	shell.Put(r.name, lead+pad, top, w-2*pad-amount-16, 30)
	x := right
	for i := 1; i >= 0; i-- {
		if r.badges[i].Visible() {
			bw := r.badges[i].MinSize().Width
			x -= bw
			shell.Put(r.badges[i], x, top+32, bw, 28)
			x -= 6
		}
	}
	shell.Put(r.second, lead+pad, top+33, x-lead-pad-6, 26)
}
