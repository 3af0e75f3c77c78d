package world

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"paydesk/services/payment"
	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

// refundChecks is what the checker remembers of refunds (I9, and of I3, I4, I5, I10, I11 what concerns them).
type refundChecks struct {
	states   map[string]refund.State // as shown
	owner    map[string]*counter
	denied   map[string]string // rid and intent -> the screen that said not refunded
	status   map[string]seenAs // of a refund, as Stripe has it
	listed   map[*counter]map[string]time.Duration
	first    map[string]bool       // counter, key and rid that were sent before
	posted   map[int]bool          // credit notes that were looked at
	byHand   map[int]time.Duration // when a person last credited an invoice
	byReader map[string]bool       // rid and intent that a reader was asked for
	settled  map[int]bool          // invoices of which a credit note of ours paid a part
	cn       map[int64]int64       // the most that a credit note was ever for
}

type seenAs struct {
	status string
	since  time.Duration
	given  bool // it was succeeded once
}

func newRefundChecks() *refundChecks {
	return &refundChecks{
		states: map[string]refund.State{}, owner: map[string]*counter{}, denied: map[string]string{}, status: map[string]seenAs{},
		listed: map[*counter]map[string]time.Duration{}, first: map[string]bool{}, posted: map[int]bool{}, byReader: map[string]bool{}, settled: map[int]bool{}, byHand: map[int]time.Duration{}, cn: map[int64]int64{},
	}
}

func lost(r stripesim.LedgerRefund) bool { return r.Status == "failed" || r.Status == "canceled" }

// noteOf is the credit note a refund says it is for, 0 if it is not ours.
func noteOf(r stripesim.LedgerRefund) int64 {
	var id int64
	if r.Metadata["pd_shop"] == shopID {
		_, _ = fmt.Sscanf(r.Metadata["pd_cn"], "%d:", &id) // not ours: 0
	}
	return id
}

// refundMoney is I9 on Stripe's ledger as it is now, and "no later refund" of I4.
func (k *checker) refundMoney(l stripesim.Ledger) {
	b := k.back
	for _, inv := range k.w.odoo.Ledger().Invoices {
		if inv.Kind == "out_refund" {
			b.cn[int64(inv.ID)] = max(b.cn[int64(inv.ID)], inv.TotalMinor)
		}
	}
	charge, note, share := map[string]int64{}, map[int64]int64{}, map[string]string{}
	for _, r := range l.Refunds {
		was, known := b.status[r.ID]
		if !known || was.status != r.Status {
			k.w.trace.line("stripe", "%s of %s for %s is %s", r.ID, r.Intent, r.Metadata["pd_cn"], r.Status)
			b.status[r.ID] = seenAs{r.Status, k.w.now, was.given || r.Status == "succeeded"}
		}
		if lost(r) {
			continue
		}
		charge[r.Intent] += r.Amount
		if noteOf(r) == 0 {
			continue
		}
		approval := r.Metadata["pd_rid"] + " " + r.Intent
		other, again := share[approval]
		if again && k.unfenced(r) {
			continue
		}
		note[noteOf(r)] += r.Amount
		if again {
			k.fail("I9", "%s and %s were both made for one approval [%.6s] of %s", other, r.ID, r.Metadata["pd_rid"], r.Intent)
		}
		share[approval] = r.ID
		if screen := b.denied[approval]; screen != "" && !k.unfenced(r) {
			k.fail("I4", "%s of %s is %s after a screen had said %s", r.ID, r.Intent, r.Status, screen)
		}
	}
	for _, i := range l.Intents {
		if charge[i.ID] > i.Received {
			k.fail("I9", "%s received %d, refunds of it make %d", i.ID, i.Received, charge[i.ID])
		}
	}
	for id, sum := range note {
		if most := b.cn[id]; sum > most && k.w.weather.struck[OdooRestored] == 0 { // a restored database hands the id out again
			k.fail("I9", "credit note %d is for %d, refunds for it make %d", id, most, sum)
		}
	}
}

// unfenced says that a late copy of a command to a reader could not be refused: where keys count by endpoint, burning an epoch
// closes nothing, and a refund has no intent that could be canceled (PROTOCOLS §9). It is noticed and booked, or told.
func (k *checker) unfenced(r stripesim.LedgerRefund) bool {
	w := k.w.weather
	return slices.Contains(k.w.unsure, stripesim.FaultKeysPerEndpoint) && k.back.byReader[r.Metadata["pd_rid"]+" "+r.Intent] &&
		w.struck[Held]+w.struck[Twice]+w.struck[RefundHeld] > 0
}

const backPrompt = "gives back at " // before a reader, in what before returns

