package odoo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

// rooms are the recorded servers: three versions, each as Community and as Enterprise behaves.
var rooms = []string{"create-once-refund", "enterprise-like/create-once"}

// eachRoom runs f on a gateway whose set-up fits the journal, method lines and currency of the recorded bookings.
func eachRoom(t *testing.T, f func(t *testing.T, g *Gateway, r *replay, room string)) {
	for _, v := range versions {
		for _, room := range rooms {
			t.Run(v+"/"+room, func(t *testing.T) {
				g, r := connected(t, v)
				in := loadOf(t, v, room+"/001-partial-load")
				out := loadOf(t, v, room+"/028-refund-load")
				account := []any{int64(99), "101499 Stripe Outstanding"}
				r.on("account.journal.search_read", response(t, []any{journalAnswer(int(asInt(in["journal_id/.id"])), "Stripe", "STRO")}))
				lines := []any{methodLineAnswer(asInt(in["payment_method_line_id/.id"]), "inbound", account),
					methodLineAnswer(asInt(out["payment_method_line_id/.id"]), "outbound", account)}
				r.on(journalMethodLines, response(t, lines))
				r.on(oneMethodLine, response(t, lines[:1]))
				f(t, g, r, room)
			})
		}
	}
}

// loadOf reads a recorded load as its one row by column.
func loadOf(t *testing.T, version, slug string) map[string]string {
	t.Helper()
	args := parse(t, recorded(t, version, slug, "request")).args
	row := map[string]string{}
	for i, c := range args[0].([]any) {
		row[c.(string)] = args[1].([]any)[0].([]any)[i].(string)
	}
	return row
}

func asInt(s string) (n int64) {
	_, _ = fmt.Sscan(s, &n)
	return n
}

// answered decodes a recorded answer.
func answered(t *testing.T, version, slug string) any {
	t.Helper()
	v, err := (&transport{}).parse("", body{text: recorded(t, version, slug, "response")})
	if err != nil {
		t.Fatal(slug, err)
	}
	return v
}

// seriesOf are the recorded bookings: where each begins, and how many documents it pays.
var seriesOf = []struct {
	name      string
	load      int
	documents int
	again     bool // the load is recorded twice
}{
	{"partial", 1, 1, false}, {"several", 7, 2, false}, {"paid", 14, 1, false}, {"refund", 28, 1, true}, {"refund-retry", 37, 1, false}, {"slip", 45, 1, false},
}

// Every booking that was ever recorded, by the gateway's own calls, on all servers: what we send is what was verified to
// work, and what Odoo answered then is read as what it was. A difference would book wrongly in one shop of six.
func TestRecordedBookingsAreSentAndRead(t *testing.T) {
	eachRoom(t, func(t *testing.T, g *Gateway, r *replay, room string) {
		for _, s := range seriesOf {
			t.Run(s.name, func(t *testing.T) { sendSeries(t, g, r, room, s.name, s.load, s.documents, s.again) })
		}
	})
}

