package day

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// chart is a bar an hour. Hours without money are a line.
type chart struct {
	vm      Chart
	title   *kit.Label
	badge   *kit.Badge
	bars    []bar
	message *shell.Message
	root    *fyne.Container
	card    *kit.Card
}

type bar struct {
	plate         *shell.Plate
	label, amount *kit.Label
}

func newChart() *chart {
	c := &chart{title: kit.NewHeading("", theme.TextListAmount).Shrinks(), badge: kit.NewNote("", "", kit.ToneNeutral), message: shell.NewMessage().Bare()}
	c.root = shell.Free(c.place, c.title, c.badge, c.message.Object())
	c.card = kit.NewCard(c.root, 0)
	return c
}

func (c *chart) set(vm Chart) {
	for len(c.bars) < len(vm.Bars) {
		b := bar{shell.NewPlate(theme.Accent, 8), kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(fyne.TextAlignCenter), kit.NewLabel("", theme.TextCaption, theme.Ink).Bold().Align(fyne.TextAlignCenter)}
		c.bars = append(c.bars, b)
		c.root.Objects = append(c.root.Objects, b.plate, b.label, b.amount)
	}
	c.vm = vm
	c.title.SetText(vm.Title)
	c.badge.Set(vm.Icon, vm.Badge, vm.Tone)
	c.message.Set("bars", kit.ToneNeutral, vm.EmptyTitle, vm.EmptyText, "", "", nil)
	c.place(c.root.Size())
}

func (c *chart) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	pad := shell.Pick(tight, float32(14), 20)
	badge := c.badge.MinSize().Width
	shell.Shown(c.badge, c.vm.Badge != "")
	shell.Put(c.badge, size.Width-pad-badge, pad-4, badge, 36)
	shell.Put(c.title, pad, pad-4, size.Width-2*pad-badge-12, 34)
	top := pad + 30 + 24
	empty := len(c.vm.Bars) == 0
	shell.Shown(c.message.Object(), empty)
	shell.Put(c.message.Object(), 0, pad+26, size.Width, size.Height-pad-30)
	foot := size.Height - shell.Pick(tight, float32(10), 16) - 24
	n := max(len(c.vm.Bars), 1)
	pitch := (size.Width - 2*pad) / float32(n)
	wide := fyne.Min(pitch*0.6, 64)
	for i, b := range c.bars {
		on := i < len(c.vm.Bars)
		for _, o := range []fyne.CanvasObject{b.plate, b.label, b.amount} {
			shell.Shown(o, on)
		}
		if !on {
			continue
		}
		vm := c.vm.Bars[i]
		x := pad + float32(i)*pitch
		high := float32(4)
		fill := theme.Line
		if vm.Share > 0 {
			high, fill = fyne.Max((foot-8-top)*vm.Share, 8), theme.Accent
		}
		b.plate.SetFill(fill)
		b.plate.SetRadius(shell.Pick(vm.Share > 0, float32(6), 2))
		shell.Put(b.plate, x+(pitch-wide)/2, foot-8-high, wide, high)
		b.label.SetText(vm.Label)
		if b.label.NaturalWidth() > pitch-4 {
			b.label.SetText(vm.Short)
		}
		shell.Put(b.label, x, foot, pitch, 24)
		b.amount.SetText(vm.Amount)
		shell.Shown(b.amount, vm.Share > 0 && b.amount.NaturalWidth() <= pitch-2)
		shell.Put(b.amount, x, foot-8-high-26, pitch, 24)
	}
}