// backPrompts tells of which charge each reader asks for the card that paid.
func (k *checker) backPrompts() map[string]string {
	out := map[string]string{}
	for _, v := range k.w.stripe.Snapshot().Readers {
		if v.ActionType == "refund_payment" && v.ActionStatus == "in_progress" {
			out[v.ID] = v.ActionIntent
		}
	}
	return out
}

// backReplaced is I5 between refunds and payments on one reader. Where keys count by endpoint, the slot's key is no lock between
// the two (PROTOCOLS §9).
func (k *checker) backReplaced(c *call, before, after map[string]string, r *http.Response) {
	if r == nil || r.StatusCode != http.StatusOK || slices.Contains(k.w.unsure, stripesim.FaultKeysPerEndpoint) {
		return
	}
	reader := strings.Split(c.op, "/")[2]
	if was := before[backPrompt+reader]; was != "" && k.backPrompts()[reader] != was {
		k.fail("I5", "%s's %s replaced the refund of %s on %s", c.counter.name, c.op, was, reader)
	}
	if was := before[reader]; was != "" && after[reader] == "" && strings.HasSuffix(c.op, "/refund_payment") {
		k.fail("I5", "%s's refund replaced %s on %s", c.counter.name, was, reader)
	}
}

// refundShown is I4 and the durable half of I10, when a screen changes.
func (k *checker) refundShown(c *counter, s refund.State) {
	b := k.back
	before := b.states[s.ID]
	b.states[s.ID], b.owner[s.ID] = s, c
	stored, err := refund.Load(refundDisk{c.disk}, s.ID)
	if err != nil || stored.Phase != s.Phase {
		k.fail("I10", "%s shows [%.6s] as %s, its journal says %s %v", c.name, s.ID, s.Phase, stored.Phase, err)
	}
	k.refundMoney(k.w.stripe.Ledger())
	for n, sh := range s.Shares {
		if len(before.Shares) > n && before.Shares[n].Progress == sh.Progress {
			continue
		}
		k.shareShown(c, s, sh)
	}
	if s.Phase == refund.Stopped {
		for _, sh := range s.Shares {
			k.refundDenied(c, s, sh)
		}
	}
}

// shareShown is I4 for one share: what the screen begins to say of it is so, or was a moment ago.
func (k *checker) shareShown(c *counter, s refund.State, sh refund.ShareState) {
	seen := k.back.status[sh.Refund]
	fresh := k.w.now-seen.since <= time.Minute // an answer travels; a busy gateway sends it again
	now := seen.status
	wrong := false
	switch sh.Progress {
	case refund.Given, refund.Booked:
		wrong = now != "succeeded" && !(seen.given && fresh)
	case refund.OnItsWay:
		wrong = now != "pending" && !fresh
	case refund.Back, refund.BackToo:
		wrong = now != "failed" && now != "canceled"
	case refund.Refused:
		k.refundDenied(c, s, sh)
	}
	if wrong {
		k.fail("I4", "%s shows share %s of [%.6s] as %d, %s is %q since %s", c.name, sh.Intent, s.ID, sh.Progress, sh.Refund, now, stamp(seen.since))
	}
	if sh.Progress == refund.Booked {
		k.refundBooked(c, s, sh)
	}
}

// refundDenied holds a screen to "not refunded", now and from now on.
func (k *checker) refundDenied(c *counter, s refund.State, sh refund.ShareState) {
	if sh.Refund == "" {
		k.back.denied[s.ID+" "+sh.Intent] = fmt.Sprintf("%s at %s: not refunded%s", s.Phase, c.name, problemText(s.Problem))
	}
}

// refundBooked is "booked" of I4: one live payment out, of the refund's amount, reconciled with the note.
func (k *checker) refundBooked(c *counter, s refund.State, sh refund.ShareState) {
	if k.undone[sh.Refund] || k.noteTouched(s.Note.ID, 30*time.Second) {
		return
	}
	for _, p := range k.w.odoo.Ledger().Payments {
		if markOf(p) == sh.Refund && liveBooking(p) && p.Direction == "outbound" && p.AmountMinor == sh.Minor && p.IsReconciled {
			return
		}
	}
	k.fail("I4", "%s shows %s of [%.6s] as booked, Odoo has no such payment", c.name, sh.Refund, s.ID)
}

// noteTouched says that a person changed a credit note within d before now.
func (k *checker) noteTouched(id int64, d time.Duration) bool {
	at, ok := k.touched[id]
	return ok && k.w.now-at <= d
}

// refundHinted says that every counter can know of the payment a refund is booked as: the refund names it.
func (k *checker) refundHinted(id string) bool {
	return slices.ContainsFunc(k.w.stripe.Ledger().Refunds, func(r stripesim.LedgerRefund) bool {
		return r.ID == id && r.Metadata[payment.MetaBooked] != ""
	})
}
