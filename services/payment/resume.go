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
		if d.Copied != nil && d.Copied(id) && !s.Phase.Charged() {
			d.Runner.Go(func() { d.inherit(id) })
			continue
		}
		if _, err := d.record(d.ctx, id, Resumed{}); err != nil {
			bad = errors.Join(bad, fmt.Errorf("payment %s: %w", id, err))
		}
	}
	return bad
}

// inherit settles a life that came with a copied disk from facts alone (PROTOCOLS G3): the machine it came from may be in the
// middle of it. Only what Stripe calls final is taken.
func (d *Desk) inherit(id string) {
	for {
		s := d.peek(id)
		var f Fact = Disowned{}
		if s.Intent != "" {
			i, err := d.Stripe.Intent(d.ctx, s.Intent)
			switch {
			case err != nil:
				if d.Clock.Sleep(d.ctx, askEvery) != nil {
					return
				}
				continue
			case i.Dead() || i.Status == Succeeded:
				f = thin(Observed{Intent: i})
			}
		}
		if _, err := d.record(d.ctx, id, f); err != nil {
			d.Log.Warn("a copied payment is not settled", "payment", id, "error", err)
		}
		return
	}
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

// resumed picks the first command after a restart: always one that reads before anything is sent.
func (s State) resumed(e Event) (State, []Command, error) {
	switch s.Phase {
	case Checking:
		return s.to(Cancelled, e), []Command{DoStop}, nil // nothing was sent: the cashier begins anew
	case Claiming:
		if !s.ClaimSent {
			return s.to(Cancelled, e), []Command{DoStop}, nil
		}
		return s, []Command{DoClaim}, nil
	case Claimed:
		return s, []Command{DoGate}, nil
	case Dispatching:
		if !s.Dispatched {
			return s.to(Claimed, e), []Command{DoGate}, nil
		}
		return s.to(Unknown, e), []Command{DoWatch}, nil
	case Waiting, Authorising, Unknown:
		return s, []Command{DoWatch}, nil
	case DeclinedAgain:
		return s, []Command{DoRetry}, nil
	case Declined, NeedReader:
		return s, []Command{DoAwait}, nil
	case Cancelling, TooLate:
		return s, []Command{DoCancel}, nil
	case Approved, Posting, Outbox:
		return s, []Command{DoBook}, nil
	case Reserved:
		return s, []Command{DoMind}, nil
	case Capturing:
		return s, []Command{DoCapture}, nil
	case Releasing:
		return s, []Command{DoCancel}, nil
	case PostingHeld, Cancelled, Stopped, Done, Settled, LeftBehind, Released:
		return s, nil, nil
	}
	return s.unexpected(e)
}
