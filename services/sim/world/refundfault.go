package world

import (
	"slices"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Kinds of faults that concern refunds, beside all that befalls a counter anyway.
const (
	RefundHeld    Kind = "refund executed late"
	RefundTwice   Kind = "refund executed twice"
	RefundUnheard Kind = "refund's answer lost"
	NoteTwice     Kind = "credit note's wizard executed twice"

	Refund500       Kind = "Stripe: refund answered 500, made"
	Refund500None   Kind = "Stripe: refund answered 500, not made"
	RefundKeyGone   Kind = "Stripe: refund's key forgotten"
	RefundPends     Kind = "Stripe: refund pends"
	RefundFails     Kind = "Stripe: refund pends and fails"
	RefundReturns   Kind = "Stripe: refund comes back after it succeeded"
	RefundNoBalance Kind = "Stripe: refund waits for the balance"
	RefundBroke     Kind = "Stripe: refund fails for the balance"
	Disputed        Kind = "charge disputed"

	NotePaid     Kind = "accountant: credit note paid out by hand"
	NoteCanceled Kind = "accountant: credit note cancelled"
	OutCanceled  Kind = "accountant: refund's booking cancelled"
	OutDeleted   Kind = "accountant: refund's booking deleted"
	TwoManagers  Kind = "two managers at once"
	ShutForDays  Kind = "the shop is shut for three days"
)

// refundKinds lists them.
var refundKinds = []Kind{
	RefundHeld, RefundTwice, RefundUnheard, NoteTwice,
	Refund500, Refund500None, RefundKeyGone, RefundPends, RefundFails, RefundReturns, RefundNoBalance, RefundBroke, Disputed,
	NotePaid, NoteCanceled, OutCanceled, OutDeleted, TwoManagers, ShutForDays,
}

const (
	shutFor     = 74 * time.Hour // longer than a refund takes to come back (Stripe facts §6) and than keys are kept
	longestFate = 5 * time.Minute
)

// fates are what becomes of the next refund. Where the shop is shut for days it takes as long as the facts say.
var fates = map[Kind]string{
	RefundPends: stripesim.FaultRefundPends, RefundFails: stripesim.FaultRefundFails, RefundReturns: stripesim.FaultRefundReturns,
	RefundNoBalance: stripesim.FaultBalance,
}

// armedRefund are faults that strike the next refund.
var armedRefund = map[Kind]string{
	Refund500: stripesim.FaultError500Made, Refund500None: stripesim.FaultError500NotMade, RefundBroke: stripesim.FaultBalanceFails,
}

// refundGust is the weather that needs no request, and what people do about credit notes and refunds.
func (w *world) refundGust(k Kind, lots chance) bool {
	if name, ok := fates[k]; ok {
		f := stripesim.Fault{Name: name, Count: 1}
		if !w.weather.has(ShutForDays) {
			f.Delay = lots.spread(20*time.Second, longestFate)
		}
		w.try(w.stripe.Fault(f))
		return true
	}
	if name, ok := armedRefund[k]; ok {
		w.try(w.stripe.Fault(stripesim.Fault{Name: name, Target: "refunds.create", Count: 1}))
		return true
	}
	switch k {
	case RefundKeyGone: // a bad minute
		f := stripesim.Fault{Name: stripesim.FaultKeyForgotten, Target: "refunds.create", On: true}
		w.try(w.stripe.Fault(f))
		w.after(time.Minute, func() { f.On = false; w.try(w.stripe.Fault(f)) })
	case Disputed:
		w.dispute(lots)
	case NotePaid, NoteCanceled:
		w.handleNote(k, lots)
	case OutCanceled, OutDeleted:
		w.handleOutbound(k, lots)
	default:
		return false
	}
	return true
}

// refundTrouble draws what becomes of a request that gives money back or makes a credit note; empty where nothing strikes.
func (l *line) refundTrouble(c *call) Kind {
	strikes := func(kinds ...Kind) Kind {
		for _, k := range kinds {
			if l.w.weather.strikes(k, l.w.now) {
				return k
			}
		}
		return ""
	}
	switch {
	case c.op == "POST refunds":
		return strikes(RefundHeld, RefundTwice, RefundUnheard)
	case strings.HasSuffix(c.op, "/refund_payment"):
		return strikes(RefundHeld, RefundUnheard)
	case c.op == "account.move.reversal.refund_moves":
		return strikes(NoteTwice)
	}
	return ""
}

// shutForDays switches every counter off for longer than keys are kept and than refunds take to come back.
func (w *world) shutForDays() {
	w.weather.struck[ShutForDays]++
	w.trace.line("world", "shuts for %s", shutFor)
	w.shut = true
	for _, c := range w.counters {
		if !c.dead {
			c.dead = true
			c.cancel()
			w.after(0, c.unwind)
		}
	}
	w.run(w.now+shutFor, w.check.always)
	w.shut = false
}

// dispute is a cardholder who goes to the bank, and how that ends.
func (w *world) dispute(lots chance) {
	paid := slices.DeleteFunc(w.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return i.Status != "succeeded" || i.Metadata["pd_shop"] != shopID || i.Dispute != ""
	})
	if len(paid) == 0 {
		return
	}
	i := pick(lots, paid...)
	w.check.disputed[i.ID] = true
	w.gesture(stripesim.Gesture{Kind: stripesim.GestureDispute, Intent: i.ID})
	end := pick(lots, stripesim.GestureDisputeWon, stripesim.GestureDisputeLost)
	w.after(lots.spread(time.Minute, 10*time.Minute), func() { w.gesture(stripesim.Gesture{Kind: end, Intent: i.ID}) })
}

