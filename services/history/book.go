package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"paydesk/services/document"
	"paydesk/services/payment"
)

// Journal is what was written down, oldest first.
type Journal interface {
	// Walk calls f for every entry of a payment until f returns an error, which Walk returns.
	Walk(f func(payment.Entry) error) error
	// Entries returns one payment's facts in order.
	Entries(payment string) ([]payment.Entry, error)
	// Kept calls f for the row of every payment whose life has left the journal.
	Kept(f func(Row)) error
}

// Book holds a row for every payment of the journal. Load fills it; Note keeps it current. Safe for concurrent use.
type Book struct {
	journal Journal
	changed func()

	version atomic.Uint64

	mu     sync.Mutex
	rows   map[string]entry
	loaded bool
	failed error
}

// entry is a row with the text it is found by.
type entry struct {
	Row
	text string
}

// New returns an empty book. changed, which may be nil, is called after the rows changed and must not block.
func New(j Journal, changed func()) *Book {
	if changed == nil {
		changed = func() {}
	}
	return &Book{journal: j, changed: changed, rows: map[string]entry{}}
}

// Version grows with every change of the rows. It never waits.
func (b *Book) Version() uint64 { return b.version.Load() }

var opened = payment.KindName(payment.Opened{})

// Load reads the whole journal once. A payment that cannot be read is named in the error; the others are there all the
// same. What was noted meanwhile is newer and stays.
func (b *Book) Load() error {
	states := map[string]payment.State{}
	bad := map[string]error{}
	other := map[string]bool{} // lives of another kind, and those whose beginning is not there
	err := b.journal.Walk(func(e payment.Entry) error {
		_, known := states[e.Payment]
		if !known && e.Kind != opened {
			other[e.Payment] = true
		}
		if bad[e.Payment] != nil || other[e.Payment] {
			return nil
		}
		f, err := payment.Decode(e.Kind, e.Body)
		if err == nil {
			var next payment.State
			if next, _, err = payment.Apply(states[e.Payment], payment.Event{At: e.At, Fact: f}); err == nil {
				states[e.Payment] = next
				return nil
			}
		}
		bad[e.Payment] = fmt.Errorf("payment %s: %w", e.Payment, err)
		return nil
	})
	for _, e := range bad {
		err = errors.Join(err, e)
	}
	rows := make([]entry, 0, len(states))
	for id, s := range states {
		if bad[id] == nil {
			r := Of(s)
			rows = append(rows, entry{r, found(r)})
		}
	}
	err = errors.Join(err, b.journal.Kept(func(r Row) { rows = append(rows, entry{r, found(r)}) }))
	b.mu.Lock()
	for _, r := range rows {
		if _, newer := b.rows[r.ID]; !newer {
			b.rows[r.ID] = r
		}
	}
	b.loaded, b.failed = true, err
	b.mu.Unlock()
	b.version.Add(1)
	b.changed()
	return err
}

// Note takes a payment's newest state.
func (b *Book) Note(s payment.State) { b.Put(Of(s)) }

// Put takes the newest row of a payment or refund.
func (b *Book) Put(r Row) {
	e := entry{r, found(r)}
	b.mu.Lock()
	b.rows[r.ID] = e
	b.mu.Unlock()
	b.version.Add(1)
	b.changed()
}

// Row returns one row.
func (b *Book) Row(id string) (Row, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.rows[id]
	return e.Row, ok
}

// Loaded says whether the journal has been read, and why it could not be read in full.
func (b *Book) Loaded() (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.loaded, b.failed
}

// Query chooses rows. The zero Query chooses all.
type Query struct {
	From, To time.Time // At in [From, To); zero: no limit
	Kind     Kind      // empty: both
	Open     bool      // only what is not at its end
	Text     string    // every word must be found in number, customer, person, last four, booking or an id
}

// Find returns the rows of a query, newest first.
func (b *Book) Find(q Query) []Row {
	words := strings.Fields(document.Fold(q.Text))
	b.mu.Lock()
	var out []Row
	for _, r := range b.rows {
		if q.takes(r.Row) && matches(r.text, words) {
			out = append(out, r.Row)
		}
	}
	b.mu.Unlock()
	slices.SortFunc(out, func(a, b Row) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

func (q Query) takes(r Row) bool {
	switch {
	case !q.From.IsZero() && r.At.Before(q.From), !q.To.IsZero() && !r.At.Before(q.To):
		return false
	case q.Kind != "" && r.Kind != q.Kind, q.Open && !r.Outcome.Open():
		return false
	}
	return true
}

// found is the text that a row is found by.
func found(r Row) string {
	words := append([]string{
		r.Customer, r.Person, r.With, r.Last4, r.Booking, r.Intent, r.Charge, r.ID, r.Counter, r.Reader, r.Asked.Decimal(), r.Moved.Decimal(),
	}, r.Numbers...)
	for _, sh := range r.Shares {
		words = append(words, sh.Intent, sh.Refund, sh.Booking)
	}
	return document.Fold(strings.Join(words, "\n"))
}

func matches(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		return !strings.Contains(text, strings.Replace(w, ",", ".", 1)) && !strings.Contains(text, w)
	})
}
