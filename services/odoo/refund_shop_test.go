package odoo_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/kolo/xmlrpc"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
)

const rid = "4f1d2c3b4a59687766554433221100ff"

// servers are what shops run.
func servers(t *testing.T, f func(t *testing.T, version int, enterprise bool)) {
	for _, v := range []int{17, 18, 19} {
		for _, enterprise := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d/enterprise=%v", v, enterprise), func(t *testing.T) { f(t, v, enterprise) })
		}
	}
}

// refunding is a shop whose first invoice was paid by card.
type refunding struct {
	t     *testing.T
	sim   *odoosim.Server
	g     *odoo.Gateway
	w     *worker
	paid  document.Document
	clock *simClock
}

// refundings runs f in a shop of each kind.
func refundings(t *testing.T, f func(t *testing.T, r *refunding)) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		f(t, newRefunding(t, odoosim.Config{Version: version, Enterprise: enterprise}))
	})
}

func newRefunding(t *testing.T, cfg odoosim.Config) *refunding {
	t.Helper()
	sim, clk := newSimOf(cfg)
	g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
	if err != nil {
		t.Fatal(err)
	}
	w := &worker{Booker: payment.Booker{Books: g, Clock: clk, Runner: inTurn{}, Rand: strings.NewReader("")}}
	r := &refunding{t, sim, g, w, openDocuments(t, g)[0], clk}
	if _, err := w.finish(context.Background(), jobOn(mark, r.paid)); err != nil {
		t.Fatal(err)
	}
	w.known, w.drafted = 0, 0
	return r
}

type inTurn struct{}

func (inTurn) Go(f func()) { f() }
func (inTurn) Parallel(fs ...func()) {
	for _, f := range fs {
		f()
	}
}

func (r *refunding) row(minor int64) refund.NoteRow {
	return refund.NoteRow{RID: rid, Original: r.paid.ID, Number: r.paid.Number, Reason: "Goods returned, box open", Date: "2026-11-22",
		Amount: money.New(minor, r.paid.Total.Currency)}
}

// note makes the posted credit note.
func (r *refunding) note(minor int64) refund.CreditNote {
	r.t.Helper()
	ctx := context.Background()
	n, err := r.g.DraftNote(ctx, r.row(minor))
	if err != nil {
		r.t.Fatal(err)
	}
	if n, err = r.g.PostNote(ctx, n.ID); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// payOut books a refund on a note.
func (r *refunding) payOut(n refund.CreditNote, id string, minor int64) (payment.Posted, error) {
	row := refund.Outbound(n, id, money.New(minor, n.Total.Currency), "2026-11-22")
	r.w.known, r.w.drafted = 0, 0
	return r.w.finish(context.Background(), payment.Work{Row: row, Company: n.Company, Parts: []payment.Part{{Document: n.ID, Number: n.Number, Minor: minor}}})
}

// chatter reads a document's notes past the gateway.
func (r *refunding) chatter() (bodies []string) {
	r.t.Helper()
	f, err := r.g.Facts(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	domain := []any{[]any{"model", "=", "account.move"}, []any{"res_id", "=", r.paid.ID}, []any{"message_type", "=", "comment"}}
	body, err := xmlrpc.EncodeMethodCall("execute_kw", simDatabase, f.UserID, simKey, "mail.message", "search_read", []any{domain, []any{"body"}})
	if err != nil {
		r.t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r.sim.ServeHTTP(w, httptest.NewRequest("POST", "/xmlrpc/2/object", bytes.NewReader(body)))
	var list []struct {
		Body string `xmlrpc:"body"`
	}
	if err := xmlrpc.Response(w.Body.Bytes()).Unmarshal(&list); err != nil {
		r.t.Fatal(err)
	}
	for _, m := range list {
		bodies = append(bodies, m.Body)
	}
	return bodies
}

func (r *refunding) kinds() map[string]int {
	all := map[string]int{}
	for _, i := range r.sim.Ledger().Invoices {
		if i.Kind == "out_refund" {
			all[i.State]++
		}
	}
	return all
}

// A chatter that says the same thing twenty times is not read, and markup in a customer's name would run in the browser.
func TestFactIsSaidOnceAndEscaped(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		for range 3 {
			if err := r.g.Say(ctx, r.paid.ID, "refund:re_3Sim:booked", "Given back to <b>Brant & Sons</b>"); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.g.Say(ctx, r.paid.ID, "refund:reX3Sim:booked", "another"); err != nil { // the underscore is no wildcard
			t.Fatal(err)
		}
		if err := r.g.Say(ctx, r.paid.ID, "a%", "x"); !explain.Is(err, explain.Refused) {
			t.Error(err)
		}
		said := r.chatter()
		if len(said) != 2 || strings.Contains(said[1], "<b>") || !strings.Contains(said[1], "&lt;b&gt;Brant &amp; Sons") {
			t.Errorf("%q", said)
		}
	})
}

// A receipt that hangs there five times, or on the invoice, confuses the accountant.
func TestReceiptHangsOnThePaymentOnce(t *testing.T) {
	refundings(t, func(t *testing.T, r *refunding) {
		ctx := context.Background()
		o, err := r.g.Original(ctx, r.paid.ID)
		if err != nil {
			t.Fatal(err)
		}
		first, err := r.g.Attach(ctx, o.Payments[0].ID, "receipt.pdf", "application/pdf", []byte("%PDF-1.7 …"))
		if err != nil {
			t.Fatal(err)
		}
		if second, err := r.g.Attach(ctx, o.Payments[0].ID, "receipt.pdf", "application/pdf", []byte("other")); err != nil || second != first {
			t.Errorf("%d and %d: %v", first, second, err)
		}
	})
}
