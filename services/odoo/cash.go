package odoo

import (
	"context"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// cashDesk is where what customers give in cash is recorded. The zero value is none.
type cashDesk struct {
	journal, line int64
	name          string
}

// cashMark says that a mark is of cash that was given beside a charge.
func cashMark(mark string) bool { return strings.HasPrefix(mark, payment.CashMark("")) }

// CashJournal names the cash journal that the cash part of a payment can be recorded in; empty: there is none. It is the
// configured one, or else the company's only one, and it needs what the card journal needs: a manual method line with an
// outstanding account, which may be the cash account itself.
func (g *Gateway) CashJournal(ctx context.Context) (string, error) {
	s, err := g.site(ctx)
	if err != nil {
		return "", err
	}
	desk, _, err := g.findCash(ctx, s)
	return desk.name, err
}

// findCash looks for the cash journal and says in a word how it is, with the values of its sentence.
func (g *Gateway) findCash(ctx context.Context, s *site) (desk cashDesk, said []any, err error) {
	list, err := g.rows(ctx, s, "account.journal", "search_read", keywords{Fields: []string{"id", "name", "code", "type"}, Order: "id", Context: s.context()},
		[]any{leaf("type", "=", "cash"), leaf("company_id", "=", s.facts.Company)})
	if err != nil {
		return cashDesk{}, nil, err
	}
	var fitting []cashDesk
	var all []string
	for _, j := range list {
		if j.fields["type"] != "cash" { // a condition that a server drops must not make a bank journal of it
			continue
		}
		c := cashDesk{journal: j.id("id"), name: j.text("name")}
		code := j.text("code")
		if j.err != nil {
			return cashDesk{}, nil, misread("account.journal.search_read", j.err)
		}
		all = append(all, c.name+" ("+code+")")
		if want := g.cfg.Cash; want == "" || strings.EqualFold(want, c.name) || strings.EqualFold(want, code) {
			fitting = append(fitting, c)
		}
	}
	where := []any{"journal", g.cfg.Cash, "journals", strings.Join(all, ", ")}
	switch {
	case len(fitting) == 0 && g.cfg.Cash == "":
		return cashDesk{}, []any{"cash_none"}, nil
	case len(fitting) == 0:
		return cashDesk{}, append([]any{"cash_unknown"}, where...), nil
	case len(fitting) > 1:
		return cashDesk{}, append([]any{"cash_several"}, where...), nil
	}
	desk = fitting[0]
	where[1] = desk.name
	lines, err := g.methodLines(ctx, s, leaf("journal_id", "=", desk.journal))
	if err != nil {
		return cashDesk{}, nil, err
	}
	l, found := manual(lines, "inbound")
	if !found || l.account == 0 {
		return cashDesk{}, append([]any{"cash_account"}, where...), nil
	}
	desk.line = l.id
	return desk, append([]any{"cash"}, where...), nil
}

// cash is the same question of the set-up check.
func (v *survey) cash(ctx context.Context) error {
	_, said, err := v.findCash(ctx, v.site)
	if err != nil {
		return err
	}
	level := explain.OK
	if word := said[0]; word == "cash_unknown" || word == "cash_account" && v.cfg.Cash != "" {
		level = explain.Care
	}
	v.say(said[0].(string), level, said[1:]...)
	return nil
}

// where is the journal and the manual method line that a mark is booked with.
func (g *Gateway) where(ctx context.Context, s *site, op, mark string) (journal, line int64, err error) {
	if !cashMark(mark) {
		return s.facts.Journal, s.line(mark), nil
	}
	desk, _, err := g.findCash(ctx, s)
	if err == nil && desk.line == 0 {
		err = refuse(op, "there is no cash journal that can take it")
	}
	return desk.journal, desk.line, err
}
