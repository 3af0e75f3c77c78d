package present

import (
	"slices"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	refundsheet "paydesk/ui/refund"
)

// RefundDesk is everything the refund sheet depends on.
type RefundDesk struct {
	Own     money.Currency
	Offer   *refund.Offer // nil while it is read
	Failed  error         // why it could not be read
	Stopped string        // why nothing may be refunded at all, in words
	Shares  []refund.Share
	Edit    *RefundEdit
	Reason  int    // of RefundReasons, -1 for none
	Other   string // what was typed for the last of them
	// Reader is where a card must come back that can be refunded no other way, nil where none is ready.
	Reader *payment.ReaderRef
	Said   string // why it could not begin
	// Transfer: no card takes it back, so what a person transfers is recorded.
	Transfer bool
	Tight    bool
	PIN      approve.PINVM
}

// RefundEdit is an amount that is being typed, in minor units.
type RefundEdit struct {
	Of    string // the intent whose share it is; empty: the whole
	Minor int64
	Typed bool // a key was pressed: before, the old amount stands there
	Full  bool // the last key would have gone over Limit
	Limit int64
}

// RefundReasons are why money goes back; the last one asks for words.
func RefundReasons(tight bool) []string {
	out := make([]string, 0, 4)
	for _, key := range []string{"refund.reason.item", "refund.reason.returned", "refund.reason.price", "refund.reason.other"} {
		if tight && assets.Has(key+".short") {
			key += ".short"
		}
		out = append(out, assets.T(key))
	}
	return out
}

// Sum is what the shares make.
func (d RefundDesk) Sum() money.Amount {
	var sum int64
	for _, sh := range d.Shares {
		sum += sh.Minor
	}
	return money.New(sum, d.Offer.Most.Currency)
}

// ReasonText is the reason in the words that Odoo and the journal keep; empty while there is none.
func (d RefundDesk) ReasonText() string {
	reasons := RefundReasons(false)
	switch {
	case d.Reason < 0 || d.Reason >= len(reasons):
		return ""
	case d.Reason == len(reasons)-1:
		return strings.TrimSpace(d.Other)
	}
	return reasons[d.Reason]
}

// Interac says that a card must come back to a reader.
func (d RefundDesk) Interac() bool {
	return slices.ContainsFunc(d.Shares, func(sh refund.Share) bool {
		c, _ := d.Offer.ChargeOf(sh.Intent)
		return c.Interac
	})
}

// Most is what may go back now: by card what the charges have left, by transfer what is owed.
func (d RefundDesk) Most() money.Amount {
	if d.Transfer {
		return d.Offer.Owed
	}
	return d.Offer.Most
}

// Spread puts an amount on the charges, newest first; a transfer goes to none.
func (d RefundDesk) Spread(minor int64) []refund.Share {
	if d.Transfer {
		return []refund.Share{{Minor: minor}}
	}
	shares, _ := d.Offer.Allocate(minor)
	return shares
}

// Complete says that nothing but the PIN is missing.
func (d RefundDesk) Complete() bool {
	return d.Offer != nil && d.Edit == nil && d.Sum().Minor > 0 && d.ReasonText() != "" && (d.Reader != nil || !d.Interac())
}

// Refund shows the sheet.
func Refund(d RefundDesk) refundsheet.VM {
	vm := refundsheet.VM{Title: assets.T("refund.title"), Reason: d.Reason, Other: strings.TrimSpace(d.Other), PIN: d.PIN}
	if d.Offer != nil {
		vm.Second = refundOf(*d.Offer)
	}
	if m, no := d.refusal(); no {
		vm.State, vm.Message = refundsheet.Closed, m
		return vm
	}
	if d.Offer == nil {
		vm.Second = assets.T("refund.loading")
		return vm
	}
	vm.State, vm.Reasons = refundsheet.Ready, RefundReasons(d.Tight)
	sum := d.Sum()
	shown := sum
	if e := d.Edit; e != nil {
		shown = d.editing(&vm, *e)
	}
	vm.Amount = shown.Format(d.Own)
	vm.All = assets.T("refund.all", "amount", d.Most().Format(d.Own))
	for _, c := range d.Offer.Charges {
		vm.Charges = append(vm.Charges, d.charge(c))
	}
	vm.To = d.to()
	d.notice(&vm, shown)
	vm.PIN.Act, vm.PIN.Icon, vm.PIN.Kind = assets.T("refund.act", "amount", sum.Format(d.Own)), "back-arrow", kit.Ink
	if d.Transfer {
		vm.Title, vm.PIN.Act, vm.PIN.Icon = assets.T("refund.transfer.title"), assets.T("refund.transfer.act", "amount", sum.Format(d.Own)), "bank-mark"
	}
	vm.PIN.Ready = d.Complete()
	return vm
}

// refundOf names customer and documents.
func refundOf(o refund.Offer) string {
	switch {
	case o.Note != nil && o.Original != nil:
		return assets.T("refund.of.both", "customer", o.Note.Partner.Name, "note", o.Note.Number, "invoice", o.Original.Number)
	case o.Note != nil:
		return assets.T("refund.of.note", "customer", o.Note.Partner.Name, "note", o.Note.Number)
	}
	return assets.T("refund.of.invoice", "customer", o.Original.Partner.Name, "invoice", o.Original.Number)
}

