// Package explain holds what can go wrong between Paydesk, Stripe and Odoo, by kind, and what each kind means for people.
package explain

import (
	"errors"
	"fmt"
	"time"
)

// Side says who failed or refused.
type Side string

// Sides.
const (
	Stripe Side = "stripe"
	Odoo   Side = "odoo"
	// Printer is the receipt printer; it is found fault with, and never part of a payment.
	Printer Side = "printer"
)

// Kind is what the program may conclude from a failure; it never rests on translated text.
type Kind string

// Kinds of failure. Unreachable and Unanswered both leave open whether the call was executed (PROTOCOLS A4).
const (
	Unreachable  Kind = "unreachable"   // no connection, or it broke before an answer
	Unanswered   Kind = "unanswered"    // deadline, 5xx, or an answer that cannot be understood
	Mismatch     Kind = "mismatch"      // Stripe: the idempotency key was used before with other parameters or endpoint
	InFlight     Kind = "in_flight"     // Stripe: 409, a request with this key is still running
	RateLimited  Kind = "rate_limited"  // Stripe: 429
	KeyRefused   Kind = "key_refused"   // Stripe 401; Odoo fault 3 or authenticate false (wrong, expired and revoked look alike)
	Forbidden    Kind = "forbidden"     // Stripe 403; Odoo fault 4: rights missing
	ReaderBusy   Kind = "reader_busy"   // a card is being processed, or the reader updates
	ReaderOff    Kind = "reader_off"    // not heard of for two minutes
	ReaderSilent Kind = "reader_silent" // terminal_reader_timeout: maybe delivered
	ReaderFault  Kind = "reader_fault"  // hardware fault, wrong location, other integration mode
	IntentState  Kind = "intent_state"  // the PaymentIntent moved on
	NotFound     Kind = "not_found"     // resource_missing; Odoo: no such record
	Refused      Kind = "refused"       // Stripe 400 of another kind; Odoo fault 2: Text says why
	ServerError  Kind = "server_error"  // Odoo fault 1 that is not the None fault
	Conflict     Kind = "conflict"      // Odoo: could not serialize access; Stripe: lock_timeout. Safe to send again
	NoDatabase   Kind = "no_database"   // Odoo: the database does not exist
	NotAnOdoo    Kind = "not_an_odoo"   // the address answers, but not as Odoo's external API
	Unsupported  Kind = "unsupported"   // Odoo version outside 17 to 19
	Untrusted    Kind = "untrusted"     // Odoo: its certificate is not to be trusted; nothing was sent
)

// Failure is the error of both gateways. It never holds a secret.
type Failure struct {
	Side      Side
	Kind      Kind
	Op        string        // what was tried, "process_payment_intent", "account.payment.load"
	Code      string        // Stripe's error code, Odoo's fault code
	Text      string        // Odoo's or Stripe's own words, for a manager; never shown to the customer
	RequestID string        // Stripe's request id
	After     time.Duration // wait that the server asked for, 0 if none
	Err       error         // cause
}

// Error says side, operation, kind and words.
func (f *Failure) Error() string {
	s := fmt.Sprintf("%s %s: %s", f.Side, f.Op, f.Kind)
	if f.Code != "" {
		s += " (" + f.Code + ")"
	}
	if f.Text != "" {
		s += ": " + f.Text
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// KindOf returns the kind of the first Failure in err's chain, or "" if there is none.
func KindOf(err error) Kind {
	var f *Failure
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

// Is says whether err holds a Failure of one of the kinds.
func Is(err error, kinds ...Kind) bool {
	k := KindOf(err)
	for _, want := range kinds {
		if k == want && k != "" {
			return true
		}
	}
	return false
}

// OutcomeUnknown says that the call may or may not have been executed: read the facts before doing anything else.
func OutcomeUnknown(err error) bool {
	return err != nil && (KindOf(err) == "" || Is(err, Unreachable, Unanswered, ReaderSilent, InFlight))
}
