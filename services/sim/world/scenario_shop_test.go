package world

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
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
	heard  func(*explain.Failure) // of every failure from Stripe
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

func openShop(t testing.TB) *shop { return openShopIn(t, "EUR") }

func openShopIn(t testing.TB, currency money.Currency) *shop {
	t.Helper()
	s := &shop{t: t, states: map[string]payment.State{}}
	w := newWorld(Options{Seed: 1, Without: Kinds, Sabotage: Sabotage{
		Journal: func(j payment.Journal) payment.Journal { return spy{j.(*journal), s} },
		Stripe:  func(g payment.Stripe) payment.Stripe { return ear{g, s} },
	}})
	s.world = w
	w.people, w.closes, w.awayLimit, w.currency, w.unsure = walksPast.lots(), 0, nil, currency, nil
	exact := &localClock{&w.scheduler, 0}
	w.readers, w.docs, w.counters = []string{"tmr_R1", "tmr_R2"}, nil, nil
	country := map[money.Currency]string{"EUR": "DE", "CAD": "CA"}[currency]
	w.stripe = stripesim.New(stripesim.Config{Clock: exact, Seed: 1, Key: stripeKey, Country: country, Currency: strings.ToLower(string(currency)), LocationID: "tml_shop", MOTO: true, Readers: []stripesim.ReaderSpec{
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
		Company: odoosim.Company{Currency: string(s.currency), Location: zone},
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
	if recovery.Record(e.Payment) {
		return nil
	}
	fact, err := payment.Decode(e.Kind, e.Body)
	if err != nil {
		return err
	}
	s := p.s
	var state payment.State
	if e.Payment != "" { // else the counter's own
		if state, _, err = payment.Apply(s.states[e.Payment], payment.Event{At: e.At, Fact: fact}); err != nil { // a copied disk holds it too
			if state, err = payment.Load(p.journal, e.Payment); err != nil {
				return err
			}
		}
		s.states[e.Payment] = state
	}
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

// hear passes a failure on, and tells the script of it.
func (s *shop) hear(err error) error {
	var f *explain.Failure
	if s.heard != nil && errors.As(err, &f) {
		s.heard(f)
	}
	return err
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
	o := payment.Order{Counter: payment.Counter{ID: c.ident, Name: c.name}, Person: "Kim", Reader: readerRef(s.readers[c.id-1])}
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
	s.do(c, func() { err = c.desk.Retry(id, readerRef(s.readers[reader]), "Kim") })
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
