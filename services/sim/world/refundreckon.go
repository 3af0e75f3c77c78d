package world

import (
	"context"
	"slices"
	"strings"
	"time"

	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// reckonRefunds is the end for refunds: I6, I9, I14, I15 and I16.
func (k *checker) reckonRefunds(l stripesim.Ledger, books odoosim.Ledger) {
	held := map[string]bool{} // refunds whose booking waits for a person
	for _, c := range k.w.counters {
		for _, id := range c.disk.refunds {
			s, err := refund.Load(refundDisk{c.disk}, id)
			if err != nil {
				k.fail("I14", "%s cannot fold refund [%.6s] from its journal: %v", c.name, id, err)
				continue
			}
			k.refundAtRest(c, s, l)
			for _, sh := range s.Shares {
				held[sh.Refund] = held[sh.Refund] || s.Phase == refund.Held
			}
		}
	}
	for _, r := range l.Refunds {
		if noteOf(r) != 0 {
			k.refundAccounted(r, books, held[r.ID])
		}
	}
	for _, p := range books.Payments {
		if p.Direction == "outbound" && p.ExternalID != "" && p.State == "draft" && !k.undone[markOf(p)] && !held[markOf(p)] {
			k.fail("I16", "Odoo holds a draft payment of %s", p.ExternalID)
		}
	}
	for _, n := range books.Invoices {
		if n.Kind == "out_refund" && n.State == "draft" && byUs(n) && !k.noteTouched(int64(n.ID), shutFor) {
			k.fail("I16", "Odoo holds draft %d of ours: %s", n.ID, n.Reference)
		}
	}
}

// refundAtRest is I16: a refund is over, with the bank, or before a person who has a reason.
func (k *checker) refundAtRest(c *counter, s refund.State, l stripesim.Ledger) {
	if s.Phase.Final() {
		return
	}
	if c.dead || !slices.ContainsFunc(c.refunds.Active(), func(a refund.State) bool { return a.ID == s.ID }) {
		k.fail("I16", "refund [%.6s] at %s is %s and nobody works on it", s.ID, c.name, s.Phase)
		return
	}
	switch s.Phase {
	case refund.AtBank:
		for _, sh := range s.Shares {
			if sh.Progress == refund.OnItsWay && !slices.ContainsFunc(l.Refunds, func(r stripesim.LedgerRefund) bool { return r.ID == sh.Refund && r.Status == "pending" }) {
				k.fail("I16", "refund [%.6s] at %s waits for the bank, %s is over", s.ID, c.name, sh.Refund)
			}
		}
	case refund.Held:
		w := k.w.weather
		_, touched := k.touched[s.Note.ID]
		if !touched && w.struck[OdooRefuses]+w.struck[OdooRights]+w.struck[OdooError]+w.struck[OdooPage]+w.struck[OdooRestored] == 0 &&
			!slices.ContainsFunc(s.Shares, func(sh refund.ShareState) bool { return k.undone[sh.Refund] }) {
			k.fail("I15", "the booking of refund [%.6s] at %s is held without a reason: %s", s.ID, c.name, problemText(s.HeldBy))
		}
	default:
		k.fail("I16", "refund [%.6s] at %s is %s since %s", s.ID, c.name, s.Phase, stamp(s.Since.Add(-c.clock.offset).Sub(k.w.began)))
	}
}

// refundAccounted is the end of I9: one payment out for each refund that was given, none for one that came back.
func (k *checker) refundAccounted(r stripesim.LedgerRefund, books odoosim.Ledger, held bool) {
	var live []odoosim.LedgerPayment
	for _, p := range books.Payments {
		if markOf(p) == r.ID && liveBooking(p) {
			live = append(live, p)
		}
	}
	_, touched := k.touched[noteOf(r)]
	late := k.w.weather.struck[Twice]+k.w.weather.struck[Held] > 0 && k.undone[r.ID]
	switch {
	case len(live) > 1 && !late:
		k.fail("I6", "%d live payments of %s", len(live), r.ID)
	case r.Status == "succeeded":
		if len(live) == 0 && !held && !k.undone[r.ID] {
			k.fail("I9", "%s was given back; it is neither booked nor in attention", r.ID)
		}
		for _, p := range live {
			if p.AmountMinor != r.Amount {
				k.fail("I8", "%s gave %d back and is booked with %d", r.ID, r.Amount, p.AmountMinor)
			}
			if !p.IsReconciled && !touched && !held && !k.undone[r.ID] {
				k.fail("I9", "%s is booked and pays no credit note", r.ID)
			}
		}
	case len(live) > 0 && !held && !k.undone[r.ID]:
		k.fail("I9", "%s is %s and booked as %s", r.ID, r.Status, live[0].Name)
	}
}

// settledByNote says that a credit note of ours paid a part of what a charge was for: a person's order, too.
func (k *checker) settledByNote(i stripesim.LedgerIntent) bool {
	return slices.ContainsFunc(partsOf(i), func(p payment.Part) bool { return k.back.settled[int(p.Document)] })
}

// credited is what credit notes have paid of an invoice.
func (k *checker) credited(books odoosim.Ledger, invoice int) int64 {
	var sum int64
	for _, n := range books.Invoices {
		if n.Kind != "out_refund" || n.Reverses != invoice || n.State != "posted" {
			continue
		}
		sum += n.TotalMinor - n.ResidualMinor
		for _, p := range books.Payments {
			for _, part := range p.Reconciled {
				if part.ID == n.ID && liveBooking(p) {
					sum -= part.AmountMinor
				}
			}
		}
	}
	return sum
}

// finishRefunds pays out what credit notes still owe and cards can take, with nothing going wrong: the second half of I16.
func (w *world) finishRefunds() {
	clock := &localClock{&w.scheduler, 0}
	for _, n := range w.notes() {
		if n.ResidualMinor <= 0 {
			continue
		}
		c := w.counters[w.people.IntN(len(w.counters))]
		done := false
		w.spawn(c.name+" last refund", c, func() {
			defer func() { done = true }()
			c.lastRefund(int64(n.ID), n.Number)
		})
		for !done {
			_ = clock.Sleep(context.Background(), time.Second) // nothing ends it early
		}
	}
}

func (c *counter) lastRefund(id int64, number string) {
	w := c.w
	offer, err := c.refunds.OfferNote(c.ctx, id)
	if err != nil {
		w.check.fail("I16", "%s cannot be read at %s although nothing is wrong: %v", number, c.name, err)
		return
	}
	shares, _ := offer.Allocate(offer.Most.Minor)
	if len(shares) == 0 {
		return
	}
	rid, err := c.refunds.Start(c.approved(offer, offer.Most, shares, c.till))
	if err != nil {
		w.check.fail("I16", "%s cannot be paid back at %s although nothing is wrong: %v", number, c.name, err)
		return
	}
	var s refund.State
	for range 120 {
		_ = c.clock.Sleep(c.ctx, time.Second) // the counter stays on
		if s, err = c.refunds.State(rid); err == nil && (s.Phase.Final() || s.Phase == refund.Held || s.Phase == refund.AtBank) {
			break
		}
	}
	byReader := s.Problem != nil && s.Problem.Kind == refund.ProblemReader // a test card refuses some endings (facts §9)
	if s.Phase != refund.Done && !byReader {
		w.check.fail("I16", "a last refund [%.6s] of %s on %s ended as %s%s", rid, offer.Most, number, s.Phase, strings.TrimSpace(problemText(s.Problem)))
	}
}
