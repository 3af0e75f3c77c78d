package history

import (
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// Kind says which way the money went.
type Kind string

// Kinds of rows.
const (
	Payment Kind = "payment"
	Refund  Kind = "refund"
)

// Outcome is where the money of a row is, as far as the journal knows.
type Outcome string

// Outcomes. A row has exactly one; only Charged, Outbox, Held, Booked, BookedLate and Settled are money in.
const (
	UnderWay   Outcome = "under_way"   // begun, nothing charged yet
	Reserved   Outcome = "reserved"    // held on the card, nothing charged yet
	Unknown    Outcome = "unknown"     // nobody knows yet whether it was charged
	Charged    Outcome = "charged"     // charged, being booked right now
	Outbox     Outcome = "outbox"      // charged, waits for Odoo
	Held       Outcome = "held"        // charged, Odoo refuses the booking
	Booked     Outcome = "booked"      // charged and booked
	BookedLate Outcome = "booked_late" // the same, but Odoo had to be waited for
	Settled    Outcome = "settled"     // charged, settled by a person outside of Paydesk and closed
	NotCharged Outcome = "not_charged" // ended without money

	OnItsWay      Outcome = "on_its_way"     // refund accepted, not on the card yet
	RefundBooking Outcome = "refund_booking" // given back, Odoo does not have it yet
	RefundHeld    Outcome = "refund_held"    // given back, Odoo refuses the booking
	Refunded      Outcome = "refunded"       // given back and booked
	RefundFailed  Outcome = "refund_failed"  // the bank sent the refund back
	NotRefunded   Outcome = "not_refunded"   // ended without money going back
	Transferred   Outcome = "transferred"    // paid back by hand, not by card: recorded in Odoo, no money of Stripe's
)

// MoneyIn says that the customer's card was charged.
func (o Outcome) MoneyIn() bool {
	return o == Charged || o == Outbox || o == Held || o == Booked || o == BookedLate || o == Settled
}

// MoneyOut says that money has been given back, as far as the bank has not sent it back.
func (o Outcome) MoneyOut() bool {
	return o == OnItsWay || o == RefundBooking || o == RefundHeld || o == Refunded
}

// Open says that the row is not at its end.
func (o Outcome) Open() bool {
	switch o {
	case UnderWay, Reserved, Unknown, Charged, Outbox, Held, OnItsWay, RefundBooking, RefundHeld:
		return true
	}
	return false
}

// Row is one payment or refund as the list, the day and the CSV show it.
type Row struct {
	ID      string    `json:"id"`
	Kind    Kind      `json:"kind"`
	At      time.Time `json:"began"`
	MoneyAt time.Time `json:"charged,omitzero"` // Stripe's time of the charge or refund; zero without money
	Numbers []string  `json:"documents"`
	// Documents are the Odoo ids beside Numbers.
	Documents []int64 `json:"document_ids"`
	Customer  string  `json:"customer"`
	Person    string  `json:"person"`         // who took it
	With      string  `json:"with,omitempty"` // the colleague who went on with it
	Counter   string  `json:"counter"`
	Reader    string  `json:"reader"` // its label
	Tag       string  `json:"reader_letter"`
	ReaderID  string  `json:"reader_id"`
	// Asked is what was to be charged or refunded, Moved what Stripe says moved; both positive.
	Asked     money.Amount     `json:"amount"`
	Moved     money.Amount     `json:"moved,omitzero"`
	Outcome   Outcome          `json:"outcome"`
	Declines  int              `json:"declines"`
	Brand     string           `json:"brand,omitempty"`
	Last4     string           `json:"last4,omitempty"`
	Method    string           `json:"read_method,omitempty"`
	Intent    string           `json:"payment_intent,omitempty"`
	Charge    string           `json:"charge,omitempty"` // ch_, for refunds re_
	BookingID int64            `json:"odoo_payment_id,omitempty"`
	Booking   string           `json:"odoo_payment,omitempty"` // Odoo's number of the payment
	Receipts  int              `json:"receipts,omitempty"`     // made for it so far
	Why       *payment.Problem `json:"problem,omitempty"`
	// Shares are a refund's parts, one for each charge that it gives back on.
	Shares []Share `json:"shares,omitempty"`
	// Kept says that this row is all there is: the payment's life has left the journal.
	Kept bool `json:"kept,omitempty"`
}

// Share is one charge's part of a refund. Minor is positive, in the refund's currency.
type Share struct {
	Intent  string `json:"payment_intent"`
	Refund  string `json:"refund,omitempty"` // re_
	Booking string `json:"odoo_payment,omitempty"`
	Minor   int64  `json:"minor"`
	Out     bool   `json:"out"` // given back or on its way, and not sent back by the bank
	Away    bool   `json:"away,omitempty"`
}

// late is how long a booking may take before the list says that it came late.
const late = 5 * time.Minute

// Of makes the row of a payment.
func Of(s payment.State) Row {
	r := Row{
		ID: s.ID, Kind: Payment, At: s.OpenedAt, Customer: s.Customer, Person: s.Person, With: s.With, Counter: s.Counter.Name,
		Reader: s.Reader.Label, Tag: s.Reader.Tag, ReaderID: s.Reader.ID, Asked: s.Amount, Declines: max(s.Attempt-1, 0),
		Intent: s.Intent, BookingID: s.BookingID, Booking: s.Booking, Receipts: s.Receipts, Why: s.Problem, Outcome: outcome(s), Documents: s.Documents(),
	}
	for _, p := range s.Parts {
		r.Numbers = append(r.Numbers, p.Number)
	}
	if s.Phase.Charged() {
		r.MoneyAt, r.Moved = s.ChargedAt, s.Received
		if r.Moved.Currency == "" {
			r.Moved = s.Amount
		}
		if c := s.Charge; c != nil {
			r.Charge, r.Brand, r.Last4, r.Method = c.ID, c.Brand, c.Last4, c.Method
		}
	}
	return r
}

func outcome(s payment.State) Outcome {
	switch s.Phase {
	case payment.Done:
		if s.Since.Sub(s.ChargedAt) > late {
			return BookedLate
		}
		return Booked
	case payment.Approved, payment.Posting:
		return Charged
	case payment.Outbox:
		return Outbox
	case payment.PostingHeld:
		return Held
	case payment.Settled:
		return Settled
	case payment.Cancelled, payment.Stopped, payment.Released:
		return NotCharged
	case payment.Reserved, payment.Releasing:
		return Reserved
	case payment.Capturing, payment.LeftBehind, payment.Unknown, payment.Cancelling, payment.TooLate, payment.Authorising:
		return Unknown
	}
	return UnderWay
}

// people are the names of everybody who had a hand in it.
func (r Row) people() string {
	if r.With == "" {
		return r.Person
	}
	return r.Person + ", " + r.With
}