func sendSeries(t *testing.T, g *Gateway, r *replay, room, name string, n, documents int, again bool) {
	ctx := context.Background()
	slug := func(what string) string {
		s := fmt.Sprintf("%s/%03d-%s-%s", room, n, name, what)
		n++
		return s
	}
	load := slug("load")
	sent := loadOf(t, r.version, load)
	verify := n + 2 + documents // post, line, assigns
	if again {
		verify++
	}
	ids := parse(t, recorded(t, r.version, fmt.Sprintf("%s/%03d-%s-verify-documents", room, verify+1, name), "request")).args[0].([]any)
	row := payment.BookingRow{Mark: sent["id"][len("paydesk_"):], Date: sent["date"], Memo: sent[g.memoField(r.version)], Partner: asInt(sent["partner_id/.id"])}
	var err error
	if row.Amount, err = money.ParseDecimal(sent["amount"], "USD"); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		row.Documents = append(row.Documents, id.(int64))
	}
	r.on("account.move.line.search_read", response(t, []any{map[string]any{"id": 1, "account_id": []any{asInt(sent["destination_account_id/.id"]), "Receivable"},
		"amount_residual_currency": 1.0}}))
	r.on("account.payment.load", recorded(t, r.version, load, "response"))
	id, err := g.CreateDraft(ctx, row)
	if err != nil {
		t.Fatal(err)
	}
	sameRequest(t, r, "account.payment.load", load)
	if again {
		repeated := slug("load-again")
		r.on("account.payment.load", recorded(t, r.version, repeated, "response"))
		if second, err := g.CreateDraft(ctx, row); err != nil || second != id {
			t.Fatalf("a second load made %d beside %d: %v", second, id, err)
		}
		sameRequest(t, r, "account.payment.load", repeated)
	}
	post := slug("post")
	r.on("account.payment.action_post", recorded(t, r.version, post, "response"))
	if err := g.Post(ctx, id); err != nil {
		t.Errorf("post: %v", err)
	}
	sameRequest(t, r, "account.payment.action_post", post)
	line := slug("payment-line")
	for i, doc := range row.Documents {
		assign := slug(fmt.Sprintf("assign-%d", i+1))
		r.on("account.move.line.search_read", withAccount(t, recorded(t, r.version, line, "response")))
		r.on("account.move.js_assign_outstanding_line", recorded(t, r.version, assign, "response"))
		if err := g.Assign(ctx, id, doc); err != nil {
			t.Errorf("assign: %v", err)
		}
		sameRequest(t, r, "account.move.line.search_read", line)
		sameRequest(t, r, "account.move.js_assign_outstanding_line", assign)
	}
	verifyPayment, verifyDocuments := slug("verify-payment"), slug("verify-documents")
	r.on("account.payment.read", bookingAnswer(t, r.version, verifyPayment, row, g.known.facts.Journal))
	b, err := g.Booking(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if b.ID != id || b.State != payment.BookingLive || !b.HasEntry || b.Amount != row.Amount || b.Reconciled == (name == "slip") ||
		b.Outbound != (row.Mark[:3] == "re_") || b.Foreign || b.Date != row.Date || b.Name == "" {
		t.Errorf("booking %+v", b)
	}
	docs := documentAnswer(t, r.version, verifyDocuments)
	r.on("account.move.search_read", response(t, docs))
	r.on("account.payment.read", response(t, []any{map[string]any{"id": id, g.memoField(r.version): row.Memo}}))
	fresh, err := g.Documents(ctx, row.Documents)
	if err != nil || len(fresh) != documents {
		t.Fatalf("%+v %v", fresh, err)
	}
	var taken int64
	for _, f := range fresh {
		for _, p := range f.Payments {
			if p.ID == id {
				taken += p.Amount.Minor
			}
		}
	}
	if want := map[bool]int64{true: row.Amount.Minor, false: 0}[name != "slip"]; want != 0 && taken != want || name == "slip" && taken >= row.Amount.Minor {
		t.Errorf("the documents took %d of %s", taken, row.Amount)
	}
}

func (g *Gateway) memoField(version string) string { return dialects[int(asInt(version))].memo }

func withAccount(t *testing.T, body []byte) []byte {
	return withFields(t, body, "amount_residual_currency", map[string]any{"account_id": []any{int64(7), "Receivable"}})
}

// bookingAnswer completes a recorded reading of a payment with what the recording did not ask for.
func bookingAnswer(t *testing.T, version, slug string, row payment.BookingRow, journal int64) []byte {
	t.Helper()
	p := map[string]any{"name": "P", "payment_type": "inbound", "date": "2026-11-22"}
	maps.Copy(p, answered(t, version, slug).([]any)[0].(map[string]any))
	maps.Copy(p, map[string]any{"currency_id": []any{int64(1), "USD"}, "partner_id": []any{row.Partner, "x"}, "journal_id": []any{journal, "Stripe"},
		"company_id": []any{int64(1), "Kiosk Test Co"}, dialects[int(asInt(version))].memo: row.Memo})
	return response(t, []any{p})
}

// documentAnswer completes a recorded reading of documents.
func documentAnswer(t *testing.T, version, slug string) []any {
	t.Helper()
	var out []any
	for _, d := range answered(t, version, slug).([]any) {
		full := recordedDocument(nil)
		maps.Copy(full, d.(map[string]any))
		out = append(out, full)
	}
	return out
}

