package history

import (
	"slices"
	"strings"

	"paydesk/services/money"
)

// Returned is what has been given back of one payment, as far as this counter knows.
type Returned struct {
	Refunds []Row        // that touch the payment, the oldest first; also those that came to nothing
	Out     money.Amount // given back or on its way
	Away    money.Amount // part of Out that the bank has not confirmed
	Count   int          // refunds in Out
	Open    int          // refunds of which nothing is in Out, and which are not at their end: more may go back
}

// RefundsOf sums up what was given back of a payment. Its zero for a refund, and for a payment that charged nothing.
func (b *Book) RefundsOf(r Row) Returned {
	out := Returned{Out: money.New(0, r.Moved.Currency), Away: money.New(0, r.Moved.Currency)}
	if r.Kind != Payment || r.Intent == "" {
		return out
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.rows {
		if e.Kind != Refund {
			continue
		}
		touched, counts := false, false
		for _, sh := range e.Shares {
			if sh.Intent != r.Intent {
				continue
			}
			touched = true
			if sh.Out {
				counts = true
				out.Out.Minor += sh.Minor
			}
			if sh.Out && sh.Away {
				out.Away.Minor += sh.Minor
			}
		}
		if touched {
			out.Refunds = append(out.Refunds, e.Row)
		}
		switch {
		case counts:
			out.Count++
		case touched && e.Outcome.Open():
			out.Open++
		}
	}
	slices.SortFunc(out.Refunds, func(a, b Row) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// PaymentsOf lists the payments of this counter that a refund gives back on.
func (b *Book) PaymentsOf(r Row) []Row {
	var out []Row
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.rows {
		if e.Kind == Payment && e.Intent != "" && slices.ContainsFunc(r.Shares, func(sh Share) bool { return sh.Intent == e.Intent }) {
			out = append(out, e.Row)
		}
	}
	slices.SortFunc(out, func(a, b Row) int { return b.At.Compare(a.At) })
	return out
}
