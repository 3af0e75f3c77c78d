package world

import (
	"fmt"
	"testing"
	"time"

	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// The machine dies after each single entry of a payment's journal, and starts again: the customer who is asked pays, and
// in the end everything is charged and booked once, or cancelled and not charged.
func TestPowerCutAfterEveryEntryEndsWhole(t *testing.T) {
	whole := newShop(t)
	_, id := whole.asked()
	whole.tap(0)
	whole.paidOnce(id)
	for n := range whole.facts {
		for _, off := range []time.Duration{2 * time.Second, 5 * time.Minute} {
			t.Run(fmt.Sprintf("%d %s off %s", n+1, payment.KindName(whole.facts[n].fact), off), func(t *testing.T) { powerCut(t, n+1, off) })
		}
	}
}

func powerCut(t *testing.T, after int, off time.Duration) {
	s := newShop(t)
	c := s.counters[0]
	seen := 0
	s.hooks = append(s.hooks, &hook{do: func(c *counter, _ payment.State) {
		if seen++; seen == after {
			s.off(c)
		}
	}})
	s.spawn("Kim", c, func() {
		if _, err := c.desk.Start(s.order(c, 0)); err != nil && !c.dead {
			s.fail("%v", err)
		}
	})
	tap := func() {
		if v := s.stripe.Snapshot().Readers[0]; v.Screen == stripesim.ScreenAsking && v.Intent != "" {
			s.tap(0)
		}
	}
	for n := 0; !c.dead && n < 60; n++ {
		s.pass(500 * time.Millisecond)
		if n == 8 {
			tap()
		}
	}
	if !c.dead {
		s.fail("the power was never cut")
	}
	s.pass(off)
	c.start()
	var id string
	for other, st := range s.states {
		if !st.Adopted { // a colleague's healer may have been faster
			id = other
		}
	}
	for n := 0; !s.states[id].Phase.Final() && n < 300; n++ {
		s.pass(time.Second)
		tap()
	}
	if st := s.states[id]; st.Phase == payment.Done {
		s.paidOnce(id)
	} else {
		s.notCharged(id, st.Phase)
	}
}

// The machine dies the moment the bank has said yes: on restart the charge is found, shown and booked, by itself.
func TestKilledAfterApprovalRestartFinishes(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.tap(0)
	s.until("Stripe says succeeded", 10*time.Second, func() bool { return s.statuses(0) == "succeeded" })
	s.off(c)
	s.pass(30 * time.Second)
	if got := s.states[id].Phase; got != payment.Waiting {
		s.fail("%s", got)
	}
	c.start()
	back := s.now
	s.reach(id, 5*time.Second, payment.Approved, payment.Posting, payment.Done)
	s.paidOnce(id)
	if d := s.shownAt(id, payment.Done, back) - back; d > 10*time.Second {
		s.fail("booked %s after the restart", d)
	}
}

// A restart while the customer looks for his card: the same intent, no second prompt, Waiting again.
func TestRestartWhileWaitingComesBackWaiting(t *testing.T) {
	for name, restart := range map[string]func(*shop, *counter){
		"power cut": func(s *shop, c *counter) { s.again(c) },
		"closed and opened": func(s *shop, c *counter) {
			c.stop()
			s.pass(31 * time.Second)
			if c.dead {
				c.start()
			}
			s.pass(2 * time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			intent := s.states[id].Intent
			restart(s, c)
			st := s.reach(id, 5*time.Second, payment.Waiting)
			if st.Intent != intent || s.prompts(intent) != 1 {
				s.fail("%s, %d prompts", st.Intent, s.prompts(intent))
			}
			active := c.desk.Active()
			if len(active) != 1 || active[0].Phase != payment.Waiting {
				s.fail("the desk works on %+v", active)
			}
			s.tap(0)
			s.paidOnce(id)
			s.went(id, straight)
		})
	}
}

// A claim with this counter's name that its store knows nothing of: two machines may have one identity (G3). Nothing is
// charged here until it is renamed; the other counter takes the invoice over (C9).
func TestClaimOfOursThatTheStoreDoesNotKnowStopsThisCounter(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.off(c)
	s.pass(3 * time.Second)
	left := s.states[id].Intent
	c.disk = newJournal(s.world, c) // the store was lost, the identity kept
	delete(s.states, id)
	c.start()
	s.pass(time.Second)
	second := s.charge(c, s.order(c, 0))
	s.because(s.notCharged(second, payment.Stopped), payment.ProblemTwin)
	s.pass(11 * time.Minute)
	other := s.counters[1]
	o := s.order(other, 0)
	o.TakeOver = left
	third := s.charge(other, o)
	s.reach(third, time.Minute, payment.Waiting)
	s.tap(1)
	s.paidOnce(third)
	if got := s.statuses(0); got != "canceled succeeded" {
		s.fail("claims: %s", got)
	}
}

// The journal's disk is full: no charge begins that could not be recorded.
func TestDiskFullNoChargeBegins(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.weather.until, c.disk.full = s.now+time.Hour, 1
	var err error
	s.do(c, func() { _, err = c.desk.Start(s.order(c, 0)) })
	if err == nil || len(s.intents(0)) != 0 {
		s.fail("%v, %d claims", err, len(s.intents(0)))
	}
	c.disk.full = 0
	_, id := s.asked()
	s.tap(0)
	s.paidOnce(id)
}
