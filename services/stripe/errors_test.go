package stripe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

// Every class decides what happens to the customer's money next; a wrong one sends it twice or gives up on a paid sale.
func TestErrorsAreClassified(t *testing.T) {
	const bad, idem, api, card = "invalid_request_error", "idempotency_error", "api_error", "card_error"
	cases := []struct {
		name  string
		reply reply
		want  explain.Kind
	}{
		{"key used with other parameters", refusal(400, idem, "", "m"), explain.Mismatch},
		{"key in use", refusal(409, idem, "idempotency_key_in_use", "m"), explain.InFlight},
		{"conflict without code", refusal(409, bad, "", "m"), explain.InFlight},
		{"key in use with another status", refusal(400, bad, "idempotency_key_in_use", "m"), explain.InFlight},
		{"lock", refusal(429, bad, "lock_timeout", "m"), explain.Conflict},
		{"lock as conflict", refusal(409, bad, "lock_timeout", "m"), explain.Conflict},
		{"rate", refusal(429, bad, "rate_limit", "m"), explain.RateLimited},
		{"wrong key", refusal(401, bad, "", "m"), explain.KeyRefused},
		{"expired key", refusal(401, bad, "api_key_expired", "m"), explain.KeyRefused},
		{"missing right", refusal(403, bad, "", "m"), explain.Forbidden},
		{"reader busy", refusal(400, bad, "terminal_reader_busy", "m"), explain.ReaderBusy},
		{"reader busy as conflict", refusal(409, bad, "terminal_reader_busy", "m"), explain.ReaderBusy},
		{"reader offline", refusal(400, bad, "terminal_reader_offline", "m"), explain.ReaderOff},
		{"reader silent", refusal(400, bad, "terminal_reader_timeout", "m"), explain.ReaderSilent},
		{"reader silent as 504", refusal(504, api, "terminal_reader_timeout", "m"), explain.ReaderSilent},
		{"reader broken", refusal(400, bad, "terminal_reader_hardware_fault", "m"), explain.ReaderFault},
		{"reader elsewhere", refusal(400, bad, "terminal_reader_invalid_location_for_payment", "m"), explain.ReaderFault},
		{"reader of the future", refusal(400, bad, "terminal_reader_on_strike", "m"), explain.ReaderFault},
		{"intent state at the reader", refusal(400, bad, "intent_invalid_state", "m"), explain.IntentState},
		{"intent state", refusal(400, bad, "payment_intent_unexpected_state", "m"), explain.IntentState},
		{"missing", refusal(404, bad, "resource_missing", "m"), explain.NotFound},
		{"missing as 400", refusal(400, bad, "resource_missing", "m"), explain.NotFound},
		{"unknown URL", refusal(404, bad, "", "m"), explain.NotFound},
		{"parameter", refusal(400, bad, "parameter_unknown", "m"), explain.Refused},
		{"code of the future", refusal(400, bad, "mercury_retrograde", "m"), explain.Refused},
		{"card", refusal(402, card, "card_declined", "m"), explain.Refused},
		{"type of the future", refusal(400, "cosmic_error", "", "m"), explain.Refused},
		{"500", refusal(500, api, "", "m"), explain.Unanswered},
		{"502 page", reply{status: 502, body: "<html>Bad Gateway</html>"}, explain.Unanswered},
		{"401 page of a portal", reply{status: 401, body: "<html>Log in to the Wi-Fi</html>"}, explain.Unanswered},
		{"portal page", ok("<html>Welcome</html>"), explain.Unanswered},
		{"redirect", reply{status: 302, body: "", header: map[string]string{"Location": "https://portal.example/"}}, explain.Unanswered},
		{"cut off", ok(`{"id":"tmr_1","lab`), explain.Unanswered},
		{"empty", ok(""), explain.Unanswered},
		{"empty object", ok("{}"), explain.Unanswered},
		{"null", ok("null"), explain.Unanswered},
		{"string", ok(`"tmr_1"`), explain.Unanswered},
		{"another reader", ok(`{"id":"tmr_2"}`), explain.Unanswered},
		{"action without state", ok(readerJSON(`"action":{"type":"process_payment_intent"}`)), explain.Unanswered},
		{"error without error", reply{status: 400, body: `{"message":"no"}`}, explain.Unanswered},
		{"error of the wrong type", reply{status: 400, body: `{"error":"no"}`}, explain.Unanswered},
		{"deadline", reply{err: context.DeadlineExceeded}, explain.Unanswered},
		{"no route", reply{err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}, explain.Unreachable},
		{"no name", reply{err: &net.DNSError{Err: "no such host", Name: "api.stripe.com"}}, explain.Unreachable},
		{"reset", reply{err: syscall.ECONNRESET}, explain.Unreachable},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, _, _ := desk(t, c.reply)
			_, err := g.MoveSlot(bg, "k", readerID, reader.Slot{Epoch: 1})
			var f *explain.Failure
			if !errors.As(err, &f) || f.Kind != c.want || f.Side != explain.Stripe || f.Op != "move_slot" {
				t.Fatalf("got %v, want %s", err, c.want)
			}
		})
	}
}

