package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// shop is a world without weather: a script says what goes wrong and who does what. Two counters, two readers, six
// invoices of one customer; the first owes 120.00.
type shop struct {
	*world
	t      testing.TB
	facts  []told
	states map[string]payment.State
	hooks  []*hook
}

// told is one fact that became durable, and what it made of its payment.
type told struct {
	at    time.Duration
	c     *counter
	fact  payment.Fact
	state payment.State
}

type hook struct {
	kind string // of fact; empty: any
	once bool
	do   func(*counter, payment.State)
}

// owed is what the invoices of a shop owe at the beginning, in cents.
var owed = []int64{12000, 4500, 800, 1700, 2300, 990}

// loaded draws the same lot, so that a script knows what people and wires do.
type loaded uint64

func (a loaded) Uint64() uint64 { return uint64(a) }

const (
	walksPast loaded = 0xCCCCCCCCCCCCCCCC // world.customer: whoever comes by does not pay
	answers   loaded = 0x9999999999999999 // line.send: 56 ms each way; a broken line says so after 1.8 s
	silent    loaded = 0x3333333333333333 // the same, and a broken line says nothing
)

func (a loaded) lots() chance { return chance{rand.New(a)} }

// newShop opens the shop; it is reckoned up when the test ends.
func newShop(t *testing.T) *shop {
	t.Helper()
	s := openShop(t)
	t.Cleanup(s.close)
	return s
}

func openShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, states: map[string]payment.State{}}
	w := newWorld(Options{Seed: 1, Without: Kinds, Sabotage: Sabotage{Journal: func(j payment.Journal) payment.Journal { return spy{j.(*journal), s} }}})
	s.world = w
	w.people, w.closes, w.awayLimit = walksPast.lots(), 0, nil
	exact := &localClock{&w.scheduler, 0}
	w.readers, w.docs, w.counters = []string{"tmr_R1", "tmr_R2"}, nil, nil
	w.stripe = stripesim.New(stripesim.Config{Clock: exact, Seed: 1, Key: stripeKey, Country: "DE", Currency: "eur", Readers: []stripesim.ReaderSpec{
		{ID: "tmr_R1", Label: "Reader 1"}, {ID: "tmr_R2", Label: "Reader 2"},
	}})
	w.odoo = s.books(odooDatabase, time.UTC)
	clear(w.numbers)
	for _, inv := range w.odoo.Ledger().Invoices {
		w.docs = append(w.docs, int64(inv.ID))
		w.numbers[int64(inv.ID)] = inv.Number
	}
	for id := range 2 {
		c := newCounter(w, id+1, 0)
		for _, l := range c.lines {
			l.lots = answers.lots()
		}
		w.counters = append(w.counters, c)
	}
	w.mirrors()
	for _, c := range w.counters {
		c.start()
	}
	s.pass(time.Second)
	return s
}

// books is an Odoo with the shop's invoices.
func (s *shop) books(database string, zone *time.Location) *odoosim.Server {
	var invoices []odoosim.Invoice
	for _, minor := range owed {
		invoices = append(invoices, odoosim.Invoice{Customer: odoosim.Customer{Name: "Anna"}, Lines: []odoosim.Line{{Text: "Goods", Thousandths: 1000, UnitMinor: minor}}})
	}
	return odoosim.New(odoosim.Config{
		Clock: &localClock{&s.scheduler, 0}, Seed: 1, Database: database, User: odooUser, Key: odooKey, Invoices: invoices,
		Company: odoosim.Company{Currency: "EUR", Location: zone},
	})
}

// close ends all trouble, gives everybody time, and lets the checker of the storms look at both ledgers and all journals.
func (s *shop) close() {
	defer s.world.close()
	if s.t.Failed() {
		return
	}
	s.clearUp()
	s.pass(4 * time.Minute)
	s.check.reckon()
	s.check.settled()
	if v := s.check.violations; len(v) > 0 {
		s.fail("%s", strings.Join(v, "\n"))
	}
}

func (s *shop) fail(format string, args ...any) {
	s.t.Helper()
	story := s.trace.buf.String()
	if most := 24_000; len(story) > most {
		story = "…" + story[len(story)-most:]
	}
	s.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), story)
}

