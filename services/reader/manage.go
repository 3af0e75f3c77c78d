package reader

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"paydesk/services/clock"
	"paydesk/services/explain"
	"paydesk/services/staff"
)

// Stripe is what looking after readers needs. Reads may be repeated; CreateReader with the same key too.
type Stripe interface {
	Reader(ctx context.Context, id string) (Reader, error)
	Locations(ctx context.Context) ([]Location, error)
	CreateReader(ctx context.Context, key, code, label, location string) (Reader, error)
	UpdateReader(ctx context.Context, id, label string) (Reader, error)
	DeleteReader(ctx context.Context, id string) error
}

// EventKind names a journal entry. Names are stored and never change.
type EventKind string

// What is journaled about readers: the intention before it is sent, then what Stripe said.
const (
	RegisterIntended EventKind = "ReaderRegisterIntended"
	RegisterAnswered EventKind = "ReaderRegisterAnswered"
	RenameIntended   EventKind = "ReaderRenameIntended"
	RenameAnswered   EventKind = "ReaderRenameAnswered"
	RemoveIntended   EventKind = "ReaderRemoveIntended"
	RemoveAnswered   EventKind = "ReaderRemoveAnswered"
	Added            EventKind = "ReaderAdded"
	Imported         EventKind = "ReaderLocationImported"
)

// Event is one fact about the shop's readers.
type Event struct {
	Kind     EventKind    `json:"-"`
	At       time.Time    `json:"-"`
	By       string       `json:"by"` // person who did or approved it
	Reader   string       `json:"reader,omitempty"`
	Label    string       `json:"label,omitempty"`
	Location string       `json:"location,omitempty"`
	Key      string       `json:"key,omitempty"`     // idempotency key of a registration
	Failure  explain.Kind `json:"failure,omitempty"` // empty on success
}

// Journal keeps events for good; it returns when the event is on disk.
type Journal interface {
	RecordReader(Event) error
}

// What a person at the counter is told.
var (
	ErrLabel     = errors.New("a reader's name has 1 to 40 characters")
	ErrCode      = errors.New("a pairing code is three words with a dash between them")
	ErrID        = errors.New("a reader's id begins with tmr_")
	ErrTwice     = errors.New("this reader is in the list already")
	ErrBusy      = errors.New("the reader is in use")
	ErrGone      = errors.New("Stripe does not know this reader any more")
	ErrOtherMode = errors.New("this reader belongs to the other mode, test or live")
)

// Manager adds, renames and removes readers, by a manager.
type Manager struct {
	Stripe   Stripe
	Registry *Registry
	Journal  Journal
	Clock    clock.Clock
	Rand     io.Reader // makes idempotency keys
	Live     bool      // mode of the key
	May      staff.May
}

// labelLimit is the longest name in runes: it must fit a card and a payment's panel.
const labelLimit = 40

func cleanLabel(label string) (string, error) {
	label = strings.Join(strings.Fields(label), " ")
	if n := utf8.RuneCountInString(label); n < 1 || n > labelLimit {
		return "", ErrLabel
	}
	return label, nil
}

// Register takes a reader into the shop by the code of three words on its screen. The answer, or its absence, is
// followed by a new reading of the list.
func (m *Manager) Register(ctx context.Context, by, code, label, location string) (Reader, error) {
	if err := m.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return Reader{}, err
	}
	label, err := cleanLabel(label)
	if err != nil {
		return Reader{}, err
	}
	code = strings.ToLower(strings.Join(strings.FieldsFunc(code, func(r rune) bool { return r == ' ' || r == '-' }), "-"))
	if !strings.Contains(code, "-") {
		return Reader{}, ErrCode
	}
	var random [16]byte
	if _, err := io.ReadFull(m.Rand, random[:]); err != nil {
		return Reader{}, fmt.Errorf("make a key: %w", err)
	}
	e := Event{By: by, Label: label, Location: location, Key: "pd1:g:" + hex.EncodeToString(random[:])}
	var r Reader
	err = m.journaled(RegisterIntended, RegisterAnswered, &e, func() error {
		var err error
		r, err = m.Stripe.CreateReader(ctx, e.Key, code, label, location)
		e.Reader = r.ID
		return err
	})
	return r, m.reread(ctx, err)
}

