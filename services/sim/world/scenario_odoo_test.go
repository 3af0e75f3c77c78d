package world

import (
	"context"
	"strings"
	"testing"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
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

func (c *crowd) FindBookings(ctx context.Context, mark string) ([]payment.Booking, error) {
	c.now++
	defer func() { c.now-- }()
	c.most = max(c.most, c.now)
	return c.Odoo.FindBookings(ctx, mark)
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
	s.odooFault(odoosim.Fault{Name: "access-denied", Target: target})
	c := s.counters[0]
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

// A slow Odoo makes the beginning and the booking slow, and nothing else: the prompt stands, the charge is shown at once.
func TestSlowOdooDelaysOnlyTheBooking(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "slow", Delay: 9 * time.Second})
	s.pass(5 * time.Second)
	s.tap(0)
	tapped := s.now
	s.reach(id, 10*time.Second, payment.Approved, payment.Posting, payment.Outbox)
	if d := s.shownAt(id, payment.Approved, tapped) - tapped; d > 4*time.Second {
		s.fail("charged is shown %s after the tap", d)
	}
	s.paidOnce(id)
}

// An order to Odoo that takes longer than anybody waits is still executed by Odoo: it is found, not repeated.
func TestBookingOutlivesItsCallersPatience(t *testing.T) {
	for _, target := range []string{"account.payment.load", "account.payment.action_post", "account.move.js_assign_outstanding_line"} {
		t.Run(target, func(t *testing.T) {
			s := newShop(t)
			_, id := s.asked()
			s.odooFault(odoosim.Fault{Name: "slow", Target: target, Delay: 100 * time.Second, Count: 1})
			s.tap(0)
			s.paidOnce(id)
		})
	}
}

// Whatever is lost at whatever step of the booking: one payment, reconciled.
func TestBookingBrokenAtEachStepIsBookedOnce(t *testing.T) {
	for _, fault := range []string{"down", "lost-answer", "late", "twice", "error-1", "html-page", "truncated"} {
		for _, target := range []string{"account.payment.search_read", "account.payment.load", "account.payment.read", "account.payment.action_post", "account.move.js_assign_outstanding_line", "account.move.search_read"} {
			t.Run(fault+" "+target, func(t *testing.T) {
				s := newShop(t)
				_, id := s.asked()
				s.odooFault(odoosim.Fault{Name: fault, Target: target, Count: 2, Delay: 40 * time.Second})
				s.tap(0)
				s.paidOnce(id)
				s.pass(time.Minute)
			})
		}
	}
}

// healed is an Odoo in which a colleague books the same charge between this counter's look-up and its look at the invoice.
type healed struct {
	payment.Odoo
	s    *shop
	c    *counter
	id   string
	done bool
}

func (h *healed) FindBookings(ctx context.Context, mark string) ([]payment.Booking, error) {
	found, err := h.Odoo.FindBookings(ctx, mark)
	if err == nil && !h.done {
		h.done = true
		s, st := h.s, h.s.states[h.id]
		colleague, err := odoo.New(odoo.Config{URL: "http://127.0.0.1", Database: odooDatabase, User: odooUser, Key: odooKey, HTTP: quiet{s.world}, Clock: h.c.clock})
		s.must(err)
		booking, err := colleague.CreateDraft(ctx, payment.BookingRow{
			Mark: mark, Memo: mark + " " + st.Numbers(), Partner: st.Partner, Amount: st.Received, Date: colleague.Day(st.ChargedAt), Documents: st.Documents(),
		})
		s.must(err)
		s.must(colleague.Post(ctx, booking))
		s.must(colleague.Assign(ctx, booking, s.docs[0]))
	}
	return found, err
}

func (h *healed) Documents(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	if h.s.states[h.id].Phase.Charged() {
		if err := h.c.clock.Sleep(ctx, time.Second); err != nil {
			return nil, err
		}
	}
	return h.Odoo.Documents(ctx, ids)
}

// Two book the same charge at the same time: one payment, and nobody is told that the invoice was paid otherwise.
func TestBookedByAColleagueMeanwhileIsFound(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	h := &healed{s: s, c: c}
	s.sabotage.Odoo = func(g payment.Odoo) payment.Odoo { h.Odoo = g; return h }
	s.again(c)
	_, h.id = s.asked()
	s.tap(0)
	s.paidOnce(h.id)
	if strings.Contains(s.path(h.id), payment.PostingHeld.String()) {
		s.fail("%s", s.path(h.id))
	}
}

// Odoo says no (a locked period): the money is safe, a person is told Odoo's words, Rebook works, and nobody charges the
// invoice again meanwhile.
func TestOdooRefusesTheBookingItIsHeldAndNeverChargedAgain(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "refuse-booking", Text: "The period is locked."})
	s.weather.struck[OdooRefuses]++
	s.tap(0)
	st := s.reach(id, time.Minute, payment.PostingHeld)
	if p := s.because(st, payment.ProblemRefused); !strings.Contains(p.Text, "The period is locked.") {
		s.fail("%+v", p)
	}
	other := s.counters[1]
	refused := s.charge(other, s.order(other, 0))
	if p := s.because(s.notCharged(refused, payment.Stopped), payment.ProblemBeingBooked); p.Counter != c.name || p.Intent != st.Intent {
		s.fail("%+v", p)
	}
	s.do(c, func() { s.must(c.desk.Rebook(id, "Kim")) })
	s.reach(id, time.Minute, payment.PostingHeld) // still locked
	s.mend()
	s.do(c, func() { s.must(c.desk.Rebook(id, "Kim")) })
	s.paidOnce(id)
	if got := s.statuses(0); got != "succeeded" {
		s.fail("claims: %s", got)
	}
}

