package payment

import (
	"context"
	"errors"
	"time"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/reader"
)

// IntentStatus is Stripe's status of a PaymentIntent. The list is open.
type IntentStatus string

// Statuses (Stripe facts §4).
const (
	RequiresPaymentMethod IntentStatus = "requires_payment_method"
	RequiresConfirmation  IntentStatus = "requires_confirmation"
	RequiresAction        IntentStatus = "requires_action"
	Processing            IntentStatus = "processing"
	RequiresCapture       IntentStatus = "requires_capture"
	Succeeded             IntentStatus = "succeeded"
	Canceled              IntentStatus = "canceled"
)

// Decline is why the bank said no, from the intent's last_payment_error and its last charge's outcome.
type Decline struct {
	Code    string `json:"code"`             // card_declined, expired_card, …
	Decline string `json:"decline"`          // decline_code: insufficient_funds, …; may be empty
	Advice  string `json:"advice,omitempty"` // outcome.advice_code: do_not_try_again, …
	Charge  string `json:"charge,omitempty"` // the failed charge: tells one decline from the next
	// Outcome is what a manager may know of it; Stripe may fill it in later, so it tells no decline from another.
	Outcome Outcome `json:"outcome,omitzero"`
}

// same says that two readings tell of one decline.
func (d *Decline) same(o *Decline) bool {
	if d == nil || o == nil {
		return d == o
	}
	a, b := *d, *o
	a.Outcome, b.Outcome = Outcome{}, Outcome{}
	return a == b
}

// Charge is the money fact of an intent.
type Charge struct {
	ID       string    `json:"id"`
	Created  time.Time `json:"created"`
	Refunded int64     `json:"refunded"` // minor units
	Disputed bool      `json:"disputed"`
	Brand    string    `json:"brand,omitempty"`
	Last4    string    `json:"last4,omitempty"`
	Method   string    `json:"method,omitempty"` // read_method: contactless_emv, contact_emv, …; empty for a keyed card
	Type     string    `json:"type,omitempty"`   // card_present, interac_present (pays back on a reader only), card, …: an open list
	Outcome  Outcome   `json:"outcome,omitzero"`
	EMV      EMV       `json:"emv,omitzero"`
	// Until is when the bank ends a hold that is not captured (capture_before); zero for what was charged at once.
	Until time.Time `json:"until,omitzero"`
}

// Intent is a PaymentIntent as Stripe described it at one reading. Amounts are minor units of Currency.
type Intent struct {
	ID       string            `json:"id"`
	Status   IntentStatus      `json:"status"`
	Amount   int64             `json:"amount"`
	Received int64             `json:"received"`
	Reserved int64             `json:"reserved,omitempty"` // what a capture may take at most, while it requires one
	Currency money.Currency    `json:"currency"`
	Created  time.Time         `json:"created"`
	Livemode bool              `json:"livemode"`
	Metadata map[string]string `json:"metadata"`
	Customer string            `json:"customer,omitempty"` // cus_…, where somebody named one
	Declined *Decline          `json:"declined,omitempty"`
	Lapsed   bool              `json:"lapsed,omitempty"`  // canceled by Stripe or the bank itself: a hold that nobody captured
	Captured time.Time         `json:"captured,omitzero"` // when a hold was captured, as far as Paydesk did it
	Charge   *Charge           `json:"charge,omitempty"`  // latest charge, succeeded or not
	ReadAt   time.Time         `json:"read_at"`           // Stripe's time of the answer
	Request  string            `json:"request,omitempty"` // Stripe's id of the request it came with: what its support asks for
}

// Money says that the customer's money moved or is reserved.
func (i Intent) Money() bool { return i.Status == Succeeded || i.Status == RequiresCapture }

// Dead says that the intent can never charge again (PROTOCOLS A1).
func (i Intent) Dead() bool { return i.Status == Canceled }

// ChargedAt is when the money moved, by Stripe's clock; the charge must be there. A hold that was captured elsewhere tells
// only when it was reserved.
func (i Intent) ChargedAt() time.Time {
	if !i.Captured.IsZero() {
		return i.Captured
	}
	return i.Charge.Created
}

// Authorising says that a card is in and the answer is open.
func (i Intent) Authorising() bool {
	return i.Status == Processing || i.Status == RequiresAction || i.Status == RequiresConfirmation
}

