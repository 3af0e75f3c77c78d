package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

// R3: the answer is lost and the counter with it, for longer than Stripe keeps keys. The list tells; nothing is sent again.
func TestRefundR3AnsweredByTheListAfterTheKeyIsGone(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(some))
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "refunds.create", On: true})
	id := s.giveBack(c, o)
	s.until("it arrives", time.Minute, func() bool { _, given := s.out(); return len(given) == 1 })
	s.off(c)
	s.mend()
	s.shutFor(26 * time.Hour)
	s.refunded(c, id, time.Minute, refund.Done)
	s.once(some)
}

// R3: the answer is lost, the counter goes on. It looks into the list before it sends anything again.
func TestRefundR3AnswerLostIsLookedUp(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(some))
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "refunds.create", Count: 1})
	s.refunded(c, s.giveBack(c, o), time.Minute, refund.Done)
	s.once(some)
}

// R3: never answered and never made. While the key may still be known nobody hears "not refunded"; after 20 hours the list is
// believed, and a manager approves anew.
func TestRefundR3LapsesOnlyByTheList(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	note := s.credit(0)
	o := s.approve(c, note)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultDown, Target: "refunds.create", On: true})
	id := s.giveBack(c, o)
	s.refunded(c, id, time.Minute, refund.Unknown)
	s.shutFor(19 * time.Hour)
	st := s.refunded(c, id, time.Second, refund.Unknown)
	var err error
	s.do(c, func() { err = c.refunds.GiveUp(id, "Ingrid") })
	if !errors.Is(err, refund.ErrUnexpected) {
		s.fail("an unanswered refund was given up: %v", err)
	}
	st = s.refunded(c, id, 2*time.Hour, refund.Stopped)
	if st.Problem == nil || st.Problem.Kind != refund.ProblemLapsed {
		s.fail("%+v", st.Problem)
	}
	s.mend()
	s.refunded(c, s.giveBack(c, s.approve(c, note)), time.Minute, refund.Done)
	s.once(owed[0])
}

// R4, R5: a refund that pends is shown as pending, and keeps the note claimed; one that the bank sends back three days after it
// was booked is taken back, the note is open again, and a new one may be made.
func TestRefundR5ComesBackAfterDays(t *testing.T) {
	for name, card := range map[string]string{"after it succeeded": "refund-comes-back", "after it was pending": "refund-pends"} {
		t.Run(name, func(t *testing.T) {
			s := newRefundShop(t, "EUR")
			s.sold(card)
			c := s.counters[0]
			note := s.credit(some)
			id := s.giveBack(c, s.approve(c, note))
			if card == "refund-pends" {
				s.refunded(c, id, time.Minute, refund.AtBank)
				if o := s.offered(c, note); o.Most.Minor != 0 {
					s.fail("%s may go back of what is on its way", o.Most)
				}
				_, given := s.out()
				s.atStripe(stripesim.Gesture{Kind: stripesim.GestureRefundFails, Refund: given[0].ID})
				s.refunded(c, id, 2*time.Minute, refund.CameBack)
			} else {
				s.refunded(c, id, time.Minute, refund.Done)
				s.shutFor(72 * time.Hour)
				s.refunded(c, id, 10*time.Minute, refund.CameBack)
			}
			if live, _ := s.out(); len(live) != 0 || s.offered(c, note).Most.Minor != some {
				s.fail("still booked: %+v", live)
			}
			again := s.giveBack(c, s.approve(c, note))
			s.refunded(c, again, time.Minute, refund.Done, refund.AtBank)
		})
	}
}

// atStripe is a person at the account.
func (s *shop) atStripe(g stripesim.Gesture) { s.t.Helper(); s.must(s.stripe.Gesture(g)) }

// H1: the counter dies with the customer's refund unbooked. Another one books it, once.
func TestRefundOfADeadCounterIsBookedByAnother(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.onRefund = func(at *counter, f refund.Fact) {
		if _, ok := f.(refund.RefundAnswered); ok {
			s.onRefund = nil
			s.off(at)
		}
	}
	s.spawn("manager", c, func() { _, _ = c.refunds.Start(o) }) // dies with the counter
	s.until("another books it", 10*time.Minute, func() bool { live, _ := s.out(); return len(live) == 1 && live[0].IsReconciled })
	s.once(owed[0])
	c.start()
	s.refunded(c, c.disk.refunds[0], time.Minute, refund.Done)
	s.once(owed[0])
}

// I7: an accountant deletes the payment out. No counter makes it again by itself; those that did not know of it read so in Stripe.
func TestRefundI7DeletedBookingIsNotMadeAgain(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(0)))
	s.refunded(c, id, time.Minute, refund.Done)
	s.pass(2 * time.Second)
	live, given := s.out()
	s.check.undone[given[0].ID] = true
	s.must(s.odoo.DeletePayment(live[0].ID))
	s.pass(12 * time.Minute)
	if live, _ := s.out(); len(live) != 0 {
		s.fail("made again: %+v", live)
	}
}

// R9: of a disputed charge nothing goes back, also where the dispute came after the approval.
func TestRefundR9OfADisputedCharge(t *testing.T) {
	s := newRefundShop(t, "EUR")
	st := s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.check.disputed[st.Intent] = true
	s.atStripe(stripesim.Gesture{Kind: stripesim.GestureDispute, Intent: st.Intent})
	got := s.refunded(c, s.giveBack(c, o), time.Minute, refund.Stopped)
	if got.Problem == nil || got.Problem.Kind != refund.ProblemDisputed {
		s.fail("%+v", got.Problem)
	}
	if _, given := s.out(); len(given) != 0 {
		s.fail("%+v", given)
	}
}
