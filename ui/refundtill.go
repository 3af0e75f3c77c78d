package ui

import (
	"context"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

// Refunds is the refund desk as the screens need it. Refund, ActiveRefunds and CameBack never wait; the others are called from workers.
type Refunds interface {
	// Offer reads anew what may be given back on a credit note, or on an invoice by a note that Paydesk would make.
	Offer(ctx context.Context, document int64) (refund.Offer, error)
	// GiveBack begins an approved refund, once. reader is where a card must come back that can be refunded no other way.
	GiveBack(o RefundOrder) (id string, err error)
	Refund(id string) (refund.State, error)
	// ActiveRefunds are those that go on, and those that came back while their credit note is open again.
	ActiveRefunds() []refund.State
	StopRefund(id, by string) error
	RebookRefund(id, by string) error
	AskRefund(id string)
}

// RefundOrder is what a manager approved on the screen.
type RefundOrder struct {
	Offer                    refund.Offer
	Amount                   money.Amount
	Shares                   []refund.Share
	Reader                   *payment.ReaderRef
	Person, Approver, Reason string
	Transfer                 bool // recorded only: no card takes it back
}
