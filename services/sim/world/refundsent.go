package world

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
)

// refundsHeard notes a complete list of an intent's refunds.
func (k *checker) refundsHeard(c *call) {
	_, query, _ := strings.Cut(c.path, "?")
	q, err := url.ParseQuery(query)
	intent := q.Get("payment_intent")
	if err != nil || intent == "" {
		return
	}
	body, err := io.ReadAll(c.response.Body)
	c.response.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil || !bytes.Contains(body, []byte(`"has_more": false`)) {
		return
	}
	m := k.back.listed[c.counter]
	if m == nil {
		m = map[string]time.Duration{}
		k.back.listed[c.counter] = m
	}
	m[intent] = k.w.now
}

// sendsBack is R1 and R2 as a request leaves: the charge's refunds and the note were read a moment ago, and the note owes as much.
func (k *checker) sendsBack(c *call) {
	if c.op != "POST refunds" && !strings.HasSuffix(c.op, "/refund_payment") {
		return
	}
	key := c.counter.name + " " + c.key + " " + c.form.Get("metadata[pd_rid]")
	if k.back.first[key] { // the same request again
		return
	}
	k.back.first[key] = true
	if c.op != "POST refunds" {
		k.back.byReader[c.form.Get("metadata[pd_rid]")+" "+c.form.Get("payment_intent")] = true
	}
	const age = 10*time.Second + time.Second
	intent := c.form.Get("payment_intent")
	listed, ok := k.back.listed[c.counter][intent]
	if !ok || k.w.now-listed > age {
		k.fail("I3", "%s refunds %s; it listed its refunds last at %s", c.counter.name, intent, stamp(listed))
	}
	if c.counter.seen.odooHeard < 0 { // intended before its power went: the same order again (G6)
		return
	}
	if k.w.now-c.counter.seen.odooHeard > age {
		k.fail("I3", "%s refunds %s; its last reading of Odoo is %s old", c.counter.name, intent, k.w.now-c.counter.seen.odooHeard)
	}
	var note, amount int64
	_, _ = fmt.Sscanf(c.form.Get("metadata[pd_cn]"), "%d:", &note)
	_, _ = fmt.Sscan(c.form.Get("amount"), &amount)
	if amount > 0 && note > 0 {
		k.noteOwes(c, note, amount)
	} else {
		k.fail("request", "%s sends a refund without amount or note: %s", c.counter.name, c.form.Encode())
	}
}

// noteOwes says whether a note could owe so much, as far as a counter could have read it.
func (k *checker) noteOwes(c *call, note, amount int64) {
	k.totals() // what a person did a moment ago
	left, claimed := k.left[note], int64(0)
	booked := map[string]bool{}
	for _, p := range k.w.odoo.Ledger().Payments {
		if liveBooking(p) && p.IsReconciled {
			booked[markOf(p)] = true
		}
	}
	for _, r := range k.w.stripe.Ledger().Refunds {
		if noteOf(r) == note && !lost(r) && !booked[r.ID] && k.w.now-r.Created.Sub(k.w.began) > noteable {
			claimed += r.Amount
		}
	}
	if k.w.now-left.since > noteable && left.minor-claimed < amount {
		k.fail("I9", "%s gives back %d for note %d, which owes %d since %s, of which %d are on their way", c.counter.name, amount, note, left.minor, stamp(left.since), claimed)
	}
}

var markInReason = regexp.MustCompile(`pd:(rf[0-9a-f]+)`)

// refundIntentionOf says which entry a write of refunds needs, in the words of refundIntentions.
func refundIntentionOf(c *call) string {
	words := strings.Split(strings.TrimPrefix(c.op, "POST "), "/")
	switch {
	case c.op == "POST refunds":
		return fmt.Sprintf("refund %s %s %s %s", c.key, c.form.Get("metadata[pd_rid]"), c.form.Get("payment_intent"), c.form.Get("amount"))
	case len(words) == 4 && words[3] == "refund_payment":
		return fmt.Sprintf("give back %s %s %s %s", c.key, words[2], c.form.Get("payment_intent"), c.form.Get("amount"))
	case c.op == "account.move.reversal.create":
		ids, rid := xmlInt.FindAllSubmatch(c.body, -1), markInReason.FindSubmatch(c.body)
		if rid != nil && len(ids) > 1 {
			for _, id := range ids[1:] { // after the user's
				if want := fmt.Sprintf("reverse %s %s", id[1], rid[1]); c.counter.disk.wrote[want] {
					return want
				}
			}
		}
		return "reverse an invoice"
	case c.op == "account.move.action_post":
		return "post a credit note"
	case c.op == "account.payment.action_cancel":
		if ids := xmlInt.FindAllSubmatch(c.body, 2); len(ids) == 2 { // user, payment
			return "take back " + string(ids[1][1])
		}
	}
	return ""
}

// refundExecuted is R6 after Odoo has posted or made notes, and I9.
func (k *checker) refundExecuted(c *call) {
	if c.side != toOdoo || !strings.HasSuffix(c.op, ".action_post") {
		return
	}
	list := k.w.odoo.Ledger().Invoices
	var fresh []odoosim.LedgerInvoice
	for _, n := range list {
		if n.Kind != "out_refund" || n.State != "posted" || k.back.posted[n.ID] {
			continue
		}
		k.back.posted[n.ID] = true
		if byUs(n) {
			fresh = append(fresh, n)
		} else {
			k.back.byHand[n.Reverses] = k.w.now
		}
	}
	for _, n := range fresh {
		if n.ResidualMinor < n.TotalMinor { // it paid a part of the invoice; a card may have been asked for that part
			k.back.settled[n.Reverses] = true
		}
		var total, sum int64
		for _, o := range list {
			if o.ID == n.Reverses {
				total = o.TotalMinor
			}
			if o.Kind == "out_refund" && o.State == "posted" && o.Reverses == n.Reverses {
				sum += o.TotalMinor
			}
		}
		at, byHand := k.back.byHand[n.Reverses]
		if sum > total && !(byHand && k.w.now-at < noteable) && !k.noteTouched(int64(n.Reverses), noteable) {
			k.fail("I9", "%s posts %s for document %d of %d; its credit notes make %d now", c.counter.name, n.Number, n.Reverses, total, sum)
		}
	}
}

// byUs says that Paydesk made a note.
func byUs(n odoosim.LedgerInvoice) bool { return markInReason.MatchString(n.Reference) }
