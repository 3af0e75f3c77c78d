package world

import (
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// The endpoints as the simulated Stripe calls them.
const (
	opCreate  = "payment_intents.create"
	opGet     = "payment_intents.retrieve"
	opList    = "payment_intents.list"
	opCancel  = "payment_intents.cancel"
	opProcess = "terminal.readers.process_payment_intent"
	opReader  = "terminal.readers.retrieve"
	opMove    = "terminal.readers.update"
)

func TestStripeAwayBeforeTheClaimNothingBegins(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.cut(toStripe)
	id := s.charge(c, s.order(c, 0))
	st := s.notCharged(id, payment.Stopped)
	if p := s.because(st, payment.ProblemClaimUnknown); p.Failure != explain.Unreachable || p.Side != explain.Stripe {
		s.fail("%+v", p)
	}
	s.went(id, "Checking Claiming Stopped") // what was read a moment ago is fresh; the claim is what cannot be made
	if n := len(s.intents(0)); n != 0 {
		s.fail("%d claims", n)
	}
	s.mend()
	_, id = s.asked()
	s.tap(0)
	s.paidOnce(id)
}

// A short silence while the claim is made costs time, no second claim.
func TestStripeAwayAtCreateForAMomentOneClaim(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.on(payment.ClaimIntended{}, func(*counter, payment.State) { s.cut(toStripe) })
	s.after(12*time.Second, s.mend)
	id := s.charge(c, s.order(c, 0))
	s.reach(id, 30*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(id)
	s.went(id, straight)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

// A long one: nothing was sent to a reader, so "not charged" is true and said soon, whether the network refuses or swallows
// what is sent. A cashier who looks at a screen that only spins for a minute taps again, or lets the customer go.
func TestStripeAwayAtCreateForLongNothingReachedAReader(t *testing.T) {
	for name, lots := range map[string]loaded{"refused": answers, "swallowed": silent} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			for _, l := range c.lines {
				l.lots = lots.lots()
			}
			s.on(payment.ClaimIntended{}, func(*counter, payment.State) { s.cut(toStripe) })
			id := s.charge(c, s.order(c, 0))
			st := s.reach(id, 25*time.Second, payment.Stopped)
			s.because(st, payment.ProblemClaimUnknown)
			s.went(id, "Checking Claiming Stopped")
			s.mend()
			s.notCharged(id, payment.Stopped)
		})
	}
}

// Whoever cancels while Stripe does not say whether the claim stands need not wait for all tries: no reader was asked. What
// the claim left behind at Stripe is only ever cancelled, and does not keep the invoice from being charged.
func TestCancelledWhileTheClaimIsUnansweredEndsAtOnce(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultError500Made, Target: opCreate, On: true})
	id := s.charge(c, s.order(c, 0))
	s.reach(id, 5*time.Second, payment.Claiming)
	s.pass(time.Second)
	s.cancel(c, id)
	s.because(s.reach(id, 2*time.Second, payment.Stopped), payment.ProblemClaimUnknown)
	if n := s.prompts(s.intents(0)[0].ID); n != 0 {
		s.fail("%d prompts", n)
	}
	s.mend()
	_, id = s.asked()
	s.tap(0)
	s.paidOnce(id)
	if got := s.statuses(0); got != "canceled succeeded" {
		s.fail("claims: %s", got)
	}
}

// The claim stands although its answer was lost: the same key finds it again.
func TestAnswerOfTheClaimLostOneClaim(t *testing.T) {
	s := newShop(t)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: opCreate, Count: 2})
	_, id := s.asked()
	s.tap(0)
	s.paidOnce(id)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

// A claim that stands although nobody ever heard of it must not block the invoice, and is never charged.
func TestClaimNeverAnsweredIsOnlyEverCancelled(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: opCreate, On: true})
	first := s.charge(c, s.order(c, 0))
	s.because(s.reach(first, 2*time.Minute, payment.Stopped), payment.ProblemClaimUnknown)
	if got := s.statuses(0); got != "requires_payment_method" {
		s.fail("claims: %s", got)
	}
	s.mend()
	_, id := s.asked()
	s.tap(0)
	s.paidOnce(id)
	if got := s.statuses(0); got != "canceled succeeded" {
		s.fail("claims: %s", got)
	}
}

