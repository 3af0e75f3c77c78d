package staff

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"paydesk/services/clock"
)

// Params are what a Register needs; all but Policy are required.
type Params struct {
	Store  Store
	Clock  clock.Clock
	Rand   io.Reader // makes person ids
	Policy Policy
}

// Register signs people in and looks after them. Safe for concurrent use: PINs are judged one at a time.
type Register struct {
	store  Store
	clock  clock.Clock
	rand   io.Reader
	policy Policy

	mu    sync.Mutex
	decoy string // hash compared for somebody who does not exist, so that the answer takes as long
}

// New checks p and makes a Register.
func New(p Params) (*Register, error) {
	if p.Store == nil || p.Clock == nil || p.Rand == nil {
		return nil, errors.New("staff: store, clock and randomness are required")
	}
	decoy, err := hashPIN("decoy")
	if err != nil {
		return nil, err
	}
	return &Register{store: p.Store, clock: p.Clock, rand: p.Rand, policy: p.Policy, decoy: decoy}, nil
}

// freeTries wrong PINs in a row cost nothing; each further one makes the next try wait, up to the last of delays.
const freeTries = 3

var delays = []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}

func delayAfter(failed int) time.Duration {
	if failed < freeTries {
		return 0
	}
	return delays[min(failed-freeTries, len(delays)-1)]
}

// People returns everybody, managers first, then by name.
func (r *Register) People() ([]Person, error) {
	records, err := r.store.People()
	if err != nil {
		return nil, err
	}
	people := make([]Person, len(records))
	for i, rec := range records {
		people[i] = rec.Person
	}
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(-cmp.Compare(a.Role, b.Role), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return people, nil
}

// NeedsFirstManager says that nobody here can approve anything yet: the kiosk opens on "create the first manager".
func (r *Register) NeedsFirstManager() (bool, error) {
	records, err := r.store.People()
	return err == nil && !slices.ContainsFunc(records, isManager), err
}

// CreateFirstManager makes the manager of a new store; ErrNotFirst if there is one.
func (r *Register) CreateFirstManager(name, pin string) (Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.store.People()
	if err != nil {
		return Person{}, err
	}
	if slices.ContainsFunc(records, isManager) {
		return Person{}, ErrNotFirst
	}
	return r.create(records, FirstManagerCreated, "", name, Manager, pin)
}

// SignIn returns who it is, ErrRefused, ErrNoPIN, or a *WaitError. It does not say whether person or PIN was wrong.
func (r *Register) SignIn(person, pin string) (Session, error) {
	return r.judge(person, pin, Event{Kind: SignedIn}, func(Person) bool { return true })
}

// Approve is a manager's consent to one act: like SignIn, and refused for everybody else. The journal keeps what was
// approved.
func (r *Register) Approve(person, pin, what string) (Session, error) {
	return r.judge(person, pin, Event{Kind: Approved, What: what}, func(p Person) bool { return p.Role == Manager })
}

func (r *Register) judge(person, pin string, event Event, may func(Person) bool) (Session, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.store.People()
	if err != nil {
		return Session{}, err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.ID == person })
	if i < 0 {
		if _, _, err := matchPIN(pin, r.decoy); err != nil {
			return Session{}, err
		}
		return Session{}, ErrRefused
	}
	rec, now := records[i], r.clock.Now()
	if !hasPIN(rec) {
		return Session{}, ErrNoPIN // made from the command line before anybody had one
	}
	attempts, err := r.store.Attempts(person)
	if err != nil {
		return Session{}, err
	}
	// A clock that was set back counts as no time passed: the wait is never longer than the delay itself.
	if wait := delayAfter(attempts.Failed) - max(now.Sub(attempts.Last), 0); wait > 0 {
		return Session{}, &WaitError{Wait: wait}
	}
	// Counted before it is judged: switching the kiosk off in between is no free try.
	counted := Attempts{Failed: attempts.Failed + 1, Last: now.UTC().Round(0)}
	if err := r.store.SaveAttempts(person, counted); err != nil {
		return Session{}, err
	}
	ok, stale, err := matchPIN(pin, rec.PINHash)
	if err != nil {
		return Session{}, fmt.Errorf("%s: %w; a manager can set a new PIN", rec.Name, err)
	}
	if !ok || !may(rec.Person) {
		if err := r.store.RecordStaff(Event{Kind: Refused, At: now, Person: person, What: event.What, Failed: counted.Failed}); err != nil {
			return Session{}, err
		}
		return Session{}, ErrRefused
	}
	event.At, event.By, event.Person, event.Role = now, person, person, rec.Role
	if err := r.store.RecordStaff(event); err != nil {
		return Session{}, err
	}
	if stale {
		if rec.PINHash, err = hashPIN(pin); err != nil {
			return Session{}, err
		}
		if err := r.store.SavePerson(rec); err != nil {
			return Session{}, err
		}
	}
	if err := r.store.SaveAttempts(person, Attempts{}); err != nil {
		return Session{}, err
	}
	return Session{Person: rec.Person, At: now}, nil
}

