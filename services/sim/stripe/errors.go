package stripesim

import (
	"errors"
	"fmt"
	"net/http"
)

// Errors of the Go methods (gestures, faults, scripted customers); the HTTP side answers in Stripe's own words.
var (
	ErrUnknownReader  = errors.New("no such reader")
	ErrUnknownCard    = errors.New("no such card")
	ErrUnknownGesture = errors.New("no such gesture")
	ErrUnknownFault   = errors.New("no such fault")
	ErrReaderOff      = errors.New("the reader is switched off")
	ErrNotAsking      = errors.New("the reader does not ask for a card")
	ErrNoCancelButton = errors.New("the reader shows no cancel button")
	ErrReaderBusy     = errors.New("the reader is busy with a card")
	ErrNoCard         = errors.New("no card is in the reader")
	ErrNotPaid        = errors.New("no such paid intent")
	ErrNotRefundable  = errors.New("cannot be refunded")
	ErrNoRefund       = errors.New("no such refund, or it is over")
	ErrDispute        = errors.New("dispute")
)

// errConnection is what a caller sees when the connection breaks: http.ErrAbortHandler behind a listener, a plain
// error of the RoundTripper in process.
var errConnection = errors.New("connection reset by peer")

// apiError is an error answer. stored tells whether it belongs to the execution of the request (and is then replayed
// for its idempotency key) or to the checks before it (facts §8).
type apiError struct {
	status int
	stored bool

	Type          string             `json:"type"`
	Code          string             `json:"code,omitempty"`
	Param         string             `json:"param,omitempty"`
	Message       string             `json:"message"`
	DocURL        string             `json:"doc_url,omitempty"`
	PaymentIntent *paymentIntentJSON `json:"payment_intent,omitempty"`
}

const (
	typeAPI         = "api_error"
	typeInvalid     = "invalid_request_error"
	typeIdempotency = "idempotency_error"
	typeCard        = "card_error"
)

func docURL(code string) string {
	if code == "" {
		return ""
	}
	return "https://stripe.com/docs/error-codes/" + code
}

// invalid is a failed check: 400, not stored.
func invalid(code, param, format string, args ...any) *apiError {
	return &apiError{
		status: http.StatusBadRequest, Type: typeInvalid, Code: code, Param: param,
		Message: fmt.Sprintf(format, args...), DocURL: docURL(code),
	}
}

// refused is a refusal by the state of things: 400, stored.
func refused(code, param, format string, args ...any) *apiError {
	e := invalid(code, param, format, args...)
	e.stored = true
	return e
}

// missing is an unknown object: 404 when the address names it, 400 when a parameter does.
func missing(kind, param, id string, inPath bool) *apiError {
	e := invalid("resource_missing", param, "No such %s: '%s'", kind, id)
	if inPath {
		e.status = http.StatusNotFound
	}
	return e
}

func failure(status int, kind, code, message string) *apiError {
	return &apiError{status: status, Type: kind, Code: code, Message: message, DocURL: docURL(code)}
}
