package odoo

import (
	"context"
	"maps"
	"slices"
	"strings"

	"paydesk/services/explain"
)

// journalFlags are yes-or-no fields that a shop may have added to its journals to mark the one for card readers.
var journalFlags = []string{"is_stripe_journal", "x_is_stripe_journal", "x_stripe_journal", "x_studio_is_stripe_journal"}

// till finds the journal and its two manual method lines and judges whether bookings would go right (PROTOCOLS §3).
// Without outstanding accounts an Enterprise 18 or 19 makes no entry and leaves the full residual payable again; with a
// provider line the register wizard may charge a saved card by itself.
func (v *survey) till(ctx context.Context) error {
	flag, err := v.journalFlag(ctx)
	if err != nil {
		return err
	}
	journal, err := v.pickJournal(ctx, flag)
	if err != nil || journal == nil {
		return err
	}
	v.facts.Journal, v.facts.JournalName, v.facts.JournalCode = journal.id("id"), journal.text("name"), journal.text("code")
	bank, own := journal.many2one("default_account_id"), journal.many2one("currency_id")
	if journal.err != nil {
		return misread("account.journal.search_read", journal.err)
	}
	where := []any{"journal", v.facts.JournalName, "code", v.facts.JournalCode}
	v.say("journal", explain.OK, where...)
	if flag != "" && journal.fields[flag] == false {
		v.say("journal_unflagged", explain.Care, append(where, "field", flag)...)
	}
	if code := v.currencies[own.id].code; own.id != 0 && code != v.facts.Currency {
		v.say("journal_currency", explain.Care, append(where, "currency", code, "company", v.facts.CompanyName)...)
	}
	lines, err := v.methodLines(ctx, v.site, leaf("journal_id", "=", v.facts.Journal))
	if err != nil {
		return err
	}
	for _, l := range lines {
		if l.provider {
			v.say("provider_line", explain.Stop, append(where, "line", l.name)...)
		}
	}
	for _, way := range []struct {
		kind string
		line *int64
	}{{"inbound", &v.inbound}, {"outbound", &v.outbound}} {
		l, found := manual(lines, way.kind)
		*way.line = l.id
		switch {
		case !found:
			v.say("manual_line_"+way.kind, explain.Stop, where...)
		case l.account == 0:
			v.say("outstanding_account_"+way.kind, explain.Stop, where...)
		case l.account == bank.id:
			v.say("outstanding_is_bank_"+way.kind, explain.Care, append(where, "account", bank.name)...)
		default:
			v.say("outstanding_"+way.kind, explain.OK, where...)
		}
	}
	return nil
}

// journalFlag is the shop's own field on journals, empty where it has none.
func (v *survey) journalFlag(ctx context.Context) (string, error) {
	have, err := v.fields(ctx, v.site, "account.journal", []string{"type"}, journalFlags...)
	if err != nil {
		return "", err
	}
	for _, name := range slices.Sorted(maps.Keys(have.fields)) {
		if about, _ := have.fields[name].(map[string]any); about["type"] == "boolean" {
			return name, nil
		}
	}
	return "", nil
}

// pickJournal finds the bank journal by name or code from the configuration; else the one with the shop's flag; else the
// only one called after Stripe. It is nil, and said, where none or several fit.
func (v *survey) pickJournal(ctx context.Context, flag string) (*record, error) {
	fields := []string{"id", "name", "code", "currency_id", "default_account_id"}
	if flag != "" {
		fields = append(fields, flag)
	}
	list, err := v.rows(ctx, v.site, "account.journal", "search_read",
		keywords{Fields: fields, Order: "id", Context: v.context()},
		[]any{leaf("type", "=", "bank"), leaf("company_id", "=", v.facts.Company)})
	if err != nil {
		return nil, err
	}
	var named, called, flagged []*record
	var all []string
	for _, j := range list {
		name, code := j.text("name"), j.text("code")
		all = append(all, name+" ("+code+")")
		if strings.EqualFold(name, v.cfg.Journal) || strings.EqualFold(code, v.cfg.Journal) {
			named = append(named, j)
		}
		if strings.Contains(strings.ToLower(name+" "+code), "stripe") {
			called = append(called, j)
		}
		if flag != "" && j.flag(flag) {
			flagged = append(flagged, j)
		}
	}
	found, missing := named, "journal_unknown"
	if v.cfg.Journal == "" {
		if found, missing = flagged, "journal_missing"; len(flagged) == 0 {
			found = called
		}
	}
	said := []any{"company", v.facts.CompanyName, "journal", v.cfg.Journal, "journals", strings.Join(all, ", ")}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		v.say(missing, explain.Stop, said...)
	default:
		v.say("journal_ambiguous", explain.Stop, said...)
	}
	return nil, nil
}
