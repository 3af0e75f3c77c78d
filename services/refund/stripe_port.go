package refund

import (
	"context"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// Status is Stripe's status of a refund. The list is open: a word not named here is neither given back nor lost.
type Status string

// Statuses (Stripe facts §6). Succeeded is not final: a refund can fail days later (PROTOCOLS R5).
const (
	Pending        Status = "pending"
	RequiresAction Status = "requires_action"
	Succeeded      Status = "succeeded"
	Failed         Status = "failed"
	Canceled       Status = "canceled"
)

// Reason is what Stripe files a refund under. Stripe's third reason, fraudulent, is left out on purpose: it puts the card and
// the e-mail address on the block list (Stripe facts §6). A person's own words belong into the metadata.
type Reason string

// Reasons.
const (
	RequestedByCustomer Reason = "requested_by_customer"
	Duplicate           Reason = "duplicate"
)

// Refund is a refund as Stripe described it at one reading.
type Refund struct {
	ID      string       `json:"id"` // re_…, the mark of its booking
	Status  Status       `json:"status"`
	Amount  money.Amount `json:"amount"` // minor units
	Intent  string       `json:"intent"` // pi_… that it gives back
	Charge  string       `json:"charge"`
	Created time.Time    `json:"created"`
	Reason  Reason       `json:"reason,omitempty"`
	// PendingReason says what a pending refund waits for: processing, insufficient_funds, charge_pending. Open list.
	PendingReason string `json:"pending_reason,omitempty"`
	// FailureReason says why a failed one failed: lost_or_stolen_card, expired_or_canceled_card,
	// charge_for_pending_refund_disputed, insufficient_funds, declined, merchant_request, unknown. Open list.
	FailureReason string            `json:"failure_reason,omitempty"`
	Metadata      map[string]string `json:"metadata"` // pd_cn, pd_rid, pd_counter, pd_by (PROTOCOLS R2)
	ReadAt        time.Time         `json:"read_at"`  // Stripe's time of the answer
	Request       string            `json:"request"`  // Stripe's id of the request it came with
}

// Lost says that this refund gives nothing back: it does not count against what is refundable (PROTOCOLS R1).
func (r Refund) Lost() bool { return r.Status == Failed || r.Status == Canceled }

// Params is everything a refund is made with. It is fixed in the journal before anything is sent (PROTOCOLS R2).
type Params struct {
	Intent   string            `json:"intent"`
	Amount   money.Amount      `json:"amount"` // always said, never "the rest": what the rest is may change meanwhile
	Reason   Reason            `json:"reason,omitempty"`
	Metadata map[string]string `json:"metadata"`
}

// Stripe is the part of Stripe that gives money back. Every method may return *explain.Failure; with explain.OutcomeUnknown
// the call may have been executed. Safe for concurrent use.
type Stripe interface {
	// Now is Stripe's clock: the last Date header plus the monotonic time since.
	Now() time.Time
	// Intent reads what R1 needs of a charge: Received, and of its Charge when it was made, with which card (Type, Brand,
	// Last4), what was refunded of it by anyone, and whether it is disputed.
	Intent(ctx context.Context, id string) (payment.Intent, error)
	// CreateRefund gives back on the card that paid, without the card. It is sent once: before it is sent again the refunds are
	// listed (PROTOCOLS R3). Refused with Code charge_already_refunded or charge_disputed, or for more than is left, nothing
	// was given back. An Interac charge is refused: see RefundOnReader.
	CreateRefund(ctx context.Context, key string, p Params) (Refund, error)
	// Refund reads one refund.
	Refund(ctx context.Context, id string) (Refund, error)
	// RefundsOf lists all refunds of an intent, whoever made them, newest first. Read-after-write (PROTOCOLS A3).
	RefundsOf(ctx context.Context, intent string) ([]Refund, error)
	// RefundsSince lists every refund of the account created at or after since, all pages, newest first (PROTOCOLS R5, H1).
	RefundsSince(ctx context.Context, since time.Time) ([]Refund, error)
	// NoteRefundBooked writes the id of Odoo's payment to the refund's metadata, so that every counter knows that it was
	// booked, also where a person deletes the payment (PROTOCOLS B2). Sent once.
	NoteRefundBooked(ctx context.Context, refund string, booking int64) error
	// RefundOnReader asks a reader for the card that paid (Interac); sent once, under the slot's key (PROTOCOLS R8, S2).
	// It has no reason. The action names the refund (Action.Refund) once that has succeeded; the answer may be final.
	RefundOnReader(ctx context.Context, key, readerID string, p Params) (reader.Reader, error)
	// Reader, MoveSlot and CancelAction are the slot protocol's, as payment.Stripe has them.
	Reader(ctx context.Context, id string) (reader.Reader, error)
	MoveSlot(ctx context.Context, key, readerID string, s reader.Slot) (reader.Reader, error)
	CancelAction(ctx context.Context, readerID string) (reader.Reader, error)
}
