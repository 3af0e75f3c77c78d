package odoo_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/odoo"
	odoosim "paydesk/services/sim/odoo"
)

// manyInvoices is a shop with so many open documents, of a tenth as many customers.
func manyInvoices(n int) []odoosim.Invoice {
	all := make([]odoosim.Invoice, n)
	for i := range all {
		c := i % max(n/10, 1)
		all[i] = odoosim.Invoice{
			Customer: odoosim.Customer{Name: fmt.Sprintf("Customer %05d %s", c, []string{"GmbH", "& Söhne", "Ltd", "Bakery"}[c%4]), Reference: fmt.Sprintf("C-%d", c)},
			Lines:    []odoosim.Line{{Text: "Chair", Thousandths: 1000, UnitMinor: int64(1000 + i)}}, Issued: 10 + i%60, Due: i%90 - 45,
		}
	}
	return all
}

// meter counts what goes over the wire and how long the server takes.
type meter struct {
	server http.Handler
	paced  bool // as slow as Odoo was recorded to be: a page of 200 in 0.11 s, or 0.5 ms for each document (contract §5)
	calls  atomic.Int64
	bytes  atomic.Int64
	busy   atomic.Int64 // nanoseconds
	bodies [][]byte     // answers, where they are kept
	keep   bool
}

const pace, bytesOfDocument = 500 * time.Microsecond, 1400

func (m *meter) reset(paced bool) {
	m.paced = paced
	m.calls.Store(0)
	m.bytes.Store(0)
	m.busy.Store(0)
}

func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := clock.Real{}.Now()
	rec := httptest.NewRecorder()
	m.server.ServeHTTP(rec, r)
	body := rec.Body.Bytes()
	if m.paced {
		_ = clock.Real{}.Sleep(r.Context(), time.Duration(len(body)/bytesOfDocument)*pace-clock.Real{}.Now().Sub(began))
	}
	m.busy.Add(int64(clock.Real{}.Now().Sub(began)))
	m.calls.Add(1)
	m.bytes.Add(int64(len(body)))
	if m.keep {
		m.bodies = append(m.bodies, body)
	}
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(body)
}

// none keeps nothing.
type none struct{}

func (none) SaveMirror([]*document.Document, []int64, time.Time) error { return nil }
func (none) LoadMirror(func(document.Document)) (time.Time, error)     { return time.Time{}, nil }

// benchShop serves a large shop over loopback and connects to it, two days after its last invoice.
func benchShop(b *testing.B, n int) (*odoosim.Server, *simClock, *meter, *odoo.Gateway, *document.Mirror) {
	b.Helper()
	clk := &simClock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	sim := odoosim.New(odoosim.Config{Clock: clk, Seed: 1, Database: simDatabase, User: simUser, Key: simKey, Invoices: manyInvoices(n)})
	clk.now = clk.now.Add(48 * time.Hour)
	m := &meter{server: sim}
	server := httptest.NewServer(m)
	b.Cleanup(server.Close)
	g, err := odoo.Connect(context.Background(), odoo.Config{URL: server.URL, Database: simDatabase, User: simUser, Key: simKey, Clock: clk})
	if err != nil {
		b.Fatal(err)
	}
	mirror, err := document.NewMirror(g, none{}, clk, nil)
	if err != nil {
		b.Fatal(err)
	}
	return sim, clk, m, g, mirror
}

// BenchmarkFirstFill reads all open documents of a shop, from a server at Odoo's recorded pace. of-server is the wall time
// as a ratio to what the server alone took: what the counter does hides behind it.
func BenchmarkFirstFill(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			_, _, m, g, _ := benchShop(b, n)
			m.reset(true)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var wall time.Duration
			for b.Loop() {
				began, got := clock.Real{}.Now(), 0
				if err := g.OpenDocuments(context.Background(), func(d []document.Document) bool { got += len(d); return true }); err != nil || got != n {
					b.Fatal(got, err)
				}
				wall += clock.Real{}.Now().Sub(began)
			}
			runtime.ReadMemStats(&after)
			fills := float64(b.N)
			b.ReportMetric(float64(m.bytes.Load())/fills/1e6, "MB")
			b.ReportMetric(float64(m.calls.Load())/fills, "calls")
			b.ReportMetric(wall.Seconds()/fills, "wall-s")
			b.ReportMetric(float64(wall.Nanoseconds())/float64(m.busy.Load()), "of-server")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/fills/float64(n)/1e3, "alloc-kB/document") // the simulator's too
		})
	}
}

