package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
)

// attentionRow is one thing that needs a person, on the command line.
type attentionRow struct {
	ID       string     `json:"id"` // stays the same for as long as the fact does
	Kind     string     `json:"kind"`
	Title    string     `json:"title"`
	Fact     string     `json:"fact"`
	Money    string     `json:"money"` // where the customer's money is
	Who      string     `json:"who,omitempty"`
	Actions  []string   `json:"actions"`
	Intent   string     `json:"payment_intent,omitempty"`
	Numbers  string     `json:"documents,omitempty"`
	Customer string     `json:"customer,omitempty"`
	Counter  string     `json:"counter,omitempty"`
	Person   string     `json:"person,omitempty"`
	Currency string     `json:"currency"`
	Minor    int64      `json:"minor"`
	Since    *time.Time `json:"since,omitempty"`
	doubt    int
}

// showAttention lists what needs a person at this counter, the worst money doubt first, as the journal has it: nothing is asked and
// nothing goes on meanwhile. It ends with ExitUnsettled where there is anything.
func showAttention(_ context.Context, e Env, o options, c *Counter) (int, error) {
	if err := c.loadRefunds(); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err)) // the others are there all the same
	}
	var rows []attentionRow
	own := c.ownCurrency()
	for _, entry := range c.Attention.List() {
		rows = append(rows, entryRow(entry, own))
	}
	open, err := c.openPayments(own)
	if err != nil {
		return ExitFailed, err
	}
	rows = append(rows, open...)
	back, err := c.openRefunds(own)
	if err != nil {
		return ExitFailed, err
	}
	rows = append(rows, back...)
	slices.SortStableFunc(rows, func(a, b attentionRow) int { return a.doubt - b.doubt })
	code := ExitOK
	if len(rows) > 0 {
		code = ExitUnsettled
	}
	return code, e.print(o, append([]attentionRow{}, rows...), func(w io.Writer) {
		if len(rows) == 0 {
			fmt.Fprintln(w, assets.T("attention.none"))
		}
		for _, r := range rows {
			fmt.Fprintf(w, "%s\n  %s\n  %s\n  %s\n", oneLine(r.Title), oneLine(r.Fact), oneLine(r.Money), oneLine(strings.Trim(r.Who+" · "+r.ID, " ·")))
		}
	})
}

// ownCurrency is what the journal's money is mostly in: Odoo is not asked here.
func (c *Counter) ownCurrency() money.Currency {
	if own := c.Facts().Currency; own != "" {
		return own
	}
	for _, d := range c.Mirror.Snapshot().Open {
		return d.Residual.Currency
	}
	return "EUR"
}

func entryRow(e recovery.Entry, own money.Currency) attentionRow {
	r := attentionRow{
		ID: e.ID, Kind: string(e.Kind), Title: e.Title(own), Fact: e.Fact(own), Money: e.Money(own), Who: e.Who(), Intent: e.Intent, Numbers: e.Numbers(),
		Customer: e.Customer, Counter: e.Counter, Person: e.Person, Currency: string(e.Amount.Currency), Minor: e.Amount.Minor, doubt: 10 * e.Doubt(),
	}
	for _, a := range e.Actions() {
		r.Actions = append(r.Actions, string(a.Verb))
	}
	if !e.At.IsZero() {
		r.Since = &e.At
	}
	return r
}

// openPayments are this counter's charges that are not known or not booked, and have no entry.
func (c *Counter) openPayments(own money.Currency) ([]attentionRow, error) {
	ids, err := journal{store: c.Store}.Unfinished()
	if err != nil {
		return nil, err
	}
	var rows []attentionRow
	var bad error
	for _, id := range ids {
		s, err := payment.Load(journal{store: c.Store}, id)
		if err != nil {
			bad = errors.Join(bad, err)
			continue
		}
		r := attentionRow{
			ID: s.ID, Intent: s.Intent, Numbers: s.Numbers(), Customer: s.Customer, Counter: s.Counter.Name, Person: s.Person, Actions: []string{},
			Currency: string(s.Amount.Currency), Minor: s.Amount.Minor, Since: &s.Since,
		}
		w := []any{"number", s.Numbers(), "amount", s.Amount.Format(own), "customer", s.Customer, "time", s.Since.Local().Format("15:04")}
		switch {
		case len(c.Attention.About(s.Intent)) > 0 && s.Intent != "":
			continue
		case s.Phase == payment.Unknown:
			r.Kind, r.doubt = "unknown", -2
			r.Title, r.Fact, r.Money = assets.T("attention.unknown.title", w...), assets.T("attention.unknown.fact", w...), assets.T("money.unknown")
		case s.Phase.Charged():
			r.Kind, r.doubt, r.Title, r.Money = "unbooked", 45, assets.T("attention.held", w...), assets.T("money.charged", w...)
			r.Fact = assets.T("attention.unbooked.fact", w...)
		default:
			continue // nothing was charged, and the next start ends it
		}
		rows = append(rows, r)
	}
	return rows, bad
}

// openRefunds are the refunds that are not known, not booked, or came back.
func (c *Counter) openRefunds(own money.Currency) ([]attentionRow, error) {
	j := journal{store: c.Store, refunds: true}
	ids, err := j.Unfinished()
	if err != nil {
		return nil, err
	}
	states := c.backRefunds()
	var bad error
	for _, id := range ids {
		s, err := refund.Load(j, id)
		if err != nil {
			bad = errors.Join(bad, err)
			continue
		}
		states = append(states, s)
	}
	var rows []attentionRow
	for _, s := range states {
		key, doubt, amount := "", 0, s.Amount
		switch s.Phase {
		case refund.Unknown:
			key, doubt = "unknown", -1
		case refund.Held:
			key, doubt = "held", 45
		case refund.CameBack:
			key, doubt, amount = "back", 35, s.CameBack()
		default:
			continue
		}
		number := cmp.Or(s.Note.Number, s.Original.Number)
		w := []any{"amount", amount.Format(own), "customer", s.Customer, "back", amount.Format(own), "note", number, "approver", s.Approver, "time", s.OpenedAt.Local().Format("2006-01-02 15:04")}
		rows = append(rows, attentionRow{
			ID: s.ID, Kind: "refund_" + key, Title: assets.T("refund.attention."+key, w...), Fact: assets.T("refund.attention.who", w...), Money: assets.T(refundMoney[key], w...), Actions: []string{},
			Numbers: number, Customer: s.Customer, Counter: s.Counter.Name, Person: s.Approver, Currency: string(amount.Currency), Minor: amount.Minor, Since: &s.Since, doubt: doubt,
		})
	}
	return rows, bad
}

var refundMoney = map[string]string{"unknown": "refund.money.unknown", "held": "refund.money.way", "back": "refund.money.back"}
