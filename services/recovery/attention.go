package recovery

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"paydesk/services/clock"
	"paydesk/services/payment"
)

// Kinds of journal entries about attention. They stand under the entry's id, which has a colon; a payment's has none.
const (
	factAttention = "Attention"
	factClosed    = "Closed"
	factTold      = "Told" // pd_closed is written: other counters know
)

// Record says that a life in the journal belongs to this package, not to a payment.
func Record(life string) bool { return strings.Contains(life, ":") }

// Errors of closing and acting.
var (
	ErrNoEntry  = errors.New("no such entry is open")
	ErrNoReason = errors.New("closing an entry needs a person and a reason")
)

// closing is who closed an entry, and why. An empty By is the program: what the entry said is not so any more.
type closing struct {
	By     string `json:"by"`
	Reason string `json:"reason"`
	told   bool
}

// Attention keeps the entries of one counter. Safe for concurrent use.
type Attention struct {
	journal payment.Journal
	clock   clock.Clock
	changed func()

	mu     sync.Mutex
	open   map[string]Entry
	closed map[string]closing // as far as asked for since the start
	untold map[string]Entry   // closed by a person, and the intent does not say so yet
	over   overEntries
}

// NewAttention reads the open entries back. journal lists the lives that are Records; changed, which may be nil, is told
// of each change and must not block.
func NewAttention(j payment.Journal, c clock.Clock, changed func()) (*Attention, error) {
	a := &Attention{journal: j, clock: c, changed: changed, open: map[string]Entry{}, closed: map[string]closing{}, untold: map[string]Entry{}, over: newOver()}
	ids, err := j.Unfinished()
	if err != nil {
		return nil, fmt.Errorf("open attention entries: %w", err)
	}
	for _, id := range ids {
		e, done, err := a.fold(id)
		switch {
		case err != nil:
			return nil, err
		case e.ID == "": // another record of this package's
		case done == nil:
			a.open[id] = e
		case !done.told:
			a.untold[id], a.closed[id] = e, *done
		}
	}
	return a, nil
}

// fold reads one entry from the journal; the zero entry for a life that is none.
func (a *Attention) fold(id string) (Entry, *closing, error) {
	rows, err := a.journal.Entries(id)
	if err != nil {
		return Entry{}, nil, fmt.Errorf("attention %s: %w", id, err)
	}
	var e Entry
	var done *closing
	for _, r := range rows {
		switch r.Kind {
		case factAttention:
			e, done = Entry{}, nil
			err = json.Unmarshal(r.Body, &e)
		case factClosed:
			done = &closing{}
			err = json.Unmarshal(r.Body, done)
		case factTold:
			if done != nil {
				done.told = true
			}
		}
		if err != nil {
			return Entry{}, nil, fmt.Errorf("attention %s: %w", id, err)
		}
	}
	return e, done, nil
}

// Open opens an entry once it is on disk. One that is open already is not opened again; one that a person closed never.
func (a *Attention) Open(e Entry) error {
	e.ID, e.Opened = string(e.Kind)+":"+e.Mark, a.clock.Now()
	a.mu.Lock()
	fresh, err := a.openLocked(e)
	if err == nil && fresh && e.Kind == Gone {
		err = a.gatherLocked(e)
	}
	a.mu.Unlock()
	if fresh {
		a.tell()
	}
	return err
}

func (a *Attention) openLocked(e Entry) (bool, error) {
	if _, open := a.open[e.ID]; open || a.inRestored(e) {
		return false, nil
	}
	done, err := a.closingOf(e.ID)
	if err != nil || (done != nil && done.By != "") {
		return false, err
	}
	if err := a.write(e.ID, factAttention, e, false); err != nil {
		return false, err
	}
	a.open[e.ID] = e
	delete(a.closed, e.ID)
	return true, nil
}

// closingOf is how an entry was closed, nil if it never was.
func (a *Attention) closingOf(id string) (*closing, error) {
	if c, ok := a.closed[id]; ok {
		return &c, nil
	}
	_, done, err := a.fold(id)
	if err == nil && done != nil {
		a.closed[id] = *done
	}
	return done, err
}

// Close closes an entry by a person's word.
func (a *Attention) Close(id, by, reason string) error {
	if strings.TrimSpace(by) == "" || strings.TrimSpace(reason) == "" {
		return ErrNoReason
	}
	return a.end(id, closing{By: by, Reason: reason})
}

// ends closes an entry whose fact is not so any more.
func (a *Attention) ends(id, reason string) error { return a.end(id, closing{Reason: reason}) }

func (a *Attention) end(id string, c closing) error {
	a.mu.Lock()
	e, ok := a.open[id]
	if !ok {
		a.mu.Unlock()
		return fmt.Errorf("%w: %s", ErrNoEntry, id)
	}
	err := a.closeLocked(e, c)
	a.mu.Unlock()
	if err == nil {
		a.tell()
	}
	return err
}

func (a *Attention) closeLocked(e Entry, c closing) error {
	final := c.By == "" // nobody else has to be told
	if err := a.write(e.ID, factClosed, c, final); err != nil {
		return err
	}
	delete(a.open, e.ID)
	a.closed[e.ID] = c
	a.over.end(e, c, a.clock.Now())
	if !final {
		a.untold[e.ID] = e
	}
	return nil
}

// told notes that other counters can see that a person closed an entry.
func (a *Attention) told(id string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, waits := a.untold[id]; !waits {
		return nil
	}
	if err := a.write(id, factTold, struct{}{}, true); err != nil {
		return err
	}
	delete(a.untold, id)
	return nil
}

func (a *Attention) write(id, kind string, body any, final bool) error {
	b, err := json.Marshal(body)
	if err == nil {
		err = a.journal.Append(payment.Entry{Payment: id, At: a.clock.Now(), Kind: kind, Body: b}, final)
	}
	if err != nil {
		return fmt.Errorf("attention %s: %w", id, err)
	}
	return nil
}

func (a *Attention) tell() {
	if a.changed != nil {
		a.changed()
	}
}

// List is what is open, the worst money doubt first, then the oldest.
func (a *Attention) List() []Entry {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.listLocked()
}

func (a *Attention) listLocked() []Entry {
	out := make([]Entry, 0, len(a.open))
	for _, e := range a.open {
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y Entry) int {
		if d := x.Kind.doubt() - y.Kind.doubt(); d != 0 {
			return d
		}
		if d := x.At.Compare(y.At); d != 0 {
			return d
		}
		return strings.Compare(x.ID, y.ID)
	})
	return out
}

// About lists the open entries that concern a charge.
func (a *Attention) About(intent string) []Entry {
	return slices.DeleteFunc(a.List(), func(e Entry) bool { return !e.about(intent) })
}

// entry finds an open one.
func (a *Attention) entry(id string) (Entry, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, ok := a.open[id]
	if !ok {
		return Entry{}, fmt.Errorf("%w: %s", ErrNoEntry, id)
	}
	return e, nil
}

// silent lists the entries that a person closed and other counters cannot know of yet.
func (a *Attention) silent() []Entry {
	a.mu.Lock()
	defer a.mu.Unlock()
	out := make([]Entry, 0, len(a.untold))
	for _, e := range a.untold {
		out = append(out, e)
	}
	slices.SortFunc(out, func(x, y Entry) int { return strings.Compare(x.ID, y.ID) })
	return out
}
