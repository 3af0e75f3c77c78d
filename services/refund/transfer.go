package refund

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"paydesk/services/payment"
)

// A transfer is the way out where no card takes the money back: a disputed charge, one older than Stripe gives back, none at all. A
// person transfers it; Paydesk records one payment out on the credit note, by the shop's manual method, that says so in its memo.

// transferMark is create-once by note and number, like the key of a refund: of two managers with the same number one records.
func transferMark(note int64, n int) string { return fmt.Sprintf("tr_%d_%d", note, n) }

// transfer is R1 and R2 for money that Stripe does not move: what the note still owes is read again, and the next free mark is
// intended. Transfers that are being recorded have taken their part already.
func (d *Desk) transfer(ctx context.Context, s State, n int) error {
	o, err := d.OfferNote(ctx, s.Note.ID)
	if err != nil {
		return d.refuse(ctx, s, n, err)
	}
	owed := o.Owed
	for number := 0; ; number++ {
		mark := transferMark(s.Note.ID, number)
		found, err := d.Odoo.FindBookings(ctx, mark)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			for _, p := range found {
				if p.State != payment.BookingCanceled && !p.Reconciled {
					owed.Minor -= p.Amount.Minor
				}
			}
			continue
		}
		if s.Shares[n].Minor > owed.Minor {
			return d.answer(ctx, s.ID, n, RefundAnswered{Problem: &payment.Problem{Kind: ProblemChanged, Text: owed.String()}})
		}
		_, err = d.record(ctx, s.ID, TransferIntended{Share: n, Mark: mark, At: d.Clock.Now()})
		return err
	}
}

// errTaken says that a colleague's transfer has the mark.
var errTaken = payment.Held{Problem: payment.Problem{Kind: ProblemChanged}}

// own makes sure that a transfer's payment is this one's, and not that of a colleague in the same second.
func (d *Desk) own(ctx context.Context, s State, booking int64) error {
	if !s.Transfer {
		return nil
	}
	p, err := d.Odoo.Booking(ctx, booking)
	if err == nil && !strings.HasSuffix(p.Memo, " "+s.ID) {
		return errTaken
	}
	return err
}

// unrecorded ends a transfer of which nothing stands in Odoo.
func (d *Desk) unrecorded(ctx context.Context, s State, n int, err error) error {
	p := failure(err, payment.ProblemRefused)
	var h payment.Held
	if errors.As(err, &h) {
		p = &h.Problem
	}
	return d.answer(ctx, s.ID, n, RefundAnswered{Problem: p})
}