// Rename gives a reader another name; its letter stays.
func (m *Manager) Rename(ctx context.Context, by, id, label string) error {
	if err := m.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	label, err := cleanLabel(label)
	if err != nil {
		return err
	}
	e := Event{By: by, Reader: id, Label: label}
	err = m.journaled(RenameIntended, RenameAnswered, &e, func() error {
		_, err := m.Stripe.UpdateReader(ctx, id, label)
		return err
	})
	return m.reread(ctx, err)
}

// Remove takes a reader out of the Stripe account. One that is in use stays: its payment would lose its prompt.
func (m *Manager) Remove(ctx context.Context, by, id string) error {
	if err := m.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	r, err := m.Stripe.Reader(ctx, id)
	switch {
	case explain.Is(err, explain.NotFound), err == nil && r.Deleted:
		return m.reread(ctx, nil)
	case err != nil:
		return fmt.Errorf("look at reader %s: %w", id, err)
	case r.Busy() && !r.ShowsLetter():
		return ErrBusy
	}
	e := Event{By: by, Reader: id, Label: r.Label, Location: r.Location}
	err = m.journaled(RemoveIntended, RemoveAnswered, &e, func() error { return m.Stripe.DeleteReader(ctx, id) })
	if err == nil {
		err = m.Registry.forget(id)
	}
	return m.reread(ctx, err)
}

// Add takes a reader of the account into this counter's list by its id, wherever it stands.
func (m *Manager) Add(ctx context.Context, by, id string) (Reader, error) {
	if err := m.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return Reader{}, err
	}
	id = strings.TrimSpace(id)
	if !strings.HasPrefix(id, "tmr_") || strings.ContainsAny(id, " ,/") {
		return Reader{}, ErrID
	}
	if _, known := m.Registry.Find(id); known {
		return Reader{}, ErrTwice
	}
	r, err := m.Stripe.Reader(ctx, id)
	switch {
	case explain.Is(err, explain.NotFound), err == nil && r.Deleted:
		return Reader{}, ErrGone
	case err != nil:
		return Reader{}, fmt.Errorf("look at reader %s: %w", id, err)
	case r.Livemode != m.Live:
		return Reader{}, ErrOtherMode
	}
	if err := m.record(Event{Kind: Added, By: by, Reader: id, Label: r.Label, Location: r.Location}); err != nil {
		return Reader{}, err
	}
	return r, m.reread(ctx, m.Registry.include(prefAdded, id))
}

// Import takes all readers of a location into this counter's list, those that come later too.
func (m *Manager) Import(ctx context.Context, by, location string) error {
	if err := m.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	if err := m.record(Event{Kind: Imported, By: by, Location: location}); err != nil {
		return err
	}
	return m.reread(ctx, m.Registry.include(prefPlaces, location))
}

// Locations lists the account's locations, those whose readers are in the list already first.
func (m *Manager) Locations(ctx context.Context) (places []Location, listed func(id string) bool, err error) {
	places, err = m.Stripe.Locations(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list locations: %w", err)
	}
	in, err := m.Registry.places()
	if err != nil {
		return nil, nil, err
	}
	return places, func(id string) bool { return len(in) == 0 || slices.Contains(in, id) }, nil
}

// journaled writes the intention, sends, and writes the answer, whatever it is.
func (m *Manager) journaled(intended, answered EventKind, e *Event, send func() error) error {
	e.Kind = intended
	if err := m.record(*e); err != nil {
		return err
	}
	err := send()
	e.Kind, e.Failure = answered, explain.KindOf(err)
	if err != nil && e.Failure == "" {
		e.Failure = explain.Unanswered
	}
	return errors.Join(err, m.record(*e))
}

func (m *Manager) record(e Event) error {
	e.At = m.Clock.Now()
	if err := m.Journal.RecordReader(e); err != nil {
		return fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	return nil
}

// reread brings the list up to date after a change, or after one whose answer never came. That the list could not be read
// stands in the list itself.
func (m *Manager) reread(ctx context.Context, err error) error {
	_ = m.Registry.Refresh(ctx)
	return err
}
