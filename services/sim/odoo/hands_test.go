package odoosim

import (
	"errors"
	"testing"
	"time"
)

// ledgerOf is one document in the books.
func ledgerOf(t *testing.T, s *Server, number string) LedgerInvoice {
	t.Helper()
	for _, inv := range s.Ledger().Invoices {
		if inv.Number == number {
			return inv
		}
	}
	t.Fatalf("%s is not in the books", number)
	return LedgerInvoice{}
}

// Lost: the people in Odoo who work beside the counter. Each hand leaves the books as Odoo would.
func TestHands(t *testing.T) {
	const doc = "INV/2026/00001"
	s, c, _ := newTestServer(t, 10000)
	expect := func(step, state, paymentState string, total, residual int64) {
		t.Helper()
		got := ledgerOf(t, s, doc)
		if got.State != state || got.PaymentState != paymentState || got.TotalMinor != total || got.ResidualMinor != residual {
			t.Errorf("after %s: %+v", step, got)
		}
	}
	id, err := s.RegisterHandPayment(doc, 4000)
	must(t, err)
	expect("a part by hand", "posted", "partial", 10000, 6000)
	must(t, s.CancelPayment(id))
	expect("its cancellation", "posted", "not_paid", 10000, 10000)
	must(t, s.ChangeAmount(doc, 12050))
	expect("an amendment", "posted", "not_paid", 12050, 12050)
	if id, err = s.RegisterHandPayment(doc, 12050); err != nil {
		t.Fatal(err)
	}
	expect("full payment", "posted", "paid", 12050, 0)
	must(t, s.DeletePayment(id))
	expect("deleting it", "posted", "not_paid", 12050, 12050)
	_, note, err := s.CreditNote(doc, 2050)
	must(t, err)
	expect("a part credited", "posted", "partial", 12050, 10000)
	if n := ledgerOf(t, s, note); n.PaymentState != "paid" || n.Kind != "out_refund" || n.TotalMinor != 2050 {
		t.Errorf("credit note %+v", n)
	}
	tx, err := s.AddPortalTransaction(doc, "pending")
	must(t, err)
	must(t, s.SetTransaction(tx, "done"))
	rows := c.do("payment.transaction", "search_read", []any{[]any{[]any{"invoice_ids", "in", []any{1}}, []any{"state", "=", "done"}}}, object{{"fields", []any{"amount", "is_post_processed"}}}).([]any)
	if len(rows) != 1 || asMap(rows[0])["amount"] != 100.0 {
		t.Errorf("transactions %v", rows)
	}
	must(t, s.ResetToDraft(doc))
	expect("reset", "draft", "not_paid", 12050, 12050)
	must(t, s.CancelInvoice(doc))
	expect("cancelling", "cancel", "not_paid", 12050, 12050)
	must(t, s.DeleteInvoice(doc))
	if err := s.CancelInvoice(doc); !errors.Is(err, ErrNotFound) {
		t.Errorf("a deleted invoice: %v", err)
	}
}

// Lost: a restored database. Payments made since are gone, their ids are handed out again, and the checker still
// knows that one mark was created twice.
func TestRestoreForgetsPaymentsAndReusesIDs(t *testing.T) {
	s, c, _ := newTestServer(t, 1000, 2000)
	b := s.Backup()
	id := c.load("pi_1", "10.00", "1")
	c.none("account.payment", "action_post", []any{id})
	c.none("account.move", "js_assign_outstanding_line", []any{1}, c.line(id))
	s.Restore(b)
	l := s.Ledger()
	if len(l.Payments) != 0 || l.Invoices[0].ResidualMinor != 1000 {
		t.Errorf("restored books: %+v", l)
	}
	if again := c.load("pi_2", "20.00", "2"); again != id {
		t.Errorf("id %d after the restore, want %d again", again, id)
	}
	if n := s.Ledger().Created["paydesk_pi_1"]; n != 1 {
		t.Errorf("the restore forgot that pi_1 was created (%d)", n)
	}
}

