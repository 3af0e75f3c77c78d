package world

import (
	"context"
	"net/url"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/reader"
	stripesim "paydesk/services/sim/stripe"
)

// onReader2 asks again on the second reader and lets the customer pay there: the same intent, one charge.
func (s *shop) onReader2(c *counter, id string) {
	s.t.Helper()
	before := s.states[id].Intent
	s.retry(c, id, 1)
	s.reach(id, 20*time.Second, payment.Waiting)
	s.tap(1)
	if st := s.paidOnce(id); st.Intent != before || before == "" {
		s.fail("the intent was %s and is %s", before, st.Intent)
	}
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

func TestReaderOfflineTheSalePaysOnAnother(t *testing.T) {
	for name, f := range map[string]func(*shop){
		"said at once": func(s *shop) {
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultReaderOffline, Target: "tmr_R1", On: true})
		},
		"unplugged since long ago": func(s *shop) { s.hand(0, stripesim.GestureUnplug, ""); s.pass(3 * time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			f(s)
			id := s.charge(c, s.order(c, 0))
			s.because(s.reach(id, 10*time.Second, payment.NeedReader), payment.ProblemReaderOff)
			s.onReader2(c, id)
		})
	}
}

// A reader that has just lost its power does not answer; it counts as offline only two minutes later.
func TestReaderWithoutPowerTheSalePaysOnAnother(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.hand(0, stripesim.GestureUnplug, "")
	id := s.charge(c, s.order(c, 0))
	s.reach(id, 3*time.Minute, payment.NeedReader)
	s.onReader2(c, id)
}

// A reader that is busy for a moment (an update, its settings) delays the prompt; for long, the cashier decides.
func TestReaderBusyIsWaitedForThenTheCashierDecides(t *testing.T) {
	t.Run("a moment", func(t *testing.T) {
		s := newShop(t)
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultReaderBusy, Target: "tmr_R1", Count: 3})
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		s.reach(id, 20*time.Second, payment.Waiting)
		s.tap(0)
		s.paidOnce(id)
		s.went(id, straight)
	})
	t.Run("long", func(t *testing.T) {
		s := newShop(t)
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultReaderBusy, Target: "tmr_R1", On: true})
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		s.because(s.reach(id, 50*time.Second, payment.NeedReader), payment.ProblemReaderTaken)
		s.onReader2(c, id)
	})
}

// The command timed out. Lit all the same: no second command. Really not: the reader is asked again, and the first command,
// should it still arrive, cannot start anything.
func TestReaderTimeoutOnePromptCounts(t *testing.T) {
	for fault, prompts := range map[string]int{stripesim.FaultReaderTimeoutLit: 1, stripesim.FaultReaderTimeout: 1} {
		t.Run(fault, func(t *testing.T) {
			s := newShop(t)
			s.stripeFault(stripesim.Fault{Name: fault, Target: "tmr_R1", Count: 1})
			c := s.counters[0]
			id := s.charge(c, s.order(c, 0))
			st := s.reach(id, time.Minute, payment.Waiting)
			s.tap(0)
			s.paidOnce(id)
			if n := s.prompts(st.Intent); n != prompts {
				s.fail("the reader was asked %d times", n)
			}
			s.went(id, straight)
		})
	}
}

// Lit although it said timeout, and the customer taps while we still wonder.
func TestReaderTimeoutLitAndTappedAtOnceIsOneCharge(t *testing.T) {
	s := newShop(t)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultReaderTimeoutLit, Target: "tmr_R1", Count: 1, Delay: 9 * time.Second})
	c := s.counters[0]
	s.on(payment.DispatchIntended{}, func(*counter, payment.State) { s.after(3*time.Second, func() { s.tap(0) }) })
	id := s.charge(c, s.order(c, 0))
	st := s.paidOnce(id)
	if n := s.prompts(st.Intent); n != 1 {
		s.fail("the reader was asked %d times", n)
	}
}

// Another till's software takes the reader: it is said, its customer is left alone, ours pays elsewhere.
func TestTakenOverByForeignSoftwareIsSaidAndNotFoughtOver(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.hand(0, stripesim.GestureOtherCounter, "")
	s.because(s.reach(id, 4*time.Second, payment.NeedReader), payment.ProblemTakenOver)
	s.retry(c, id, 0) // on the same reader all the same: it is waited for, not replaced
	s.because(s.reach(id, 50*time.Second, payment.NeedReader), payment.ProblemReaderTaken)
	foreign := s.stripe.Snapshot().Readers[0]
	if foreign.ActionStatus != "in_progress" || s.check.ours(foreign.ActionIntent) {
		s.fail("the other till's payment is gone: %+v", foreign)
	}
	s.tap(0) // their customer
	s.onReader2(c, id)
}

