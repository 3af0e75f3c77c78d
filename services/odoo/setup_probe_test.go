package odoo

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
)

func journalAnswer(id int, name, code string) map[string]any {
	return map[string]any{"id": id, "name": name, "code": code, "currency_id": false, "default_account_id": []any{int64(98), "101405 Stripe"}}
}

// wholeSetUp answers what the probe asks beyond every call's own set-up: as recorded where it was recorded.
func wholeSetUp(t testing.TB, version string) *replay {
	r := &replay{t: t, version: version, answers: map[string][][]byte{}}
	r.setUp()
	yes, no := response(t, true), response(t, false)
	r.on("res.users.has_group", recorded(t, version, "018-has-group", "response"), no, no, no, no, no)
	r.on("account.move.check_access_rights", yes)
	r.on("ir.attachment.check_access_rights", yes)
	r.on("account.payment.load", response(t, map[string]any{"ids": []any{}, "messages": []any{}, "nextrow": 0}))
	r.on("ir.module.module.search_read", recorded(t, version, "024-modules", "response"))
	r.on("res.company.fields_get", response(t, modelFields(t, version, "res.company")))
	r.on("res.company.read", response(t, []any{map[string]any{"id": 1, "fiscalyear_lock_date": false, "period_lock_date": false,
		"tax_lock_date": "2026-10-31", "hard_lock_date": false}}))
	return r
}

func names(found []explain.Finding, states ...explain.Judgement) (out []string) {
	for _, f := range found {
		if slices.Contains(states, f.State) {
			out = append(out, f.Name)
		}
	}
	return out
}

// Lost if it fails: a good set-up is doubted on a version, or the probe leaves out what a shop must know.
func TestProbeOfAGoodSetUpFindsNothingToMendOnAnyVersion(t *testing.T) {
	for _, v := range versions {
		found := Probe(context.Background(), testConfig(wholeSetUp(t, v), v))
		for _, f := range found {
			if f.State != explain.OK || f.What == "" || strings.ContainsAny(f.What, "⟦{") {
				t.Errorf("%s: %+v", v, f)
			}
		}
		want := []string{"version", "company", "journal", "outstanding_inbound", "outstanding_outbound", "group_invoicing", "create_once", "cash_none", "edition_community", "online_stripe", "lock_dates", "clock"}
		if got := names(found, explain.OK); !slices.Equal(got, want) {
			t.Errorf("%s: %v", v, got)
		}
	}
}

// has_group is asked in the version's own way, or it faults (contract §3).
func TestGroupsAreAskedAsRecorded(t *testing.T) {
	for _, v := range versions {
		r := wholeSetUp(t, v)
		Probe(context.Background(), testConfig(r, v))
		var first request
		for _, c := range r.calls {
			if c.name == "has_group" {
				first = c
				break
			}
		}
		want := parse(t, recorded(t, v, "018-has-group", "request"))
		if len(first.args) != len(want.args) || first.args[len(first.args)-1] != want.args[len(want.args)-1] {
			t.Errorf("%s: asked %v, recorded %v", v, first.args, want.args)
		}
	}
}

