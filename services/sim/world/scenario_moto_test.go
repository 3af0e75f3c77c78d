package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// byPhone is a phone order at a counter, up to the reader that asks for the number.
func (s *shop) byPhone(c *counter, invoice int) string {
	s.t.Helper()
	o := s.order(c, invoice)
	o.Way, o.Approver = payment.Way{Method: payment.ByMOTO, Why: "by phone"}, "Ingrid"
	return s.charge(c, o)
}

// Lost if it fails: a phone order is taken for a card at the counter, charged without its number, or booked twice.
func TestPhoneOrderIsKeyedInAndBookedOnce(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	id := s.byPhone(c, 0)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0) // a card that lies about is not what it asks for
	s.pass(5 * time.Second)
	if got := s.statuses(0); got != "requires_payment_method" {
		s.fail("a card was taken: %s", got)
	}
	s.hand(0, stripesim.GestureDeclined, "insufficient_funds")
	s.reach(id, 20*time.Second, payment.DeclinedAgain)
	s.reach(id, 20*time.Second, payment.Waiting)
	s.hand(0, stripesim.GestureKey, "visa")
	st := s.paidOnce(id)
	if st.Charge == nil || st.Charge.Type != "card" || st.Charge.Last4 != "4242" || st.Charge.Method != "" || st.Charge.EMV != (payment.EMV{}) {
		s.fail("a keyed card is shown as %+v", st.Charge)
	}
	if kind := s.intents(0)[0].Metadata["pd_kind"]; kind != "moto" {
		s.fail("pd_kind is %q", kind)
	}
}

// Lost if it fails: an account without phone orders leaves a claim behind, or the cashier with a reader to blame.
func TestPhoneOrderWithoutStripesPermissionSaysSo(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultNoMOTO, On: true})
	id := s.byPhone(c, 0)
	p := s.because(s.notCharged(id, payment.Stopped), payment.ProblemMOTO)
	if p.Code != "parameter_unknown" || p.Request == "" {
		s.fail("support cannot tell what Stripe said: %+v", p)
	}
	s.paid(c, 0) // the card at the reader goes as before
}

// Lost if it fails: a number is keyed in without a manager's word, without a reason, or held.
func TestPhoneOrderNeedsAManagersWord(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	for want, way := range map[error]payment.Way{
		payment.ErrNotPermitted: {Method: payment.ByMOTO, Why: "by phone"},
		payment.ErrHoldMethod:   {Method: payment.ByMOTO, Why: "by phone", Hold: true},
	} {
		o := s.order(c, 0)
		o.Way = way
		if _, err := c.desk.Start(o); !errors.Is(err, want) {
			s.fail("%+v: %v", way, err)
		}
	}
	o := s.order(c, 0)
	o.Way, o.Approver = payment.Way{Method: payment.ByMOTO, Why: " "}, "Ingrid"
	if _, err := c.desk.Start(o); !errors.Is(err, payment.ErrNotPermitted) {
		s.fail("without a reason: %v", err)
	}
	if n := len(s.intents(0)); n != 0 {
		s.fail("%d claims", n)
	}
}

// Lost if it fails: a card is charged at another counter while its number is being keyed in here.
func TestPhoneOrderHoldsOffTheOthers(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	first := s.byPhone(one, 0)
	s.reach(first, 10*time.Second, payment.Waiting)
	second := s.charge(two, s.order(two, 0))
	s.because(s.notCharged(second, payment.Stopped), payment.ProblemElsewhere)
	s.hand(0, stripesim.GestureKey, "visa")
	s.paidOnce(first)
}
