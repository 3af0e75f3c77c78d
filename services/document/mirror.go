package document

import (
	"context"
	"fmt"
	"sync"
	"time"

	"paydesk/services/clock"
)

const (
	changeOverlap = 2 * time.Minute  // write_date is the transaction's start (Odoo contract §5)
	paidMemory    = 24 * time.Hour   // how long closed documents stay
	listEvery     = 10 * time.Minute // deletions are invisible to increments: the ids are listed again now and then
	tooLong       = 7 * 24 * time.Hour
	saveEvery     = time.Minute // where nothing changed but the age of the list
)

// Keeper stores the mirror between runs.
type Keeper interface {
	// SaveMirror keeps changed documents, forgets the gone ones, and then notes when Odoo was read.
	SaveMirror(changed []*Document, gone []int64, readAt time.Time) error
	// LoadMirror gives back every document kept, and when Odoo was read; a zero time where nothing is kept.
	LoadMirror(take func(Document)) (time.Time, error)
}

// Snapshot is the mirror at one moment. Its slices and documents are shared and must not be written.
type Snapshot struct {
	Open   []*Document // invoices, most urgent first: due date, then number
	Paid   []*Document // invoices closed within the last 24 hours, latest first
	Notes  []*Document // credit notes that owe something to their customer, oldest first
	ReadAt time.Time   // when Odoo last answered; zero before the first answer ever
	Err    error       // why the last reading failed, nil if it did not
	Failed time.Time   // since when readings fail
	Loaded bool        // a complete listing is in it, from Odoo or from the last run
}

// Mirror is the local copy of the open documents. Safe for concurrent use.
type Mirror struct {
	source  Source
	keeper  Keeper
	clock   clock.Clock
	changed func()

	one    sync.Mutex // one reading at a time: an older answer must not overtake a newer one
	listed time.Time  // when the ids were last compared; guarded by one
	saved  time.Time  // guarded by one

	mu     sync.Mutex
	shelf  shelf
	cursor cursor
	snap   Snapshot
}

// NewMirror returns a mirror with what the keeper has. changed is called after every reading, from the reader's goroutine.
func NewMirror(s Source, k Keeper, c clock.Clock, changed func()) (*Mirror, error) {
	m := &Mirror{source: s, keeper: k, clock: c, changed: changed, shelf: newShelf()}
	at, err := k.LoadMirror(func(d Document) { m.put(d, time.Time{}) })
	if err != nil {
		return nil, fmt.Errorf("load the local list: %w", err)
	}
	m.shelf.settle() // what came from the keeper need not go back
	m.snap.ReadAt, m.snap.Loaded = at, !at.IsZero()
	m.publish()
	return m, nil
}

// Refresh asks Odoo for what changed, or for everything where that is due. The old list stays on failure.
func (m *Mirror) Refresh(ctx context.Context) error {
	m.one.Lock()
	defer m.one.Unlock()
	now := m.clock.Now()
	err := m.read(ctx, now)
	m.mu.Lock()
	switch {
	case err == nil:
		m.shelf.forgetClosed(now.Add(-paidMemory))
		m.snap.ReadAt, m.snap.Err, m.snap.Loaded, m.snap.Failed = now, nil, true, time.Time{}
	case ctx.Err() == nil:
		if m.snap.Err == nil {
			m.snap.Failed = now
		}
		m.snap.Err = err
	}
	m.publish()
	m.mu.Unlock()
	m.tell()
	if err != nil {
		return err
	}
	return m.save(now)
}

