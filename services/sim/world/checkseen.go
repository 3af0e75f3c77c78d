package world

import (
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
// both travel.
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
	words := strings.Split(strings.TrimPrefix(c.op, "POST "), "/")
	if len(words) != 4 || words[3] != "cancel_action" {
		return
	}
	l := k.w.stripe.Ledger()
	intent := runs(l)[words[2]]
	p := k.prompts[words[2]]
	for _, i := range l.Intents {
		if i.ID == intent && p.intent == intent && k.w.now-p.since > noteable && i.Status == "requires_payment_method" &&
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
