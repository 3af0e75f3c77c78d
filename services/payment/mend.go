package payment

import (
	"context"
	"fmt"
	"slices"

	"paydesk/services/document"
)

// pick is B2: the payment that this mark is booked as, nil where none was ever made. Of several live ones it leaves one
// (B10). Cancelled by a person, or gone: never made again without one.
func (b Booker) pick(ctx context.Context, w *Work, r Reading) (*Booking, error) {
	var live, drafts, canceled []Booking
	for _, p := range r.Bookings {
		switch p.State {
		case BookingLive:
			live = append(live, p)
		case BookingDraft:
			drafts = append(drafts, p)
		default:
			canceled = append(canceled, p)
		}
	}
	switch {
	case len(live) > 0:
		kept := keep(live, r.Documents)
		return &kept, b.mend(ctx, *w, kept, live)
	case len(drafts) > 0:
		return &drafts[0], nil
	case w.Again:
		w.Row.Canceled = len(canceled)
		return nil, nil
	case len(canceled) > 0:
		return nil, Held{Problem{Kind: ProblemTakenBack, Text: canceled[len(canceled)-1].Name}}
	case len(w.Known) > 0: // deleting it freed its external id, or the database was restored
		return nil, Held{Problem{Kind: ProblemGone, Text: fmt.Sprint(w.Known[0])}}
	}
	return nil, nil
}

// keep chooses among live payments of one mark: the one that is reconciled with its documents, and of several or none the
// first made. Cancelling the reconciled one because it is the younger would open the invoice again.
func keep(live []Booking, docs []document.Fresh) Booking {
	for _, reconciled := range []func(Booking) bool{
		func(p Booking) bool {
			return slices.ContainsFunc(docs, func(f document.Fresh) bool { return applied(f, p.ID) > 0 })
		},
		func(p Booking) bool { return p.Reconciled },
	} {
		if i := slices.IndexFunc(live, reconciled); i >= 0 {
			return live[i] // they come by id
		}
	}
	return live[0]
}

// mend is B10: twins of one mark are taken back, each read again afterwards.
func (b Booker) mend(ctx context.Context, w Work, kept Booking, live []Booking) error {
	m := Mended{Kept: kept.ID}
	for _, p := range live {
		if p.ID != kept.ID && hasMark(p.Memo, w.Row.Mark) { // one known by its id alone may be a person's
			m.Canceled = append(m.Canceled, p.ID)
		}
	}
	if len(m.Canceled) == 0 {
		return nil
	}
	if err := w.Record(m); err != nil {
		return err
	}
	for _, id := range m.Canceled {
		if err := b.Books.TakeBack(ctx, id); err != nil {
			return err
		}
		p, err := b.Books.Booking(ctx, id)
		if err != nil {
			return err
		}
		if p.State != BookingCanceled {
			return ErrLater
		}
	}
	return nil
}
