package history

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// The list is larger than its rows: gutter keeps the scroll bar beside them, lead and roof keep the outline of the chosen row inside.
const (
	gutter = 14
	lead   = 6
	roof   = 4
)

// rowView is one row: time, name and amount, number and card, badge.
type rowView struct {
	widget.BaseWidget
	source func(i int) (Row, string, bool) // row, what is searched for, rule under it
	vm     Row

	bg        *shell.Plate
	rule      *kit.Rule
	time, day *kit.Label
	name      *kit.MarkedText
	second    *kit.Label
	amount    *kit.Label
	badge     *kit.Badge
	root      *fyne.Container
}

func newRowView(source func(i int) (Row, string, bool)) *rowView {
	r := &rowView{source: source, bg: shell.NewPlate("", theme.RadiusKey), rule: kit.NewRule(), time: kit.NewLabel("", theme.TextBody, theme.Ink2),
		day: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), name: kit.NewMarkedText("", theme.TextBody), second: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(),
		amount: kit.NewLabel("", theme.TextListAmount, theme.Ink).Bold().Align(fyne.TextAlignTrailing), badge: kit.NewBadge("", "", kit.ToneNeutral)}
	r.root = shell.Free(r.place, r.rule, r.bg, r.time, r.day, r.name, r.second, r.amount, r.badge)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *rowView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.root) }

// Bind implements kit.Row.
func (r *rowView) Bind(i int, selected, pressed bool) {
	vm, hit, rule := r.source(i)
	r.vm = vm
	r.time.SetText(vm.Time)
	r.day.SetText(vm.Day)
	r.name.Set(vm.Name, hit)
	r.second.SetText(vm.Second)
	r.amount.SetText(vm.Amount)
	r.badge.Set(vm.Icon, vm.Badge, vm.Tone)
	shell.Shown(r.rule, rule && !selected && !pressed)
	fill, outline, width := fyne.ThemeColorName(""), fyne.ThemeColorName(""), float32(0)
	switch {
	case selected:
		fill, outline, width = theme.AccentSoft, theme.Accent, 2.5
	case pressed:
		fill = theme.Sunken
	}
	r.bg.SetFill(fill)
	r.bg.SetOutline(outline, width)
	r.place(r.Size())
}

// AccessibilityLabel is what a screen reader says of the whole row.
func (r *rowView) AccessibilityLabel() string {
	return strings.Join([]string{r.vm.Name, r.vm.Amount, r.vm.Badge, strings.TrimSpace(r.vm.Day + " " + r.vm.Time)}, ", ")
}

// AccessibilityRole implements fyne.Accessible.
func (r *rowView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (r *rowView) place(size fyne.Size) {
	w := size.Width - gutter - lead
	h := size.Height - 2
	pad := shell.Pick(theme.Screen().Tight, float32(12), 16)
	right := lead + w - pad
	shell.Put(r.bg, lead, roof, w, h)
	shell.Put(r.rule, lead+pad, size.Height+roof-1, w-2*pad, 1)
	top := roof + (h-62)/2
	const times = float32(66)
	shell.Put(r.time, lead+pad, top, times-4, 30)
	shell.Put(r.day, lead+pad, top+33, times-4, 26)
	x := lead + pad + times
	amount := r.amount.NaturalWidth()
	shell.Put(r.amount, right-amount, top, amount, 30)
	shell.Put(r.name, x, top, right-amount-16-x, 30)
	badge := r.badge.MinSize().Width
	shell.Put(r.badge, right-badge, top+32, badge, 28)
	shell.Put(r.second, x, top+33, right-badge-12-x, 26)
}
