package odoosim

import (
	"fmt"
	"testing"
)

// bigShop has n open invoices.
func bigShop(n int) *Server {
	list := make([]Invoice, n)
	for i := range list {
		list[i] = Invoice{Customer: Customer{Name: fmt.Sprintf("Customer %05d", i%5000)}, Issued: i % 60, Due: i%90 - 30,
			Lines: []Line{{"Goods", 1000, int64(i%100000 + 100)}}}
	}
	return New(Config{Clock: newFakeClock(), Database: testDB, User: testUser, Key: testKey, Invoices: list})
}

// BenchmarkList is the server's side of a first fill: which documents are open, then each in pages of 200 by id.
func BenchmarkList(b *testing.B) {
	fields := []any{"id", "name", "move_type", "company_id", "partner_id", "commercial_partner_id", "ref", "payment_reference",
		"invoice_date", "invoice_date_due", "amount_total", "amount_residual", "currency_id", "state", "payment_state", "write_date"}
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := bigShop(n)
			ask := func(method string, domain []any, kw object) []byte {
				return s.execute("object", wireCall{"execute_kw", []any{testDB, s.db.self, testKey, "account.move", method, []any{domain}, kw}}, s.db.now, s.db.number)
			}
			bytes := 0
			b.ReportAllocs()
			for b.Loop() {
				bytes = 0
				bytes += len(ask("search", []any{[]any{"move_type", "in", []any{"out_invoice", "out_refund"}}, []any{"state", "=", "posted"},
					[]any{"payment_state", "in", []any{"not_paid", "partial"}}, []any{"company_id", "in", []any{s.db.own}}}, object{{"order", "invoice_date_due asc, id asc"}}))
				for first := 1; first <= n; first += 200 {
					ids := make([]any, 200)
					for i := range ids {
						ids[i] = first + i
					}
					bytes += len(ask("search_read", []any{[]any{"id", "in", ids}}, object{{"fields", fields}, {"limit", 200}}))
				}
			}
			b.ReportMetric(float64(bytes)/float64(n), "bytes/document")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/document")
		})
	}
}

// BenchmarkRefresh asks what changed among 100,000 documents.
func BenchmarkRefresh(b *testing.B) {
	s := bigShop(100_000)
	for b.Loop() {
		s.execute("object", wireCall{"execute_kw", []any{testDB, s.db.self, testKey, "account.move", "search_read",
			[]any{[]any{[]any{"write_date", ">=", "2026-11-22 09:30:16"}}}, object{{"fields", []any{"name"}}, {"limit", 200}, {"order", "id asc"}}}}, s.db.now, s.db.number)
	}
}
