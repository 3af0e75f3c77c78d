package world

import (
	"slices"
	"testing"
	"time"

	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// Two counters tap Charge on the same invoice, at once or nearly: one is paid, the other is told within seconds that and
// where it is being taken. Never both, never none.
func TestTwoCountersSameInvoiceExactlyOneCharges(t *testing.T) {
	for _, apart := range []time.Duration{0, 20 * time.Millisecond, 60 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 400 * time.Millisecond, time.Second, 3 * time.Second, 10 * time.Second} {
		for _, warm := range []bool{false, true} {
			t.Run(apart.String()+map[bool]string{true: " warm"}[warm], func(t *testing.T) {
				s := newShop(t)
				ids := make([]string, 2)
				began := make([]time.Duration, 2)
				for n, c := range s.counters {
					if warm {
						s.do(c, func() { s.must(c.desk.Warm(c.ctx, s.docs[:1])) })
					}
					s.after(time.Second+time.Duration(n)*apart, func() {
						s.spawn("Kim", c, func() {
							var err error
							began[n] = s.now
							ids[n], err = c.desk.Start(s.order(c, 0))
							s.must(err)
						})
					})
				}
				over := func(id string) bool { return s.states[id].Phase.Final() }
				s.until("both know", 30*time.Second, func() bool {
					return ids[0] != "" && ids[1] != "" && (over(ids[0]) || over(ids[1])) && (s.states[ids[0]].Phase == payment.Waiting || s.states[ids[1]].Phase == payment.Waiting)
				})
				loser := slices.IndexFunc(ids, over)
				winner := 1 - loser
				p := s.states[ids[loser]].Problem
				if p == nil || p.Kind != payment.ProblemElsewhere || p.Counter != s.counters[winner].name {
					s.fail("the loser is told%s", problemText(p))
				}
				if d := s.shownAt(ids[loser], payment.Stopped, 0) - began[loser]; d > 5*time.Second {
					s.fail("told after %s", d)
				}
				s.tap(winner)
				s.paidOnce(ids[winner])
				s.notCharged(ids[loser], payment.Stopped)
			})
		}
	}
}

// Two counters, two invoices that overlap in one: no deadlock, one charge for the shared one.
func TestOverlappingInvoicesOneChargeForTheShared(t *testing.T) {
	s := newShop(t)
	ids := make([]string, 2)
	for n, c := range s.counters {
		s.after(time.Second, func() {
			s.spawn("Kim", c, func() {
				var err error
				ids[n], err = c.desk.Start(s.order(c, n, n+1))
				s.must(err)
			})
		})
	}
	s.until("one asks and one has stopped", time.Minute, func() bool {
		a, b := s.states[ids[0]].Phase, s.states[ids[1]].Phase
		return a == payment.Waiting && b == payment.Stopped || a == payment.Stopped && b == payment.Waiting
	})
	winner := slices.IndexFunc(ids, func(id string) bool { return s.states[id].Phase == payment.Waiting })
	s.tap(winner)
	s.paidOnce(ids[winner])
}

// Both counters use one reader: the second waits for the first, and nobody's prompt is replaced.
func TestTwoCountersOneReaderNobodyIsReplaced(t *testing.T) {
	s := newShop(t)
	_, first := s.asked()
	two := s.counters[1]
	o := s.order(two, 1)
	o.Reader = readerRef(s.readers[0])
	second := s.charge(two, o)
	s.pass(5 * time.Second)
	if v := s.stripe.Snapshot().Readers[0]; v.ActionIntent != s.states[first].Intent || s.states[second].Phase != payment.Dispatching {
		s.fail("the reader runs %s, the second is %s", v.ActionIntent, s.states[second].Phase)
	}
	s.tap(0)
	s.paidOnce(first)
	s.reach(second, 20*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(second)
}

// The first waits too long: the second is told who has the reader.
func TestReaderTakenByAColleagueNamesHim(t *testing.T) {
	s := newShop(t)
	one, first := s.asked()
	two := s.counters[1]
	o := s.order(two, 1)
	o.Reader = readerRef(s.readers[0])
	second := s.charge(two, o)
	if p := s.because(s.reach(second, time.Minute, payment.NeedReader), payment.ProblemReaderTaken); p.Counter != one.name {
		s.fail("%+v", p)
	}
	s.retry(two, second, 1)
	s.reach(second, 10*time.Second, payment.Waiting)
	s.tap(1)
	s.paidOnce(second)
	s.tap(0)
	s.paidOnce(first)
}

// A declined customer is about to tap again: a colleague's payment does not take the reader from under him.
func TestDeclinedCustomerKeepsHisReader(t *testing.T) {
	s := newShop(t)
	c, first := s.asked()
	s.hand(0, stripesim.GestureDeclined, "lost_card")
	s.reach(first, 10*time.Second, payment.Declined)
	two := s.counters[1]
	o := s.order(two, 1)
	o.Reader = readerRef(s.readers[0])
	second := s.charge(two, o)
	s.pass(10 * time.Second)
	if got := s.states[second].Phase; got != payment.Dispatching {
		s.fail("%s", got)
	}
	s.retry(c, first, 0)
	s.reach(first, 10*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(first)
	s.reach(second, 40*time.Second, payment.Waiting, payment.NeedReader)
	s.cancel(two, second)
	s.notCharged(second, payment.Cancelled)
}

// A colleague's machine died with a claim: while it may still be alive it is left alone; after three quiet minutes (ten
// while a reader still asks for it) the cashier may take over, and the old owner, back again, shows what happened.
func TestUnfinishedClaimIsTakenOverAfterQuiet(t *testing.T) {
	t.Run("no reader asks", func(t *testing.T) {
		s := newShop(t)
		one, two := s.counters[0], s.counters[1]
		s.on(payment.ClaimAnswered{}, func(c *counter, _ payment.State) { s.off(c) })
		first := s.charge(one, s.order(one, 0))
		s.until("it died", time.Minute, func() bool { return one.dead })
		s.takeOver(two, one, first, 3*time.Minute)
	})
	t.Run("a reader asks", func(t *testing.T) {
		s := newShop(t)
		one, first := s.asked()
		s.off(one)
		s.takeOver(s.counters[1], one, first, 10*time.Minute)
	})
}

// A colleague's machine died with the customer's money taken and nothing booked: the invoice is not charged again, the cashier
// is told where the money is, any other counter books it, and the old owner finds it booked however late it is back.
func TestChargedByADeadCounterIsNeverChargedAgain(t *testing.T) {
	s := newShop(t)
	one, first := s.asked()
	s.tap(0)
	s.until("Stripe says succeeded", 10*time.Second, func() bool { return s.statuses(0) == "succeeded" })
	s.off(one)
	two := s.counters[1]
	for _, later := range []time.Duration{0, 5 * time.Minute, time.Hour, 30 * time.Hour} {
		s.pass(later)
		o := s.order(two, 0)
		o.TakeOver = s.intents(0)[0].ID
		id := s.charge(two, o)
		if later == 0 {
			if p := s.because(s.notCharged(id, payment.Stopped), payment.ProblemBeingBooked); p.Counter != one.name {
				s.fail("%+v", p)
			}
			continue
		}
		s.because(s.notCharged(id, payment.Stopped), payment.ProblemDocument) // booked by now: nothing is left to pay
	}
	one.start()
	s.paidOnce(first)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

// takeOver is refused until the claim was quiet, offered then, and done when the cashier says so.
func (s *shop) takeOver(two, one *counter, first string, quiet time.Duration) {
	s.t.Helper()
	created := s.intents(0)[0].Created
	o := s.order(two, 0)
	id := s.charge(two, o)
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemElsewhere)
	s.pass(created.Add(quiet - 3*time.Second).Sub(s.time()))
	id = s.charge(two, o)
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemElsewhere)
	s.pass(10 * time.Second)
	id = s.charge(two, o)
	p := s.because(s.notCharged(id, payment.Stopped), payment.ProblemUnfinished)
	if p.Counter != one.name || p.Intent != s.intents(0)[0].ID {
		s.fail("%+v", p)
	}
	o.TakeOver = p.Intent
	id = s.charge(two, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(1)
	s.paidOnce(id)
	if got := s.statuses(0); got != "canceled succeeded" {
		s.fail("claims: %s", got)
	}
	one.start()
	s.because(s.notCharged(first, payment.Stopped), payment.ProblemTakenFromUs)
}

// I18: two cashiers tap Charge on the same invoice in the same moment. The one who loses is told who takes it within a second,
// so that he does not send the customer to his own reader.
func TestLoserI18IsToldWhoTakesItWithinASecond(t *testing.T) {
	s := newShop(t)
	for _, c := range s.counters {
		s.do(c, func() { s.must(c.desk.Warm(c.ctx, s.docs[:1])) })
	}
	began := s.now
	var ids [2]string
	for n, c := range s.counters {
		s.spawn(c.name+" person", c, func() {
			id, err := c.desk.Start(s.order(c, 0))
			s.must(err)
			ids[n] = id
		})
	}
	lost := func() int {
		return slices.IndexFunc(ids[:], func(id string) bool { return s.states[id].Phase == payment.Stopped })
	}
	s.until("one is told", 2*time.Second, func() bool { return lost() >= 0 })
	loser := lost()
	if d := s.now - began; d > time.Second {
		s.fail("told after %s", d)
	}
	if p := s.because(s.states[ids[loser]], payment.ProblemElsewhere); p.Counter != s.counters[1-loser].name {
		s.fail("%+v", p)
	}
	winner := 1 - loser
	s.reach(ids[winner], 5*time.Second, payment.Waiting)
	s.tap(winner)
	s.paidOnce(ids[winner])
}
