package world

import (
	"slices"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// attended is I15 and I17 over the attention entries of all counters: what waits for a person, or what a person undid, is
// in one; every entry is true, stands once, and can be closed.
func (k *checker) attended(l stripesim.Ledger, books odoosim.Ledger, lives map[string]payment.State) {
	said := map[string]bool{} // charges that some counter tells of, or told of
	for _, c := range k.w.counters {
		for _, id := range c.disk.records { // closed ones too: a person, or the facts, answered them
			said[id] = true
		}
		seen := map[string]bool{}
		for _, e := range c.attention.List() {
			for _, m := range append([]string{e.Intent}, e.Marks...) {
				said[string(recovery.Gone)+":"+m] = said[string(recovery.Gone)+":"+m] || e.Kind == recovery.Restored
			}
			if seen[e.ID] || !slices.ContainsFunc(e.Actions(), func(a recovery.Action) bool { return a.Verb == recovery.Close }) {
				k.fail("I17", "%s: %s stands twice or cannot be closed", c.name, e.ID)
			}
			seen[e.ID] = true
			k.entryTrue(c, e, l, books)
		}
		for _, s := range c.desk.Active() {
			if s.Phase == payment.PostingHeld && s.Problem != nil && !c.dead && len(c.attention.About(s.Intent)) == 0 {
				k.fail("I15", "%s holds %s (%s) and has no entry for it", c.name, s.Intent, s.Problem.Kind)
			}
		}
	}
	told := func(mark string, kinds ...recovery.Kind) bool {
		return slices.ContainsFunc(kinds, func(kind recovery.Kind) bool { return said[string(kind)+":"+mark] })
	}
	for _, i := range l.Intents {
		if i.Metadata["pd_shop"] != shopID || i.Status != "succeeded" || !k.undone[i.ID] || k.closed[i.ID] {
			continue
		}
		live := slices.ContainsFunc(books.Payments, func(p odoosim.LedgerPayment) bool { return markOf(p) == i.ID && liveBooking(p) })
		if !live && !told(i.ID, recovery.TakenBack, recovery.Gone, recovery.Refunded, recovery.Document, recovery.Refused) {
			k.fail("I15", "the booking of %s was undone, and nobody was told", i.ID)
		}
	}
	for _, r := range l.Refunds {
		i := slices.IndexFunc(l.Intents, func(i stripesim.LedgerIntent) bool { return i.ID == r.Intent })
		if i < 0 || noteOf(r) != 0 || lost(r) || !k.refunded[r.Intent] || k.closed[r.Intent] {
			continue
		}
		booked := slices.ContainsFunc(books.Payments, func(p odoosim.LedgerPayment) bool { return markOf(p) == r.Intent && liveBooking(p) })
		if booked && !told(r.ID, recovery.Refund) {
			k.fail("I15", "%s was refunded outside of Paydesk, the books do not know, and nobody was told", r.Intent)
		}
	}
}

// entryTrue is the first word of I17.
func (k *checker) entryTrue(c *counter, e recovery.Entry, l stripesim.Ledger, books odoosim.Ledger) {
	paid := slices.ContainsFunc(l.Intents, func(i stripesim.LedgerIntent) bool { return i.ID == e.Intent && i.Status == "succeeded" })
	switch e.Kind {
	case recovery.Restored:
		return
	case recovery.NoMoney:
		if paid {
			k.fail("I17", "%s: %s, and the charge is there", c.name, e.ID)
		}
		return
	}
	if e.Kind == recovery.HoldEnds || e.Kind == recovery.HoldLost {
		k.holdEntry(c, e, l)
		return
	}
	if !paid {
		k.fail("I17", "%s: %s, and nothing was charged", c.name, e.ID)
	}
	for _, p := range books.Payments {
		if payment.Settling(string(e.Kind)) && markOf(p) == e.Intent && liveBooking(p) && p.IsReconciled && !k.undone[e.Intent] && !k.ordered[e.Intent] {
			k.fail("I17", "%s: %s, and the charge is booked as %s", c.name, e.ID, p.Name)
		}
	}
}
