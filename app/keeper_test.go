package app

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/storage"
)

func openKeeper(t testing.TB, path string) (keeper, func()) {
	t.Helper()
	s, err := storage.Open(path, storage.Options{Clock: clock.Real{}, Rand: cryptoRand})
	if err != nil {
		t.Fatal(err)
	}
	return keeper{s}, func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func keptDocument(id int64) *document.Document {
	return &document.Document{ID: id, Number: fmt.Sprintf("INV/2026/%05d", id), Kind: document.Invoice, Company: 1,
		Partner:          document.Partner{ID: id % 9000, CommercialID: id % 9000, Name: fmt.Sprintf("Customer %05d", id%9000)},
		PaymentReference: fmt.Sprintf("INV/2026/%05d", id), Due: "2026-12-24", State: document.Posted, PaymentState: "not_paid",
		Total: money.New(100+id, "EUR"), Residual: money.New(100+id, "EUR"), WriteDate: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
}

func load(t testing.TB, k keeper) (map[int64]document.Document, time.Time) {
	t.Helper()
	docs := map[int64]document.Document{}
	at, err := k.LoadMirror(func(d document.Document) { docs[d.ID] = d })
	if err != nil {
		t.Fatal(err)
	}
	return docs, at
}

// Lost if it fails: after a restart with Odoo away the list is empty, older than it says, or holds what was deleted.
func TestListOutlivesARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	at := time.Date(2026, 11, 22, 10, 0, 0, 123, time.UTC)
	k, done := openKeeper(t, path)
	if docs, read := load(t, k); len(docs) != 0 || !read.IsZero() {
		t.Fatalf("a new store has %d documents, read at %v", len(docs), read)
	}
	var all []*document.Document
	for id := range int64(savedAtOnce + 10) {
		all = append(all, keptDocument(id+1))
	}
	if err := k.SaveMirror(all, nil, at); err != nil {
		t.Fatal(err)
	}
	part := *all[1]
	part.Residual.Minor, part.PaymentState = 1, "partial"
	if err := k.SaveMirror([]*document.Document{&part}, []int64{1}, at.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	done()
	k, done = openKeeper(t, path)
	defer done()
	docs, read := load(t, k)
	if len(docs) != len(all)-1 || docs[2] != part || docs[3] != *all[2] || !read.Equal(at.Add(time.Minute)) {
		t.Errorf("%d documents, the second %+v, read at %v", len(docs), docs[2], read)
	}
}

// BenchmarkWarmStart is what a counter with 100,000 documents needs to show its list before Odoo has answered.
func BenchmarkWarmStart(b *testing.B) {
	path := filepath.Join(b.TempDir(), "store.db")
	k, done := openKeeper(b, path)
	defer done()
	var all []*document.Document
	for id := range int64(100_000) {
		all = append(all, keptDocument(id+1))
	}
	if err := k.SaveMirror(all, nil, clock.Real{}.Now()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m, err := document.NewMirror(nil, k, clock.Real{}, nil)
		if err != nil || len(m.Snapshot().Open) != len(all) {
			b.Fatal(len(m.Snapshot().Open), err)
		}
	}
}
