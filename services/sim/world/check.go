package world

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// checker knows the invariants of PROTOCOLS §7 by number. It sees what no counter sees: both ledgers at any moment.
type checker struct {
	w          *world
	violations []string
	said       map[string]bool
	broken     map[string]int // by rule

	keys     map[string]string // counter and key -> first request under it (I11)
	denied   map[string]string // payment -> the screen that said not charged (I4)
	deniedIn map[string]string // the same by intent
	charged  map[string]bool   // intents seen succeeded
	touched  map[int64]time.Duration
	undone   map[string]bool // marks whose booking a person took back or deleted
	refunded map[string]bool // intents refunded in the dashboard
	reopened map[int64]bool  // documents that a person opened again after they were paid, or may have
	owed     map[int64]int64 // the most a document ever owed
	states   map[string]payment.State
	owner    map[string]*counter // of a payment
	ended    map[string]int      // the life of the counter in which a payment ended
	lastLook time.Duration
}

func newChecker(w *world) *checker {
	return &checker{
		w: w, said: map[string]bool{}, broken: map[string]int{}, keys: map[string]string{}, denied: map[string]string{}, deniedIn: map[string]string{}, charged: map[string]bool{},
		touched: map[int64]time.Duration{}, undone: map[string]bool{}, reopened: map[int64]bool{}, refunded: map[string]bool{}, owed: map[int64]int64{}, states: map[string]payment.State{}, owner: map[string]*counter{}, ended: map[string]int{},
	}
}

const maxViolations = 5 // of each rule

func (k *checker) fail(rule, format string, args ...any) {
	text := rule + ": " + fmt.Sprintf(format, args...)
	if k.said[text] {
		return
	}
	k.said[text] = true
	k.w.trace.line("VIOLATED", "%s", text)
	if k.broken[rule]++; k.broken[rule] <= maxViolations {
		k.violations = append(k.violations, stamp(k.w.now)+" "+text)
	}
}

// ours says that an intent is a claim of this shop.
func (k *checker) ours(intent string) bool {
	for _, i := range k.w.stripe.Ledger().Intents {
		if i.ID == intent {
			return i.Metadata["pd_shop"] == shopID
		}
	}
	return false
}

// always runs after every event, so it is cheap: a full look every few seconds of the world, and after what moves money.
func (k *checker) always() {
	if k.w.now-k.lastLook >= 5*time.Second {
		k.money()
	}
}

// sent looks at a request as it leaves a counter.
func (k *checker) sent(c *call) {
	if c.write {
		k.intended(c)
		k.oneKeyOneRequest(c)
		if strings.HasSuffix(c.op, "/process_payment_intent") {
			k.freshReads(c)
		}
		return
	}
	if c.op == "GET payment_intents" && !strings.Contains(c.path, "starting_after") {
		c.counter.seen.listing = c.sent
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
	case "account.move.search_read":
		seen.odooHeard = k.w.now
	}
}

// intended is I10: no write without an earlier durable entry with the same key and parameters. Hints need none (G6).
func (k *checker) intended(c *call) {
	want := intentionOf(c)
	if want != "" && !c.counter.disk.wrote[want] {
		k.fail("I10", "%s sends %s without a durable intention (%s)", c.counter.name, c.op, want)
	}
}

