package payment

import (
	"cmp"
	"context"
	"slices"

	"paydesk/services/document"
	"paydesk/services/money"
)

// verify is B7: everything is read again. refused is Odoo's last no to an assignment.
func (b Booker) verify(ctx context.Context, w Work, id int64, refused error) (Posted, error) {
	var docs []document.Fresh
	var p *Booking
	var docErr, readErr error
	b.Runner.Parallel(
		func() { docs, docErr = b.Books.Documents(ctx, w.documents()) },
		func() { p, readErr = b.reread(ctx, id) },
	)
	if err := cmp.Or(docErr, readErr, ctx.Err()); err != nil {
		return Posted{}, err
	}
	return w.posted(p, docs, refused)
}

// posted judges what verify read: residuals alone prove nothing when others pay too.
func (w Work) posted(p *Booking, docs []document.Fresh, refused error) (Posted, error) {
	out := Posted{ID: p.ID, Name: p.Name}
	if p.Date != w.Row.Date {
		out.Dated = p.Date
	}
	var sum int64
	var astray string
	for _, part := range w.Parts {
		out.Residual = append(out.Residual, left(docs, part.Document))
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 {
			continue
		}
		here := applied(docs[i], p.ID)
		if here > part.Minor {
			astray = part.Number
		}
		for _, a := range docs[i].Payments {
			if a.ID == p.ID && a.Date != "" && a.Date != w.Row.Date {
				out.Dated = a.Date // a locked period moves the entry, from 18 on without the payment
			}
		}
		sum += here
	}
	switch {
	case p.State == BookingCanceled:
		return Posted{}, Held{Problem{Kind: ProblemTakenBack, Text: p.Name}}
	case p.State != BookingLive || !p.HasEntry:
		return Posted{}, Held{Problem{Kind: ProblemRefused, Text: p.Name}}
	case astray != "" && sum <= p.Amount.Minor: // more than the amount: a discount or write-off closed the document
		return Posted{}, Held{Problem{Kind: ProblemDocument, Text: astray}}
	case sum == 0 && !w.Credit && !p.Reconciled: // else it stands, whole, where a person put it
		if refused != nil {
			return Posted{}, refused
		}
		return Posted{}, Held{Problem{Kind: ProblemDocument, Text: w.numbers()}}
	case sum < p.Amount.Minor && !p.Reconciled: // a tip on an account of its own leaves nothing open
		credit := money.New(p.Amount.Minor-sum-w.Row.Tip, p.Amount.Currency)
		if credit.Minor > 0 { // without one a tip is meant to stay there
			out.Credit = &credit
		}
	case !p.Reconciled:
		return Posted{}, Held{Problem{Kind: ProblemRefused, Text: p.Name}}
	}
	return out, nil
}
