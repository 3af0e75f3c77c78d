package lock

import (
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// nameLimit is the longest name in runes.
const nameLimit = 40

// nameField shows the first manager's name while it is typed. Its text comes from the on-screen or a hardware keyboard.
type nameField struct {
	*shell.Press
	text    []rune
	label   *kit.Label
	caret   *shell.Plate
	done    func()
	changed func() // nil while the screen is being built
	active  bool
}

var _ kit.Typist = (*nameField)(nil)

func newNameField(tapped, done func()) *nameField {
	f := &nameField{label: kit.NewLabel("", theme.TextSubHeading, theme.Ink3), caret: shell.NewPlate(theme.Accent, 1), done: done}
	f.Press = shell.NewPress(shell.Free(f.place, f.label, f.caret), shell.Outlined, assets.T("lock.first.field"), tapped)
	f.show()
	return f
}

func (f *nameField) value() string { return strings.TrimSpace(string(f.text)) }

func (f *nameField) clear() {
	f.text = nil
	f.show()
}

func (f *nameField) setActive(on bool) {
	f.active = on
	f.SetSelected(on)
	f.show()
}

// TypedRune implements kit.Typist.
func (f *nameField) TypedRune(r rune) {
	if len(f.text) < nameLimit {
		f.text = append(f.text, r)
		f.show()
	}
}

// TypedKey implements kit.Typist: backspace and return.
func (f *nameField) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyBackspace:
		if n := len(f.text); n > 0 {
			f.text = f.text[:n-1]
			f.show()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.value() != "" {
			f.done()
		}
	}
}

func (f *nameField) show() {
	if len(f.text) == 0 {
		f.label.SetText(assets.T("lock.first.field"))
		f.label.SetRole(theme.Ink3)
	} else {
		f.label.SetText(string(f.text))
		f.label.SetRole(theme.Ink)
	}
	f.label.SetBold(len(f.text) > 0)
	shell.Shown(f.caret, f.active)
	f.place(f.Size())
	if f.changed != nil {
		f.changed()
	}
}

func (f *nameField) place(size fyne.Size) {
	x := float32(20)
	shell.Put(f.label, x+shell.Pick(len(f.text) == 0 && f.active, float32(8), 0), 0, size.Width-40, size.Height)
	if len(f.text) > 0 {
		x += fyne.Min(f.label.NaturalWidth(), size.Width-40) + 2
	}
	shell.Put(f.caret, x, size.Height/2-15, 2.5, 30)
}
