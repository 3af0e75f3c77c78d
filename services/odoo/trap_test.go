package odoo

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
)

func want(t *testing.T, err error, k explain.Kind) {
	t.Helper()
	if explain.KindOf(err) != k {
		t.Errorf("kind %q, want %q: %v", explain.KindOf(err), k, err)
	}
	if err != nil && strings.Contains(err.Error(), testKey) {
		t.Errorf("the key stands in the error: %v", err)
	}
}

func ready(t *testing.T) (*Gateway, *replay) {
	t.Helper()
	g, r := connected(t, "18")
	if _, err := g.Facts(context.Background()); err != nil {
		t.Fatal(err)
	}
	r.calls = nil
	return g, r
}

func TestRecordedFaultsMeanTheSameInEveryVersion(t *testing.T) {
	for slug, kind := range map[string]explain.Kind{
		"005-authenticate-unknown-db":                 explain.NoDatabase,
		"006-exec-wrong-password":                     explain.KeyRefused,
		"008-unknown-model":                           explain.Refused,
		"009-unknown-method":                          explain.ServerError,
		"013-access-error-model":                      explain.Forbidden,
		"016-missing-record-write":                    explain.Refused,
		"040-bad-company-ctx":                         explain.Forbidden,
		"create-once/015-assign-again":                explain.Refused,
		"create-once-refund/035-refund-failed-cancel": explain.ServerError,
	} {
		for _, v := range versions {
			_, err := newTransport("", nil, testKey).parse("x", body{text: recorded(t, v, slug, "response")})
			if explain.KindOf(err) != kind {
				t.Errorf("%s on %s: %v", slug, v, err)
			}
		}
	}
}

func TestWrongKeyIsRefusedNotUnanswered(t *testing.T) {
	g, r := connected(t, "18")
	r.on("authenticate", recorded(t, "18", "004-authenticate-wrong-password", "response"))
	_, err := g.Facts(context.Background())
	want(t, err, explain.KeyRefused)
}

func TestKeyRevokedLaterMakesTheNextCallSignInAnew(t *testing.T) {
	g, r := ready(t)
	r.on("account.payment.read", recorded(t, "18", "006-exec-wrong-password", "response"))
	_, err := g.Booking(context.Background(), 1)
	want(t, err, explain.KeyRefused)
	_, _ = g.Booking(context.Background(), 1)
	for _, c := range r.calls {
		if c.method == "authenticate" {
			return
		}
	}
	t.Error("a renewed key would never be used")
}

// A lost None fault would make the program believe that a committed posting failed.
func TestNoneFaultAfterCommitIsDone(t *testing.T) {
	g, r := ready(t)
	r.on("account.payment.action_post", recorded(t, "18", "create-once/012-post-again", "response"))
	if err := g.Post(context.Background(), 68); err != nil {
		t.Error(err)
	}
	if len(r.calls) != 1 {
		t.Errorf("%d calls", len(r.calls))
	}
}

// The words in a middle line of a traceback prove nothing.
func TestNoneFaultIsKnownByItsLastLineOnly(t *testing.T) {
	g, r := ready(t)
	r.on("account.payment.action_post", faulty(1, "Traceback\n"+noneFault+"\nValueError: other\n"))
	err := g.Post(context.Background(), 68)
	want(t, err, explain.ServerError)
}

func TestNoneFromAReadIsNoSuccess(t *testing.T) {
	g, r := ready(t)
	r.on("account.payment.read", recorded(t, "18", "create-once/011-post", "response"))
	_, err := g.Booking(context.Background(), 68)
	want(t, err, explain.ServerError)
}

func bookingIn(t *testing.T, state string) []byte {
	return response(t, []any{map[string]any{"id": 73, "name": "/", "state": state, "amount": 1.0, "currency_id": []any{int64(1), "USD"},
		"partner_id": []any{int64(1), "x"}, "journal_id": []any{int64(1), "x"}, "company_id": []any{int64(1), "x"}, "payment_type": "inbound", "memo": "pi_1",
		"date": "2026-11-22", "is_reconciled": false, "move_id": false}})
}

