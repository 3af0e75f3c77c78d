package chooser

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// card is one reader: letter, name, model, state in words, and at the right edge what can be done with it.
type card struct {
	vm     Reader
	press  *shell.Press
	tag    *kit.ReaderTag
	label  *kit.Label
	model  *kit.Label
	state  *kit.HealthMark
	detail *kit.Label
	tick   *kit.Icon
	chosen *kit.Label
	button *kit.Button
	root   *fyne.Container
}

func newCard(act Actions) *card {
	c := &card{tag: kit.NewReaderTag("", 68), label: kit.NewHeading("", theme.TextSubHeading).Shrinks(), model: kit.NewLabel("", theme.TextSecond, theme.Ink2),
		state: kit.NewBoldHealthMark(kit.HealthOK, ""), detail: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), tick: kit.NewIcon("check", theme.AccentText, 26),
		chosen: kit.NewLabel(assets.T("chooser.chosen"), theme.TextSecond, theme.AccentText).Bold()}
	choose := func() {
		if act.Choose != nil && c.vm.Usable {
			act.Choose(c.vm.ID)
		}
	}
	c.press = shell.NewPress(shell.Free(c.place, c.tag, c.label, c.model, c.state, c.detail, c.tick, c.chosen), shell.Outlined, "", choose).Radius(theme.RadiusCard)
	c.button = kit.NewLargeButton("", "", kit.Outline, func() {
		if c.vm.Usable {
			choose()
		} else if act.Check != nil {
			act.Check(c.vm.ID)
		}
	})
	c.root = shell.Free(func(s fyne.Size) {
		shell.Put(c.press, 0, 0, s.Width, s.Height)
		b := c.button.MinSize()
		shell.Put(c.button, s.Width-20-b.Width, (s.Height-b.Height)/2, b.Width, b.Height)
	}, c.press, c.button)
	return c
}

func (c *card) set(vm Reader, chosen bool) {
	c.vm = vm
	c.tag.SetLetter(vm.Letter)
	c.label.SetText(vm.Label)
	c.model.SetText(vm.Model)
	c.state.Set(vm.State, vm.Word)
	c.detail.SetText("")
	if vm.Detail != "" {
		c.detail.SetText("· " + vm.Detail)
	}
	c.press.SetName(vm.Letter + ", " + vm.Label + ", " + vm.Word)
	c.press.SetSelected(chosen)
	c.press.SetEnabled(vm.Usable)
	shell.Shown(c.tick, chosen)
	shell.Shown(c.chosen, chosen)
	shell.Shown(c.button, !chosen)
	key, on := "chooser.busy", false
	switch {
	case vm.Usable:
		key, on = "chooser.choose", true
	case vm.Checking:
		key = "chooser.checking"
	case vm.Refused:
		key = "chooser.refused"
	case vm.Check:
		key, on = "chooser.check", true
	}
	c.button.SetLabel(assets.T(key))
	c.button.SetEnabled(on)
	c.place(c.press.Size())
	c.root.Layout.Layout(nil, c.root.Size())
}

func (c *card) place(size fyne.Size) {
	tag := fyne.Min(68, size.Height-24)
	shell.Put(c.tag, 20, (size.Height-tag)/2, tag, tag)
	x := 20 + tag + 20
	right := size.Width - 20 - c.button.MinSize().Width - 16
	if c.chosen.Visible() {
		w := c.chosen.NaturalWidth()
		shell.Put(c.chosen, size.Width-20-w, 0, w, size.Height)
		shell.Put(c.tick, size.Width-20-w-34, (size.Height-26)/2, 26, 26)
		right = size.Width - 20 - w - 50
	}
	top := (size.Height - 62) / 2
	name := fyne.Min(c.label.NaturalWidth(), right-x)
	shell.Put(c.label, x, top, name, 32)
	shell.Put(c.model, x+name+12, top+3, fyne.Max(right-x-name-12, 0), 28)
	shell.Shown(c.model, right-x-name-12 > c.model.NaturalWidth())
	state := fyne.Min(c.state.MinSize().Width, right-x)
	shell.Put(c.state, x, top+35, state, 26)
	shell.Put(c.detail, x+state+8, top+35, fyne.Max(right-x-state-8, 0), 26)
}
