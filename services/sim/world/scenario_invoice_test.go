package world

import (
	"testing"
	"time"

	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// accounting are what an accountant may do to an invoice while it is being charged.
var accounting = map[string]func(s *shop){
	"paid":      func(s *shop) { s.pays(0, owed[0]) },
	"part paid": func(s *shop) { s.pays(0, 100) },
	"changed": func(s *shop) {
		s.person(s.docs[0], "amends it")
		s.must(s.odoo.ChangeAmount(s.numbers[s.docs[0]], owed[0]-1000))
	},
	"reset":     func(s *shop) { s.person(s.docs[0], "resets it"); s.must(s.odoo.ResetToDraft(s.numbers[s.docs[0]])) },
	"cancelled": func(s *shop) { s.person(s.docs[0], "cancels it"); s.must(s.odoo.CancelInvoice(s.numbers[s.docs[0]])) },
	"credited": func(s *shop) {
		s.person(s.docs[0], "credits it")
		_, _, err := s.odoo.CreditNote(s.numbers[s.docs[0]], 0)
		s.must(err)
	},
	"deleted": func(s *shop) {
		s.person(s.docs[0], "deletes it")
		number := s.numbers[s.docs[0]]
		s.must(s.odoo.ResetToDraft(number))
		s.must(s.odoo.DeleteInvoice(number))
	},
}

// Between the list and Charge: no claim is made.
func TestInvoiceChangedBeforeChargeNothingIsClaimed(t *testing.T) {
	for name, change := range accounting {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			o := s.order(c, 0)
			change(s)
			id := s.charge(c, o)
			s.because(s.notCharged(id, payment.Stopped), payment.ProblemDocument)
			if n := len(s.intents(0)); n != 0 {
				s.fail("%d claims", n)
			}
		})
	}
}

// Between the claim and the prompt: no prompt, the claim is cancelled.
func TestInvoiceChangedBetweenClaimAndPromptNobodyIsAsked(t *testing.T) {
	for name, change := range accounting {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			s.on(payment.ClaimIntended{}, func(*counter, payment.State) { s.after(0, func() { change(s) }) })
			id := s.charge(c, s.order(c, 0))
			s.because(s.notCharged(id, payment.Stopped), payment.ProblemDocument)
			s.went(id, "Checking Claiming Claimed Cancelling Stopped")
			if n := s.prompts(s.states[id].Intent); n != 0 {
				s.fail("%d prompts", n)
			}
		})
	}
}

// While the card is awaited: noticed within ten seconds, and cancelled at once.
func TestInvoiceChangedWhileWaitingIsCancelledWithinTenSeconds(t *testing.T) {
	for name, change := range accounting {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			_, id := s.asked()
			s.pass(3 * time.Second)
			change(s)
			at := s.now
			st := s.notCharged(id, payment.Stopped)
			s.because(st, payment.ProblemDocument)
			if d := s.shownAt(id, payment.Stopped, at) - at; d > 12*time.Second {
				s.fail("noticed after %s", d)
			}
			s.went(id, "Checking Claiming Claimed Dispatching Waiting Cancelling Stopped")
		})
	}
}

// Between a decline and the next prompt, which comes by itself or by the cashier: everything is looked at again first.
func TestInvoiceChangedAfterADeclineNobodyIsAskedAgain(t *testing.T) {
	for code, phase := range map[string]payment.Phase{"insufficient_funds": payment.DeclinedAgain, "lost_card": payment.Declined} {
		t.Run(code, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			s.pass(time.Second)
			s.hand(0, stripesim.GestureDeclined, code)
			s.reach(id, 10*time.Second, phase)
			s.pays(0, owed[0])
			if phase == payment.Declined {
				s.retry(c, id, 0)
			}
			s.because(s.notCharged(id, payment.Stopped), payment.ProblemDocument)
			if n := s.prompts(s.states[id].Intent); n != 1 {
				s.fail("%d prompts", n)
			}
		})
	}
}

// A customer who pays in the portal right now is not charged at the counter too.
func TestPortalPaymentUnderWayNothingIsCharged(t *testing.T) {
	begin := func(s *shop) int {
		s.person(s.docs[0], "pays in the portal")
		tx, err := s.odoo.AddPortalTransaction(s.numbers[s.docs[0]], "pending")
		s.must(err)
		return tx
	}
	t.Run("before the claim", func(t *testing.T) {
		s := newShop(t)
		tx := begin(s)
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		s.because(s.notCharged(id, payment.Stopped), payment.ProblemOnline)
		s.must(s.odoo.SetTransaction(tx, "cancel"))
		_, id = s.asked()
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("while waiting", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		begin(s)
		s.because(s.notCharged(id, payment.Stopped), payment.ProblemOnline)
	})
}

// Changed in the very seconds of the tap, after the last look: the money is safe, a person is told, nothing is booked on a
// document that is not there any more.
func TestInvoiceChangedDuringTheTapIsHeldForAPerson(t *testing.T) {
	for _, name := range []string{"paid", "part paid", "changed", "reset", "cancelled", "credited", "deleted"} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			_, id := s.asked()
			s.tap(0)
			accounting[name](s)
			st := s.reach(id, time.Minute, payment.PostingHeld)
			s.because(st, payment.ProblemDocument)
			s.neverEarly(id)
			if n := s.odoo.Ledger().Created["paydesk_"+st.Intent]; n != 0 {
				s.fail("%d payments made", n)
			}
		})
	}
}

// A person takes a booking back while the counter is off: it is never put there again without a person.
func TestBookingTakenBackIsNotBookedAgain(t *testing.T) {
	for name, undo := range map[string]func(*shop, int) error{
		"cancelled": func(s *shop, id int) error { return s.odoo.CancelPayment(id) },
		"deleted":   func(s *shop, id int) error { return s.odoo.DeletePayment(id) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			s.tap(0)
			var booked []odoosim.LedgerPayment
			s.until("Odoo has reconciled it", time.Minute, func() bool {
				booked = s.odoo.Ledger().Payments
				return len(booked) == 1 && booked[0].IsReconciled
			})
			s.off(c)
			mark := s.states[id].Intent
			s.check.undone[mark], s.check.reopened[s.docs[0]] = true, true
			s.person(s.docs[0], "takes the booking back")
			s.must(undo(s, booked[0].ID))
			s.pass(time.Minute)
			c.start()
			st := s.reach(id, time.Minute, payment.PostingHeld)
			s.because(st, map[string]payment.ProblemKind{"cancelled": payment.ProblemTakenBack, "deleted": payment.ProblemGone}[name])
			s.pass(5 * time.Minute)
			if n := s.odoo.Ledger().Created["paydesk_"+mark]; n != 1 {
				s.fail("%d payments made", n)
			}
		})
	}
}