// IntentParams is everything an intent is created with; nothing is changed afterwards (PROTOCOLS C3).
type IntentParams struct {
	Amount      money.Amount      `json:"amount"`
	Description string            `json:"description"` // document numbers
	Method      Method            `json:"method,omitempty"`
	Hold        bool              `json:"hold,omitempty"` // captured by a call of its own
	Metadata    map[string]string `json:"metadata"`       // PROTOCOLS G5
}

// Stripe is the part of Stripe that takes a card payment. Every method may return *explain.Failure; with
// explain.OutcomeUnknown the call may have been executed. Methods with a key send it as the idempotency key: repeating
// one with the same key and parameters is safe for as long as Stripe keeps keys (24 h). Safe for concurrent use.
type Stripe interface {
	// Now is Stripe's clock: the last Date header plus the monotonic time since.
	Now() time.Time
	// CreateIntent retries transport failures itself with the same key (PROTOCOLS G7: at most 3 tries, 20 s together).
	CreateIntent(ctx context.Context, key string, p IntentParams) (Intent, error)
	Intent(ctx context.Context, id string) (Intent, error)
	// CancelIntent is sent once.
	CancelIntent(ctx context.Context, key, id string) (Intent, error)
	// CaptureIntent charges held money: minor of it, the rest is let go. meta is added to the intent's metadata. Retried
	// like CreateIntent.
	CaptureIntent(ctx context.Context, key, id string, minor int64, meta map[string]string) (Intent, error)
	// Intents lists every intent of the account created at or after since, all pages.
	Intents(ctx context.Context, since time.Time) ([]Intent, error)
	// IntentPages hands over every intent created at or after from, and before before unless that is zero, newest first,
	// page by page, and keeps none. It returns nil only after the last page; an error of page ends it.
	IntentPages(ctx context.Context, from, before time.Time, page func([]Intent) error) error
	// Watch reads reader and intent for one poll: one call where the expanded answer serves, else two.
	Watch(ctx context.Context, readerID, intentID string) (reader.Reader, Intent, error)
	Reader(ctx context.Context, id string) (reader.Reader, error)
	Readers(ctx context.Context) ([]reader.Reader, error)
	// Process asks the reader for a card, or with ByMOTO for its number; sent once (PROTOCOLS S3 reads first). The answer may
	// already be final.
	Process(ctx context.Context, key, readerID, intentID string, m Method) (reader.Reader, error)
	// MoveSlot writes the slot into the reader's metadata, with the key if it is not empty (burn), else without one (move).
	MoveSlot(ctx context.Context, key, readerID string, s reader.Slot) (reader.Reader, error)
	// CancelAction clears whatever the reader runs then; sent once, never retried (PROTOCOLS S7).
	CancelAction(ctx context.Context, readerID string) (reader.Reader, error)
	// SetReaderDisplay shows something that asks for no card; sent once, under the slot's key like Process.
	SetReaderDisplay(ctx context.Context, key, readerID string, c reader.Cart) (reader.Reader, error)
	// NameDocuments writes to the intent's metadata which documents it pays, and whose claim it is where it is nobody's;
	// an empty value removes a key. Sent once: its caller reads the intent before it is sent again.
	NameDocuments(ctx context.Context, intentID string, metadata map[string]string) (Intent, error)
	// NoteBooked writes pd_odoo to the intent's metadata: a hint, best effort.
	NoteBooked(ctx context.Context, intentID string, paymentID int64) error
}

// BookingState is Odoo's account.payment state, the same words for 17 to 19.
type BookingState string

// Booking states. Live covers posted (17), in_process and paid (18, 19).
const (
	BookingDraft    BookingState = "draft"
	BookingLive     BookingState = "live"
	BookingCanceled BookingState = "canceled" // cancelled or rejected: a person took it back
)

// Booking is an account.payment as Odoo had it at one reading.
type Booking struct {
	ID         int64        `json:"id"`
	Name       string       `json:"name"` // PSTRP/2026/00193; may be empty while draft
	State      BookingState `json:"state"`
	Memo       string       `json:"memo"`
	Amount     money.Amount `json:"amount"`
	Date       string       `json:"date"`
	Partner    int64        `json:"partner"`
	Journal    int64        `json:"journal"`
	Company    int64        `json:"company"`
	Reconciled bool         `json:"reconciled"`
	HasEntry   bool         `json:"has_entry"`
	Outbound   bool         `json:"outbound,omitempty"`
	Foreign    bool         `json:"foreign,omitempty"` // not in the journal that this counter books in
	Written    time.Time    `json:"written,omitzero"`  // write_date, whole seconds; only where a walk reads it
}