// Lost: foreign money. A dollar invoice of a euro company is paid in dollars, and both amounts are told.
func TestForeignCurrencyIsBookedInItsOwn(t *testing.T) {
	s, c := northgate(t)
	id, err := s.RegisterHandPayment("INV/2026/00422", 64000)
	must(t, err)
	p := c.row("account.payment", id, "amount", "currency_id", "amount_company_currency_signed", "is_reconciled")
	if p["amount"] != 640.0 || p["amount_company_currency_signed"] != 512.0 || p["is_reconciled"] != true {
		t.Errorf("payment %v", p)
	}
	inv := ledgerOf(t, s, "INV/2026/00422")
	w := asMap(asMap(c.row("account.move", inv.ID, "invoice_payments_widget")["invoice_payments_widget"])["content"].([]any)[0])
	if w["amount"] != 640.0 || w["amount_company_currency"] != "512.00\u00a0€" || w["amount_foreign_currency"] != "$\u00a0640.00" {
		t.Errorf("widget %v", w)
	}
}

// Lost: a booking that people touched: taken off its document, and no longer found by its memo.
func TestPeopleTouchABooking(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	id := c.load("pi_1", "10.00", "1")
	c.none("account.payment", "action_post", []any{id})
	c.none("account.move", "js_assign_outstanding_line", []any{1}, c.line(id))
	must(t, s.Unreconcile(id))
	must(t, s.RewriteMemo(id, "see mail"))
	if p := c.row("account.payment", id, "memo", "is_reconciled"); p["memo"] != "see mail" || p["is_reconciled"] != false {
		t.Errorf("payment %v", p)
	}
	if inv := ledgerOf(t, s, "INV/2026/00001"); inv.ResidualMinor != 1000 {
		t.Errorf("invoice %+v", inv)
	}
	c.none("account.move", "js_assign_outstanding_line", []any{1}, c.line(id))
	if inv := ledgerOf(t, s, "INV/2026/00001"); inv.PaymentState != "paid" {
		t.Errorf("assigned again: %+v", inv)
	}
	if err := s.RewriteMemo(99, "x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown payment: %v", err)
	}
}

// Lost: the company's day. Around midnight it differs from UTC, and the user's zone has a name that Odoo knows.
func TestDaysFollowTheCompanysZone(t *testing.T) {
	clk := newFakeClock()
	clk.now = time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC)
	s := New(Config{Clock: clk, Database: testDB, User: testUser, Key: testKey, Company: Company{Location: time.FixedZone("Local", 3600)},
		Invoices: []Invoice{{Customer: Customer{Name: "A"}, Lines: []Line{{"Goods", 1000, 500}}}}})
	c := caller{t, s}
	if got := c.row("account.move", 1, "invoice_date", "create_date"); got["invoice_date"] != "2026-11-23" || got["create_date"] != "2026-11-22 23:30:00" {
		t.Errorf("invoice %v", got)
	}
	if got := c.row("res.users", 6, "tz")["tz"]; got != "Etc/GMT-1" {
		t.Errorf("zone %v", got)
	}
}

// Lost: a copied database: another server with the same books, where marks booked before the copy are known.
func TestBackupOpensOnAnotherServer(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	for range 5 {
		c.do("account.move", "search_count", []any{[]any{}}, nil)
	}
	id := c.load("pi_1", "10.00", "1")
	copied, on, _ := newTestServer(t)
	copied.Restore(s.Backup())
	if again := on.load("pi_1", "10.00", "1"); again != id {
		t.Errorf("the copy made %d, want %d", again, id)
	}
	must(t, copied.CancelInvoice("INV/2026/00001"))
	if inv := ledgerOf(t, s, "INV/2026/00001"); inv.State != "posted" {
		t.Errorf("the copy changed the original: %+v", inv)
	}
}
