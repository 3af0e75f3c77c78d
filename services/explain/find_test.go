package explain

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
)

// Lost if it fails: a refusal of Stripe is found under a code that says something else, or not at all.
func TestStripesCodesAreFound(t *testing.T) {
	for _, row := range stripeErrors(t) {
		code := row[1]
		if strings.ContainsAny(code, " =(") || strings.HasPrefix(code, "http_") || row[0] == "network" || row[0] == "decline" {
			continue // no code of an answer
		}
		s := Waiting
		if row[0] == "refund" {
			s = Refunding
		}
		want := row[0] + "." + code
		if row[0] == "api" && code == "resource_missing" || row[0] == "terminal" && code == "terminal_reader_busy" {
			s = Before
		}
		if e := For(&Failure{Side: Stripe, Kind: Refused, Code: code, RequestID: "req_1"}, s); e.ID != want {
			t.Errorf("%s is explained as %s", want, e.ID)
		}
	}
}

type slow struct{ error }

func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

// Lost if it fails: a lost answer is called "not sent", or a wrong key a network problem.
func TestCausesAreFound(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for want, f := range map[string]Failure{
		"network.dns_failure":                              {Kind: Unreachable, Err: dial(&net.DNSError{Err: "no such host"})},
		"network.connect_refused_unreachable":              {Kind: Unreachable, Err: dial(syscall.ECONNREFUSED)},
		"network.connect_timeout":                          {Kind: Unreachable, Err: dial(slow{errors.New("i/o timeout")})},
		"network.tls_certificate_error":                    {Kind: Unreachable, Err: fmt.Errorf("handshake: %w", x509.UnknownAuthorityError{})},
		"network.connection_reset":                         {Kind: Unreachable, Err: io.ErrUnexpectedEOF},
		"network.timeout_after_sending":                    {Kind: Unanswered, Err: context.DeadlineExceeded},
		"network.context_canceled":                         {Kind: Unanswered, Err: context.Canceled},
		"network.non_json_answer":                          {Kind: Unanswered, Err: errors.New("not understood"), Text: "HTTP OK"},
		"api.http_503_unavailable":                         {Kind: Unanswered, Err: errors.New("not understood"), Text: "HTTP Bad Gateway"},
		"api.http_500_api_error":                           {Kind: Unanswered, Code: "api_error", RequestID: "req_1"},
		"api.http_401_invalid_key":                         {Kind: KeyRefused, Code: "invalid_request_error", RequestID: "req_1"},
		"api.http_403_missing_permission":                  {Kind: Forbidden, Code: "invalid_request_error", RequestID: "req_1"},
		"api.http_409_conflict":                            {Kind: InFlight, Code: "invalid_request_error", RequestID: "req_1"},
		"api.http_402_without_code":                        {Kind: Refused, Code: "card_error", RequestID: "req_1"},
		"api.idempotency_error_parameters_differ":          {Kind: Mismatch, Code: "idempotency_error", RequestID: "req_1"},
		"api.unknown_code":                                 {Kind: Refused, Code: "a_code_of_tomorrow", RequestID: "req_1"},
		"terminal.resource_missing_reader":                 {Kind: NotFound, Code: "resource_missing", Op: "get_reader", RequestID: "req_1"},
		"terminal.cancel_action_terminal_reader_busy":      {Kind: ReaderBusy, Code: "terminal_reader_busy"},
		"terminal.invalid_request_param_registration_code": {Kind: Refused, Code: "invalid_request_error", Text: "Invalid registration_code"},
		"stripe.unreachable":                               {Kind: Unreachable},
		"stripe.reader_off":                                {Kind: ReaderOff},
		"stripe.other":                                     {Kind: "a kind of tomorrow"},
	} {
		f.Side = Stripe
		s := Waiting
		if strings.Contains(want, "cancel_action") {
			s = Cancelling
		}
		if e := For(&f, s); e.ID != want {
			t.Errorf("%+v is explained as %s, not %s", f, e.ID, want)
		}
	}
}

// Lost if it fails: a no of the bank has no reason, or the most telling of its codes is passed over.
func TestDeclinesAreFound(t *testing.T) {
	for want, codes := range map[string][]string{
		"decline.insufficient_funds":           {"insufficient_funds", "card_declined"},
		"decline.expired_card":                 {"", "expired_card", "advice_code=try_again_later"},
		"api.card_decline_rate_limit_exceeded": {"", "card_decline_rate_limit_exceeded"},
		"decline.advice_code_do_not_try_again": {"a_code_of_tomorrow", "card_declined", "advice_code=do_not_try_again"},
		"decline.unknown_decline_code":         {"a_code_of_tomorrow", "card_declined", "advice_code="},
	} {
		e := ForDecline(codes...)
		if w := e.Text(Waiting); e.ID != want || w.Reason == "" || w.Do == "" {
			t.Errorf("%v are explained as %s, %+v", codes, e.ID, w)
		}
	}
}

// Lost if it fails: the cashier is told to try again what the outbox does by itself, or to go on where nothing was charged.
func TestOdoosFaultsAskForOtherStepsInOtherSituations(t *testing.T) {
	for _, k := range kinds[Odoo] {
		seen := map[string]Situation{}
		for _, s := range []Situation{Idle, Before, Booking, Refunding} {
			w := (&Failure{Side: Odoo, Kind: k, Code: "2", Text: "Odoo's own words"}).Words(s)
			if other, twice := seen[w.Do]; twice {
				t.Errorf("%s: %s and %s ask for the same: %q", k, s, other, w.Do)
			}
			seen[w.Do] = s
			if !strings.Contains(w.Manager, "odoo, 2") || w.Details != "Odoo's own words" {
				t.Errorf("%s: a manager sees %q, %q", k, w.Manager, w.Details)
			}
		}
		booking := For(&Failure{Side: Odoo, Kind: k}, Booking)
		if Money(booking.Alone, Booking) != MoneyCharged {
			t.Errorf("%s: after the charge the money is there", k)
		}
	}
}

// Lost if it fails: support asks for a request number that nobody can give.
func TestManagerSeesCodesAndRequest(t *testing.T) {
	w := (&Failure{Side: Stripe, Kind: Refused, Code: "amount_too_small", RequestID: "req_123"}).Words(Before)
	for _, want := range []string{"amount_too_small", "req_123"} {
		if !strings.Contains(w.Manager, want) || strings.Contains(w.What+w.Do+w.Customer+w.Title, want) {
			t.Errorf("%q is not for the manager alone: %+v", want, w)
		}
	}
}
