package odoo

import (
	"context"
	"slices"
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

// Lost if it fails: a document that is paid or deleted while the list is read pushes another one out of it, or the list is
// not by urgency.
func TestListIsReadByIDsInTheirOrder(t *testing.T) {
	g, r := ready(t)
	var ids []any
	for i := range pageSize + 3 {
		ids = append(ids, int64(1000-i)) // by due date, which is not by id
	}
	page := func(ids ...any) []byte {
		var all []any
		for _, id := range ids {
			all = append(all, recordedDocument(map[string]any{"id": id}))
		}
		slices.Reverse(all) // Odoo orders as it likes
		return response(t, all)
	}
	r.on("account.move.search", response(t, ids))
	r.on("account.move.search_read", page(ids[:pageSize]...), page(ids[pageSize], ids[pageSize+2])) // one is gone by now
	var seen []int64
	pages := 0
	if err := g.OpenDocuments(context.Background(), func(docs []document.Document) bool {
		pages++
		for _, d := range docs {
			seen = append(seen, d.ID)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if len(seen) != pageSize+2 || pages != 2 || seen[0] != 1000 || seen[pageSize-1] != 801 || seen[pageSize] != 800 || seen[pageSize+1] != 798 {
		t.Errorf("%d documents in %d pages: %v", len(seen), pages, seen)
	}
	ask := r.last("account.move.search_read")
	if d := cmp.Diff([]any{[]any{"id", "in", ids[pageSize:]}}, ask.args[0]); d != "" || ask.kw["offset"] != nil || ask.kw["limit"] != int64(pageSize) {
		t.Error(d, ask.kw)
	}
	r.on("account.move.search_read", page(ids[:pageSize]...), page(ids[pageSize]))
	r.calls = nil
	if err := g.OpenDocuments(context.Background(), func([]document.Document) bool { return false }); err != nil || r.count("account.move.search_read") > 2 {
		t.Errorf("listing went on after it was told to stop: %d calls, %v", len(r.calls), err)
	}
	r.on("account.move.search", response(t, []any{"1"}))
	_, err := g.OpenIDs(context.Background())
	want(t, err, explain.Unanswered)
}

// Lost if it fails: more than one page of changes since the last look is not read to its end, or for ever.
func TestChangesAreReadInPages(t *testing.T) {
	g, r := ready(t)
	page := func(from, n int) []byte {
		var all []any
		for i := range n {
			all = append(all, recordedDocument(map[string]any{"id": from + i}))
		}
		return response(t, all)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	got, err := g.Changed(context.Background(), time.Date(2026, 11, 22, 2, 0, 0, 999, time.FixedZone("", 3600)))
	if err != nil || len(got) != 203 {
		t.Fatalf("%d %v", len(got), err)
	}
	domain := r.last("account.move.search_read").args[0].([]any)
	if d := cmp.Diff([]any{"write_date", ">=", "2026-11-22 01:00:00"}, domain[1]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]any{"id", ">", int64(200)}, domain[3]); d != "" {
		t.Error(d)
	}
	r.on("account.move.search_read", page(1, pageSize)) // a server that ignores the condition
	_, err = g.Changed(context.Background(), time.Unix(0, 0))
	want(t, err, explain.Unanswered)
}

// Lost if it fails: a payment of a changed invoice is booked on a contact instead of its company; or each look costs a call
// more.
func TestCustomersCompanyIsAskedForOnce(t *testing.T) {
	g, r := ready(t)
	row := func(id, partner int64) map[string]any {
		d := recordedDocument(map[string]any{"id": id, "partner_id": []any{partner, "x"}})
		delete(d, "commercial_partner_id")
		return d
	}
	r.on("account.move.search_read", response(t, []any{row(1, 14), row(2, 14), row(3, 15)}))
	r.on("res.partner.read", response(t, []any{map[string]any{"id": 14, "commercial_partner_id": []any{int64(9), "Co"}}, map[string]any{"id": 15, "commercial_partner_id": []any{int64(15), "x"}}}))
	r.calls = nil
	for range 2 {
		docs, err := g.Changed(context.Background(), time.Unix(0, 0))
		if err != nil || len(docs) != 3 || docs[0].Partner.CommercialID != 9 || docs[1].Partner.CommercialID != 9 || docs[2].Partner.CommercialID != 15 {
			t.Fatalf("%+v %v", docs, err)
		}
	}
	if n := r.count("res.partner.read"); n != 1 {
		t.Errorf("asked %d times", n)
	}
	for _, f := range r.last("account.move.search_read").kw["fields"].([]any) {
		if f == "commercial_partner_id" || f == "company_id" {
			t.Errorf("asks for %v each time", f)
		}
	}
}

// Lost if it fails: documents of a further company cannot be told from the own ones, or are booked into the own journal.
func TestFurtherCompaniesAreShownButNotCharged(t *testing.T) {
	g, r := connected(t, "18")
	g.cfg.Also = []string{"Kiosk Branch EUR"}
	ctx := context.Background()
	r.on("account.move.search_read", response(t, []any{recordedDocument(map[string]any{"company_id": []any{int64(2), "Kiosk Branch EUR"}})}))
	docs, err := g.Changed(ctx, time.Unix(0, 0))
	if err != nil || len(docs) != 1 || docs[0].Company != 2 {
		t.Fatalf("%+v %v", docs, err)
	}
	ask := r.last("account.move.search_read")
	if d := cmp.Diff([]any{"company_id", "in", []any{int64(1), int64(2)}}, ask.args[0].([]any)[2]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]any{int64(1), int64(2)}, ask.kw["context"].(map[string]any)["allowed_company_ids"]); d != "" {
		t.Error(d)
	}
	if _, err := g.Documents(ctx, []int64{7}); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]any{"company_id", "=", int64(1)}, r.last("account.move.search_read").args[0].([]any)[1]); d != "" {
		t.Errorf("documents about to be charged are read from other companies: %s", d)
	}
	g, _ = connected(t, "18")
	g.cfg.Also = []string{"Nobody"}
	if _, err := g.Facts(ctx); err == nil {
		t.Error("a company that cannot be seen is left out in silence")
	}
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
