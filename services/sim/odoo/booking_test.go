package odoosim

import (
	"strconv"
	"testing"
)

var loadColumns = []any{"id", "payment_type", "partner_type", "partner_id/.id", "amount", "currency_id/.id", "journal_id/.id", "payment_method_line_id/.id", "date", "memo", "destination_account_id/.id", "invoice_ids/.id"}

var createOnce = object{{"context", object{{"allowed_company_ids", []any{1}}, {"lang", "en_US"}, {"mode", "update"}, {"noupdate", true}}}}

// cells is a row of load for the Stripe journal.
func (c caller) cells(mark, amount, documents string) []any {
	d := c.s.db
	id := func(n int) string { return strconv.Itoa(n) }
	doc, _ := strconv.Atoi(documents)
	partner := d.moves.at(max(doc, 1)).partner
	return []any{"paydesk_" + mark, "inbound", "customer", id(partner), amount, id(d.companies.at(d.own).currency), id(d.stripe), id(d.journals.at(d.stripe).inbound[0]), "2026-11-22",
		mark + " INV", id(d.receivable), documents}
}

func (c caller) load(mark, amount, documents string) int {
	c.t.Helper()
	ids, _ := c.do("account.payment", "load", []any{loadColumns, []any{c.cells(mark, amount, documents)}}, createOnce).(object).get("ids")
	list, ok := ids.([]any)
	if !ok {
		c.t.Fatalf("load of %s created nothing", mark)
	}
	return list[0].(int)
}

// line is the receivable line of a posted payment.
func (c caller) line(payment int) int {
	c.t.Helper()
	rows := c.do("account.move.line", "search_read", []any{[]any{[]any{"payment_id", "=", payment}, []any{"account_id.account_type", "=", "asset_receivable"}}},
		object{{"fields", []any{"id"}}}).([]any)
	if len(rows) != 1 {
		c.t.Fatalf("payment %d has %d receivable lines", payment, len(rows))
	}
	return asMap(rows[0])["id"].(int)
}

// Lost: the one record per charge. Whoever repeats any step, however often, ends with one reconciled payment.
func TestEveryStepRepeatedBooksOnce(t *testing.T) {
	s, c, _ := newTestServer(t, 12345)
	id := c.load("pi_1", "123.45", "1")
	if again := c.load("pi_1", "999.00", "1"); again != id {
		t.Fatalf("second load made %d beside %d", again, id)
	}
	if p := c.row("account.payment", id, "state", "amount", "move_id"); p["state"] != "draft" || p["amount"] != 123.45 || p["move_id"] != false {
		t.Fatalf("draft reads %v", p)
	}
	c.none("account.payment", "action_post", []any{id})
	c.none("account.payment", "action_post", []any{id})
	line := c.line(id)
	c.none("account.move", "js_assign_outstanding_line", []any{1}, line)
	c.fails(2, "You are trying to reconcile some entries that are already reconciled.", "account.move", "js_assign_outstanding_line", []any{[]any{1}, line}, nil)

	p := c.row("account.payment", id, "name", "state", "is_reconciled")
	if p["name"] != "PSTRP/2026/00001" || p["state"] != "paid" || p["is_reconciled"] != true {
		t.Errorf("payment reads %v", p)
	}
	if m := c.row("account.move", 1, "payment_state", "amount_residual"); m["payment_state"] != "paid" || m["amount_residual"] != 0.0 {
		t.Errorf("invoice reads %v", m)
	}
	l := s.Ledger()
	if len(l.Payments) != 1 || l.Created["paydesk_pi_1"] != 1 || l.Invoices[0].ResidualMinor != 0 {
		t.Errorf("books say %+v", l)
	}
	if got := l.Payments[0].Reconciled; len(got) != 1 || got[0].AmountMinor != 12345 || l.Payments[0].ExternalID != "paydesk_pi_1" {
		t.Errorf("payment in the books: %+v", l.Payments[0])
	}
}
