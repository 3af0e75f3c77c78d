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

func (h *healed) FindBookings(ctx context.Context, mark string, known ...int64) ([]payment.Booking, error) {
	found, err := h.Odoo.FindBookings(ctx, mark, known...)
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
	s.again(c)
	s.pass(10 * time.Minute) // the healers of all counters have been refused as well
	s.mend()
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
