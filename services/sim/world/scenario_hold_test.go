package world

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	stripesim "paydesk/services/sim/stripe"
)

// held reserves an invoice's money at a counter.
func (s *shop) held(c *counter, invoice int) payment.State {
	s.t.Helper()
	o := s.order(c, invoice)
	o.Hold = true
	id := s.charge(c, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(c.id - 1)
	return s.reach(id, 10*time.Second, payment.Reserved)
}

// capture orders a hold to be charged at a counter.
func (s *shop) capture(c *counter, intent string, minor int64) (id string) {
	s.t.Helper()
	var err error
	s.do(c, func() { id, err = c.desk.Capture(c.ctx, intent, minor, "Ingrid") })
	s.must(err)
	return id
}

// letGo orders a hold to be released at a counter.
func (s *shop) letGo(c *counter, intent string) (id string) {
	s.t.Helper()
	var err error
	s.do(c, func() { id, err = c.desk.Release(c.ctx, intent, "Kim", "Ingrid", "the goods came back") })
	s.must(err)
	return id
}

// Lost if it fails: reserved money counts as paid, stands in Odoo's books, or is booked on the wrong day.
func TestHoldIsNotPaidUntilItIsCaptured(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	st := s.held(c, 0)
	s.pass(26 * time.Hour)
	if s.residual(0) != owed[0] || len(s.odoo.Ledger().Payments) != 0 {
		s.fail("a hold moved the books: %d left, %+v", s.residual(0), s.odoo.Ledger().Payments)
	}
	s.capture(c, st.Intent, owed[0])
	s.paidOnce(st.ID)
	s.went(st.ID, "Checking Claiming Claimed Dispatching Waiting Reserved Capturing Approved Posting Done")
	live, _ := s.bookingOf(st.Intent)
	if day := s.time().Format(time.DateOnly); live[0].Date != day {
		s.fail("booked on %s, captured on %s", live[0].Date, day)
	}
	if s.residual(0) != 0 {
		s.fail("%d left", s.residual(0))
	}
}

// Lost if it fails: a part that is charged books the whole, or the rest of the hold stays on the customer's card.
func TestHoldCapturedInPartLetsTheRestGo(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	st := s.held(c, 0)
	s.capture(c, st.Intent, owed[0]/2)
	s.paidOnce(st.ID)
	in := s.intents(0)[0]
	if in.Received != owed[0]/2 || in.Capturable != 0 || s.residual(0) != owed[0]-owed[0]/2 {
		s.fail("%+v, %d left", in, s.residual(0))
	}
}

// Lost if it fails: two counters that charge one hold at the same moment charge or book it twice, or one of them shows an
// amount that was not charged.
func TestTwoCountersCaptureOneHoldOnce(t *testing.T) {
	for _, apart := range []time.Duration{0, 30 * time.Millisecond, 150 * time.Millisecond, time.Second} {
		t.Run(apart.String(), func(t *testing.T) {
			s := newShop(t)
			st := s.held(s.counters[0], 0)
			for n, c := range s.counters {
				s.after(time.Second+time.Duration(n)*apart, func() {
					s.spawn("Ingrid", c, func() {
						if _, err := c.desk.Capture(c.ctx, st.Intent, owed[0]-int64(n)*100, "Ingrid"); err != nil && !errors.Is(err, payment.ErrNoHold) {
							s.fail("%v", err)
						}
					})
				})
			}
			s.paidOnce(st.ID)
			received := s.intents(0)[0].Received
			s.pass(2 * time.Minute)
			for id, other := range s.states {
				if other.Phase != payment.Done || other.Received.Minor != received {
					s.fail("[%.4s] shows %s %s, Stripe received %d", id, other.Phase, other.Received, received)
				}
			}
		})
	}
}

// Lost if it fails: one manager charges a hold while another lets it go, and a screen says what did not happen.
func TestCaptureAndReleaseAtOnceAgree(t *testing.T) {
	for _, apart := range []time.Duration{0, 20 * time.Millisecond, 60 * time.Millisecond, 300 * time.Millisecond} {
		t.Run(apart.String(), func(t *testing.T) {
			s := newShop(t)
			one, two := s.counters[0], s.counters[1]
			st := s.held(one, 0)
			s.after(time.Second, func() {
				s.spawn("Ingrid", one, func() { _, _ = one.desk.Capture(one.ctx, st.Intent, owed[0], "Ingrid") })
			})
			s.after(time.Second+apart, func() {
				s.spawn("Mia", two, func() { _, _ = two.desk.Release(two.ctx, st.Intent, "Kim", "Mia", "the goods came back") })
			})
			end := s.reach(st.ID, 5*time.Minute, payment.Done, payment.Released)
			want := map[payment.Phase]string{payment.Done: "succeeded", payment.Released: "canceled"}[end.Phase]
			s.pass(2 * time.Minute)
			if got := s.statuses(0); got != want {
				s.fail("%s, and Stripe says %s", end.Phase, got)
			}
			for id, other := range s.states {
				if other.Phase != end.Phase {
					s.fail("[%.4s] shows %s, the other counter %s", id, other.Phase, end.Phase)
				}
			}
		})
	}
}

// Lost if it fails: a colleague charges an invoice whose money is held already.
func TestHeldInvoiceIsNotChargedElsewhere(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	held := s.held(one, 0)
	id := s.charge(two, s.order(two, 0))
	p := s.because(s.notCharged(id, payment.Stopped), payment.ProblemReserved)
	if p.Counter != one.name || p.Intent != held.Intent {
		s.fail("the cashier hears of %q %q", p.Counter, p.Intent)
	}
	if _, err := one.desk.Start(s.order(one, 0)); !errors.Is(err, payment.ErrBusyDocument) {
		s.fail("its own counter: %v", err)
	}
	s.letGo(two, held.Intent)
	s.until("the owner knows", 2*time.Minute, func() bool { return s.states[held.ID].Phase == payment.Released })
	s.because(s.states[held.ID], payment.ProblemHoldReleased)
	s.paid(two, 0)
}

// Lost if it fails: a hold ends without a word, or is taken for one that still stands.
func TestHoldThatNobodyCapturesIsWarnedOfAndEnds(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	st := s.held(one, 0)
	if want := s.time().Add(48 * time.Hour); st.Reservation.Until.Sub(want).Abs() > time.Minute {
		s.fail("held until %s, the bank says %s", st.Reservation.Until, want)
	}
	s.pass(23 * time.Hour)
	if n := len(one.attention.List()) + len(two.attention.List()); n != 0 {
		s.fail("%d entries a day before there is anything to do", n)
	}
	for _, c := range s.counters {
		e := s.entry(c, recovery.HoldEnds, 90*time.Minute)
		if e.Amount.Minor != owed[0] || !e.At.Equal(st.Reservation.Until) {
			s.fail("%+v", e)
		}
	}
	s.pass(24 * time.Hour)
	end := s.reach(st.ID, time.Hour, payment.Released)
	s.because(end, payment.ProblemHoldEnded)
	for _, c := range s.counters {
		s.entry(c, recovery.HoldLost, 6*time.Minute)
		if len(c.attention.List()) != 1 {
			s.fail("%s: %+v", c.name, c.attention.List())
		}
	}
	s.act(one, s.entry(one, recovery.HoldLost, 0), recovery.Close, "the customer was called")
	s.until("the colleague need not close it too", 10*time.Minute, func() bool { return len(two.attention.List()) == 0 })
	s.paid(two, 0)
}

// Lost if it fails: somebody charges a hold in Stripe's dashboard or lets it go there, and the counter still offers it, or
// never books it.
func TestHoldEndedInTheDashboardIsNoticed(t *testing.T) {
	t.Run("captured", func(t *testing.T) {
		s := newShop(t)
		st := s.held(s.counters[0], 0)
		s.admin("payment_intents/"+st.Intent+"/capture", url.Values{"amount_to_capture": {fmt.Sprint(owed[0])}})
		s.paidOnce(st.ID)
	})
	t.Run("let go", func(t *testing.T) {
		s := newShop(t)
		st := s.held(s.counters[0], 0)
		s.admin("payment_intents/"+st.Intent+"/cancel", nil)
		s.because(s.reach(st.ID, 2*time.Minute, payment.Released), payment.ProblemHoldReleased)
	})
}

// Lost if it fails: a hold dies with the machine that made it.
func TestDeadColleaguesHoldIsCapturedElsewhere(t *testing.T) {
	s := newShop(t)
	one, two := s.counters[0], s.counters[1]
	st := s.held(one, 0)
	s.off(one)
	var held []payment.Hold
	var err error
	s.do(two, func() { held, err = two.desk.Holds(two.ctx) })
	if err != nil || len(held) != 1 || held[0].Claim.Intent != st.Intent || held[0].Claim.Counter.Name != one.name || held[0].Amount.Minor != owed[0] || held[0].Last4 == "" {
		s.fail("%+v %v", held, err)
	}
	id := s.capture(two, st.Intent, owed[0])
	s.reach(id, time.Minute, payment.Done)
	s.pass(5 * time.Minute)
	one.start()
	s.paidOnce(st.ID)
}

// Lost if it fails: an invoice that was paid otherwise is charged from its hold too.
func TestPaidInvoiceIsNotCapturedToo(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	st := s.held(c, 0)
	s.pays(0, owed[0])
	s.capture(c, st.Intent, owed[0])
	s.until("the capture is given up", time.Minute, func() bool { return s.states[st.ID].Problem != nil })
	s.because(s.reach(st.ID, time.Second, payment.Reserved), payment.ProblemDocument)
	if got := s.statuses(0); got != "requires_capture" {
		s.fail("%s", got)
	}
	s.letGo(c, st.Intent)
	if end := s.reach(st.ID, time.Minute, payment.Released); end.Problem != nil || end.Reservation.Approver != "Ingrid" {
		s.fail("%+v", end.Reservation)
	}
}

// Lost if it fails: a cashier's cancel lets money go that only a manager may, or a hold is let go without a reason.
func TestHoldIsLetGoByAManagerAlone(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	st := s.held(c, 0)
	if err := c.desk.Cancel(st.ID, "Kim"); !errors.Is(err, payment.ErrUnexpected) {
		s.fail("%v", err)
	}
	if _, err := c.desk.Release(c.ctx, st.Intent, "Kim", "", "tired"); !errors.Is(err, payment.ErrNoReason) {
		s.fail("%v", err)
	}
	var err error
	s.do(c, func() { _, err = c.desk.Capture(c.ctx, st.Intent, owed[0]+1, "Ingrid") })
	if !errors.Is(err, payment.ErrHoldAmount) {
		s.fail("%v", err)
	}
	s.pass(2 * time.Minute)
	if got := s.statuses(0); got != "requires_capture" {
		s.fail("%s", got)
	}
}

// Lost if it fails: a capture whose answer was lost, or which Stripe stored as refused, is forgotten, sent as another one, or
// called not charged.
func TestCaptureThroughALostAnswerChargesOnce(t *testing.T) {
	for _, f := range []stripesim.Fault{
		{Name: stripesim.FaultError500Made, Count: 1}, {Name: stripesim.FaultError500NotMade, Count: 3}, {Name: stripesim.FaultBadGateway, Count: 5},
		{Name: stripesim.FaultRateLimited, Count: 2}, {Name: stripesim.FaultDown, Count: 4},
	} {
		t.Run(f.Name, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			st := s.held(c, 0)
			f.Target = "payment_intents.capture"
			s.stripeFault(f)
			s.capture(c, st.Intent, owed[0])
			s.paidOnce(st.ID)
		})
	}
}

