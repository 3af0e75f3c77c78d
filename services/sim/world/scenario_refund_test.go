package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
)

// R4: the refund itself. Lost if it fails: the customer's money.
func TestRefundOfACreditNote(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(0)))
	s.refunded(c, id, 10*time.Second, refund.Done)
	s.once(owed[0])
}

// R6: from an invoice; the note is made, marked and posted once, although its maker loses power after each of its facts.
func TestRefundR6KilledAfterEachFact(t *testing.T) {
	for _, kind := range []refund.Fact{
		refund.RefundOpened{}, refund.RefundChecked{}, refund.NoteIntended{}, refund.NoteMade{}, refund.RefundIntended{}, refund.RefundAnswered{},
		refund.RefundPostIntended{}, refund.RefundDrafted{}, refund.RefundBooked{},
	} {
		t.Run(refund.KindName(kind), func(t *testing.T) {
			s := newRefundShop(t, "EUR")
			s.sold("")
			c := s.counters[0]
			o := s.approve(c, 0)
			s.onRefund = func(at *counter, f refund.Fact) {
				if at == c && refund.KindName(f) == refund.KindName(kind) {
					s.onRefund = nil
					s.off(at)
				}
			}
			s.spawn("manager", c, func() { _, _ = c.refunds.Start(o) }) // dies with the counter
			s.until("it dies", 10*time.Second, func() bool { return c.dead })
			s.pass(3 * time.Second)
			c.start()
			s.refunded(c, c.disk.refunds[0], time.Minute, refund.Done)
			s.once(owed[0])
			notes := s.notes()
			if len(notes) != 1 || notes[0].ResidualMinor != 0 || !byUs(notes[0]) {
				s.fail("%+v", notes)
			}
		})
	}
}

// R6, I16: the wizard's call arrives once more after an hour. Its draft goes, or the invoice counts as credited twice for ever.
func TestRefundR6LateWizardTwinIsDeleted(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, 0)
	s.odooFault(odoosim.Fault{Name: "twice", Target: "account.move.reversal.refund_moves", Count: 1, Delay: time.Hour})
	id := s.giveBack(c, o)
	s.refunded(c, id, time.Minute, refund.Done)
	drafts := func() (n int) {
		for _, d := range s.odoo.Ledger().Invoices {
			if d.Kind == "out_refund" && d.State == "draft" {
				n++
			}
		}
		return n
	}
	s.until("the twin appears", 2*time.Hour, func() bool { return drafts() == 1 })
	s.until("it is deleted", 6*time.Minute, func() bool { return drafts() == 0 })
	s.once(owed[0])
}

// R2: two managers at two counters with one credit note in the same second. One refund; the other says what changed.
func TestRefundR2TwoManagersAtOnce(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	one, two := s.counters[0], s.counters[1]
	note := s.credit(some)
	a, b := s.approve(one, note), s.approve(two, note)
	var ids [2]string
	s.do(one, func() {
		ids[0], _ = one.refunds.Start(a)
		ids[1], _ = two.refunds.Start(b)
	})
	x := s.refunded(one, ids[0], time.Minute, refund.Done, refund.Stopped)
	y := s.refunded(two, ids[1], time.Minute, refund.Done, refund.Stopped)
	if (x.Phase == refund.Done) == (y.Phase == refund.Done) {
		s.fail("%s and %s", x.Phase, y.Phase)
	}
	s.once(some)
}

// R2: a double tap, and a second manager at the same counter, begin nothing.
func TestRefundR2DoubleTap(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(some))
	s.do(c, func() {
		id, err := c.refunds.Start(o)
		again, second := c.refunds.Start(o)
		if err != nil || !errors.Is(second, refund.ErrBusyNote) || again != id {
			s.fail("%v, then %q %v", err, again, second)
		}
	})
	s.refunded(c, c.disk.refunds[0], time.Minute, refund.Done)
	s.once(some)
}

// R1: a note is paid back in two parts, a while apart; each is listed for anew.
func TestRefundR1InParts(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	note := s.credit(0)
	for range 2 {
		o := s.approve(c, note)
		o.Amount.Minor, o.Shares[0].Minor = some, some
		s.refunded(c, s.giveBack(c, o), time.Minute, refund.Done)
		s.pass(30 * time.Second)
	}
	if live, given := s.out(); len(given) != 2 || len(live) != 2 || s.offered(c, note).Most.Minor != owed[0]-2*some {
		s.fail("%+v %+v", given, live)
	}
}

