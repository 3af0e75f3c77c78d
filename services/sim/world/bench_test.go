package world

import (
	"context"
	"slices"
	"testing"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/reader"
	stripesim "paydesk/services/sim/stripe"
)

// The benchmarks measure virtual time, so they say the same on every machine; what Go's own ns/op says is only how fast
// the world runs. Every call to Stripe takes 120 ms and every call to Odoo 80 ms, there and back.
const (
	stripeTrip = 120 * time.Millisecond
	odooTrip   = 80 * time.Millisecond
	pollPause  = 500 * time.Millisecond // the desk's (PROTOCOLS S6)
)

// Floors: what the protocol cannot do without.
const (
	promptFloor  = 3 * stripeTrip                   // create, C4's reads together, process
	shownFloor   = stripeTrip + pollPause/2         // one poll, and half the pause before it on average
	bookedFloor  = stripeTrip + 10*odooTrip         // B1 get; B2 look-up; B4 document, load, read back; B5 post, read; B6 line, assign; B7 document, payment
	pollsAllowed = 2 * int(time.Minute/time.Second) // S6: at most two calls a second
	shownAllowed = time.Second                      // from a change at Stripe to the screen, at the worst of a hundred
)

// trip makes a line take exactly this long, there and back.
func (l *line) trip(d time.Duration) {
	oneWay := float64(d/2-oneWayLeast) / float64(oneWayMost-oneWayLeast)
	l.lots = loaded(oneWay * (1 << 63) * 2).lots()
}

// rounds is every call of a gateway's methods: when it began and ended.
type rounds struct {
	s     *shop
	calls []span
}

type span struct {
	from, to time.Duration
	odoo     bool
}

// inSequence is the longest chain of calls of which each began after the one before had ended.
func (r *rounds) inSequence(from, to time.Duration) int {
	spans := slices.DeleteFunc(slices.Clone(r.calls), func(c span) bool { return c.from < from || c.to > to })
	slices.SortFunc(spans, func(a, b span) int { return int(a.to - b.to) })
	n, end := 0, time.Duration(0)
	for _, c := range spans {
		if c.from >= end {
			n, end = n+1, c.to
		}
	}
	return n
}

func (r *rounds) count(odoo bool, from, to time.Duration) (n int) {
	for _, c := range r.calls {
		if c.odoo == odoo && c.from >= from && c.to <= to {
			n++
		}
	}
	return n
}

func timed[T any](r *rounds, odoo bool, call func() (T, error)) (T, error) {
	from := r.s.now
	v, err := call()
	r.calls = append(r.calls, span{from, r.s.now, odoo})
	return v, err
}

// timedStripe and timedOdoo are the gateways with a stopwatch at those methods that a payment without trouble calls.
type timedStripe struct {
	payment.Stripe
	r *rounds
}

func (t timedStripe) CreateIntent(ctx context.Context, key string, p payment.IntentParams) (payment.Intent, error) {
	return timed(t.r, false, func() (payment.Intent, error) { return t.Stripe.CreateIntent(ctx, key, p) })
}

func (t timedStripe) Intent(ctx context.Context, id string) (payment.Intent, error) {
	return timed(t.r, false, func() (payment.Intent, error) { return t.Stripe.Intent(ctx, id) })
}

func (t timedStripe) Intents(ctx context.Context, since time.Time) ([]payment.Intent, error) {
	return timed(t.r, false, func() ([]payment.Intent, error) { return t.Stripe.Intents(ctx, since) })
}

func (t timedStripe) IntentPages(ctx context.Context, from, before time.Time, page func([]payment.Intent) error) error {
	_, err := timed(t.r, false, func() (bool, error) { return true, t.Stripe.IntentPages(ctx, from, before, page) })
	return err
}

func (t timedStripe) Reader(ctx context.Context, id string) (reader.Reader, error) {
	return timed(t.r, false, func() (reader.Reader, error) { return t.Stripe.Reader(ctx, id) })
}

func (t timedStripe) Process(ctx context.Context, key, readerID, intentID string, m payment.Method) (reader.Reader, error) {
	return timed(t.r, false, func() (reader.Reader, error) { return t.Stripe.Process(ctx, key, readerID, intentID, m) })
}

func (t timedStripe) Watch(ctx context.Context, readerID, intentID string) (r reader.Reader, i payment.Intent, err error) {
	r, err = timed(t.r, false, func() (reader.Reader, error) {
		r, i, err = t.Stripe.Watch(ctx, readerID, intentID)
		return r, err
	})
	return r, i, err
}

type timedOdoo struct {
	payment.Odoo
	r *rounds
}

