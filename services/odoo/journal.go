package odoo

import (
	"context"

	"paydesk/services/explain"
)

// methodLine is an account.payment.method.line.
type methodLine struct {
	id, account int64
	name, kind  string
	manual      bool
	provider    bool
}

func (g *Gateway) methodLines(ctx context.Context, s *site, which []any) ([]methodLine, error) {
	fields := []string{"id", "name", "code", "payment_type", "payment_account_id"}
	if s.dialect.online {
		fields = append(fields, "payment_provider_id")
	}
	list, err := g.rows(ctx, s, "account.payment.method.line", "search_read",
		keywords{Fields: fields, Order: "id", Context: s.context()}, []any{which})
	if err != nil {
		return nil, err
	}
	out := make([]methodLine, 0, len(list))
	for _, r := range list {
		l := methodLine{id: r.id("id"), name: r.text("name"), kind: r.text("payment_type"),
			manual: r.text("code") == "manual", account: r.many2one("payment_account_id").id}
		if s.dialect.online {
			l.provider = r.many2one("payment_provider_id").id != 0
		}
		if r.err != nil {
			return nil, misread("account.payment.method.line.search_read", r.err)
		}
		out = append(out, l)
	}
	return out, nil
}

func manual(lines []methodLine, kind string) (methodLine, bool) {
	for _, l := range lines {
		if l.manual && l.kind == kind && !l.provider {
			return l, true
		}
	}
	return methodLine{}, false
}

// stillGood reads the method line again just before a booking: a line that lost its outstanding account since set-up
// would book without an entry.
func (g *Gateway) stillGood(ctx context.Context, s *site, line int64) error {
	lines, err := g.methodLines(ctx, s, leaf("id", "=", line))
	if err != nil {
		return err
	}
	if len(lines) == 1 && lines[0].account != 0 && !lines[0].provider {
		return nil
	}
	g.forget()
	return &explain.Failure{Side: explain.Odoo, Kind: explain.Refused, Op: "account.payment.method.line.search_read",
		Text: "the manual method of journal " + s.facts.JournalName + " has lost its outstanding account"}
}