func intentionOf(c *call) string {
	if c.side == toOdoo {
		if i := bytes.Index(c.body, []byte("paydesk_pi_")); i >= 0 && strings.HasSuffix(c.op, ".load") {
			mark := c.body[i+len("paydesk_"):]
			return "book " + string(mark[:bytes.IndexByte(mark, '<')])
		}
		return ""
	}
	words := strings.Split(strings.TrimPrefix(c.op, "POST "), "/")
	switch {
	case c.op == "POST payment_intents":
		return fmt.Sprintf("create %s %s %s", c.key, c.form.Get("metadata[pd_pay]"), c.form.Get("amount"))
	case len(words) == 3 && words[2] == "cancel":
		return "cancel " + c.key
	case len(words) == 4 && words[3] == "process_payment_intent":
		return fmt.Sprintf("process %s %s %s", c.key, words[2], c.form.Get("payment_intent"))
	case len(words) == 4 && words[3] == "cancel_action":
		return fmt.Sprintf("slot clear %s  0", words[2])
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
	name, request := c.counter.name+" "+c.key+" "+c.form.Get("metadata[pd_pay]"), c.op+" "+c.form.Encode()
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
	if s := k.states[k.paymentOf(c.form.Get("payment_intent"))]; now-seen.odooHeard > age && !s.Away && k.w.awayLimit == nil {
		k.fail("I3", "%s dispatches; its last reading of Odoo is %s old", c.counter.name, now-seen.odooHeard)
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

// before remembers what a command is about to change.
func (k *checker) before(c *call) map[string]string {
	if c.side != toStripe || !strings.HasSuffix(c.op, "/process_payment_intent") {
		return nil
	}
	return runs(k.w.stripe.Ledger())
}

// runs tells which intent of the shop's each reader asks a card for.
func runs(l stripesim.Ledger) map[string]string {
	out := map[string]string{}
	for _, i := range l.Intents {
		for _, r := range i.OnReaders {
			if i.Metadata["pd_shop"] == shopID && i.Status != "canceled" {
				out[r] = i.ID
			}
		}
	}
	return out
}

// executed looks at the ledgers after a write.
func (k *checker) executed(c *call, before map[string]string, r *http.Response) {
	if !c.write {
		return
	}
	if before != nil {
		after := runs(k.w.stripe.Ledger())
		for reader, was := range before {
			if now := after[reader]; now != was && now == c.form.Get("payment_intent") {
				k.fail("I5", "%s's command replaced %s on %s by %s", c.counter.name, was, reader, now)
			}
		}
	}
	k.money()
}

// money is I1, I2, I4 and I8 on the ledgers as they are now.
func (k *checker) money() {
	k.lastLook = k.w.now
	k.totals()
	l := k.w.stripe.Ledger()
	open := map[int64]string{}
	paid := map[int64]int64{}
	for _, i := range l.Intents {
		if i.Metadata["pd_shop"] != shopID {
			continue
		}
		parts := partsOf(i)
		if len(i.OnReaders) > 0 && i.Status == "requires_payment_method" || i.AtBank {
			for _, p := range parts {
				if other, ok := open[p.Document]; ok {
					k.fail("I1", "%s and %s both ask a card for %s", other, i.ID, p.Number)
				}
				open[p.Document] = i.ID
			}
		}
		if i.Status != "succeeded" {
			continue
		}
		k.succeeded(i)
		rest := i.Received - i.Refunded
		for _, p := range parts {
			share := min(p.Minor, rest)
			rest -= share
			paid[p.Document] += share
		}
	}
	for _, id := range k.w.docs {
		if paid[id] > k.owed[id] && !k.reopened[id] {
			k.fail("I2", "%s owed at most %d and was charged %d", k.w.numbers[id], k.owed[id], paid[id])
		}
	}
}

// succeeded is I4's "no later success", and I8.
func (k *checker) succeeded(i stripesim.LedgerIntent) {
	if k.charged[i.ID] {
		return
	}
	k.charged[i.ID] = true
	k.w.trace.line("stripe", "%s of [%.4s] succeeded, %d received", i.ID, i.Metadata["pd_pay"], i.Received)
	for _, screen := range []string{k.denied[i.Metadata["pd_pay"]], k.deniedIn[i.ID]} {
		if screen != "" {
			k.fail("I4", "%s succeeded after a screen had said %s", i.ID, screen)
		}
	}
	var sum int64
	for _, p := range partsOf(i) {
		sum += p.Minor
	}
	if sum != i.Amount {
		k.fail("I8", "%s asks for %d, its documents for %d", i.ID, i.Amount, sum)
	}
}

func (k *checker) totals() {
	for _, inv := range k.w.odoo.Ledger().Invoices {
		id := int64(inv.ID)
		k.owed[id] = max(k.owed[id], inv.TotalMinor)
	}
}

// shown is I4 and the durable half of I10, when a screen changes.
func (k *checker) shown(c *counter, s payment.State) {
	k.states[s.ID], k.owner[s.ID] = s, c
	k.ended[s.ID] = c.life
	var in stripesim.LedgerIntent
	for _, i := range k.w.stripe.Ledger().Intents {
		if i.ID == s.Intent {
			in = i
		}
	}
	stored, err := payment.Load(c.disk, s.ID)
	if err != nil || stored.Phase != s.Phase {
		k.fail("I10", "%s shows [%.4s] as %s, its journal says %s %v", c.name, s.ID, s.Phase, stored.Phase, err)
	}
	switch {
	case s.Phase.Charged() && in.Status != "succeeded":
		k.fail("I4", "%s shows [%.4s] as paid, %s is %s", c.name, s.ID, in.ID, in.Status)
	case s.Phase == payment.Cancelled || s.Phase == payment.Stopped:
		if s.Intent != "" && in.Status != "canceled" && s.Dispatched {
			k.fail("I4", "%s shows [%.4s] as %s, %s is %s", c.name, s.ID, s.Phase, in.ID, in.Status)
		}
		k.denied[s.ID] = fmt.Sprintf("%s at %s", s.Phase, c.name)
		if s.Intent != "" {
			k.deniedIn[s.Intent] = k.denied[s.ID]
		}
	}
	if s.Phase == payment.Done {
		k.booked(c, s)
	}
}

// booked is "Booked" of I4: B7 is true at that moment, unless a person undid it in the same seconds.
func (k *checker) booked(c *counter, s payment.State) {
	if k.undone[s.Intent] || k.handTouched(s, 30*time.Second) {
		return
	}
	for _, p := range k.w.odoo.Ledger().Payments {
		if markOf(p) == s.Intent && liveBooking(p) && (p.IsReconciled || s.Credit != nil) {
			return
		}
	}
	k.fail("I4", "%s shows [%.4s] as booked, Odoo has no live reconciled payment of %s", c.name, s.ID, s.Intent)
}

// handTouched says that a person changed one of the documents within d before now.
func (k *checker) handTouched(s payment.State, d time.Duration) bool {
	return slices.ContainsFunc(s.Parts, func(p payment.Part) bool {
		at, ok := k.touched[p.Document]
		return ok && k.w.now-at <= d
	})
}

// known says that some counter has journaled this payment of Odoo's.
func (k *checker) known(payment int) bool {
	return slices.ContainsFunc(k.w.counters, func(c *counter) bool { return c.disk.wrote[fmt.Sprintf("book payment %d", payment)] })
}

func liveBooking(p odoosim.LedgerPayment) bool {
	return p.State == "posted" || p.State == "in_process" || p.State == "paid"
}

// markOf is the intent a payment in Odoo was made for, by its external id.
func markOf(p odoosim.LedgerPayment) string { return strings.TrimPrefix(p.ExternalID, "paydesk_") }

// partsOf reads d0 to d19 as the protocol writes them.
func partsOf(i stripesim.LedgerIntent) []payment.Part {
	var out []payment.Part
	for n := range 20 {
		f := strings.SplitN(i.Metadata["d"+strconv.Itoa(n)], ":", 3)
		if len(f) != 3 {
			break
		}
		id, _ := strconv.ParseInt(f[0], 10, 64)
		minor, _ := strconv.ParseInt(f[1], 10, 64)
		out = append(out, payment.Part{Document: id, Number: f[2], Minor: minor})
	}
	return out
}
