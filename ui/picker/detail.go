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
	nothing *shell.Message
	broken  *shell.Message
	bones   *shell.Bones

	customer   *kit.Label
	second     *kit.Label
	badges     badgePair
	rules      [2]*kit.Rule
	lines      *lines
	left       *kit.Label
	leftIcon   *kit.Icon
	amount     *kit.Label
	amountM    *kit.Label
	ways       [2]*kit.Button // another amount, more invoices
	others     *others
	warning    *shell.Strip
	methods    *methods
	reader     *readerRow
	money      *kit.Button
	refused    *shell.Strip
	content    *fyne.Container
	root       *fyne.Container
	sameAsLast string
}

// newDetail builds the card; choose goes to another invoice, look puts the keyboard away.
func newDetail(act Actions, choose func(string), look func()) *detail {
	d := &detail{act: act, frame: shell.NewPlate("", theme.RadiusCard).Outline(theme.Line, 2), nothing: shell.NewMessage(), broken: shell.NewMessage(),
		customer: kit.NewHeading("", theme.TextSubHeading), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), badges: newBadgePair(),
		rules: [2]*kit.Rule{kit.NewRule(), kit.NewRule()}, lines: newLines(), left: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Wrap(2), leftIcon: kit.NewIcon("clock", theme.Warn, 22),
		amount: kit.NewAmount("", 60).Align(fyne.TextAlignTrailing), amountM: kit.NewAmount("", theme.AmountM).Align(fyne.TextAlignTrailing), others: newOthers(choose), reader: newReaderRow(act.ChangeReader)}
	d.nothing.Bare()
	d.nothing.Set("scan", kit.ToneNeutral, assets.T("picker.none"), assets.T("picker.none.text"), "", "", nil)
	d.warning = shell.NewStrip(func(id string) {
		if d.cramped() {
			look()
			return
		}
		d.confirmed = id
		d.show()
	}).Small()
	for i, tapped := range [2]*func(string){&act.OtherAmount, &act.Together} {
		d.ways[i] = kit.NewButton("", [2]string{"split", "layers"}[i], kit.Quiet, func() {
			if *tapped != nil {
				(*tapped)(d.vm.ID)
			}
		})
	}
	d.methods = newMethods(&act.Method)
	d.money = kit.NewMoneyButton("", "contactless", kit.Filled, d.charge)
	d.refused = shell.NewStrip(func(id string) {
		if act.ChargeAction != nil {
			act.ChargeAction(id)
		}
	}).Small()
	d.bones = shell.NewBones(12, func(size fyne.Size, bar func(x, y, w, h float32)) {
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
	d.content = shell.Free(d.placeReady, d.rules[0], d.rules[1], d.customer, d.second, d.badges[0], d.badges[1], d.lines.root, d.leftIcon, d.left, d.amount, d.amountM, d.ways[0], d.ways[1], d.others.root,
		d.warning, d.reader.root, d.money, d.refused)
	d.content.Objects = append(d.content.Objects, d.methods.objects()...)
	inner := shell.Free(func(s fyne.Size) {
		shell.Put(d.content, 0, 0, s.Width, s.Height)
		shell.Put(d.bones.Object(), 0, 0, s.Width, s.Height)
		shell.Put(d.broken.Object(), 0, 0, s.Width, s.Height)
	}, d.content, d.bones.Object(), d.broken.Object())
	d.card = kit.NewCard(inner, 0)
	d.root = shell.Free(d.place, d.frame, d.nothing.Object(), d.card)
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
	shell.Shown(d.nothing.Object(), none)
	shell.Shown(d.card, !none)
	shell.Shown(d.content, ready)
	shell.Shown(d.broken.Object(), broken)
	shell.Shown(d.bones.Object(), !none && !broken && !ready)
	if broken {
		d.broken.Set("cloud-off", kit.ToneWarn, assets.T("picker.detail.error"), d.vm.Error, assets.T("picker.again"), "refresh", func() {
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
	for i, words := range [2]string{vm.OtherAmount, vm.Together} {
		d.ways[i].SetLabel(words)
		d.ways[i].SetEnabled(vm.Charge.State != ChargeBusy && !d.sent)
	}
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
	d.methods.set(vm.Methods, vm.Charge.State != ChargeBusy && !d.sent)
	label := vm.Charge.Label
	if vm.Charge.State == ChargeBusy {
		label = assets.T("picker.charging")
	}
	d.money.SetLabel(label)
	d.money.SetEnabled(d.chargeable() && !d.sent)
	d.money.SetKind(shell.Pick(vm.Charge.Out, kit.Ink, kit.Filled))
	refused := vm.Charge.State == ChargeRefused
	shell.Shown(d.money, !refused)
	shell.Shown(d.refused, refused)
	why := shell.StripVM{ID: vm.ID, Icon: "hand", Lead: vm.Charge.Reason, Tone: kit.ToneWarn, Action: vm.Charge.Action}
	if vm.Charge.There {
		why.Icon, why.Tone = "shield-tick", kit.ToneOK
	}
	d.refused.Set(why)
}

func (d *detail) place(size fyne.Size) {
	shell.Put(d.frame, 0, 0, size.Width, size.Height)
	shell.Put(d.nothing.Object(), 0, 0, size.Width, size.Height)
	shell.Put(d.card, 0, 0, size.Width, size.Height)
}
