package odoo

import (
	"context"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

// 17 and 18 answer a note with an id, 19 with a list: taken for an error the same fact would be said again and again.
func TestNoteIsSaidAsRecordedAndLookedForFirst(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		ctx := context.Background()
		r.on("mail.message.search_read", response(t, []any{}))
		r.on("account.move.message_post", recorded(t, r.version, "131-chatter-plain", "response"))
		if err := g.Say(ctx, 7, "paid:pi_1", "<b>10 EUR</b>"); err != nil {
			t.Fatal(err)
		}
		sent, rec := r.last("account.move.message_post"), parse(t, recorded(t, r.version, "131-chatter-plain", "request"))
		for k := range sent.kw {
			if _, ok := rec.kw[k]; !ok && k != "context" && k != "subtype_xmlid" {
				t.Errorf("%s was never verified", k)
			}
		}
		if sent.kw["body"] != "<b>10 EUR</b> [paid:pi_1]" || sent.kw["message_type"] != "comment" || sent.kw["subtype_xmlid"] != "mail.mt_note" || sent.kw["body_is_html"] != nil {
			t.Errorf("%v", sent.kw)
		}
		r.on("mail.message.search_read", response(t, []any{map[string]any{"id": 4}}))
		if err := g.Say(ctx, 7, "paid:pi_1", "x"); err != nil || r.count("account.move.message_post") != 1 {
			t.Errorf("said twice: %v", err)
		}
		want := []any{[]any{"model", "=", "account.move"}, []any{"res_id", "=", int64(7)}, []any{"body", "like", `[paid:pi\_1]`}}
		if d := cmp.Diff(want, r.last("mail.message.search_read").args[0]); d != "" {
			t.Error(d)
		}
	})
}

// A file on the invoice makes 17 and 18 add a remark of their own; <base64> is refused by Odoo.
func TestReceiptIsAttachedToThePaymentAsRecorded(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		r.on("ir.attachment.search_read", response(t, []any{}))
		r.on("ir.attachment.create", recorded(t, r.version, "133-attachment-create", "response"))
		id, err := g.Attach(context.Background(), 68, "receipt.txt", "text/plain", []byte("Kiosk receipt"))
		if want := answered(t, r.version, "133-attachment-create"); err != nil || id != want {
			t.Errorf("%d %v", id, err)
		}
		rec := parse(t, recorded(t, r.version, "133-attachment-create", "request")).args[0].(map[string]any)
		sent := r.last("ir.attachment.create").args[0].(map[string]any)
		for k := range rec {
			if _, ok := sent[k]; !ok {
				t.Errorf("%s of the recording is not sent", k)
			}
		}
		if sent["res_model"] != "account.payment" || sent["res_id"] != int64(68) || sent["datas"] != "S2lvc2sgcmVjZWlwdA==" {
			t.Errorf("%v", sent)
		}
	})
}

// The customer's saved cards would be charged to a second Stripe customer of the same name.
func TestSavedCardsNameTheStripeCustomer(t *testing.T) {
	g, r := ready(t)
	r.on("payment.token.search_read", response(t, []any{map[string]any{"id": 3, "provider_ref": "cus_B"}, map[string]any{"id": 2, "provider_ref": false},
		map[string]any{"id": 2, "provider_ref": "pm_1"}, map[string]any{"id": 1, "provider_ref": "cus_B"}, map[string]any{"id": 1, "provider_ref": "cus_A"}}))
	got, err := g.StripeCustomers(context.Background(), 14)
	if d := cmp.Diff([]string{"cus_B", "cus_A"}, got); d != "" || err != nil {
		t.Error(d, err)
	}
	g.known.dialect.online = false // without the module the model does not exist
	if got, err := g.StripeCustomers(context.Background(), 14); got != nil || err != nil || r.count("payment.token.search_read") != 1 {
		t.Error(got, err)
	}
}

// 19 reconciles a draft and leaves it draft and paid; 18 posts a stray payment (contract §6).
func TestDraftOrDeletedDocumentIsNeverReconciled(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		r.on("account.move.line.search_read", recorded(t, r.version, "create-once/013-payment-lines", "response"))
		for name, found := range map[string][]any{"draft": {map[string]any{"id": 7, "state": "draft"}}, "cancelled": {map[string]any{"id": 7, "state": "cancel"}}, "deleted": {}} {
			if _, err := g.Facts(context.Background()); err != nil {
				t.Fatal(err)
			}
			r.on("account.move.read", response(t, found))
			if err := g.Assign(context.Background(), 68, 7); !explain.Is(err, explain.Refused) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if r.count("account.move.js_assign_outstanding_line") != 0 {
			t.Error("reconciled")
		}
	})
}

// Money that no document takes is the customer's; linked to a document, Enterprise would show that as being paid.
func TestCustomersCreditNamesNoDocument(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		r.on("account.payment.load", recorded(t, r.version, "create-once/005-load-create", "response"))
		row := recordedRow(t, r.version)
		row.Documents = nil
		if _, err := g.CreateDraft(context.Background(), row); err != nil {
			t.Fatal(err)
		}
		for _, c := range r.last("account.payment.load").args[0].([]any) {
			if c == "invoice_ids/.id" || c == "destination_account_id/.id" {
				t.Errorf("%s is sent", c)
			}
		}
	})
}

// The external id of a payment that a person cancelled is taken for ever: his order to book again would find the cancelled one.
func TestBookedAgainByAPersonItHasAnExternalIDOfItsOwn(t *testing.T) {
	g, r := ready(t)
	r.on("account.move.line.search_read", recorded(t, "18", "create-once/004-receivable-line", "response"))
	r.on("account.payment.load", recorded(t, "18", "create-once/005-load-create", "response"))
	row := recordedRow(t, "18")
	row.Canceled = 1
	if _, err := g.CreateDraft(context.Background(), row); err != nil {
		t.Fatal(err)
	}
	if id := r.last("account.payment.load").args[1].([]any)[0].([]any)[0]; id != "paydesk_"+row.Mark+"-2" {
		t.Error(id)
	}
}

