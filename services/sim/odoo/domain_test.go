package odoosim

import "testing"

// Lost: finding the right documents. Each case is a domain form that the contract uses.
func TestDomains(t *testing.T) {
	_, c := northgate(t)
	must := func(model string, want int, domain ...any) {
		t.Helper()
		if got := c.do(model, "search_count", []any{domain}, nil); got != want {
			t.Errorf("%s %s found %v, want %d", model, repr(domain), got, want)
		}
	}
	must("account.move", 1, []any{"name", "=", "INV/2026/00427"})
	must("account.move", 2, "|", []any{"name", "=", "INV/2026/00427"}, []any{"name", "=", "INV/2026/00411"})
	must("account.move", 2, []any{"name", "in", []any{"INV/2026/00427", "INV/2026/00411"}}, "!", []any{"state", "=", "draft"})
	must("account.move", 1, []any{"partner_id.email", "=ilike", "A.WISNIEWSKA@poczta.example"})
	must("account.move", 1, []any{"partner_id.name", "ilike", "wiśniewska"})
	must("account.move", 0, []any{"partner_id.name", "like", "wiśniewska"})
	must("account.move", 1, []any{"partner_id", "ilike", "Harbour Dental"}, []any{"move_type", "=", "out_invoice"})
	must("account.move", 0, "&", []any{"name", "=", "INV/2026/00427"}, []any{"amount_residual", "<", 1284.5})
	must("account.move", 1, "&", []any{"name", "=", "INV/2026/00427"}, []any{"amount_residual", "<=", 1284.5})
	must("account.move", 0, []any{"name", "=", "INV/2026/00427"}, []any{"ref", "=", false})
	must("account.move", 1, []any{"name", "=", "INV/2026/00427"}, []any{"reversed_entry_id", "=", false})
	must("account.move", 1, []any{"name", "=", "INV/2026/00427"}, []any{"payment_state", "not in", []any{"paid", "reversed"}})
	must("res.partner", 1, []any{"barcode", "=", "4006381333931"})
	must("res.currency", 1, []any{"name", "=", "JPY"}, []any{"decimal_places", "=", 0})

	id := c.do("account.payment", "create", []any{object{{"amount", 1.0}, {"memo", "pi_100% x"}, {"journal_id", c.s.db.stripe}}}, nil)
	must("account.payment", 1, []any{"memo", "=like", `pi\_100\%%`})
	must("account.payment", 0, []any{"memo", "=like", `pi\_200%`})
	must("account.payment", 0, []any{"memo", "=like", "pi_100"})
	must("account.payment", 1, []any{"memo", "=like", "p__100_ x"})
	must("account.payment", 1, []any{"id", "=", id}, []any{"name", "=", false}, []any{"memo", "not ilike", "zz"})

	c.fails(1, "ValueError: Invalid field res.partner.nofield in leaf ('partner_id.nofield', '=', 1)", "account.move", "search", []any{[]any{[]any{"partner_id.nofield", "=", 1}}}, nil)
}

// Lost: pages that neither repeat nor lose a document, in the order asked for.
func TestPagesAreCompleteAndOrdered(t *testing.T) {
	_, c := northgate(t)
	seen := map[any]bool{}
	last := ""
	for offset := 0; ; offset += 50 {
		rows := c.do("account.move", "search_read", []any{[]any{[]any{"move_type", "=", "out_invoice"}}}, object{
			{"fields", []any{"invoice_date_due"}}, {"limit", 50}, {"offset", offset}, {"order", "invoice_date_due asc, id asc"}}).([]any)
		if len(rows) == 0 {
			break
		}
		for _, row := range rows {
			m := asMap(row)
			if due := m["invoice_date_due"].(string); due < last || seen[m["id"]] {
				t.Fatalf("%v after %s", m, last)
			} else {
				last, seen[m["id"]] = due, true
			}
		}
	}
	if len(seen) != NorthgateOpen+NorthgateDollars {
		t.Errorf("%d documents on all pages", len(seen))
	}
}

// Lost: where empty values stand: last ascending, first descending, as PostgreSQL puts them.
func TestEmptyValuesSortLikePostgreSQL(t *testing.T) {
	_, c, _ := newTestServer(t, 1000, 1000, 1000)
	c.do("account.move", "write", []any{[]any{2}, object{{"ref", "b"}}}, nil)
	c.do("account.move", "write", []any{[]any{3}, object{{"ref", "a"}}}, nil)
	for order, want := range map[string]string{"ref": "[3, 2, 1]", "ref desc": "[1, 2, 3]", "ref asc, id desc": "[3, 2, 1]"} {
		if got := repr(c.do("account.move", "search", []any{[]any{}}, object{{"order", order}})); got != want {
			t.Errorf("order %s: %s, want %s", order, got, want)
		}
	}
	c.fails(1, "ValueError: Invalid field 'nofield' on model 'account.move'", "account.move", "search", []any{[]any{}}, object{{"order", "nofield"}})
}