// Stripe goes away with the prompt on its way. Whether the reader got it or not, there is one charge.
func TestStripeAwayAtDispatchOnePromptCounts(t *testing.T) {
	for name, f := range map[string]func(*shop){
		"not executed": func(s *shop) {
			s.on(payment.DispatchIntended{}, func(*counter, payment.State) { s.cut(toStripe) })
			s.after(25*time.Second, s.mend)
		},
		"executed, answer lost": func(s *shop) {
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: opProcess, Count: 1})
		},
		"executed, then silence": func(s *shop) {
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: opProcess, Count: 1})
			s.on(payment.DispatchIntended{}, func(*counter, payment.State) { s.after(200*time.Millisecond, func() { s.cut(toStripe) }) })
			s.after(25*time.Second, s.mend)
		},
		"500 and not executed": func(s *shop) {
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultError500NotMade, Target: opProcess, Count: 1})
		},
		"500 and executed": func(s *shop) {
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultError500Made, Target: opProcess, Count: 1})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			f(s)
			id := s.charge(c, s.order(c, 0))
			s.reach(id, time.Minute, payment.Waiting)
			s.tap(0)
			s.paidOnce(id)
			if got := s.statuses(0); got != "succeeded" {
				s.fail("claims: %s", got)
			}
		})
	}
}

// A prompt that was held in the network arrives after the cashier gave up: it must not light the reader for money.
func TestLatePromptAfterCancelNeverCharges(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultHeld, Target: opProcess, Count: 1, Delay: 3 * time.Minute})
	id := s.charge(c, s.order(c, 0))
	s.pass(2 * time.Second)
	s.cancel(c, id)
	s.reach(id, 30*time.Second, payment.Cancelled)
	s.pass(4 * time.Minute)
	for _, r := range s.stripe.Snapshot().Readers {
		if r.Screen == stripesim.ScreenAsking {
			s.fail("%s asks for a card: %+v", r.ID, r)
		}
	}
	s.notCharged(id, payment.Cancelled)
}

// While a card is awaited and Stripe is away, the screen says within seconds that it does not know, and what a customer
// did meanwhile counts as soon as Stripe is back. A wire that says nothing takes longer to notice than one that breaks.
func TestStripeAwayWhileWaitingTheScreenSaysUnknown(t *testing.T) {
	for _, wire := range []loaded{answers, silent} {
		for name, tapped := range map[string]bool{"card meanwhile": true, "no card": false} {
			t.Run(map[loaded]string{answers: "broken, ", silent: "silent, "}[wire]+name, func(t *testing.T) {
				s := newShop(t)
				c, id := s.asked()
				c.lines[toStripe].lots = wire.lots()
				s.cut(toStripe)
				away := s.now
				s.reach(id, map[loaded]time.Duration{answers: 7 * time.Second, silent: 11 * time.Second}[wire], payment.Unknown)
				if tapped {
					s.tap(0)
				}
				s.pass(40 * time.Second)
				if got := s.states[id].Phase; got != payment.Unknown {
					s.fail("%s after %s without Stripe", got, s.now-away)
				}
				s.mend()
				back := s.now
				if tapped {
					s.paidOnce(id)
					if d := s.shownAt(id, payment.Approved, back) - back; d > 16*time.Second {
						s.fail("shown %s after Stripe came back", d)
					}
					s.went(id, "Checking Claiming Claimed Dispatching Waiting Unknown Approved Posting Done")
					return
				}
				s.reach(id, 16*time.Second, payment.Waiting)
				s.tap(0)
				s.paidOnce(id)
				s.went(id, "Checking Claiming Claimed Dispatching Waiting Unknown Waiting Approved Posting Done")
			})
		}
	}
}

// The cashier cancels and Stripe does not answer: "cancelled" is not said before Stripe said it, and a card that was
// faster is charged and booked.
func TestStripeAwayAtCancelNotCancelledBeforeStripeSaysSo(t *testing.T) {
	for name, tapped := range map[string]bool{"card meanwhile": true, "no card": false} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			s.cut(toStripe)
			s.cancel(c, id)
			if tapped {
				s.tap(0)
			}
			s.pass(time.Minute)
			if got := s.states[id].Phase; got != payment.Cancelling {
				s.fail("the screen says %s", got)
			}
			s.mend()
			if tapped {
				s.paidOnce(id)
				return
			}
			s.notCharged(id, payment.Cancelled)
		})
	}
}

// Stripe answered the bank's approval to nobody: connection breaks right when the money moved.
func TestAnswerLostAfterTheChargeIsFoundAndBooked(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: opReader, Count: 6})
	s.tap(0)
	s.paidOnce(id)
}