// editing fills the keypad's part and returns the whole amount as it would be.
func (d RefundDesk) editing(vm *refundsheet.VM, e RefundEdit) money.Amount {
	amount := func(minor int64) string { return money.New(minor, d.Offer.Most.Currency).Format(d.Own) }
	whole := e.Minor
	edit := &refundsheet.Edit{Title: assets.T("refund.edit.title"), Of: e.Of, Full: e.Full, Line: assets.T("refund.edit.most", "amount", amount(e.Limit))}
	if e.Of != "" {
		c, _ := d.Offer.ChargeOf(e.Of)
		edit.Title = assets.T("refund.edit.title.card", "card", last4(c))
		for _, sh := range d.Shares {
			if sh.Intent != e.Of {
				whole += sh.Minor
			}
		}
	}
	if e.Full {
		edit.Line = assets.T("refund.edit.full", "amount", amount(e.Limit))
	}
	edit.Use = assets.T("refund.edit.use", "amount", amount(e.Minor))
	edit.Ready = e.Minor > 0 || e.Of != "" && whole > 0
	vm.Edit = edit
	return money.New(whole, d.Offer.Most.Currency)
}

// charge is one card charge with its bar.
func (d RefundDesk) charge(c refund.Charge) refundsheet.Charge {
	out := refundsheet.Charge{
		ID: c.Intent.ID, Brand: brand(c), Card: last4(c) + " · " + c.Received.Format(d.Own),
		Refunded: c.Refunded.Minor, Away: c.OnItsWay.Minor, Free: c.Left.Minor,
		Paid: assets.T("refund.paid", "time", moment(c.At()), "person", c.Claim.By, "counter", c.Claim.Counter.Name),
	}
	if c.Refunded.Minor > 0 {
		out.RefundedWords = assets.T("refund.bar.refunded", "amount", c.Refunded.Format(d.Own))
	}
	if c.OnItsWay.Minor > 0 {
		out.AwayWords = assets.T("refund.bar.away", "amount", c.OnItsWay.Format(d.Own))
	}
	several := len(d.Offer.Charges) > 1
	key := "refund.bar.free"
	if several {
		key = "refund.bar.free.of"
	}
	out.FreeWords = assets.T(key, "amount", c.Left.Format(d.Own))
	if c.Disputed {
		out.Blocked, out.RefundedWords, out.AwayWords, out.FreeWords = assets.T("refund.bar.disputed"), "", "", ""
	}
	if several && !d.Transfer {
		share := int64(0)
		for _, sh := range d.Shares {
			if sh.Intent == c.Intent.ID {
				share = sh.Minor
			}
		}
		if e := d.Edit; e != nil && e.Of == c.Intent.ID {
			share = e.Minor
		}
		out.Share = money.New(share, c.Received.Currency).Format(d.Own)
	}
	return out
}

func moment(t time.Time) string { return language.Day(t.Local()) + ", " + t.Local().Format("15:04") }

func brand(c refund.Charge) string {
	if ch := c.Intent.Charge; ch != nil && ch.Brand != "" {
		return strings.ToUpper(ch.Brand[:1]) + ch.Brand[1:]
	}
	return assets.T("refund.card")
}

func last4(c refund.Charge) string {
	if ch := c.Intent.Charge; ch != nil && ch.Last4 != "" {
		return "•••• " + ch.Last4
	}
	return assets.T("refund.card")
}

// to says which cards get it.
func (d RefundDesk) to() string {
	if d.Transfer {
		return assets.T("refund.transfer.to")
	}
	n, card := 0, ""
	for _, sh := range d.Shares {
		if sh.Minor > 0 {
			n, card = n+1, sh.Card()
		}
	}
	if n > 1 {
		return assets.T("refund.to.several", "count", n)
	}
	if n == 0 {
		return assets.T("refund.to.none")
	}
	return assets.T("refund.to", "card", card)
}

// notice says how it goes back: what is made before, and whether the card is needed.
func (d RefundDesk) notice(vm *refundsheet.VM, made money.Amount) {
	vm.Icon, vm.Tone = "info", kit.ToneNeutral
	switch {
	case d.Said != "":
		vm.Icon, vm.Tone, vm.Notice = "triangle", kit.ToneWarn, d.Said
		return
	case d.Interac() && d.Reader == nil:
		vm.Icon, vm.Tone, vm.Notice = "reader", kit.ToneWarn, assets.T("refund.notice.no_reader")
		return
	case d.Interac():
		vm.Icon, vm.Notice = "insert-card", assets.T("refund.notice.interac", "reader", d.Reader.Tag, "label", d.Reader.Label)
	case d.Transfer:
		vm.Icon, vm.Tone, vm.Notice = "bank-mark", kit.ToneWarn, assets.T("refund.transfer.notice")
	default:
		vm.Notice = assets.T("refund.notice.card")
		if d.Tight {
			vm.Notice = assets.T("refund.notice.card.short")
		}
	}
	if d.Offer.Note == nil {
		made.Minor += d.Offer.Original.Residual.Minor // a note first sets off what is still owed
		vm.Notice = assets.T("refund.notice.makes", "amount", made.Format(d.Own)) + " " + vm.Notice
	}
}
