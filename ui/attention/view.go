package attention

import (
	"cmp"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the screen beside the rail.
type View struct {
	act    Actions
	vm     VM
	page   int
	title  *kit.Label
	second *kit.Label
	person *shell.PersonButton
	cards  []*card
	none   *kit.Label
	tick   *kit.Icon
	disc   *shell.Plate
	up     *kit.Button
	down   *kit.Button
	window *kit.Label
	chips  *shell.Chips
	root   *fyne.Container
}

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, title: kit.NewHeading(assets.T("attention.title"), theme.TextHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		person: shell.NewPersonButton(act.Lock), none: kit.NewHeading(assets.T("attention.none"), theme.TextHeading).Align(fyne.TextAlignCenter),
		tick: kit.NewIcon("check", theme.OK, 64), disc: shell.NewPlate(theme.OKSoft, 66), window: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignCenter)}
	v.up = kit.NewButton("", "chevron-up", kit.Raised, func() { v.turn(-1) })
	v.up.SetName(assets.T("list.previous"))
	v.down = kit.NewButton("", "chevron-down", kit.Raised, func() { v.turn(1) })
	v.down.SetName(assets.T("list.next"))
	v.chips = shell.NewChips(func(key string) {
		v.page = 0
		if act.Chip != nil {
			act.Chip(key)
		}
	})
	v.root = shell.Free(v.place, v.title, v.second, v.person, v.chips.Object(), v.disc, v.tick, v.none, v.up, v.down, v.window)
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	v.vm = vm
	v.person.Set(vm.Person)
	v.title.SetText(cmp.Or(vm.Title, assets.T("attention.title")))
	v.second.SetText(vm.Count)
	if vm.Count == "" && vm.Open > 0 {
		v.second.SetText(assets.T("attention.count", "count", vm.Open))
	}
	v.tick.Set(cmp.Or(vm.NoneIcon, "check"), shell.Pick(vm.NoneIcon == "", theme.OK, theme.Ink2))
	v.disc.SetFill(shell.Pick(vm.NoneIcon == "", theme.OKSoft, theme.Sunken))
	v.chips.Set(vm.Chips, vm.Chip)
	none := vm.None
	if none == "" {
		none = assets.T("attention.none")
	}
	v.none.SetText(none)
	v.place(v.root.Size())
}

func (v *View) turn(by int) {
	v.page += by
	v.place(v.root.Size())
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, top, gap := p.ScreenEdge, float32(10), theme.TargetGap
	if p.Tight {
		top = 4
	}
	w := size.Width - 2*edge
	person := v.person.Width()
	shell.Put(v.person, size.Width-edge-person, top, person, p.Field)
	title := v.title.NaturalWidth()
	shell.Put(v.title, edge, top, title, p.Field)
	shell.Put(v.second, edge+title+16, top+3, w-title-16-person-16, p.Field)
	shell.Shown(v.second, !p.Tight || len(v.vm.Chips) == 0)
	shell.Shown(v.chips.Object(), len(v.vm.Chips) > 0)

	y := top + p.Field + gap
	if p.Tight { // the filters stand beside the title: the cards need the height
		shell.Put(v.chips.Object(), edge+title+gap, top, w-title-person-2*gap, p.Field)
	} else if len(v.vm.Chips) > 0 {
		y = top + p.Field + 10
		shell.Put(v.chips.Object(), edge, y, w, p.Field)
		y += p.Field + gap
	}
	h := cardHeight()
	n := len(v.vm.Items)
	room := size.Height - y - 18
	per := max(int((room+gap)/(h+gap)), 1)
	pages := 1
	if n > per {
		per = max(int((room-p.Button)/(h+gap)), 1)
		pages = (n + per - 1) / per
	}
	v.page = min(max(v.page, 0), pages-1)
	for len(v.cards) < min(per, n) {
		c := newCard(v.act.Act, v.act.More)
		v.cards = append(v.cards, c)
		v.root.Objects = append(v.root.Objects, c.card)
	}
	first := v.page * per
	for i, c := range v.cards {
		on := i < per && first+i < n
		shell.Shown(c.card, on)
		if on {
			c.set(v.vm.Items[first+i])
			shell.Put(c.card, edge, y+float32(i)*(h+gap), w, h)
		}
	}
	shell.Shown(v.none, n == 0)
	shell.Shown(v.tick, n == 0)
	shell.Shown(v.disc, n == 0)
	mid := y + (room-200)/2
	shell.Put(v.disc, (size.Width-132)/2, mid, 132, 132)
	shell.Put(v.tick, (size.Width-132)/2, mid, 132, 132)
	shell.Put(v.none, edge, mid+152, w, 40)

	for _, o := range []fyne.CanvasObject{v.up, v.down, v.window} {
		shell.Shown(o, pages > 1)
	}
	v.up.SetEnabled(v.page > 0)
	v.down.SetEnabled(v.page < pages-1)
	v.window.SetText(assets.T("picker.window", "first", first+1, "last", min(first+per, n), "total", n))
	b := p.Button
	foot := size.Height - b - shell.Pick(p.Tight, float32(10), 18)
	shell.Put(v.up, edge+4, foot, b+8, b)
	shell.Put(v.down, size.Width-edge-b-12, foot, b+8, b)
	shell.Put(v.window, edge+b+20, foot, w-2*b-40, b)
}
