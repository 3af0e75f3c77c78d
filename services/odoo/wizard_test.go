package odoo

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// dialog answers the register wizard as Odoo does: what is read back is told by the test, beside what the row asks for.
type dialog struct {
	residual   float64
	difference float64
	reconciles bool
	change     map[string]any // of what is read back
}

func (d dialog) on(t *testing.T, g *Gateway, r *replay, row payment.BookingRow) {
	t.Helper()
	if _, err := g.Facts(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := g.known
	r.on("account.move.read", response(t, []any{map[string]any{"id": row.Documents[0], "amount_residual": d.residual, "state": "posted"}}))
	r.on("account.payment.register.create", recorded(t, r.version, "096-epd-wizard", "response"))
	r.on("account.payment.register.action_create_payments", recorded(t, r.version, "099-epd-action", "response"))
	r.on("account.account.search_read", response(t, []any{map[string]any{"id": 766}}))
	r.send = func(c request, _ *http.Request) (*http.Response, error) {
		if c.model != "account.payment.register" || c.name != "read" {
			return nil, nil
		}
		handling := "open"
		if d.reconciles || r.last("account.payment.register.create").args[0].(map[string]any)["payment_difference_handling"] == "reconcile" {
			handling = "reconcile"
		}
		w := map[string]any{"id": 18, "amount": wire(row.Amount), "currency_id": []any{s.byCode[row.Amount.Currency].id, "USD"},
			"payment_method_line_id": []any{s.line(row.Mark), "Manual"}, "payment_difference": d.difference,
			"payment_difference_handling": handling, "can_edit_wizard": true, "payment_token_id": false}
		for k, v := range d.change {
			w[k] = v
		}
		return reply(response(t, []any{w})), nil
	}
}

func discounted(minor int64) payment.BookingRow {
	return payment.BookingRow{Mark: "pi_epd", Memo: "pi_epd INV/1", Partner: 8, Amount: money.New(minor, "USD"), Date: "2026-11-22", Documents: []int64{143}}
}

// The recorded dialog of an invoice with a discount term: 98 of 100 closes it. Booked any other way the customer who paid
// in time is dunned for the rest.
func TestDiscountThatOdooGivesIsBookedByItsOwnDialog(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		read := answered(t, r.version, "097-epd-wizard-read").([]any)[0].(map[string]any)
		if read["amount"] != 98.0 || read["payment_difference"] != 2.0 || read["payment_difference_handling"] != "reconcile" {
			t.Fatalf("the recording: %v", read)
		}
		row := discounted(9800)
		dialog{residual: 100, difference: 2, reconciles: true}.on(t, g, r, row)
		if closes, err := g.Closes(context.Background(), row); err != nil || !closes {
			t.Errorf("%v %v", closes, err)
		}
		if n := r.count("account.payment.register.action_create_payments"); n != 0 {
			t.Error("the question booked something")
		}
		id, err := g.Register(context.Background(), row)
		if want := answered(t, r.version, "099-epd-action").(map[string]any)["res_id"]; err != nil || id != want {
			t.Errorf("%d %v", id, err)
		}
		sent := r.last("account.payment.register.create")
		want := map[string]any{"journal_id": g.known.facts.Journal, "payment_method_line_id": g.known.inbound, "amount": 98.0,
			"currency_id": int64(1), "payment_date": "2026-11-22", "communication": "pi_epd INV/1", "payment_token_id": false}
		if d := cmp.Diff(want, sent.args[0]); d != "" {
			t.Errorf("left to Odoo's defaults, or against its discount:\n%s", d)
		}
		frame := map[string]any{"allowed_company_ids": []any{int64(1)}, "lang": "en_US", "active_model": "account.move", "active_ids": []any{int64(143)}}
		if d := cmp.Diff(frame, sent.kw["context"]); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(frame, r.last("account.payment.register.action_create_payments").kw["context"]); d != "" {
			t.Error(d)
		}
	})
}

// What Odoo does not close stays open; an instalment is no discount.
func TestOrdinaryPartAndInstalmentCloseNothing(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		g.cfg.WriteOff = &WriteOff{Account: "6990", Limit: money.New(5, "USD")}
		for name, d := range map[string]dialog{
			"part":                   {residual: 100, difference: 2},
			"discounted instalment":  {residual: 198, difference: 2, reconciles: true}, // closes its part, not the invoice
			"instalment":             {residual: 198, difference: 0},
			"cents of an instalment": {residual: 198, difference: 0.05}, // the dialog pays the next instalment only
		} {
			row := discounted(9800)
			d.on(t, g, r, row)
			if closes, err := g.Closes(context.Background(), row); err != nil || closes {
				t.Errorf("%s: %v %v", name, closes, err)
			}
		}
	})
}

