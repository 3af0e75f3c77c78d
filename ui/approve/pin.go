package approve

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// minPIN is the shortest PIN there is.
const minPIN = 4

// PIN is a manager's consent: who, dots, keys, and the button that does it.
type PIN struct {
	act    Actions
	vm     PINVM
	who    *shell.Press
	avatar *kit.Avatar
	name   *kit.Label
	says   *kit.Label
	ask    *kit.Label
	people *lock.People
	dots   map[int]*kit.PINDots // by length
	keys   *kit.Keypad
	button *kit.Button
	root   *fyne.Container
}

// NewPIN builds the pane; Set fills it.
func NewPIN(act Actions) *PIN {
	p := &PIN{act: act, avatar: kit.NewAvatar("", 0, 44), name: kit.NewLabel("", theme.TextBody, theme.Ink).Bold(),
		says: kit.NewLabel("", theme.TextCaption, theme.Ink2), ask: kit.NewHeading(assets.T("approve.who"), theme.TextSubHeading).Wrap(6),
		people: lock.NewPeople(act.Choose), dots: map[int]*kit.PINDots{}}
	p.who = shell.NewPress(shell.Free(p.placeWho, p.avatar, p.name, p.says), shell.Bare, "", func() {
		if act.Choose != nil {
			act.Choose("")
		}
	})
	p.keys = kit.NewKeypad(kit.PadPlain, p.pressed)
	p.button = kit.NewActionButton("", "", kit.Filled, func() {
		if act.Act != nil {
			act.Act()
		}
	})
	p.root = shell.Free(p.place, p.ask, p.people.Object(), p.who, p.keys, p.button)
	p.Set(PINVM{})
	return p
}

// Object is what a sheet shows.
func (p *PIN) Object() fyne.CanvasObject { return p.root }

func (p *PIN) pressed(k kit.Key) {
	switch {
	case k == kit.KeyBackspace:
		if p.act.Backspace != nil {
			p.act.Backspace()
		}
	case p.act.Key != nil:
		p.act.Key('0' + rune(k))
	}
}

// Set shows a view model.
func (p *PIN) Set(vm PINVM) {
	p.vm = vm
	known, hint := false, ""
	for _, m := range vm.Managers {
		if m.ID == vm.Selected {
			known, hint = true, m.PINHint
			p.avatar.Set(m.Name, m.Index)
			p.name.SetText(m.Name)
			p.who.SetName(assets.T("approve.change", "name", m.Name))
		}
	}
	p.who.SetEnabled(len(vm.Managers) > 1 && !vm.Busy)
	text, role := assets.T("approve.says"), theme.Ink2
	switch {
	case vm.Message != "":
		text, role = vm.Message, theme.Bad
	case vm.Busy:
		text = assets.T("lock.checking")
	case hint != "": // in the demo
		text = assets.T("lock.hint", "pin", hint)
	case len(vm.Managers) > 1:
		text = assets.T("approve.says.change")
	}
	p.says.SetText(text)
	p.says.SetRole(role)
	p.people.Set(vm.Managers, "")
	ask := assets.T("approve.who")
	if vm.Nobody != "" {
		ask = vm.Nobody
	}
	p.ask.SetText(ask)
	if _, ok := p.dots[vm.PINLength]; !ok { // built once per length
		p.dots[vm.PINLength] = kit.NewPINDots(vm.PINLength)
		p.root.Objects = append(p.root.Objects, p.dots[vm.PINLength])
	}
	// the small screen has one line for both: the dots take it with the first digit
	one := theme.Screen().Tight && vm.Typed > 0
	for length, d := range p.dots {
		shell.Shown(d, known && length == vm.PINLength && (one || !theme.Screen().Tight))
	}
	shell.Shown(p.says, !one)
	p.dots[vm.PINLength].SetTyped(vm.Typed)
	for _, o := range []fyne.CanvasObject{p.who, p.keys} {
		shell.Shown(o, known)
	}
	shell.Shown(p.ask, !known)
	shell.Shown(p.people.Object(), !known)
	on := known && !vm.Wait && !vm.Busy
	p.keys.SetEnabled(on)
	p.button.SetLabel(vm.Act)
	p.button.SetIcon(vm.Icon)
	p.button.SetKind(vm.Kind)
	p.button.SetEnabled(on && vm.Ready && vm.Typed >= max(vm.PINLength, minPIN))
	p.place(p.root.Size())
}

func (p *PIN) placeWho(size fyne.Size) {
	shell.Put(p.avatar, 0, (size.Height-44)/2, 44, 44)
	shell.Put(p.name, 58, size.Height/2-26, size.Width-58, 28)
	shell.Put(p.says, 58, size.Height/2+2, size.Width-58, 24)
}

func (p *PIN) place(size fyne.Size) {
	tight := theme.Screen().Tight
	button := theme.Screen().Action
	foot := size.Height - button
	shell.Put(p.button, 0, foot, size.Width, button)
	shell.Put(p.ask, 0, 0, size.Width, shell.Pick(p.vm.Nobody != "", foot-theme.TargetGap, 32))
	shell.Put(p.people.Object(), 0, 44, size.Width, foot-44-theme.TargetGap)
	head := theme.Screen().PX(theme.OrdinaryMM)
	shell.Put(p.who, 0, 0, size.Width, head)
	y := head + shell.Pick(tight, float32(3), 54)
	if dots := p.dots[p.vm.PINLength]; tight {
		shell.Put(dots, 58, head/2+2, dots.MinSize().Width, 24)
	} else {
		shell.Put(dots, 0, head+12, size.Width, 24)
	}
	keys := fyne.Min(foot-y-shell.Pick(tight, theme.TargetGap, 20), 4*theme.Screen().Key+3*theme.TargetGap)
	shell.Put(p.keys, 0, y, size.Width, keys)
}
