package picker

import (
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// placeReady lays out the card: who and which at the top, reader and money button at the bottom, and what there is room for between.
func (d *detail) placeReady(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	if d.typing {
		d.placeTyping(size)
		return
	}
	p := theme.Screen()
	pad := inset()
	w := size.Width - 2*pad
	gap := float32(14)
	if p.Tight {
		gap = theme.TargetGap
	}
	for _, o := range []fyne.CanvasObject{d.left, d.amount} {
		shell.Shown(o, true)
	}
	shell.Shown(d.amountM, false)
	d.customer.SetSize(theme.TextSubHeading)
	d.money.SetIcon(d.moneyIcon())
	y := pad - 4
	d.customer.Wrap(2) // the name stands in full here; lists may cut it
	name := d.customer.HeightFor(w)
	head := fyne.Max(name, 32)
	shell.Put(d.customer, pad, y+(head-name)/2, w, name)
	y += head + 1

	// from the bottom
	bottom := size.Height - pad
	money := p.Money
	shell.Put(d.money, pad, bottom-money, w, money)
	if d.refused.Visible() { // the sentence is never cut
		money = fyne.Max(money, d.refused.HeightFor(w))
	}
	shell.Put(d.refused, pad, bottom-money, w, money)
	bottom -= money + gap
	shell.Shown(d.reader.root, !d.vm.Charge.Out && !d.vm.Charge.Reads) // a refund needs no reader as a rule
	if row := p.Button + 14; !d.vm.Charge.Out && !d.vm.Charge.Reads {
		shell.Put(d.reader.root, pad, bottom-row, w, row)
		bottom -= row + gap
	}
	warned := d.vm.Warning != ""
	shell.Shown(d.warning, warned)
	if warned {
		h := d.warning.HeightFor(w)
		shell.Put(d.warning, pad, bottom-h, w, h)
		bottom -= h + gap
	}
	d.methods.hide()
	if h := d.methods.height(); h > 0 && bottom-h-gap-y-30-22-d.waysHeight() > p.AmountL { // the amount gives way a little before the tiles do
		bottom -= h
		d.methods.place(pad, bottom, w)
		bottom -= gap
	}

	xl := p.AmountL * 1.2
	const air = 10
	top := y + 30 + air + 1
	ways := d.waysHeight()
	room := bottom - top - xl - ways - 2*air - 1
	folded := room < d.lines.least() || len(d.vm.Lines) == 0
	d.placeSecond(pad, y, w, folded)
	y += 30
	lines := float32(0)
	shell.Shown(d.lines.root, !folded)
	shell.Shown(d.rules[0], true)
	shell.Shown(d.rules[1], !folded)
	y += air
	shell.Put(d.rules[0], pad, y, w, 1)
	y += 1
	if !folded {
		lines = fyne.Min(d.lines.wanted(), room)
		y += air / 2
		shell.Put(d.lines.root, pad, y, w, lines)
		y += lines + air/2
		shell.Put(d.rules[1], pad, y, w, 1)
		y++
	}
	y += air / 2
	n := d.others.fitting(bottom - y - xl - ways - 8)
	if n == 0 && p.Tight { // the amount stands in the middle of what is left
		y += fyne.Max((bottom-y-xl-ways)/2, 0)
	}
	if xl > bottom-y-ways {
		xl = bottom - y - ways
	}
	d.amount.SetSize(fyne.Min(p.AmountL, xl/1.1))
	lead := float32(0)
	if d.vm.Stale {
		lead = 30
		shell.Put(d.leftIcon, pad, y+2, 22, xl)
	}
	amount := fyne.Min(d.amount.NaturalWidth(), w-lead-120)
	words := w - lead - amount - 12
	if d.left.NaturalWidth() > 1.8*words || widest(d.left.Text()) > words { // what the amount is a part of is never cut
		d.amount.SetSize(fyne.Min(theme.AmountM, xl/1.1))
		amount = fyne.Min(d.amount.NaturalWidth(), w-lead-120)
		words = w - lead - amount - 12
	}
	h := d.left.HeightFor(words)
	shell.Put(d.left, pad+lead, y+2+(xl-h)/2, words, h)
	shell.Put(d.amount, pad+w-amount, y, amount, xl)
	y += xl
	d.placeWays(pad, y, w)
	y += ways
	shell.Shown(d.others.root, n > 0)
	if n > 0 {
		h := d.others.heightOf(n)
		shell.Put(d.others.root, pad, y+fyne.Min(fyne.Max((bottom-y-h)/2, 4), 20), w, h)
	}
}

// widest is how wide the longest word of the label before the amount is.
func widest(text string) (w float32) {
	for _, word := range strings.Fields(text) {
		w = fyne.Max(w, kit.NewLabel(word, theme.TextBody, theme.Ink).Bold().NaturalWidth())
	}
	return w
}

const waysGap = 8

// waysHeight is what the buttons under the amount take.
func (d *detail) waysHeight() float32 {
	if d.vm.OtherAmount == "" && d.vm.Together == "" {
		return 0
	}
	return theme.Screen().Button + waysGap + 4
}

// placeWays sets the buttons side by side; a single one takes the left half, or more where its words need it.
func (d *detail) placeWays(x, y, w float32) {
	half := (w - theme.TargetGap) / 2
	if d.vm.Together == "" {
		half = fyne.Min(fyne.Max(half, d.ways[0].MinSize().Width+16), w)
	}
	for i, words := range [2]string{d.vm.OtherAmount, d.vm.Together} {
		shell.Shown(d.ways[i], words != "")
		if words != "" {
			shell.Put(d.ways[i], x, y+waysGap, half, theme.Screen().Button)
			x += half + theme.TargetGap
		}
	}
}

func (d *detail) placeSecond(x, y, w float32, folded bool) {
	words := d.vm.Number
	due := d.vm.Due
	if theme.Screen().Tight && (d.vm.Badges[0].shown() || d.vm.Badges[1].shown()) {
		due = ""
	}
	if due != "" {
		words += " · " + due
	}
	if n := len(d.vm.Lines); folded && n > 0 && d.vm.Due != "" {
		words += " · " + assets.N("picker.lines", n)
	}
	d.second.SetText(words)
	d.second.SetRole(theme.Ink2)
	badges := float32(0)
	for i := range d.badges {
		if d.badges[i].Visible() {
			badges += d.badges[i].MinSize().Width + 8
		}
	}
	own := fyne.Min(d.second.NaturalWidth(), w-badges-4)
	shell.Put(d.second, x, y, own, 28)
	x += own + 12
	for i := range d.badges {
		if d.badges[i].Visible() {
			bw := d.badges[i].MinSize().Width
			shell.Put(d.badges[i], x, y, bw, 28)
			x += bw + 8
		}
	}
}

// moneyIcon says which way the money goes.
func (d *detail) moneyIcon() string {
	switch {
	case d.vm.Charge.Out:
		return "back-arrow"
	case d.vm.Charge.Icon != "":
		return d.vm.Charge.Icon
	}
	return "contactless"
}

// moneyWidth is the least width at which the money button shows all of its words.
func (d *detail) moneyWidth(icon string) float32 {
	d.money.SetIcon(icon)
	return d.money.NaturalWidth() - 24
}

// placeTyping is the card above the keyboard: the charge stays in reach.
func (d *detail) placeTyping(size fyne.Size) {
	d.customer.Wrap(1)
	d.methods.hide()
	p := theme.Screen()
	pad := inset()
	if p.Tight {
		pad = 14
	}
	w := size.Width - 2*pad
	for _, o := range []fyne.CanvasObject{d.rules[0], d.rules[1], d.lines.root, d.left, d.leftIcon, d.amount, d.ways[0], d.ways[1], d.others.root, d.badges[0], d.badges[1]} {
		shell.Shown(o, false)
	}
	shell.Shown(d.amountM, true)
	d.amountM.SetSize(theme.AmountM)
	if p.Tight {
		d.amountM.SetSize(34)
	}
	amount := fyne.Min(d.amountM.NaturalWidth(), w*0.6)
	shell.Put(d.amountM, pad+w-amount, pad-2, amount, 48)
	d.customer.Wrap(1)
	d.customer.SetSize(theme.TextBody)
	up := shell.Pick(p.Tight, float32(8), 4)
	shell.Put(d.customer, pad, pad-up, w-amount-18, 28)
	d.second.SetText(secondLine(Row{Number: d.vm.Number, Due: d.vm.Due}, false))
	d.second.SetRole(theme.Ink2)
	if d.vm.Stale { // the amount carries its age here too
		d.second.SetText(d.left.Text())
		d.second.SetRole(theme.Warn)
	}
	shell.Put(d.second, pad, pad+28-up, w-amount-18, 24)
	money := p.Money - 4
	y := size.Height - pad - money
	warned := d.vm.Warning != ""
	shell.Shown(d.warning, warned)
	reader := fyne.Min(fyne.Max(68+d.reader.state.MinSize().Width+14, 120), w*0.42)
	if d.vm.Charge.Out {
		reader = -theme.TargetGap
	}
	cover := warned && d.cramped() && d.confirmed != d.vm.ID
	switch {
	case cover:
		shell.Put(d.warning, pad, y, w, money)
	case d.cramped():
		shell.Shown(d.warning, false)
	case warned:
		shell.Put(d.warning, pad, y-shell.StripHeight()-theme.TargetGap, w, shell.StripHeight())
	}
	shell.Shown(d.reader.root, !cover && !d.vm.Charge.Out && !d.vm.Charge.Reads)
	icon := d.moneyIcon()
	if room := w - reader - theme.TargetGap; d.moneyWidth(icon) > room { // the amount is never cut
		icon = ""
		if d.moneyWidth(icon) > room && !d.vm.Charge.Out {
			reader = 70
		}
	}
	d.money.SetIcon(icon)
	shell.Put(d.reader.root, pad, y, reader, money)
	shell.Put(d.money, pad+reader+theme.TargetGap, y, w-reader-theme.TargetGap, money)
	shell.Shown(d.money, d.vm.Charge.State != ChargeRefused && !cover)
	if d.refused.Visible() { // the sentence needs the reader's place too
		shell.Shown(d.reader.root, false)
	}
	shell.Put(d.refused, pad, y, w, money)
}
