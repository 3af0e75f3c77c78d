package payment

import (
	"slices"

	"paydesk/services/document"
)

// Allocated is what of the money received belongs to each part: less than asked makes the last parts smaller (B1).
func (s State) Allocated() []Part {
	rest := s.Received.Minor
	parts := make([]Part, len(s.Parts))
	for i, p := range s.Parts {
		parts[i] = p
		parts[i].Minor = min(p.Minor, rest)
		rest -= parts[i].Minor
	}
	return parts
}

// fullFirst is the order of B6: Odoo gives a document all that the payment has left, so one that is paid in part comes last.
func (w Work) fullFirst(docs []document.Fresh) []Part {
	var full, partial []Part
	for _, p := range w.Parts {
		switch {
		case p.Minor == 0:
		case left(docs, p.Document) > p.Minor:
			partial = append(partial, p)
		default:
			full = append(full, p)
		}
	}
	return append(full, partial...)
}

// bookable is B4's look at the documents: as claimed, and owing what they are given.
func bookable(w Work, docs []document.Fresh) *Problem {
	partial := 0
	for _, part := range w.Parts {
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 || docs[i].Number != part.Number || docs[i].State != document.Posted || docs[i].Partner.CommercialID != w.Row.Partner ||
			w.Company != 0 && docs[i].Company != w.Company ||
			docs[i].Residual.Currency != w.Row.Amount.Currency || docs[i].Residual.Minor < part.Minor {
			return &Problem{Kind: ProblemDocument, Text: part.Number}
		}
		if part.Minor > 0 && docs[i].Residual.Minor > part.Minor {
			partial++
		}
	}
	if partial > 1 { // less was received than asked: Odoo would give the first what belongs to the second
		return &Problem{Kind: ProblemDocument, Text: w.numbers()}
	}
	return nil
}

// applied is what of a payment a document has taken, in minor units.
func applied(f document.Fresh, booking int64) (sum int64) {
	for _, p := range f.Payments {
		if p.ID == booking {
			sum += p.Amount.Minor
		}
	}
	return sum
}

func (w Work) documents() []int64 { return Order{Parts: w.Parts}.Documents() }
func (w Work) numbers() string    { return Order{Parts: w.Parts}.Numbers() }
