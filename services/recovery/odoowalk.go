package recovery

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

const (
	odooOverlap = 10 * time.Minute // write_date is the start of a transaction (PROTOCOLS H2)

	cursorOdoo = "healer-odoo"
)

// walkOdoo is H2: whatever was written to a payment with our mark is judged again with its charge.
func (h *Healer) walkOdoo(ctx context.Context, shop string) error {
	since, err := h.Cursors.Cursor(cursorOdoo)
	if err != nil {
		return err
	}
	if since.IsZero() {
		since = h.Stripe.Now().Add(-auditSpan) // the audit sees the rest
	}
	list, err := h.Odoo.Marked(ctx, since.Add(-odooOverlap))
	h.noteOdoo(err)
	if err != nil {
		return fmt.Errorf("walk Odoo's payments: %w", err)
	}
	newest := since
	for _, b := range list {
		newest = later(newest, b.Written)
	}
	if err := h.suspect(ctx, shop, list); err != nil {
		return err
	}
	return h.keep(cursorOdoo, newest)
}

// suspect puts the charges of payments that were written since they were judged before the judge again. One without money
// in Stripe is an alarm.
func (h *Healer) suspect(ctx context.Context, shop string, list []payment.Booking) error {
	last := map[string]payment.Booking{}
	var order []string
	for _, b := range list {
		mark, _, _ := strings.Cut(b.Memo, " ")
		if !strings.HasPrefix(mark, "pi_") {
			continue // a refund's
		}
		if _, seen := last[mark]; !seen {
			order = append(order, mark)
		}
		if was := last[mark]; was.State != payment.BookingLive || b.State == payment.BookingLive {
			b.Written = later(was.Written, b.Written)
			last[mark] = b
		}
	}
	var errs error
	for _, mark := range order {
		b := last[mark]
		if at, seen := h.written[mark]; seen && !b.Written.After(at) {
			continue
		}
		if err := h.suspectOne(ctx, shop, mark, b); err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		h.written[mark] = b.Written
	}
	return errs
}

func (h *Healer) suspectOne(ctx context.Context, shop, mark string, b payment.Booking) error {
	i, err := h.Stripe.Intent(ctx, mark)
	if err != nil && !explain.Is(err, explain.NotFound) {
		return err
	}
	if err != nil || i.Status != payment.Succeeded {
		if b.State != payment.BookingLive {
			return nil
		}
		return h.Attention.Open(Entry{Kind: NoMoney, Mark: mark, Intent: mark, Amount: b.Amount, Text: b.Name, At: b.Written})
	}
	if c, ours := payment.ReadClaim(i, shop); ours && c.Protocol <= payment.Protocol {
		delete(h.settled, mark)
		h.pending[mark] = c
	}
	return nil
}

// audit compares all charges of a span with all bookings: what was deleted leaves nothing that a walk could meet.
func (h *Healer) audit(ctx context.Context, shop string, span time.Duration) error {
	now := h.Stripe.Now()
	charged, err := h.Stripe.Charged(ctx, now.Add(-span))
	if err != nil {
		return fmt.Errorf("audit the charges: %w", err)
	}
	list, err := h.Odoo.Marked(ctx, now.Add(-span-odooOverlap))
	h.noteOdoo(err)
	if err != nil {
		return fmt.Errorf("audit Odoo's payments: %w", err)
	}
	good := map[string]bool{}
	for _, b := range list {
		mark, _, _ := strings.Cut(b.Memo, " ")
		good[mark] = b.State == payment.BookingLive && b.Reconciled
	}
	var errs error
	for _, i := range charged {
		c, ours := payment.ReadClaim(i, shop)
		if !ours || i.Status != payment.Succeeded || i.Charge == nil || c.Protocol > payment.Protocol {
			continue
		}
		if i.Charge.Disputed {
			errs = errors.Join(errs, h.disputed(ctx, i, c))
		}
		if !good[i.ID] && !c.Closed {
			delete(h.settled, i.ID)
			h.pending[i.ID] = c
		}
	}
	return errs
}

// disputed opens the entry of a disputed charge, with the day until which the shop may answer. A key may be without the right to
// read that: the entry is the more urgent then.
func (h *Healer) disputed(ctx context.Context, i payment.Intent, c payment.Claim) error {
	e := entryFor(i, c, Dispute)
	if closedWord(i.Metadata[payment.MetaClosed], e) || slices.ContainsFunc(h.Attention.About(i.ID), func(o Entry) bool { return o.Kind == Dispute }) {
		return nil
	}
	due, err := h.Stripe.DisputeDue(ctx, i.ID)
	if err != nil {
		h.Log.Warn("a dispute's deadline is not known", "intent", i.ID, "error", err)
	}
	e.Due = due
	return h.Attention.Open(e)
}

// unassigned is a booking that was complete once and is not any more: either a hand payment took its place on the
// document, or a person changed the document.
func (h *Healer) unassigned(ctx context.Context, i payment.Intent, c payment.Claim, b payment.Booking) error {
	docs, err := h.Desk.Odoo.Documents(ctx, payment.Order{Parts: c.Parts}.Documents())
	h.noteOdoo(err)
	if err != nil {
		return err
	}
	paid := true
	var applied int64
	for _, p := range c.Parts {
		n := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == p.Document && f.Number == p.Number })
		if n < 0 || docs[n].State != document.Posted || docs[n].Residual.Minor != 0 {
			paid = false
			continue
		}
		for _, on := range docs[n].Payments {
			if on.ID == b.ID {
				applied += on.Amount.Minor
			}
		}
	}
	if !paid {
		return h.open(i, c, Changed, b.Name)
	}
	e := entryFor(i, c, Credit)
	rest := money.New(b.Amount.Minor-applied, b.Amount.Currency)
	e.Text, e.Rest = b.Name, &rest
	if closedWord(i.Metadata[payment.MetaClosed], e) {
		return nil
	}
	return h.Attention.Open(e)
}

// entryFor fills an entry from a charge and its claim.
func entryFor(i payment.Intent, c payment.Claim, k Kind) Entry {
	e := Entry{
		Kind: k, Mark: i.ID, Intent: i.ID, Amount: money.New(i.Received, i.Currency), Parts: c.Parts, Counter: c.Counter.Name, Person: c.By, At: i.Created,
	}
	if i.Charge != nil {
		e.At = i.Charge.Created
	}
	return e
}