// A gross amount that no net price reaches: nothing is posted, no draft is left for somebody to post, and a person is told.
func TestAmountThatTaxesCannotMakeIsRefusedWithoutALeftover(t *testing.T) {
	g, r := ready(t)
	note := taxed{{"1", "10", "0", "19", false}}
	invoice := recordedDocument(map[string]any{"id": 5, "name": "INV/5", "amount_total": 11.9, "amount_residual": 0.0})
	deleted, made := false, false
	note.on(t, r)
	lines := r.send
	r.send = func(c request, h *http.Request) (*http.Response, error) {
		if c.model != "account.move" || c.name != "search_read" {
			return lines(c, h)
		}
		domain := c.args[0].([]any)
		total := note.total().InexactFloat64()
		draft := recordedDocument(map[string]any{"id": 6, "name": false, "move_type": "out_refund", "state": "draft", "ref": "x pd:aaaa1111",
			"reversed_entry_id": []any{int64(5), "INV/5"}, "amount_total": total, "amount_residual": total, "payment_state": "not_paid"})
		switch {
		case !hasLeaf(domain, "move_type") && slices.Contains(domain[0].([]any)[2].([]any), any(int64(5))):
			return reply(response(t, []any{invoice})), nil
		case !made || deleted:
			return reply(response(t, []any{})), nil
		}
		return reply(response(t, []any{draft})), nil
	}
	r.on("account.move.reversal.create", response(t, 3))
	r.on("account.move.reversal.refund_moves", response(t, map[string]any{"res_id": 6}))
	r.after("account.move.reversal.refund_moves", func() { made = true })
	r.on("account.move.unlink", response(t, true))
	r.after("account.move.unlink", func() { deleted = true })
	_, err := g.DraftNote(context.Background(), refund.NoteRow{RID: "aaaa1111", Original: 5, Number: "INV/5", Date: "2026-11-22", Amount: money.New(3, "USD")})
	if !explain.Is(err, explain.Refused) || !deleted {
		t.Errorf("deleted %v: %v", deleted, err)
	}
	if r.count("account.move.action_post") != 0 {
		t.Error("posted")
	}
}

// byDomain answers reads by what they ask for; everything else as it was laid out.
func byDomain(r *replay, answer func(what string, domain []any) any) func(request, *http.Request) (*http.Response, error) {
	return func(c request, _ *http.Request) (*http.Response, error) {
		what := c.model + "." + c.name
		if what != "account.move.search_read" && what != "account.move.line.search_read" && what != "account.move.read" {
			return nil, nil
		}
		domain, _ := c.args[0].([]any)
		return reply(response(r.t, answer(what, domain))), nil
	}
}

func hasLeaf(domain []any, field string) bool {
	return slices.ContainsFunc(domain, func(l any) bool {
		parts, ok := l.([]any)
		return ok && len(parts) == 3 && parts[0] == field
	})
}

// A shop that is not told books by the dialog, and its accountant wonders about cancelled twins.
func TestProbeSaysThatImportIsForbidden(t *testing.T) {
	for _, v := range versions {
		for _, refusal := range [][]byte{faulty(4, "You are not allowed to import"), faulty(1, "Traceback\nAttributeError: The method 'account.payment.load' does not exist\n")} {
			r := wholeSetUp(t, v)
			r.on("account.payment.load", refusal)
			found := Probe(context.Background(), testConfig(r, v))
			if got := names(found, explain.Care); !slices.Equal(got, []string{"create_once_forbidden"}) {
				t.Errorf("%v", got)
			}
			if n := r.count("account.payment.load"); n != 1 {
				t.Errorf("asked %d times", n)
			}
		}
	}
}

// Enterprise 18 and 19 without an outstanding account: no entry, the invoice in_payment at its full residual, payable
// again. Taken for booked the shop would charge twice or never be paid.
func TestRecordedEnterprisePaymentWithoutAnEntryIsSeenAsSuch(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		ctx := context.Background()
		row := payment.BookingRow{Memo: "KIOSK|pi_2", Partner: 8}
		r.on("account.payment.read", bookingAnswer(t, r.version, "enterprise-like/006-noaccount-partial-payment", row, 1))
		p := answered(t, r.version, "enterprise-like/006-noaccount-partial-payment").([]any)[0].(map[string]any)
		b, err := g.Booking(ctx, p["id"].(int64))
		if err != nil {
			t.Fatal(err)
		}
		hollow := r.version != "17"
		if b.State != payment.BookingLive || b.HasEntry == hollow || b.Reconciled == hollow {
			t.Errorf("%+v", b)
		}
		docs := documentAnswer(t, r.version, "enterprise-like/007-noaccount-partial-invoice")
		r.on("account.move.search_read", response(t, docs))
		fresh, err := g.Documents(ctx, []int64{docs[0].(map[string]any)["id"].(int64)})
		if err != nil || fresh[0].Open() == hollow {
			t.Errorf("%+v %v", fresh, err)
		}
	})
}

// Lost if it fails: a server whose rules hide other users looks like one that has none, and everybody is locked out.
func TestUsersThatMayNotBeReadAreARefusal(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		r.on("res.users.search_read", faulty(4, "You are not allowed to access 'User' (res.users) records."))
		if users, err := g.Users(context.Background(), []int64{7}); !explain.Is(err, explain.Forbidden) || users != nil {
			t.Errorf("%v %v", users, err)
		}
	})
}
