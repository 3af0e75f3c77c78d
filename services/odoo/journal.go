package odoo

import (
	"context"
	"fmt"
	"strings"

	"paydesk/services/explain"
)

// till finds the journal and its two manual method lines and refuses a set-up that would book wrongly (PROTOCOLS §3).
// Without outstanding accounts an Enterprise 18 or 19 makes no entry and leaves the full residual payable again; with a
// provider line the register wizard may charge a saved card by itself.
func (g *Gateway) till(ctx context.Context, s *site) error {
	no := false
	a, err := g.read(ctx, s, "account.payment", "check_access_rights", keywords{Raise: &no, Context: s.context()}, "create")
	if err != nil {
		return err
	}
	if a.value != true {
		return &SetupError{[]Problem{{"rights", "the Odoo user " + s.facts.User + " may not create payments",
			"give it the right Invoicing: Billing in Odoo's user settings"}}}
	}
	journal, err := g.pickJournal(ctx, s)
	if err != nil {
		return err
	}
	s.facts.Journal, s.facts.JournalName, s.facts.JournalCode = journal.id("id"), journal.text("name"), journal.text("code")
	if journal.err != nil {
		return misread("account.journal.search_read", journal.err)
	}
	lines, err := g.methodLines(ctx, s, leaf("journal_id", "=", s.facts.Journal))
	if err != nil {
		return err
	}
	var problems []Problem
	where := "in Odoo under Accounting, Configuration, Journals, " + s.facts.JournalName
	for _, l := range lines {
		if l.provider {
			problems = append(problems, Problem{"provider_line", fmt.Sprintf("journal %s has the online payment method %q", s.facts.JournalName, l.name),
				"use a journal of its own for the card readers, or remove the line " + where})
		}
	}
	for _, way := range []struct {
		kind, tab string
		line      *int64
	}{{"inbound", "Incoming Payments", &s.inbound}, {"outbound", "Outgoing Payments", &s.outbound}} {
		l, found := manual(lines, way.kind)
		*way.line = l.id
		switch {
		case !found:
			problems = append(problems, Problem{"manual_line", fmt.Sprintf("journal %s has no manual method under %s", s.facts.JournalName, way.tab),
				"add a line with the method Manual " + where})
		case l.account == 0:
			problems = append(problems, Problem{"outstanding_account", fmt.Sprintf("the manual method of journal %s under %s has no outstanding account", s.facts.JournalName, way.tab),
				"choose an outstanding account on the line " + where})
		}
	}
	if len(problems) > 0 {
		return &SetupError{problems}
	}
	return nil
}

// pickJournal finds the bank journal by name or code from the configuration, else the only one called after Stripe.
func (g *Gateway) pickJournal(ctx context.Context, s *site) (*record, error) {
	list, err := g.rows(ctx, s, "account.journal", "search_read",
		keywords{Fields: []string{"id", "name", "code"}, Order: "id", Context: s.context()},
		[]any{leaf("type", "=", "bank"), leaf("company_id", "=", s.facts.Company)})
	if err != nil {
		return nil, err
	}
	var found []*record
	var all []string
	for _, j := range list {
		name, code := j.text("name"), j.text("code")
		all = append(all, name+" ("+code+")")
		fits := strings.EqualFold(name, g.cfg.Journal) || strings.EqualFold(code, g.cfg.Journal)
		if g.cfg.Journal == "" {
			fits = strings.Contains(strings.ToLower(name+" "+code), "stripe")
		}
		if fits {
			found = append(found, j)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, &SetupError{[]Problem{{"journal_ambiguous", "several bank journals of " + s.facts.CompanyName + " could be the one for the card readers",
			"set the journal's code in the configuration, one of: " + strings.Join(all, ", ")}}}
	}
	text := "no bank journal of " + s.facts.CompanyName + " is called after Stripe"
	if g.cfg.Journal != "" {
		text = fmt.Sprintf("%s has no bank journal %q", s.facts.CompanyName, g.cfg.Journal)
	}
	return nil, &SetupError{[]Problem{{"journal_missing", text,
		"make a bank journal for the card readers alone, or set the code of one of: " + strings.Join(all, ", ")}}}
}

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
