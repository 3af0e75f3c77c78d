// Package ui is the kiosk: it connects the screens to the counter. Screens know no services and services know no screens; the
// Kiosk asks package present for view models, sets them on Fyne's goroutine, and sends everything that may wait to workers.
package ui

import (
	"context"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
)

// Till is the counter as the screens need it. Every method but those marked may wait and is called from workers only.
type Till interface {
	// About never waits.
	About() About
	// Documents, Readers and Active never wait.
	Documents() document.Snapshot
	Search(query string) []*document.Document
	Readers() reader.Snapshot
	Active() []payment.State
	// Payment returns one payment, also a finished one of this run; it never waits for those.
	Payment(id string) (payment.State, error)
	Lately(b payment.Bill) (payment.Lately, bool)

	People() ([]staff.Person, error)
	NeedsFirstManager() (bool, error)
	CreateFirstManager(name, pin string) (staff.Person, error)
	SignIn(person, pin string) (staff.Session, error)
	// Approve is consent to one act by somebody who may; what goes to the journal beside the name.
	Approve(person, pin string, ask staff.Ask, what string) (staff.Session, error)

	Preferred(person string) (l reader.Listed, offered, ok bool, err error)
	// Prefer keeps a reader for whoever does it, or for the counter.
	Prefer(by staff.Person, counter bool, readerID string) error
	ReaderCare
	Refunds
	Receipts
	Records
	Recovery
	Office
	HoldTill

	Detail(ctx context.Context, id int64) (document.Detail, error)
	// Owed reads several documents anew, with what is asked for each.
	Owed(ctx context.Context, ids []int64) ([]document.Detail, error)
	// Warm keeps what a charge must read fresh while a document is shown.
	Warm(ctx context.Context, ids []int64)
	RefreshNow()
	CheckNow()

	Charge(b payment.Bill, who staff.Person, r reader.Listed, takeOver string) (string, error)
	Cancel(id, by string) error
	// ChargeApproved is Charge with a manager's word that it may go above the person's limit (PROTOCOLS C13).
	ChargeApproved(b payment.Bill, who staff.Person, r reader.Listed, approver string) (string, error)
	Retry(id string, r reader.Listed, by string) error
	Rebook(id, by string) error
	Ask(id string)

	// OnChange registers who is told that something changed, on any goroutine.
	OnChange(f func())
}

// ReaderCare is what the readers' screen needs. ClaimOf and Preflight never wait.
type ReaderCare interface {
	// PreferredID is what a person chose, the counter where person is empty; empty for nothing.
	PreferredID(person string) (string, error)
	// ClaimOf names the shop's payment behind an intent, as far as this counter has heard of it.
	ClaimOf(intent string) (payment.Claim, bool)
	Preflight(readerID string, amount money.Amount) []reader.Check

	Running(ctx context.Context, readerID string) (payment.Running, error)
	Free(ctx context.Context, f payment.Freeing) (payment.FreeOutcome, payment.Intent, error)
	ShowLetter(ctx context.Context, r reader.Listed) error

	Locations(ctx context.Context) (places []reader.Location, listed func(id string) bool, err error)
	RegisterReader(ctx context.Context, by, code, label, location string) (reader.Reader, error)
	AddReader(ctx context.Context, by, id string) (reader.Reader, error)
	ImportReaders(ctx context.Context, by, location string) error
	RenameReader(ctx context.Context, by, id, label string) error
	RemoveReader(ctx context.Context, by, id string) error
}

// About is what a counter says of itself. It changes with the first answer from Odoo.
type About struct {
	Shop, Counter string
	Own           money.Currency
	Band          string            // demo or test band; empty in live mode
	PINs          map[string]string // by name, demo only
	PINLength     int               // where every PIN has this length; 0 elsewhere
	Phone         bool              // Stripe lets card numbers be keyed in on this shop's readers
	Test          bool              // Stripe's test mode: it simulates readers
	Location      string            // Stripe location of the shop; empty where none is configured
	Stopped       string            // why nothing may be charged, in words; empty if nothing stops it
	Unpinned      bool              // because Odoo, Stripe and counter do not name one shop: a manager may pin it
	Rights        staff.Rights      // what each role may do by itself
	KeyEnds       time.Time         // when the key for Odoo ends, if that is soon; zero otherwise
	Most          *money.Amount     // the most that one payment charges here; nil: what Stripe takes
	Past          payment.Progress  // how much of the account's earlier payments is known
	CashDesk      bool              // a part in cash can be recorded in Odoo
}

// Params are what a Kiosk needs; all are required.
type Params struct {
	Till   Till
	Clock  clock.Clock
	Runner clock.Runner
	// Do runs f on Fyne's goroutine, later. It is fyne.Do in the program.
	Do func(f func())
	// Dark puts the windows into dark or light colours. It runs on Fyne's goroutine.
	Dark func(on bool)
}

// idleAfter locks the screen, never in the middle of a payment.
const idleAfter = 5 * time.Minute
