//go:build !headless

package app

import (
	"context"
	"errors"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui"
)

var _ ui.Refunds = till{}

// Offer asks for a credit note first: an id says nothing about its kind, unless the list knows it.
func (t till) Offer(ctx context.Context, id int64) (refund.Offer, error) {
	if d, _, known := t.Mirror.Mirrored(id); known && d.Kind == document.Invoice {
		return t.Counter.Refunds.OfferInvoice(ctx, id)
	}
	o, err := t.Counter.Refunds.OfferNote(ctx, id)
	if errors.Is(err, refund.ErrNoDocument) {
		return t.Counter.Refunds.OfferInvoice(ctx, id)
	}
	return o, err
}

// GiveBack says in words why a refund could not begin.
func (t till) GiveBack(r ui.RefundOrder) (string, error) {
	o, err := t.refundOrder(r.Offer, r.Amount, r.Shares)
	if err != nil {
		return "", err
	}
	o.Transfer = r.Transfer
	for i, sh := range o.Shares {
		if c, _ := r.Offer.ChargeOf(sh.Intent); c.Interac {
			o.Shares[i].Reader = r.Reader
		}
	}
	o.Person, o.Approver, o.Reason = r.Person, r.Approver, r.Reason
	id, err := t.Counter.Refunds.Start(o)
	var denial *staff.Denial
	if err == nil || errors.Is(err, refund.ErrBusyNote) || errors.Is(err, refund.ErrAmount) || errors.As(err, &denial) {
		return id, err
	}
	t.Log.Error("a refund could not begin", "document", r.Offer.Numbers(), "error", err)
	return id, spoken{assets.T("refund.error.other"), err}
}

func (t till) Refund(id string) (refund.State, error) { return t.Counter.Refunds.State(id) }
func (t till) StopRefund(id, by string) error         { return t.Counter.Refunds.GiveUp(id, by) }
func (t till) RebookRefund(id, by string) error       { return t.Counter.Refunds.Rebook(id, by) }
func (t till) AskRefund(id string)                    { t.Counter.Refunds.Ask(id) }

// ActiveRefunds are those that go on, and those that came back.
func (t till) ActiveRefunds() []refund.State {
	return append(t.Counter.Refunds.Active(), t.backRefunds()...)
}
