package world

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// What all counters of the shop share.
const (
	shopID       = "5d0c0ffee0ddf00d5d0c0ffee0ddf00d"
	otherShop    = "0123456789abcdef0123456789abcdef"
	stripeKey    = "sk_test_simulated"
	odooDatabase = "shop"
	odooUser     = "counter@shop.example"
	odooKey      = "key-of-the-counter"
)

// Times of a world.
const (
	recoveryTime = 12 * time.Minute // from the end of the faults to the reckoning
	epilogue     = 8 * time.Minute  // what is still open is paid without trouble
)

// Options say which world to live through.
type Options struct {
	Seed uint64
	// With makes kinds of faults happen often; Without switches kinds off. All else stays equal.
	With, Without []Kind
	// Sabotage puts a bug into every counter.
	Sabotage Sabotage
}

// Sabotage wraps what the desks stand on; nil leaves it as it is.
type Sabotage struct {
	Stripe  func(payment.Stripe) payment.Stripe
	Odoo    func(payment.Odoo) payment.Odoo
	Journal func(payment.Journal) payment.Journal
}

// Result is what became of a world.
type Result struct {
	Seed        uint64
	Trace       []byte
	Violations  []string
	Kinds       []Kind       // that this world could have
	Struck      map[Kind]int // and that happened
	Ends        map[payment.Phase]int
	Lived       time.Duration // virtual
	Calls       int
	Steps       map[Step]int // what came in which phase
	Refunds     map[refund.Phase]int
	RefundSteps map[refundStep]int
}

// world is everything there is. One goroutine runs at a time, all state is shared.
type world struct {
	scheduler
	seed     uint64
	weather  *weather
	sabotage Sabotage
	lots     chance
	people   chance
	holders  chance // of cards that come back to a reader
	trace    *trace
	check    *checker

	stripe   *stripesim.Server
	odoo     *odoosim.Server
	backup   odoosim.Backup // as the shop opened
	readers  []string
	docs     []int64
	numbers  map[int64]string
	counters []*counter

	steps map[Step]int
	lives map[string]payment.State // as far as they are on disk

	refundSteps map[refundStep]int
	refundLives map[string]refund.State
	onRefund    func(*counter, refund.Fact) // a script's, of every durable fact
	currency    money.Currency
	unsure      []string // what nobody knows of Stripe and is the other way here
	shut        bool     // for days: nobody starts a counter

	calls     int
	waiters   map[*call]func()
	awayTil   map[side]time.Duration
	heldTil   time.Duration
	closes    time.Duration // the cashiers stop
	calm      bool
	awayLimit func(payment.Order) int64
}

// Run lives through one world.
func Run(o Options) (res Result) {
	w := newWorld(o)
	defer func() {
		if p := recover(); p != nil {
			w.check.fail("I16", "panic: %v\n%s", p, debug.Stack())
		}
		w.close()
		res = w.result()
	}()
	w.live()
	return res
}

func newWorld(o Options) *world {
	w := &world{
		seed: o.Seed, sabotage: o.Sabotage, lots: newChance(o.Seed, "world"), people: newChance(o.Seed, "people"), holders: newChance(o.Seed, "cardholders"),
		waiters: map[*call]func(){}, awayTil: map[side]time.Duration{}, numbers: map[int64]string{},
		steps: map[Step]int{}, lives: map[string]payment.State{}, refundSteps: map[refundStep]int{}, refundLives: map[string]refund.State{},
	}
	w.scheduler = scheduler{began: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), lots: newChance(o.Seed, "order").Rand}
	w.closes = w.lots.between(2*time.Minute, 6*time.Minute)
	w.weather = newWeather(o.Seed, o.With, o.Without, w.closes)
	w.trace, w.check = &trace{w: w}, newChecker(w)
	w.trace.line("world", "seed %d, faults %v, closes at %s", o.Seed, w.weather.kinds(), stamp(w.closes))
	w.unsure = switches(o.Seed)
	w.trace.line("world", "of Stripe, the other answer: %v", w.unsure)
	exact := &localClock{&w.scheduler, 0}
	specs := make([]stripesim.ReaderSpec, 1+w.lots.IntN(3))
	for i := range specs {
		specs[i] = stripesim.ReaderSpec{ID: fmt.Sprintf("tmr_R%d", i+1), Label: fmt.Sprintf("Reader %d", i+1)}
		w.readers = append(w.readers, specs[i].ID)
	}
	country := "DE"
	if w.currency = "EUR"; newChance(o.Seed, "country").hit(0.25) { // there many cards are paid back on a reader only
		country, w.currency = "CA", "CAD"
	}
	w.stripe = stripesim.New(stripesim.Config{Clock: exact, Seed: o.Seed, Key: stripeKey, Country: country, Currency: strings.ToLower(string(w.currency)), Readers: specs, Switches: w.unsure, HoldLasts: holdLasts(o.Seed), MOTO: true})
	var invoices []odoosim.Invoice
	for i := range 1 + w.lots.IntN(5) {
		name := "Anna"
		if w.lots.hit(0.2) {
			name = fmt.Sprintf("Customer %d", i)
		}
		minor := int64(1+w.lots.IntN(400)) * 100
		if w.lots.hit(0.2) {
			minor += int64(w.lots.IntN(100))
		}
		invoices = append(invoices, odoosim.Invoice{Customer: odoosim.Customer{Name: name}, Terms: terms(newChance(o.Seed, fmt.Sprint("terms", i))), Lines: []odoosim.Line{{Text: "Goods", Thousandths: 1000, UnitMinor: minor}}})
	}
	// every seed meets another Odoo: three versions, as Community and as Enterprise
	w.odoo = odoosim.New(odoosim.Config{
		Clock: exact, Seed: o.Seed, Version: []int{18, 17, 19}[o.Seed%3], Enterprise: o.Seed%2 == 1, Database: odooDatabase, User: odooUser, Key: odooKey, Invoices: invoices,
		Company: odoosim.Company{Currency: string(w.currency), Location: time.UTC},
	})
	for _, inv := range w.odoo.Ledger().Invoices {
		w.docs = append(w.docs, int64(inv.ID))
		w.numbers[int64(inv.ID)] = inv.Number
	}
	w.backup = w.odoo.Backup()
	if w.lots.hit(0.5) {
		w.awayLimit = func(payment.Order) int64 { return 1_000_000 }
	}
	for id := range 1 + w.lots.IntN(3) {
		offset := time.Duration(0)
		if w.weather.has(WrongClock) {
			offset = w.weather.lots[WrongClock].between(-24*time.Hour, 24*time.Hour)
			w.weather.struck[WrongClock]++
		}
		w.counters = append(w.counters, newCounter(w, id+1, offset))
	}
	return w
}

