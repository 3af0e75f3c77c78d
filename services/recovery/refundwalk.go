package recovery

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paydesk/services/payment"
)

const cursorRefunds = "healer-refunds"

// walkRefunds finds refunds that were made in Stripe's dashboard: the books still call the money ours (PROTOCOLS R9).
func (h *Healer) walkRefunds(ctx context.Context, shop string) error {
	since, err := h.Cursors.Cursor(cursorRefunds)
	if err != nil {
		return err
	}
	if since.IsZero() {
		since = h.Stripe.Now().Add(-wholeSpan)
	}
	list, err := h.Stripe.Refunds(ctx, since.Add(-overlap))
	if err != nil {
		return fmt.Errorf("walk the refunds: %w", err)
	}
	upTo := since
	for _, r := range list {
		upTo = later(upTo, r.Created)
		if !r.Ours && r.Status != "failed" && r.Status != "canceled" {
			h.refunds[r.ID] = r
		}
	}
	var errs error
	for _, r := range slices.SortedFunc(maps.Values(h.refunds), func(a, b RefundSeen) int { return strings.Compare(a.ID, b.ID) }) {
		over, err := h.refunded(ctx, shop, r)
		errs = errors.Join(errs, err)
		if over {
			delete(h.refunds, r.ID)
		} else if r.Created.Before(upTo) {
			upTo = r.Created
		}
	}
	return errors.Join(errs, h.keep(cursorRefunds, upTo))
}

// refunded opens the entry of a refund once its charge is booked; before, the booking itself asks a person (B3).
func (h *Healer) refunded(ctx context.Context, shop string, r RefundSeen) (over bool, err error) {
	i, err := h.Stripe.Intent(ctx, r.Intent)
	if err != nil {
		return false, err
	}
	c, ours := payment.ReadClaim(i, shop)
	if !ours || c.Closed {
		return true, nil
	}
	found, err := h.Odoo.FindBookings(ctx, i.ID)
	h.noteOdoo(err)
	if err != nil {
		return false, err
	}
	if !slices.ContainsFunc(found, func(b payment.Booking) bool { return b.State == payment.BookingLive }) {
		return false, nil
	}
	e := entryFor(i, c, Refund)
	e.Mark, e.Amount, e.At = r.ID, r.Amount, r.Created
	if closedWord(i.Metadata[payment.MetaClosed], e) {
		return true, nil
	}
	return true, h.Attention.Open(e)
}
