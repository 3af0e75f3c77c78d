package payment

import (
	"errors"
	"fmt"
)

// Load folds a payment from a journal.
func Load(j Journal, id string) (State, error) {
	entries, err := j.Entries(id)
	if err != nil {
		return State{}, err
	}
	if len(entries) == 0 {
		return State{}, fmt.Errorf("%w: %s", ErrNoSuchPayment, id)
	}
	events, err := Events(entries)
	if err != nil {
		return State{}, err
	}
	s, _, err := Fold(events)
	return s, err
}

// Events decodes journal entries.
func Events(entries []Entry) ([]Event, error) {
	events := make([]Event, len(entries))
	for i, e := range entries {
		f, err := Decode(e.Kind, e.Body)
		if err != nil {
			return nil, err
		}
		events[i] = Event{e.At, f}
	}
	return events, nil
}

// Resume takes up every unfinished payment of the journal. It returns what could not be read; the rest goes on.
func (d *Desk) Resume() error {
	ids, err := d.Journal.Unfinished()
	if err != nil {
		return fmt.Errorf("unfinished payments: %w", err)
	}
	var bad error
	for _, id := range ids {
		s, err := Load(d.Journal, id)
		if err != nil {
			bad = errors.Join(bad, fmt.Errorf("payment %s: %w", id, err))
			continue
		}
		d.mu.Lock()
		d.lives[id] = &life{state: s}
		d.mu.Unlock()
		if _, err := d.record(d.ctx, id, Resumed{}); err != nil {
			bad = errors.Join(bad, fmt.Errorf("payment %s: %w", id, err))
		}
	}
	return bad
}

// reawaken takes a payment up again after the journal could not hold one of its facts: as after a restart, what is known
// is read before anything is sent.
func (d *Desk) reawaken(id string) {
	for d.Clock.Sleep(d.ctx, journalPause) == nil {
		d.mu.Lock()
		l, ok := d.lives[id]
		d.mu.Unlock()
		if !ok {
			return // not even its beginning could be written
		}
		if _, err := d.record(d.ctx, id, Resumed{}); err == nil || errors.Is(err, ErrUnexpected) {
			d.mu.Lock()
			l.unwritten = false
			d.mu.Unlock()
			return
		}
	}
}
