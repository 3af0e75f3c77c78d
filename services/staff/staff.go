// Package staff knows the people at the counter: who they are, what their role may do, and how they prove it with a
// PIN. A PIN is short, so the number of tries is what protects it: a wrong one is counted on disk before it is judged,
// and each further try waits longer. Nobody is ever locked out for good, and no answer says which part was wrong.
package staff

import (
	"errors"
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

// Role is what a person may do.
type Role string

// Cashiers charge; managers also refund, approve, and look after people and settings; auditors look and change nothing.
const (
	Cashier Role = "cashier"
	Manager Role = "manager"
	Auditor Role = "auditor"
)

// Colours is how many badge colours a person's Colour index chooses from.
const Colours = 8

// Person is somebody who may sign in, as shown on the lock screen.
type Person struct {
	ID       string `json:"id"` // random, never reused
	Name     string `json:"name"`
	Role     Role   `json:"role"`
	Initials string `json:"initials"`
	Colour   int    `json:"colour"`             // 0 to Colours-1
	Off      bool   `json:"off,omitempty"`      // switched off here: kept for the journal's sake, and may not sign in
	User     int64  `json:"user,omitempty"`     // res.users id, for a person taken from Odoo; the PIN is the counter's own
	UserOff  bool   `json:"user_off,omitempty"` // that user was archived or deleted in Odoo
	Login    string `json:"login,omitempty"`    // of that user
}

// Out says why a person may not sign in: ErrOff, ErrUserOff or nil.
func (p Person) Out() error {
	switch {
	case p.Off:
		return ErrOff
	case p.UserOff:
		return ErrUserOff
	}
	return nil
}

// Record is a person as stored.
type Record struct {
	Person
	PINHash string `json:"pin_hash"` // argon2id in its standard form
	News    []News `json:"news,omitempty"`
}

// News is what a manager is told at the next login: somebody with the machine's files changed who may do what.
type News struct {
	Kind EventKind `json:"kind"`
	At   time.Time `json:"at"`
	Name string    `json:"name"` // whom it concerns
	Role Role      `json:"role"`
}

// Session says who is signed in, and since when.
type Session struct {
	Person Person
	At     time.Time
}

// Attempts counts wrong PINs since the last right one.
type Attempts struct {
	Failed int       `json:"failed"`
	Last   time.Time `json:"last"`
}

// EventKind names a journal entry. Names are stored and never change.
type EventKind string

// What is journaled about people.
const (
	FirstManagerCreated EventKind = "StaffFirstManagerCreated"
	PersonAdded         EventKind = "StaffPersonAdded"
	Renamed             EventKind = "StaffRenamed"
	SwitchedOff         EventKind = "StaffSwitchedOff"
	SwitchedOn          EventKind = "StaffSwitchedOn"
	UserSwitchedOff     EventKind = "StaffUserSwitchedOff" // in Odoo
	UserSwitchedOn      EventKind = "StaffUserSwitchedOn"
	RoleChanged         EventKind = "StaffRoleChanged"
	PINChanged          EventKind = "StaffPINChanged"
	PINReset            EventKind = "StaffPINReset" // by whoever owns the machine
	SignedIn            EventKind = "StaffSignedIn"
	Approved            EventKind = "StaffApproved"
	Refused             EventKind = "StaffRefused"
)

// Event is one fact for the journal: By did it to Person.
type Event struct {
	Kind   EventKind `json:"-"`
	At     time.Time `json:"-"`
	By     string    `json:"by,omitempty"` // person id
	Person string    `json:"person"`       // person id
	Name   string    `json:"name,omitempty"`
	Was    string    `json:"was,omitempty"` // name or role before
	User   int64     `json:"user,omitempty"`
	Role   Role      `json:"role,omitempty"`
	What   string    `json:"what,omitempty"`   // what was to be approved
	Failed int       `json:"failed,omitempty"` // wrong tries so far
}

// Store keeps people and attempts. Every call returns after the change is on disk and may be repeated.
type Store interface {
	People() ([]Record, error)
	SavePerson(Record) error
	Attempts(person string) (Attempts, error)
	SaveAttempts(person string, a Attempts) error
	RecordStaff(Event) error
}

// What a person at the counter is told.
var (
	ErrRefused     = errors.New("that did not work, try again")
	ErrNoPIN       = errors.New("this person has no PIN yet; set one with: paydesk people reset-pin NAME --pin-stdin")
	ErrOff         = errors.New("this person was switched off at this counter; a manager can switch them on again")
	ErrUserOff     = errors.New("this person's user is switched off in Odoo, or the counter's own user may not see it any more; to let them in, activate it there")
	ErrNotManager  = errors.New("only a manager may do that")
	ErrNotFirst    = errors.New("there is a manager already")
	ErrLastManager = errors.New("the last manager stays a manager: make another one first")
	ErrNoPerson    = errors.New("this person is not known here")
	ErrName        = errors.New("a name has 1 to 40 characters")
	ErrRole        = errors.New("a role is cashier, manager or auditor")
	ErrUserTaken   = errors.New("this Odoo user is at the counter already")
	ErrNameTaken   = errors.New("somebody with this name is here already")
)

// WaitError says that the last tries were wrong and the next one has to wait.
type WaitError struct{ Wait time.Duration }

// Error gives the whole seconds to wait.
func (e *WaitError) Error() string {
	return fmt.Sprintf("too many tries, wait %d s", int((e.Wait+time.Second-1)/time.Second))
}

// initials returns the first letters of the first and last word, in upper case.
func initials(words []string) string {
	first := func(w string) string {
		r, _ := utf8.DecodeRuneInString(w)
		return string(unicode.ToUpper(r))
	}
	out := first(words[0])
	if len(words) > 1 {
		out += first(words[len(words)-1])
	}
	return out
}

// freeColour returns the first badge colour nobody has, so that two people at one counter look different.
func freeColour(records []Record) int {
	var used [Colours]bool
	for _, rec := range records {
		if rec.Colour >= 0 && rec.Colour < Colours {
			used[rec.Colour] = true
		}
	}
	for c, taken := range used {
		if !taken {
			return c
		}
	}
	return len(records) % Colours
}
