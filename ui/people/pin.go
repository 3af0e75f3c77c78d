package people

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// VM is what the sheet shows.
type VM struct {
	Title, Second string
	Name          string // whose PIN
	Index         int    // of the face's colour
	Role          string // in words
	Prompt        string // what to type, or why it was refused
	Bad           bool   // it was refused
	Typed         int
	// PINLength is the length where every PIN has the same one; 0 shows dots as typed.
	PINLength int
	Busy      bool
}

// Actions are what taps ask for. All are optional.
type Actions struct {
	Key       func(digit rune)
	Backspace func()
	Enter     func()
	Close     func()
}

// PIN is the sheet: the person left, the keys under the right thumb.
type PIN struct {
	act    Actions
	vm     VM
	face   *kit.Avatar
	name   *kit.Label
	role   *kit.Label
	prompt *kit.Label
	dots   map[int]*kit.PINDots // by length
	keys   *kit.Keypad
	inner  *fyne.Container
	sheet  *kit.Sheet
}

// New builds the sheet; Set fills it.
func New(act Actions) *PIN {
	p := &PIN{act: act, face: kit.NewAvatar("", 0, 84), name: kit.NewHeading("", theme.TextSubHeading).Align(fyne.TextAlignCenter).Wrap(2),
		role: kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignCenter), prompt: kit.NewLabel("", theme.TextBody, theme.Ink2).Align(fyne.TextAlignCenter).Wrap(4),
		dots: map[int]*kit.PINDots{}}
	p.keys = kit.NewKeypad(kit.PadTick, p.pressed)
	p.inner = shell.Free(p.place, p.face, p.name, p.role, p.prompt, p.keys)
	p.sheet = kit.NewSheet(kit.SheetParams{Size: fyne.NewSize(860, 560), Content: p.inner, Closed: act.Close})
	p.Set(VM{})
	return p
}

// Object is what the shell shows.
func (p *PIN) Object() fyne.CanvasObject { return p.sheet }

func (p *PIN) pressed(k kit.Key) {
	switch {
	case k == kit.KeyBackspace && p.act.Backspace != nil:
		p.act.Backspace()
	case k == kit.KeyTick && p.act.Enter != nil:
		p.act.Enter()
	case k <= 9 && p.act.Key != nil:
		p.act.Key('0' + rune(k))
	}
}

// Set shows a view model.
func (p *PIN) Set(vm VM) {
	p.vm = vm
	p.sheet.SetHeading(vm.Title, vm.Second)
	p.face.Set(vm.Name, vm.Index)
	p.name.SetText(vm.Name)
	p.role.SetText(vm.Role)
	p.prompt.SetText(vm.Prompt)
	p.prompt.SetRole(shell.Pick(vm.Bad, theme.Bad, theme.Ink2))
	if _, ok := p.dots[vm.PINLength]; !ok {
		p.dots[vm.PINLength] = kit.NewPINDots(vm.PINLength)
		p.inner.Objects = append(p.inner.Objects, p.dots[vm.PINLength])
	}
	for length, d := range p.dots {
		shell.Shown(d, length == vm.PINLength)
	}
	p.dots[vm.PINLength].SetTyped(vm.Typed)
	p.keys.SetEnabled(!vm.Busy)
	p.place(p.inner.Size())
}

func (p *PIN) place(size fyne.Size) {
	tight := theme.Screen().Tight
	gap := shell.Pick(tight, float32(24), 40)
	keys := fyne.Min(4*theme.Screen().Key+3*theme.TargetGap, size.Height)
	wide := fyne.Min((size.Width-gap)*0.52, 380)
	shell.Put(p.keys, size.Width-wide, (size.Height-keys)/2, wide, keys)
	left := size.Width - wide - gap
	name := p.name.HeightFor(left)
	prompt := fyne.Max(p.prompt.HeightFor(left), 27)
	total := 84 + 16 + name + 28 + 24 + prompt + 20 + 24
	y := fyne.Max((size.Height-total)/2, 0)
	shell.Put(p.face, (left-84)/2, y, 84, 84)
	y += 84 + 16
	shell.Put(p.name, 0, y, left, name)
	shell.Put(p.role, 0, y+name, left, 28)
	y += name + 28 + 24
	shell.Put(p.prompt, 0, y, left, prompt)
	y += prompt + 20
	for _, d := range p.dots {
		shell.Put(d, 0, y, left, 24)
	}
}
