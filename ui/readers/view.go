package readers

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// cardLimit is how many readers stand side by side as cards; more are a list.
const cardLimit = 3

// View is the screen beside the rail.
type View struct {
	act     Actions
	vm      VM
	page    int
	title   *kit.Label
	second  *kit.Label
	add     *kit.Button
	refresh *kit.Button
	person  *shell.PersonButton
	strips  *shell.Strips
	cards   []*card
	rows    []*row
	bones   [cardLimit]*bone

	disc     *shell.Plate
	icon     *kit.Icon
	heading  *kit.Label
	text     *kit.Label
	button   *kit.Button
	up, down *kit.Button
	window   *kit.Label
	root     *fyne.Container
}

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, title: kit.NewHeading(assets.T("readers.title"), theme.TextHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		person: shell.NewPersonButton(act.Lock), strips: shell.NewStrips(act.Strip), disc: shell.NewPlate(theme.Sunken, 66), icon: kit.NewIcon("reader", theme.Ink2, 64),
		heading: kit.NewHeading("", theme.TextHeading).Align(fyne.TextAlignCenter), text: kit.NewLabel("", theme.TextBody, theme.Ink2).Align(fyne.TextAlignCenter).Wrap(4).Balanced(),
		window: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignCenter)}
	v.add = kit.NewButton("", "plus", kit.Outline, act.Add)
	v.add.SetName(assets.T("readers.add"))
	v.refresh = kit.NewButton("", "refresh", kit.Outline, act.Refresh)
	v.button = kit.NewActionButton("", "", kit.Filled, func() {
		switch {
		case v.vm.State == Failed && act.Refresh != nil:
			act.Refresh()
		case v.vm.State == Loaded && act.Add != nil:
			act.Add()
		}
	})
	v.up = kit.NewButton("", "chevron-up", kit.Raised, func() { v.turn(-1) })
	v.up.SetName(assets.T("list.previous"))
	v.down = kit.NewButton("", "chevron-down", kit.Raised, func() { v.turn(1) })
	v.down.SetName(assets.T("list.next"))
	v.root = shell.Free(v.place, v.title, v.second, v.add, v.refresh, v.person, v.strips.Object(), v.disc, v.icon, v.heading, v.text, v.button, v.up, v.down, v.window)
	for i := range v.bones {
		v.bones[i] = newBone()
		v.root.Objects = append(v.root.Objects, v.bones[i].card)
	}
	v.Set(VM{State: Loading})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	v.vm = vm
	v.person.Set(vm.Person)
	v.second.SetText(vm.Second)
	v.refresh.SetLabel(vm.Updated)
	v.refresh.SetName(assets.T("readers.refresh", "age", vm.Updated))
	v.refresh.SetIcon(shell.Pick(vm.Stale, "clock", "refresh"))
	v.refresh.SetKind(shell.Pick(vm.Stale, kit.OutlineWarn, kit.Outline))
	v.refresh.SetEnabled(!vm.Asking)
	v.strips.Set(vm.Strips)
	v.heading.SetText(vm.Title)
	v.text.SetText(vm.Text)
	empty := len(vm.Readers) == 0
	if vm.State == Failed {
		v.icon.Set("cloud-off", theme.Ink2)
		v.button.SetLabel(assets.T("readers.look"))
		v.button.SetIcon("refresh")
	} else {
		v.icon.Set("reader", theme.Ink2)
		v.button.SetLabel(assets.T("readers.add"))
		v.button.SetIcon("plus")
	}
	shell.Shown(v.add, vm.Add && !empty)
	shell.Shown(v.refresh, !empty)
	message := empty && vm.State != Loading
	for _, o := range []fyne.CanvasObject{v.disc, v.icon, v.heading, v.text} {
		shell.Shown(o, message)
	}
	shell.Shown(v.button, message && (vm.Add || vm.State == Failed))
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
	edge, top := p.ScreenEdge, float32(10)
	if p.Tight {
		top = 4
	}
	x := size.Width - edge - v.person.Width()
	shell.Put(v.person, x, top, v.person.Width(), p.Field)
	if v.refresh.Visible() {
		w := v.refresh.NaturalWidth()
		x -= w + theme.TargetGap
		shell.Put(v.refresh, x, top, w, p.Field)
	}
	if v.add.Visible() {
		x -= p.Field + theme.TargetGap
		shell.Put(v.add, x, top, p.Field, p.Field)
	}
	title := v.title.NaturalWidth()
	shell.Put(v.title, edge, top, title, p.Field)
	shell.Put(v.second, edge+title+16, top+3, x-edge-title-28, p.Field)
	y := top + p.Field + shell.Pick(p.Tight, float32(4), 10)
	if h := v.strips.Height(); h > 0 {
		shell.Put(v.strips.Object(), edge, y, size.Width-2*edge, h)
		y += h
	}
	v.placeList(fyne.NewPos(edge, y), fyne.NewSize(size.Width-2*edge, size.Height-y-shell.Pick(p.Tight, float32(14), 20)))
}

