package history

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// mostButtons stand at the foot of a page.
const mostButtons = 3

// page is the right column: the chosen payment or refund.
type page struct {
	act    Actions
	vm     Page
	typing bool // the keyboard is up: the head alone

	nothing  *shell.Message
	broken   *shell.Message
	frame    *shell.Plate
	name     *kit.Label
	second   *kit.Label
	amount   *kit.Label
	money    *kit.MoneyLine
	link     *shell.Press
	linkIcon *kit.Icon
	linkText *kit.Label
	linkMore *kit.Label
	linkSum  *kit.Label
	linkOpen *kit.Icon
	note     *kit.Label
	timeline *timeline
	bones    *shell.Bones
	buttons  [mostButtons]*kit.Button
	card     *kit.Card
	root     *fyne.Container
}

func newPage(act Actions) *page {
	p := &page{act: act, nothing: shell.NewMessage().Bare(), broken: shell.NewMessage(), frame: shell.NewPlate("", theme.RadiusCard).Outline(theme.Line, 2),
		name: kit.NewHeading("", theme.TextListAmount).Wrap(2), second: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(),
		amount: kit.NewAmount("", theme.AmountM).Align(fyne.TextAlignTrailing), money: kit.NewSmallMoneyLine("", "", kit.ToneNeutral),
		linkIcon: kit.NewIcon("", theme.Ink, 24), linkText: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks(), linkMore: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), linkSum: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold(),
		linkOpen: kit.NewIcon("chevron-right", theme.Ink2, 24), note: kit.NewLabel("", theme.TextSecond, theme.Ink2).Wrap(0), timeline: newTimeline()}
	p.nothing.Set("history", kit.ToneNeutral, assets.T("history.none.title"), assets.T("history.none.text"), "", "", nil)
	p.link = shell.NewPress(shell.Free(p.placeLink, p.linkIcon, p.linkText, p.linkMore, p.linkSum, p.linkOpen), shell.Outlined, "", func() { p.do(ActLinked) })
	p.bones = shell.NewBones(12, func(size fyne.Size, bar func(x, y, w, h float32)) {
		for i := range 6 {
			y := float32(i) * 62
			bar(0, y+4, 64, 16)
			bar(timeWide+dotWide(), y+2, size.Width*(0.5-0.08*float32(i%3)), 18)
		}
	})
	objects := []fyne.CanvasObject{p.name, p.second, p.amount, p.money, p.link, p.note, p.timeline.root, p.bones.Object(), p.broken.Object()}
	for i := range p.buttons {
		p.buttons[i] = kit.NewLargeButton("", "", kit.Outline, func() { p.do(p.vm.Buttons[i].Act) })
		objects = append(objects, p.buttons[i])
	}
	p.card = kit.NewCard(shell.Free(p.placeCard, objects...), 0)
	p.root = shell.Free(p.place, p.frame, p.nothing.Object(), p.card)
	return p
}

func (p *page) do(a Act) {
	if p.act.Do != nil {
		p.act.Do(a, p.vm.ID)
	}
}

func (p *page) set(vm Page, typing bool) {
	fresh := p.vm.ID != vm.ID
	p.vm, p.typing = vm, typing
	p.vm.Buttons = slices.Clone(vm.Buttons)
	p.name.SetText(vm.Name)
	p.second.SetText(vm.Second)
	p.amount.SetText(vm.Amount)
	p.money.Set(vm.MoneyIcon, vm.Money, vm.MoneyTone)
	p.linkIcon.Set(vm.LinkIcon, theme.Ink)
	p.linkText.SetText(vm.LinkText)
	p.linkMore.SetText(vm.LinkMore)
	p.linkSum.SetText(vm.Link)
	p.link.SetName(vm.LinkText + ", " + vm.Link)
	p.note.SetText(vm.Note)
	p.broken.Set("triangle", kit.ToneWarn, assets.T("history.page.error"), vm.Error, assets.T("history.again"), "refresh", func() { p.do(ActAgain) })
	p.timeline.set(vm.Steps, fresh)
	for i, b := range p.buttons {
		if i < len(vm.Buttons) {
			b.SetLabel(vm.Buttons[i].Label)
			b.SetIcon(shell.Pick(theme.Screen().Tight, "", vm.Buttons[i].Icon)) // three words fill the small screen
			b.SetEnabled(!vm.Buttons[i].Off)
		}
	}
	p.place(p.root.Size())
	p.placeCard(p.card.Size())
	p.placeLink(p.link.Size())
}

