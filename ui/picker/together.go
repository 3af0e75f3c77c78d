package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// TogetherVM is what the screen of one customer's open invoices shows: those that are ticked are paid in one payment.
type TogetherVM struct {
	Health []shell.HealthVM
	Person shell.PersonVM
	Strips []shell.StripVM

	Customer string
	Count    string // "4 open invoices of this customer"
	Overdue  string // ticks all that are overdue: "All overdue"; empty where none is
	Rows     []TickRow
	Foot     string // what one payment does
	Detail   Detail // the sum; its lines are what each gets
}

// TickRow is one invoice that may be ticked.
type TickRow struct {
	ID, Number, Due, Amount string
	Badge                   Badge
	Ticked                  bool
	Blocked                 bool // cannot be: it is being paid right now
}

// TogetherActions are what taps ask for.
type TogetherActions struct {
	Actions // of the card: Charge, ChargeAction, ChangeReader, OtherAmount; Strip and Lock
	Back    func()
	Tick    func(id string)
	Overdue func()
}

// Together is the screen on which several invoices of one customer are ticked. It fills the window beside the rail.
type Together struct {
	act TogetherActions
	vm  TogetherVM

	back     *kit.Button
	customer *kit.Label
	health   *shell.HealthRow
	person   *shell.PersonButton
	strips   *shell.Strips
	count    *kit.Label
	overdue  *kit.Chip
	rows     *kit.SwipeList
	up, down *kit.Button
	footIcon *kit.Icon
	foot     *kit.Label
	card     *detail
	root     *fyne.Container
}

// NewTogether builds the screen; Set fills it.
func NewTogether(act TogetherActions) *Together {
	t := &Together{
		act: act, customer: kit.NewHeading("", theme.TextSubHeading).Shrinks(), health: shell.NewHealthRow().AtEnd(), person: shell.NewPersonButton(act.Lock),
		count: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), footIcon: kit.NewIcon("layers", theme.Ink2, 24), foot: kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(2),
	}
	t.back = kit.NewButton(assets.T("together.back"), "chevron-left", kit.Quiet, act.Back)
	t.strips = shell.NewStrips(act.Strip)
	t.overdue = kit.NewChip("", -1, act.Overdue)
	t.rows = kit.NewSwipeList(func() int { return len(t.vm.Rows) }, func() kit.Row { return newTickView(func(i int) TickRow { return t.vm.Rows[i] }) }, func(i int) {
		if r := t.vm.Rows[i]; act.Tick != nil && !r.Blocked {
			act.Tick(r.ID)
		}
	})
	t.rows.SetOnScroll(t.pages)
	t.up, t.down = t.rows.PageButtons()
	t.card = newDetail(act.Actions, nil, func() {})
	t.root = shell.Free(t.place, t.back, t.customer, t.health.Object(), t.person, t.strips.Object(), t.count, t.overdue, t.rows, t.up, t.down, t.footIcon, t.foot, t.card.root)
	return t
}

// Object is what the shell shows.
func (t *Together) Object() fyne.CanvasObject { return t.root }

// Set shows a view model.
func (t *Together) Set(vm TogetherVM) {
	t.vm = vm
	t.customer.SetText(vm.Customer)
	t.health.Set(vm.Health)
	t.person.Set(vm.Person)
	t.strips.Set(vm.Strips)
	t.count.SetText(vm.Count)
	t.overdue.SetWord(vm.Overdue)
	t.foot.SetText(vm.Foot)
	t.rows.Reload()
	t.card.set(vm.Detail, vm.Detail.ID, false)
	t.place(t.root.Size())
}

// pages offers the page buttons where there are more rows than fit.
func (t *Together) pages() {
	n := len(t.vm.Rows)
	first, last := t.rows.Window()
	more := n > 0 && last-first+1 < n
	for _, b := range []*kit.Button{t.up, t.down} {
		shell.Shown(b, more)
	}
	shell.Shown(t.foot, !more || !theme.Screen().Tight)
	shell.Shown(t.footIcon, t.foot.Visible())
	t.up.SetEnabled(first > 0)
	t.down.SetEnabled(last < n-1)
}

func (t *Together) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, top, bottom, split := p.ScreenEdge, float32(10), float32(18), float32(20)
	if p.Tight {
		top, bottom, split = 4, 14, 14
	}
	left := size.Width*0.5508 - 0.5
	right := size.Width - 2*edge - left - split
	rx := edge + left + split
	y := top
	back := t.back.MinSize().Width
	shell.Put(t.back, edge, y, back, p.Field)
	person := t.person.Width()
	shell.Put(t.person, size.Width-edge-person, y, person, p.Field)
	name := fyne.Min(t.customer.NaturalWidth(), size.Width-2*edge-back-person-shell.Pick(p.Tight, float32(284), 370))
	shell.Put(t.customer, edge+back+12, y, name, p.Field)
	hx := edge + back + 12 + name + 12
	shell.Put(t.health.Object(), hx, y, size.Width-edge-person-10-hx, p.Field)
	y += p.Field + shell.Pick(p.Tight, float32(4), 10)
	if h := t.strips.Height(); h > 0 {
		shell.Put(t.strips.Object(), edge, y, size.Width-2*edge, h)
		y += h
	}
	shell.Put(t.card.root, rx, y, right, size.Height-y-bottom)
	chip := float32(0)
	shell.Shown(t.overdue, t.vm.Overdue != "")
	if t.vm.Overdue != "" {
		chip = t.overdue.MinSize().Width
		shell.Put(t.overdue, edge+left-chip, y, chip, p.Chip)
		chip += 12
	}
	shell.Put(t.count, edge, y, left-chip, p.Chip)
	y += p.Chip + shell.Pick(p.Tight, float32(4), 10)

	foot := fyne.Max(t.foot.HeightFor(left-36), 28)
	button := p.Button
	low := foot
	if len(t.vm.Rows) > int((size.Height-y-bottom-foot-10)/p.Row) {
		low = button
	}
	room := size.Height - y - bottom - low - 8
	whole := fyne.Max(float32(int(room/p.Row))*p.Row, p.Row) // no half row above the foot
	shell.Put(t.rows, edge-lead, y-roof, left+lead+gutter, fyne.Min(whole, room)+roof)
	t.pages()
	base := size.Height - bottom
	if t.up.Visible() {
		shell.Put(t.up, edge, base-button, button+8, button)
		shell.Put(t.down, edge+left-button-8, base-button, button+8, button)
		shell.Put(t.footIcon, edge+button+24, base-button, 24, button)
		shell.Put(t.foot, edge+button+60, base-(button+foot)/2, left-2*button-84, foot)
		return
	}
	shell.Put(t.footIcon, edge, base-foot, 24, fyne.Min(foot, 28))
	shell.Put(t.foot, edge+36, base-foot, left-36, foot)
}
