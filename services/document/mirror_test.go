package document

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"paydesk/services/money"
)

type fakeClock struct{ now time.Time }

func (c *fakeClock) Now() time.Time { return c.now }
func (c *fakeClock) Sleep(context.Context, time.Duration) error {
	return nil
}

// fakeOdoo is a shop whose documents the test moves.
type fakeOdoo struct {
	docs  map[int64]Document
	err   error
	calls []string
}

func (f *fakeOdoo) OpenDocuments(_ context.Context, take func([]Document) bool) error {
	f.calls = append(f.calls, "open")
	if f.err != nil {
		return f.err
	}
	for id := int64(1); id <= 9; id++ { // a page each
		if d, ok := f.docs[id]; ok && d.Open() && !take([]Document{d}) {
			return nil
		}
	}
	return nil
}

func (f *fakeOdoo) Changed(_ context.Context, since time.Time) ([]Document, error) {
	f.calls = append(f.calls, "changed")
	var out []Document
	for _, d := range f.docs {
		if !d.WriteDate.Before(since) {
			out = append(out, d)
		}
	}
	return out, f.err
}

func (f *fakeOdoo) Detail(context.Context, int64) (Detail, error) { return Detail{}, nil }

type memory struct {
	docs []Document
	at   time.Time
}

func (m *memory) SaveMirror(d []Document, at time.Time) error {
	m.docs, m.at = d, at
	return nil
}
func (m *memory) LoadMirror() ([]Document, time.Time, error) { return m.docs, m.at, nil }

var start = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func doc(id int64, name, due string, minor int64) Document {
	return Document{
		ID: id, Number: fmt.Sprintf("INV/2026/%05d", 400+id), Kind: Invoice, State: Posted, PaymentState: "not_paid", Due: due,
		Partner: Partner{Name: name}, Residual: money.New(minor, "EUR"), Total: money.New(minor, "EUR"), WriteDate: start.Add(-time.Hour),
	}
}

func newMirror(t *testing.T) (*Mirror, *fakeOdoo, *fakeClock, *memory) {
	t.Helper()
	f := &fakeOdoo{docs: map[int64]Document{}}
	for _, d := range []Document{
		doc(1, "Brandt & Söhne Feinmechanik GmbH", "2026-11-08", 128450), doc(2, "Aleksandra Wiśniewska-Kowalczyk", "2026-10-31", 8600),
		doc(3, "Harbour Dental Practice", "2026-11-18", 41235), doc(4, "Straße & Co", "2026-11-18", 40100),
	} {
		f.docs[d.ID] = d
	}
	c, keep := &fakeClock{start}, &memory{}
	m, err := NewMirror(f, keep, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return m, f, c, keep
}

func ids(docs []Document) string {
	s := ""
	for _, d := range docs {
		s += fmt.Sprint(d.ID)
	}
	return s
}

// Lost if it fails: the cashier does not find the invoice the customer holds in the hand.
func TestSearchFindsWhatPeopleType(t *testing.T) {
	m, _, _, _ := newMirror(t)
	for query, want := range map[string]string{
		"": "2134", "INV/2026/00401": "1", "401": "14", "00402": "2", "40": "21 34", "brandt": "1", "sohne": "1", "söhne": "1", "SÖHNE": "1",
		"wisniewska": "2", "kowal": "2", "1284.50": "1", "1284,5": "1", "€1,284.50": "1", "1.284,50": "1", "412.35": "3", "401.00": "4",
		"dental": "3", "ental": "3", "strasse": "4", "brandt fein": "1", "brandt dental": "", "zzz": "",
	} {
		got := ids(m.Search(query))
		if query == "40" { // three number prefixes in order of urgency
			want = "2134"
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// Lost if it fails: an invoice paid elsewhere stays on the list and is charged again.
func TestClosedDocumentsLeaveTheList(t *testing.T) {
	m, f, c, _ := newMirror(t)
	paid := f.docs[3]
	paid.PaymentState, paid.Residual.Minor, paid.WriteDate = "paid", 0, start.Add(time.Minute)
	f.docs[3] = paid
	c.now = start.Add(2 * time.Minute)
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := m.Snapshot()
	if got := ids(s.Open); got != "214" {
		t.Errorf("open: %s", got)
	}
	if got := ids(s.Paid); got != "3" {
		t.Errorf("just paid: %s", got)
	}
	delete(f.docs, 4) // deleted in Odoo: no increment tells
	c.now = start.Add(fullEvery + time.Minute)
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := ids(m.Snapshot().Open); got != "21" {
		t.Errorf("after the deletion: %s", got)
	}
	c.now = start.Add(paidMemory + time.Hour)
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := ids(m.Snapshot().Paid); got != "" {
		t.Errorf("just paid, a day later: %s", got)
	}
}

// Lost if it fails: with Odoo away the list empties, or looks fresh.
func TestOldListStaysAndSaysItsAge(t *testing.T) {
	m, f, c, _ := newMirror(t)
	f.err = errors.New("no route")
	c.now = start.Add(5 * time.Minute)
	if err := m.Refresh(context.Background()); err == nil {
		t.Fatal("no error")
	}
	s := m.Snapshot()
	if len(s.Open) != 4 || s.Err == nil || !s.ReadAt.Equal(start) || !s.Failed.Equal(c.now) {
		t.Errorf("%d open, error %v, read at %v, failed since %v", len(s.Open), s.Err, s.ReadAt, s.Failed)
	}
	c.now = start.Add(6 * time.Minute)
	_ = m.Refresh(context.Background())
	if s := m.Snapshot(); !s.Failed.Equal(start.Add(5 * time.Minute)) {
		t.Error("the beginning of the outage moved")
	}
	if _, at, ok := m.Mirrored(1); !ok || !at.Equal(start) {
		t.Errorf("document 1 was read at %v", at)
	}
	f.err = nil
	if err := m.Refresh(context.Background()); err != nil || m.Snapshot().Err != nil {
		t.Error("Odoo is back and the list does not know")
	}
}

// Lost if it fails: a restart shows an empty list until Odoo answers, or forgets what was paid while the counter was off.
func TestWarmStart(t *testing.T) {
	_, f, c, keep := newMirror(t)
	f.err = errors.New("away")
	again, err := NewMirror(f, keep, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := again.Snapshot(); len(s.Open) != 4 || !s.Loaded || !s.ReadAt.Equal(start) {
		t.Fatalf("warm start: %d open, loaded %v, read at %v", len(s.Open), s.Loaded, s.ReadAt)
	}
	f.err = nil
	paid := f.docs[2]
	paid.PaymentState, paid.Residual.Minor, paid.WriteDate = "paid", 0, start.Add(time.Hour)
	f.docs[2] = paid
	c.now = start.Add(2 * time.Hour)
	if err := again.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s := again.Snapshot(); ids(s.Open) != "134" || ids(s.Paid) != "2" {
		t.Errorf("open %s, just paid %s", ids(s.Open), ids(s.Paid))
	}
}