// Lost if it fails: the machine dies between any two entries of a capture or a release, and money is charged twice, not booked,
// or called what it is not.
func TestPowerCutWhileAHoldEndsEndsWhole(t *testing.T) {
	for _, verb := range []string{"capture", "release"} {
		for after := 1; ; after++ {
			cut := false
			t.Run(fmt.Sprint(verb, " ", after), func(t *testing.T) {
				s := newShop(t)
				c := s.counters[0]
				st := s.held(c, 0)
				s.pass(10 * time.Second)
				seen := 0
				s.hooks = append(s.hooks, &hook{do: func(c *counter, state payment.State) {
					if state.ID != st.ID {
						return
					}
					if seen++; seen == after {
						s.off(c)
					}
				}})
				s.spawn("Ingrid", c, func() {
					if verb == "capture" {
						_, _ = c.desk.Capture(c.ctx, st.Intent, owed[0], "Ingrid")
					} else {
						_, _ = c.desk.Release(c.ctx, st.Intent, "Kim", "Ingrid", "the goods came back")
					}
				})
				s.pass(40 * time.Second)
				if cut = c.dead; cut {
					s.pass(2 * time.Minute)
					c.start()
				}
				if verb == "capture" {
					s.paidOnce(st.ID)
					return
				}
				s.reach(st.ID, 5*time.Minute, payment.Released)
				if got := s.statuses(0); got != "canceled" {
					s.fail("%s", got)
				}
			})
			if !cut {
				if after < 3 {
					t.Errorf("%s: the power was cut at no entry after %d", verb, after)
				}
				break
			}
		}
	}
}

// Lost if it fails: the claim does not tell other counters, or an accountant in the dashboard, that the money is only held.
func TestHoldsClaimSaysSo(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	st := s.held(c, 0)
	m := s.intents(0)[0].Metadata
	if m["pd_kind"] != "hold" {
		s.fail("pd_kind is %q", m["pd_kind"])
	}
	s.capture(c, st.Intent, owed[0])
	s.paidOnce(st.ID)
	if m = s.intents(0)[0].Metadata; !strings.HasSuffix(m["pd_cap"], ":Ingrid") {
		s.fail("pd_cap is %q", m["pd_cap"])
	}
}
