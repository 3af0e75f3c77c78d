package world

import (
	"testing"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	odoosim "paydesk/services/sim/odoo"
)

// newInvoice adds one to the books and returns it as a counter's picker reads it.
func (s *shop) newInvoice(c *counter, minor int64, terms odoosim.Terms) document.Detail {
	s.t.Helper()
	id, number, err := s.odoo.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Anna"}, Due: 30, Terms: terms,
		Lines: []odoosim.Line{{Text: "Goods", Thousandths: 1000, UnitMinor: minor}}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.docs = append(s.docs, int64(id))
	s.numbers[int64(id)] = number
	return s.detail(c, int64(id))
}

func (s *shop) detail(c *counter, id int64) (d document.Detail) {
	s.t.Helper()
	var err error
	s.do(c, func() {
		d, err = c.books.Detail(c.ctx, id)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	c.mirror[id] = mirrored{d.Document, c.clock.Now()}
	return d
}

// bill is an order for documents as the picker makes it.
func (s *shop) bill(c *counter, minor int64, docs ...document.Detail) payment.Order {
	s.t.Helper()
	b, err := payment.BillFor(docs, minor)
	if err != nil {
		s.t.Fatal(err)
	}
	return payment.Order{
		Counter: payment.Counter{ID: c.ident, Name: c.name}, Person: "Kim", Reader: readerRef(s.readers[c.id-1]),
		Company: b.Company, Partner: b.Partner, Customer: b.Customer, Parts: b.Parts, Amount: b.Amount,
	}
}

func (s *shop) owes(id int64) int64 {
	s.t.Helper()
	for _, inv := range s.odoo.Ledger().Invoices {
		if int64(inv.ID) == id {
			return inv.ResidualMinor
		}
	}
	s.t.Fatalf("document %d is not there", id)
	return 0
}

var twoPercent = odoosim.Terms{DiscountPercent: 2, DiscountDays: 10}

// The discounted amount is charged and settles the invoice: nothing stays open that the customer does not owe.
func TestDiscountIsChargedAndSettlesTheInvoice(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d := s.newInvoice(c, 10000, twoPercent)
	id := s.charge(c, s.bill(c, d.Asked().Minor, d))
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0)
	st := s.reach(id, time.Minute, payment.Done)
	if st.Received.Minor != 9800 || st.Residual[0] != 0 || s.owes(d.ID) != 0 {
		s.fail("%s received, %v left on the screen, %d in Odoo", st.Received, st.Residual, s.owes(d.ID))
	}
}

// The instalment that is due is charged and nothing more; the next one can be charged afterwards.
func TestInstalmentIsChargedAndTheNextOneAfterIt(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d := s.newInvoice(c, 10000, odoosim.Terms{Parts: []odoosim.Instalment{{Percent: 30}, {Percent: 70, Days: 60}}})
	for n, left := range []int64{7000, 0} {
		d = s.detail(c, d.ID)
		id := s.charge(c, s.bill(c, d.Asked().Minor, d))
		s.reach(id, 20*time.Second, payment.Waiting)
		s.tap(0)
		if st := s.reach(id, time.Minute, payment.Done); st.Residual[0] != left || s.owes(d.ID) != left {
			s.fail("instalment %d: %s received, %d left", n+1, st.Received, s.owes(d.ID))
		}
	}
}

// The discount ends at midnight: one that was shown before is not charged after it, neither at the start nor while a card is
// awaited; the customer is never charged less than what then settles the invoice.
func TestDiscountEndsAtMidnight(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Auckland") // midnight is near
	if err != nil {
		t.Fatal(err)
	}
	s := newShop(t)
	s.odoo = s.books(odooDatabase, zone)
	c := s.counters[0]
	s.again(c)
	d := s.newInvoice(c, 10000, odoosim.Terms{DiscountPercent: 2})
	last, err := time.ParseInLocation(time.DateOnly, d.Ask.Until, zone)
	if err != nil {
		t.Fatal(err)
	}
	s.pass(last.AddDate(0, 0, 1).Add(-5 * time.Second).Sub(s.time()))
	shown := s.bill(c, 9800, d)
	id := s.charge(c, shown)
	s.reach(id, 4*time.Second, payment.Waiting)
	st := s.reach(id, time.Minute, payment.Stopped)
	if st.Problem == nil || st.Problem.Kind != payment.ProblemDiscount {
		s.fail("stopped by %+v", st.Problem)
	}
	id = s.charge(c, shown)
	if st = s.reach(id, 10*time.Second, payment.Stopped); st.Problem.Kind != payment.ProblemDiscount || st.Intent != "" {
		s.fail("after midnight: %+v, %s", st.Problem, st.Intent)
	}
	if d = s.detail(c, d.ID); d.Asked().Minor != 10000 {
		s.fail("asked for %s", d.Asked())
	}
}

// Something was paid meanwhile: the discount does not hold any more, and what was shown would leave a rest.
func TestDiscountIsNotChargedOnAChangedInvoice(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d := s.newInvoice(c, 10000, twoPercent)
	shown := s.bill(c, 9800, d)
	part := s.charge(s.counters[1], s.bill(s.counters[1], 100, d))
	s.reach(part, 10*time.Second, payment.Waiting)
	s.tap(1)
	s.reach(part, time.Minute, payment.Done)
	id := s.charge(c, shown)
	if st := s.reach(id, 10*time.Second, payment.Stopped); st.Problem.Kind != payment.ProblemDiscount {
		s.fail("%+v", st.Problem)
	}
}

// Three invoices, one card: the one due last gets what is left, and only it stays open.
func TestSeveralInvoicesOnlyTheLastInPart(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	a, b, last := s.newInvoice(c, 5000, odoosim.Terms{}), s.newInvoice(c, 3000, odoosim.Terms{}), s.newInvoice(c, 2000, odoosim.Terms{})
	id := s.charge(c, s.bill(c, 8500, last, b, a))
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0)
	st := s.paidOnce(id)
	if s.owes(a.ID)+s.owes(b.ID) != 0 || s.owes(last.ID) != 1500 || st.Parts[2].Document != last.ID {
		s.fail("%d, %d and %d left of %+v", s.owes(a.ID), s.owes(b.ID), s.owes(last.ID), st.Parts)
	}
}