// A rest of cents that the shop writes off; without the account Odoo refuses (contract §6), and a cent more stays owed.
func TestConfiguredRestIsWrittenOff(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		ctx := context.Background()
		row := discounted(10194)
		dialog{residual: 101.98, difference: 0.04}.on(t, g, r, row)
		if closes, err := g.Closes(ctx, row); err != nil || closes {
			t.Errorf("without a setting: %v %v", closes, err)
		}
		g.cfg.WriteOff = &WriteOff{Account: "6990", Limit: money.New(4, "USD")}
		if closes, err := g.Closes(ctx, row); err != nil || !closes {
			t.Errorf("%v %v", closes, err)
		}
		if _, err := g.Register(ctx, row); err != nil {
			t.Error(err)
		}
		sent := r.last("account.payment.register.create").args[0].(map[string]any)
		recordedKeys := parse(t, recorded(t, r.version, "057-pay-writeoff-create", "request")).args[0].(map[string]any)
		for k := range recordedKeys {
			if _, ok := sent[k]; !ok {
				t.Errorf("%s of the recorded write-off is not sent", k)
			}
		}
		if sent["writeoff_account_id"] != int64(766) || sent["payment_difference_handling"] != "reconcile" || sent["amount"] != 101.94 {
			t.Errorf("%v", sent)
		}
		for _, limit := range []money.Amount{money.New(3, "USD"), money.New(400, "EUR")} {
			g.cfg.WriteOff.Limit = limit
			if closes, err := g.Closes(ctx, row); err != nil || closes {
				t.Errorf("limit %s: %v %v", limit, closes, err)
			}
		}
		g.cfg.WriteOff.Limit = money.New(4, "USD")
		r.on("account.account.search_read", response(t, []any{}))
		if _, err := g.Register(ctx, row); !explain.Is(err, explain.Refused) {
			t.Errorf("an account that is not there: %v", err)
		}
	})
}

// The dialog silently converts to the journal's currency, takes a saved card, or another method line: each would book, or
// charge, something else than the card was charged.
func TestDialogThatHoldsSomethingElseIsNotFired(t *testing.T) {
	for name, change := range map[string]map[string]any{
		"amount":      {"amount": 97.99},
		"currency":    {"currency_id": []any{int64(125), "EUR"}},
		"method line": {"payment_method_line_id": []any{int64(999), "Stripe"}},
		"saved card":  {"payment_token_id": []any{int64(3), "•••• 4242"}},
		"two at once": {"can_edit_wizard": false},
		"incomplete":  {"payment_difference": false},
	} {
		each(t, func(t *testing.T, g *Gateway, r *replay) {
			row := discounted(9800)
			dialog{residual: 98, change: change}.on(t, g, r, row)
			if _, err := g.Register(context.Background(), row); err == nil {
				t.Errorf("%s: booked", name)
			}
			if r.count("account.payment.register.action_create_payments") != 0 {
				t.Errorf("%s: fired", name)
			}
		})
	}
}

// Several payments instead of one: which of them is ours nobody knows, so nothing is called done.
func TestDialogThatMadeSeveralPaymentsIsReadAgain(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		row := discounted(9800)
		row.Documents = []int64{143, 144}
		dialog{residual: 98}.on(t, g, r, row)
		r.on("account.payment.register.action_create_payments", recorded(t, r.version, "088-pay-many-customers-action", "response"))
		if id, err := g.Register(context.Background(), row); !explain.OutcomeUnknown(err) {
			t.Errorf("%d %v", id, err)
		}
		if sent := r.last("account.payment.register.create").args[0].(map[string]any); sent["group_payment"] != true || sent["payment_difference_handling"] != "open" {
			t.Errorf("%v", sent)
		}
	})
}

// A charge trap of its own: nothing, not even a question, may send an amount of zero or a foreign mark.
func TestWhatCannotBeBookedNeverReachesOdoo(t *testing.T) {
	g, r := ready(t)
	for name, change := range map[string]func(*payment.BookingRow){
		"no amount":   func(b *payment.BookingRow) { b.Amount.Minor = 0 },
		"negative":    func(b *payment.BookingRow) { b.Amount.Minor = -5 },
		"no mark":     func(b *payment.BookingRow) { b.Mark = "" },
		"other mark":  func(b *payment.BookingRow) { b.Mark = "module.pi_1" },
		"no currency": func(b *payment.BookingRow) { b.Amount.Currency = "XXX" },
	} {
		r.setUp()
		row := discounted(9800)
		change(&row)
		if _, err := g.Register(context.Background(), row); !explain.Is(err, explain.Refused) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := g.CreateDraft(context.Background(), row); !explain.Is(err, explain.Refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := r.count("account.payment.load") + r.count("account.payment.register.create"); n != 0 {
		t.Errorf("%d sent", n)
	}
}
