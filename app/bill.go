package app

import (
	"context"
	"slices"

	"paydesk/assets"
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
			return payment.Bill{}, say(nil, "cli.error.twice", "number", d.Number)
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
	if o.cash != "" {
		b, err = c.billWithCash(ctx, docs, all, o.cash)
	}
	if err == nil {
		err = c.chargeable(b)
	}
	return b, err
}

// billWithCash takes what is given in cash out of what the card pays.
func (c *Counter) billWithCash(ctx context.Context, docs []document.Detail, minor int64, cash string) (payment.Bill, error) {
	given, err := money.Parse(cash, docs[0].Residual.Currency)
	if err != nil {
		return payment.Bill{}, err
	}
	if len(docs) != 1 {
		return payment.Bill{}, &payment.BillError{Reason: payment.ErrCash}
	}
	journal, err := c.Odoo.CashJournal(ctx)
	if err == nil && journal == "" {
		err = say(nil, "cli.error.no_cash")
	}
	if err != nil {
		return payment.Bill{}, err
	}
	return payment.BillWithCash(docs[0], minor, given.Minor)
}

// cashWords says where the cash is that was given beside the card; empty where none was.
func cashWords(s payment.State) string {
	key, text := "cash.back", ""
	switch {
	case s.Cash == 0:
		return ""
	case s.CashLeft:
		key, text = "cash.held", oneLine(s.CashProblem.Text)
	case s.CashID != 0:
		key = "cash.booked"
	case s.Phase.Charged() || !s.Phase.Final():
		key = "cash.pending"
	}
	return assets.T(key, "cash", money.New(s.Cash, s.Amount.Currency), "number", s.CashName, "text", text)
}
