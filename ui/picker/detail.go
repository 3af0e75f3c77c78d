package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// detail is the card of the chosen invoice with the money button.
type detail struct {
	act       Actions
	vm        Detail
	chosen    string // the row that is chosen; the card is ready only when it shows that row
	typing    bool
	confirmed string // ID of the invoice whose warning was confirmed
	sent      bool   // the button was tapped and nothing was heard since

	card    *kit.Card
	frame   *shell.Plate
	nothing *message
	broken  *message
	bones   *bones

	customer   *kit.Label
	second     *kit.Label
	badges     badgePair
	rules      [2]*kit.Rule
	lines      *lines
	left       *kit.Label
	leftIcon   *kit.Icon
	amount     *kit.Label
	amountM    *kit.Label
	others     *others
	warning    *shell.Strip
	reader     *readerRow
	money      *kit.Button
	refused    *shell.Strip
	content    *fyne.Container
	root       *fyne.Container
	sameAsLast string
}

// newDetail builds the card; choose goes to another invoice, look puts the keyboard away.
func newDetail(act Actions, choose func(string), look func()) *detail {
	d := &detail{act: act, frame: shell.NewPlate("", theme.RadiusCard).Outline(theme.Line, 2), nothing: newMessage(), broken: newMessage(),
		customer: kit.NewHeading("", theme.TextSubHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), badges: newBadgePair(),
		rules: [2]*kit.Rule{kit.NewRule(), kit.NewRule()}, lines: newLines(), left: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Wrap(2), leftIcon: kit.NewIcon("clock", theme.Warn, 22),
		amount: kit.NewAmount("", 60).Align(fyne.TextAlignTrailing), amountM: kit.NewAmount("", theme.AmountM).Align(fyne.TextAlignTrailing), others: newOthers(choose), reader: newReaderRow(act.ChangeReader)}
	d.nothing.bare = true
	d.nothing.set("scan", kit.ToneNeutral, assets.T("picker.none"), assets.T("picker.none.text"), "", "", nil)
	d.warning = shell.NewStrip(func(id string) {
		if d.cramped() {
			look()
			return
		}
		d.confirmed = id
		d.show()
	}).Small()
	d.money = kit.NewMoneyButton("", "contactless", kit.Filled, d.charge)
	d.refused = shell.NewStrip(func(id string) {
		if act.ChargeAction != nil {
			act.ChargeAction(id)
		}
	}).Small()
	d.bones = newBones(12, func(size fyne.Size, bar func(x, y, w, h float32)) {
		pad := inset()
		w := size.Width - 2*pad
		bar(pad, pad+6, w*0.62, 22)
		bar(pad, pad+44, w*0.4, 16)
		for i := float32(0); i < 3; i++ {
			bar(pad, pad+112+i*34, w*(0.5-0.08*i), 16)
			bar(pad+w-80, pad+112+i*34, 80, 16)
		}
		bar(pad, pad+252, 110, 18)
		bar(pad+w-240, pad+238, 240, 46)
	})
	d.content = shell.Free(d.placeReady, d.rules[0], d.rules[1], d.customer, d.second, d.badges[0], d.badges[1], d.lines.root, d.leftIcon, d.left, d.amount, d.amountM, d.others.root,
		d.warning, d.reader.root, d.money, d.refused)
	inner := shell.Free(func(s fyne.Size) {
		shell.Put(d.content, 0, 0, s.Width, s.Height)
		shell.Put(d.bones.root, 0, 0, s.Width, s.Height)
		shell.Put(d.broken.root, 0, 0, s.Width, s.Height)
	}, d.content, d.bones.root, d.broken.root)
	d.card = kit.NewCard(inner, 0)
	d.root = shell.Free(d.place, d.frame, d.nothing.root, d.card)
	return d
}

func inset() float32 {
	if theme.Screen().Tight {
		return 20
	}
	return 26
}

// charge asks for the payment once: the button is dead until the presenter answers with a new view model.
func (d *detail) charge() {
	if !d.chargeable() {
		return
	}
	d.sent = true
	d.show()
	if d.act.Charge != nil {
		d.act.Charge(d.vm.ID)
	}
}

// ready reports whether the card shows the chosen row.
func (d *detail) ready() bool {
	return d.vm.State == DetailReady && d.vm.ID != "" && d.vm.ID == d.chosen
}

// cramped reports that above the keyboard there is no room for a warning beside the money button. The warning then takes its place
// and cannot be confirmed there: the second half of a double tap would charge.
func (d *detail) cramped() bool { return d.typing && theme.Screen().Tight }

func (d *detail) chargeable() bool {
	return d.ready() && d.vm.Charge.State == ChargeReady && (d.vm.Warning == "" || d.confirmed == d.vm.ID)
}

func (d *detail) set(vm Detail, chosen string, typing bool) {
	if vm.ID != d.vm.ID || vm.Warning == "" {
		d.confirmed = ""
	}
	d.vm, d.chosen, d.typing, d.sent = vm, chosen, typing, false
	d.show()
}

// choose shows that another row was tapped, before the presenter knows.
func (d *detail) choose(id string) {
	if d.chosen != id {
		d.chosen = id
		d.show()
	}
}

func (d *detail) show() {
	none := d.chosen == "" && d.vm.State != DetailLoading
	broken := !none && d.vm.State == DetailError && d.vm.ID == d.chosen
	ready := d.ready()
	shell.Shown(d.frame, none)
	shell.Shown(d.nothing.root, none)
	shell.Shown(d.card, !none)
	shell.Shown(d.content, ready)
	shell.Shown(d.broken.root, broken)
	shell.Shown(d.bones.root, !none && !broken && !ready)
	if broken {
		d.broken.set("cloud-off", kit.ToneWarn, assets.T("picker.detail.error"), d.vm.Error, assets.T("picker.again"), "refresh", func() {
			if d.act.Select != nil {
				d.act.Select(d.chosen)
			}
		})
	}
	if ready {
		d.fill()
	}
	d.placeReady(d.content.Size())
}