// BookingRow is what one charge is booked with (PROTOCOLS B4). The gateway adds journal, method line, currency id and the
// receivable account of the first document.
type BookingRow struct {
	Mark      string       `json:"mark"` // the intent's id
	Memo      string       `json:"memo"` // mark, a space, the document numbers
	Partner   int64        `json:"partner"`
	Amount    money.Amount `json:"amount"`
	Date      string       `json:"date"`               // the charge's day in the company's time zone
	Documents []int64      `json:"documents"`          // none: the customer's credit
	Tip       int64        `json:"tip,omitempty"`      // what of Amount is for no document, minor units
	Canceled  int          `json:"canceled,omitempty"` // payments of this mark that people took back before a person ordered this one
}

// ErrNoCreateOnce says that this Odoo forbids the import (load) that creates a payment once: the register wizard is left,
// which is not exactly-once (PROTOCOLS B9).
var ErrNoCreateOnce = errors.New("this Odoo forbids load")

// Books is the part of Odoo in which money is booked. Every method may return *explain.Failure. Reads may be repeated;
// CreateDraft, Post and Assign are create-once or harmless when repeated (PROTOCOLS A5, A6), TakeBack is addressed to one
// payment, Register is neither. Safe for concurrent use.
type Books interface {
	// Documents reads documents anew with their payments. Missing ids are left out.
	Documents(ctx context.Context, ids []int64) ([]document.Fresh, error)
	// FindBookings looks for the payments of a mark in all states, oldest first: those whose memo begins with it, and the
	// known ones by their id, whatever a person has made of their memo (PROTOCOLS B2). Payments in the other direction
	// are left out: a hand-made payment out may quote the mark of the charge.
	FindBookings(ctx context.Context, mark string, known ...int64) ([]Booking, error)
	Booking(ctx context.Context, id int64) (Booking, error)
	// CreateDraft returns the payment of this mark, created now or earlier by anyone. explain.Conflict: others are creating it
	// right now, ask again. ErrLater: the document is paid since it was read, look again. ErrNoCreateOnce: this Odoo forbids it, nothing was written.
	CreateDraft(ctx context.Context, row BookingRow) (int64, error)
	// Post posts a draft. Its answer proves nothing: read the booking.
	Post(ctx context.Context, id int64) error
	// Assign reconciles the payment's receivable line with a document that is posted right now. Its answer proves nothing:
	// read both.
	Assign(ctx context.Context, bookingID, documentID int64) error
	// Closes says whether the register wizard would settle the row to the cent where create-once cannot: its one document
	// with less than its residual, by an early-payment discount that holds on the row's date or by the configured
	// write-off; or its Tip on the account for tips. It writes nothing that lasts.
	Closes(ctx context.Context, row BookingRow) (bool, error)
	// Register books a row by the register wizard and returns the payment: posted and reconciled, with the
	// discount, write-off or tip that Closes promised. Neither idempotent nor exclusive (PROTOCOLS B9): look up the mark before, and twice
	// before it is sent again.
	Register(ctx context.Context, row BookingRow) (int64, error)
	// Say writes a note into a document's chatter, once per fact: fact is a short key of letters, digits and "_:-" that
	// stands in the note and is looked for first. Best effort: a twin is cosmetic.
	Say(ctx context.Context, documentID int64, fact, text string) error
	// TakeBack cancels a payment, posted or not: a twin, or a refund that failed later. Its documents are open again. One
	// that is cancelled already is done (PROTOCOLS B10, R5).
	TakeBack(ctx context.Context, bookingID int64) error
}

// Odoo is the part of Odoo that is needed to charge and to book.
type Odoo interface {
	Books
	// Online lists the portal's payments of documents that are under way (PROTOCOLS C1).
	Online(ctx context.Context, ids []int64) ([]document.OnlinePayment, error)
	// Day is the calendar day of t in the company's time zone.
	Day(t time.Time) string
}
