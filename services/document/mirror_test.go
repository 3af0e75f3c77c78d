package document

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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
	since time.Time // of the last question for changes
	// unlisted is a document that OpenIDs leaves out
	unlisted int64
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
	f.calls, f.since = append(f.calls, "changed"), since
	var out []Document
	for _, d := range f.docs {
		if !d.WriteDate.Before(since) {
			out = append(out, d)
		}
	}
	return out, f.err
}

func (f *fakeOdoo) OpenIDs(context.Context) ([]int64, error) {
	f.calls = append(f.calls, "ids")
	var ids []int64
	for id, d := range f.docs {
		if d.Open() && id != f.unlisted {
			ids = append(ids, id)
		}
	}
	return ids, f.err
}

type memory struct {
	docs  map[int64]Document
	at    time.Time
	saved [][2]int // changed and gone documents of each save
	err   error
}

func (m *memory) SaveMirror(changed []*Document, gone []int64, at time.Time) error {
	if m.err != nil {
		return m.err
	}
	for _, d := range changed {
		m.docs[d.ID] = *d
	}
	for _, id := range gone {
		delete(m.docs, id)
	}
	m.at, m.saved = at, append(m.saved, [2]int{len(changed), len(gone)})
	return nil
}

func (m *memory) LoadMirror(take func(Document)) (time.Time, error) {
	for _, d := range m.docs {
		take(d)
	}
	return m.at, nil
}

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
	c, keep := &fakeClock{start}, &memory{docs: map[int64]Document{}}
	m, err := NewMirror(f, keep, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return m, f, c, keep
}