func (t timedOdoo) Documents(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	return timed(t.r, true, func() ([]document.Fresh, error) { return t.Odoo.Documents(ctx, ids) })
}

func (t timedOdoo) FindBookings(ctx context.Context, mark string, known ...int64) ([]payment.Booking, error) {
	return timed(t.r, true, func() ([]payment.Booking, error) { return t.Odoo.FindBookings(ctx, mark, known...) })
}

func (t timedOdoo) Booking(ctx context.Context, id int64) (payment.Booking, error) {
	return timed(t.r, true, func() (payment.Booking, error) { return t.Odoo.Booking(ctx, id) })
}

func (t timedOdoo) CreateDraft(ctx context.Context, row payment.BookingRow) (int64, error) {
	return timed(t.r, true, func() (int64, error) { return t.Odoo.CreateDraft(ctx, row) })
}

func (t timedOdoo) Post(ctx context.Context, id int64) error {
	_, err := timed(t.r, true, func() (bool, error) { return true, t.Odoo.Post(ctx, id) })
	return err
}

func (t timedOdoo) Assign(ctx context.Context, bookingID, documentID int64) error {
	_, err := timed(t.r, true, func() (bool, error) { return true, t.Odoo.Assign(ctx, bookingID, documentID) })
	return err
}

// measured is a shop with stopwatches, its first counter warmed up for the first invoice as by a cashier who looks at it.
func measured(b *testing.B, warm bool) (*shop, *counter, *rounds) {
	b.Helper()
	s := openShop(b)
	r := &rounds{s: s}
	s.sabotage.Stripe = func(g payment.Stripe) payment.Stripe { return timedStripe{g, r} }
	s.sabotage.Odoo = func(g payment.Odoo) payment.Odoo { return timedOdoo{g, r} }
	c := s.counters[0]
	c.lines[toStripe].trip(stripeTrip)
	c.lines[toOdoo].trip(odooTrip)
	s.again(c)
	if warm {
		s.do(c, func() { s.must(c.desk.Warm(c.ctx, s.docs[:1])) })
		s.pass(5 * time.Second) // within the ten that such a reading counts as fresh
	}
	return s, c, r
}

