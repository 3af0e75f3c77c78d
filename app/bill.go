package app

import (
	"context"
	"fmt"
	"slices"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// bill is what a command line wants paid: of one document what Odoo asks for today, of several all; or an amount of its
// own. Where Odoo is away the mirror is what is known, and the desk's rules decide whether that will do.
func (c *Counter) bill(ctx context.Context, o options) (payment.Bill, error) {
	var docs []document.Detail
	for _, number := range o.documents {
		d, err := findDocument(c.Mirror, number)
		if err != nil {
			return payment.Bill{}, err
		}
		if slices.ContainsFunc(docs, func(have document.Detail) bool { return have.ID == d.ID }) {
			return payment.Bill{}, fmt.Errorf("%s is named twice", d.Number)
		}
		detail, err := c.Odoo.Detail(ctx, d.ID)
		if explain.Is(err, explain.Unreachable, explain.Unanswered) {
			detail, err = document.Listed(d), nil
		}
		if err != nil {
			return payment.Bill{}, err
		}
		docs = append(docs, detail)
	}
	var all int64
	for _, d := range docs {
		all += d.Residual.Minor
	}
	switch o.amount {
	case "all":
	case "":
		if len(docs) == 1 {
			all = docs[0].Asked().Minor
		}
	default:
		amount, err := money.Parse(o.amount, docs[0].Residual.Currency)
		if err != nil {
			return payment.Bill{}, err
		}
		all = amount.Minor
	}
	b, err := payment.BillFor(docs, all)
	if err == nil {
		err = c.chargeable(b)
	}
	return b, err
}