func ids(docs []*Document) string {
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
	c.now = start.Add(listEvery + time.Minute)
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

// Lost if it fails: a refresh of a large shop writes everything to the disk again, which wears it out and holds up the
// journal; or a change is lost with the next restart.
func TestOnlyWhatChangedIsKept(t *testing.T) {
	m, f, c, keep := newMirror(t)
	refresh := func(after time.Duration) {
		c.now = c.now.Add(after)
		if err := m.Refresh(context.Background()); err != nil && keep.err == nil {
			t.Fatal(err)
		}
	}
	refresh(15 * time.Second)
	refresh(15 * time.Second)
	if len(keep.saved) != 1 || keep.saved[0] != [2]int{4, 0} {
		t.Fatalf("saves before anything changed: %v", keep.saved)
	}
	part := f.docs[1]
	part.Residual.Minor, part.PaymentState, part.WriteDate = 1, "partial", c.now
	f.docs[1] = part
	keep.err = errors.New("disk full")
	refresh(15 * time.Second)
	keep.err = nil
	refresh(15 * time.Second) // nothing new, but the last one was not kept
	if len(keep.saved) != 2 || keep.saved[1] != [2]int{1, 0} || keep.docs[1].Residual.Minor != 1 {
		t.Fatalf("saves after one change: %v", keep.saved)
	}
	refresh(saveEvery)
	if len(keep.saved) != 3 || !keep.at.Equal(c.now) {
		t.Errorf("the age of an unchanged list is not kept: %v", keep.saved)
	}
	delete(f.docs, 4)
	refresh(listEvery)
	if last := keep.saved[len(keep.saved)-1]; last != [2]int{0, 1} || len(keep.docs) != 3 {
		t.Errorf("a deleted document stays on the disk: %v", keep.saved)
	}
}

// Lost if it fails: a thousand invoices of one moment are read again every quarter of a minute until somebody writes the
// next one; or one whose transaction took long is never seen.
func TestChangesAreAskedForSinceWhatIsSettled(t *testing.T) {
	m, f, c, _ := newMirror(t)
	refresh := func(after time.Duration) time.Time {
		c.now = c.now.Add(after)
		if err := m.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		return f.since
	}
	written := start.Add(-time.Hour)
	if got := refresh(15 * time.Second); !got.Equal(written.Add(-changeOverlap)) {
		t.Errorf("at first since %v", got)
	}
	refresh(changeOverlap) // the last time with overlap
	if got := refresh(15 * time.Second); !got.Equal(written.Add(time.Second)) {
		t.Errorf("once settled since %v", got)
	}
	late := f.docs[1]
	late.WriteDate = c.now
	f.docs[1] = late
	refresh(15 * time.Second)
	if got := refresh(15 * time.Second); !got.Equal(late.WriteDate.Add(-changeOverlap)) {
		t.Errorf("after a change since %v: what began before it and ends after it is lost", got)
	}
	noted := f.docs[2]
	noted.WriteDate = c.now.Add(time.Hour)
	m.Note(noted)
	if got := refresh(15 * time.Second); got.After(late.WriteDate) {
		t.Errorf("a document read elsewhere moved the question to %v", got)
	}
}

// Lost if it fails: every ten minutes, or after every restart, a hundred thousand documents are read again.
func TestWholeListIsReadOnceAndComparedByIDs(t *testing.T) {
	m, f, c, keep := newMirror(t)
	count := func(what string) (n int) {
		for _, call := range f.calls {
			if call == what {
				n++
			}
		}
		return n
	}
	c.now = start.Add(listEvery + time.Second)
	if err := m.Refresh(context.Background()); err != nil || count("open") != 1 || count("ids") != 1 {
		t.Fatalf("%v: %v", f.calls, err)
	}
	again, err := NewMirror(f, keep, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Refresh(context.Background()); err != nil || count("open") != 1 || count("ids") != 2 {
		t.Fatalf("after a restart: %v %v", f.calls, err)
	}
	// The list holds a document that no increment brought: the user may see another company now.
	f.docs[9] = doc(9, "Old Branch", "2026-01-01", 100)
	c.now = c.now.Add(listEvery + time.Second)
	if err := again.Refresh(context.Background()); err != nil || ids(again.Snapshot().Open) != "92134" {
		t.Errorf("%s %v", ids(again.Snapshot().Open), err)
	}
}

// Lost if it fails: an invoice that is posted while the ids are listed disappears from the list until somebody writes to it.
func TestInvoicePostedWhileTheIDsAreListedStays(t *testing.T) {
	m, f, c, _ := newMirror(t)
	fresh := doc(5, "New", "2026-01-01", 100)
	f.docs[5] = fresh
	f.unlisted = 5 // it came after the list, before the changes
	c.now = start.Add(listEvery + time.Second)
	fresh.WriteDate = c.now
	f.docs[5] = fresh
	if err := m.Refresh(context.Background()); err != nil || ids(m.Snapshot().Open) != "52134" {
		t.Errorf("%s %v", ids(m.Snapshot().Open), err)
	}
}

// Lost if it fails: a screen that holds a row sees it change under its hands, or a just paid invoice comes back because an
// older answer arrives later.
func TestNotedDocumentWinsOverAnOlderReading(t *testing.T) {
	m, f, c, _ := newMirror(t)
	before := m.Snapshot().Open
	held, was := before[0], *before[0]
	paid := f.docs[2]
	paid.PaymentState, paid.Residual.Minor, paid.WriteDate = "paid", 0, start.Add(time.Minute)
	c.now = start.Add(time.Minute)
	m.Note(paid)
	if got := m.Snapshot(); ids(got.Open) != "134" || ids(got.Paid) != "2" {
		t.Fatalf("open %s, paid %s", ids(got.Open), ids(got.Paid))
	}
	if *held != was || len(before) != 4 {
		t.Error("an older snapshot changed")
	}
	m.take([]Document{f.docs[2]}, start.Add(30*time.Second))
	m.mu.Lock()
	m.publish()
	m.mu.Unlock()
	if ids(m.Snapshot().Open) != "134" {
		t.Error("an older reading brought a paid invoice back")
	}
}

// Lost if it fails: the merge that keeps the list sorted loses or doubles an invoice.
func TestListStaysSortedWhateverMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf()
		model := map[int64]Document{}
		for range rapid.IntRange(1, 12).Draw(t, "rounds") {
			for range rapid.IntRange(0, 8).Draw(t, "moves") {
				id := rapid.Int64Range(1, 12).Draw(t, "id")
				if rapid.IntRange(0, 4).Draw(t, "drop") == 0 {
					s.drop(id)
					delete(model, id)
					continue
				}
				d := doc(id, "N", rapid.SampledFrom([]string{"", "2026-01-01", "2026-02-02"}).Draw(t, "due"), rapid.Int64Range(0, 2).Draw(t, "residual"))
				s.put(d, start)
				model[id] = d
			}
			s.sort()
			open := s.list.docs
			var want []*Document
			for _, d := range model {
				if d.Open() {
					want = append(want, &d)
				}
			}
			slices.SortFunc(want, func(a, b *Document) int {
				return cmp.Or(strings.Compare(a.Due, b.Due), strings.Compare(a.Number, b.Number))
			})
			if ids(open) != ids(want) || len(s.rows) != len(model) {
				t.Fatalf("order %s, want %s", ids(open), ids(want))
			}
		}
	})
}
