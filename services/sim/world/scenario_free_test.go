package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// looked is what a manager at a counter is shown of the first reader.
func (s *shop) looked(c *counter) payment.Running {
	s.t.Helper()
	var r payment.Running
	var err error
	s.do(c, func() { r, err = c.desk.Running(c.ctx, s.readers[0]) })
	s.must(err)
	return r
}

// freed lets a manager clear what was shown.
func (s *shop) freed(c *counter, seen payment.Running, warned bool) (payment.FreeOutcome, payment.Intent, error) {
	s.t.Helper()
	var o payment.FreeOutcome
	var i payment.Intent
	var err error
	s.do(c, func() {
		o, i, err = c.desk.Free(c.ctx, payment.Freeing{Seen: seen, By: "Kim", Manager: "Ingrid", Reason: "it hangs", Warned: warned})
	})
	return o, i, err
}

// clears counts the cancel_actions that reached the first reader.
func (s *shop) clears() int {
	n := 0
	for _, h := range s.stripe.Snapshot().Log {
		if h.Kind == "command" && h.Reader == s.readers[0] && h.Text == "terminal.readers.cancel_action" {
			n++
		}
	}
	return n
}

// A manager frees the reader on which a colleague asks for a card: the colleague's payment is named, dead before its prompt
// goes, and says so on its own screen; the reader takes the next payment.
func TestFreeingStopsAColleaguesPaymentAndSaysSo(t *testing.T) {
	for name, refused := range map[string]bool{"cancelled first": false, "Stripe cancels no intent on a reader": true} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			one, first := s.asked()
			two := s.counters[1]
			if refused {
				s.stripeFault(stripesim.Fault{Name: stripesim.FaultCancelRefused, On: true})
			}
			seen := s.looked(two)
			if !seen.Ours || seen.Here || seen.Claim.Counter.Name != one.name || seen.Claim.By != "Kim" || seen.Claim.Amount.Minor != owed[0] {
				s.fail("shown: %+v", seen)
			}
			o, i, err := s.freed(two, seen, false)
			if err != nil || o != payment.Cleared || !i.Dead() {
				s.fail("%q, %s, %v", o, i.Status, err)
			}
			if !refused && s.clears() != 1 {
				s.fail("%d clears", s.clears())
			}
			s.because(s.notCharged(first, payment.Stopped), payment.ProblemTakenFromUs)
			next := s.order(two, 1)
			next.Reader = readerRef(s.readers[0])
			id := s.charge(two, next)
			s.reach(id, 20*time.Second, payment.Waiting)
			s.tap(0)
			s.paidOnce(id)
		})
	}
}

// The card is in: neither the payment nor its prompt is touched, whatever the manager saw before.
func TestFreeingWhileTheBankDecidesIsRefused(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	two := s.counters[1]
	seen := s.looked(two)
	s.tap(0)
	s.pass(700 * time.Millisecond) // read, and on its way to the bank
	o, i, err := s.freed(two, seen, false)
	if err != nil || o == payment.Cleared || i.Dead() || s.clears() != 0 {
		s.fail("%q, %s, %v, %d clears", o, i.Status, err, s.clears())
	}
	s.paidOnce(id)
}

// What runs is no payment of this shop: without the warning nothing happens, with it the reader is free.
func TestFreeingAnotherTillsCustomerNeedsTheWarning(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.hand(0, stripesim.GestureOtherCounter, "")
	seen := s.looked(c)
	if seen.Ours || !seen.Reader.Busy() {
		s.fail("shown: %+v", seen)
	}
	if o, _, err := s.freed(c, seen, false); !errors.Is(err, payment.ErrNotWarned) || s.clears() != 0 {
		s.fail("%q, %v, %d clears", o, err, s.clears())
	}
	if o, _, err := s.freed(c, seen, true); err != nil || o != payment.Cleared {
		s.fail("%q, %v", o, err)
	}
	if r := s.stripe.Snapshot().Readers[0]; r.ActionStatus == "in_progress" {
		s.fail("it still runs %s", r.ActionType)
	}
	for _, i := range s.stripe.Ledger().Intents {
		if !s.check.ours(i.ID) && i.Status == "canceled" {
			s.fail("their intent was cancelled: it is not ours to decide about")
		}
	}
}

