package present

import (
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// Buttons of a refund's overlay beside those of a payment.
const (
	ButtonSlip        = "slip"
	ButtonRefundAgain = "refund-again"
	ButtonTransfer    = "refund-transfer"
)

// promptTime is how long a reader asks for the card that must come back.
const promptTime = 120 * time.Second

// RefundScene is what a refund's overlay depends on beside the refund.
type RefundScene struct {
	Scene
}

type refundView struct {
	s refund.State
	view
}

// RefundOverlay shows one refund.
func RefundOverlay(s refund.State, c RefundScene) overlay.ViewModel {
	v := refundView{s: s, view: view{c: c.Scene}}
	number := s.Note.Number
	if number == "" {
		number = s.Original.Number
	}
	first, _, _ := strings.Cut(s.Approver, " ")
	var at payment.ReaderRef
	for _, sh := range s.Shares {
		if sh.Progress == refund.Prompting && sh.Reader != nil {
			at = *sh.Reader
		}
	}
	v.words = words{
		"amount", v.of(v.went()), "asked", v.of(s.Amount), "back", v.of(s.CameBack()), "note", number, "invoice", s.Original.Number, "card", cards(s),
		"approver", s.Approver, "first", first, "seconds", seconds(c.Now, s.Since), "booking", bookings(s), "reader", at.Tag, "label", at.Label, "customer", s.Customer,
	}
	v.vm = overlay.ViewModel{Band: c.Band, Customer: s.Customer, Reference: number + " · " + s.Approver}
	if at.Tag != "" {
		v.vm.Reader = overlay.Reader{Letter: at.Tag, Label: at.Label, Line: at.Model + " · " + s.Counter.Name}
	}
	v.phase()
	minus := v.went()
	if s.Phase == refund.CameBack || s.Phase == refund.Undoing {
		minus = s.CameBack()
	}
	v.vm.Amount = money.New(-minus.Minor, minus.Currency).Format(c.Own)
	return v.vm
}

// key is the text for a refund without a credit note, where that has one of its own; with nothing in the books, where that matters.
func (v *refundView) key(key string) string {
	if !v.s.Loose {
		return key
	}
	if own := "loose.unbooked." + key; bookings(v.s) == "" && assets.Has(own) {
		return own
	}
	if own := "loose." + key; assets.Has(own) {
		return own
	}
	return key
}

func (v *refundView) say(happened, todo, icon string) { v.view.say(v.key(happened), v.key(todo), icon) }

func (v *refundView) of(a money.Amount) string { return a.Format(v.c.Own) }

// went is what the refund comes to: what was asked for, less what Stripe refused.
func (v *refundView) went() money.Amount {
	sum := money.New(0, v.s.Amount.Currency)
	for _, sh := range v.s.Shares {
		if sh.Progress != refund.Refused && sh.Progress != refund.Back && sh.Progress != refund.BackToo {
			sum.Minor += sh.Minor
		}
	}
	if sum.Minor == 0 {
		return v.s.Amount
	}
	return sum
}

// cards names the cards that get it.
func cards(s refund.State) string {
	var out []string
	for _, sh := range s.Shares {
		if sh.Progress != refund.Refused {
			out = append(out, sh.Card())
		}
	}
	if len(out) == 0 || out[0] == "" {
		return assets.T("refund.the_card")
	}
	return strings.Join(out, ", ")
}

func bookings(s refund.State) string {
	var out []string
	for _, sh := range s.Shares {
		if sh.Booking != "" {
			out = append(out, sh.Booking)
		}
	}
	return strings.Join(out, ", ")
}

func (v *refundView) phase() {
	if v.s.Transfer {
		v.transfer()
		return
	}
	switch v.s.Phase {
	case refund.Draft, refund.Checking:
		v.head(overlay.Working, "back-arrow", kit.RingSpin, "refund.checking.title", "")
		v.notYet()
		v.say("refund.checking.happened", "refund.checking.todo", "clock")
		v.refundSteps(stepSent, .3)
		v.button(ButtonCancel, "refund.button.stop", "cross", kit.Outline)
	case refund.Noting:
		v.head(overlay.Working, "receipt", kit.RingSpin, "refund.noting.title", "")
		v.notYet()
		v.say("refund.noting.happened", "refund.noting.todo", "clock")
		v.refundSteps(stepSent, .5)
		v.button(ButtonCancel, "refund.button.stop", "cross", kit.Outline)
	case refund.Sending:
		v.sending()
	case refund.AtReader:
		v.atReader()
	case refund.Unknown:
		v.head(overlay.Unknown, "question", kit.RingSpin, "overlay.unknown.title", "overlay.bank.sub")
		v.money(kit.ToneWarn, "triangle", "refund.money.unknown")
		v.say("refund.unknown.happened", "refund.unknown.todo", "clock")
		v.refundSteps(stepSent, .55)
		v.button(ButtonAsk, "button.ask", "refresh", kit.Outline)
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	case refund.Undoing, refund.CameBack:
		v.cameBack()
	case refund.Stopped:
		v.stopped()
	default:
		v.onItsWay()
	}
}

func (v *refundView) notYet() {
	v.money(kit.ToneNeutral, "circle-slash", "refund.money.none_yet")
}

func (v *refundView) sending() {
	v.head(overlay.Working, "back-arrow", kit.RingSpin, "refund.sending.title", "")
	v.say("refund.sending.happened", "refund.sending.todo", "clock")
	v.refundSteps(stepSent, .7)
	sent, gone := false, false
	for _, sh := range v.s.Shares {
		sent, gone = sent || sh.Progress == refund.Sent, gone || sh.Progress.Went()
	}
	switch {
	case sent: // on the wire: whatever the line says must be true whichever way it ends
		v.money(kit.ToneNeutral, "question", "refund.money.sending")
		v.button(ButtonGoOn, "button.go_on", "history", kit.Outline)
	case gone:
		v.money(kit.ToneInfo, "clock", "refund.money.part")
		v.button(ButtonCancel, "refund.button.stop_rest", "cross", kit.Outline)
	default:
		v.notYet()
		v.button(ButtonCancel, "refund.button.stop", "cross", kit.Outline)
	}
}

func (v *refundView) atReader() {
	v.head(overlay.Working, "insert-card", kit.RingFill, "overlay.waiting.title", "overlay.bank.sub")
	v.vm.Ring.Fraction = min(max(float32(v.c.Now.Sub(v.s.Since).Truncate(time.Second))/float32(promptTime), 0), 1)
	v.notYet()
	v.say("refund.reader.happened", "refund.reader.todo", "arrow-right")
	v.refundSteps(stepSent, .55)
	v.button(ButtonCancel, "refund.button.stop", "cross", kit.Outline)
}

// The steps of a refund, in their order on the screen.
const (
	stepApproved = iota
	stepSent
	stepBooked
	stepBank
)

var refundStepNames = [4]string{"approved", "sent", "odoo", "bank"}

// refundSteps shows the steps before now full; fill 0: it ended there.
func (v *refundView) refundSteps(now int, fill float32) {
	for i, name := range refundStepNames {
		key := "refund.step." + name
		done := i < now && (i != stepBooked || now != stepBank)
		switch {
		case done:
			v.vm.Steps[i] = kit.Step{Label: v.short(key + ".past"), Done: true}
		case i == now && fill > 0:
			v.vm.Steps[i] = kit.Step{Label: v.short(key + ".now"), Now: true, Fill: fill}
		default:
			if i == stepBooked || i == stepBank {
				key = "overlay.step." + name
			}
			v.vm.Steps[i] = kit.Step{Label: assets.T(key + ".future")}
		}
	}
}

// short is a text, or its short form on the small screen.
func (v *refundView) short(key string) string {
	if v.c.Tight && assets.Has(key+".short") {
		key += ".short"
	}
	return v.words.T(key)
}
