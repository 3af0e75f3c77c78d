package refund

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// edit is the keypad of the amount. What is typed stands where the amount stands, left; there is no field.
type edit struct {
	title *kit.Label
	line  *kit.Label
	keys  *kit.Keypad
	use   *kit.Button
	root  *fyne.Container
}

func newEdit(act Actions) *edit {
	e := &edit{title: kit.NewHeading("", theme.TextBody), line: kit.NewLabel("", theme.TextCaption, theme.Ink2).Wrap(2)}
	e.keys = kit.NewKeypad(kit.PadAmount, func(k kit.Key) {
		if act.Digit != nil {
			act.Digit(k)
		}
	})
	e.use = kit.NewActionButton("", "check", kit.Filled, func() {
		if act.Use != nil {
			act.Use()
		}
	})
	e.root = shell.Free(e.place, e.title, e.line, e.keys, e.use)
	return e
}

func (e *edit) set(vm Edit) {
	e.title.SetText(vm.Title)
	e.line.SetText(vm.Line)
	role := theme.Ink2
	if vm.Full {
		role = theme.Bad
	}
	e.line.SetRole(role)
	e.use.SetLabel(vm.Use)
	e.use.SetEnabled(vm.Ready)
	e.place(e.root.Size())
}

func (e *edit) place(size fyne.Size) {
	tight := theme.Screen().Tight
	button := theme.Screen().Action
	foot := size.Height - button
	shell.Put(e.use, 0, foot, size.Width, button)
	shell.Put(e.title, 0, 0, size.Width, 26)
	shell.Put(e.line, 0, 28, size.Width, 44)
	y := shell.Pick(tight, float32(58), 100)
	if tight {
		shell.Put(e.line, 0, 24, size.Width, 34)
		e.line.LineHeight(1.05)
	}
	keys := fyne.Min(foot-y-shell.Pick(tight, theme.TargetGap, 20), 4*theme.Screen().Key+3*theme.TargetGap)
	shell.Put(e.keys, 0, y, size.Width, keys)
}