// spy tells the script of every durable fact, with the desk still holding its lock.
type spy struct {
	*journal
	s *shop
}

func (p spy) Append(e payment.Entry, final bool) error {
	if err := p.journal.Append(e, final); err != nil {
		return err
	}
	fact, err := payment.Decode(e.Kind, e.Body)
	if err != nil {
		return err
	}
	s := p.s
	state, _, err := payment.Apply(s.states[e.Payment], payment.Event{At: e.At, Fact: fact})
	if err != nil {
		return err
	}
	s.states[e.Payment] = state
	s.facts = append(s.facts, told{s.now, p.c, fact, state})
	for _, h := range slices.Clone(s.hooks) {
		if h.kind != e.Kind && h.kind != "" {
			continue
		}
		if h.once {
			s.hooks = slices.DeleteFunc(s.hooks, func(o *hook) bool { return o == h })
		}
		h.do(p.c, state)
	}
	if p.c.dead {
		return errDied
	}
	return nil
}

// on runs do once, right after the next fact of the kind is durable and before anybody acts upon it. It may not call the
// desk.
func (s *shop) on(fact payment.Fact, do func(*counter, payment.State)) {
	s.hooks = append(s.hooks, &hook{payment.KindName(fact), true, do})
}

// off cuts a counter's power, until somebody starts it.
func (s *shop) off(c *counter) {
	c.dead = true
	c.cancel()
	s.after(0, c.unwind) // what runs now unwinds at its next wait
}

// again is a power cut, and the counter started anew.
func (s *shop) again(c *counter) {
	s.off(c)
	s.pass(3 * time.Second)
	c.start()
	s.pass(time.Second)
}

// pass lets time go by.
func (s *shop) pass(d time.Duration) { s.run(s.now+d, s.check.always) }

// until lets time go by, event after event, until something is so.
func (s *shop) until(what string, limit time.Duration, done func() bool) {
	s.t.Helper()
	for end := s.now + limit; !done(); {
		if len(s.queue) == 0 || s.queue[0].at > end {
			s.fail("within %s it did not happen that %s", limit, what)
		}
		s.run(s.queue[0].at, s.check.always)
	}
}

// reach waits until a payment is in one of the phases.
func (s *shop) reach(id string, limit time.Duration, phases ...payment.Phase) payment.State {
	s.t.Helper()
	s.until(fmt.Sprintf("the payment is %v (it is %s)", phases, s.states[id].Phase), limit, func() bool { return slices.Contains(phases, s.states[id].Phase) })
	return s.states[id]
}

// do lets somebody at a counter do something, and waits until it is done.
func (s *shop) do(c *counter, f func()) {
	s.t.Helper()
	done := false
	s.spawn(c.name+" person", c, func() {
		defer func() { done = true }()
		f()
	})
	s.until("a person is done", time.Minute, func() bool { return done })
}

// order is a charge of the invoices in full, on the reader that belongs to the counter.
func (s *shop) order(c *counter, invoices ...int) payment.Order {
	o := payment.Order{Counter: payment.Counter{ID: "id-" + c.name, Name: c.name}, Person: "Kim", Reader: readerRef(s.readers[c.id-1])}
	var sum int64
	for _, n := range invoices {
		d := c.mirror[s.docs[n]].doc
		o.Company, o.Partner, o.Customer = d.Company, d.Partner.CommercialID, d.Partner.Name
		o.Parts = append(o.Parts, payment.Part{Document: d.ID, Number: d.Number, Minor: d.Residual.Minor})
		sum += d.Residual.Minor
		o.Amount = money.New(sum, d.Residual.Currency)
	}
	return o
}

func readerRef(id string) payment.ReaderRef {
	return payment.ReaderRef{ID: id, Label: id, Model: "WisePOS E", Tag: "A"}
}

// charge taps Charge.
func (s *shop) charge(c *counter, o payment.Order) string {
	s.t.Helper()
	var id string
	var err error
	s.do(c, func() { id, err = c.desk.Start(o) })
	if err != nil {
		s.fail("charge: %v", err)
	}
	return id
}

