package attention

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// card is one item.
type card struct {
	vm     Item
	card   *kit.Card
	disc   *shell.Plate
	icon   *kit.Icon
	title  *kit.Label
	fact   *kit.Label
	money  *kit.Badge
	who    *kit.Label
	button *kit.Button
	more   *kit.Button
}

func newCard(act, more func(id string)) *card {
	c := &card{disc: shell.NewPlate(theme.Sunken, theme.RadiusButton), icon: kit.NewIcon("", theme.Ink, 34), title: kit.NewLabel("", shell.Pick(theme.Screen().Tight, theme.TextBody, theme.TextListAmount), theme.Ink).Bold().Shrinks(),
		fact: kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(2), money: kit.NewNote("", "", kit.ToneNeutral), who: kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(fyne.TextAlignTrailing).Wrap(2)}
	c.button = kit.NewLargeButton("", "", kit.Outline, func() {
		if act != nil {
			act(c.vm.ID)
		}
	})
	c.more = kit.NewButton("", "more", kit.Quiet, func() {
		if more != nil {
			more(c.vm.ID)
		}
	})
	c.more.SetName(assets.T("attention.more"))
	c.card = kit.NewCard(shell.Free(c.place, c.disc, c.icon, c.title, c.fact, c.money, c.who, c.more, c.button), 0)
	return c
}

func (c *card) set(vm Item) {
	if c.vm == vm {
		return
	}
	c.vm = vm
	soft, ink := vm.Tone.Roles()
	c.disc.SetFill(soft)
	c.icon.Set(vm.Icon, ink)
	c.title.SetText(vm.Title)
	c.fact.SetText(vm.Fact)
	c.money.Set(vm.MoneyIcon, vm.Money, vm.MoneyTone)
	shell.Shown(c.money, vm.Money != "")
	c.who.SetText(vm.Who)
	c.button.SetLabel(vm.Action)
	icon := vm.ActionIcon
	if vm.More && theme.Screen().Tight { // the words need the room
		icon = ""
	}
	c.button.SetIcon(icon)
	kind := kit.Outline
	if vm.Filled {
		kind = kit.Filled
	}
	c.button.SetKind(kind)
	c.button.SetEnabled(!vm.Busy)
	shell.Shown(c.button, vm.Action != "")
	shell.Shown(c.more, vm.More)
	c.more.SetName(assets.T("attention.more") + ": " + vm.Title)
	c.place(c.card.Size())
}

func cardHeight() float32 {
	if theme.Screen().Tight {
		return 129 // three to a page
	}
	return 136
}

func (c *card) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	pad, disc := float32(20), float32(64)
	if theme.Screen().Tight {
		pad, disc = 14, 44
	}
	shell.Put(c.disc, pad, (size.Height-disc)/2, disc, disc)
	shell.Put(c.icon, pad, (size.Height-disc)/2, disc, disc)
	b := c.button.MinSize()
	w := fyne.Max(b.Width, 220)
	if theme.Screen().Tight {
		w = fyne.Max(b.Width, 168)
	}
	if c.vm.More {
		w = fyne.Max(w, b.Width+theme.Screen().Button+theme.TargetGap)
	}
	right := size.Width - pad - w
	who := c.who.HeightFor(w)
	top := (size.Height - who - 4 - b.Height) / 2
	shell.Put(c.who, right, top, w, who)
	if c.vm.More { // the quiet one first: the way forward stays at the right edge
		m := theme.Screen().Button
		shell.Put(c.more, right, top+who+4, m, b.Height)
		shell.Put(c.button, right+m+theme.TargetGap, top+who+4, w-m-theme.TargetGap, b.Height)
	} else {
		shell.Put(c.button, right, top+who+4, w, b.Height)
	}
	if !c.button.Visible() {
		shell.Put(c.who, right, (size.Height-who)/2, w, who)
	}
	x := pad + disc + pad
	width := right - x - shell.Pick(theme.Screen().Tight, float32(12), 24)
	line := float32(28)
	if c.fact.HeightFor(width) > 30 {
		line = 50
	}
	total := 30 + line
	if c.vm.Money != "" {
		total += 6 + 36
	}
	y := (size.Height - total) / 2
	shell.Put(c.title, x, y, width, 30)
	shell.Put(c.fact, x, y+31, width, line)
	shell.Put(c.money, x, y+31+line+5, fyne.Min(c.money.MinSize().Width, width), 36)
}
