package readers

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// card is one reader whole: letter, name, state, facts, and two buttons at the foot.
type card struct {
	act     func(Act, string)
	vm      Reader
	tag     *kit.ReaderTag
	label   *kit.Label
	model   *kit.Label
	more    *kit.Button
	state   *kit.Badge
	facts   *facts
	note    *kit.Label
	buttons [2]*kit.Button
	card    *kit.Card
}

func newCard(act func(Act, string)) *card {
	c := &card{act: act, tag: kit.NewReaderTag("", 72), label: kit.NewHeading("", theme.TextSubHeading).Shrinks(), model: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		state: kit.NewStateBadge("", "", kit.ToneNeutral), facts: newFacts(), note: kit.NewLabel("", theme.TextSecond, theme.Ink).Wrap(0)}
	c.more = kit.NewButton("", "more", kit.Quiet, func() { c.do(ActMore) })
	objects := []fyne.CanvasObject{c.tag, c.label, c.model, c.more, c.state, c.facts.root, c.note}
	for i := range c.buttons {
		c.buttons[i] = kit.NewLargeButton("", "", kit.Outline, func() { c.do(c.vm.Buttons[i].Act) })
		objects = append(objects, c.buttons[i])
	}
	c.card = kit.NewCard(shell.Free(c.place, objects...), 0)
	return c
}

func (c *card) do(a Act) {
	if c.act != nil {
		c.act(a, c.vm.ID)
	}
}

func (c *card) set(vm Reader) {
	c.vm = vm
	c.vm.Buttons = slices.Clone(vm.Buttons)
	c.tag.SetLetter(vm.Letter)
	c.label.SetText(vm.Label)
	c.model.SetText(vm.Model)
	c.more.SetName(assets.T("readers.more", "reader", vm.Label))
	c.state.Set(vm.Icon, vm.Word, vm.Tone)
	c.facts.set(vm.Facts)
	c.note.SetText(vm.Note)
	for i, b := range c.buttons {
		shell.Shown(b, i < len(vm.Buttons))
		if i < len(vm.Buttons) {
			setButton(b, vm.Buttons[i])
		}
	}
	c.place(c.card.Size())
}

func setButton(b *kit.Button, vm Button) {
	b.SetLabel(vm.Label)
	b.SetIcon(vm.Icon)
	b.SetKind(vm.Kind)
	b.SetEnabled(!vm.Off)
}

func (c *card) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	pad, tag, gap := float32(22), float32(72), float32(18)
	if tight {
		pad, tag, gap = 14, 56, 8
	}
	more := theme.Screen().Button
	shell.Put(c.tag, pad, pad, tag, tag)
	x := pad + tag + shell.Pick(tight, float32(12), 16)
	shell.Put(c.label, x, pad+tag/2-31, size.Width-x-more-pad-4, 32)
	shell.Put(c.model, x, pad+tag/2+1, size.Width-x-more-pad-4, 26)
	shell.Put(c.more, size.Width-more-shell.Pick(tight, float32(10), 14), pad+(tag-more)/2, more, more)
	y := pad + tag + gap
	shell.Put(c.state, pad, y, fyne.Min(c.state.MinSize().Width, size.Width-2*pad), 44)
	y += 44 + shell.Pick(tight, float32(8), 16)
	foot := size.Height - pad
	for i := len(c.vm.Buttons) - 1; i >= 0; i-- {
		h := c.buttons[i].MinSize().Height
		if tight {
			h = theme.Screen().Button
		}
		foot -= h
		shell.Put(c.buttons[i], pad, foot, size.Width-2*pad, h)
		foot -= theme.TargetGap
	}
	wide := size.Width - 2*pad
	note := float32(0)
	if c.vm.Note != "" {
		note = c.note.HeightFor(wide) + 8
	}
	shell.Shown(c.note, note > 0)
	shell.Put(c.note, pad, y, wide, note)
	shell.Put(c.facts.root, pad, y+note, wide, foot-y-note)
}

// facts are rows with a line above each; those that have no room are left out from the end, and stand in the reader's sheet.
type facts struct {
	rows  []factRow
	count int
	root  *fyne.Container
}

type factRow struct {
	rule        fyne.CanvasObject
	name, value *kit.Label
}

func newFacts() *facts {
	f := &facts{}
	f.root = shell.Free(f.place)
	return f
}

func (f *facts) set(vms []Fact) {
	for len(f.rows) < len(vms) {
		r := factRow{kit.NewRule(), kit.NewLabel("", theme.TextSecond, theme.Ink2), kit.NewLabel("", theme.TextSecond, theme.Ink).Align(fyne.TextAlignTrailing).Shrinks()}
		f.rows = append(f.rows, r)
		f.root.Objects = append(f.root.Objects, r.rule, r.name, r.value)
	}
	f.count = len(vms)
	for i, vm := range vms {
		f.rows[i].name.SetText(vm.Name)
		f.rows[i].value.SetText(vm.Value)
		f.rows[i].value.SetBold(vm.Bold)
	}
	f.place(f.root.Size())
}

func factHeight() float32 { return shell.Pick(theme.Screen().Tight, float32(34), 40) }

func (f *facts) place(size fyne.Size) {
	h := factHeight()
	for i, r := range f.rows {
		on := i < f.count && float32(i+1)*h <= size.Height+1
		for _, o := range []fyne.CanvasObject{r.rule, r.name, r.value} {
			shell.Shown(o, on)
		}
		y := float32(i) * h
		name := r.name.NaturalWidth()
		shell.Put(r.rule, 0, y, size.Width, 1)
		shell.Put(r.name, 0, y, name, h)
		shell.Put(r.value, name+12, y, size.Width-name-12, h)
	}
}
