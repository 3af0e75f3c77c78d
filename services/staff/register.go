package staff

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"paydesk/services/clock"
)

// Params are what a Register needs; all but Policy are required.
type Params struct {
	Store  Store
	Clock  clock.Clock
	Rand   io.Reader // makes person ids
	Rights Rights
	Policy Policy
}

// Register signs people in and looks after them. Safe for concurrent use: PINs are judged one at a time.
type Register struct {
	store  Store
	clock  clock.Clock
	rand   io.Reader
	rights Rights
	policy Policy

	mu    sync.Mutex
	decoy string // hash compared for somebody who does not exist, so that the answer takes as long
}

// New checks p and makes a Register.
func New(p Params) (*Register, error) {
	if p.Store == nil || p.Clock == nil || p.Rand == nil || p.Rights == nil {
		return nil, errors.New("staff: store, clock, randomness and rights are required")
	}
	decoy, err := hashPIN("decoy")
	if err != nil {
		return nil, err
	}
	return &Register{store: p.Store, clock: p.Clock, rand: p.Rand, rights: p.Rights, policy: p.Policy, decoy: decoy}, nil
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

// People returns everybody, also who is switched off, managers first, then by name.
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
		return cmp.Or(cmp.Compare(rank(a.Role), rank(b.Role)), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return people, nil
}

// rank orders roles: managers, cashiers, auditors.
func rank(role Role) int { return slices.Index([]Role{Manager, Cashier, Auditor}, role) }

// wasManager counts managers that are switched off too: whoever stands at a counter that has lost them all must not become one.
func wasManager(rec Record) bool { return rec.Role == Manager }

// NeedsFirstManager says that nobody here can approve anything yet: the kiosk opens on "create the first manager".
func (r *Register) NeedsFirstManager() (bool, error) {
	records, err := r.store.People()
	return err == nil && !slices.ContainsFunc(records, wasManager), err
}

// CreateFirstManager makes the manager of a new store; ErrNotFirst if there is one.
func (r *Register) CreateFirstManager(name, pin string) (Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.store.People()
	if err != nil {
		return Person{}, err
	}
	if slices.ContainsFunc(records, wasManager) {
		return Person{}, ErrNotFirst
	}
	return r.create(records, FirstManagerCreated, "", Person{Name: name, Role: Manager}, pin)
}

// SignIn returns who it is, ErrRefused, ErrNoPIN, or a *WaitError. It does not say whether person or PIN was wrong.
func (r *Register) SignIn(person, pin string) (Session, error) {
	return r.judge(person, pin, Event{Kind: SignedIn}, func(Person) bool { return true })
}

// Approve is consent to one act by somebody who may do it: like SignIn, and refused for everybody else. The journal keeps
// what was approved.
func (r *Register) Approve(person, pin string, ask Ask, what string) (Session, error) {
	return r.judge(person, pin, Event{Kind: Approved, What: what}, func(p Person) bool { return r.rights.Judge(p.Role, ask) == nil })
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
	if err := rec.Out(); err != nil {
		return Session{}, err
	}
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
