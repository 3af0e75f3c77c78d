package picker

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// tickView is one invoice that is ticked or not: a card of its own with a box, number and due date, badge and amount.
type tickView struct {
	widget.BaseWidget
	root   *fyne.Container
	source func(i int) TickRow
	row    TickRow

	bg, box *shell.Plate
	tick    *kit.Icon
	number  *kit.Label
	due     *kit.Label
	badge   *kit.Badge
	amount  *kit.Label
}

var _ kit.Row = (*tickView)(nil)

func newTickView(source func(i int) TickRow) *tickView {
	r := &tickView{
		source: source, bg: shell.NewPlate("", theme.RadiusKey), box: shell.NewPlate("", 10), tick: kit.NewIcon("check", theme.OnAccent, 26),
		number: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Shrinks(), due: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(),
		badge: kit.NewBadge("", "", kit.ToneNeutral), amount: kit.NewLabel("", theme.TextListAmount, theme.Ink).Bold().Align(fyne.TextAlignTrailing),
	}
	r.root = shell.Free(r.place, r.bg, r.box, r.tick, r.number, r.due, r.badge, r.amount)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *tickView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

// Bind implements kit.Row.
func (r *tickView) Bind(i int, _, pressed bool) {
	row := r.source(i)
	r.row = row
	r.number.SetText(row.Number)
	r.due.SetText(row.Due)
	r.amount.SetText(row.Amount)
	word := row.Badge.Word
	if theme.Screen().Tight { // the number is never cut for a badge
		word = row.Badge.short()
	}
	r.badge.Set(row.Badge.Icon, word, row.Badge.Tone)
	shell.Shown(r.badge, row.Badge.shown())
	shell.Shown(r.tick, row.Ticked)
	shell.Shown(r.box, !row.Blocked)
	switch {
	case row.Ticked:
		r.bg.SetFill(theme.AccentSoft)
		r.bg.SetOutline(theme.Accent, 2.5)
		r.box.SetFill(theme.Accent)
		r.box.SetOutline("", 0)
	default:
		fill := theme.Surface
		if pressed || row.Blocked {
			fill = theme.Sunken
		}
		r.bg.SetFill(fill)
		r.bg.SetOutline(theme.Line, 1)
		r.box.SetFill("")
		r.box.SetOutline(theme.Edge, 2)
	}
	r.place(r.Size())
}

// AccessibilityLabel is what a screen reader says of the whole row.
func (r *tickView) AccessibilityLabel() string {
	state := "together.row.off"
	if r.row.Ticked {
		state = "together.row.on"
	}
	words := []string{r.row.Number, r.row.Due, r.row.Badge.Word, r.row.Amount, assets.T(state)}
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *tickView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *tickView) place(size fyne.Size) {
	w, h := size.Width-gutter-lead, size.Height-10
	top := float32(roof)
	shell.Put(r.bg, lead, top, w, h)
	box := shell.Pick(theme.Screen().Tight, float32(34), 40)
	x := lead + float32(18)
	shell.Put(r.box, x, top+(h-box)/2, box, box)
	shell.Put(r.tick, x, top+(h-box)/2, box, box)
	x += box + 16
	right := lead + w - 20
	amount := r.amount.NaturalWidth()
	right -= amount
	shell.Put(r.amount, right, top, amount, h)
	if r.badge.Visible() {
		bw := r.badge.MinSize().Width
		right -= bw + 20
		shell.Put(r.badge, right, top+(h-28)/2, bw, 28)
	}
	shell.Put(r.number, x, top+(h-50)/2, right-x-12, 27)
	shell.Put(r.due, x, top+(h-50)/2+27, right-x-12, 24)
}
