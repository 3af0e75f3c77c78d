package world

import (
	"errors"
	"slices"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Scripted worlds of refunds (PROTOCOLS §4): moments that a seed is too unlikely to draw, days that a seed does not last.

// newRefundShop is a shop in which nobody taps by himself.
func newRefundShop(t *testing.T, currency money.Currency) *shop {
	t.Helper()
	s := openShopIn(t, currency)
	s.holders = walksPast.lots()
	t.Cleanup(s.close)
	return s
}

// sold charges the first invoice at the first counter with a card.
func (s *shop) sold(card string) payment.State {
	s.t.Helper()
	c, id := s.asked()
	s.hand(c.id-1, stripesim.GestureTap, card)
	return s.paidOnce(id)
}

// credit is a person's credit note of the first invoice, minor 0: all of it.
func (s *shop) credit(minor int64) int64 {
	s.t.Helper()
	id, _, err := s.odoo.CreditNote(s.numbers[s.docs[0]], minor)
	s.must(err)
	return int64(id)
}

// approve is a manager who refunds all that may go back on a note, or on the first invoice.
func (s *shop) approve(c *counter, note int64) refund.Order {
	s.t.Helper()
	var o refund.Offer
	var err error
	s.do(c, func() {
		if note != 0 {
			o, err = c.refunds.OfferNote(c.ctx, note)
		} else {
			o, err = c.refunds.OfferInvoice(c.ctx, s.docs[0])
		}
	})
	s.must(err)
	shares, rest := o.Allocate(o.Most.Minor)
	if rest != 0 || len(shares) == 0 {
		s.fail("nothing may go back: %+v", o)
	}
	order := c.approved(o, o.Most, shares, c.till)
	for i := range order.Shares {
		if order.Shares[i].Reader != nil {
			r := readerRef(s.readers[c.id-1])
			order.Shares[i].Reader = &r
		}
	}
	return order
}

func (s *shop) giveBack(c *counter, o refund.Order) string {
	s.t.Helper()
	var id string
	var err error
	s.do(c, func() { id, err = c.refunds.Start(o) })
	s.must(err)
	return id
}

// refunded waits until a refund of a counter is in one of the phases.
func (s *shop) refunded(c *counter, id string, limit time.Duration, phases ...refund.Phase) refund.State {
	s.t.Helper()
	var st refund.State
	s.until("the refund is over", limit, func() bool {
		var err error
		st, err = refund.Load(refundDisk{c.disk}, id)
		return err == nil && slices.Contains(phases, st.Phase)
	})
	return st
}

// out is the live payments of refunds in Odoo, and all refunds in Stripe.
func (s *shop) out() (live []odoosim.LedgerPayment, given []stripesim.LedgerRefund) {
	for _, p := range s.odoo.Ledger().Payments {
		if p.Direction == "outbound" && liveBooking(p) {
			live = append(live, p)
		}
	}
	return live, s.stripe.Ledger().Refunds
}

// once holds the shop to one refund of all that was paid, booked once on its note.
func (s *shop) once() {
	s.t.Helper()
	live, given := s.out()
	if len(given) != 1 || len(live) != 1 || given[0].Amount != owed[0] || live[0].AmountMinor != owed[0] || !live[0].IsReconciled {
		s.fail("refunds %+v\nbooked as %+v", given, live)
	}
}

// R4: the refund itself. Lost if it fails: the customer's money.
func TestRefundOfACreditNote(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(0)))
	s.refunded(c, id, 10*time.Second, refund.Done)
	s.once()
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
			s.once()
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
	s.once()
}

// R2: two managers at two counters with one credit note in the same second. One refund; the other says what changed.
func TestRefundR2TwoManagersAtOnce(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	one, two := s.counters[0], s.counters[1]
	note := s.credit(0)
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
	s.once()
}

// R2: a double tap, and a second manager at the same counter, begin nothing.
func TestRefundR2DoubleTap(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.do(c, func() {
		id, err := c.refunds.Start(o)
		again, second := c.refunds.Start(o)
		if err != nil || !errors.Is(second, refund.ErrBusyNote) || again != id {
			s.fail("%v, then %q %v", err, again, second)
		}
	})
	s.refunded(c, c.disk.refunds[0], time.Minute, refund.Done)
	s.once()
}

