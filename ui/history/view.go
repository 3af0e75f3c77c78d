package history

import (
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
	chosen string // the tapped row, at once; the presenter's word follows
	typing bool   // the keyboard is up

	title    *kit.Label
	second   *kit.Label
	search   *kit.SearchField
	person   *shell.PersonButton
	strips   *shell.Strips
	list     *list
	page     *page
	keyboard *kit.Keyboard
	root     *fyne.Container
}

var _ kit.Typist = (*View)(nil)

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, title: kit.NewHeading(assets.T("rail.history"), theme.TextHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		person: shell.NewPersonButton(act.Lock), strips: shell.NewStrips(act.Strip)}
	v.search = kit.NewSearchField(kit.SearchParams{Hint: assets.T("history.search"), Tapped: func() { v.openKeyboard(true) }, Changed: act.Search,
		Submitted: func(string) { v.openKeyboard(false) }})
	v.list = newList(act, v.choose)
	v.page = newPage(act)
	v.keyboard = kit.NewKeyboard(func() { v.openKeyboard(false) })
	v.keyboard.SetTarget(v.search)
	v.keyboard.Hide()
	v.root = shell.Free(v.place, v.title, v.second, v.search, v.person, v.strips.Object(), v.list.root, v.page.root, v.keyboard)
	v.Set(VM{State: Loading})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model. It never touches the search field: its text belongs to whoever types.
func (v *View) Set(vm VM) {
	v.vm, v.chosen = vm, vm.Selected
	v.person.Set(vm.Person)
	v.second.SetText(vm.Second)
	v.strips.Set(vm.Strips)
	v.list.set(vm, v.chosen, v.typing)
	v.page.set(vm.Page, v.typing)
	v.place(v.root.Size())
}

// Seek puts a text into the search field, as if it was typed.
func (v *View) Seek(text string) { v.search.SetText(text) }

// Reset forgets what the last person did: search, keyboard, place in the list.
func (v *View) Reset() {
	v.openKeyboard(false)
	v.keyboard.Reset()
	v.search.SetText("")
	v.list.rows.Top()
}

// TypedRune takes a hardware keyboard or a scanner, without a tap on the field first.
func (v *View) TypedRune(r rune) { v.search.TypedRune(r) }

// TypedKey takes a hardware keyboard's or a scanner's other keys.
func (v *View) TypedKey(e *fyne.KeyEvent) { v.search.TypedKey(e) }

func (v *View) choose(id string) {
	v.chosen = id
	v.openKeyboard(false)
	v.list.choice(id)
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
	v.page.set(v.vm.Page, on)
	v.place(v.root.Size())
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, bottom := p.ScreenEdge, shell.Pick(p.Tight, float32(14), 20)
	y := shell.Pick(p.Tight, float32(4), 10)
	person := v.person.Width()
	x := size.Width - edge - person
	shell.Put(v.person, x, y, person, p.Field)
	field := shell.Pick(p.Tight, float32(290), 330)
	x -= field + theme.TargetGap
	shell.Put(v.search, x, y, field, p.Field)
	title := v.title.NaturalWidth()
	shell.Put(v.title, edge, y, title, p.Field)
	shell.Put(v.second, edge+title+16, y+3, x-edge-title-28, p.Field)
	y += p.Field + shell.Pick(p.Tight, float32(4), 10)
	shell.Shown(v.strips.Object(), !v.typing)
	if h := v.strips.Height(); h > 0 && !v.typing {
		shell.Put(v.strips.Object(), edge, y, size.Width-2*edge, h)
		y += h
	}
	split := shell.Pick(p.Tight, float32(14), 20)
	left := (size.Width - 2*edge - split) * 0.536
	rx := edge + left + split
	foot := size.Height - bottom
	if v.typing {
		keys := v.keyboard.MinSize().Height
		shell.Put(v.keyboard, 0, size.Height-keys, size.Width, keys)
		foot = size.Height - keys - 6
	}
	shell.Put(v.list.root, edge, y, left, foot-y)
	height := foot - y
	if v.typing {
		height = fyne.Min(height, 156)
	}
	shell.Put(v.page.root, rx, y, size.Width-edge-rx, height)
}
