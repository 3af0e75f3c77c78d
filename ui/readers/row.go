package readers

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// row is one reader of many: letter, name, state, what it does. A tap opens its sheet.
type row struct {
	vm    Reader
	tag   *kit.ReaderTag
	label *kit.Label
	model *kit.Label
	state *kit.Badge
	now   *kit.Label
	open  *kit.Icon
	press *shell.Press
}

func newRow(act func(Act, string)) *row {
	r := &row{tag: kit.NewReaderTag("", 56), label: kit.NewHeading("", theme.TextListAmount).Shrinks(), model: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		state: kit.NewNote("", "", kit.ToneNeutral), now: kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignTrailing).Shrinks(), open: kit.NewIcon("chevron-right", theme.Ink2, 24)}
	r.press = shell.NewPress(shell.Free(r.place, r.tag, r.label, r.model, r.state, r.now, r.open), shell.Raised, "", func() {
		if act != nil {
			act(ActMore, r.vm.ID)
		}
	}).Radius(theme.RadiusCard)
	return r
}

func (r *row) set(vm Reader) {
	r.vm = vm
	r.tag.SetLetter(vm.Letter)
	r.label.SetText(vm.Label)
	r.model.SetText(vm.Model)
	r.state.Set(vm.Icon, vm.Word, vm.Tone)
	now := ""
	if len(vm.Facts) > 0 {
		now = vm.Facts[0].Value
	}
	r.now.SetText(now)
	r.press.SetName(vm.Letter + ", " + vm.Label + ", " + vm.Word)
	r.place(r.press.Size())
}

func rowHeight() float32 { return shell.Pick(theme.Screen().Tight, float32(76), 88) }

func (r *row) place(size fyne.Size) {
	pad := float32(16)
	shell.Put(r.tag, pad, (size.Height-56)/2, 56, 56)
	x := pad + 56 + 16
	name := size.Width*0.36 - x
	shell.Put(r.label, x, size.Height/2-29, name, 30)
	shell.Put(r.model, x, size.Height/2+2, name, 26)
	right := size.Width - pad - 24
	shell.Put(r.open, right, (size.Height-24)/2, 24, 24)
	x = size.Width*0.36 + 16
	state := fyne.Min(r.state.MinSize().Width, right-x)
	shell.Put(r.state, x, (size.Height-36)/2, state, 36)
	x += state + 16
	shell.Put(r.now, x, 0, right-x-12, size.Height)
}