func (p *page) place(size fyne.Size) {
	none := p.vm.ID == ""
	shell.Shown(p.frame, none)
	shell.Shown(p.nothing.Object(), none)
	shell.Shown(p.card, !none)
	shell.Put(p.frame, 0, 0, size.Width, size.Height)
	shell.Put(p.nothing.Object(), 0, 0, size.Width, size.Height)
	shell.Put(p.card, 0, 0, size.Width, size.Height)
}

func (p *page) placeLink(size fyne.Size) {
	sum := p.linkSum.NaturalWidth()
	shell.Put(p.linkIcon, 14, (size.Height-24)/2, 24, 24)
	shell.Put(p.linkOpen, size.Width-34, (size.Height-24)/2, 24, 24)
	shell.Put(p.linkSum, size.Width-42-sum, 0, sum, size.Height)
	wide := size.Width - 42 - sum - 12 - 48
	if p.vm.LinkMore == "" {
		shell.Put(p.linkText, 48, 0, wide, size.Height)
		return
	}
	shell.Put(p.linkText, 48, size.Height/2-25, wide, 26)
	shell.Put(p.linkMore, 48, size.Height/2, wide, 24)
}

func (p *page) placeCard(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	pad := shell.Pick(tight, float32(16), 22)
	wide := size.Width - 2*pad
	amount := fyne.Min(p.amount.NaturalWidth(), wide*0.5)
	y := pad - 4
	shell.Put(p.amount, size.Width-pad-amount, y, amount, 56)
	name := p.name.HeightFor(wide - amount - 16)
	if name < 30 { // one line: the second stands beside the amount
		shell.Put(p.name, pad, y+2, wide-amount-16, 30)
		shell.Put(p.second, pad, y+31, wide-amount-16, 24)
	} else {
		shell.Put(p.name, pad, y, wide-amount-16, name)
		shell.Put(p.second, pad, y+56, wide, 24)
		y += 26
	}
	y += 56 + shell.Pick(tight, float32(6), 12)
	money := p.money.HeightFor(wide)
	shell.Put(p.money, pad, y, wide, money)
	y += money + shell.Pick(tight, float32(8), 16)
	whole := !p.typing
	linked := whole && p.vm.LinkText != ""
	shell.Shown(p.link, linked)
	if linked {
		shell.Put(p.link, pad, y-4, wide, theme.Screen().Button)
		y += theme.Screen().Button + shell.Pick(tight, float32(6), 12)
	}
	foot := p.placeButtons(size, pad, whole)
	note := float32(0)
	shell.Shown(p.note, whole && p.vm.Note != "")
	if p.vm.Note != "" {
		note = p.note.HeightFor(wide) + 12
		shell.Put(p.note, pad, y, wide, note)
	}
	broken := p.vm.Error != ""
	shell.Shown(p.timeline.root, whole && !p.vm.Loading && !broken)
	shell.Shown(p.bones.Object(), whole && p.vm.Loading)
	shell.Shown(p.broken.Object(), whole && broken)
	for _, o := range []fyne.CanvasObject{p.timeline.root, p.bones.Object(), p.broken.Object()} {
		shell.Put(o, pad, y+note, wide, foot-y-note)
	}
}

// placeButtons shares the foot among the buttons and returns where it begins.
func (p *page) placeButtons(size fyne.Size, pad float32, shown bool) float32 {
	n := len(p.vm.Buttons)
	gap := theme.TargetGap
	h := shell.Pick(theme.Screen().Tight, theme.Screen().Button, theme.Screen().Button+8)
	natural := float32(n-1) * gap
	for i := range n {
		natural += p.buttons[i].NaturalWidth()
	}
	spare := (size.Width - 2*pad - natural) / float32(max(n, 1))
	x, y := pad, size.Height-pad-h
	for i, b := range p.buttons {
		shell.Shown(b, shown && i < n)
		if i < n {
			w := b.NaturalWidth() + spare
			shell.Put(b, x, y, w, h)
			x += w + gap
		}
	}
	return y - shell.Pick(theme.Screen().Tight, float32(8), 16)
}
