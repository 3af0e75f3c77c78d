package staff

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// byOwner stands in the journal for whoever may open the store's file: the command line of the machine's owner.
const byOwner = "command line"

// Owner is the session of whoever owns the machine. What it changes is told to every manager at the next login.
func Owner() Session { return Session{Person: Person{ID: byOwner}} }

// Add makes a new person, by a manager.
func (r *Register) Add(by Session, name string, role Role, pin string) (Person, error) {
	return r.Take(by, User{}, name, role, pin)
}

// Take makes a person of one of Odoo's users, by a manager. The PIN is the counter's own. The zero user is nobody's.
func (r *Register) Take(by Session, u User, name string, role Role, pin string) (Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.managed(by)
	if err != nil {
		return Person{}, err
	}
	if u.ID != 0 && slices.ContainsFunc(records, func(rec Record) bool { return rec.User == u.ID }) {
		return Person{}, ErrUserTaken
	}
	return r.create(records, PersonAdded, by.Person.ID, Person{Name: name, Role: role, User: u.ID, Login: u.Login, UserOff: u.ID != 0 && !u.Active}, pin)
}

// SetPIN gives a person a new PIN and clears the failed attempts: by a manager, by the person, or by the owner, whose reset
// is told to the managers.
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
	if err != nil && records[i].Out() != nil {
		return records[i].Out()
	}
	if err := r.policyFor(by.Person.ID).Check(pin); err != nil {
		return err
	}
	hash, err := hashPIN(pin)
	if err != nil {
		return err
	}
	kind := PINChanged
	if by.Person.ID == byOwner {
		kind = PINReset
	}
	if err := r.write(records, by, Event{Kind: kind}, i, func(rec *Record) { rec.PINHash = hash }); err != nil {
		return err
	}
	return r.store.SaveAttempts(person, Attempts{})
}

// SetRole changes what a person may do, by a manager; never the last manager's.
func (r *Register) SetRole(by Session, person string, role Role) error {
	return r.change(by, person, RoleChanged, func(rec *Record) error {
		if !role.Valid() {
			return ErrRole
		}
		rec.Role = role
		return nil
	})
}

// Rename corrects a name, by a manager. What was journaled keeps the name it was done under.
func (r *Register) Rename(by Session, person, name string) error {
	return r.change(by, person, Renamed, func(rec *Record) error {
		words := strings.Fields(name)
		rec.Name = strings.Join(words, " ")
		if !goodName(rec.Name) {
			return ErrName
		}
		rec.Initials = initials(words)
		return nil
	})
}

// SwitchOff lets a person sign in no more, by a manager; never the last manager. The name stays taken.
func (r *Register) SwitchOff(by Session, person string) error {
	return r.change(by, person, SwitchedOff, func(rec *Record) error { rec.Off = true; return nil })
}

// SwitchOn lets a person sign in again, by a manager.
func (r *Register) SwitchOn(by Session, person string) error {
	return r.change(by, person, SwitchedOn, func(rec *Record) error { rec.Off = false; return nil })
}

// change applies f to a person. Two changes at once are judged one after the other, so two managers cannot both be the last
// but one; another process cannot hold the store at the same time.
func (r *Register) change(by Session, person string, kind EventKind, f func(*Record) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.managed(by)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.ID == person })
	if i < 0 {
		return ErrNoPerson
	}
	next := records[i]
	if err := f(&next); err != nil {
		return err
	}
	switch {
	case next.Person == records[i].Person:
		return nil
	case slices.ContainsFunc(records, func(rec Record) bool { return rec.ID != person && sameName(rec.Name, next.Name) }):
		return ErrNameTaken
	case isManager(records[i]) && !isManager(next) && !slices.ContainsFunc(records, func(rec Record) bool { return rec.ID != person && isManager(rec) }):
		return ErrLastManager
	}
	event := Event{Kind: kind}
	switch kind {
	case RoleChanged:
		event.Was = string(records[i].Role)
	case Renamed:
		event.Was = records[i].Name
	}
	return r.write(records, by, event, i, func(rec *Record) { rec.Person = next.Person })
}

