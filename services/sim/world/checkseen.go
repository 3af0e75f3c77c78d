package world

import (
	"strconv"
	"strings"
	"time"

	"paydesk/services/payment"
)

// prompt is what a reader asks a card for, and since when.
type prompt struct {
	intent string
	since  time.Duration
}

// noteable is how long a fact stands before a counter that reads first must have seen it: its reading and its command
// both travel, through a slow network, too.
const noteable = 15 * time.Second

// prompted follows what the readers ask for.
func (k *checker) prompted(after map[string]string) {
	for reader, intent := range after {
		if k.prompts[reader].intent != intent {
			k.prompts[reader] = prompt{intent, k.w.now}
		}
	}
}

// clears is the other half of I5: a colleague's prompt that has stood for a while is not cleared while its intent waits for
// a card. What changed between reading and clearing is a late cancel_action (S10) and nobody's fault.
func (k *checker) clears(c *call) {
	words, weather := strings.Split(strings.TrimPrefix(c.op, "POST "), "/"), k.w.weather
	if len(words) != 4 || words[3] != "cancel_action" || weather.struck[Asleep] > 0 {
		return // a machine may fall asleep between reading and clearing
	}
	stood := 2 * time.Second
	if weather.struck[Slow] > 0 {
		stood = noteable
	}
	l := k.w.stripe.Ledger()
	intent := runs(l)[words[2]]
	p := k.prompts[words[2]]
	for _, i := range l.Intents {
		if i.ID == intent && !k.kept[i.ID] && // what Stripe does not let go of while it is on a reader is cleared first (S7)
			p.intent == intent && k.w.now-p.since > stood && i.Status == "requires_payment_method" && !i.AtBank && // Stripe refuses while a card is in
			!strings.HasSuffix(i.Metadata["pd_counter"], ":"+c.counter.name) {
			k.fail("I5", "%s clears %s, on which %s has waited since %s", c.counter.name, words[2], intent, stamp(p.since))
		}
	}
}

// inPortal is the portal's part of I3: nobody is asked for a card while the customer has been paying in the portal.
func (k *checker) inPortal(c *call, s payment.State) {
	for _, part := range s.Parts {
		if since, paying := k.portal[part.Document]; paying && k.w.now-since > noteable {
			k.fail("I3", "%s dispatches for %s, which is being paid in the portal since %s", c.counter.name, part.Number, stamp(since))
		}
	}
}

// takesBack is B10's order, for I6: of two payments of one mark the one that settles its documents stays.
func (k *checker) takesBack(c *call) {
	ids := xmlInt.FindAllSubmatch(c.body, 2)
	if c.side != toOdoo || !strings.HasSuffix(c.op, ".action_cancel") || len(ids) < 2 { // user, payment
		return
	}
	id, payments := string(ids[1][1]), k.w.odoo.Ledger().Payments
	for _, p := range payments {
		if strconv.Itoa(p.ID) != id || !liveBooking(p) || !p.IsReconciled {
			continue
		}
		mark, _, _ := strings.Cut(p.Memo, " ")
		for _, o := range payments {
			if other, _, _ := strings.Cut(o.Memo, " "); o.ID != p.ID && other == mark && liveBooking(o) && !o.IsReconciled {
				k.fail("I6", "%s takes back payment %d, which settles its documents, and keeps %d of the same mark %s", c.counter.name, p.ID, o.ID, mark)
			}
		}
	}
}
