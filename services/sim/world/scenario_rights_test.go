package world

import (
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// Reading still works, posting does not: charging on would pile up money that nobody can book.
func TestRightsLostWhileBookingStopFurtherCharges(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "rights-lost", Target: "account.payment.action_post"})
	s.tap(0)
	s.reach(id, time.Minute, payment.Outbox)
	refused := s.charge(c, s.order(c, 1))
	p := s.because(s.notCharged(refused, payment.Stopped), payment.ProblemFailure)
	if p.Side != explain.Odoo || p.Failure != explain.Forbidden {
		s.fail("%+v", p)
	}
	s.mend()
	s.paidOnce(id)
	next := s.charge(c, s.order(c, 1))
	s.reach(next, 20*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(next)
}

// A booking that Odoo's own error keeps waiting is told to a person after five minutes, tries in between or not.
func TestWaitIsCountedFromItsBeginning(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "error-1", Target: "account.payment.load"})
	s.tap(0)
	st := s.reach(id, time.Minute, payment.Outbox)
	since := st.Delayed
	s.pass(6 * time.Minute)
	if now := s.states[id]; now.Delay != explain.ServerError || !now.Delayed.Equal(since) {
		s.fail("waits for %q since %s, began %s", now.Delay, now.Delayed, since)
	}
	s.mend()
	if st := s.paidOnce(id); !st.Delayed.IsZero() {
		s.fail("still called waiting")
	}
}
