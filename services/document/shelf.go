package document

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unique"

	"paydesk/services/money"
)

// shelf holds the documents of the mirror, sorted and ready to be searched. A row's document is never written once it is
// on the shelf: screens hold it. 100,000 rows take about 45 MB.
type shelf struct {
	rows   map[int64]*row
	closed map[int64]*row // those of rows that are not open: few
	order  []*row         // open invoices by urgency, as of the last sort
	moved  map[int64]bool // put or dropped since the last sort
	dirty  map[int64]bool // put or dropped since the last save
}

// row is a document and what a search needs of it.
type row struct {
	Document
	hay  string // folded texts, each after a line feed: number, customer, references
	read int64  // when it was read, Unix nanoseconds; 0: in an earlier run
}

func (r *row) readAt() time.Time {
	if r.read == 0 {
		return time.Time{}
	}
	return time.Unix(0, r.read)
}

func newShelf() shelf {
	return shelf{rows: map[int64]*row{}, closed: map[int64]*row{}, moved: map[int64]bool{}, dirty: map[int64]bool{}}
}

// put takes a document as read at some time, unless it is known as of later.
func (s *shelf) put(d Document, readAt time.Time) {
	at := int64(0)
	if !readAt.IsZero() {
		at = readAt.UnixNano()
	}
	old := s.rows[d.ID]
	switch {
	case old == nil:
	case old.read > at:
		return // noted since this reading began
	case same(old.Document, d):
		old.read = at
		return
	}
	r := &row{Document: shared(d), read: at}
	r.hay = hay(&r.Document)
	s.rows[d.ID] = r
	if delete(s.closed, d.ID); !d.Open() {
		s.closed[d.ID] = r
	}
	s.moved[d.ID], s.dirty[d.ID] = true, true
}

// same ignores the day of issue, which lists do not bring.
func same(a, b Document) bool {
	if !a.WriteDate.Equal(b.WriteDate) {
		return false
	}
	a.WriteDate, a.Date = b.WriteDate, b.Date
	return a == b
}

// shared gives texts that many documents have in common one place in memory.
func shared(d Document) Document {
	one := func(s string) string { return unique.Make(s).Value() }
	d.Partner.Name, d.Due, d.Date = one(d.Partner.Name), one(d.Due), one(d.Date)
	d.PaymentState, d.State, d.Kind = one(d.PaymentState), State(one(string(d.State))), Kind(one(string(d.Kind)))
	d.Residual.Currency = money.Currency(one(string(d.Residual.Currency)))
	d.Total.Currency = money.Currency(one(string(d.Total.Currency)))
	if d.PaymentReference == d.Number {
		d.PaymentReference = d.Number
	}
	return d
}

func (s *shelf) drop(id int64) {
	delete(s.rows, id)
	delete(s.closed, id)
	s.moved[id], s.dirty[id] = true, true
}

// compare drops open rows that are not among ids and were not read at now or later, and says whether some ids are missing.
func (s *shelf) compare(ids []int64, now time.Time) (missing bool) {
	there := make(map[int64]bool, len(ids))
	for _, id := range ids {
		there[id] = true
		missing = missing || s.rows[id] == nil
	}
	for id, r := range s.rows {
		if !there[id] && r.Document.Open() && r.read < now.UnixNano() {
			s.drop(id) // deleted, or not to be seen any more: an increment would have told of a closed one
		}
	}
	return missing
}

// forgetClosed drops what was closed before a time.
func (s *shelf) forgetClosed(before time.Time) {
	for id, r := range s.closed {
		if r.WriteDate.Before(before) {
			s.drop(id)
		}
	}
}

// pending is how many documents were moved since the last sort.
func (s *shelf) pending() int { return len(s.moved) }

// sort brings the order up to date and says whether it had to. What moved is merged in; the rest keeps its place.
func (s *shelf) sort() bool {
	if len(s.moved) == 0 {
		return false
	}
	var come []*row
	for id := range s.moved {
		if r := s.rows[id]; r != nil && r.Kind == Invoice && r.Document.Open() {
			come = append(come, r)
		}
	}
	slices.SortFunc(come, urgency)
	order := make([]*row, 0, len(s.order)+len(come))
	for _, r := range s.order {
		if s.moved[r.ID] {
			continue
		}
		for len(come) > 0 && urgency(come[0], r) < 0 {
			order, come = append(order, come[0]), come[1:]
		}
		order = append(order, r)
	}
	s.order = append(order, come...)
	clear(s.moved)
	return true
}

// lists are what a snapshot shows: open invoices, and what was paid lately.
func (s *shelf) lists() (open, paid []*Document) {
	open = make([]*Document, len(s.order))
	for i, r := range s.order {
		open[i] = &r.Document
	}
	for _, r := range s.closed {
		if r.PaymentState == "paid" || r.PaymentState == "in_payment" {
			paid = append(paid, &r.Document)
		}
	}
	slices.SortFunc(paid, func(a, b *Document) int {
		return cmp.Or(b.WriteDate.Compare(a.WriteDate), strings.Compare(a.Number, b.Number))
	})
	return open, paid
}

func urgency(a, b *row) int {
	return cmp.Or(strings.Compare(a.Due, b.Due), strings.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// settle forgets what is unsaved.
func (s *shelf) settle() { clear(s.dirty) }

// unsaved returns what changed since the last save, and counts it as saved.
func (s *shelf) unsaved() (changed []*Document, gone []int64) {
	for id := range s.dirty {
		if r := s.rows[id]; r != nil {
			changed = append(changed, &r.Document)
		} else {
			gone = append(gone, id)
		}
	}
	clear(s.dirty)
	return changed, gone
}

// mark counts documents as unsaved again.
func (s *shelf) mark(changed []*Document, gone []int64) {
	for _, d := range changed {
		s.dirty[d.ID] = true
	}
	for _, id := range gone {
		s.dirty[id] = true
	}
}