// placeList places cards side by side, or the rows of a page.
func (v *View) placeList(pos fyne.Position, size fyne.Size) {
	n := len(v.vm.Readers)
	asCards := n <= cardLimit
	gap := shell.Pick(theme.Screen().Tight, theme.TargetGap, 20)
	w := (size.Width - 2*gap) / cardLimit
	for i, b := range v.bones {
		shell.Shown(b.card, n == 0 && v.vm.State == Loading)
		shell.Put(b.card, pos.X+float32(i)*(w+gap), pos.Y, w, size.Height)
	}
	for len(v.cards) < n && asCards {
		c := newCard(v.act.Act)
		v.cards = append(v.cards, c)
		v.root.Objects = append(v.root.Objects, c.card)
	}
	for i, c := range v.cards {
		shell.Shown(c.card, asCards && i < n)
		if asCards && i < n {
			shell.Put(c.card, pos.X+float32(i)*(w+gap), pos.Y, w, size.Height)
			c.set(v.vm.Readers[i])
		}
	}
	v.placeRows(pos, size, asCards)
	v.placeMessage(pos, size)
}

func (v *View) placeRows(pos fyne.Position, size fyne.Size, none bool) {
	n, h, foot := len(v.vm.Readers), rowHeight(), theme.Screen().Button
	per := max(int((size.Height+theme.TargetGap)/(h+theme.TargetGap)), 1)
	pages := 1
	if n > per {
		per = max(int((size.Height-foot)/(h+theme.TargetGap)), 1)
		pages = (n + per - 1) / per
	}
	if none {
		per, pages = 0, 1
	}
	v.page = min(max(v.page, 0), pages-1)
	for len(v.rows) < min(per, n) {
		r := newRow(v.act.Act)
		v.rows = append(v.rows, r)
		v.root.Objects = append(v.root.Objects, r.press)
	}
	first := v.page * per
	for i, r := range v.rows {
		on := i < per && first+i < n
		shell.Shown(r.press, on)
		if on {
			shell.Put(r.press, pos.X, pos.Y+float32(i)*(h+theme.TargetGap), size.Width, h)
			r.set(v.vm.Readers[first+i])
		}
	}
	for _, o := range []fyne.CanvasObject{v.up, v.down, v.window} {
		shell.Shown(o, pages > 1)
	}
	v.up.SetEnabled(v.page > 0)
	v.down.SetEnabled(v.page < pages-1)
	v.window.SetText(assets.T("picker.window", "first", first+1, "last", min(first+per, n), "total", n))
	y := pos.Y + size.Height - foot
	shell.Put(v.up, pos.X+4, y, foot+8, foot)
	shell.Put(v.down, pos.X+size.Width-foot-12, y, foot+8, foot)
	shell.Put(v.window, pos.X+foot+20, y, size.Width-2*foot-40, foot)
}

func (v *View) placeMessage(pos fyne.Position, size fyne.Size) {
	width := fyne.Min(size.Width, 620)
	x := pos.X + (size.Width-width)/2
	text := v.text.HeightFor(width)
	button := v.button.MinSize()
	total := 132 + 20 + 40 + 8 + text + 24 + button.Height
	y := pos.Y + fyne.Max((size.Height-total)/2, 0)
	shell.Put(v.disc, x+(width-132)/2, y, 132, 132)
	shell.Put(v.icon, x+(width-132)/2, y, 132, 132)
	y += 152
	shell.Put(v.heading, x, y, width, 40)
	shell.Put(v.text, x, y+48, width, text)
	w := fyne.Max(button.Width, 260)
	shell.Put(v.button, x+(width-w)/2, y+48+text+24, w, button.Height)
}
