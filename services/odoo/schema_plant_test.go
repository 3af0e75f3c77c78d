package odoo

import "testing"

// Lost: the checker itself. A wrong name or type planted in each kind of request, and in each kind of answer, is refused;
// without it, nothing is.
func TestCheckerRefusesWhatIsPlanted(t *testing.T) {
	list := func(v ...any) []any { return v }
	type m = map[string]any
	call := func(model, name string, args []any, kw m) request {
		return request{method: "execute_kw", model: model, name: name, args: args, kw: kw}
	}
	domain := list(list("state", "=", "posted"), list("invoice_date_due", "<=", "2026-11-22"), list("write_date", ">=", "2026-11-22 00:00:00"), list("partner_id.email", "=", "x"))
	columns := list("id", "amount", "journal_id/.id", "date", "memo", "invoice_ids/.id", "payment_type")
	cells := list("paydesk_pi_1", "12.50", "7", "2026-11-22", "pi_1", "3,4", "inbound")
	good := []request{
		call("account.move", "search_read", list(domain), m{"fields": list("name", "amount_total"), "limit": int64(5), "order": "invoice_date_due asc, id asc"}),
		call("account.payment", "read", list(list(int64(1)), list("memo", "state")), m{"context": m{"lang": "en_US", "allowed_company_ids": list(int64(1))}}),
		call("ir.attachment", "create", list(m{"name": "receipt", "res_id": int64(4), "res_model": "account.payment", "datas": "QQ=="}), nil),
		call("account.move", "write", list(list(int64(1)), m{"invoice_line_ids": list(list(int64(1), int64(9), m{"price_unit": 2.5}))}), nil),
		call("account.payment", "load", list(columns, list(cells)), m{"context": m{"mode": "update", "noupdate": true}}),
		call("account.payment", "action_post", list(list(int64(1))), nil),
	}
	s := schema{"18"}
	for _, r := range good {
		if found := s.checkRequest(r); len(found) != 0 {
			t.Errorf("%s.%s is right: %v", r.model, r.name, found)
		}
	}
	search := func(domain []any, kw m) request { return call("account.move", "search_read", list(domain), kw) }
	cell := func(i int, v any) request {
		row := append([]any{}, cells...)
		row[i] = v
		return call("account.payment", "load", list(columns, list(row)), nil)
	}
	for name, r := range map[string]request{
		"model":                   call("account.invoice", "read", list(list(int64(1))), nil),
		"method":                  call("account.move", "reconcile_all", list(), nil),
		"keyword":                 search(nil, m{"feilds": list("name")}),
		"read: field":             call("account.payment", "read", list(list(int64(1)), list("communication")), nil),
		"read: field of 17":       call("account.payment", "read", list(list(int64(1)), list("ref")), nil),
		"read: ids":               call("account.payment", "read", list(list("1")), nil),
		"search_read: field":      search(nil, m{"fields": list("nmae")}),
		"search_read: order":      search(nil, m{"order": "due asc"}),
		"search_read: limit":      search(nil, m{"limit": "5"}),
		"domain: field":           search(list(list("status", "=", "posted")), nil),
		"domain: dotted field":    search(list(list("partner_id.mail", "=", "x")), nil),
		"domain: operator":        search(list("and", list("state", "=", "posted")), nil),
		"domain: choice":          search(list(list("payment_state", "in", list("not_paid", "open"))), nil),
		"domain: number for text": search(list(list("name", "=", int64(7))), nil),
		"domain: text for a link": search(list(list("company_id", "=", "1")), nil),
		"domain: date":            search(list(list("invoice_date_due", "<", "22.11.2026")), nil),
		"domain: moment":          search(list(list("write_date", ">=", "2026-11-22T00:00:00Z")), nil),
		"domain: leaf":            search(list(list("state", "posted")), nil),
		"create: field":           call("ir.attachment", "create", list(m{"title": "x"}), nil),
		"create: type":            call("ir.attachment", "create", list(m{"res_id": "4"}), nil),
		"write: field":            call("account.move", "write", list(list(int64(1)), m{"note": "x"}), nil),
		"write: type":             call("account.move", "write", list(list(int64(1)), m{"invoice_date": "tomorrow"}), nil),
		"write: command":          call("account.move", "write", list(list(int64(1)), m{"invoice_line_ids": list(list("1", int64(9)))}), nil),
		"write: field of a line":  call("account.move", "write", list(list(int64(1)), m{"invoice_line_ids": list(list(int64(1), int64(9), m{"price": 2.5}))}), nil),
		"load: column":            call("account.payment", "load", list(list("id", "communication"), list(list("a", "b"))), nil),
		"load: way of a column":   call("account.payment", "load", list(list("amount/.id"), list(list("1"))), nil),
		"load: number as such":    cell(1, 12.5),
		"load: amount":            cell(1, "12,50"),
		"load: id":                cell(2, "STRP"),
		"load: date":              cell(3, "22.11.2026"),
		"load: choice":            cell(6, "in"),
		"load: cells":             call("account.payment", "load", list(columns, list(cells[1:])), nil),
		"context: key":            search(nil, m{"context": m{"company": int64(1)}}),
		"context: type":           search(nil, m{"context": m{"allowed_company_ids": int64(1)}}),
		"arguments":               call("account.payment", "action_post", list(list(int64(1)), true), nil),
	} {
		if len(s.checkRequest(r)) == 0 {
			t.Errorf("%s: not noticed", name)
		}
	}

	read := good[1]
	row := func(change func(m)) []byte {
		v := m{"id": int64(1), "memo": "pi_1", "state": "paid"}
		change(v)
		return response(t, list(v))
	}
	fault := func(code, text string) []byte {
		return []byte("<?xml version=\"1.0\"?><methodResponse><fault><value><struct><member><name>faultCode</name><value>" + code +
			"</value></member><member><name>faultString</name><value><string>" + text + "</string></value></member></struct></value></fault></methodResponse>")
	}
	for _, body := range [][]byte{row(func(m) {}), row(func(v m) { v["memo"] = false }), response(t, list()), fault("<int>2</int>", "no")} {
		if found := s.checkAnswer(read, body); len(found) != 0 {
			t.Errorf("%s is right: %v", body, found)
		}
	}
	of := func(name string) request { r := read; r.name, r.args, r.kw = name, nil, nil; return r }
	for name, planted := range map[string]struct {
		r    request
		body []byte
	}{
		"number for text":        {read, row(func(v m) { v["memo"] = int64(7) })},
		"text for a number":      {call("account.payment", "read", list(list(int64(1)), list("amount")), nil), response(t, list(m{"id": int64(1), "amount": "12.50"}))},
		"whole number for money": {call("account.payment", "read", list(list(int64(1)), list("amount")), nil), response(t, list(m{"id": int64(1), "amount": int64(12)}))},
		"unknown choice":         {read, row(func(v m) { v["state"] = "posted" })},
		"bare id for a link":     {call("account.payment", "read", list(list(int64(1)), list("journal_id")), nil), response(t, list(m{"id": int64(1), "journal_id": int64(7)}))},
		"text for a date":        {call("account.payment", "read", list(list(int64(1)), list("date")), nil), response(t, list(m{"id": int64(1), "date": "22.11.2026"}))},
		"missing key":            {read, row(func(v m) { delete(v, "state") })},
		"missing id":             {read, row(func(v m) { delete(v, "id") })},
		"unknown key":            {read, row(func(v m) { v["communication"] = "x" })},
		"one record, no list":    {read, response(t, m{"id": int64(1)})},
		"ids as text":            {of("search"), response(t, list("1"))},
		"count as text":          {of("search_count"), response(t, "3")},
		"created is no id":       {of("create"), response(t, "7")},
		"written is no truth":    {of("write"), response(t, int64(1))},
		"loaded without words":   {of("load"), response(t, m{"ids": list(int64(1)), "nextrow": int64(0)})},
		"posted answers true":    {of("action_post"), response(t, true)},
		"message of 19":          {of("message_post"), response(t, list(int64(1)))},
		"fault without a code":   {read, fault("<string>2</string>", "no")},
		"fault of no kind":       {read, fault("<int>9</int>", "no")},
		"fault without words":    {read, fault("<int>2</int>", "")},
		"cut":                    {read, row(func(m) {})[:200]},
	} {
		if len(s.checkAnswer(planted.r, planted.body)) == 0 {
			t.Errorf("%s: not noticed", name)
		}
	}
}
