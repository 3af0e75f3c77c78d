package ui

import (
	"context"

	"paydesk/services/payment"
	"paydesk/services/print"
)

// Receipts is what leaves the counter for the customer. HasPrinter and Printed never wait; the others are called from workers.
type Receipts interface {
	HasPrinter() bool
	// Printed says how far the slip of a payment or refund is on the printer.
	Printed(id string) print.Status
	// PrintSlip puts one on the printer; while it is under way a second order does nothing. From the second on it is a duplicate.
	PrintSlip(id, by string) error
	// KeepSlip keeps one as a PDF and says where.
	KeepSlip(id, by string) (path string, err error)
	// MailSlip has Stripe send its receipt. The same address again is the same order.
	MailSlip(ctx context.Context, id, address, by string) (payment.State, error)
}
