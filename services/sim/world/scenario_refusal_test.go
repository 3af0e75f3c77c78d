package world

import (
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// Another key was put into Stripe's dashboard: whatever step meets it, nothing is charged unnoticed and nothing is lost.
func TestStripeKeyRefusedAtEachStep(t *testing.T) {
	refuse := func(s *shop, target string) {
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultKeyRefused, Target: target, On: true})
	}
	stops := func(t *testing.T, target string) {
		s := newShop(t)
		c := s.counters[0]
		refuse(s, target)
		id := s.charge(c, s.order(c, 0))
		st := s.notCharged(id, payment.Stopped)
		if p := s.because(st, payment.ProblemFailure); p.Failure != explain.KeyRefused || p.Side != explain.Stripe {
			s.fail("%+v", p)
		}
	}
	t.Run("before the claim", func(t *testing.T) { stops(t, opList) })
	t.Run("at create", func(t *testing.T) { stops(t, opCreate) })
	t.Run("at the gate", func(t *testing.T) { stops(t, opGet) })
	t.Run("at dispatch", func(t *testing.T) {
		s := newShop(t)
		c := s.counters[0]
		refuse(s, opProcess)
		id := s.charge(c, s.order(c, 0))
		st := s.reach(id, 10*time.Second, payment.NeedReader)
		if p := s.because(st, payment.ProblemFailure); p.Failure != explain.KeyRefused {
			s.fail("%+v", p)
		}
		s.mend()
		s.retry(c, id, 0)
		s.reach(id, 10*time.Second, payment.Waiting)
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("while waiting", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		refuse(s, "")
		s.reach(id, 10*time.Second, payment.Unknown)
		s.tap(0)
		s.pass(20 * time.Second)
		s.mend()
		s.paidOnce(id)
	})
	t.Run("at cancel", func(t *testing.T) {
		s := newShop(t)
		c, id := s.asked()
		refuse(s, "")
		s.cancel(c, id)
		s.pass(30 * time.Second)
		if st := s.states[id]; st.Phase != payment.Cancelling || st.CancelSilent != explain.KeyRefused {
			s.fail("%s %s", st.Phase, st.CancelSilent)
		}
		s.mend()
		s.notCharged(id, payment.Cancelled)
	})
	t.Run("after the charge", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		s.on(payment.Observed{}, func(_ *counter, st payment.State) {
			if st.Phase == payment.Approved {
				refuse(s, "")
			}
		})
		s.tap(0)
		s.pass(20 * time.Second)
		s.mend()
		s.paidOnce(id)
	})
}

// Too many requests: each step waits a little and the payment goes on, with one prompt and one charge.
func TestRateLimitedAtEachStepIsOnlySlower(t *testing.T) {
	for _, target := range []string{opList, opCreate, opGet, opReader, opProcess, opMove} {
		t.Run(target, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			s.stripeFault(stripesim.Fault{Name: stripesim.FaultRateLimited, Target: target, Count: 1})
			id := s.charge(c, s.order(c, 0))
			s.reach(id, 20*time.Second, payment.Waiting)
			s.tap(0)
			s.paidOnce(id)
			if st := s.states[id]; s.prompts(st.Intent) != 1 {
				s.fail("%d prompts", s.prompts(st.Intent))
			}
		})
	}
	t.Run(opCancel, func(t *testing.T) {
		s := newShop(t)
		c, id := s.asked()
		s.stripeFault(stripesim.Fault{Name: stripesim.FaultRateLimited, Target: opCancel, Count: 2})
		s.cancel(c, id)
		s.reach(id, 20*time.Second, payment.Cancelled)
		s.notCharged(id, payment.Cancelled)
	})
}