// write journals a change of records[i] and makes it. A change by the owner is put before every manager.
func (r *Register) write(records []Record, by Session, e Event, i int, f func(*Record)) error {
	was := records[i].Role
	f(&records[i])
	rec := records[i]
	e.At, e.By, e.Person, e.Name, e.Role = r.clock.Now(), by.Person.ID, rec.ID, rec.Name, rec.Role
	if err := r.store.RecordStaff(e); err != nil {
		return err
	}
	if by.Person.ID == byOwner && (was == Manager || rec.Role == Manager) {
		if err := r.tell(records, e, rec.ID); err != nil {
			return err
		}
		rec = records[i]
	}
	return r.store.SavePerson(rec)
}

// tell leaves news for all managers; the one it is about is saved by the caller.
func (r *Register) tell(records []Record, e Event, about string) error {
	for i := range records {
		if records[i].Role != Manager {
			continue
		}
		records[i].News = append(records[i].News, News{Kind: e.Kind, At: e.At.UTC().Round(0), Name: e.Name, Role: e.Role})
		if records[i].ID != about {
			if err := r.store.SavePerson(records[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// News returns what a manager was not told yet; it stays until Told.
func (r *Register) News(person string) ([]News, error) {
	records, err := r.store.People()
	if err != nil {
		return nil, err
	}
	for _, rec := range records {
		if rec.ID == person && isManager(rec) {
			return rec.News, nil
		}
	}
	return nil, nil
}

// Told forgets the first n news of a person: they were read.
func (r *Register) Told(person string, n int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	records, err := r.store.People()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(records, func(rec Record) bool { return rec.ID == person })
	if i < 0 {
		return ErrNoPerson
	}
	rec := records[i]
	rec.News = slices.Clone(rec.News[min(n, len(rec.News)):])
	return r.store.SavePerson(rec)
}

// managed returns the people if by is a manager still, or the owner: a session may be older than a change of role.
func (r *Register) managed(by Session) ([]Record, error) {
	records, err := r.store.People()
	if err != nil {
		return nil, err
	}
	if by.Person.ID != byOwner && !slices.ContainsFunc(records, func(rec Record) bool { return rec.ID == by.Person.ID && isManager(rec) }) {
		return records, ErrNotManager
	}
	return records, nil
}

// policyFor lets the machine's owner set any PIN: told, not refused.
func (r *Register) policyFor(by string) Policy {
	p := r.policy
	p.AllowTrivial = p.AllowTrivial || by == byOwner
	return p
}

// create writes a new person. The caller holds r.mu and has checked who may.
func (r *Register) create(records []Record, kind EventKind, by string, p Person, pin string) (Person, error) {
	words := strings.Fields(p.Name)
	p.Name = strings.Join(words, " ")
	switch {
	case !goodName(p.Name):
		return Person{}, ErrName
	case !p.Role.Valid():
		return Person{}, ErrRole
	case slices.ContainsFunc(records, func(rec Record) bool { return sameName(rec.Name, p.Name) }):
		return Person{}, ErrNameTaken
	}
	if err := r.policyFor(by).Check(pin); err != nil && !(by == byOwner && pin == "") {
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
	p.ID, p.Initials, p.Colour = hex.EncodeToString(id[:]), initials(words), freeColour(records)
	event := Event{Kind: kind, At: r.clock.Now(), By: cmp.Or(by, p.ID), Person: p.ID, Name: p.Name, Role: p.Role, User: p.User}
	if err := r.store.RecordStaff(event); err != nil {
		return Person{}, err
	}
	if by == byOwner && p.Role == Manager {
		if err := r.tell(records, event, p.ID); err != nil {
			return Person{}, err
		}
	}
	if err := r.store.SavePerson(Record{Person: p, PINHash: hash}); err != nil {
		return Person{}, err
	}
	return p, nil
}

// isManager says that somebody may act as a manager now.
func isManager(rec Record) bool { return rec.Role == Manager && rec.Out() == nil }

func goodName(name string) bool { return name != "" && utf8.RuneCountInString(name) <= 40 }

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