// Between the two readings another customer got the reader: he is left alone.
func TestFreeingWhatChangedMeanwhileIsLeftAlone(t *testing.T) {
	t.Run("between the readings", func(t *testing.T) {
		s := newShop(t)
		_, first := s.asked()
		two := s.counters[1]
		seen := s.looked(two)
		s.on(payment.TakeoverAnswered{}, func(*counter, payment.State) { s.hand(0, stripesim.GestureOtherCounter, "") })
		o, i, err := s.freed(two, seen, false)
		if err != nil || o != payment.FreeChanged || !i.Dead() || s.clears() != 0 {
			s.fail("%q, %s, %v, %d clears", o, i.Status, err, s.clears())
		}
		s.notCharged(first, payment.Stopped)
		s.tap(0) // their customer pays
	})
	t.Run("while the PIN was typed", func(t *testing.T) {
		s := newShop(t)
		one, first := s.asked()
		seen := s.looked(s.counters[1])
		s.tap(0)
		s.paidOnce(first)
		next := s.charge(one, s.order(one, 1))
		s.reach(next, 20*time.Second, payment.Waiting)
		o, _, err := s.freed(s.counters[1], seen, false)
		if err != nil || o != payment.FreeChanged {
			s.fail("%q, %v", o, err)
		}
		s.tap(0)
		s.paidOnce(next) // nobody cancelled it
	})
	t.Run("it became free", func(t *testing.T) {
		s := newShop(t)
		one, first := s.asked()
		seen := s.looked(s.counters[1])
		s.cancel(one, first)
		s.notCharged(first, payment.Cancelled)
		before := s.clears()
		if o, _, err := s.freed(s.counters[1], seen, false); err != nil || o != payment.FreeAlready || s.clears() != before {
			s.fail("%q, %v", o, err)
		}
	})
}

// The answer to the clear is lost, or the clear is executed a minute late: the first is found out by reading; the second is
// not called free, and the prompt it hits is lit again.
func TestFreeingWhoseAnswerIsLostIsLookedUp(t *testing.T) {
	t.Run("executed, answer lost", func(t *testing.T) {
		s := newShop(t)
		one, first := s.asked()
		s.off(one)
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "terminal.readers.cancel_action", Count: 1})
		two := s.counters[1]
		if o, i, err := s.freed(two, s.looked(two), false); err != nil || o != payment.Cleared || !i.Dead() {
			s.fail("%q, %s, %v", o, i.Status, err)
		}
		one.start()
		s.notCharged(first, payment.Stopped)
	})
	t.Run("executed a minute later", func(t *testing.T) {
		s := newShop(t)
		one, first := s.asked()
		s.off(one)
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultHeld, Target: "terminal.readers.cancel_action", Count: 1, Delay: time.Minute})
		two := s.counters[1]
		if o, i, err := s.freed(two, s.looked(two), false); err != nil || o != payment.FreeUnknown || !i.Dead() {
			s.fail("%q, %s, %v", o, i.Status, err)
		}
		if o, _, err := s.freed(two, s.looked(two), false); err != nil || o != payment.Cleared {
			s.fail("asked again: %q, %v", o, err)
		}
		next := s.order(two, 1)
		next.Reader = readerRef(s.readers[0])
		id := s.charge(two, next)
		s.reach(id, 20*time.Second, payment.Waiting)
		s.pass(70 * time.Second) // the late clear hits this prompt
		s.until("it asks again", 10*time.Second, func() bool { return s.stripe.Snapshot().Readers[0].Screen == stripesim.ScreenAsking })
		s.tap(0)
		s.paidOnce(id)
		one.start()
		s.notCharged(first, payment.Stopped)
	})
}

// Stripe is away: nothing is called free, nothing is called cancelled, and the colleague's payment goes on.
func TestFreeingWhileStripeIsAwayClaimsNothing(t *testing.T) {
	t.Run("from the beginning", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		two := s.counters[1]
		seen := s.looked(two)
		s.cut(toStripe)
		if o, _, err := s.freed(two, seen, false); err == nil || o != "" || !explain.OutcomeUnknown(err) {
			s.fail("%q, %v", o, err)
		}
		s.mend()
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("after the order was written down", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		two := s.counters[1]
		seen := s.looked(two)
		s.on(payment.FreeIntended{}, func(*counter, payment.State) { s.cut(toStripe) })
		if o, _, err := s.freed(two, seen, false); err == nil || o != "" {
			s.fail("%q, %v", o, err)
		}
		s.mend()
		s.tap(0)
		s.paidOnce(id)
	})
}

// Stripe does not say whether the payment is dead: its prompt stays, for clearing it alone would stop nobody.
func TestFreeingWithoutProofThatThePaymentIsDeadClearsNothing(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	two := s.counters[1]
	seen := s.looked(two)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultDown, Target: "payment_intents.cancel", Count: 1})
	if o, i, err := s.freed(two, seen, false); err != nil || o != payment.FreeTooLate || i.Dead() || s.clears() != 0 {
		s.fail("%q, %s, %v, %d clears", o, i.Status, err, s.clears())
	}
	if s.states[id].Phase != payment.Waiting || one.dead {
		s.fail("%s", s.states[id].Phase)
	}
	s.tap(0)
	s.paidOnce(id)
}

// This counter's own payment is cancelled on its own screen, where its end is followed.
func TestFreeingTheOwnPaymentPointsToItsScreen(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	if o, _, err := s.freed(c, s.looked(c), false); err != nil || o != payment.FreeHere || s.clears() != 0 {
		s.fail("%q, %v", o, err)
	}
	s.tap(0)
	s.paidOnce(id)
}
