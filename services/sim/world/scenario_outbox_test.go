package world

import (
	"slices"
	"testing"
	"time"

	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// B11, P6: Odoo is away for a working day and the shop sells on. When it is back, all 500 charges are booked once, the oldest
// first, four documents at a time, within five minutes, and nobody had run Odoo over while it was away.
func TestOdooAwayForEightHours500PaymentsAreBookedOnceOldestFirst(t *testing.T) {
	const payments, away = 500, 8 * time.Hour
	s := newShop(t)
	var added []int64
	for range payments {
		id, number, err := s.odoo.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Anna"}, Lines: []odoosim.Line{{Text: "Goods", Thousandths: 1000, UnitMinor: 500}}})
		s.must(err)
		s.docs, s.numbers[int64(id)] = append(s.docs, int64(id)), number
		added = append(added, int64(id))
	}
	s.mirrors()
	s.trusted(500)
	s.check.totals()
	c := s.counters[0]
	s.cut(toOdoo)
	began, asked := s.now, 0
	var ids []string
	for n := range added {
		asked, s.calls, s.scheduler.steps = asked+s.calls, 0, 0
		id := s.charge(c, s.order(c, len(owed)+n))
		s.reach(id, 20*time.Second, payment.Waiting)
		s.tap(0)
		s.reach(id, 20*time.Second, payment.Outbox)
		ids = append(ids, id)
		s.run(max(s.now, began+away*time.Duration(n+1)/payments), func() {})
	}
	if asked > 100*payments { // 40 of them are its own way, and every minute one asks whether Odoo is back
		s.fail("%d calls for %d payments: those that wait ask all the time", asked, payments)
	}
	s.calls, s.scheduler.steps = 0, 0
	facts := len(s.facts)
	s.mend()
	back := s.now
	s.until("all are booked", 5*time.Minute, func() bool {
		return !slices.ContainsFunc(ids, func(id string) bool { return s.states[id].Phase != payment.Done })
	})
	t.Logf("%d payments are booked %s after the return, with %d calls", payments, s.now-back, s.calls)
	busy, place := map[string]bool{}, 0
	for _, f := range s.facts[facts:] {
		switch f.fact.(type) {
		case payment.PostIntended:
			if busy[f.state.ID] = true; len(busy) > 4 {
				s.fail("%d bookings at once", len(busy))
			}
			if n := slices.Index(ids, f.state.ID); n < place-3 || n > place+3 { // four begin in one moment
				s.fail("charge %d is booked in place %d", n, place)
			}
			place++
		case payment.Posted, payment.PostDelayed, payment.PostHeld:
			delete(busy, f.state.ID)
		}
	}
	for _, id := range ids {
		if live, made := s.bookingOf(s.states[id].Intent); len(live) != 1 || made != 1 || !live[0].IsReconciled {
			s.fail("%s: %d made, %+v", s.states[id].Intent, made, live)
		}
	}
}
