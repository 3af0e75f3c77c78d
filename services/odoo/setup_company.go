package odoo

import (
	"context"
	"strconv"
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
)

// company finds the company, its currency and its time zone: its partner's, else the user's (PROTOCOLS B4).
func (v *survey) company(ctx context.Context) error {
	const op = "res.company.search_read"
	users, err := v.rows(ctx, v.site, "res.users", "read", keywords{Context: v.context()}, []int64{v.facts.UserID}, []string{"name", "tz", "company_ids"})
	if err != nil {
		return err
	}
	if len(users) != 1 {
		return misread("res.users.read", errMalformed)
	}
	v.facts.User = users[0].text("name")
	zone, mine := users[0].text("tz"), users[0].ids("company_ids")
	if users[0].err != nil {
		return misread("res.users.read", users[0].err)
	}
	list, err := v.rows(ctx, v.site, "res.company", "search_read",
		keywords{Fields: []string{"name", "currency_id", "partner_id"}, Order: "id", Context: v.context()}, []any{leaf("id", "in", mine)})
	if err != nil {
		return err
	}
	chosen := v.pickCompany(list, v.cfg.Company)
	for _, name := range v.cfg.Also {
		if other := v.pickCompany(list, name); other != nil && other != chosen {
			v.shown = append(v.shown, other.id("id"))
		}
	}
	if chosen == nil {
		return nil // said
	}
	own, partner := chosen.many2one("currency_id"), chosen.many2one("partner_id")
	v.facts.Company, v.facts.CompanyName = chosen.id("id"), chosen.text("name")
	v.shown = append([]int64{v.facts.Company}, v.shown...)
	if chosen.err != nil {
		return misread(op, chosen.err)
	}
	if err := v.readCurrencies(ctx); err != nil {
		return err
	}
	v.facts.Currency = v.currencies[own.id].code
	partners, err := v.rows(ctx, v.site, "res.partner", "read", keywords{Context: v.context()}, []int64{partner.id},
		[]string{"tz", "street", "street2", "zip", "city", "country_id", "vat"})
	if err != nil {
		return err
	}
	for _, p := range partners {
		if tz := p.text("tz"); tz != "" {
			zone = tz
		}
		v.facts.VAT, v.facts.Address = p.text("vat"), addressLines(p.text("street"), p.text("street2"), p.text("zip")+" "+p.text("city"), p.many2one("country_id").name)
		if p.err != nil {
			return misread("res.partner.read", p.err)
		}
	}
	if v.zone, err = time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		v.zone = time.UTC // Odoo's own choice for a user without a zone
	}
	v.facts.Zone = v.zone.String()
	v.say("company", explain.OK, "company", v.facts.CompanyName, "currency", v.facts.Currency, "zone", v.facts.Zone)
	return nil
}

// pickCompany finds a company by name or id, the user's only one where the name is empty; nil where there is none or more
// than one, which it says.
func (v *survey) pickCompany(list []*record, wanted string) *record {
	var found []*record
	var names []string
	for _, r := range list {
		name := r.text("name")
		names = append(names, name)
		if wanted == "" || strings.EqualFold(name, wanted) || strconv.FormatInt(r.integer("id"), 10) == wanted {
			found = append(found, r)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	name := "company_unknown"
	if len(found) > 1 {
		name = "company_ambiguous"
	}
	v.say(name, explain.Stop, "company", wanted, "companies", strings.Join(names, ", "))
	return nil
}

// readCurrencies reads the table with the decimals that Odoo keeps, sleeping currencies included: old documents use them.
func (v *survey) readCurrencies(ctx context.Context) error {
	const op = "res.currency.search_read"
	list, err := v.rows(ctx, v.site, "res.currency", "search_read",
		keywords{Fields: []string{"name", "decimal_places", "active"}, Context: v.context()}, []any{leaf("active", "in", []bool{true, false})})
	if err != nil {
		return err
	}
	v.currencies, v.byCode = make(map[int64]currency, len(list)), make(map[money.Currency]currency, len(list))
	for _, r := range list {
		c := currency{r.id("id"), money.Currency(r.text("name")), int32(min(max(r.integer("decimal_places"), 0), 8))}
		active := r.flag("active")
		if r.err != nil {
			return misread(op, r.err)
		}
		v.currencies[c.id], v.byCode[c.code] = c, c
		if active && int(c.places) > c.code.Exponent() {
			v.say("currency_finer", explain.Care, "currency", c.code, "odoo", c.places, "stripe", c.code.Exponent())
		}
	}
	return nil
}

// addressLines are the parts that are there, as they stand on a letter.
func addressLines(parts ...string) []string {
	var lines []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			lines = append(lines, p)
		}
	}
	return lines
}
