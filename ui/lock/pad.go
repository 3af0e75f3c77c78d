package lock

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// pad is the right side: whose PIN, the dots, the keys.
type pad struct {
	act    Actions
	bg     fyne.CanvasObject
	rule   fyne.CanvasObject
	avatar *kit.Avatar
	small  *kit.Avatar // beside the name on the small screen
	empty  *kit.Icon
	disc   *shell.Plate
	name   *kit.Label
	prompt *kit.Label
	dots   map[int]*kit.PINDots // by length
	length int
	plain  *kit.Keypad
	tick   *kit.Keypad
	root   *fyne.Container
}

func newPad(act Actions) *pad {
	p := &pad{act: act, bg: kit.NewBackdrop(theme.Surface), rule: kit.NewRule(), avatar: kit.NewAvatar("", 0, 84), small: kit.NewAvatar("", 0, 56),
		empty: kit.NewIcon("user", theme.Ink3, 40), disc: shell.NewPlate(theme.Sunken, 42),
		name:   kit.NewHeading("", theme.TextSubHeading).Align(fyne.TextAlignCenter),
		prompt: kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignCenter).Wrap(2), dots: map[int]*kit.PINDots{}}
	p.plain = kit.NewKeypad(kit.PadPlain, p.pressed)
	p.tick = kit.NewKeypad(kit.PadTick, p.pressed)
	p.root = shell.Free(p.place, p.bg, p.rule, p.disc, p.empty, p.avatar, p.small, p.name, p.prompt, p.plain, p.tick)
	p.useDots(0)
	return p
}

func (p *pad) pressed(k kit.Key) {
	switch {
	case k == kit.KeyBackspace:
		call(p.act.Backspace)
	case k == kit.KeyTick:
		call(p.act.Enter)
	case p.act.Key != nil:
		p.act.Key('0' + rune(k))
	}
}

func call(f func()) {
	if f != nil {
		f()
	}
}

// useDots shows the dots for one length; they are built once per length.
func (p *pad) useDots(length int) *kit.PINDots {
	d, ok := p.dots[length]
	if !ok {
		d = kit.NewPINDots(length)
		p.dots[length] = d
		p.root.Add(d)
	}
	p.length = length
	for l, other := range p.dots {
		shell.Shown(other, l == length)
	}
	return d
}

func (p *pad) set(vm VM) {
	who, index, known := vm.FirstName, 0, vm.First > StepName
	for _, person := range vm.People {
		if vm.First == StepNone && person.ID == vm.Selected {
			who, index, known = person.Name, person.Index, true
		}
	}
	if known {
		p.avatar.Set(who, index)
		p.small.Set(who, index)
		p.name.SetText(who)
	} else {
		p.name.SetText(assets.T("lock.nobody"))
	}
	shell.Shown(p.avatar, known && !theme.Screen().Tight)
	shell.Shown(p.small, known && theme.Screen().Tight)
	shell.Shown(p.empty, !known)
	shell.Shown(p.disc, !known)
	text, role := promptFor(vm, known)
	p.prompt.SetText(text)
	p.prompt.SetRole(role)
	p.useDots(vm.PINLength).SetTyped(vm.Typed)
	shell.Shown(p.plain, vm.PINLength > 0)
	shell.Shown(p.tick, vm.PINLength == 0)
	on := known && !vm.Wait && !vm.Busy
	p.plain.SetEnabled(on)
	p.tick.SetEnabled(on)
	p.place(p.root.Size())
}

func promptFor(vm VM, known bool) (string, fyne.ThemeColorName) {
	switch {
	case vm.Message != "":
		return vm.Message, theme.Bad
	case vm.Busy:
		return assets.T("lock.checking"), theme.Ink2
	case vm.First == StepPIN:
		return assets.T("lock.first.pin"), theme.Ink2
	case vm.First == StepRepeat:
		return assets.T("lock.first.repeat"), theme.Ink2
	case !known:
		return assets.T("lock.choose"), theme.Ink2
	}
	return assets.T("lock.enter"), theme.Ink2
}

func (p *pad) place(size fyne.Size) {
	shell.Put(p.bg, 0, 0, size.Width, size.Height)
	shell.Put(p.rule, 0, 0, 1, size.Height)
	tight := theme.Screen().Tight
	width := fyne.Min(size.Width-2*64, 352)
	keys := 4*theme.Screen().Key + 3*14
	face, gap := float32(84), float32(20)
	if tight {
		width = fyne.Min(size.Width-2*theme.Screen().ScreenEdge-16, 320)
		face, gap = 56, 8
		keys = fyne.Min(keys, 4*72+3*theme.TargetGap)
	}
	x := (size.Width - width) / 2
	prompt := fyne.Max(p.prompt.HeightFor(width), 26)
	total := face + gap*0.8 + 32 + prompt + gap + 24 + gap*1.4 + keys
	if tight { // the name stands beside the face
		total = face + gap + prompt + gap + 24 + 14 + keys
	}
	y := fyne.Max((size.Height-total)/2, 10)
	if tight {
		nameWidth := fyne.Min(p.name.NaturalWidth(), width-face-14)
		left := (size.Width - face - 14 - nameWidth) / 2
		shell.Put(p.small, left, y, face, face)
		shell.Put(p.disc, left, y, face, face)
		shell.Put(p.empty, left+(face-40)/2, y+(face-40)/2, 40, 40)
		shell.Put(p.name, left+face+14, y, nameWidth, face)
		y += face + gap
	} else {
		shell.Put(p.avatar, (size.Width-face)/2, y, face, face)
		shell.Put(p.disc, (size.Width-face)/2, y, face, face)
		shell.Put(p.empty, (size.Width-40)/2, y+(face-40)/2, 40, 40)
		y += face + gap*0.8
		shell.Put(p.name, x, y, width, 32)
		y += 32
	}
	shell.Put(p.prompt, x, y, width, prompt)
	y += prompt + gap
	shell.Put(p.dots[p.length], x, y, width, 24)
	y += 24
	if tight {
		y += 14
	} else {
		y += gap * 1.4
	}
	shell.Put(p.plain, x, y, width, keys)
	shell.Put(p.tick, x, y, width, keys)
}
