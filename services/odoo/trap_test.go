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
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
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
			_, err := newTransport("", nil, testKey).decode("x", "text/xml", recorded(t, v, slug, "response"))
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
		"partner_id": []any{int64(1), "x"}, "journal_id": []any{int64(1), "x"}, "company_id": []any{int64(1), "x"}, "memo": "pi_1",
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
				"is_reconciled": true, "move_id": []any{int64(1), "x"}})
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

// A document that is paid while the list is read must not push another one out of it.
func TestListFollowsTheLastRecordAndNotAnOffset(t *testing.T) {
	g, r := ready(t)
	page := func(from, n int) []byte {
		var all []any
		for i := range n {
			all = append(all, recordedDocument(map[string]any{"id": from + i}))
		}
		return response(t, all)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	seen := 0
	if err := g.OpenDocuments(context.Background(), func(d []document.Document) bool { seen += len(d); return true }); err != nil {
		t.Fatal(err)
	}
	ask := r.last("account.move.search_read")
	domain := ask.args[0].([]any)
	if d := cmp.Diff([]any{"id", ">", int64(200)}, domain[len(domain)-1]); d != "" || seen != 203 || ask.kw["offset"] != nil {
		t.Error(d, seen, ask.kw)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	r.calls = nil
	if err := g.OpenDocuments(context.Background(), func([]document.Document) bool { return false }); err != nil || len(r.calls) != 1 {
		t.Errorf("listing went on after it was told to stop: %d calls, %v", len(r.calls), err)
	}
	r.on("account.move.search_read", page(1, pageSize), page(201, 3))
	got, err := g.Changed(context.Background(), time.Date(2026, 11, 22, 2, 0, 0, 999, time.FixedZone("", 3600)))
	if err != nil || len(got) != 203 {
		t.Fatalf("%d %v", len(got), err)
	}
	if d := cmp.Diff([]any{"write_date", ">=", "2026-11-22 01:00:00"}, r.last("account.move.search_read").args[0].([]any)[1]); d != "" {
		t.Error(d)
	}
}

func TestServerThatRepeatsAPageDoesNotHoldTheListForEver(t *testing.T) {
	g, r := ready(t)
	var all []any
	for i := range pageSize {
		all = append(all, recordedDocument(map[string]any{"id": 1 + i}))
	}
	r.on("account.move.search_read", response(t, all))
	want(t, g.OpenDocuments(context.Background(), func([]document.Document) bool { return true }), explain.Unanswered)
	_, err := g.Changed(context.Background(), time.Unix(0, 0))
	want(t, err, explain.Unanswered)
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
