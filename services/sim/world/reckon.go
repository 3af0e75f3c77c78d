package world

import (
	"maps"
	"slices"
	"strings"

	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// reckon is the end: faults stopped, held requests arrived, everybody had time.
func (k *checker) reckon() {
	k.money()
	lives := k.folded()
	l, books := k.w.stripe.Ledger(), k.w.odoo.Ledger()
	k.createdOnce(books)
	k.accounted(l, books, lives)
	k.overpaid(l, books, lives)
	k.atRest(l, books, lives)
	k.attended(l, books, lives)
	k.foreign(l, books)
	k.reckonRefunds(l, books)
}

// foreign is I12: what belongs to another shop is left as it is.
func (k *checker) foreign(l stripesim.Ledger, books odoosim.Ledger) {
	for _, i := range l.Intents {
		if i.Metadata["pd_shop"] == otherShop && i.Status != "requires_payment_method" {
			k.fail("I12", "%s of another shop is %s", i.ID, i.Status)
		}
		if i.Metadata["pd_shop"] != shopID && slices.ContainsFunc(books.Payments, func(p odoosim.LedgerPayment) bool { return markOf(p) == i.ID }) {
			k.fail("I12", "%s is not of this shop and is booked", i.ID)
		}
	}
}

// folded reads all payments back from all disks.
func (k *checker) folded() map[string]payment.State {
	lives := map[string]payment.State{}
	for _, c := range k.w.counters {
		for _, id := range c.disk.order {
			s, err := payment.Load(c.disk, id)
			if err != nil {
				k.fail("I14", "%s cannot fold [%.4s] from its journal: %v", c.name, id, err)
				continue
			}
			lives[id] = s
		}
	}
	return lives
}

// createdOnce is I6 and I7.
func (k *checker) createdOnce(books odoosim.Ledger) {
	for _, p := range books.Payments {
		if n := books.Created[p.ExternalID]; n > 1 && !k.undone[markOf(p)] && !k.ordered[markOf(p)] {
			k.fail("I6", "%d payments were created for %s", n, p.ExternalID)
		}
		// Late copies of creation and posting, both of them, may find the id free after a person deleted or a backup came
		// back: a payment that settles nothing (PROTOCOLS A4, A5). No counter decided it, and none can prevent it.
		late := !p.IsReconciled && k.w.weather.struck[Twice]+k.w.weather.struck[Held] > 0
		if k.undone[markOf(p)] && liveBooking(p) && !late {
			k.fail("I7", "%s was taken back by a person and is booked again", p.ExternalID)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(books.Created)) {
		// A late copy of the creation may find the id free again after a person deleted: a draft, which nobody posts.
		if n := books.Created[id]; n > 1 && !k.undone[strings.TrimPrefix(id, "paydesk_")] && !slices.ContainsFunc(books.Payments, func(p odoosim.LedgerPayment) bool { return p.ExternalID == id }) {
			k.fail("I6", "%d payments were created for %s, none is left", books.Created[id], id)
		}
	}
}

// accounted is I15 and I8: every succeeded intent of the shop is booked or in attention, and not both.
func (k *checker) accounted(l stripesim.Ledger, books odoosim.Ledger, lives map[string]payment.State) {
	marks := map[string]bool{}
	for _, i := range l.Intents {
		if i.Metadata["pd_shop"] != shopID || i.Status != "succeeded" {
			continue
		}
		marks[i.ID] = true
		s := lives[i.Metadata["pd_pay"]]
		booked := false
		if cashOf(i) > 0 {
			marks[payment.CashMark(i.ID)] = true
			k.cash(i, books, lives)
		}
		for _, p := range books.Payments {
			if markOf(p) != i.ID || !liveBooking(p) {
				continue
			}
			if p.AmountMinor != i.Received {
				k.fail("I8", "%s received %d and is booked with %d", i.ID, i.Received, p.AmountMinor)
			}
			booked = booked || p.IsReconciled || s.Credit != nil || k.everTouched(i)
		}
		held := s.Phase == payment.PostingHeld
		switch {
		case k.closed[i.ID], k.undone[i.ID], k.refunded[i.ID] && (booked || held): // the day's reconciliation tells (R9, H2)
		case k.disputed[i.ID], i.Refunded > 0 && i.Refunded == i.Received: // a person knows of the one, the other is even
		case !booked && !held:
			k.fail("I15", "%s succeeded; it is neither booked nor in attention, its payment [%.4s] is %s", i.ID, s.ID, s.Phase)
		case booked && held && !k.everTouched(i):
			k.fail("I15", "%s is booked and in attention (%s)", i.ID, problemText(s.Problem))
		case held && !k.excused(i, s):
			k.fail("I15", "%s is in attention without a reason: %s", i.ID, problemText(s.Problem))
		}
	}
	for _, p := range books.Payments {
		if m := markOf(p); p.ExternalID != "" && liveBooking(p) && !marks[m] && p.Direction == "inbound" {
			k.fail("I15", "Odoo holds a live payment of %s, which never succeeded", m)
		}
	}
}

// cash is I15 and I8 for what was given in cash: with the charge booked it is in Odoo, exactly, or a person is told.
func (k *checker) cash(i stripesim.LedgerIntent, books odoosim.Ledger, lives map[string]payment.State) {
	mark := payment.CashMark(i.ID)
	done, told := false, k.undone[mark] || k.undone[i.ID] || k.closed[i.ID] || k.everTouched(i)
	for _, s := range lives {
		if s.Intent == i.ID {
			done, told = done || s.Phase == payment.Done, told || s.CashLeft
		}
	}
	found := false
	for _, p := range books.Payments {
		if markOf(p) == mark && liveBooking(p) {
			if found = true; p.AmountMinor != cashOf(i) || p.Journal != "CSH1" {
				k.fail("I8", "%d in cash beside %s is %d in %s", cashOf(i), i.ID, p.AmountMinor, p.Journal)
			}
		}
	}
	if done && !found && !told {
		k.fail("I15", "the %d in cash beside %s is in no book, and nobody was told", cashOf(i), i.ID)
	}
}

func (k *checker) everTouched(i stripesim.LedgerIntent) bool {
	return slices.ContainsFunc(partsOf(i), func(p payment.Part) bool { _, ok := k.touched[p.Document]; return ok })
}

// excused says that something happened after which a person must look.
func (k *checker) excused(i stripesim.LedgerIntent, s payment.State) bool {
	w := k.w.weather
	short := i.Received < i.Amount && len(partsOf(i)) > 1 // a partial authorisation of several documents
	return short || k.everTouched(i) || k.settledByNote(i) || w.struck[OdooRefuses]+w.struck[OdooRights]+w.struck[OdooError]+w.struck[OdooPage] > 0 || k.undone[i.ID]
}

// overpaid is the exception of I2: what a person paid in the seconds of the tap is in attention, or shown as credit.
func (k *checker) overpaid(l stripesim.Ledger, books odoosim.Ledger, lives map[string]payment.State) {
	for _, inv := range books.Invoices {
		id := int64(inv.ID)
		if _, ok := k.touched[id]; !ok || inv.Kind != "out_invoice" {
			continue
		}
		var charged, applied int64
		told := false
		for _, i := range l.Intents {
			if i.Metadata["pd_shop"] != shopID || i.Status != "succeeded" || k.undone[i.ID] {
				continue
			}
			rest := i.Received
			for _, p := range partsOf(i) {
				share := min(p.Minor, rest)
				rest -= share
				if p.Document == id {
					charged += share
					s := lives[i.Metadata["pd_pay"]]
					told = told || s.Phase == payment.PostingHeld || s.Credit != nil
				}
			}
		}
		for _, p := range books.Payments {
			for _, part := range p.Reconciled {
				if int64(part.ID) == id && !p.ByHand && !strings.HasPrefix(markOf(p), payment.CashMark("")) {
					applied += part.AmountMinor
				}
			}
		}
		// An invoice amended, reset or cancelled after it was booked is the healer's to find (H2).
		if charged > applied && !told && inv.State == "posted" && k.touchedBeforeBooking(id, lives) {
			k.fail("I2", "%s was charged %d of which %d are applied, and nobody was told", inv.Number, charged, applied)
		}
	}
}

// touchedBeforeBooking says that no booking of the document was over when a person touched it.
func (k *checker) touchedBeforeBooking(id int64, lives map[string]payment.State) bool {
	at := k.w.began.Add(k.touched[id])
	for _, s := range lives {
		c := k.owner[s.ID]
		if s.Phase != payment.Done || c == nil {
			continue
		}
		over := s.Since.Add(-c.clock.offset)
		if k.reopened[id] { // a machine may sleep between its last reading and its last entry
			over = over.Add(-longestSleep)
		}
		if over.Before(at) &&
			slices.ContainsFunc(s.Parts, func(p payment.Part) bool { return p.Document == id }) {
			return false
		}
	}
	return true
}

// atRest is I16: nothing of ours waits for nobody.
func (k *checker) atRest(l stripesim.Ledger, books odoosim.Ledger, lives map[string]payment.State) {
	for _, c := range k.w.counters {
		if c.dead {
			k.fail("I16", "%s is off", c.name)
			continue
		}
		for _, s := range c.desk.Active() {
			if s.Phase != payment.PostingHeld {
				k.fail("I16", "[%.4s] at %s is %s since %s", s.ID, c.name, s.Phase, stamp(s.Since.Add(-c.clock.offset).Sub(k.w.began)))
			}
		}
		for _, id := range c.disk.order {
			if s := lives[id]; !s.Phase.Final() && !slices.ContainsFunc(c.desk.Active(), func(a payment.State) bool { return a.ID == id }) {
				k.fail("I16", "[%.4s] at %s is %s and nobody works on it", id, c.name, s.Phase)
			}
		}
	}
	for _, i := range l.Intents {
		if i.Metadata["pd_shop"] != shopID || i.Metadata["pd"] != "1" {
			continue
		}
		s := lives[i.Metadata["pd_pay"]]
		live := i.Status != "succeeded" && i.Status != "canceled"
		// A claim whose creation was never answered may appear later; the sweep (C10) is what cancels it.
		if live && s.Phase.Final() && (s.Problem == nil || s.Problem.Kind != payment.ProblemClaimUnknown) && s.Intent == i.ID {
			k.fail("I16", "%s is %s, its payment [%.4s] is %s", i.ID, i.Status, s.ID, s.Phase)
		}
		// A key that was forgotten lets a repeated creation make two: the sweep cancels the one nobody knows.
		if live && s.Intent != i.ID && k.w.weather.struck[KeyForgotten] == 0 && (s.Problem == nil || s.Problem.Kind != payment.ProblemClaimUnknown) {
			k.fail("I16", "%s is %s and its payment [%.4s] %s does not know it", i.ID, i.Status, s.ID, s.Phase)
		}
		if c := k.owner[s.ID]; !live && c != nil && c.life == k.ended[s.ID] { // after a restart the next user of the reader clears it
			for _, r := range i.OnReaders {
				k.fail("I16", "%s still asks a card for %s, which is %s", r, i.ID, i.Status)
			}
		}
	}
	for _, p := range books.Payments {
		if p.ExternalID != "" && p.State == "draft" && p.Direction == "inbound" && !k.undone[markOf(p)] && !k.heldMark(markOf(p), lives) {
			k.fail("I16", "Odoo holds a draft payment of %s", p.ExternalID)
		}
	}
}

func (k *checker) heldMark(mark string, lives map[string]payment.State) bool {
	for _, s := range lives {
		if (s.Intent == mark || payment.CashMark(s.Intent) == mark && s.CashProblem != nil) && s.Phase.Charged() && (s.Phase == payment.PostingHeld || s.CashProblem != nil) {
			return true
		}
	}
	return false
}

// last is the second half of I16: what is open can be claimed again, or the desk says why not.
func (k *checker) last(s payment.State) {
	switch {
	case s.Phase == payment.Done:
	case s.Phase == payment.Stopped && s.Problem != nil && s.Problem.Kind == payment.ProblemBeingBooked && k.heldOn(s):
	case s.Phase == payment.Stopped && s.Problem != nil && s.Problem.Kind == payment.ProblemOnline:
	default:
		k.fail("I16", "a last payment [%.4s] of %s ended as %s %s", s.ID, s.Numbers(), s.Phase, problemText(s.Problem))
	}
}

// heldOn says that money on one of the documents waits for a person.
func (k *checker) heldOn(s payment.State) bool {
	for _, o := range k.folded() {
		if (o.Phase == payment.PostingHeld || k.undone[o.Intent] || o.Phase == payment.Done && k.reopenedOf(o)) && slices.ContainsFunc(o.Parts, func(a payment.Part) bool {
			return slices.ContainsFunc(s.Parts, func(b payment.Part) bool { return a.Document == b.Document })
		}) {
			return true
		}
	}
	return false
}

func (k *checker) reopenedOf(s payment.State) bool {
	return slices.ContainsFunc(s.Parts, func(p payment.Part) bool { return k.reopened[p.Document] })
}

// settled is the end of I15: residuals are totals less what live payments pay, where nobody touched a document.
func (k *checker) settled() {
	books := k.w.odoo.Ledger()
	for _, inv := range books.Invoices {
		if _, ok := k.touched[int64(inv.ID)]; ok || inv.Kind != "out_invoice" {
			continue
		}
		rest := inv.TotalMinor - k.credited(books, inv.ID)
		for _, p := range books.Payments {
			for _, part := range p.Reconciled {
				if part.ID == inv.ID && liveBooking(p) {
					rest -= part.AmountMinor
				}
			}
		}
		if rest != inv.ResidualMinor {
			k.fail("I15", "%s has %d left, its payments leave %d", inv.Number, inv.ResidualMinor, rest)
		}
	}
}