// The prompt vanishes without our doing: the customer is asked again within two polls and two seconds, twice at most.
func TestPromptVanishedIsLitAgainTwice(t *testing.T) {
	for name, vanish := range map[string]func(*shop){
		"reboot":             func(s *shop) { s.hand(0, stripesim.GestureReboot, "") },
		"late cancel_action": func(s *shop) { s.admin("terminal/readers/tmr_R1/cancel_action", url.Values{}) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			for range 2 {
				vanish(s)
				at := s.now
				s.until("the prompt is gone", 2*time.Second, func() bool { return s.stripe.Snapshot().Readers[0].ActionType == "" })
				s.until("it is there again", 4*time.Second, func() bool { return s.stripe.Snapshot().Readers[0].Screen == stripesim.ScreenAsking })
				s.until("the screen says so", 4*time.Second, func() bool { return s.states[id].Phase == payment.Waiting })
				if d := s.now - at; d > 4*time.Second {
					s.fail("dark for %s", d)
				}
			}
			vanish(s)
			s.because(s.reach(id, 10*time.Second, payment.NeedReader), payment.ProblemReaderReset)
			s.retry(c, id, 0)
			st := s.reach(id, 10*time.Second, payment.Waiting)
			s.tap(0)
			s.paidOnce(id)
			if n := s.prompts(st.Intent); n != 4 {
				s.fail("%d prompts", n)
			}
		})
	}
}

// The plug is pulled after the tap: the bank charges, the reader never says so. The intent does.
func TestPlugPulledAfterTheTapIsChargedAndBooked(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.tap(0)
	s.pass(700 * time.Millisecond) // the card is read and on its way to the bank
	s.hand(0, stripesim.GestureUnplug, "")
	s.reach(id, 10*time.Second, payment.Done)
	s.paidOnce(id)
}

// The plug is pulled before the tap: nobody can pay there; at the deadline the payment is cancelled and says so. The reader
// still claims to run the dead prompt when its power is back, and is usable all the same.
func TestPlugPulledBeforeTheTapEndsNotCharged(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.hand(0, stripesim.GestureUnplug, "")
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemPresented)
	s.hand(0, stripesim.GesturePlug, "")
	s.pass(time.Minute)
	_, id = s.asked()
	s.tap(0)
	s.paidOnce(id)
}

// Somebody pulls the plug and the cashier gives up; minutes later the reader is back and takes the next payment at once.
func TestPlugPulledAndCancelledTheReaderIsUsableWhenItIsBack(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.hand(0, stripesim.GestureUnplug, "")
	s.pass(5 * time.Second)
	s.cancel(c, id)
	s.notCharged(id, payment.Cancelled)
	s.pass(30 * time.Second)
	s.hand(0, stripesim.GesturePlug, "")
	id = s.charge(c, s.order(c, 0))
	s.reach(id, 20*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(id)
}

// The reader says connection_error although the bank said yes: the intent decides, and nobody ever says "declined".
func TestConnectionErrorHidingAChargeIsChargedAndBooked(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultConnectionError, Count: 1})
	s.tap(0)
	s.paidOnce(id)
	s.went(id, straight)
}

// dropped is a Stripe whose reader reports connection_error before the intent has heard of the bank.
type dropped struct {
	payment.Stripe
	now bool
}

func (d *dropped) Watch(ctx context.Context, readerID, intentID string) (reader.Reader, payment.Intent, error) {
	r, i, err := d.Stripe.Watch(ctx, readerID, intentID)
	if d.now && err == nil {
		r.Action = &reader.Action{Type: "process_payment_intent", Status: reader.Failed, Intent: intentID, FailureCode: "connection_error"}
		i.Status, i.Received, i.Charge, i.Declined = payment.RequiresPaymentMethod, 0, nil, nil
	}
	return r, i, err
}

// connection_error before the intent says anything: only cancelling the intent makes it certain, whichever way it ends.
func TestConnectionErrorIsMadeCertainByCancelling(t *testing.T) {
	for name, tapped := range map[string]bool{"the bank said yes": true, "no card reached the bank": false} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			d := &dropped{}
			s.sabotage.Stripe = func(g payment.Stripe) payment.Stripe { d.Stripe = g; return d }
			s.again(s.counters[0])
			_, id := s.asked()
			if tapped {
				s.tap(0)
				s.pass(1700 * time.Millisecond)
			}
			d.now = true
			if tapped {
				s.paidOnce(id)
				return
			}
			s.because(s.notCharged(id, payment.Stopped), payment.ProblemReaderDropped)
			s.went(id, "Checking Claiming Claimed Dispatching Waiting Cancelling Stopped")
		})
	}
}

// The answer of the command already holds the result: a customer who was faster than the network.
func TestActionFinalInTheAnswerIsChargedAndBooked(t *testing.T) {
	s := newShop(t)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultActionFinal, Count: 1})
	c := s.counters[0]
	id := s.charge(c, s.order(c, 0))
	s.paidOnce(id)
}

// A card left in the reader refuses every command: the payment is finished all the same, and the next one waits for it.
func TestCardLeftInTheNextPaymentWaits(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.hand(0, stripesim.GestureLeaveCardIn, "")
	s.paidOnce(id)
	next := s.charge(c, s.order(c, 1))
	s.pass(8 * time.Second)
	if got := s.states[next].Phase; got != payment.Dispatching {
		s.fail("%s with a card in the reader", got)
	}
	s.hand(0, stripesim.GestureRemoveCard, "")
	s.reach(next, 10*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(next)
}