// R3: the answer is lost and the counter with it, for longer than Stripe keeps keys. The list tells; nothing is sent again.
func TestRefundR3AnsweredByTheListAfterTheKeyIsGone(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "refunds.create", On: true})
	id := s.giveBack(c, o)
	s.until("it arrives", time.Minute, func() bool { _, given := s.out(); return len(given) == 1 })
	s.off(c)
	s.mend()
	s.shutFor(26 * time.Hour)
	s.refunded(c, id, time.Minute, refund.Done)
	s.once()
}

// R3: never answered and never made. While the key may still be known nobody hears "not refunded"; after 20 hours the list is
// believed, and a manager approves anew.
func TestRefundR3LapsesOnlyByTheList(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	note := s.credit(0)
	o := s.approve(c, note)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultDown, Target: "refunds.create", On: true})
	id := s.giveBack(c, o)
	s.refunded(c, id, time.Minute, refund.Unknown)
	s.shutFor(19 * time.Hour)
	st := s.refunded(c, id, time.Second, refund.Unknown)
	var err error
	s.do(c, func() { err = c.refunds.GiveUp(id, "Ingrid") })
	if !errors.Is(err, refund.ErrUnexpected) {
		s.fail("an unanswered refund was given up: %v", err)
	}
	st = s.refunded(c, id, 2*time.Hour, refund.Stopped)
	if st.Problem == nil || st.Problem.Kind != refund.ProblemLapsed {
		s.fail("%+v", st.Problem)
	}
	s.mend()
	s.refunded(c, s.giveBack(c, s.approve(c, note)), time.Minute, refund.Done)
	s.once()
}

// R4, R5: a refund that pends is shown as pending, and keeps the note claimed; one that the bank sends back three days after it
// was booked is taken back, the note is open again, and a new one may be made.
func TestRefundR5ComesBackAfterDays(t *testing.T) {
	for name, card := range map[string]string{"after it succeeded": "refund-comes-back", "after it was pending": "refund-pends"} {
		t.Run(name, func(t *testing.T) {
			s := newRefundShop(t, "EUR")
			s.sold(card)
			c := s.counters[0]
			note := s.credit(0)
			id := s.giveBack(c, s.approve(c, note))
			if card == "refund-pends" {
				s.refunded(c, id, time.Minute, refund.AtBank)
				if o := s.offered(c, note); o.Most.Minor != 0 {
					s.fail("%s may go back of what is on its way", o.Most)
				}
				_, given := s.out()
				s.atStripe(stripesim.Gesture{Kind: stripesim.GestureRefundFails, Refund: given[0].ID})
				s.refunded(c, id, 2*time.Minute, refund.CameBack)
			} else {
				s.refunded(c, id, time.Minute, refund.Done)
				s.shutFor(72 * time.Hour)
				s.refunded(c, id, 10*time.Minute, refund.CameBack)
			}
			if live, _ := s.out(); len(live) != 0 || s.offered(c, note).Most.Minor != owed[0] {
				s.fail("still booked: %+v", live)
			}
			again := s.giveBack(c, s.approve(c, note))
			s.refunded(c, again, time.Minute, refund.Done, refund.AtBank)
		})
	}
}

// shutFor switches all counters off and on again; nobody polls meanwhile.
func (s *shop) shutFor(d time.Duration) {
	for _, c := range s.counters {
		s.off(c)
	}
	s.pass(d)
	for _, c := range s.counters {
		c.start()
	}
	s.pass(time.Second)
}

func (s *shop) offered(c *counter, note int64) (o refund.Offer) {
	s.t.Helper()
	var err error
	s.do(c, func() { o, err = c.refunds.OfferNote(c.ctx, note) })
	s.must(err)
	return o
}

// atStripe is a person at the account.
func (s *shop) atStripe(g stripesim.Gesture) { s.t.Helper(); s.must(s.stripe.Gesture(g)) }

// H1: the counter dies with the customer's refund unbooked. Another one books it, once.
func TestRefundOfADeadCounterIsBookedByAnother(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.onRefund = func(at *counter, f refund.Fact) {
		if _, ok := f.(refund.RefundAnswered); ok {
			s.onRefund = nil
			s.off(at)
		}
	}
	s.spawn("manager", c, func() { _, _ = c.refunds.Start(o) }) // dies with the counter
	s.until("another books it", 10*time.Minute, func() bool { live, _ := s.out(); return len(live) == 1 && live[0].IsReconciled })
	s.once()
	c.start()
	s.refunded(c, c.disk.refunds[0], time.Minute, refund.Done)
	s.once()
}