// The credit note as it was recorded: wizard, draft found by its mark, made smaller, posted, taken back with its payment.
// A wizard sent otherwise could re-invoice the customer or leave a second draft.
func TestRecordedCreditNoteIsSentAndRead(t *testing.T) {
	eachRoom(t, func(t *testing.T, g *Gateway, r *replay, room string) {
		ctx := context.Background()
		wizard := parse(t, recorded(t, r.version, room+"/020-reversal-create", "request"))
		vals := wizard.args[0].(map[string]any)
		original := wizard.kw["context"].(map[string]any)["active_ids"].([]any)[0].(int64)
		found := answered(t, r.version, room+"/022-credit-note-find").([]any)[0].(map[string]any)
		posted := answered(t, r.version, room+"/026-credit-note-read").([]any)[0].(map[string]any)
		lineID := answered(t, r.version, room+"/023-credit-note-lines").([]any)[0].(map[string]any)["invoice_line_ids"].([]any)[0].(int64)
		invoice := recordedDocument(map[string]any{"id": original, "name": "INV/1", "amount_total": 123.45, "amount_residual": 0.0, "payment_state": "paid"})
		note := func(more map[string]any) map[string]any {
			n := recordedDocument(map[string]any{"move_type": "out_refund", "reversed_entry_id": []any{original, "INV/1"}})
			maps.Copy(n, found)
			n["amount_residual"] = n["amount_total"]
			maps.Copy(n, more)
			return n
		}
		draft, smaller := note(nil), note(map[string]any{"amount_total": 23.45, "amount_residual": 23.45})
		made, written := false, false
		r.send = byDomain(r, func(what string, domain []any) any {
			state := draft
			if written {
				state = smaller
			}
			switch {
			case what == "account.move.line.search_read":
				return []any{map[string]any{"id": lineID, "quantity": 1.0, "price_unit": state["amount_total"], "discount": 0.0,
					"price_subtotal": state["amount_total"], "price_total": state["amount_total"]}}
			case what == "account.move.read":
				return []any{map[string]any{"id": 1, "journal_id": []any{vals["journal_id"], "Sales"}, "amount_total": state["amount_total"]}}
			case hasLeaf(domain, "reversed_entry_id"), hasLeaf(domain, "move_type"):
				if !made {
					return []any{}
				}
				return []any{state}
			case slices.Contains(domain[0].([]any)[2].([]any), any(original)):
				return []any{invoice}
			}
			return []any{state}
		})
		r.on("account.move.reversal.create", recorded(t, r.version, room+"/020-reversal-create", "response"))
		r.on("account.move.reversal.refund_moves", recorded(t, r.version, room+"/021-reversal-refund-moves", "response"))
		r.on("account.move.write", recorded(t, r.version, room+"/024-credit-note-partial", "response"))
		r.after("account.move.reversal.refund_moves", func() { made = true })
		r.after("account.move.write", func() { written = true })
		rid := vals["reason"].(string)[len("Goods returned pd:"):]
		row := refund.NoteRow{RID: rid, Original: original, Number: "INV/1", Reason: "Goods returned", Date: vals["date"].(string), Amount: money.New(2345, "USD")}
		got, err := g.DraftNote(ctx, row)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != found["id"] || got.State != document.Draft || got.Number != "" || got.Total.Minor != 2345 || got.Original != original || !got.Has(rid) {
			t.Errorf("%+v", got)
		}
		sameRequest(t, r, "account.move.reversal.create", room+"/020-reversal-create")
		sameRequest(t, r, "account.move.reversal.refund_moves", room+"/021-reversal-refund-moves")
		wrote, want := r.last("account.move.write").args, parse(t, recorded(t, r.version, room+"/024-credit-note-partial", "request")).args
		line := wrote[1].(map[string]any)["invoice_line_ids"].([]any)[0].([]any)[2].(map[string]any)
		delete(line, "quantity")
		delete(line, "discount")
		if d := cmp.Diff(want, wrote); d != "" {
			t.Errorf("the lines (-recorded +ours):\n%s", d)
		}
		if n := r.count("account.move.reversal.refund_moves"); n != 1 {
			t.Errorf("the wizard was fired %d times", n)
		}

		r.on("account.move.action_post", recorded(t, r.version, room+"/025-credit-note-post", "response"))
		r.after("account.move.action_post", func() {
			smaller["state"] = "posted"
			maps.Copy(smaller, posted)
		})
		got, err = g.PostNote(ctx, got.ID)
		if err != nil || got.State != document.Posted || got.Number != posted["name"] || got.Residual.Minor != 2345 {
			t.Errorf("%+v %v", got, err)
		}
		sameRequest(t, r, "account.move.action_post", room+"/025-credit-note-post")
		if again, err := g.DraftNote(ctx, row); err != nil || again.ID != got.ID || r.count("account.move.reversal.create") != 1 {
			t.Errorf("a second call: %+v %v", again, err)
		}
		row.Amount.Minor--
		if _, err := g.DraftNote(ctx, row); !explain.Is(err, explain.Refused) {
			t.Errorf("a posted note of another amount was taken for it: %v", err)
		}
	})
}