// asked charges the first invoice at the first counter and waits for the prompt.
func (s *shop) asked() (c *counter, id string) {
	s.t.Helper()
	c = s.counters[0]
	id = s.charge(c, s.order(c, 0))
	s.reach(id, 10*time.Second, payment.Waiting)
	return c, id
}

func (s *shop) cancel(c *counter, id string) {
	s.t.Helper()
	var err error
	s.do(c, func() { err = c.desk.Cancel(id, "Kim") })
	if err != nil {
		s.fail("cancel: %v", err)
	}
}

func (s *shop) retry(c *counter, id string, reader int) {
	s.t.Helper()
	var err error
	s.do(c, func() { err = c.desk.Retry(id, readerRef(s.readers[reader])) })
	if err != nil {
		s.fail("retry: %v", err)
	}
}

// hand is a person at a reader.
func (s *shop) hand(reader int, kind, card string) {
	s.t.Helper()
	s.must(s.stripe.Gesture(stripesim.Gesture{Reader: s.readers[reader], Kind: kind, Card: card}))
}

func (s *shop) tap(reader int) {
	s.t.Helper()
	s.hand(reader, stripesim.GestureTap, "")
}

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.fail("%v", err)
	}
}

// stripeFault and odooFault break a server; clearing is mend.
func (s *shop) stripeFault(f stripesim.Fault) { s.t.Helper(); s.must(s.stripe.Fault(f)) }
func (s *shop) odooFault(f odoosim.Fault)     { s.t.Helper(); s.must(s.odoo.Fault(f)) }

// cut takes a server away from everybody.
func (s *shop) cut(to side) { s.awayTil[to] = s.now + 100*time.Hour }

// mend brings both back and ends all faults.
func (s *shop) mend() {
	clear(s.awayTil)
	s.stripe.ClearFaults()
	s.odoo.ClearFaults()
}

// path is every phase that the screen showed, in order.
func (s *shop) path(id string) string {
	var names []string
	for _, f := range s.facts {
		if n := f.state.Phase.String(); f.state.ID == id && (len(names) == 0 || names[len(names)-1] != n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, " ")
}

// went wants exactly these phases.
func (s *shop) went(id, path string) {
	s.t.Helper()
	if got := s.path(id); got != path {
		s.fail("the screens were\n%s\nand not\n%s", got, path)
	}
}

// intents are the claims on an invoice, oldest first.
func (s *shop) intents(invoice int) []stripesim.LedgerIntent {
	return slices.DeleteFunc(s.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return !slices.ContainsFunc(partsOf(i), func(p payment.Part) bool { return p.Document == s.docs[invoice] })
	})
}

// statuses is what became of the claims on an invoice.
func (s *shop) statuses(invoice int) string {
	var all []string
	for _, i := range s.intents(invoice) {
		all = append(all, i.Status)
	}
	return strings.Join(all, " ")
}

// prompts counts how often a reader was asked to show a payment.
func (s *shop) prompts(intent string) int {
	n := 0
	for _, h := range s.stripe.Snapshot().Log {
		if h.Kind == "command" && h.Intent == intent && strings.HasSuffix(h.Text, "process_payment_intent") {
			n++
		}
	}
	return n
}

// paidOnce is the whole promise: Done on the screen, one charge in Stripe, one live reconciled payment of the same amount in
// Odoo, the documents settled by it, and "charged" never said before Stripe said so.
func (s *shop) paidOnce(id string) payment.State {
	s.t.Helper()
	st := s.reach(id, 5*time.Minute, payment.Done)
	s.neverEarly(id)
	var in stripesim.LedgerIntent
	for _, i := range s.stripe.Ledger().Intents {
		if i.Metadata["pd_pay"] != id {
			continue
		}
		if in.ID != "" {
			s.fail("two intents of one payment: %s and %s", in.ID, i.ID)
		}
		in = i
	}
	if in.ID != st.Intent || in.Status != "succeeded" || in.Received != st.Received.Minor || in.Refunded != 0 {
		s.fail("Stripe says %+v, the payment %s %s", in, st.Intent, st.Received)
	}
	var live []odoosim.LedgerPayment
	books := s.odoo.Ledger()
	for _, p := range books.Payments {
		if markOf(p) == st.Intent && liveBooking(p) {
			live = append(live, p)
		}
	}
	if len(live) != 1 || live[0].AmountMinor != in.Received || books.Created["paydesk_"+st.Intent] != 1 || live[0].Name != st.Booking {
		s.fail("Odoo holds %+v for %s of %d", live, st.Intent, in.Received)
	}
	return st
}

