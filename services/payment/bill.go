package payment

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paydesk/services/document"
	"paydesk/services/money"
)

// Bill is what a customer pays in one go: what is charged of which documents.
type Bill struct {
	Company  int64
	Partner  int64 // commercial partner
	Customer string
	Parts    []Part
	Amount   money.Amount // the sum of the parts: what the card pays
	Cash     int64        // what is given in cash beside it, minor units
	Way      Way
	Approver string // the manager whose PIN allowed it, where one had to
}

// Why documents cannot be paid together, or not with this amount. A *BillError holds one.
var (
	ErrNothing   = errors.New("nothing is left to pay, or nothing is to be paid")
	ErrOver      = errors.New("more than what is left to pay")
	ErrTooMany   = errors.New("too many documents for one payment")
	ErrMixed     = errors.New("documents of several customers, companies or currencies")
	ErrUncovered = errors.New("the amount leaves a document with nothing")
	ErrCash      = errors.New("cash goes with one invoice and leaves something for the card")
	ErrDiscount  = errors.New("a document with a running discount is paid by itself")
)

// BillError says why there is no such bill.
type BillError struct {
	Reason error        // one of those above
	Number string       // of the document it is about; may be empty
	Limit  money.Amount // the most that may be paid (ErrOver), the least that reaches the last document (ErrUncovered), else zero
}

// Error is for the log and the command line.
func (e *BillError) Error() string {
	switch {
	case e.Reason == ErrOver:
		return fmt.Sprintf("%v: at most %s", e.Reason, e.Limit)
	case e.Reason == ErrUncovered:
		return fmt.Sprintf("%v: %s gets something from %s on", e.Reason, e.Number, e.Limit)
	case e.Reason == ErrTooMany:
		return fmt.Sprintf("%v: at most %d", e.Reason, MaxParts)
	case e.Number != "":
		return fmt.Sprintf("%v: %s", e.Reason, e.Number)
	}
	return e.Reason.Error()
}

// Unwrap is the reason.
func (e *BillError) Unwrap() error { return e.Reason }

// BillFor divides an amount, minor units, over documents of one customer in the order in which they are due: each is paid
// in full but the last, which may get a part (PROTOCOLS C11). An early-payment discount counts where its document is
// alone and the amount is the discounted one: Odoo settles several documents at their full amounts only.
func BillFor(docs []document.Detail, minor int64) (Bill, error) {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b document.Detail) int {
		return cmp.Or(strings.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
	})
	switch {
	case len(docs) == 0 || minor <= 0:
		return Bill{}, &BillError{Reason: ErrNothing}
	case len(docs) > MaxParts:
		return Bill{}, &BillError{Reason: ErrTooMany}
	}
	first := docs[0]
	b := Bill{
		Company: first.Company, Partner: first.Partner.CommercialID, Customer: first.Partner.Name,
		Amount: money.New(minor, first.Residual.Currency),
	}
	var owed int64
	for _, d := range docs {
		switch {
		case d.Kind != document.Invoice || !d.Open():
			return Bill{}, &BillError{Reason: ErrNothing, Number: d.Number}
		case d.Company != b.Company || d.Partner.CommercialID != b.Partner || d.Residual.Currency != b.Amount.Currency:
			return Bill{}, &BillError{Reason: ErrMixed, Number: d.Number}
		case len(docs) > 1 && d.Ask.Reason == document.Discounted:
			return Bill{}, &BillError{Reason: ErrDiscount, Number: d.Number}
		case owed >= minor:
			return Bill{}, &BillError{Reason: ErrUncovered, Number: d.Number, Limit: money.New(owed+1, b.Amount.Currency)}
		}
		b.Parts = append(b.Parts, Part{Document: d.ID, Number: d.Number, Minor: min(d.Residual.Minor, minor-owed), Owed: d.Residual.Minor})
		owed += d.Residual.Minor
	}
	if ask := first.Ask; len(docs) == 1 && ask.Reason == document.Discounted && ask.Amount.Minor == minor {
		b.Parts[0].Until = ask.Until
	}
	if minor > owed {
		return Bill{}, &BillError{Reason: ErrOver, Number: first.Number, Limit: money.New(owed, b.Amount.Currency)}
	}
	return b, nil
}

// Numbers joins the document numbers with a space.
func (b Bill) Numbers() string { return Order{Parts: b.Parts}.Numbers() }

// Rest is what stays open on the bill's documents, by what they owed when it was made.
func (b Bill) Rest() money.Amount {
	rest := money.New(0, b.Amount.Currency)
	for _, p := range b.Parts {
		rest.Minor += p.rest()
	}
	rest.Minor = max(rest.Minor-b.Cash, 0)
	return rest
}

// BillWithCash is one document of which a part is given in cash and the rest of minor is charged. A discount is settled by
// one payment alone: two would each be a part at the full amount.
func BillWithCash(d document.Detail, minor, cash int64) (Bill, error) {
	b, err := BillFor([]document.Detail{d}, minor)
	switch {
	case err != nil:
		return Bill{}, err
	case d.Ask.Reason == document.Discounted:
		return Bill{}, &BillError{Reason: ErrDiscount, Number: d.Number}
	case cash <= 0 || cash >= minor:
		return Bill{}, &BillError{Reason: ErrCash, Number: d.Number}
	}
	b.Cash = cash
	b.Parts[0].Minor -= cash
	b.Amount.Minor -= cash
	return b, nil
}

// rest is what a part leaves open of its document; a discount leaves nothing.
func (p Part) rest() int64 {
	if p.Until != "" {
		return 0
	}
	return max(p.Owed-p.Minor, 0)
}

// Bill is what an order pays, to be tapped once more: whoever tapped it saw these amounts.
func (o Order) Bill() Bill {
	return Bill{Company: o.Company, Partner: o.Partner, Customer: o.Customer, Parts: o.Parts, Amount: o.Amount, Cash: o.Cash, Way: o.Way, Approver: o.Approver}
}

// Same says that documents, read anew, still owe what they owed when the bill was made, its discount included.
func (b Bill) Same(docs []document.Detail) bool {
	return !slices.ContainsFunc(b.Parts, func(p Part) bool {
		return !slices.ContainsFunc(docs, func(d document.Detail) bool {
			return d.ID == p.Document && d.Number == p.Number && d.Open() && d.Residual == money.New(p.Owed, b.Amount.Currency) &&
				(p.Until == "" || d.Ask.Reason == document.Discounted && d.Ask.Amount.Minor == p.Minor)
		})
	})
}