// prompt charges and returns when Charge was tapped and when the prompt stood.
func (s *shop) prompt(c *counter) (id string, from, to time.Duration) {
	from = s.now
	id = s.charge(c, s.order(c, 0))
	s.reach(id, 10*time.Second, payment.Waiting)
	return id, from, s.shownAt(id, payment.Waiting, 0)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func benchmarkPrompt(b *testing.B, warm bool) {
	var took time.Duration
	var chain, stripes, calls int
	for range b.N {
		s, c, r := measured(b, warm)
		before, after := s.calls, 0
		s.on(payment.DispatchAnswered{}, func(*counter, payment.State) { after = s.calls })
		_, from, to := s.prompt(c)
		took += to - from
		chain += r.inSequence(from, to)
		stripes += r.count(false, from, to)
		calls += after - before
		s.world.close()
	}
	n := float64(b.N)
	b.ReportMetric(ms(took)/n, "virtual-ms/prompt")
	b.ReportMetric(ms(took)/n/ms(promptFloor), "of-floor")
	b.ReportMetric(float64(chain)/n, "rounds/prompt")
	b.ReportMetric(float64(stripes)/n, "stripe-calls/prompt")
	b.ReportMetric(float64(calls-stripes)/n, "odoo-calls/prompt")
}

// BenchmarkChargeToPrompt is the time from Charge to the prompt after the cashier has looked at the invoice.
func BenchmarkChargeToPrompt(b *testing.B) { benchmarkPrompt(b, true) }

// BenchmarkChargeToPromptCold is the same on a counter that has just been started and has read nothing yet.
func BenchmarkChargeToPromptCold(b *testing.B) { benchmarkPrompt(b, false) }

// BenchmarkDecisionToShown is the time from the bank's yes to the screen that says so, over all phases of the poll.
func BenchmarkDecisionToShown(b *testing.B) {
	var shown, booked time.Duration
	var calls, chain int
	for n := range b.N {
		s, c, r := measured(b, true)
		id, _, _ := s.prompt(c)
		s.pass(2*time.Second + time.Duration(n*61%620)*time.Millisecond)
		s.tap(0)
		st := s.reach(id, 10*time.Second, payment.Approved)
		decided := s.intents(0)[0].ChargedAt.Sub(s.began)
		shown += s.shownAt(id, payment.Approved, 0) - decided
		before, after := s.calls, 0
		s.on(payment.Posted{}, func(*counter, payment.State) { after = s.calls })
		s.reach(id, time.Minute, payment.Done)
		end := s.shownAt(id, payment.Done, 0)
		booked += end - decided
		calls += after - before
		chain += r.inSequence(s.shownAt(id, payment.Approved, 0), end)
		if st.Charge == nil {
			b.Fatal("no charge")
		}
		s.world.close()
	}
	n := float64(b.N)
	b.ReportMetric(ms(shown)/n, "virtual-ms/shown")
	b.ReportMetric(ms(shown)/n/ms(shownFloor), "shown-of-floor")
	b.ReportMetric(ms(booked)/n, "virtual-ms/booked")
	b.ReportMetric(ms(booked)/n/ms(shownFloor+bookedFloor), "booked-of-floor")
	b.ReportMetric(float64(calls)/n, "calls/booking")
	b.ReportMetric(float64(chain)/n, "rounds/booking")
}

// BenchmarkWaiting counts the requests of a minute in which the customer looks for his card.
func BenchmarkWaiting(b *testing.B) {
	var stripes, odoos int
	for range b.N {
		s, c, _ := measured(b, true)
		s.prompt(c)
		toS, toO := c.lines[toStripe].sent, c.lines[toOdoo].sent
		s.pass(time.Minute)
		stripes += c.lines[toStripe].sent - toS
		odoos += c.lines[toOdoo].sent - toO
		s.world.close()
	}
	n := float64(b.N)
	b.ReportMetric(float64(stripes)/n, "stripe-calls/min")
	b.ReportMetric(float64(stripes)/n/float64(pollsAllowed), "of-allowed")
	b.ReportMetric(float64(odoos)/n, "odoo-calls/min")
}

// BenchmarkWholePayment counts what one payment asks of both sides from Charge until it is booked, with a customer who taps at
// once: the requests, and how many of them stand one after another.
func BenchmarkWholePayment(b *testing.B) {
	var stripes, odoos, chain int
	for range b.N {
		s, c, r := measured(b, true)
		toS, toO, from := c.lines[toStripe].sent, c.lines[toOdoo].sent, s.now
		doneS, doneO := 0, 0
		s.on(payment.Posted{}, func(*counter, payment.State) { doneS, doneO = c.lines[toStripe].sent, c.lines[toOdoo].sent })
		id, _, _ := s.prompt(c)
		s.tap(0)
		s.reach(id, time.Minute, payment.Done)
		stripes += doneS - toS
		odoos += doneO - toO
		chain += r.inSequence(from, s.shownAt(id, payment.Done, 0))
		s.world.close()
	}
	n := float64(b.N)
	b.ReportMetric(float64(stripes)/n, "stripe-calls/payment")
	b.ReportMetric(float64(odoos)/n, "odoo-calls/payment")
	b.ReportMetric(float64(chain)/n, "rounds/payment")
}

// BenchmarkChangeToScreen is the time from a change at Stripe (approved, declined, cancelled on the reader) to the screen that says
// so, over all phases of the poll: the middle and the worst of a hundred.
func BenchmarkChangeToScreen(b *testing.B) {
	changes := []struct {
		gesture, card string
		kind          string // in the log of the simulated Stripe
		phases        []payment.Phase
	}{
		{stripesim.GestureTap, "", "succeeded", []payment.Phase{payment.Approved}},
		{stripesim.GestureDeclined, "insufficient_funds", "failed", []payment.Phase{payment.DeclinedAgain}},
		{stripesim.GestureCancel, "", "failed", []payment.Phase{payment.Declined}},
	}
	var took []time.Duration
	for n := range b.N {
		for k, change := range changes {
			s, c, _ := measured(b, true)
			id, _, _ := s.prompt(c)
			s.pass(2*time.Second + time.Duration((n*len(changes)+k)*61%620)*time.Millisecond)
			s.hand(0, change.gesture, change.card)
			s.reach(id, 10*time.Second, change.phases...)
			took = append(took, s.shownAt(id, change.phases[0], 0)-s.happened(change.kind, s.states[id].Intent))
			s.world.close()
		}
	}
	slices.Sort(took)
	b.ReportMetric(ms(took[len(took)/2]), "virtual-ms/p50")
	b.ReportMetric(ms(took[len(took)*99/100]), "virtual-ms/p99")
	b.ReportMetric(ms(took[len(took)*99/100])/ms(shownAllowed), "p99-of-allowed")
}

// happened is when the simulated Stripe noted the last happening of a kind with an intent.
func (s *shop) happened(kind, intent string) time.Duration {
	s.t.Helper()
	for _, h := range slices.Backward(s.stripe.Snapshot().Log) {
		if h.Kind == kind && h.Intent == intent {
			return h.At.Sub(s.began)
		}
	}
	s.fail("nothing %s with %s", kind, intent)
	return 0
}
