package payment

import (
	"context"
	"fmt"
	"slices"

	"paydesk/services/document"
	"paydesk/services/explain"
)

// closes says whether less than the residual closes the one document, by its early-payment discount or by the shop's
// write-off, or whether a tip has an account of its own. Create-once cannot book that, the register wizard can
// (PROTOCOLS B9).
func (b Booker) closes(ctx context.Context, w Work, docs []document.Fresh) (bool, error) {
	if w.Credit || w.Plain || len(w.Row.Documents) != 1 {
		return false, nil
	}
	i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == w.Row.Documents[0] })
	if i < 0 || docs[i].Residual.Minor <= w.Row.Amount.Minor && w.Row.Tip == 0 {
		return false, nil
	}
	return b.Books.Closes(ctx, w.Row)
}

// register is B9, the one step that is not exactly-once: a late copy posts a second payment without a fault, which pick
// mends later. So it is never sent again before two look-ups, half a minute apart, have found nothing.
func (b Booker) register(ctx context.Context, w Work) (int64, error) {
	if w.Patient {
		return 0, ErrLater
	}
	if !w.Registered.IsZero() {
		if err := b.Clock.Sleep(ctx, registerPause); err != nil {
			return 0, err
		}
		found, err := b.Books.FindBookings(ctx, w.Row.Mark, w.Known...)
		if err != nil {
			return 0, err
		}
		if len(found) > 0 {
			return 0, ErrLater // it has arrived
		}
	}
	if err := w.Record(PostIntended{Mark: w.Row.Mark, Row: w.Row, Register: true}); err != nil {
		return 0, err
	}
	id, err := b.Books.Register(ctx, w.Row)
	if explain.Is(err, explain.Refused) && w.Registered.IsZero() {
		// 17 refuses one of two payments that take the same number at once (contract §6): a second no is meant.
		return 0, fmt.Errorf("%w: %v", ErrLater, err)
	}
	return id, err
}
