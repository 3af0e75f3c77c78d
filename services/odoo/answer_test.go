package odoo

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

func TestFalseIsEmptyForTextsDatesAndLinksButNotForMoney(t *testing.T) {
	g, r := ready(t)
	ctx := context.Background()
	r.on("payment.transaction.search_read", response(t, []any{}))
	r.on("account.move.search_read", response(t, []any{recordedDocument(map[string]any{"name": false, "invoice_date": false,
		"invoice_date_due": false, "payment_reference": false, "ref": "", "state": "draft"})}))
	got, err := g.Documents(ctx, []int64{7})
	if err != nil {
		t.Fatal(err)
	}
	if d := got[0]; d.Number != "" || d.Date != "" || d.Due != "" || d.Residual != money.New(10600, "USD") || d.Open() {
		t.Errorf("%+v", d)
	}
	for field, bad := range map[string]any{"amount_residual": false, "currency_id": false, "move_type": "in_invoice", "id": false,
		"write_date": "yesterday", "invoice_date_due": "22/11/2026", "amount_total": "106", "partner_id": 14} {
		r.on("account.move.search_read", response(t, []any{recordedDocument(map[string]any{field: bad})}))
		r.setUp()
		_, err := g.Documents(ctx, []int64{7})
		want(t, err, explain.Unanswered)
	}
	missing := recordedDocument(nil)
	delete(missing, "amount_residual")
	unpaid := recordedDocument(nil)
	delete(unpaid, "invoice_payments_widget")
	for _, short := range []map[string]any{missing, unpaid} {
		r.on("account.move.search_read", response(t, []any{short}))
		r.setUp()
		_, err = g.Documents(ctx, []int64{7})
		want(t, err, explain.Unanswered)
	}
}

func TestLongerMarkIsNotTakenForOurs(t *testing.T) {
	g, r := ready(t)
	list := func(memos ...string) []byte {
		var all []any
		for i, m := range memos {
			all = append(all, map[string]any{"id": i + 1, "name": "P", "state": "paid", "amount": 1.0, "currency_id": []any{int64(1), "USD"},
				"partner_id": false, "journal_id": []any{int64(1), "x"}, "company_id": []any{int64(1), "x"}, "memo": m, "date": "2026-11-22",
				"payment_type": "inbound", "is_reconciled": true, "move_id": []any{int64(1), "x"}})
		}
		return response(t, all)
	}
	r.on("account.payment.search_read", list("pi_1 INV/1", "pi_12 INV/2", "pi_1", "pi_1, by phone", "pi_1_x"))
	found, err := g.FindBookings(context.Background(), "pi_1")
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, b := range found {
		ids = append(ids, b.ID)
	}
	if d := cmp.Diff([]int64{1, 3, 4}, ids); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{"", "%", "pi_", "pi_1%", "x.pi_1", "pi_1.2"} {
		if _, err := g.FindBookings(context.Background(), bad); err == nil {
			t.Errorf("%q was searched for", bad)
		}
	}
}

func TestUnknownPaymentStateIsNeverGuessed(t *testing.T) {
	g, r := ready(t)
	for state, wantState := range map[string]payment.BookingState{"draft": payment.BookingDraft, "in_process": payment.BookingLive,
		"paid": payment.BookingLive, "canceled": payment.BookingCanceled, "rejected": payment.BookingCanceled} {
		r.on("account.payment.read", bookingIn(t, state))
		if b, err := g.Booking(context.Background(), 73); err != nil || b.State != wantState {
			t.Errorf("%s: %v %v", state, b.State, err)
		}
	}
	r.on("account.payment.read", bookingIn(t, "posted")) // a word of 17 from an 18
	_, err := g.Booking(context.Background(), 73)
	want(t, err, explain.Unsupported)
}

func TestMissingBookingIsNotFound(t *testing.T) {
	g, r := ready(t)
	r.on("account.payment.read", response(t, []any{}))
	_, err := g.Booking(context.Background(), 1)
	want(t, err, explain.NotFound)
}