// terms draws what an invoice was agreed on: mostly nothing, sometimes a discount or instalments.
func terms(lots chance) odoosim.Terms {
	switch n := lots.IntN(10); {
	case n < 2:
		return odoosim.Terms{DiscountPercent: 2, DiscountDays: 5}
	case n < 3:
		return odoosim.Terms{Parts: []odoosim.Instalment{{Percent: 30}, {Percent: 70, Days: 60}}}
	}
	return odoosim.Terms{}
}

// live is opening, trade, the end of the faults, recovery, reckoning, and a last quiet payment on whatever is open.
func (w *world) live() {
	after := w.check.always
	w.mirrors()
	for _, c := range w.counters {
		w.after(w.lots.between(0, 5*time.Second), c.start)
	}
	w.spawn("weather", nil, w.storm)
	w.spawn("bookkeeper", nil, w.bookkeeper)
	w.run(w.closes, after)
	if w.weather.has(ShutForDays) {
		w.shutForDays()
	}
	w.clearUp()
	w.run(max(w.closes, w.heldTil)+time.Second, after)
	w.trace.line("world", "calm")
	w.run(w.now+recoveryTime, after)
	w.check.reckon()
	if len(w.check.violations) > 0 {
		return
	}
	w.calm = true
	w.spawn("epilogue", nil, func() {
		w.finish()
		w.finishRefunds()
	})
	w.run(w.now+epilogue, after)
	w.check.reckon()
	w.check.settled()
}

// mirrors fills every counter's copy of the documents, as a shop that was open yesterday has it.
func (w *world) mirrors() {
	for _, c := range w.counters {
		g, err := odoo.New(odoo.Config{URL: "http://127.0.0.1", Database: odooDatabase, User: odooUser, Key: odooKey, HTTP: quiet{w}, Clock: c.clock})
		if err != nil {
			panic(err) // the configuration is ours
		}
		docs, err := g.Documents(context.Background(), w.docs)
		if err != nil {
			panic(err) // nothing is wrong yet
		}
		for _, d := range docs {
			c.mirror[d.ID] = mirrored{d.Document, c.clock.Now()}
		}
	}
}

// quiet reaches Odoo without network and without time.
type quiet struct{ w *world }

func (q quiet) RoundTrip(r *http.Request) (*http.Response, error) { return q.w.serveOdoo(r) }

func (w *world) result() Result {
	ends := map[payment.Phase]int{}
	for _, c := range w.counters {
		for _, id := range c.disk.order {
			if s, err := payment.Load(c.disk, id); err == nil {
				ends[s.Phase]++
			}
		}
	}
	refunds := map[refund.Phase]int{}
	for _, s := range w.refundLives {
		refunds[s.Phase]++
	}
	return Result{
		Seed: w.seed, Trace: bytes.Clone(w.trace.buf.Bytes()), Violations: w.check.violations, Kinds: w.weather.kinds(), Struck: w.weather.struck,
		Ends: ends, Lived: w.now, Calls: w.calls, Steps: w.steps,
		Refunds: refunds, RefundSteps: w.refundSteps,
	}
}