// BenchmarkDecode is what it takes to make documents of a page, as a ratio to encoding/xml's bare tokens over the same
// bytes in the same run. The smallest of many turns counts: other work on the machine is nobody's fault.
func BenchmarkDecode(b *testing.B) {
	sim, _, m, g, _ := benchShop(b, pageOfBench)
	m.keep = true
	since := clock.Real{}.Now().Add(-time.Hour)
	if err := g.OpenDocuments(context.Background(), func([]document.Document) bool { return false }); err != nil {
		b.Fatal(err)
	}
	page := m.bodies[1] // after the ids
	canned, err := odoo.New(odoo.Config{URL: "http://127.0.0.1", Database: simDatabase, User: simUser, Key: simKey, Clock: clock.Real{}, HTTP: &cannedPage{first: direct{sim}, page: page}})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := canned.Facts(context.Background()); err != nil {
		b.Fatal(err)
	}
	ours, tokens := time.Hour, time.Hour
	for b.Loop() {
		began := clock.Real{}.Now()
		for d := xml.NewDecoder(bytes.NewReader(page)); ; {
			if _, err := d.RawToken(); errors.Is(err, io.EOF) {
				break
			}
		}
		tokens = min(tokens, clock.Real{}.Now().Sub(began))
		began = clock.Real{}.Now()
		if docs, err := canned.Changed(context.Background(), since); err != nil || len(docs) == 0 {
			b.Fatal(len(docs), err)
		}
		ours = min(ours, clock.Real{}.Now().Sub(began))
	}
	b.ReportMetric(float64(len(page))/pageOfBench, "B/document")
	b.ReportMetric(float64(ours)/float64(tokens), "of-tokens")
}

// pageOfBench is less than a whole page, so that nothing more is asked.
const pageOfBench = 190

// cannedPage answers every list with one page.
type cannedPage struct {
	first http.RoundTripper
	page  []byte
}

func (c *cannedPage) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !bytes.Contains(body, []byte("account.move</string>")) || bytes.Contains(body, []byte("fields_get")) {
		return c.first.RoundTrip(r)
	}
	return &http.Response{StatusCode: 200, ContentLength: int64(len(c.page)), Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(bytes.NewReader(c.page))}, nil
}

// BenchmarkMirror100k is a large shop at the counter: what a refresh with 50 changes costs, how long the worst of many
// typed words takes (the best of its turns: other work on the machine is nobody's fault), and what the copy holds of the
// memory.
func BenchmarkMirror100k(b *testing.B) {
	const n, changes = 100_000, 50
	sim, clk, m, _, mirror := benchShop(b, n)
	heap := func() float64 {
		runtime.GC()
		runtime.GC()
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		return float64(s.HeapAlloc) / 1e6
	}
	ctx := context.Background()
	before := heap()
	if err := mirror.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	held := heap() - before
	open := mirror.Snapshot().Open
	if len(open) != n {
		b.Fatal(len(open))
	}
	for range 2 { // the overlap of the last writing passes
		clk.now = clk.now.Add(3 * time.Minute)
		if err := mirror.Refresh(ctx); err != nil {
			b.Fatal(err)
		}
	}
	clk.now = clk.now.Add(15 * time.Second)
	for _, d := range open[:changes] {
		if _, err := sim.RegisterHandPayment(d.Number, 100); err != nil {
			b.Fatal(err)
		}
	}
	m.reset(false)
	if err := mirror.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	calls, kB := float64(m.calls.Load()), float64(m.bytes.Load())/1e3
	queries := []string{"c", "cu", "cus", "customer 0", "customer 00123", "söh", "sohne", "bakery", "inv", "inv/2026/00", "4711", "10.47", "€1,284.50", "zzz", "0", "a e", "gmbh 12"}
	best := make([]time.Duration, len(queries))
	for b.Loop() {
		for i, q := range queries {
			began := clock.Real{}.Now()
			mirror.Search(q)
			took := clock.Real{}.Now().Sub(began)
			if best[i] == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	b.ReportMetric(calls, "refresh-calls")
	b.ReportMetric(kB, "refresh-kB")
	b.ReportMetric(held, "mirror-MB")
	b.ReportMetric(float64(slices.Max(best).Microseconds())/1000, "worst-key-ms")
}
