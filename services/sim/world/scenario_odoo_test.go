package world

import (
	"context"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// trusted lets the cashiers charge up to an amount while Odoo is away.
func (s *shop) trusted(limit int64) {
	s.awayLimit = func(payment.Order) int64 { return limit }
	for _, c := range s.counters { // a desk takes its limits when it starts
		s.again(c)
	}
}

// The shop goes on selling while Odoo is away, and each charge is booked once when it is back.
func TestOdooAwayChargedWithinTheLimitAndBookedOnceOnReturn(t *testing.T) {
	s := newShop(t)
	s.trusted(owed[0])
	s.cut(toOdoo)
	c := s.counters[0]
	id := s.charge(c, s.order(c, 0))
	s.reach(id, 3*time.Minute, payment.Waiting)
	s.tap(0)
	st := s.reach(id, time.Minute, payment.Outbox)
	if st.Delay != explain.Unreachable || !st.Away {
		s.fail("delay %s, away %v", st.Delay, st.Away)
	}
	s.pass(10 * time.Minute)
	if n := len(s.odoo.Ledger().Payments); n != 0 {
		s.fail("%d payments in an Odoo that is away", n)
	}
	s.mend()
	back := s.now
	s.paidOnce(id)
	if d := s.shownAt(id, payment.Done, back) - back; d > 65*time.Second {
		s.fail("booked %s after Odoo came back", d)
	}
}

// crowd counts how many bookings look into Odoo at once.
type crowd struct {
	payment.Odoo
	now, most int
}

func (c *crowd) FindBookings(ctx context.Context, mark string, known ...int64) ([]payment.Booking, error) {
	c.now++
	defer func() { c.now-- }()
	c.most = max(c.most, c.now)
	return c.Odoo.FindBookings(ctx, mark, known...)
}

// A morning's charges wait for Odoo: when it is back it is not run over, and each is booked once.
func TestOutboxOfManyIsBookedFourAtATime(t *testing.T) {
	s := newShop(t)
	o := &crowd{}
	s.sabotage.Odoo = func(g payment.Odoo) payment.Odoo { o.Odoo = g; return o }
	s.trusted(owed[0])
	s.cut(toOdoo)
	c := s.counters[0]
	var ids []string
	for n := range owed {
		id := s.charge(c, s.order(c, n))
		s.reach(id, 3*time.Minute, payment.Waiting)
		s.tap(0)
		s.reach(id, time.Minute, payment.Outbox)
		ids = append(ids, id)
	}
	s.mend()
	o.most = 0
	s.again(c) // all of them at the same moment
	for _, id := range ids {
		s.paidOnce(id)
	}
	if o.most != 4 {
		s.fail("%d at once", o.most)
	}
}

// What nobody may charge without Odoo is refused before any card, and before any claim.
func TestOdooAwayRefusedWhereNobodyMayCharge(t *testing.T) {
	for name, set := range map[string]func(s *shop, c *counter){
		"above the limit":         func(s *shop, _ *counter) { s.trusted(owed[0] - 1) },
		"nobody is trusted":       func(*shop, *counter) {},
		"the mirror is a day old": func(s *shop, _ *counter) { s.trusted(owed[0]); s.pass(24*time.Hour + time.Minute) },
		"not in the mirror":       func(s *shop, c *counter) { s.trusted(owed[0]); delete(c.mirror, s.docs[0]) },
		"paid in the mirror": func(s *shop, c *counter) {
			s.trusted(owed[0])
			m := c.mirror[s.docs[0]]
			m.doc.PaymentState = "paid"
			c.mirror[s.docs[0]] = m
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			o := s.order(c, 0)
			set(s, c)
			s.cut(toOdoo)
			id := s.charge(c, o)
			st := s.notCharged(id, payment.Stopped)
			if p := s.because(st, payment.ProblemAwayLimit); p.Failure != explain.Unreachable || p.Side != explain.Odoo {
				s.fail("%+v", p)
			}
			if n := len(s.intents(0)); n != 0 {
				s.fail("%d claims", n)
			}
		})
	}
}