// withCash is an order for a new invoice of 100, of which 40 are given in cash.
func (s *shop) withCash(c *counter) (document.Detail, payment.Order) {
	s.t.Helper()
	d := s.newInvoice(c, 10000, odoosim.Terms{})
	b, err := payment.BillWithCash(d, 10000, 4000)
	if err != nil {
		s.t.Fatal(err)
	}
	o := s.bill(c, 6000, d)
	o.Parts, o.Amount, o.Cash = b.Parts, b.Amount, b.Cash
	return d, o
}

// recorded counts the live payments of a charge and of its cash, and what they pay of the document.
func (s *shop) recorded(intent string) (card, cash int) {
	for _, p := range s.odoo.Ledger().Payments {
		switch {
		case !liveBooking(p) || !p.IsReconciled:
		case markOf(p) == intent && p.AmountMinor == 6000 && p.Journal == "STRP":
			card++
		case markOf(p) == payment.CashMark(intent) && p.AmountMinor == 4000 && p.Journal == "CSH1":
			cash++
		}
	}
	return card, cash
}

// A part in cash, the rest by card: one payment on each journal, and nothing left.
func TestCashAndCardSettleTheInvoiceTogether(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d, o := s.withCash(c)
	id := s.charge(c, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	if _, cash := s.recorded(s.states[id].Intent); cash != 0 {
		s.fail("the cash is in Odoo before the card has paid")
	}
	s.tap(0)
	st := s.reach(id, time.Minute, payment.Done)
	if card, cash := s.recorded(st.Intent); card != 1 || cash != 1 || s.owes(d.ID) != 0 || st.CashID == 0 || st.Received.Minor != 6000 {
		s.fail("%d card, %d cash, %d left, %s received", card, cash, s.owes(d.ID), st.Received)
	}
}

// The card does not pay: nothing is in Odoo, the cash goes back, and the whole invoice can be charged.
func TestCashIsInNoBookWhereTheCardDoesNotPay(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d, o := s.withCash(c)
	id := s.charge(c, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.cancel(c, id)
	st := s.reach(id, time.Minute, payment.Cancelled)
	if card, cash := s.recorded(st.Intent); card+cash != 0 || s.owes(d.ID) != 10000 {
		s.fail("%d card, %d cash, %d left", card, cash, s.owes(d.ID))
	}
	again := s.charge(c, s.bill(c, 10000, s.detail(c, d.ID)))
	s.reach(again, 20*time.Second, payment.Waiting)
	s.tap(0)
	s.reach(again, time.Minute, payment.Done)
}

// Odoo does not take the cash: the charge waits with it, so nobody charges it a second time; ordered again the charge is booked,
// and a person is told to enter the cash.
func TestRefusedCashHoldsTheBookingUntilAPersonSaysOtherwise(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	d, o := s.withCash(c)
	s.must(s.odoo.DropCashAccount())
	id := s.charge(c, o)
	s.reach(id, 10*time.Second, payment.Waiting)
	s.tap(0)
	st := s.reach(id, time.Minute, payment.PostingHeld)
	other := s.counters[1]
	try := s.charge(other, s.bill(other, 4000, s.detail(other, d.ID)))
	if ended := s.reach(try, 20*time.Second, payment.Stopped); ended.Problem.Kind != payment.ProblemBeingBooked {
		s.fail("what was paid in cash can be charged again: %+v", ended.Problem)
	}
	s.do(c, func() { s.must(c.desk.Rebook(id, "Ingrid")) })
	st = s.reach(id, time.Minute, payment.Done)
	if card, cash := s.recorded(st.Intent); card != 1 || cash != 0 || !st.CashLeft {
		s.fail("%d card, %d cash, %+v", card, cash, st.CashProblem)
	}
	told := false
	for _, e := range c.attention.List() {
		told = told || e.Kind == recovery.Cash && e.Rest.Minor == 4000
	}
	if !told {
		s.fail("nobody is told of the cash: %+v", c.attention.List())
	}
}

// The power fails between the cash and the charge, or the counter dies for good: whoever goes on records both, once.
func TestCashAndChargeAreRecordedOnceWhateverDies(t *testing.T) {
	for _, dies := range []string{"for a moment", "for good"} {
		t.Run(dies, func(t *testing.T) {
			s := newShop(t)
			c := s.counters[0]
			d, o := s.withCash(c)
			id := s.charge(c, o)
			s.reach(id, 10*time.Second, payment.Waiting)
			intent := s.states[id].Intent
			s.on(payment.CashDrafted{}, func(*counter, payment.State) { s.after(100*time.Millisecond, func() { s.off(c) }) })
			s.tap(0)
			s.until("the power is off", time.Minute, func() bool { return c.dead })
			if dies == "for a moment" {
				s.pass(3 * time.Second)
				c.start()
			}
			s.until("both are in Odoo", 10*time.Minute, func() bool { card, cash := s.recorded(intent); return card == 1 && cash == 1 })
			if s.owes(d.ID) != 0 {
				s.fail("%d left", s.owes(d.ID))
			}
			if c.dead {
				c.start() // the shop closes with everybody there
			}
		})
	}
}

// Somebody paid a part by bank since the amounts were shown: card and cash together would be more than is owed, so nothing begins.
func TestCashCountsWhereTheDocumentIsJudged(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	_, o := s.withCash(c)
	s.pays(len(s.docs)-1, 1000)
	id := s.charge(c, o)
	if st := s.reach(id, 20*time.Second, payment.Stopped); st.Problem.Kind != payment.ProblemDocument || st.Intent != "" {
		s.fail("%+v", st.Problem)
	}
}