// notes are the posted credit notes.
func (w *world) notes() []odoosim.LedgerInvoice {
	return slices.DeleteFunc(w.odoo.Ledger().Invoices, func(n odoosim.LedgerInvoice) bool { return n.Kind != "out_refund" || n.State != "posted" })
}

// handleNote is an accountant who deals with a credit note without Paydesk.
func (w *world) handleNote(k Kind, lots chance) {
	open := slices.DeleteFunc(w.notes(), func(n odoosim.LedgerInvoice) bool { return k == NotePaid && n.ResidualMinor <= 0 })
	if len(open) == 0 {
		return
	}
	n := pick(lots, open...)
	if k == NoteCanceled {
		w.person(int64(n.ID), "cancels %s", n.Number)
		if n.Reverses != 0 { // what it paid of the invoice is owed again
			w.person(int64(n.Reverses), "cancels %s", n.Number)
			w.check.reopened[int64(n.Reverses)] = true
		}
		w.try(w.odoo.CancelInvoice(n.Number))
		return
	}
	minor := n.ResidualMinor
	if lots.hit(0.5) {
		minor = 1 + lots.Int64N(minor)
	}
	w.person(int64(n.ID), "pays %d of %s out by transfer", minor, n.Number)
	_, err := w.odoo.RegisterHandPayment(n.Number, minor)
	w.try(err)
}

// handleOutbound is an accountant who takes the booking of a refund back.
func (w *world) handleOutbound(k Kind, lots chance) {
	booked := slices.DeleteFunc(w.odoo.Ledger().Payments, func(p odoosim.LedgerPayment) bool { return !strings.HasPrefix(markOf(p), "re_") || !liveBooking(p) })
	if len(booked) == 0 {
		return
	}
	p := pick(lots, booked...)
	if k == OutDeleted && !w.check.hinted(p) {
		return // what is deleted before anybody heard of it leaves nothing that could tell
	}
	w.check.undone[markOf(p)] = true
	for _, part := range p.Reconciled {
		w.person(int64(part.ID), "takes the refund's booking on %s back", part.Number)
	}
	if k == OutCanceled {
		w.try(w.odoo.CancelPayment(p.ID))
	} else {
		w.try(w.odoo.DeletePayment(p.ID))
	}
}
