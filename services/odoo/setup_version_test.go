package odoo

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"paydesk/services/explain"
)

// modelFields is what a recorded server says of a model's fields.
func modelFields(t testing.TB, version, model string) map[string]any {
	t.Helper()
	files, err := recordings()
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(files[version+"/fields/"+model+".json"], &fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

// withoutField makes the gateway meet an Odoo of some version whose fields are a recorded server's, less one.
func versionAnswers(t *testing.T, r *replay, fieldsOf, without string, info ...any) {
	r.on("version", response(t, map[string]any{"server_version": "99.0", "server_version_info": info, "protocol_version": 1}))
	for _, model := range []string{"account.payment", "account.move", "account.move.line", "account.payment.method.line"} {
		fields := modelFields(t, fieldsOf, model)
		delete(fields, strings.TrimPrefix(without, model+"."))
		if model == "account.move" {
			fields["transaction_ids"] = map[string]any{"type": "many2many"}
		}
		r.on(model+".fields_get", response(t, fields))
	}
}

// Lost if it fails: a shop that moved to a later Odoo is shut out although everything works, or charges cards that an
// Odoo nobody tried cannot book.
func TestVersionsThatWereNotRecordedAreReadAndProvenBeforeTheyAreWritten(t *testing.T) {
	for _, c := range []struct {
		name     string
		info     []any
		fieldsOf string // the recorded version whose fields this Odoo has
		without  string
		memo     string // of the dialect it gets
		kind     explain.Kind
		finding  string
	}{
		{"16", []any{int64(16), int64(0)}, "17", "", "", explain.Unsupported, ""},
		{"no version", nil, "18", "", "", explain.Unsupported, ""},
		{"calls itself 18, but is not", []any{int64(18), int64(0)}, "17", "", "", explain.Unsupported, ""},
		{"18", []any{int64(18), int64(0)}, "18", "", "memo", "", "version"},
		{"20 like 19", []any{int64(20), int64(0)}, "19", "", "memo", "", "version_later"},
		{"19.3 of Odoo Online", []any{"saas~19", int64(3)}, "19", "", "memo", "", "version_later"},
		{"19.3 in one word", []any{"saas~19.3"}, "19", "", "memo", "", "version_later"},
		{"18.2 of Odoo Online", []any{"saas~18", int64(2)}, "18", "", "memo", "", "version_later"},
		{"17.4, on the way to 18: already has its payments", []any{"saas~17", int64(4)}, "18", "", "memo", "", "version_later"},
		{"17.2", []any{"saas~17", int64(2)}, "17", "", "ref", "", "version_later"},
		{"20 without the account a booking names", []any{int64(20), int64(0)}, "19", "account.payment.destination_account_id", "memo", "", "version_unproven"},
		{"20 without the list of payments", []any{int64(20), int64(0)}, "19", "account.move.invoice_payments_widget", "memo", "", "version_unproven"},
		{"20 without a memo", []any{int64(20), int64(0)}, "19", "account.payment.memo", "", explain.Unsupported, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, r := connected(t, "18")
			versionAnswers(t, r, c.fieldsOf, c.without, c.info...)
			ctx := context.Background()
			f, err := g.Facts(ctx)
			want(t, err, c.kind)
			if c.kind != "" {
				return
			}
			if got := g.known.dialect.memo; got != c.memo {
				t.Errorf("memo field %s", got)
			}
			found := Probe(ctx, testConfig(r, "18"))
			if found[0].Name != c.finding {
				t.Errorf("the probe says %+v", found[0])
			}
			_, err = g.order(ctx, g.known, "account.payment", "load", keywords{})
			if lacking := c.finding == "version_unproven"; lacking != explain.Is(err, explain.Unsupported) || lacking != (f.Unproven != "") {
				t.Errorf("writing: %v, unproven %q", err, f.Unproven)
			} else if lacking {
				if r.count("account.payment.load") != 0 {
					t.Error("it was written to")
				}
				if err := (Shop{URLs: []string{f.URL}, Database: f.Database, Mode: "test", Protocol: 1}).Belongs(f, "test"); !errors.Is(err, ErrNewerOdoo) {
					t.Errorf("charging goes on: %v", err)
				}
				if !strings.Contains(found[0].What, c.without) {
					t.Errorf("does not name what is missing: %s", found[0].What)
				}
			}
		})
	}
}

// Lost if it fails: a payment state of tomorrow is taken for one we know, after the card was charged.
func TestNewPaymentStateOfALaterVersionStopsBookings(t *testing.T) {
	g, r := connected(t, "18")
	versionAnswers(t, r, "19", "", int64(20), int64(0))
	fields := modelFields(t, "19", "account.payment")
	state := fields["state"].(map[string]any)
	known := state["selection"].([]any)
	for _, states := range [][]any{append(slices.Clone(known), []any{"on_hold", "On Hold"}), {}, {"draft"}} {
		state["selection"] = states
		r.on("account.payment.fields_get", response(t, fields))
		if f, err := g.Check(context.Background()); err != nil || f.Unproven == "" {
			t.Errorf("%v: %+v %v", states, f, err)
		}
	}
}

// Lost if it fails: what proves a later version was never true of the recorded ones.
func TestEveryRecordedVersionProvesItself(t *testing.T) {
	for i, v := range versions {
		d := dialects[oldest+i]
		for model, fields := range d.booked() {
			have := modelFields(t, v, model)
			for name, kind := range fields {
				if about, _ := have[name].(map[string]any); about["type"] != kind {
					t.Errorf("%s: %s.%s is %v, not %s", v, model, name, about["type"], kind)
				}
			}
		}
		if !d.knowsStates(&record{fields: modelFields(t, v, "account.payment")}) {
			t.Errorf("%s has a payment state the dialect does not know", v)
		}
		company := modelFields(t, v, "res.company")
		for _, lock := range d.locks {
			if company[lock] == nil {
				t.Errorf("%s has no %s", v, lock)
			}
		}
	}
}