// Lost if it fails: a set-up that would book wrongly, or a key that is about to end, is not spoken of in time.
func TestProbeSpeaksOfEverythingThatWillHurt(t *testing.T) {
	keys := func(ends ...string) []byte {
		var list []any
		for i, e := range ends {
			list = append(list, map[string]any{"id": i + 1, "expiration_date": e})
		}
		if len(ends) == 0 {
			list = append(list, map[string]any{"id": 1, "expiration_date": false})
		}
		return response(t, list)
	}
	yes, no := response(t, true), response(t, false)
	account := []any{int64(98), "101405 Stripe"}
	for name, c := range map[string]struct {
		change func(*replay, *Config)
		care   []string
		stop   []string
	}{
		"key ends in two weeks": {func(r *replay, _ *Config) {
			r.on("res.users.apikeys.search_read", keys("2027-02-01 00:00:00", "2026-12-06 02:19:59"))
		}, []string{"key_ends_soon"}, nil},
		"key ends in 15 days": {func(r *replay, _ *Config) { r.on("res.users.apikeys.search_read", keys("2026-12-07 02:20:00")) }, nil, nil},
		"key never ends":      {func(r *replay, _ *Config) { r.on("res.users.apikeys.search_read", keys()) }, nil, nil},
		"another key is over": {func(r *replay, _ *Config) { r.on("res.users.apikeys.search_read", keys("2026-11-01 00:00:00")) }, nil, nil},
		"too many rights": {func(r *replay, _ *Config) { r.on("res.users.has_group", yes) },
			[]string{"group_settings", "group_access_rights", "group_accounting_manager", "group_accountant", "group_contacts"}, nil},
		"no Invoicing": {func(r *replay, _ *Config) {
			r.on("res.users.has_group", no)
			r.on("account.move.check_access_rights", no)
		}, nil,
			[]string{"group_invoicing_missing", "rights_credit_note", "rights_document"}},
		"books locked": {func(r *replay, _ *Config) {
			r.on("res.company.read", response(t, []any{map[string]any{"fiscalyear_lock_date": "2026-11-30", "tax_lock_date": false, "hard_lock_date": false}}))
		}, []string{"locked"}, nil},
		"clock ahead":  {func(_ *replay, c *Config) { c.Clock = &stopped{time.Date(2026, 11, 22, 2, 22, 0, 0, time.UTC)} }, []string{"clock_fast"}, nil},
		"clock behind": {func(_ *replay, c *Config) { c.Clock = &stopped{time.Date(2026, 11, 22, 2, 18, 0, 0, time.UTC)} }, []string{"clock_slow"}, nil},
		"outstanding account is the bank account": {func(r *replay, c *Config) {
			c.Journal = "STRIPE"
			r.on("account.journal.search_read", response(t, []any{journalAnswer(6, "Card readers", "STRIPE")}))
			r.on(journalMethodLines, response(t, []any{methodLineAnswer(1, "inbound", account), methodLineAnswer(2, "outbound", account)}))
		}, []string{"outstanding_is_bank_inbound", "outstanding_is_bank_outbound"}, nil},
		"journal in another currency": {func(r *replay, c *Config) {
			j := journalAnswer(6, "Card readers", "STRIPE")
			j["currency_id"] = []any{int64(125), "EUR"}
			c.Journal = "STRIPE"
			r.on("account.journal.search_read", response(t, []any{j}))
		}, []string{"journal_currency"}, nil},
		"a currency counted finer than Stripe does": {func(r *replay, _ *Config) {
			r.on("res.currency.search_read", response(t, []any{map[string]any{"id": 1, "name": "USD", "decimal_places": 3, "active": true},
				map[string]any{"id": 2, "name": "EUR", "decimal_places": 3, "active": false}}))
		}, []string{"currency_finer"}, nil},
		"Enterprise": {func(r *replay, _ *Config) {
			r.on("ir.module.module.search_read", response(t, []any{map[string]any{"id": 1, "name": "accountant"}}))
		}, nil, nil},
		"a foreign journal beside a user who may read nothing more": {func(r *replay, _ *Config) {
			for _, what := range []string{"res.users.has_group", "ir.module.module.search_read", "res.company.fields_get"} {
				r.on(what, faulty(4, "You are not allowed"))
			}
		}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r, cfg := wholeSetUp(t, "18"), Config{}
			cfg = testConfig(r, "18")
			c.change(r, &cfg)
			found := Probe(context.Background(), cfg)
			if got := names(found, explain.Care); !slices.Equal(got, c.care) {
				t.Errorf("care: %v, want %v", got, c.care)
			}
			if got := names(found, explain.Stop); !slices.Equal(got, c.stop) {
				t.Errorf("stop: %v, want %v", got, c.stop)
			}
			for _, f := range found {
				if f.State != explain.OK && (f.Meaning == "" || f.Fix == "") || strings.ContainsAny(f.What+f.Meaning+f.Fix, "⟦{") {
					t.Errorf("%+v", f)
				}
			}
			if enterprise := name == "Enterprise"; enterprise != slices.Contains(names(found, explain.OK), "edition_enterprise") {
				t.Errorf("edition: %v", names(found, explain.OK))
			}
		})
	}
}

