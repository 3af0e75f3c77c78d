package world

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
	"paydesk/services/sim/published"
)

// sent looks at a request as it leaves a counter.
func (k *checker) sent(c *call) {
	if c.side == toStripe {
		k.wellFormed(c)
	}
	if c.write {
		k.intended(c)
		k.oneKeyOneRequest(c)
		if strings.HasSuffix(c.op, "/process_payment_intent") {
			k.freshReads(c)
		}
		if strings.HasSuffix(c.op, "/capture") {
			k.freshBooks(c)
		}
		k.clears(c)
		k.sendsBack(c)
		k.takesBack(c)
		return
	}
	if c.op == "GET payment_intents" && !strings.Contains(c.path, "starting_after") {
		c.counter.seen.listing = c.sent
	}
}

// wellFormed holds a request against Stripe's published description, nested parameters included.
func (k *checker) wellFormed(c *call) {
	path, query, _ := strings.Cut(c.path, "?")
	form := c.form
	if c.method == http.MethodGet {
		var err error
		if form, err = url.ParseQuery(query); err != nil {
			k.fail("request", "%s sends %s: %v", c.counter.name, c.op, err)
			return
		}
	}
	if err := published.Request(c.method, path, form); err != nil {
		k.fail("request", "%s sends what Stripe refuses: %v", c.counter.name, err)
	}
}

// heard looks at an answer as it reaches the counter that asked.
func (k *checker) heard(c *call) {
	if c.response.StatusCode != http.StatusOK {
		return
	}
	seen := &c.counter.seen
	switch c.op {
	case "GET payment_intents":
		body, err := io.ReadAll(c.response.Body)
		c.response.Body = io.NopCloser(bytes.NewReader(body))
		if err == nil && bytes.Contains(body, []byte(`"has_more": false`)) {
			seen.listSent, seen.listHeard = seen.listing, k.w.now
		}
	case "GET refunds":
		k.refundsHeard(c)
	case "account.move.search_read":
		seen.odooHeard = k.w.now
	}
}

// intended is I10: no write without an earlier durable entry with the same key and parameters. Hints need none (G6).
func (k *checker) intended(c *call) {
	want := intentionOf(c)
	if want != "" && !c.counter.disk.wrote[want] && !k.closedDraft(want) {
		k.fail("I10", "%s sends %s without a durable intention (%s)", c.counter.name, c.op, want)
	}
}

// closedDraft says that what is taken back is a draft of a charge that a person settled otherwise: the person's word is the
// durable entry.
func (k *checker) closedDraft(want string) bool {
	return slices.ContainsFunc(k.w.odoo.Ledger().Payments, func(p odoosim.LedgerPayment) bool {
		return want == fmt.Sprintf("take back %d", p.ID) && p.State == "draft" && k.closed[markOf(p)]
	})
}

var markLoaded = regexp.MustCompile(`paydesk_((?:cash_pi|pi|re|tr)_\w+)`)

var xmlInt = regexp.MustCompile(`<(?:int|i4|i8)>(\d+)<`)

// intentionOf says which entry a write needs, in the words of intentions.
func intentionOf(c *call) string {
	if want := refundIntentionOf(c); want != "" {
		return want
	}
	if c.side == toOdoo {
		if m := markLoaded.FindSubmatch(c.body); m != nil && strings.HasSuffix(c.op, ".load") {
			return "book " + string(m[1])
		}
		if ids := xmlInt.FindAllSubmatch(c.body, 2); c.op == "account.payment.action_post" && len(ids) == 2 { // user, payment
			return "book payment " + string(ids[1][1])
		}
		return ""
	}
	words := strings.Split(strings.TrimPrefix(c.op, "POST "), "/")
	switch {
	case c.op == "POST payment_intents":
		return fmt.Sprintf("create %s %s %s", c.key, c.form.Get("metadata[pd_pay]"), c.form.Get("amount"))
	case len(words) == 2 && words[0] == "payment_intents" && c.form.Has("metadata[d0]"):
		return "name " + words[1]
	case len(words) == 3 && words[2] == "cancel":
		return "cancel " + c.key
	case len(words) == 3 && words[2] == "capture":
		return fmt.Sprintf("capture %s %s", c.key, c.form.Get("amount_to_capture"))
	case len(words) == 4 && words[3] == "process_payment_intent":
		return fmt.Sprintf("process %s %s %s", c.key, words[2], c.form.Get("payment_intent"))
	case len(words) == 4 && words[3] == "set_reader_display":
		return fmt.Sprintf("slot show %s %s 0", words[2], c.key)
	case len(words) == 4 && words[3] == "cancel_action":
		return fmt.Sprintf("slot clear %s  0", words[2])
	case len(words) == 3 && words[1] == "locations":
		return "pin " + c.form.Get("metadata[pd_shop]")
	case len(words) == 3 && words[0] == "terminal":
		verb := "move"
		if c.key != "" {
			verb = "burn"
		}
		return fmt.Sprintf("slot %s %s %s %s", verb, words[2], c.key, c.form.Get("metadata[pd_epoch]"))
	}
	return ""
}

// oneKeyOneRequest is I11. Keys of claims and slots are locks that payments share on purpose (C3, S2): they count by
// payment and by intent.
func (k *checker) oneKeyOneRequest(c *call) {
	if c.key == "" || strings.HasPrefix(c.key, "pd1:s:") {
		return
	}
	name, request := c.counter.name+" "+c.key+" "+c.form.Get("metadata[pd_pay]")+c.form.Get("metadata[pd_rid]"), c.op+" "+c.form.Encode()
	if first, used := k.keys[name]; used && first != request {
		k.fail("I11", "%s uses key %s for %s and before for %s", c.counter.name, c.key, request, first)
	}
	k.keys[name] = request
}

// freshReads is I3: no dispatch without a complete list and a reading of Odoo (or C13) of at most 10 s ago, both after
// the intent was created.
func (k *checker) freshReads(c *call) {
	const age = 10*time.Second + time.Second // the answer travels, the request travels
	seen, now := c.counter.seen, k.w.now
	if now-seen.listHeard > age {
		k.fail("I3", "%s dispatches %s; its last complete list is %s old", c.counter.name, c.form.Get("payment_intent"), now-seen.listHeard)
	}
	for _, i := range k.w.stripe.Ledger().Intents {
		if i.ID == c.form.Get("payment_intent") && k.w.began.Add(seen.listSent).Before(i.Created) {
			k.fail("I3", "%s dispatches %s, which is younger than its last list", c.counter.name, i.ID)
		}
	}
	s := k.states[k.paymentOf(c.form.Get("payment_intent"))]
	if s.Away || k.w.awayLimit != nil { // C13: what Odoo says meanwhile nobody can know
		return
	}
	k.inPortal(c, s)
	if now-seen.odooHeard > age {
		k.fail("I3", "%s dispatches; its last reading of Odoo is %s old", c.counter.name, now-seen.odooHeard)
	}
	for _, p := range s.Parts {
		if l := k.left[p.Document]; l.minor < p.Minor && now-l.since > age {
			k.fail("I3", "%s dispatches %d for %s, which owes %d since %s", c.counter.name, p.Minor, p.Number, l.minor, stamp(l.since))
		}
	}
}

func (k *checker) paymentOf(intent string) string {
	for _, i := range k.w.stripe.Ledger().Intents {
		if i.ID == intent {
			return i.Metadata["pd_pay"]
		}
	}
	return ""
}