// Support at Stripe asks for these; the manager reads them.
func TestFailureCarriesStripesWords(t *testing.T) {
	g, _, _ := desk(t, refusal(429, "invalid_request_error", "rate_limit", "Too many requests").with("Retry-After", "7"))
	_, err := g.CancelAction(bg, readerID)
	var f *explain.Failure
	if !errors.As(err, &f) || f.Code != "rate_limit" || f.Text != "Too many requests" || f.RequestID != "req_1" || f.After != 7*time.Second {
		t.Errorf("got %+v", f)
	}
	g, _, _ = desk(t, reply{err: syscall.ECONNREFUSED})
	if _, err = g.CancelAction(bg, readerID); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("cause lost: %v", err)
	}
	g, _, _ = desk(t, reply{err: context.DeadlineExceeded})
	if _, err = g.CancelAction(bg, readerID); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cause lost: %v", err)
	}
}

// A key or client secret in an error ends up in a log file and in a support mail.
func TestNoSecretsInErrors(t *testing.T) {
	const secret = "hunter2"
	body := intentJSON("requires_payment_method")
	for name, r := range map[string]reply{
		"cut off":         ok(body[:len(body)-1]),
		"error with body": reply{status: 400, body: `{"error":{"type":"invalid_request_error","message":"state","payment_intent":` + body + `}}`},
		"key in words":    refusal(401, "invalid_request_error", "api_key_expired", "Expired API Key provided: "+testKey),
		"secret in words": refusal(400, "invalid_request_error", "", "No such pi_1_secret_"+secret+" and whsec_"+secret),
		"not JSON":        reply{status: 500, body: "trace: pi_1_secret_" + secret + " " + testKey},
		"transport":       {err: fmt.Errorf("proxy refused: Authorization: Bearer %s", testKey)},
		"long words":      refusal(400, "invalid_request_error", "", strings.Repeat("x", 495)+testKey),
	} {
		g, _, _ := desk(t, r)
		_, err := g.CreateIntent(bg, "k", params())
		for e := err; e != nil; e = errors.Unwrap(e) {
			for _, text := range []string{e.Error(), fmt.Sprintf("%+v", e), fmt.Sprintf("%#v", e)} {
				if strings.Contains(text, secret) || strings.Contains(text, testKey) || strings.Contains(text, "51Pay") {
					t.Errorf("%s: %s", name, text)
				}
			}
		}
	}
}

func TestNoSecretsInPrintedValues(t *testing.T) {
	g, _, _ := desk(t)
	c := Config{Key: testKey, Location: "tml_1"}
	text := fmt.Sprintf("%v %+v %#v %s %v %+v %#v", g, g, g, g, c, c, c)
	if strings.Contains(text, testKey) || !strings.Contains(text, "tml_1") {
		t.Error(text)
	}
	_, err := New(Config{Key: "sk_live" + testKey + "\n", Clock: newClock(), Rand: dry{}})
	if !errors.Is(err, ErrKey) || strings.Contains(err.Error(), testKey) {
		t.Error(err)
	}
}

// Whatever comes over the wire, the desk goes on: an answer or a typed failure, never a panic.
func FuzzAnswers(f *testing.F) {
	whole := readerJSON(actionJSON("succeeded", intentJSON("succeeded", chargeJSON,
		`"last_payment_error":{"type":"card_error","code":"card_declined","charge":"ch_1"}`)))
	f.Add(200, []byte(whole), "2")
	for i := 0; i < len(whole); i += 37 {
		f.Add(200, []byte(whole[:i]), "")
	}
	for _, wrong := range []string{`{"id":7}`, `{"id":"tmr_1","action":[]}`, `{"id":"tmr_1","metadata":null,"location":{"id":3}}`,
		`{"id":"pi_1","status":"succeeded","created":1e99,"currency":"eur"}`, `{"id":"pi_1","status":"x","created":1,"currency":"","latest_charge":[]}`,
		`{"error":null}`, `{"error":{"type":4}}`, `{"error":{"type":"card_error","payment_intent":"pi_1"}}`, `{"data":{},"has_more":1}`,
		`[[[`, `{"data":[{"id":"pi_1"}],"has_more":true}`, `{"id":"tmr_1","action":{"status":"x","process_payment_intent":{"payment_intent":null}}}`,
		`{"id":"pi_1","status":"requires_payment_method","created":1,"currency":"eur","last_payment_error":{},"latest_charge":{"id":"c","created":5,"outcome":null,"payment_method_details":{"card_present":null}}}`} {
		f.Add(200, []byte(wrong), "-1")
		f.Add(400, []byte(wrong), "99999999999999999999")
	}
	for _, unknown := range []string{refundJSON("vanished", `"reason":"whim"`, `"failure_reason":"moon"`), customerJSON,
		readerJSON(`"device_type":"toaster"`, `"status":"dreaming"`, `"action":{"type":"sing","status":"humming","failure_code":"off_key"}`),
		intentJSON("requires_tea", `"last_payment_error":{"type":"x","code":"y","decline_code":"z"}`)} {
		f.Add(200, []byte(unknown), "0")
		f.Add(200, []byte(`{"data":[`+unknown+`],"has_more":false}`), "0")
		f.Add(200, []byte(unknown[:len(unknown)/2]), "0")
	}
	calls := everyCall()
	f.Fuzz(func(t *testing.T, status int, body []byte, after string) {
		if status < 100 || status > 999 {
			return
		}
		g, _, _ := desk(t, reply{status: status, body: string(bytes.ToValidUTF8(body, nil)), header: map[string]string{"Retry-After": after, "Date": after}})
		for _, c := range calls {
			var fail *explain.Failure
			if err := c.call(g); err != nil && !errors.As(err, &fail) {
				t.Fatalf("%s: %T %v", c.name, err, err)
			}
		}
	})
}
