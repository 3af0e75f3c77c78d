package ui

import (
	"context"
	"time"

	"paydesk/services/explain"
	"paydesk/services/staff"
)

// Office is what Settings needs. Checks, Setup and Dark never wait; the others are called from workers only.
type Office interface {
	Checks() Checks
	// CheckSetup looks at Odoo and Stripe as paydesk probe does, and reads only.
	CheckSetup()
	Setup() Setup
	Dark() bool
	SetDark(by staff.Person, on bool) error

	OdooUsers(ctx context.Context) ([]staff.User, error)
	// TakePerson adds somebody; the zero user is nobody's in Odoo.
	TakePerson(by staff.Session, u staff.User, name string, role staff.Role, pin string) error
	RenamePerson(by staff.Session, id, name string) error
	GiveRole(by staff.Session, id string, role staff.Role) error
	SetPIN(by staff.Session, id, pin string) error
	SwitchPerson(by staff.Session, id string, on bool) error
	// News are what a manager was not told yet; Told forgets the first n of them.
	News(person string) ([]staff.News, error)
	Told(person string, n int) error
}

// Checks is what the last look at the set-up found.
type Checks struct {
	Running  bool
	At       time.Time // when it ended; zero: it never did
	Took     time.Duration
	Findings []explain.Finding
}

// Setup is what the counter was told, for reading: no secret is in it.
type Setup struct {
	Company, Odoo, Database, Version, User, Journal string
	Mode, Location                                  string // of Stripe
	Language                                        string
	Header, Footer                                  []string
}
