package payment

import (
	"fmt"
	"slices"

	"paydesk/services/document"
)

// allocation is what of the money received belongs to each part: less than asked makes the last parts smaller (B1).
func (s State) allocation() []int64 {
	rest := s.Received.Minor
	shares := make([]int64, len(s.Parts))
	for i, p := range s.Parts {
		shares[i] = min(p.Minor, rest)
		rest -= shares[i]
	}
	return shares
}

// fullFirst is the order of B6: Odoo gives a document all that the payment has left, so one that is paid in part comes last.
func (s State) fullFirst(docs []document.Fresh) []Part {
	shares := s.allocation()
	var full, partial []Part
	for n, p := range s.Parts {
		switch {
		case shares[n] == 0:
		case left(docs, p.Document) > shares[n]:
			partial = append(partial, p)
		default:
			full = append(full, p)
		}
	}
	return append(full, partial...)
}

// bookable is B4's look at the documents.
func bookable(s State, docs []document.Fresh) *Problem {
	partial := 0
	for n, part := range s.Parts {
		share := s.allocation()[n]
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 || docs[i].Number != part.Number || docs[i].State != document.Posted || docs[i].Partner.CommercialID != s.Partner ||
			docs[i].Residual.Currency != s.Amount.Currency || docs[i].Residual.Minor < share {
			return &Problem{Kind: ProblemDocument, Text: part.Number}
		}
		if share > 0 && docs[i].Residual.Minor > share {
			partial++
		}
	}
	if partial > 1 { // less was received than asked: Odoo would give the first what belongs to the second
		return &Problem{Kind: ProblemDocument, Text: s.Numbers()}
	}
	return nil
}

// pick is B2: nil where nothing was ever booked.
func (d *Desk) pick(s State, found []Booking) (*Booking, error) {
	var canceled *Booking
	var live []Booking
	for _, b := range found {
		if !hasMark(b.Memo, s.Intent) {
			continue
		}
		if b.State == BookingCanceled {
			canceled = &b
			continue
		}
		live = append(live, b)
	}
	if len(live) > 0 {
		slices.SortFunc(live, func(a, b Booking) int { return int(a.ID - b.ID) })
		if i := slices.IndexFunc(live, func(b Booking) bool { return b.Reconciled }); i >= 0 {
			return &live[i], nil
		}
		return &live[0], nil
	}
	if canceled != nil {
		return nil, held{Problem{Kind: ProblemTakenBack, Text: canceled.Name}}
	}
	if s.BookingID != 0 { // it was there (Drafted): deleting it freed its external id, and a person did that
		return nil, held{Problem{Kind: ProblemGone, Text: fmt.Sprint(s.BookingID)}}
	}
	if c, ok := d.Index.Of(s.Intent); ok && c.Booked != 0 {
		return nil, held{Problem{Kind: ProblemGone, Text: fmt.Sprint(c.Booked)}}
	}
	return nil, nil
}
