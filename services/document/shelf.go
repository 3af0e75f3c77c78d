package document

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unique"

	"paydesk/services/money"
)

// shelf holds the documents of the mirror, sorted and ready to be searched. A document is never written once it is on the
// shelf: screens hold it. 100,000 documents take about 45 MB.
type shelf struct {
	rows   map[int64]*row
	closed map[int64]*row // those of rows that are not open: few
	notes  map[int64]*row // open credit notes: few
	list   *list          // open invoices by urgency, as of the last sort
	// moved are the documents put or dropped since the last sort, each with what the list holds of it, nil: nothing.
	moved map[int64]*Document
	dirty map[int64]bool // put or dropped since the last save
}

type row struct {
	Document
	read int64 // when it was read, Unix nanoseconds; 0: in an earlier run
}

func (r *row) readAt() time.Time {
	if r.read == 0 {
		return time.Time{}
	}
	return time.Unix(0, r.read)
}

func (r *row) listed() bool { return r != nil && r.Kind == Invoice && r.Document.Open() }

func newShelf() shelf {
	return shelf{rows: map[int64]*row{}, closed: map[int64]*row{}, notes: map[int64]*row{}, list: &list{starts: []uint32{0}}, moved: map[int64]*Document{}, dirty: map[int64]bool{}}
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
	s.move(d.ID, old)
	s.rows[d.ID] = r
	if delete(s.closed, d.ID); !d.Open() {
		s.closed[d.ID] = r
	}
	if delete(s.notes, d.ID); d.Kind == CreditNote && d.Open() {
		s.notes[d.ID] = r
	}
}

// move notes that a document is not any more what the list and the keeper have.
func (s *shelf) move(id int64, old *row) {
	if _, twice := s.moved[id]; !twice {
		s.moved[id] = nil
		if old.listed() {
			s.moved[id] = &old.Document
		}
	}
	s.dirty[id] = true
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
	s.move(id, s.rows[id])
	delete(s.rows, id)
	delete(s.closed, id)
	delete(s.notes, id)
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

// sort brings the list up to date and says whether it had to.
func (s *shelf) sort() bool {
	if len(s.moved) == 0 {
		return false
	}
	edits := make([]edit, 0, len(s.moved)) // at most two for each
	for id, old := range s.moved {
		if old != nil {
			edits = append(edits, edit{at: s.list.place(old), old: true, doc: old})
		}
		if r := s.rows[id]; r.listed() {
			edits = append(edits, edit{at: s.list.place(&r.Document), doc: &r.Document})
		}
	}
	s.list = s.list.edited(edits)
	clear(s.moved)
	return true
}

// paid is what was paid lately, latest first.
func (s *shelf) paid() (paid []*Document) {
	for _, r := range s.closed {
		if r.Kind == Invoice && (r.PaymentState == "paid" || r.PaymentState == "in_payment") {
			paid = append(paid, &r.Document)
		}
	}
	slices.SortFunc(paid, func(a, b *Document) int {
		return cmp.Or(b.WriteDate.Compare(a.WriteDate), strings.Compare(a.Number, b.Number))
	})
	return paid
}

// openNotes is what is still to be paid back.
func (s *shelf) openNotes() (notes []*Document) {
	for _, r := range s.notes {
		notes = append(notes, &r.Document)
	}
	slices.SortFunc(notes, urgency)
	return notes
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
