package world

import (
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

// once holds the shop to one refund of so much, booked once on its note.
func (s *shop) once(minor int64) {
	s.t.Helper()
	live, given := s.out()
	if len(given) != 1 || len(live) != 1 || given[0].Amount != minor || live[0].AmountMinor != minor || !live[0].IsReconciled {
		s.fail("refunds %+v\nbooked as %+v", given, live)
	}
}

// some is a part of the first invoice: of a second refund Stripe would have more than enough left.
const some = 5000

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
