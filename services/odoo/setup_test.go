package odoo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"paydesk/services/explain"
)

func TestConfigurationIsCheckedBeforeAnyCall(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Config)
		code   string
	}{
		"no address":     {func(c *Config) { c.URL = "" }, "url"},
		"no scheme":      {func(c *Config) { c.URL = "odoo.test" }, "url"},
		"password in it": {func(c *Config) { c.URL = "https://me:pw@odoo.test" }, "url_secret"},
		"plain http":     {func(c *Config) { c.URL = "http://odoo.test" }, "insecure"},
		"http by number": {func(c *Config) { c.URL = "http://10.0.0.7:8069" }, "insecure"},
		"no database":    {func(c *Config) { c.Database = "" }, "database"},
		"no user":        {func(c *Config) { c.User = "" }, "user"},
		"no key":         {func(c *Config) { c.Key = "" }, "key"},
	} {
		cfg := testConfig(&replay{t: t}, "18")
		c.change(&cfg)
		_, err := New(cfg)
		var setup *SetupError
		if !errors.As(err, &setup) || !setup.Has(c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, ok := range []string{"https://odoo.test", "https://odoo.test/odoo/accounting?x=1", "http://localhost:8069", "http://127.0.0.1:1", "http://[::1]:8069"} {
		cfg := testConfig(&replay{t: t}, "18")
		cfg.URL = ok
		if _, err := New(cfg); err != nil {
			t.Errorf("%s: %v", ok, err)
		}
	}
}

// Every set-up here would book wrongly or not at all: it must be refused before a card is charged.
func TestSetUpThatCannotBookIsRefusedWithItsRemedy(t *testing.T) {
	account := []any{int64(99), "Outstanding"}
	in, out := methodLineAnswer(15, "inbound", account), methodLineAnswer(16, "outbound", account)
	stripe := methodLineAnswer(17, "inbound", account)
	stripe["code"], stripe["payment_provider_id"] = "stripe", []any{int64(3), "Stripe"}
	for name, c := range map[string]struct {
		change func(*replay, *Config)
		codes  []string
	}{
		"no right to create payments": {func(r *replay, _ *Config) { r.on("account.payment.check_access_rights", response(t, false)) }, []string{"rights_payment"}},
		"unknown journal":             {func(_ *replay, c *Config) { c.Journal = "NOPE" }, []string{"journal_unknown"}},
		"several Stripe journals":     {func(_ *replay, c *Config) { c.Journal = "" }, []string{"journal_ambiguous"}},
		"no Stripe journal": {func(r *replay, c *Config) {
			c.Journal = ""
			r.on("account.journal.search_read", response(t, []any{journalAnswer(6, "Bank", "BNK1")}))
		}, []string{"journal_missing"}},
		"several companies": {func(_ *replay, c *Config) { c.Company = "" }, []string{"company_ambiguous"}},
		"unknown company":   {func(_ *replay, c *Config) { c.Company = "Other" }, []string{"company_unknown"}},
		"recorded journal without outstanding accounts": {func(r *replay, c *Config) {
			c.Journal = "STRP"
			r.on(journalMethodLines, recorded(t, "18", "027-payment-method-lines", "response"))
		}, []string{"outstanding_account_inbound", "outstanding_account_outbound"}},
		"no outbound line": {func(r *replay, _ *Config) { r.on(journalMethodLines, response(t, []any{in})) }, []string{"manual_line_outbound"}},
		"provider line":    {func(r *replay, _ *Config) { r.on(journalMethodLines, response(t, []any{in, out, stripe})) }, []string{"provider_line"}},
		"nothing right": {func(r *replay, _ *Config) {
			r.on(journalMethodLines, response(t, []any{stripe, methodLineAnswer(16, "outbound", false)}))
		}, []string{"provider_line", "manual_line_inbound", "outstanding_account_outbound"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := &replay{t: t, version: "18", answers: map[string][][]byte{}}
			r.setUp()
			cfg := testConfig(r, "18")
			c.change(r, &cfg)
			_, err := Connect(context.Background(), cfg)
			var setup *SetupError
			if !errors.As(err, &setup) {
				t.Fatalf("%v", err)
			}
			for _, code := range c.codes {
				if !setup.Has(code) {
					t.Errorf("no %s in: %v", code, err)
				}
			}
			for _, p := range setup.Problems {
				if p.What == "" || p.Meaning == "" || p.Fix == "" || strings.ContainsAny(p.What+p.Meaning+p.Fix, "⟦{") {
					t.Errorf("%+v", p)
				}
			}
			if explain.OutcomeUnknown(err) {
				t.Error("a refused set-up counts as an unknown outcome")
			}
		})
	}
}

func TestOnlyStripeJournalIsFoundWithoutConfiguration(t *testing.T) {
	r := &replay{t: t, version: "18", answers: map[string][][]byte{}}
	r.setUp()
	r.on("account.journal.search_read", response(t, []any{journalAnswer(6, "Bank", "BNK1"), journalAnswer(23, "Card readers", "STRIPE")}))
	cfg := testConfig(r, "18")
	cfg.Journal = ""
	g, err := Connect(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := g.Facts(context.Background()); f.Journal != 23 {
		t.Errorf("%+v", f)
	}
}

// 18 and 19 refuse a language that is not installed; a French shop must still be served.
func TestOdooWithoutEnglishIsServed(t *testing.T) {
	g, r := connected(t, "18")
	r.on("account.payment.fields_get", faulty(2, "Code de langue invalide : en_US"),
		response(t, map[string]any{"memo": map[string]any{"type": "char"}}))
	if _, err := g.Facts(context.Background()); err != nil {
		t.Fatal(err)
	}
	if c := r.last("account.journal.search_read").kw["context"].(map[string]any); c["lang"] != nil {
		t.Errorf("context %v", c)
	}
}

// Without Odoo's payment module there is no payment.transaction, and asking for it is a fault.
func TestOdooWithoutOnlinePaymentsIsServed(t *testing.T) {
	g, r := connected(t, "18")
	r.on("account.move.fields_get", response(t, map[string]any{}))
	r.on("account.move.search_read", response(t, []any{recordedDocument(nil)}))
	got, err := g.Documents(context.Background(), []int64{7, 8})
	if err != nil || len(got) != 1 {
		t.Fatalf("%v %v", got, err)
	}
	for _, f := range r.last("account.payment.method.line.search_read").kw["fields"].([]any) {
		if f == "payment_provider_id" {
			t.Error("asked for a field of a module that is not there")
		}
	}
}

func TestGatewayStartsWhileOdooIsAway(t *testing.T) {
	g, r := connected(t, "18")
	away := true
	r.send = func(request, *http.Request) (*http.Response, error) {
		if away {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, nil
	}
	_, err := g.Booking(context.Background(), 1)
	want(t, err, explain.Unreachable)
	away = false
	r.on("account.payment.read", bookingIn(t, "paid"))
	if _, err := g.Booking(context.Background(), 73); err != nil {
		t.Errorf("Odoo is back, but: %v", err)
	}
}

func TestSetUpIsLookedAtAgainAfterAnHour(t *testing.T) {
	g, r := ready(t)
	r.on(journalMethodLines, response(t, []any{methodLineAnswer(15, "inbound", false)}))
	g.cfg.Clock.(*stopped).now = g.cfg.Clock.Now().Add(siteAge)
	_, err := g.Documents(context.Background(), []int64{7})
	var setup *SetupError
	if !errors.As(err, &setup) || !strings.Contains(err.Error(), "outstanding") {
		t.Errorf("a broken set-up went on serving: %v", err)
	}
}

// Two calls with the same meaning have the same bytes, or a simulated day would not repeat.
func TestRequestsAreTheSameBytesEveryTime(t *testing.T) {
	s := site{lang: "en_US", facts: Facts{Company: 1}}
	kw := keywords{Fields: listed, Limit: 200, Order: "id", Context: s.context()}
	kw.Context.Mode, kw.Context.NoUpdate = "update", true
	first, err := encode("execute_kw", []any{"db", kw})
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if b, _ := encode("execute_kw", []any{"db", kw}); string(b) != string(first) {
			t.Fatal("bytes differ")
		}
	}
	if _, err := encode("x", []any{1, nil, 2}); err == nil {
		t.Error("an empty argument would have vanished and shifted the others")
	}
	if _, err := encode("x", []any{struct{ hidden string }{"x"}}); err == nil || !strings.Contains(err.Error(), "encoding") {
		t.Errorf("the codec's panic got through: %v", err)
	}
}