func (d *detail) fill() {
	vm := d.vm
	d.customer.SetText(vm.Customer)
	d.badges.set(vm.Badges)
	d.lines.set(vm.Lines, d.sameAsLast != vm.ID)
	d.sameAsLast = vm.ID
	d.left.SetText(or(vm.LeftLabel, "picker.left"))
	role := theme.Ink
	if vm.Stale {
		role = theme.Warn
	}
	d.left.SetRole(role)
	shell.Shown(d.leftIcon, vm.Stale && !d.typing)
	d.amount.SetText(vm.Amount)
	d.amountM.SetText(vm.Amount)
	d.others.set(vm.Others)
	action := vm.WarningAction
	if action == "" {
		action = assets.T("picker.again.charge")
	}
	if d.cramped() {
		action = assets.T("picker.look")
	}
	if d.confirmed == vm.ID || vm.Charge.State != ChargeReady {
		action = ""
	}
	d.warning.Set(shell.StripVM{ID: vm.ID, Icon: "triangle", Lead: vm.Warning, Tone: kit.ToneWarn, Action: action})
	d.reader.set(vm.Reader, d.typing)
	label := vm.Charge.Label
	if vm.Charge.State == ChargeBusy {
		label = assets.T("picker.charging")
	}
	d.money.SetLabel(label)
	d.money.SetEnabled(d.chargeable() && !d.sent)
	refused := vm.Charge.State == ChargeRefused
	shell.Shown(d.money, !refused)
	shell.Shown(d.refused, refused)
	d.refused.Set(shell.StripVM{ID: vm.ID, Icon: "hand", Lead: vm.Charge.Reason, Tone: kit.ToneWarn, Action: vm.Charge.Action})
}

func (d *detail) place(size fyne.Size) {
	shell.Put(d.frame, 0, 0, size.Width, size.Height)
	shell.Put(d.nothing.root, 0, 0, size.Width, size.Height)
	shell.Put(d.card, 0, 0, size.Width, size.Height)
}

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
	d.money.SetIcon("contactless")
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
	shell.Shown(d.reader.root, true)
	row := p.Button + 14
	shell.Put(d.reader.root, pad, bottom-row, w, row)
	bottom -= row + gap
	warned := d.vm.Warning != ""
	shell.Shown(d.warning, warned)
	if warned {
		h := d.warning.HeightFor(w)
		shell.Put(d.warning, pad, bottom-h, w, h)
		bottom -= h + gap
	}

	xl := p.AmountL * 1.2
	const air = 10
	top := y + 30 + air + 1
	room := bottom - top - xl - 2*air - 1
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
	n := d.others.fitting(bottom - y - xl - 8)
	if n == 0 && p.Tight { // the amount stands in the middle of what is left
		y += fyne.Max((bottom-y-xl)/2, 0)
	}
	if xl > bottom-y {
		xl = bottom - y
	}
	d.amount.SetSize(fyne.Min(p.AmountL, xl/1.1))
	lead := float32(0)
	if d.vm.Stale {
		lead = 30
		shell.Put(d.leftIcon, pad, y+2, 22, xl)
	}
	amount := fyne.Min(d.amount.NaturalWidth(), w-lead-120)
	words := w - lead - amount - 12
	h := d.left.HeightFor(words)
	shell.Put(d.left, pad+lead, y+2+(xl-h)/2, words, h)
	shell.Put(d.amount, pad+w-amount, y, amount, xl)
	y += xl
	shell.Shown(d.others.root, n > 0)
	if n > 0 {
		h := d.others.heightOf(n)
		shell.Put(d.others.root, pad, y+fyne.Min(fyne.Max((bottom-y-h)/2, 4), 20), w, h)
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
	switch n := len(d.vm.Lines); {
	case folded && n == 1:
		words += " · " + assets.T("picker.lines.one")
	case folded && n > 1:
		words += " · " + assets.T("picker.lines.many", "count", n)
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

// moneyWidth is the least width at which the money button shows all of its words.
func (d *detail) moneyWidth(icon string) float32 {
	d.money.SetIcon(icon)
	return d.money.NaturalWidth() - 24
}

// placeTyping is the card above the keyboard: the charge stays in reach.
func (d *detail) placeTyping(size fyne.Size) {
	d.customer.Wrap(1)
	p := theme.Screen()
	pad := inset()
	if p.Tight {
		pad = 14
	}
	w := size.Width - 2*pad
	for _, o := range []fyne.CanvasObject{d.rules[0], d.rules[1], d.lines.root, d.left, d.leftIcon, d.amount, d.others.root, d.badges[0], d.badges[1]} {
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
	up := pick(p.Tight, float32(8), 4)
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
	shell.Shown(d.reader.root, true)
	reader := fyne.Min(fyne.Max(68+d.reader.state.MinSize().Width+14, 120), w*0.42)
	cover := warned && d.cramped() && d.confirmed != d.vm.ID
	switch {
	case cover:
		shell.Put(d.warning, pad, y, w, money)
	case d.cramped():
		shell.Shown(d.warning, false)
	case warned:
		shell.Put(d.warning, pad, y-shell.StripHeight()-theme.TargetGap, w, shell.StripHeight())
	}
	shell.Shown(d.reader.root, !cover)
	icon := "contactless"
	if room := w - reader - theme.TargetGap; d.moneyWidth(icon) > room { // the amount is never cut
		icon = ""
		if d.moneyWidth(icon) > room {
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