// read brings the mirror up to date.
func (m *Mirror) read(ctx context.Context, now time.Time) (err error) {
	m.mu.Lock()
	cursor, loaded := m.cursor, m.snap.Loaded
	m.mu.Unlock()
	if !loaded || cursor.newest.IsZero() || now.Sub(cursor.newest) > tooLong && m.listed.IsZero() {
		return m.fill(ctx, now)
	}
	var ids []int64
	list := m.listed.IsZero() || now.Sub(m.listed) > listEvery
	if list { // before the changes, which then bring whatever is newer than the list
		if ids, err = m.source.OpenIDs(ctx); err != nil {
			return err
		}
	}
	docs, err := m.source.Changed(ctx, cursor.since())
	if err != nil {
		return err
	}
	m.take(docs, now)
	m.mu.Lock()
	m.cursor.read(cursor.newest, now)
	m.mu.Unlock()
	if !list {
		return nil
	}
	if m.compare(ids, now) { // another company, other rights: no increment tells
		return m.fill(ctx, now)
	}
	m.listed = now
	return nil
}

// fill reads every open document, and what was closed lately, which stands in no listing of open documents.
func (m *Mirror) fill(ctx context.Context, now time.Time) error {
	first := !m.Snapshot().Loaded
	var ids []int64
	err := m.source.OpenDocuments(ctx, func(page []Document) bool {
		for _, d := range page {
			ids = append(ids, d.ID)
		}
		m.take(page, now)
		if first {
			m.show()
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	lately, err := m.source.Changed(ctx, now.Add(-paidMemory))
	if err != nil {
		return err
	}
	m.take(lately, now)
	m.compare(ids, now)
	m.listed = now
	return nil
}

// compare drops open documents that are not in the list and were not read since, and says whether some of the list are
// missing here.
func (m *Mirror) compare(ids []int64, now time.Time) (missing bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.shelf.compare(ids, now)
}

// take merges documents as read at now.
func (m *Mirror) take(docs []Document, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range docs {
		m.put(d, now)
	}
}

// put takes one document in. The caller holds mu, or is alone.
func (m *Mirror) put(d Document, readAt time.Time) {
	m.shelf.put(d, readAt)
	m.cursor.see(d.WriteDate, readAt)
}

// show publishes a first fill as it grows, each time it has grown by half: a person sees the first page at once, and a
// large shop is not sorted five hundred times.
func (m *Mirror) show() {
	m.mu.Lock()
	due := m.shelf.pending()*2 >= len(m.snap.Open)
	if due {
		m.publish()
	}
	m.mu.Unlock()
	if due {
		m.tell()
	}
}

func (m *Mirror) tell() {
	if m.changed != nil {
		m.changed()
	}
}

// save keeps what changed since the last time. Only the age is kept seldom.
func (m *Mirror) save(now time.Time) error {
	m.mu.Lock()
	changed, gone := m.shelf.unsaved()
	m.mu.Unlock()
	if len(changed)+len(gone) == 0 && now.Sub(m.saved) < saveEvery {
		return nil
	}
	if err := m.keeper.SaveMirror(changed, gone, now); err != nil {
		m.mu.Lock()
		m.shelf.mark(changed, gone)
		m.mu.Unlock()
		return fmt.Errorf("keep the local list: %w", err)
	}
	m.saved = now
	return nil
}

// Note takes a document read elsewhere into the mirror at once, so that a paid invoice leaves the list with its payment.
func (m *Mirror) Note(d Document) {
	m.mu.Lock()
	m.shelf.put(d, m.clock.Now()) // the cursor stays: what else was written until then is not read yet
	m.publish()
	m.mu.Unlock()
	m.tell()
}

// Mirrored returns a document as it was read last, and when.
func (m *Mirror) Mirrored(id int64) (Document, time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.shelf.rows[id]
	if r == nil {
		return Document{}, time.Time{}, false
	}
	at := r.readAt()
	if m.snap.ReadAt.After(at) {
		at = m.snap.ReadAt // unchanged since: the increment would have brought it
	}
	return r.Document, at, true
}

// Snapshot returns the mirror as it is now.
func (m *Mirror) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snap
}

// publish makes the lists. The caller holds mu.
func (m *Mirror) publish() {
	if m.shelf.sort() {
		m.snap.Open, m.snap.Paid, m.snap.Notes = m.shelf.list.docs, m.shelf.paid(), m.shelf.openNotes()
	}
}