// I7: an accountant deletes the payment out. No counter makes it again by itself; those that did not know of it read so in Stripe.
func TestRefundI7DeletedBookingIsNotMadeAgain(t *testing.T) {
	s := newRefundShop(t, "EUR")
	s.sold("")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(0)))
	s.refunded(c, id, time.Minute, refund.Done)
	s.pass(2 * time.Second)
	live, given := s.out()
	s.check.undone[given[0].ID] = true
	s.must(s.odoo.DeletePayment(live[0].ID))
	s.pass(12 * time.Minute)
	if live, _ := s.out(); len(live) != 0 {
		s.fail("made again: %+v", live)
	}
}

// R9: of a disputed charge nothing goes back, also where the dispute came after the approval.
func TestRefundR9OfADisputedCharge(t *testing.T) {
	s := newRefundShop(t, "EUR")
	st := s.sold("")
	c := s.counters[0]
	o := s.approve(c, s.credit(0))
	s.check.disputed[st.Intent] = true
	s.atStripe(stripesim.Gesture{Kind: stripesim.GestureDispute, Intent: st.Intent})
	got := s.refunded(c, s.giveBack(c, o), time.Minute, refund.Stopped)
	if got.Problem == nil || got.Problem.Kind != refund.ProblemDisputed {
		s.fail("%+v", got.Problem)
	}
	if _, given := s.out(); len(given) != 0 {
		s.fail("%+v", given)
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

// R8: an Interac card is paid back on the reader, with the card that paid: another card, a customer who cancels and one who walks
// away give nothing back and say so; then the right one does.
func TestRefundR8InteracAtTheReader(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	note := s.credit(0)
	for _, g := range []stripesim.Gesture{{Kind: stripesim.GestureTap, Card: "interac-of-another"}, {Kind: stripesim.GestureCancel}, {Kind: stripesim.GestureWalkAway}} {
		id := s.giveBack(c, s.approve(c, note))
		s.refunded(c, id, time.Minute, refund.AtReader)
		g.Reader = s.readers[0]
		s.atStripe(g)
		st := s.refunded(c, id, 5*time.Minute, refund.Stopped)
		if _, given := s.out(); len(given) != 0 || st.Problem == nil {
			s.fail("%+v %+v", given, st.Problem)
		}
	}
	id := s.giveBack(c, s.approve(c, note))
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.hand(0, stripesim.GestureTap, "interac")
	s.refunded(c, id, time.Minute, refund.Done)
	s.once()
}

// R8: the counter dies while its reader asks for the card, and the customer taps. It is not asked for twice.
func TestRefundR8KilledWhileTheReaderAsks(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(0)))
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.off(c)
	s.pass(2 * time.Second)
	s.hand(0, stripesim.GestureTap, "interac")
	s.pass(20 * time.Second)
	c.start()
	s.refunded(c, id, time.Minute, refund.Done)
	s.once()
}

// R8, S4: the reader's command is lost on its way or its answer is; the reader asks once, or once more under another epoch or by
// another approval, and one refund is made.
func TestRefundR8CommandUnanswered(t *testing.T) {
	for _, name := range []string{stripesim.FaultReaderTimeout, stripesim.FaultReaderTimeoutLit, stripesim.FaultLostAnswer, stripesim.FaultDown, stripesim.FaultActionFinal} {
		t.Run(name, func(t *testing.T) {
			s := newRefundShop(t, "CAD")
			s.sold("interac")
			c := s.counters[0]
			note := s.credit(0)
			o := s.approve(c, note)
			f := stripesim.Fault{Name: name, Count: 1, Target: "terminal.readers.refund_payment"}
			if name != stripesim.FaultLostAnswer && name != stripesim.FaultDown {
				f.Target = s.readers[0]
			}
			s.stripeFault(f)
			id := s.giveBack(c, o)
			st := s.refunded(c, id, 2*time.Minute, refund.AtReader, refund.Done, refund.Stopped)
			if st.Phase == refund.Stopped { // the reader never got it, and its key is used up: a manager sends anew
				if _, given := s.out(); name != stripesim.FaultReaderTimeout || len(given) != 0 {
					s.fail("%+v", st.Problem)
				}
				id = s.giveBack(c, s.approve(c, note))
				st = s.refunded(c, id, time.Minute, refund.AtReader)
			}
			if st.Phase == refund.AtReader {
				s.hand(0, stripesim.GestureTap, "interac")
			}
			s.refunded(c, id, time.Minute, refund.Done)
			s.once()
		})
	}
}
