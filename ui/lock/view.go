package lock

import (
	"slices"
	"unicode"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the lock screen. It fills the window under the demo band.
type View struct {
	act Actions
	vm  VM

	shop, counter *kit.Label
	clock         *kit.Label
	date          *kit.Label
	question      *kit.Label
	help          *kit.Label
	people        *People
	health        *shell.HealthRow
	pad           *pad

	field    *nameField
	next     *kit.Button
	steps    *steps
	back     *kit.Button
	keyboard *kit.Keyboard
	typing   bool

	root *fyne.Container
}

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, shop: kit.NewHeading("", theme.TextSubHeading).Shrinks(), counter: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		clock: kit.NewAmount("", 46).Align(fyne.TextAlignTrailing), date: kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignTrailing),
		question: kit.NewHeading("", theme.TextPanel), help: kit.NewLabel("", theme.TextBody, theme.Ink2).Wrap(3),
		people: NewPeople(act.Choose), health: shell.NewHealthRow(), pad: newPad(act)}
	v.field = newNameField(func() { v.openKeyboard(true) }, v.nameDone)
	v.next = kit.NewActionButton(assets.T("lock.first.next"), "arrow-right", kit.Filled, v.nameDone)
	v.back = kit.NewLargeButton(assets.T("lock.first.back"), "arrow-left", kit.Outline, act.Back)
	v.steps = newSteps()
	v.keyboard = kit.NewKeyboard(func() { v.openKeyboard(false) })
	v.keyboard.SetTarget(v.field)
	v.keyboard.SetReturn(assets.T("key.done"))
	v.field.changed = func() { v.next.SetEnabled(v.field.value() != "") }
	v.field.changed()
	v.root = shell.Free(v.place, v.shop, v.counter, v.clock, v.date, v.question, v.help, v.people.Object(), v.health.Object(), v.pad.root,
		v.field, v.next, v.steps.root, v.back, v.keyboard)
	v.Set(VM{})
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	was := v.vm.First
	v.vm = vm
	v.vm.People = slices.Clone(vm.People)
	v.shop.SetText(vm.Shop)
	v.counter.SetText(vm.Counter)
	v.clock.SetText(vm.Clock)
	v.date.SetText(vm.Date)
	v.health.Set(vm.Health)
	v.people.Set(vm.People, vm.Selected)
	v.pad.set(vm)
	first := vm.First != StepNone
	v.question.SetText(assets.T("lock.who"))
	v.help.SetText("")
	if first {
		v.question.SetText(assets.T("lock.first.title"))
		v.help.SetText(assets.T("lock.first.help"))
		v.steps.set(vm.First, vm.FirstName)
	}
	if vm.First != was {
		if vm.First == StepName {
			v.field.clear()
		}
		v.typing = vm.First == StepName
		v.keyboard.Reset()
		v.field.setActive(v.typing)
	}
	v.place(v.root.Size())
}

// TypedRune takes a hardware keyboard: digits are the PIN, letters the first manager's name.
func (v *View) TypedRune(r rune) {
	switch {
	case v.vm.First == StepName:
		v.field.TypedRune(r)
	case unicode.IsDigit(r) && r < 128 && v.act.Key != nil && !v.vm.Wait && !v.vm.Busy:
		v.act.Key(r)
	}
}

// TypedKey takes a hardware keyboard's backspace and return.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	if v.vm.First == StepName {
		v.field.TypedKey(e)
		return
	}
	if v.vm.Wait || v.vm.Busy {
		return
	}
	switch e.Name {
	case fyne.KeyBackspace:
		call(v.act.Backspace)
	case fyne.KeyReturn, fyne.KeyEnter:
		call(v.act.Enter)
	}
}

func (v *View) openKeyboard(on bool) {
	v.typing = on
	v.field.setActive(on)
	v.place(v.root.Size())
}

func (v *View) nameDone() {
	if name := v.field.value(); name != "" && v.act.Name != nil {
		v.act.Name(name)
	}
}

func (v *View) place(size fyne.Size) {
	naming := v.vm.First == StepName
	first := v.vm.First != StepNone
	shell.Shown(v.pad.root, !naming)
	shell.Shown(v.people.Object(), !first)
	shell.Shown(v.help, first)
	shell.Shown(v.field, naming)
	shell.Shown(v.next, naming)
	shell.Shown(v.back, first && !naming)
	shell.Shown(v.steps.root, first && !naming)
	shell.Shown(v.keyboard, naming && v.typing)

	p := theme.Screen()
	padWidth, edge, top := float32(480), float32(64), float32(36)
	if p.Tight {
		padWidth, edge, top = 364, 64, 16
	}
	left := size.Width - padWidth
	if naming {
		left = size.Width
	}
	shell.Put(v.pad.root, size.Width-padWidth, 0, padWidth, size.Height)
	right := left - shell.Pick(p.Tight, float32(24), 48)
	wide := right - edge
	clock := float32(190)
	shell.Put(v.shop, edge, top+10, wide-clock-16, 32)
	shell.Put(v.counter, edge, top+41, wide-clock-16, 26)
	shell.Put(v.clock, right-clock, top, clock, 52)
	shell.Put(v.date, right-260, top+46, 260, 26)

	v.question.SetSize(shell.Pick(p.Tight, 30, theme.TextPanel))
	y := shell.Pick(p.Tight, float32(104), 190)
	head := !(naming && v.typing && p.Tight) // the keyboard leaves no room for shop and clock there
	for _, o := range []fyne.CanvasObject{v.shop, v.counter, v.clock, v.date} {
		shell.Shown(o, head)
	}
	if naming {
		y = shell.Pick(p.Tight, float32(14), 112)
		if head && p.Tight {
			y = 104
		}
	}
	shell.Put(v.question, edge, y, wide, 46)
	y += shell.Pick(p.Tight, float32(52), 72)
	if first {
		h := v.help.HeightFor(wide)
		shell.Put(v.help, edge, y-8, wide, h)
		y += h + 12
	}
	foot := size.Height - shell.Pick(p.Tight, float32(18), 36) - 26
	if naming {
		h := p.Action
		w := v.next.MinSize().Width + 40
		if p.Tight {
			y -= 8
		}
		shell.Put(v.field, edge, y, wide-w-theme.TargetGap, h)
		shell.Put(v.next, right-w, y, w, h)
		kh := v.keyboard.MinSize().Height
		shell.Put(v.keyboard, 0, size.Height-kh, size.Width, kh)
	}
	if first && !naming {
		shell.Put(v.steps.root, edge, y+8, wide, 3*stepPitch)
		y += 3*stepPitch + 20
	}
	back := v.back.MinSize()
	shell.Put(v.back, edge, y, back.Width+16, back.Height)
	shell.Shown(v.health.Object(), !(naming && v.typing))
	shell.Put(v.health.Object(), edge, foot, wide, 26)
	shell.Put(v.people.Object(), edge, y, wide, foot-y-shell.Pick(p.Tight, float32(12), 24))
}