// neverEarly looks at every screen of a payment: charged only after the bank said so, cancelled only after Stripe did.
func (s *shop) neverEarly(id string) {
	s.t.Helper()
	for _, f := range s.facts {
		if f.state.ID != id || !f.state.Phase.Charged() {
			continue
		}
		for _, i := range s.stripe.Ledger().Intents {
			if i.ID == f.state.Intent && (i.ChargedAt.IsZero() || s.began.Add(f.at).Before(i.ChargedAt)) {
				s.fail("%s was shown at %s, the bank said so at %s", f.state.Phase, stamp(f.at), i.ChargedAt)
			}
		}
	}
}

// notCharged is the other promise: the payment is over, no money moved, every claim it made is dead, and no reader asks.
func (s *shop) notCharged(id string, want payment.Phase) payment.State {
	s.t.Helper()
	st := s.reach(id, 5*time.Minute, payment.Cancelled, payment.Stopped, payment.Done)
	if st.Phase != want {
		s.fail("the payment ended %s %s", st.Phase, problemText(st.Problem))
	}
	s.pass(20 * time.Second) // the reader is cleared beside
	for _, i := range s.stripe.Ledger().Intents {
		asks := slices.ContainsFunc(s.stripe.Snapshot().Readers, func(v stripesim.ReaderView) bool {
			return v.Plugged && v.ActionStatus == "in_progress" && v.ActionIntent == i.ID
		})
		if i.Metadata["pd_pay"] == id && (i.Status != "canceled" || i.Received != 0 || i.Charge != "" || asks) {
			s.fail("not charged, says the screen; Stripe says %+v", i)
		}
	}
	for _, p := range s.odoo.Ledger().Payments {
		if st.Intent != "" && markOf(p) == st.Intent {
			s.fail("not charged, and Odoo holds %+v", p)
		}
	}
	return st
}

// because wants the reason of an end or of a wait, and that there are words for it.
func (s *shop) because(st payment.State, want payment.ProblemKind) *payment.Problem {
	s.t.Helper()
	if st.Problem == nil || st.Problem.Kind != want {
		s.fail("%s says%s and not %s", st.Phase, problemText(st.Problem), want)
	}
	if p := st.Problem; p.Failure != "" && explain.Words(p.Side, p.Failure, "") == explain.Words("", "", "") {
		s.fail("nothing tells the cashier what %s of %s means", p.Failure, p.Side)
	}
	return st.Problem
}

// residual is what an invoice owes now.
func (s *shop) residual(invoice int) int64 {
	inv, _ := s.invoice(s.docs[invoice])
	return inv.ResidualMinor
}

// shownAt is when a payment's screen first said a phase, after a moment.
func (s *shop) shownAt(id string, phase payment.Phase, after time.Duration) time.Duration {
	s.t.Helper()
	for _, f := range s.facts {
		if f.state.ID == id && f.state.Phase == phase && f.at >= after {
			return f.at
		}
	}
	s.fail("[%.4s] was never %s", id, phase)
	return 0
}

// straight is the path of a payment in which nothing happens.
const straight = "Checking Claiming Claimed Dispatching Waiting Approved Posting Done"

// TestNothingGoesWrong would lose the sale itself.
func TestNothingGoesWrong(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.tap(0)
	st := s.paidOnce(id)
	s.went(id, straight)
	if s.residual(0) != 0 || st.Received.Minor != owed[0] || s.prompts(st.Intent) != 1 {
		s.fail("%d left, %s received, %d prompts", s.residual(0), st.Received, s.prompts(st.Intent))
	}
}
