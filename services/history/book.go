package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
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
}

// Book holds a row for every payment of the journal. Load fills it; Note keeps it current. Safe for concurrent use.
type Book struct {
	journal Journal
	changed func()

	mu     sync.Mutex
	rows   map[string]Row
	loaded bool
	failed error
}

// New returns an empty book. changed, which may be nil, is called after the rows changed and must not block.
func New(j Journal, changed func()) *Book {
	if changed == nil {
		changed = func() {}
	}
	return &Book{journal: j, changed: changed, rows: map[string]Row{}}
}

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
	b.mu.Lock()
	for id, s := range states {
		if _, newer := b.rows[id]; !newer && bad[id] == nil {
			b.rows[id] = Of(s)
		}
	}
	b.loaded, b.failed = true, err
	b.mu.Unlock()
	b.changed()
	return err
}

// Note takes a payment's newest state.
func (b *Book) Note(s payment.State) { b.Put(Of(s)) }

// Put takes the newest row of a payment or refund.
func (b *Book) Put(r Row) {
	b.mu.Lock()
	b.rows[r.ID] = r
	b.mu.Unlock()
	b.changed()
}

// Row returns one row.
func (b *Book) Row(id string) (Row, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.rows[id]
	return r, ok
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
		if q.takes(r) && matches(r, words) {
			out = append(out, r)
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

func matches(r Row, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := document.Fold(strings.Join(append([]string{
		r.Customer, r.Person, r.Last4, r.Booking, r.Intent, r.Charge, r.ID, r.Counter, r.Reader,
		r.Asked.Decimal(), r.Moved.Decimal(),
	}, r.Numbers...), "\n"))
	return !slices.ContainsFunc(words, func(w string) bool {
		return !strings.Contains(text, strings.Replace(w, ",", ".", 1)) && !strings.Contains(text, w)
	})
}