// Lost if it fails: a shop that marks its journal with a field of its own is booked into another journal.
func TestFlagOfTheShopFindsTheJournal(t *testing.T) {
	marked := func(j map[string]any, v bool) map[string]any { j["x_is_stripe_journal"] = v; return j }
	for name, c := range map[string]struct {
		journals []any
		journal  string // configured
		booked   int64
		care     string
	}{
		"marked beats called after Stripe":  {[]any{marked(journalAnswer(6, "Stripe", "STR"), false), marked(journalAnswer(7, "Cards", "CRD"), true)}, "", 7, ""},
		"nothing marked, called after":      {[]any{marked(journalAnswer(6, "Stripe", "STR"), false), marked(journalAnswer(7, "Cards", "CRD"), false)}, "", 6, "journal_unflagged"},
		"configured beats marked, and says": {[]any{marked(journalAnswer(6, "Stripe", "STR"), false), marked(journalAnswer(7, "Cards", "CRD"), true)}, "STR", 6, "journal_unflagged"},
		"two are marked":                    {[]any{marked(journalAnswer(6, "Stripe", "STR"), true), marked(journalAnswer(7, "Cards", "CRD"), true)}, "", 0, ""},
	} {
		r := wholeSetUp(t, "18")
		r.on("account.journal.fields_get", response(t, map[string]any{"x_is_stripe_journal": map[string]any{"type": "boolean"}}))
		r.on("account.journal.search_read", response(t, c.journals))
		cfg := testConfig(r, "18")
		cfg.Journal = c.journal
		g, err := Connect(context.Background(), cfg)
		if c.booked == 0 {
			if err == nil || !strings.Contains(err.Error(), "Several bank journals") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if f, _ := g.Facts(context.Background()); f.Journal != c.booked {
			t.Errorf("%s: booked in %d", name, f.Journal)
		}
		if got := strings.Join(names(Probe(context.Background(), cfg), explain.Care), " "); got != c.care {
			t.Errorf("%s: care %q", name, got)
		}
	}
}

// Lost if it fails: with the key refused or Odoo away the probe shows nothing, or a wrong cause.
func TestProbeSaysWhyItCouldNotLook(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*replay, *Config)
		want   string
	}{
		"key refused": {func(r *replay, _ *Config) {
			r.on("authenticate", recorded(t, "18", "004-authenticate-wrong-password", "response"))
		}, "key_refused"},
		"no database": {func(r *replay, _ *Config) {
			r.on("authenticate", recorded(t, "18", "005-authenticate-unknown-db", "response"))
		}, "no_database"},
		"away": {func(r *replay, _ *Config) {
			r.send = func(request, *http.Request) (*http.Response, error) { return nil, context.DeadlineExceeded }
		}, "unanswered"},
		"not configured": {func(_ *replay, c *Config) { c.URL = "" }, "url"},
	} {
		r := wholeSetUp(t, "18")
		cfg := testConfig(r, "18")
		c.change(r, &cfg)
		found := Probe(context.Background(), cfg)
		if len(found) == 0 {
			t.Fatalf("%s: silence", name)
		}
		last := found[len(found)-1]
		if last.Name != c.want || last.State != explain.Stop || last.What == "" || last.Fix == "" || last.Meaning == "" {
			t.Errorf("%s: %+v", name, last)
		}
	}
}

// Lost if it fails: a key that ends next week is known to the probe only, which nobody runs.
func TestFactsSayWhenTheKeyEnds(t *testing.T) {
	g, r := connected(t, "18")
	r.on("res.users.apikeys.search_read", response(t, []any{map[string]any{"id": 1, "expiration_date": "2026-11-29 02:20:00"}}))
	f, err := g.Facts(context.Background())
	now := g.cfg.Clock.Now()
	if err != nil || !f.KeyEnds.Equal(now.Add(7*24*time.Hour)) || !f.KeyEndsSoon(now) || f.KeyEndsSoon(now.Add(-8*24*time.Hour)) || (Facts{}).KeyEndsSoon(now) {
		t.Errorf("%v %v", f.KeyEnds, err)
	}
	g, r = connected(t, "17") // keys of 17 have no end, and asking is a fault
	if f, err := g.Facts(context.Background()); err != nil || !f.KeyEnds.IsZero() || r.count("res.users.apikeys.search_read") != 0 {
		t.Errorf("17: %v %v", f.KeyEnds, err)
	}
}
