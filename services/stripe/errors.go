package stripe

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
)

// Causes that the gateway itself finds; they reach callers inside an *explain.Failure.
var (
	errUnclear  = errors.New("the answer cannot be understood")
	errDeadline = errors.New("no answer in time")
	// A key opens one of the two only: whoever answered is not the account that was asked.
	errOtherMode = errors.New("test and live mode are mixed in the answer")
)

// failure turns whatever a call returned into what the program may conclude from it. The SDK's own errors never get through:
// their text holds whole objects with client secrets, or samples of the body.
func (g *Gateway) failure(caller context.Context, op string, a answer, err error) *explain.Failure {
	f := &explain.Failure{Side: explain.Stripe, Op: op, RequestID: a.requestID, After: a.after}
	var own *explain.Failure
	var refusal *sdk.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &refusal):
		f.Kind = kindOf(refusal.HTTPStatusCode, string(refusal.Type), string(refusal.Code))
		f.Code = string(refusal.Code)
		if f.Code == "" {
			f.Code = string(refusal.Type)
		}
		f.Text = masked(refusal.Msg)
	case caller.Err() != nil:
		f.Kind, f.Err = explain.Unanswered, caller.Err()
	case errors.Is(err, context.DeadlineExceeded):
		f.Kind, f.Err = explain.Unanswered, errors.Join(errDeadline, context.DeadlineExceeded)
	case a.status == 0:
		f.Kind, f.Err = explain.Unreachable, transportCause(err)
	default:
		f.Kind, f.Err = explain.Unanswered, errUnclear
		if errors.Is(err, errOtherMode) {
			f.Err = errOtherMode
		}
		f.Text = strings.TrimSpace("HTTP " + http.StatusText(a.status))
	}
	return f
}

// kindOf classifies a refusal in Stripe's own form: by code where that is decisive whatever the status (the status of reader
// errors is not documented, Stripe facts §3), else by status. Types and codes are open lists.
func kindOf(status int, typ, code string) explain.Kind {
	switch code {
	case "lock_timeout":
		return explain.Conflict
	case "idempotency_key_in_use":
		return explain.InFlight
	case "terminal_reader_busy":
		return explain.ReaderBusy
	case "terminal_reader_offline":
		return explain.ReaderOff
	case "terminal_reader_timeout":
		return explain.ReaderSilent
	case "intent_invalid_state", "payment_intent_unexpected_state":
		return explain.IntentState
	case "resource_missing":
		return explain.NotFound
	}
	switch {
	case strings.HasPrefix(code, "terminal_reader_"):
		return explain.ReaderFault
	case status == http.StatusConflict:
		return explain.InFlight
	case typ == "idempotency_error":
		return explain.Mismatch
	case status == http.StatusUnauthorized:
		return explain.KeyRefused
	case status == http.StatusForbidden:
		return explain.Forbidden
	case status == http.StatusNotFound:
		return explain.NotFound
	case status == http.StatusTooManyRequests:
		return explain.RateLimited
	case status >= 500:
		return explain.Unanswered
	}
	return explain.Refused
}

// transportCause takes the cause out of net/http's wrapping, and its text away if it should hold a secret.
func transportCause(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if text := err.Error(); masked(text) != text {
		return errors.New(masked(text))
	}
	return err
}

// maxText limits what is kept of Stripe's words.
const maxText = 500

// masked shortens text of others and blots out what must not be kept.
func masked(s string) string {
	s = explain.Masked(s)
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return s
}

// refuse is the failure of a call that is not sent because an argument is missing.
func refuse(op, why string) error {
	return &explain.Failure{Side: explain.Stripe, Kind: explain.Refused, Op: op, Text: why}
}
