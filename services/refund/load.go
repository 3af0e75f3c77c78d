package refund

import (
	"fmt"

	"paydesk/services/payment"
)

// Load folds a refund from the journal.
func Load(j payment.Journal, id string) (State, error) {
	entries, err := j.Entries(id)
	if err != nil {
		return State{}, err
	}
	if len(entries) == 0 {
		return State{}, fmt.Errorf("%w: %s", ErrNoRefund, id)
	}
	events, err := Events(entries)
	if err != nil {
		return State{}, err
	}
	return Fold(events)
}

// Events reads journal entries.
func Events(entries []payment.Entry) ([]Event, error) {
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
