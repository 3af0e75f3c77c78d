package day

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// tile is one number: a card, or a surface that can be tapped.
type tile struct {
	vm     Tile
	icon   *kit.Icon
	label  *kit.Label
	amount *kit.Label
	text   *kit.Label
	open   *kit.Icon
	press  *shell.Press
}

func newTile(tapped func(id string)) *tile {
	t := &tile{icon: kit.NewIcon("", theme.Ink2, 24), label: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), amount: kit.NewAmount("", theme.AmountM),
		text: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), open: kit.NewIcon("chevron-right", theme.Ink2, 24)}
	t.press = shell.NewPress(shell.Free(t.place, t.icon, t.label, t.amount, t.text, t.open), shell.Raised, "", func() {
		if tapped != nil && t.vm.ID != "" {
			tapped(t.vm.ID)
		}
	}).Radius(theme.RadiusCard)
	return t
}

func (t *tile) set(vm Tile) {
	t.vm = vm
	t.icon.Set(vm.Icon, theme.Ink2)
	t.label.SetText(vm.Label)
	t.amount.SetText(vm.Amount)
	t.text.SetText(vm.Text)
	_, ink := vm.Tone.Roles()
	if vm.Tone == kit.ToneNeutral {
		ink = theme.Ink2
	}
	t.text.SetRole(ink)
	shell.Shown(t.open, vm.ID != "")
	t.press.SetEnabled(vm.ID != "")
	t.press.SetName(vm.Label + ", " + vm.Amount + ", " + vm.Text)
	t.place(t.press.Size())
}

func (t *tile) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	pad := shell.Pick(tight, float32(14), 20)
	wide := size.Width - 2*pad
	t.label.SetSize(shell.Pick(tight, theme.TextCaption, theme.TextSecond))
	t.amount.SetSize(shell.Pick(tight, float32(36), theme.AmountM))
	high := shell.Pick(tight, float32(42), 48)
	y := (size.Height - 28 - high - 24 - 4) / 2
	shell.Put(t.icon, pad, y+2, 24, 24)
	shell.Put(t.label, pad+32, y, wide-32-shell.Pick(t.vm.ID != "", float32(26), 0), 28)
	shell.Put(t.open, size.Width-pad-20, y+2, 24, 24)
	shell.Put(t.amount, pad, y+30, wide, high)
	shell.Put(t.text, pad, y+30+high+2, wide, 24)
}