func TestSecondPostingOn17IsHarmless(t *testing.T) {
	g, r := connected(t, "17")
	r.on("account.payment.action_post", recorded(t, "17", "create-once/012-post-again", "response"))
	r.on("account.payment.read", withFields(t, bookingIn(t, "posted"), "state", map[string]any{"ref": "pi_1"}))
	if err := g.Post(context.Background(), 73); err != nil {
		t.Error(err)
	}
	r.on("account.payment.read", withFields(t, bookingIn(t, "draft"), "state", map[string]any{"ref": "pi_1"}))
	want(t, g.Post(context.Background(), 73), explain.Refused) // a real refusal keeps Odoo's words
}

func TestSecondAssignIsHarmlessOnlyIfDone(t *testing.T) {
	g, r := ready(t)
	ctx := context.Background()
	r.on("account.move.line.search_read", recorded(t, "18", "create-once/013-payment-lines", "response"))
	r.on("account.move.js_assign_outstanding_line", recorded(t, "18", "create-once/015-assign-again", "response"))
	r.on("payment.transaction.search_read", response(t, []any{}))
	r.on("account.payment.read", response(t, []any{map[string]any{"id": 68, "memo": "pi_1"}}))

	r.on("account.move.search_read", response(t, []any{recordedDocument(map[string]any{"amount_residual": 0.0})}))
	if err := g.Assign(ctx, 68, 7); err != nil {
		t.Errorf("closed document: %v", err)
	}
	r.on("account.move.search_read", response(t, []any{recordedDocument(map[string]any{
		"invoice_payments_widget": widgetOf(t, "18", "create-once/017-verify-document")})}))
	if err := g.Assign(ctx, 68, 7); err != nil {
		t.Errorf("listed payment: %v", err)
	}
	r.on("account.move.search_read", response(t, []any{recordedDocument(nil)}))
	want(t, g.Assign(ctx, 68, 7), explain.Refused)
}

func TestAssignOfAPaymentWithoutEntryIsNotDone(t *testing.T) {
	g, r := ready(t)
	r.on("account.move.line.search_read", response(t, []any{}))
	want(t, g.Assign(context.Background(), 68, 7), explain.NotFound)
}

func createDraft(t *testing.T, load []byte) (*replay, error) {
	g, r := ready(t)
	r.on("account.move.line.search_read", recorded(t, "18", "create-once/004-receivable-line", "response"))
	r.on("account.payment.load", load)
	id, err := g.CreateDraft(context.Background(), recordedRow(t, "18"))
	if err != nil && id != 0 {
		t.Errorf("an id %d beside an error", id)
	}
	return r, err
}

func TestLoadThatSaysFalseWithoutAFaultIsNoRecord(t *testing.T) {
	_, err := createDraft(t, recorded(t, "18", "create-once/009-load-bad-journal", "response"))
	want(t, err, explain.Refused)
	if err == nil || !strings.Contains(err.Error(), "No matching record found") {
		t.Errorf("Odoo's words are lost: %v", err)
	}
	_, err = createDraft(t, response(t, map[string]any{"ids": false, "messages": []any{}, "nextrow": 0}))
	want(t, err, explain.Refused)
}

func TestLoadLosingARaceIsAConflictToBeAskedAgain(t *testing.T) {
	r, err := createDraft(t, response(t, map[string]any{"ids": false, "nextrow": 0, "messages": []any{
		map[string]any{"type": "error", "message": "could not serialize access due to concurrent update"}}}))
	want(t, err, explain.Conflict)
	if n := r.count("account.payment.load"); n != 1 {
		t.Errorf("an order was sent %d times", n)
	}
}

func TestMethodLineThatLostItsAccountStopsTheBooking(t *testing.T) {
	g, r := ready(t)
	r.on(oneMethodLine, response(t, []any{methodLineAnswer(15, "inbound", false)}))
	_, err := g.CreateDraft(context.Background(), recordedRow(t, "18"))
	want(t, err, explain.Refused)
	if r.count("account.payment.load") != 0 {
		t.Error("booked without an outstanding account: the invoice would stay payable")
	}
}

// breaking answers one call in a broken way.
func breaking(r *replay, model string, f func() (*http.Response, error)) *int {
	n := new(int)
	r.send = func(c request, _ *http.Request) (*http.Response, error) {
		if c.model != model {
			return nil, nil
		}
		*n++
		return f()
	}
	return n
}

