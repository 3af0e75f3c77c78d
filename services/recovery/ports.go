package recovery

import (
	"context"
	"time"

	"paydesk/services/customer"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// Stripe is what the healer needs of Stripe beside what a desk has.
type Stripe interface {
	Now() time.Time
	// Intents lists every intent of the account created at or after since, without charges.
	Intents(ctx context.Context, since time.Time) ([]payment.Intent, error)
	// Charged is Intents with each intent's latest charge, so that refunds and disputes show.
	Charged(ctx context.Context, since time.Time) ([]payment.Intent, error)
	Intent(ctx context.Context, id string) (payment.Intent, error)
	// Customer reads whom Stripe's dashboard names as the payer.
	Customer(ctx context.Context, id string) (customer.Customer, error)
	CancelIntent(ctx context.Context, key, id string) (payment.Intent, error)
	Readers(ctx context.Context) ([]reader.Reader, error)
	// Refunds lists the account's refunds created at or after since.
	Refunds(ctx context.Context, since time.Time) ([]RefundSeen, error)
	// DisputeDue is until when the shop may answer a dispute of an intent; zero where none waits for an answer.
	DisputeDue(ctx context.Context, intentID string) (time.Time, error)
	// NoteBooked writes pd_odoo, NoteClosed pd_closed to the intent: hints for other counters.
	NoteBooked(ctx context.Context, intentID string, paymentID int64) error
	NoteClosed(ctx context.Context, intentID, kinds string) error
}

// RefundSeen is a refund as Stripe lists it.
type RefundSeen struct {
	ID      string
	Intent  string
	Amount  money.Amount
	Created time.Time
	Status  string // succeeded, pending, requires_action, failed, canceled; open
	Ours    bool   // Paydesk made it: its metadata says so
}

// Odoo is what the healer reads of Odoo.
type Odoo interface {
	// FindBookings is as in payment.Books.
	FindBookings(ctx context.Context, mark string, known ...int64) ([]payment.Booking, error)
	// TakeBack cancels one payment; its answer proves nothing.
	TakeBack(ctx context.Context, id int64) error
	// Marked lists the payments whose memo begins with a charge's or a refund's id and that were written at or after
	// since, in all states, oldest writing first.
	Marked(ctx context.Context, since time.Time) ([]payment.Booking, error)
}

// Cursors remember how far a walk has come, between runs. An unknown name is the zero time.
type Cursors interface {
	Cursor(name string) (time.Time, error)
	SetCursor(name string, t time.Time) error
}
