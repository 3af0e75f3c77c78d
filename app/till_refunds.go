//go:build !headless

package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/history"
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

// backRefunds lists the refunds that came back, oldest first.
func (c *Counter) backRefunds() []refund.State {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.SortedFunc(maps.Values(c.cameBack), func(a, b refund.State) int { return a.OpenedAt.Compare(b.OpenedAt) })
}

// ActiveRefunds are those that go on, and those that came back and whose credit note still waits to be paid back: a new refund on it, or
// any other payment, ends that.
func (t till) ActiveRefunds() []refund.State {
	out := t.Counter.Refunds.Active()
	notes := t.Mirror.Snapshot().Notes
	for _, s := range t.backRefunds() {
		if s.Loose && !t.begunAnew(s) {
			out = append(out, s)
		}
		if slices.ContainsFunc(notes, func(n *document.Document) bool { return n.ID == s.Note.ID }) {
			out = append(out, s)
		}
	}
	return out
}

// begunAnew says that a loose refund that came back was approved once more since.
func (t till) begunAnew(s refund.State) bool {
	return slices.ContainsFunc(t.History.Find(history.Query{From: s.OpenedAt.Add(1), Kind: history.Refund}), func(r history.Row) bool {
		return slices.ContainsFunc(r.Shares, func(sh history.Share) bool { return sh.Intent == s.Shares[0].Intent && sh.Out })
	})
}
