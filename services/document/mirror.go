package document

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"paydesk/services/clock"
)

const (
	changeOverlap = 2 * time.Minute // write_date is the transaction's start (Odoo contract §5)
	paidMemory    = 24 * time.Hour
)

// Keeper stores the mirror between runs.
type Keeper interface {
	SaveMirror(docs []Document, readAt time.Time) error
	LoadMirror() ([]Document, time.Time, error)
}

// Snapshot is the mirror at one moment. Its slices are shared and must not be written.
type Snapshot struct {
	Open   []Document // most urgent first: due date, then number
	Paid   []Document // closed within the last 24 hours, latest first
	ReadAt time.Time  // when Odoo last answered; zero before the first answer ever
	Err    error      // why the last reading failed, nil if it did not
	Failed time.Time  // since when readings fail
	Loaded bool       // a complete listing is in it, from Odoo or from the last run
}

// Mirror is the local copy of the open documents. Safe for concurrent use.
type Mirror struct {
	source  Source
	keeper  Keeper
	clock   clock.Clock
	changed func()

	one sync.Mutex // one reading at a time: an older answer must not overtake a newer one

	mu     sync.Mutex
	docs   map[int64]entry
	cursor time.Time // newest write_date seen
	full   time.Time // last complete listing
	snap   Snapshot
	found  []folded
}

type entry struct {
	Document
	readAt time.Time
}

// NewMirror returns a mirror with what the keeper has. changed is called after every reading, from the reader's goroutine.
func NewMirror(s Source, k Keeper, c clock.Clock, changed func()) (*Mirror, error) {
	m := &Mirror{source: s, keeper: k, clock: c, changed: changed, docs: map[int64]entry{}}
	docs, at, err := k.LoadMirror()
	if err != nil {
		return nil, fmt.Errorf("load the local list: %w", err)
	}
	for _, d := range docs {
		m.docs[d.ID] = entry{d, at}
		if d.WriteDate.After(m.cursor) {
			m.cursor = d.WriteDate
		}
	}
	m.snap.ReadAt, m.snap.Loaded = at, !at.IsZero()
	m.publish()
	return m, nil
}

// fullEvery is how often the whole list is read again: deletions are invisible to increments.
const fullEvery = 10 * time.Minute

// Refresh asks Odoo for what changed, or for everything where that is due. The old list stays on failure.
func (m *Mirror) Refresh(ctx context.Context) error {
	m.one.Lock()
	defer m.one.Unlock()
	m.mu.Lock()
	cursor, full := m.cursor, m.full
	m.mu.Unlock()
	now := m.clock.Now()
	var err error
	if full.IsZero() || now.Sub(full) > fullEvery {
		err = m.readAll(ctx, now)
	} else {
		var docs []Document
		if docs, err = m.source.Changed(ctx, cursor.Add(-changeOverlap)); err == nil {
			m.mu.Lock()
			m.take(docs, now)
			m.mu.Unlock()
		}
	}
	m.mu.Lock()
	switch {
	case err == nil:
		m.snap.ReadAt, m.snap.Err, m.snap.Loaded, m.snap.Failed = now, nil, true, time.Time{}
	case ctx.Err() == nil:
		if m.snap.Err == nil {
			m.snap.Failed = now
		}
		m.snap.Err = err
	}
	m.publish()
	var keep []Document
	if err == nil {
		for _, e := range m.docs {
			keep = append(keep, e.Document)
		}
	}
	m.mu.Unlock()
	if m.changed != nil {
		m.changed()
	}
	if err != nil {
		return err
	}
	if err := m.keeper.SaveMirror(keep, now); err != nil {
		return fmt.Errorf("keep the local list: %w", err)
	}
	return nil
}

func (m *Mirror) readAll(ctx context.Context, now time.Time) error {
	seen := map[int64]bool{}
	first := !m.Snapshot().Loaded
	err := m.source.OpenDocuments(ctx, func(page []Document) bool {
		m.mu.Lock()
		m.take(page, now)
		for _, d := range page {
			seen[d.ID] = true
		}
		if first {
			m.publish()
		}
		m.mu.Unlock()
		if first && m.changed != nil {
			m.changed() // the first fill shows page by page
		}
		return ctx.Err() == nil
	})
	if err != nil {
		return err
	}
	var lately []Document
	m.mu.Lock()
	began := m.full.IsZero()
	m.mu.Unlock()
	if began {
		// what was paid while this counter was off stands in no listing of open documents
		if lately, err = m.source.Changed(ctx, now.Add(-paidMemory)); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.take(lately, now)
	for id, e := range m.docs {
		if e.Document.Open() && !seen[id] && !e.readAt.After(now) {
			delete(m.docs, id) // deleted, or closed: the increment brings closed ones back
		}
	}
	m.full = now
	return nil
}

// take merges documents as read at now. The caller holds mu.
func (m *Mirror) take(docs []Document, now time.Time) {
	for _, d := range docs {
		if old, ok := m.docs[d.ID]; ok && old.readAt.After(now) {
			continue // noted since this reading began
		}
		m.docs[d.ID] = entry{d, now}
		if d.WriteDate.After(m.cursor) {
			m.cursor = d.WriteDate
		}
	}
	for id, e := range m.docs {
		if !e.Document.Open() && now.Sub(e.WriteDate) > paidMemory {
			delete(m.docs, id)
		}
	}
}

// Note takes a document read elsewhere into the mirror at once, so that a paid invoice leaves the list with its payment.
func (m *Mirror) Note(d Document) {
	m.mu.Lock()
	m.docs[d.ID] = entry{d, m.clock.Now()}
	m.publish()
	m.mu.Unlock()
	if m.changed != nil {
		m.changed()
	}
}

// Mirrored returns a document as it was read last, and when.
func (m *Mirror) Mirrored(id int64) (Document, time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.docs[id]
	at := e.readAt
	if m.snap.ReadAt.After(at) {
		at = m.snap.ReadAt // unchanged since: the increment would have brought it
	}
	return e.Document, at, ok
}

// Snapshot returns the mirror as it is now.
func (m *Mirror) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snap
}

// publish makes the sorted lists. The caller holds mu.
func (m *Mirror) publish() {
	var open, paid []Document
	for _, e := range m.docs {
		switch {
		case e.Document.Open() && e.Kind == Invoice:
			open = append(open, e.Document)
		case e.PaymentState == "paid" || e.PaymentState == "in_payment":
			paid = append(paid, e.Document)
		}
	}
	slices.SortFunc(open, urgency)
	slices.SortFunc(paid, func(a, b Document) int {
		if c := b.WriteDate.Compare(a.WriteDate); c != 0 {
			return c
		}
		return strings.Compare(a.Number, b.Number)
	})
	m.snap.Open, m.snap.Paid = open, paid
	m.found = foldAll(open)
}

func urgency(a, b Document) int {
	if c := strings.Compare(a.Due, b.Due); c != 0 {
		return c
	}
	return strings.Compare(a.Number, b.Number)
}
