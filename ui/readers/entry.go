package readers

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// Quick is a text that one tap enters.
type Quick struct{ Label, Text string }

// EntryVM asks for words: a pairing code, a name, an id.
type EntryVM struct {
	Key     string // tells one question from the next: the field begins anew
	Title   string
	Help    string
	Hint    string
	Text    string // to begin with
	Icon    string
	Button  string
	Message string // why it was refused
	Busy    bool
	Quick   []Quick // at most three
}

// Entry is a page over everything with one field and our keyboard: it needs the whole width.
type Entry struct {
	done     func(text string)
	vm       EntryVM
	page     fyne.CanvasObject
	title    *kit.Label
	help     *kit.Label
	close    *kit.Button
	field    *kit.SearchField
	button   *kit.Button
	quick    [3]*kit.Button
	keyboard *kit.Keyboard
	root     *fyne.Container
}

var _ kit.Typist = (*Entry)(nil)

// NewEntry builds the page; Set fills it.
func NewEntry(done func(text string), close func()) *Entry {
	e := &Entry{done: done, page: kit.NewBackdrop(theme.Page), title: kit.NewHeading("", theme.TextPanel).Shrinks(), help: kit.NewLabel("", theme.TextBody, theme.Ink2).Wrap(2),
		close: kit.NewButton("", "cross", kit.Quiet, close)}
	e.close.SetName(assets.T("sheet.close"))
	e.field = kit.NewSearchField(kit.SearchParams{Icon: "pencil", Changed: func(string) { e.judge() }})
	e.field.SetActive(true)
	e.button = kit.NewActionButton("", "", kit.Filled, e.submit)
	e.keyboard = kit.NewKeyboard(close)
	e.keyboard.SetTarget(e)
	e.keyboard.SetReturn(assets.T("key.done"))
	e.root = shell.Free(e.place, e.page, e.title, e.help, e.close, e.field, e.button, e.keyboard)
	for i := range e.quick {
		e.quick[i] = kit.NewButton("", "", kit.Outline, func() { e.field.SetText(e.vm.Quick[i].Text) })
		e.root.Objects = append(e.root.Objects, e.quick[i])
	}
	e.Set(EntryVM{})
	return e
}

// Object is what the shell shows.
func (e *Entry) Object() fyne.CanvasObject { return e.root }

// TypedRune implements kit.Typist: the on-screen and a hardware keyboard write here.
func (e *Entry) TypedRune(r rune) {
	if !e.vm.Busy {
		e.field.TypedRune(r)
	}
}

// TypedKey implements kit.Typist. Return is the button.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case e.vm.Busy:
	case k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter:
		e.submit()
	default:
		e.field.TypedKey(k)
	}
}

func (e *Entry) text() string { return strings.TrimSpace(e.field.Text()) }

func (e *Entry) submit() {
	if text := e.text(); text != "" && !e.vm.Busy && e.done != nil {
		e.done(text)
	}
}

func (e *Entry) judge() {
	if e.button != nil {
		e.button.SetEnabled(e.text() != "" && !e.vm.Busy)
	}
}

// Set shows a view model.
func (e *Entry) Set(vm EntryVM) {
	begin := e.vm.Key != vm.Key
	e.vm = vm
	e.vm.Quick = slices.Clone(vm.Quick[:min(len(vm.Quick), len(e.quick))])
	e.title.SetText(vm.Title)
	text, role := vm.Help, theme.Ink2
	if vm.Message != "" {
		text, role = vm.Message, theme.Bad
	}
	e.help.SetText(text)
	e.help.SetRole(role)
	if begin {
		e.field.SetText(vm.Text)
		e.keyboard.Reset()
	}
	e.field.SetHint(vm.Hint)
	e.button.SetLabel(vm.Button)
	e.button.SetIcon(vm.Icon)
	for i, b := range e.quick {
		shell.Shown(b, i < len(e.vm.Quick))
		if i < len(e.vm.Quick) {
			b.SetLabel(e.vm.Quick[i].Label)
			b.SetEnabled(!vm.Busy)
		}
	}
	e.judge()
	e.place(e.root.Size())
}

func (e *Entry) place(size fyne.Size) {
	p := theme.Screen()
	tight := p.Tight
	edge := shell.Pick(tight, float32(24), 64)
	wide := size.Width - 2*edge
	shell.Put(e.page, 0, 0, size.Width, size.Height)
	y := shell.Pick(tight, float32(8), 48)
	e.title.SetSize(shell.Pick(tight, theme.TextSubHeading, theme.TextPanel))
	shell.Put(e.close, size.Width-edge-p.Button, y, p.Button, p.Button)
	shell.Put(e.title, edge, y, wide-p.Button-12, shell.Pick(tight, float32(32), 46))
	y += shell.Pick(tight, float32(34), 54)
	help := e.help.HeightFor(wide - p.Button - 12)
	shell.Put(e.help, edge, y, wide-p.Button-12, help)
	y += shell.Pick(tight, fyne.Max(help, 27)+6, 76)
	w := fyne.Max(e.button.MinSize().Width+24, shell.Pick(tight, float32(190), 220))
	shell.Put(e.field, edge, y, wide-w-theme.TargetGap, p.Action)
	shell.Put(e.button, edge+wide-w, y, w, p.Action)
	y += p.Action + theme.TargetGap
	x := edge
	for i := range e.vm.Quick {
		m := e.quick[i].MinSize()
		shell.Put(e.quick[i], x, y, m.Width, m.Height)
		x += m.Width + theme.TargetGap
	}
	kh := e.keyboard.MinSize().Height
	shell.Put(e.keyboard, 0, size.Height-kh, size.Width, kh)
}
