package document

import (
	"slices"
	"strings"

	"paydesk/services/money"
)

// Instalment is one part of a document with a due day of its own.
type Instalment struct {
	Due      string       `json:"due"`
	Residual money.Amount `json:"residual"` // what is left of it
	// Until is the last day of its early-payment discount, on which Discounted settles it; empty: none.
	Until      string       `json:"until,omitempty"`
	Discounted money.Amount `json:"discounted"`
}

// Reason says why an amount is asked for.
type Reason string

// Reasons.
const (
	Whole      Reason = "whole"      // everything that is left
	Discounted Reason = "discounted" // the early-payment discount settles it with less
	Overdue    Reason = "overdue"    // all instalments that are past due
	Next       Reason = "next"       // the first instalment that is not paid
)

// Ask is what Odoo's own payment dialog would propose today. Every other amount up to the residual may be charged too.
type Ask struct {
	Amount money.Amount `json:"amount"`
	Reason Reason       `json:"reason"`
	Until  string       `json:"until,omitempty"` // last day of the discount
}

// AskOf works out what is asked for on a day, "2026-11-25" in the company's time zone: the discounted amount while the
// whole document is unpaid and its discount runs; else, where instalments are told apart (Odoo 18 and later), those past
// due together or the next one; else everything (Odoo contract §3, §6).
func AskOf(d Document, terms []Instalment, day string, apart bool) Ask {
	whole := Ask{Amount: d.Residual, Reason: Whole}
	left := slices.DeleteFunc(slices.Clone(terms), func(i Instalment) bool { return i.Residual.Minor <= 0 })
	slices.SortStableFunc(left, func(a, b Instalment) int { return strings.Compare(a.Due, b.Due) })
	if !d.Open() || len(left) == 0 {
		return whole
	}
	sum := money.New(0, d.Residual.Currency)
	if d.Kind == Invoice && d.PaymentState == "not_paid" && !slices.ContainsFunc(left, func(i Instalment) bool { return i.Until == "" || i.Until < day }) {
		for _, i := range left {
			sum.Minor += i.Discounted.Minor
		}
		return Ask{sum, Discounted, left[0].Until}
	}
	if !apart || len(left) == 1 {
		return whole
	}
	for _, i := range left {
		if i.Due != "" && i.Due < day {
			sum.Minor += i.Residual.Minor
		}
	}
	switch {
	case sum.Minor == 0:
		return Ask{Amount: left[0].Residual, Reason: Next}
	case sum.Minor < d.Residual.Minor:
		return Ask{Amount: sum, Reason: Overdue}
	}
	return whole
}