// A document that is paid while the list is read must not push another one out of it.
func TestListFollowsTheLastRecordAndNotAnOffset(t *testing.T) {
	g, r := ready(t)
	page := func(from, n int) []byte {
		var all []any
		for i := range n {
			all = append(all, recordedDocument(map[string]any{"id": from + i}))
		}
		return response(t, all)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	seen := 0
	if err := g.OpenDocuments(context.Background(), func(d []document.Document) bool { seen += len(d); return true }); err != nil {
		t.Fatal(err)
	}
	ask := r.last("account.move.search_read")
	domain := ask.args[0].([]any)
	if d := cmp.Diff([]any{"id", ">", int64(200)}, domain[len(domain)-1]); d != "" || seen != 203 || ask.kw["offset"] != nil {
		t.Error(d, seen, ask.kw)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	r.calls = nil
	if err := g.OpenDocuments(context.Background(), func([]document.Document) bool { return false }); err != nil || len(r.calls) != 1 {
		t.Errorf("listing went on after it was told to stop: %d calls, %v", len(r.calls), err)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	got, err := g.Changed(context.Background(), time.Date(2026, 11, 22, 2, 0, 0, 999, time.FixedZone("", 3600)))
	if err != nil || len(got) != 203 {
		t.Fatalf("%d %v", len(got), err)
	}
	if d := cmp.Diff([]any{"write_date", ">=", "2026-11-22 01:00:00"}, r.last("account.move.search_read").args[0].([]any)[1]); d != "" {
		t.Error(d)
	}
}

func TestServerThatRepeatsAPageDoesNotHoldTheListForEver(t *testing.T) {
	g, r := ready(t)
	var all []any
	for i := range pageSize {
		all = append(all, recordedDocument(map[string]any{"id": 1 + i}))
	}
	r.on("account.move.search_read", response(t, all))
	want(t, g.OpenDocuments(context.Background(), func([]document.Document) bool { return true }), explain.Unanswered)
	_, err := g.Changed(context.Background(), time.Unix(0, 0))
	want(t, err, explain.Unanswered)
}

func TestFloatsBecomeExactMinorUnits(t *testing.T) {
	for _, c := range []struct {
		f    float64
		code money.Currency
		dec  int32
		want int64
	}{
		{123.45, "USD", 2, 12345}, {0.1 + 0.2, "USD", 2, 30}, {1.005, "USD", 2, 101}, {59.999999999999, "EUR", 2, 6000},
		{1284.4949999, "EUR", 2, 128449}, {500, "JPY", 0, 500}, {12.345, "KWD", 3, 12345}, {1200, "ISK", 0, 120000},
		{1000.6, "MGA", 2, 1000}, {-23.45, "USD", 2, -2345}, {999999.99, "USD", 2, 99999999},
	} {
		got, err := currency{1, c.code, c.dec}.amount(c.f)
		if err != nil || got != money.New(c.want, c.code) {
			t.Errorf("%v %s: %v %v", c.f, c.code, got, err)
		}
	}
	if _, err := (currency{1, "USD", 2}).amount(1e15); err == nil {
		t.Error("an absurd amount was believed")
	}
}

func TestDayIsTheCompanysDay(t *testing.T) {
	g, _ := connected(t, "18")
	at := time.Date(2026, 11, 22, 12, 30, 0, 0, time.UTC)
	if d := g.Day(at); d != "2026-11-22" {
		t.Errorf("before Odoo was reached: %s", d)
	}
	if _, err := g.Facts(context.Background()); err != nil {
		t.Fatal(err)
	}
	if d := g.Day(at); d != "2026-11-23" {
		t.Errorf("in Auckland: %s", d)
	}
	g.forget()
	if d := g.Day(at); d != "2026-11-23" {
		t.Errorf("the zone was forgotten: %s", d)
	}
}
