package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// The cashier cancels before any card: at whatever moment of the beginning, nothing is charged and nothing is left behind.
func TestCancelBeforeTheTapLeavesNothing(t *testing.T) {
	for _, fact := range []payment.Fact{payment.Opened{}, payment.Checked{}, payment.ClaimIntended{}, payment.ClaimAnswered{}, payment.ClaimChecked{}, payment.DispatchIntended{}, payment.DispatchAnswered{}} {
		t.Run(payment.KindName(fact), func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			s.on(fact, func(c *counter, st payment.State) {
				s.spawn("Kim", c, func() { s.must(c.desk.Cancel(st.ID, "Kim")) })
			})
			id := s.charge(c, s.order(c, 0))
			s.notCharged(id, payment.Cancelled)
			_, again := s.asked()
			s.tap(0)
			s.paidOnce(again)
		})
	}
}

// The cancel comes while the bank decides: "cancelled" is never said, the charge is, and it is booked.
func TestCancelWhileTheBankDecidesTooLateIsChargedAndBooked(t *testing.T) {
	for _, after := range []time.Duration{500 * time.Millisecond, time.Second, 1500 * time.Millisecond} {
		t.Run(after.String(), func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			s.tap(0)
			s.pass(after) // 400 ms to read the card, 1.2 s at the bank
			s.cancel(c, id)
			s.paidOnce(id)
			s.went(id, "Checking Claiming Claimed Dispatching Waiting Cancelling Approved Posting Done")
		})
	}
}

// The bank says no while the cashier cancels: cancelled, once Stripe says so.
func TestCancelWhileTheBankSaysNoIsCancelled(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.hand(0, stripesim.GestureDeclined, "insufficient_funds")
	s.pass(800 * time.Millisecond)
	s.cancel(c, id)
	s.notCharged(id, payment.Cancelled)
}

// Charged already: there is nothing to cancel any more, and the desk says so.
func TestCancelAfterTheChargeIsRefused(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.tap(0)
	s.reach(id, 10*time.Second, payment.Approved)
	var err error
	s.do(c, func() { err = c.desk.Cancel(id, "Kim") })
	if !errors.Is(err, payment.ErrUnexpected) {
		s.fail("%v", err)
	}
	s.paidOnce(id)
}

// The card is presented in the same moment as the cancel: whoever was first, the screen and the ledger agree.
func TestCancelAndTapAtTheSameMomentAgree(t *testing.T) {
	for ms := 0; ms <= 1000; ms += 40 {
		s := newShop(t)
		c, id := s.asked()
		s.spawn("Kim", c, func() { s.must(c.desk.Cancel(id, "Kim")) })
		s.after(time.Duration(ms)*time.Millisecond, func() {
			err := s.stripe.Gesture(stripesim.Gesture{Reader: s.readers[0], Kind: stripesim.GestureTap})
			if err != nil && !errors.Is(err, stripesim.ErrNotAsking) {
				s.fail("%v", err)
			}
		})
		if st := s.reach(id, time.Minute, payment.Cancelled, payment.Done); st.Phase == payment.Done {
			s.paidOnce(id)
			continue
		}
		s.pass(20 * time.Second)
		s.notCharged(id, payment.Cancelled)
	}
}

// Stripe refuses to cancel while the prompt stands: the prompt is cleared and the cancel sent again, under another key.
func TestCancelRefusedOnTheReaderIsCancelledAfterClearing(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultCancelRefused, On: true})
	s.cancel(c, id)
	s.reach(id, 20*time.Second, payment.Cancelled)
	s.notCharged(id, payment.Cancelled)
}

// The same, when the first try to cancel got no word of Stripe's on the intent. Lost if it fails: the sale stands at "cancelling"
// for ever, and the customer can still tap.
func TestCancelRefusedOnTheReaderAfterAnotherFailureIsClearedToo(t *testing.T) {
	for _, first := range []string{stripesim.FaultRateLimited, stripesim.FaultBadGateway, stripesim.FaultError500NotMade, stripesim.FaultDown} {
		s := newShop(t)
		c, id := s.asked()
		s.stripeFault(stripesim.Fault{Name: first, Target: "payment_intents.cancel", Count: 1})
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultCancelRefused, On: true})
		s.cancel(c, id)
		s.reach(id, time.Minute, payment.Cancelled)
		s.notCharged(id, payment.Cancelled)
	}
}

// Cancelled, and at once the next customer: the same document or another, on the same reader.
func TestCancelAndStartAnotherAtOnce(t *testing.T) {
	for name, invoice := range map[string]int{"same invoice": 0, "another invoice": 1} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c, first := s.asked()
			var second string
			var err error
			s.do(c, func() {
				s.must(c.desk.Cancel(first, "Kim"))
				second, err = c.desk.Start(s.order(c, invoice))
			})
			if invoice == 0 { // it is not over before Stripe says so
				if !errors.Is(err, payment.ErrBusyDocument) || second != first {
					s.fail("%s %v", second, err)
				}
				s.reach(first, 10*time.Second, payment.Cancelled)
				second = s.charge(c, s.order(c, 0))
			} else {
				s.must(err)
			}
			s.reach(second, 20*time.Second, payment.Waiting)
			s.tap(0)
			s.paidOnce(second)
			s.notCharged(first, payment.Cancelled)
		})
	}
}

// A nervous finger: one charge, and the second tap is told which.
func TestDoubleTapOnChargeIsOneCharge(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	var first, second string
	var err1, err2 error
	s.do(c, func() {
		first, err1 = c.desk.Start(s.order(c, 0))
		second, err2 = c.desk.Start(s.order(c, 0))
	})
	if err1 != nil || !errors.Is(err2, payment.ErrBusyDocument) || first != second {
		s.fail("%s %v, %s %v", first, err1, second, err2)
	}
	s.reach(first, 10*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(first)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}