// What waits for a person waits for him, also after a restart and although Odoo would take it by now.
func TestHeldBookingWaitsForAPersonAfterARestart(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "refuse-booking", Text: "The period is locked."})
	s.weather.struck[OdooRefuses]++
	s.tap(0)
	s.reach(id, time.Minute, payment.PostingHeld)
	s.mend()
	s.again(c)
	s.pass(10 * time.Minute)
	active := c.desk.Active()
	if len(active) != 1 || active[0].Phase != payment.PostingHeld {
		s.fail("the desk works on %+v", active)
	}
	s.because(active[0], payment.ProblemRefused)
	s.do(c, func() { s.must(c.desk.Rebook(id, "Kim")) })
	s.paidOnce(id)
}

// The rights are taken away after the charge: the booking waits, and comes back by itself when they do.
func TestRightsLostTheBookingWaitsAndComesBackByItself(t *testing.T) {
	for _, fault := range []odoosim.Fault{{Name: "rights-lost"}, {Name: "access-denied"}} {
		t.Run(fault.Name, func(t *testing.T) {
			s := newShop(t)
			_, id := s.asked()
			s.odooFault(fault)
			s.tap(0)
			st := s.reach(id, time.Minute, payment.Outbox)
			if st.Delay != explain.Forbidden && st.Delay != explain.KeyRefused {
				s.fail("it waits for %q", st.Delay)
			}
			s.pass(10 * time.Minute)
			if got := s.states[id].Phase; got != payment.Outbox && got != payment.Posting {
				s.fail("%s", got)
			}
			s.mend()
			s.paidOnce(id)
		})
	}
}

// A hand payment in the seconds of the tap cannot be prevented; it is noticed and said, never booked over.
func TestHandPaymentSlippingInIsSaid(t *testing.T) {
	t.Run("all of it, before the booking", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		s.tap(0)
		s.pays(0, owed[0])
		s.because(s.reach(id, time.Minute, payment.PostingHeld), payment.ProblemDocument)
	})
	t.Run("a part of it, during the booking", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		s.on(payment.Drafted{}, func(*counter, payment.State) { s.after(0, func() { s.pays(0, 2000) }) })
		s.tap(0)
		st := s.reach(id, time.Minute, payment.Done)
		if st.Credit == nil || st.Credit.Minor != 2000 {
			s.fail("credit %v", st.Credit)
		}
		if s.residual(0) != 0 {
			s.fail("%d left", s.residual(0))
		}
	})
}

// A charge is booked on the company's day, also by a counter elsewhere that was started anew and asks Odoo for the first time.
func TestChargeIsBookedOnTheCompanysDay(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Auckland") // 13 hours ahead of the counter
	if err != nil {
		t.Fatal(err)
	}
	s := newShop(t)
	s.odoo = s.books(odooDatabase, zone)
	s.pass(3 * time.Hour)
	c, id := s.asked()
	s.tap(0)
	s.until("Stripe says succeeded", 10*time.Second, func() bool { return s.statuses(0) == "succeeded" })
	s.again(c)
	st := s.paidOnce(id)
	want := st.ChargedAt.In(zone).Format(time.DateOnly)
	if want == st.ChargedAt.UTC().Format(time.DateOnly) {
		t.Fatal("the days do not differ")
	}
	for _, p := range s.odoo.Ledger().Payments {
		if p.Date != want {
			s.fail("booked on %s, charged on %s", p.Date, want)
		}
	}
}

// The bank approves less than was asked: exactly that is booked, and the rest stays owed and can be paid.
func TestPartialAuthorisationIsBookedAsReceived(t *testing.T) {
	s := newShop(t)
	c, id := s.asked()
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultPartial, Count: 1})
	s.tap(0)
	st := s.paidOnce(id)
	if st.Received.Minor != owed[0]*6/10 || s.residual(0) != owed[0]-st.Received.Minor || st.Residual[0] != s.residual(0) {
		s.fail("received %s, %d left, the screen says %d", st.Received, s.residual(0), st.Residual[0])
	}
	o := s.order(c, 0)
	o.Parts[0].Minor = s.residual(0)
	o.Amount.Minor = s.residual(0)
	rest := s.charge(c, o)
	s.reach(rest, 20*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(rest)
	if s.residual(0) != 0 {
		s.fail("%d left", s.residual(0))
	}
}

// One card for two invoices: both are settled by the one payment.
func TestTwoInvoicesOneChargeBothSettled(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	id := s.charge(c, s.order(c, 0, 1))
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0)
	st := s.paidOnce(id)
	if st.Received.Minor != owed[0]+owed[1] || s.residual(0)+s.residual(1) != 0 {
		s.fail("received %s, left %d and %d", st.Received, s.residual(0), s.residual(1))
	}
}
