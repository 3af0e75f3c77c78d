package odoo_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// sharedClock is a clock that several workers move by waiting.
type sharedClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *sharedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *sharedClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	return ctx.Err()
}

// worker books like a counter or a healer that knows nothing but the mark: looks, books, and begins anew after anything.
type worker struct {
	payment.Booker
	known, drafted int64
	facts          []payment.Fact
	errors         int
}

func newWorker(t *testing.T, url string, clk clock.Clock, seed uint64) *worker {
	t.Helper()
	g, err := odoo.New(odoo.Config{URL: url, Database: simDatabase, User: simUser, Key: simKey, Clock: clk})
	if err != nil {
		t.Fatal(err)
	}
	return &worker{Booker: payment.Booker{Books: g, Clock: clk, Runner: &clock.Goroutines{}, Rand: chance{rand.New(rand.NewPCG(seed, 1))}}}
}

type chance struct{ r *rand.Rand }

func (c chance) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c.r.Uint32())
	}
	return len(p), nil
}

// once is one try, as after a kill: only what the journal holds is remembered.
func (w *worker) once(ctx context.Context, job payment.Work) (payment.Posted, error) {
	if w.known != 0 {
		job.Known = []int64{w.known}
	}
	job.Drafted = w.drafted
	job.Record = func(f payment.Fact) error {
		w.facts = append(w.facts, f)
		if d, ok := f.(payment.Drafted); ok {
			w.known, w.drafted = d.ID, d.ID
		}
		return nil
	}
	read, err := w.Look(ctx, job.Row.Mark, job.Known, job.Row.Documents)
	if err != nil {
		return payment.Posted{}, err
	}
	return w.Book(ctx, job, read)
}

// finish tries until it is booked.
func (w *worker) finish(ctx context.Context, job payment.Work) (payment.Posted, error) {
	for try := 0; ; try++ {
		posted, err := w.once(ctx, job)
		var held payment.Held
		switch {
		case err == nil, errors.As(err, &held), explain.Is(err, explain.Refused):
			return posted, err
		case try == 400:
			return posted, fmt.Errorf("never booked: %w", err)
		}
		w.errors++
		if err := w.Clock.Sleep(ctx, time.Second); err != nil {
			return posted, err
		}
	}
}

func jobOn(mark string, docs ...document.Document) payment.Work {
	w := payment.Work{Company: docs[0].Company, Row: payment.BookingRow{Mark: mark, Memo: mark, Partner: docs[0].Partner.CommercialID,
		Date: "2026-11-22", Amount: money.New(0, docs[0].Residual.Currency)}}
	for _, d := range docs {
		w.Row.Memo += " " + d.Number
		w.Row.Documents = append(w.Row.Documents, d.ID)
		w.Parts = append(w.Parts, payment.Part{Document: d.ID, Number: d.Number, Minor: d.Residual.Minor})
		w.Row.Amount.Minor += d.Residual.Minor
	}
	return w
}

// Three workers on each charge, three connections of ten dropped after the commit, some answers late or doubled: every
// charge ends as one payment that pays its invoices. Without this two counters and a healer would book one charge twice.
func TestThreeWorkersAndDroppedConnectionsEndInOnePayment(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		charges := 3
		if version == 18 && !enterprise {
			charges = 12
		}
		converge(t, odoosim.Config{Version: version, Enterprise: enterprise}, charges)
	})
}

func converge(t *testing.T, cfg odoosim.Config, charges int) {
	const workers = 3
	ctx := context.Background()
	clk := &sharedClock{now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	customer := odoosim.Customer{Name: "Brant & Sons"}
	var invoices []odoosim.Invoice
	for n := range charges * 2 {
		invoices = append(invoices, odoosim.Invoice{Customer: customer, Lines: []odoosim.Line{{Text: "Chair", Thousandths: 1000, UnitMinor: int64(1000 + n)}}, Due: n})
	}
	cfg.Clock, cfg.Seed, cfg.Database, cfg.User, cfg.Key, cfg.Invoices = clk, 7, simDatabase, simUser, simKey, invoices
	sim := odoosim.New(cfg)
	server := httptest.NewServer(odoo.Checked(sim.Version(), sim))
	defer server.Close()
	first := newWorker(t, server.URL, clk, 99)
	open := openDocuments(t, first.Books.(*odoo.Gateway))
	if len(open) != charges*2 {
		t.Fatal(len(open))
	}
	for _, f := range []odoosim.Fault{{Name: "lost-answer", Rate: 0.3}, {Name: "down", Rate: 0.05}, {Name: "serialize", Rate: 0.1},
		{Name: "late", Rate: 0.03, Delay: 5 * time.Second}, {Name: "twice", Rate: 0.03, Delay: 5 * time.Second}} {
		if err := sim.Fault(f); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	results := make([]error, charges*workers)
	got := make([]payment.Posted, charges*workers)
	broken := make([]int, charges*workers)
	for n := range charges * workers {
		w := newWorker(t, server.URL, clk, uint64(n))
		c := n / workers
		all.Go(func() {
			got[n], results[n] = w.finish(ctx, jobOn(fmt.Sprintf("pi_3Race%d", c), open[2*c], open[2*c+1]))
			broken[n] = w.errors
		})
	}
	all.Wait()
	dropped := 0
	for n, err := range results {
		if err != nil || got[n].Credit != nil || got[n].ID != got[n/workers*workers].ID {
			t.Errorf("worker %d: %+v %v", n, got[n], err)
		}
		dropped += broken[n]
	}
	if dropped < charges {
		t.Errorf("only %d tries failed: the test has not tested much", dropped)
	}
	sim.ClearFaults()
	_ = clk.Sleep(ctx, time.Minute) // late copies are executed
	books := sim.Ledger()
	if len(books.Payments) != charges {
		t.Errorf("%d payments for %d charges", len(books.Payments), charges)
	}
	for _, p := range books.Payments {
		if !p.IsReconciled || len(p.Reconciled) != 2 {
			t.Errorf("%+v", p)
		}
	}
	for _, i := range books.Invoices {
		if i.ResidualMinor != 0 {
			t.Errorf("%s owes %d", i.Number, i.ResidualMinor)
		}
	}
}

// A colleague finishes the booking between this worker's look and its load: not a matter for a person, who would be told
// that the invoice has been paid by somebody else.
func TestBookedByAColleagueBetweenLookAndLoadIsLookedAtAgain(t *testing.T) {
	sim, clk := newSim(1)
	server := httptest.NewServer(odoo.Checked(sim.Version(), sim))
	defer server.Close()
	ctx := context.Background()
	slow, quick := newWorker(t, server.URL, clk, 1), newWorker(t, server.URL, clk, 2)
	job := jobOn(mark, openDocuments(t, slow.Books.(*odoo.Gateway))[0])
	read, err := slow.Look(ctx, mark, nil, job.Row.Documents)
	if err != nil {
		t.Fatal(err)
	}
	first, err := quick.finish(ctx, job)
	if err != nil {
		t.Fatal(err)
	}
	job.Record = func(payment.Fact) error { return nil }
	if _, err := slow.Book(ctx, job, read); !errors.Is(err, payment.ErrLater) {
		t.Errorf("%v", err)
	}
	if again, err := slow.finish(ctx, job); err != nil || again.ID != first.ID {
		t.Errorf("%+v %v", again, err)
	}
}