// Only this counter lost Odoo: its mirror does not know what a colleague charged and booked since.
func TestOdooAwayForOneCounterAColleaguesChargeIsNotTakenAgain(t *testing.T) {
	s := newShop(t)
	s.trusted(owed[0])
	one, two := s.counters[0], s.counters[1]
	first := s.charge(two, s.order(two, 0))
	s.reach(first, 10*time.Second, payment.Waiting)
	s.tap(1)
	s.paidOnce(first)
	one.lines[toOdoo].downTil = s.now + time.Hour
	id := s.charge(one, s.order(one, 0))
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemAwayLimit)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

// Paid otherwise while Odoo was away: the charge is told to a person, and nothing is booked twice or lost.
func TestOdooAwayPaidOtherwiseMeanwhileIsTold(t *testing.T) {
	s := newShop(t)
	s.trusted(owed[0])
	s.cut(toOdoo)
	c := s.counters[0]
	id := s.charge(c, s.order(c, 0))
	s.reach(id, 3*time.Minute, payment.Waiting)
	s.tap(0)
	s.reach(id, time.Minute, payment.Outbox)
	s.pays(0, owed[0])
	s.mend()
	s.because(s.reach(id, 3*time.Minute, payment.PostingHeld), payment.ProblemDocument)
	s.pass(5 * time.Minute)
	if got := s.states[id].Phase; got != payment.PostingHeld {
		s.fail("%s", got)
	}
}

// pays is a bank transfer that the accountant books by hand.
func (s *shop) pays(invoice int, minor int64) {
	s.t.Helper()
	s.person(s.docs[invoice], "pays %d by transfer", minor)
	_, err := s.odoo.RegisterHandPayment(s.numbers[s.docs[invoice]], minor)
	s.must(err)
}

// A key that Odoo refuses or a database that is gone is said as such, before any card.
func TestOdooRefusesUsNothingIsCharged(t *testing.T) {
	t.Run("key refused at sign-in", func(t *testing.T) { s := newShop(t); s.refusedBy("common.authenticate", explain.KeyRefused) })
	t.Run("key expired since", func(t *testing.T) {
		s := newShop(t)
		c := s.counters[0]
		s.do(c, func() { s.must(c.desk.Warm(c.ctx, s.docs[:1])) })
		s.pass(time.Minute)
		s.refusedBy("*", explain.KeyRefused)
	})
	t.Run("another database", func(t *testing.T) {
		s := newShop(t)
		right := s.odoo
		s.odoo = s.books("moved", time.UTC)
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		st := s.notCharged(id, payment.Stopped)
		if p := s.because(st, payment.ProblemFailure); p.Failure != explain.NoDatabase || p.Side != explain.Odoo {
			s.fail("%+v", p)
		}
		s.odoo = right
		_, id = s.asked()
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("no Odoo there", func(t *testing.T) {
		s := newShop(t)
		s.trusted(owed[0])
		s.odooFault(odoosim.Fault{Name: "html-page", Status: 404})
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		st := s.notCharged(id, payment.Stopped)
		if p := s.because(st, payment.ProblemFailure); p.Failure != explain.NotAnOdoo {
			s.fail("%+v", p)
		}
	})
	t.Run("rights lost", func(t *testing.T) {
		s := newShop(t)
		s.odooFault(odoosim.Fault{Name: "rights-lost", Target: "account.move.*"})
		c := s.counters[0]
		id := s.charge(c, s.order(c, 0))
		st := s.notCharged(id, payment.Stopped)
		if p := s.because(st, payment.ProblemFailure); p.Failure != explain.Forbidden {
			s.fail("%+v", p)
		}
	})
}

// refusedBy denies access at a call, sees the charge stopped, and then the same charge going through. Cashiers who may
// charge without Odoo may not charge then either: an Odoo that says no is not away.
func (s *shop) refusedBy(target string, want explain.Kind) {
	s.t.Helper()
	s.trusted(owed[0])
	c := s.counters[0]
	s.odooFault(odoosim.Fault{Name: "access-denied", Target: target})
	if target == "common.authenticate" { // asked once by each run of the program
		s.again(c)
	}
	id := s.charge(c, s.order(c, 0))
	st := s.notCharged(id, payment.Stopped)
	if p := s.because(st, payment.ProblemFailure); p.Failure != want || p.Side != explain.Odoo {
		s.fail("%+v", p)
	}
	if n := len(s.intents(0)); n != 0 {
		s.fail("%d claims", n)
	}
	s.mend()
	_, id = s.asked()
	s.tap(0)
	s.paidOnce(id)
}
