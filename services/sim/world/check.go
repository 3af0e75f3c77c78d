package world

import (
	"fmt"
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
	ordered  map[string]bool // charges that a person ordered to be booked again
	closed   map[string]bool // charges that a person settled outside of Paydesk
	refunded map[string]bool // intents refunded in the dashboard
	reopened map[int64]bool  // documents that a person opened again after they were paid, or may have
	owed     map[int64]int64 // the most a document ever owed
	left     map[int64]residual
	states   map[string]payment.State
	owner    map[string]*counter // of a payment
	ended    map[string]int      // the life of the counter in which a payment ended
	lastLook time.Duration
	prompts  map[string]prompt // by reader
	kept     map[string]bool   // intents that Stripe did not let a counter cancel
	disputed map[string]bool   // intents that a cardholder disputed
	back     *refundChecks
	portal   map[int64]time.Duration // documents that a customer pays in the portal, since when
}

func newChecker(w *world) *checker {
	return &checker{
		w: w, disputed: map[string]bool{}, back: newRefundChecks(), prompts: map[string]prompt{}, kept: map[string]bool{}, portal: map[int64]time.Duration{}, said: map[string]bool{}, broken: map[string]int{}, keys: map[string]string{}, denied: map[string]string{}, deniedIn: map[string]string{}, charged: map[string]bool{},
		touched: map[int64]time.Duration{}, undone: map[string]bool{}, closed: map[string]bool{}, ordered: map[string]bool{}, reopened: map[int64]bool{}, refunded: map[string]bool{}, owed: map[int64]int64{}, left: map[int64]residual{}, states: map[string]payment.State{}, owner: map[string]*counter{}, ended: map[string]int{},
	}
}

// residual is what a document owes, and since when it is that much.
type residual struct {
	minor int64
	since time.Duration
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

// before remembers what a command is about to change.
func (k *checker) before(c *call) map[string]string {
	if c.side != toStripe || !strings.HasSuffix(c.op, "/process_payment_intent") && !strings.HasSuffix(c.op, "/set_reader_display") && !strings.HasSuffix(c.op, "/refund_payment") {
		return nil
	}
	out := runs(k.w.stripe.Ledger())
	for reader, intent := range k.backPrompts() {
		out[backPrompt+reader] = intent
	}
	return out
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
	k.refundExecuted(c)
	if before != nil {
		after := runs(k.w.stripe.Ledger())
		k.prompted(after)
		k.backReplaced(c, before, after, r)
		for reader, was := range before {
			now := after[reader]
			if now == "" && slices.Contains(k.w.unsure, stripesim.FaultKeysPerEndpoint) {
				continue // what is only displayed shares no key with a prompt: it may go over one that began this moment (S10 heals it)
			}
			if now != was && now == c.form.Get("payment_intent") && strings.Contains(c.op, "/"+reader+"/") {
				k.fail("I5", "%s's command replaced %s on %s by %s", c.counter.name, was, reader, now)
			}
		}
	}
	if words := strings.Split(c.op, "/"); len(words) == 3 && words[2] == "cancel" && r != nil && r.StatusCode == http.StatusBadRequest {
		k.kept[words[1]] = true
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
		if len(i.OnReaders) > 0 && i.Status == "requires_payment_method" || i.AtBank || i.Status == "requires_capture" {
			for _, p := range parts {
				if other, ok := open[p.Document]; ok {
					k.fail("I1", "%s and %s both ask a card for %s, or hold its money", other, i.ID, p.Number)
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
			if !k.cashLeft(i.ID) {
				paid[p.Document] += cashOf(i)
			}
		}
	}
	k.refundMoney(l)
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
		now := inv.ResidualMinor
		if inv.State != "posted" {
			now = 0
		}
		if l, ok := k.left[id]; !ok || l.minor != now {
			k.left[id] = residual{now, k.w.now}
		}
	}
}

// shown is I4 and the durable half of I10, when a screen changes.
func (k *checker) shown(c *counter, s payment.State) {
	if old, ok := k.states[s.ID]; !ok || !old.Phase.Charged() { // its prompt is to go in the life that saw the charge
		k.ended[s.ID] = c.life
	}
	k.states[s.ID], k.owner[s.ID] = s, c
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
	case s.Phase.Holding() || s.Phase == payment.Released:
		k.holdShown(c, s, in)
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

// hinted says that every counter can know of this payment of Odoo's: its intent names it.
func (k *checker) hinted(p odoosim.LedgerPayment) bool {
	if strings.HasPrefix(markOf(p), "re_") {
		return k.refundHinted(markOf(p))
	}
	return slices.ContainsFunc(k.w.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return i.ID == markOf(p) && i.Metadata[payment.MetaBooked] != ""
	})
}

func liveBooking(p odoosim.LedgerPayment) bool {
	return p.State == "posted" || p.State == "in_process" || p.State == "paid"
}

// markOf is the intent a payment in Odoo was made for, by its external id, or by its memo where the register wizard made it.
func markOf(p odoosim.LedgerPayment) string {
	if mark, _, _ := strings.Cut(strings.TrimPrefix(p.ExternalID, "paydesk_"), "-"); mark != "" { // a person's order to book again has "-2"
		return mark
	}
	if mark, _, _ := strings.Cut(p.Memo, " "); strings.HasPrefix(mark, "pi_") || strings.HasPrefix(mark, "re_") {
		return mark
	}
	return ""
}

// cashOf is what was given in cash beside a charge of one document.
func cashOf(i stripesim.LedgerIntent) int64 {
	minor, _ := strconv.ParseInt(i.Metadata["pd_cash"], 10, 64)
	return minor
}

// cashLeft says that a person let a charge be booked without its cash, which Odoo does not take.
func (k *checker) cashLeft(intent string) bool {
	for _, s := range k.states {
		if s.Intent == intent && s.CashLeft {
			return true
		}
	}
	return false
}

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