// Add makes a new person, by a manager.
func (r *Register) Add(by Session, name string, role Role, pin string) (Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.managed(by)
	if err != nil {
		return Person{}, err
	}
	return r.create(records, PersonAdded, by.Person.ID, name, role, pin)
}

// SetPIN gives person a new PIN and clears the failed attempts: by a manager, or by the person.
func (r *Register) SetPIN(by Session, person, pin string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.managed(by)
	if err != nil && (!errors.Is(err, ErrNotManager) || by.Person.ID != person) {
		return err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.ID == person })
	if i < 0 {
		return ErrNoPerson
	}
	if err := r.policy.Check(pin); err != nil {
		return err
	}
	rec := records[i]
	if rec.PINHash, err = hashPIN(pin); err != nil {
		return err
	}
	if err := r.store.RecordStaff(Event{Kind: PINChanged, At: r.clock.Now(), By: by.Person.ID, Person: person}); err != nil {
		return err
	}
	if err := r.store.SavePerson(rec); err != nil {
		return err
	}
	return r.store.SaveAttempts(person, Attempts{})
}

// SetRole makes a cashier a manager or the other way round, by a manager; never the last manager.
func (r *Register) SetRole(by Session, person string, role Role) error {
	return r.change(by, person, role, RoleChanged, func(rec Record) error {
		rec.Role = role
		return r.store.SavePerson(rec)
	})
}

// Remove takes a person off the counter, by a manager; never the last manager.
func (r *Register) Remove(by Session, person string) error {
	return r.change(by, person, Cashier, PersonRemoved, func(Record) error { return r.store.RemovePerson(person) })
}

// change applies f to a person who has role afterwards.
func (r *Register) change(by Session, person string, role Role, kind EventKind, f func(Record) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if role != Cashier && role != Manager {
		return ErrRole
	}
	records, err := r.managed(by)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.ID == person })
	if i < 0 {
		return ErrNoPerson
	}
	others := slices.ContainsFunc(records, func(rec Record) bool { return isManager(rec) && rec.ID != person })
	if isManager(records[i]) && role != Manager && !others {
		return ErrLastManager
	}
	event := Event{Kind: kind, At: r.clock.Now(), By: by.Person.ID, Person: person, Name: records[i].Name, Role: role}
	if err := r.store.RecordStaff(event); err != nil {
		return err
	}
	return f(records[i])
}

// managed returns the people if by is a manager still: a session may be older than a change of role.
func (r *Register) managed(by Session) ([]Record, error) {
	records, err := r.store.People()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(records, func(rec Record) bool { return rec.ID == by.Person.ID && isManager(rec) }) {
		return records, ErrNotManager
	}
	return records, nil
}

// create writes a new person. The caller holds r.mu and has checked who may.
func (r *Register) create(records []Record, kind EventKind, by, name string, role Role, pin string) (Person, error) {
	words := strings.Fields(name)
	name = strings.Join(words, " ")
	switch {
	case name == "" || utf8.RuneCountInString(name) > 40:
		return Person{}, ErrName
	case role != Cashier && role != Manager:
		return Person{}, ErrRole
	case slices.ContainsFunc(records, func(rec Record) bool { return strings.EqualFold(rec.Name, name) }):
		return Person{}, ErrNameTaken
	}
	policy := r.policy
	policy.AllowTrivial = policy.AllowTrivial || by == byOperator // told, not refused, by whoever holds the store
	if err := policy.Check(pin); err != nil && !(by == byOperator && pin == "") {
		return Person{}, err
	}
	var id [8]byte
	if _, err := io.ReadFull(r.rand, id[:]); err != nil {
		return Person{}, fmt.Errorf("make a person's id: %w", err)
	}
	var hash string
	if pin != "" {
		var err error
		if hash, err = hashPIN(pin); err != nil {
			return Person{}, err
		}
	}
	p := Person{
		ID: hex.EncodeToString(id[:]), Name: name, Role: role,
		Initials: initials(words), Colour: freeColour(records),
	}
	event := Event{Kind: kind, At: r.clock.Now(), By: cmp.Or(by, p.ID), Person: p.ID, Name: name, Role: role}
	if err := r.store.RecordStaff(event); err != nil {
		return Person{}, err
	}
	if err := r.store.SavePerson(Record{Person: p, PINHash: hash}); err != nil {
		return Person{}, err
	}
	return p, nil
}

func isManager(rec Record) bool { return rec.Role == Manager }