func withBody(status int, contentType, body string) func() (*http.Response, error) {
	return func() (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

func TestBrokenAnswersAreNeverTakenForResults(t *testing.T) {
	ok := string(response(t, []any{}))
	for name, c := range map[string]struct {
		answer func() (*http.Response, error)
		kind   explain.Kind
	}{
		"page of a proxy":       {withBody(200, "text/html; charset=utf-8", "<html><value><int>7</int></value></html>"), explain.NotAnOdoo},
		"truncated":             {withBody(200, "text/xml", ok[:len(ok)-20]), explain.Unanswered},
		"xml of something else": {withBody(200, "text/xml", "<feed><value><int>7</int></value></feed>"), explain.Unanswered},
		"empty":                 {withBody(200, "text/xml", ""), explain.Unanswered},
		"unknown type":          {withBody(200, "text/xml", "<methodResponse><params><param><value><odd>1</odd></value></param></params></methodResponse>"), explain.Unanswered},
		"broken fault":          {withBody(200, "text/xml", "<methodResponse><fault><value><int>1</int></value></fault></methodResponse>"), explain.Unanswered},
		"too large":             {withBody(200, "text/xml", strings.Repeat(" ", bodyLimit)+ok), explain.Unanswered},
		"too deep":              {withBody(200, "text/xml", "<methodResponse><params><param>"+strings.Repeat("<value><array><data>", 1e5)+"</methodResponse>"), explain.Unanswered},
		"gateway error":         {withBody(502, "text/html", "Bad Gateway"), explain.Unanswered},
		"not found":             {withBody(404, "text/html", "no"), explain.NotAnOdoo},
		"too many":              {withBody(429, "text/html", "slow down"), explain.RateLimited},
		"reset": {func() (*http.Response, error) {
			return nil, &net.OpError{Op: "read", Err: errors.New("connection reset")}
		}, explain.Unreachable},
		"deadline":            {func() (*http.Response, error) { return nil, context.DeadlineExceeded }, explain.Unanswered},
		"record list of text": {withBody(200, "text/xml", string(response(t, "hello"))), explain.Unanswered},
	} {
		t.Run(name, func(t *testing.T) {
			g, r := ready(t)
			breaking(r, "account.payment", c.answer)
			_, err := g.Booking(context.Background(), 1)
			want(t, err, c.kind)
			if _, err := g.FindBookings(context.Background(), "pi_1"); err == nil {
				t.Error("no booking was reported found or not found by a broken answer")
			}
		})
	}
}

func TestReadsAreTriedTwiceAndOrdersOnce(t *testing.T) {
	g, r := ready(t)
	n := breaking(r, "account.payment", func() (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
	_, err := g.Booking(context.Background(), 1)
	want(t, err, explain.Unreachable)
	if *n != 2 {
		t.Errorf("a read was sent %d times", *n)
	}
	*n = 0
	err = g.Post(context.Background(), 1)
	want(t, err, explain.Unreachable)
	if *n != 1 || !explain.OutcomeUnknown(err) {
		t.Errorf("a lost posting was sent %d times, outcome unknown: %v", *n, explain.OutcomeUnknown(err))
	}
}

func TestRedirectIsNotFollowedWithTheKey(t *testing.T) {
	var got string
	thief := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = string(b)
	}))
	defer thief.Close()
	for _, status := range []int{301, 302, 307, 308} {
		odoo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, thief.URL+"/xmlrpc/2/common?secret=1", status)
		}))
		cfg := testConfig(nil, "18")
		cfg.URL = odoo.URL
		_, err := Connect(context.Background(), cfg)
		want(t, err, explain.NotAnOdoo)
		if !strings.Contains(err.Error(), thief.URL) {
			t.Errorf("the person cannot see where the address leads: %v", err)
		}
		odoo.Close()
	}
	if got != "" {
		t.Errorf("the key went to another server")
	}
}

func TestEndedContextLeavesTheOutcomeOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	odoo := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		cancel() // the caller gives up while Odoo works
		<-release
	}))
	defer odoo.Close()
	defer close(release)
	cfg := testConfig(nil, "18")
	cfg.URL = odoo.URL
	_, err := Connect(ctx, cfg)
	want(t, err, explain.Unanswered)
	if !errors.Is(err, context.Canceled) || !explain.OutcomeUnknown(err) {
		t.Error(err)
	}
}