// R2: an invoice was paid with two cards. Each gets back what it paid, by a refund and a payment out of its own.
func TestRefundR2OverSeveralCharges(t *testing.T) {
	s := newRefundShop(t, "EUR")
	c := s.counters[0]
	for _, minor := range []int64{some, owed[0] - some} {
		o := s.order(c, 0)
		o.Parts[0].Minor, o.Amount.Minor = minor, minor
		id := s.charge(c, o)
		s.reach(id, 10*time.Second, payment.Waiting)
		s.tap(0)
		s.paidOnce(id)
	}
	s.refunded(c, s.giveBack(c, s.approve(c, s.credit(0))), time.Minute, refund.Done)
	live, given := s.out()
	if len(given) != 2 || len(live) != 2 || given[0].Amount+given[1].Amount != owed[0] || live[0].AmountMinor != given[0].Amount || live[1].AmountMinor != given[1].Amount {
		s.fail("%+v %+v", given, live)
	}
}

// R1: the accountant pays the note out by transfer in the second between the approval's reading and the send.
func TestRefundR1PaidByHandAtTheLastMoment(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	note := s.credit(some)
	o := s.approve(c, note)
	s.onRefund = func(_ *counter, f refund.Fact) {
		if _, ok := f.(refund.RefundChecked); ok {
			s.onRefund = nil
			s.person(note, "pays it out by transfer")
			_, err := s.odoo.RegisterHandPayment(o.Note.Number, some)
			s.must(err)
		}
	}
	st := s.refunded(c, s.giveBack(c, o), time.Minute, refund.Stopped, refund.Done)
	if _, given := s.out(); len(given) != 0 || st.Problem == nil || st.Problem.Kind != refund.ProblemChanged {
		s.fail("%+v %+v", st.Problem, given)
	}
}

// R6: two managers make a credit note of one invoice in the same second. Together they never exceed it, and no draft stays.
func TestRefundR6TwoNotesOfOneInvoice(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	one, two := s.counters[0], s.counters[1]
	a, b := s.approve(one, 0), s.approve(two, 0)
	var ids [2]string
	s.do(one, func() {
		ids[0], _ = one.refunds.Start(a)
		ids[1], _ = two.refunds.Start(b)
	})
	s.refunded(one, ids[0], 2*time.Minute, refund.Done, refund.Stopped)
	s.refunded(two, ids[1], 2*time.Minute, refund.Done, refund.Stopped)
	s.pass(6 * time.Minute)
	var sum int64
	for _, n := range s.odoo.Ledger().Invoices {
		if n.Kind == "out_refund" && n.State != "cancel" {
			sum += n.TotalMinor
		}
	}
	if _, given := s.out(); sum > owed[0] || len(given) > 1 {
		s.fail("credited %d, %+v", sum, given)
	}
}

// R1: the invoice is half paid and a card is being asked for the rest. A credit note made now would pay that rest, and the
// customer would pay it once more.
func TestRefundR1NotWhileACardIsAsked(t *testing.T) {
	s := newRefundShop(t, "EUR")
	one, two := s.counters[0], s.counters[1]
	half := s.order(one, 0)
	half.Parts[0].Minor /= 2
	half.Amount.Minor /= 2
	id := s.charge(one, half)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0)
	s.paidOnce(id)
	half.Counter, half.Reader = payment.Counter{ID: two.ident, Name: two.name}, readerRef(s.readers[1])
	rest := s.charge(two, half)
	s.reach(rest, 10*time.Second, payment.Waiting)
	s.do(one, func() { _ = one.desk.Index.Refresh(one.ctx) })
	st := s.refunded(one, s.giveBack(one, s.approve(one, 0)), time.Minute, refund.Stopped, refund.Done)
	if st.Problem == nil || st.Problem.Kind != refund.ProblemCharging || st.Problem.Counter != two.name || len(s.notes()) != 0 {
		s.fail("%+v, %+v", st.Problem, s.notes())
	}
	s.tap(1)
	s.reach(rest, 10*time.Second, payment.Done)
	s.refunded(one, s.giveBack(one, s.approve(one, 0)), time.Minute, refund.Done)
}
