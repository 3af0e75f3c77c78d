package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the picker. It fills the window beside the rail.
type View struct {
	act    Actions
	vm     VM
	chosen string // the tapped row, at once; the presenter's word follows
	typing bool   // the keyboard is up

	search   *kit.SearchField
	health   *shell.HealthRow
	person   *shell.PersonButton
	strips   *shell.Strips
	list     *list
	detail   *detail
	keyboard *kit.Keyboard
	root     *fyne.Container
}

var _ kit.Typist = (*View)(nil)

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, health: shell.NewHealthRow().AtEnd(), person: shell.NewPersonButton(act.Lock)}
	v.search = kit.NewSearchField(kit.SearchParams{Hint: assets.T("picker.search"), Tapped: func() { v.openKeyboard(true) }, Changed: act.Search,
		Submitted: func(text string) {
			v.openKeyboard(false)
			if act.Submit != nil {
				act.Submit(text)
			}
		}, Scan: act.Scan})
	v.strips = shell.NewStrips(act.Strip)
	v.list = newList(act, v.choose, func() { v.search.SetText("") })
	v.detail = newDetail(act, v.choose, func() { v.openKeyboard(false) })
	v.keyboard = kit.NewKeyboard(func() { v.openKeyboard(false) })
	v.keyboard.SetTarget(v.search)
	v.keyboard.Hide()
	v.root = shell.Free(v.place, v.search, v.health.Object(), v.person, v.strips.Object(), v.list.root, v.detail.root, v.keyboard)
	v.Set(VM{})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model. It never touches the search field: its text belongs to whoever types.
func (v *View) Set(vm VM) {
	v.vm, v.chosen = vm, vm.Selected
	v.health.Set(vm.Health)
	v.person.Set(vm.Person)
	v.strips.Set(vm.Strips)
	v.list.set(vm, v.chosen, v.typing)
	v.detail.set(vm.Detail, v.chosen, v.typing)
	v.place(v.root.Size())
}

// Reset forgets what the last person did: search, keyboard, place in the list. The shop's data goes with the next Set.
func (v *View) Reset() {
	v.openKeyboard(false)
	v.keyboard.Reset()
	v.search.SetText("")
	v.list.rows.Top()
}

// Query is what is typed in the search field.
func (v *View) Query() string { return v.search.Text() }

// TypedRune takes a hardware keyboard or a scanner, without a tap on the field first.
func (v *View) TypedRune(r rune) { v.search.TypedRune(r) }

// TypedKey takes a hardware keyboard's or a scanner's other keys.
func (v *View) TypedKey(e *fyne.KeyEvent) { v.search.TypedKey(e) }

func (v *View) choose(id string) {
	if id == "" {
		return
	}
	v.chosen = id
	v.list.mark(id)
	v.detail.choose(id)
	if v.act.Select != nil {
		v.act.Select(id)
	}
}

func (v *View) openKeyboard(on bool) {
	if v.typing == on {
		return
	}
	v.typing = on
	v.search.SetActive(on)
	shell.Shown(v.keyboard, on)
	v.list.set(v.vm, v.chosen, on)
	v.detail.set(v.vm.Detail, v.chosen, on)
	v.place(v.root.Size())
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, top, bottom := p.ScreenEdge, float32(10), float32(18)
	split := float32(20)
	if p.Tight {
		top, bottom, split = 4, 14, 14
	}
	left := size.Width*0.4712 - 0.5
	if p.Tight {
		left = size.Width * 0.4511
	}
	right := size.Width - 2*edge - left - split
	rx := edge + left + split
	y := top
	shell.Put(v.search, edge, y, left, p.Field)
	person := v.person.Width()
	shell.Put(v.person, size.Width-edge-person, y, person, p.Field)
	shell.Put(v.health.Object(), rx, y, right-person-10, p.Field)
	y += p.Field
	y += shell.Pick(p.Tight, float32(4), 10)
	shell.Shown(v.strips.Object(), !v.typing)
	if h := v.strips.Height(); h > 0 && !v.typing {
		shell.Put(v.strips.Object(), edge, y, size.Width-2*edge, h)
		y += h
	}
	keys := float32(0)
	if v.typing {
		keys = v.keyboard.MinSize().Height
		shell.Put(v.keyboard, 0, size.Height-keys, size.Width, keys)
		shell.Put(v.list.root, edge, y, left, size.Height-keys-y-4)
		card := fyne.Min(size.Height-keys-y-6, 236)
		if v.vm.Detail.Warning != "" {
			card = size.Height - keys - y - 6
		}
		shell.Put(v.detail.root, rx, y, right, card)
		return
	}
	shell.Put(v.list.root, edge, y, left, size.Height-y-bottom)
	shell.Put(v.detail.root, rx, y, right, size.Height-y-bottom)
}