func TestNobodyListeningIsUnreachable(t *testing.T) {
	odoo := httptest.NewServer(http.NotFoundHandler())
	cfg := testConfig(nil, "18")
	cfg.URL = odoo.URL
	odoo.Close()
	_, err := Connect(context.Background(), cfg)
	want(t, err, explain.Unreachable)
}

func TestSecretsAreHiddenInWhateverOdooSays(t *testing.T) {
	g, r := ready(t)
	for _, code := range []int{1, 2, 3, 4, 99} {
		r.on("account.payment.read", faulty(code, "Traceback\nError: key "+testKey+" of kiosk_bill"))
		_, err := g.Booking(context.Background(), 1)
		if err == nil || strings.Contains(err.Error(), testKey) || !strings.Contains(err.Error(), "•••") {
			t.Errorf("fault %d: %v", code, err)
		}
	}
	_, err := createDraft(t, response(t, map[string]any{"ids": false, "messages": []any{map[string]any{"message": "row with " + testKey}}}))
	want(t, err, explain.Refused)
	breaking(r, "account.payment", func() (*http.Response, error) { return nil, errors.New("proxy refused " + testKey) })
	_, err = g.Booking(context.Background(), 1)
	want(t, err, explain.Unreachable)
}

// A retyped memo would make a booked charge look as if it had never been booked, and a person's own payment out that
// quotes the charge would be reconciled with the invoice. A restored database gives the id to a payment that somebody types: in
// another journal it is not the charge's, and the charge would count as booked by somebody else's money.
func TestLookUpByKnownIDFindsARetypedMemoAndNoPaymentTheOtherWay(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		memo := "memo"
		if r.version == "17" {
			memo = "ref"
		}
		s, err := g.site(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		one := func(id int, said, way string, journal int64) map[string]any {
			return map[string]any{"id": id, "name": "P", "state": "draft", "amount": 1.0, "currency_id": []any{int64(1), "USD"},
				"partner_id": false, "journal_id": []any{journal, "x"}, "company_id": []any{s.facts.Company, "x"}, memo: said, "date": "2026-11-22",
				"is_reconciled": true, "move_id": []any{int64(1), "x"}, "payment_type": way}
		}
		r.on("account.payment.search_read", response(t, []any{
			one(7, "card, Mrs Brant", "inbound", s.facts.Journal), one(8, "pi_1 given back", "outbound", s.facts.Journal), one(9, "INV/2026/00007", "inbound", s.facts.Journal+1),
		}))
		found, err := g.FindBookings(context.Background(), "pi_1", 7, 9)
		if err != nil || len(found) != 1 || found[0].ID != 7 {
			t.Errorf("%+v %v", found, err)
		}
		want := []any{"|", []any{memo, "=like", `pi\_1%`}, []any{"id", "in", []any{int64(7), int64(9)}}}
		if d := cmp.Diff(want, r.last("account.payment.search_read").args[0]); d != "" {
			t.Error(d)
		}
	})
}

// A booking that stays after its refund failed would show a customer as paid back who was not.
func TestTakingBackIsDoneOnlyWhenCancelled(t *testing.T) {
	each(t, func(t *testing.T, g *Gateway, r *replay) {
		state, memo := "canceled", "memo"
		if r.version == "17" {
			state, memo = "cancel", "ref"
		}
		r.on("account.payment.action_cancel", recorded(t, r.version, "create-once-refund/035-refund-failed-cancel", "response"))
		if err := g.TakeBack(context.Background(), 74); err != nil {
			t.Error(err)
		}
		if d := cmp.Diff([]any{[]any{int64(74)}}, r.last("account.payment.action_cancel").args); d != "" {
			t.Error(d)
		}
		r.on("account.payment.action_cancel", faulty(2, "Only draft or posted payments can be cancelled."))
		r.on("account.payment.read", withFields(t, bookingIn(t, state), "state", map[string]any{memo: "re_1"}))
		if err := g.TakeBack(context.Background(), 74); err != nil {
			t.Errorf("cancelled already: %v", err)
		}
		r.on("account.payment.read", withFields(t, bookingIn(t, "draft"), "state", map[string]any{memo: "re_1"}))
		if err := g.TakeBack(context.Background(), 74); !explain.Is(err, explain.Refused) {
			t.Errorf("not cancelled, and said to be: %v", err)
		}
	})
}
