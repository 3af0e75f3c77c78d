package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"paydesk/services/payment"
)

// payResult is what a payment came to.
type payResult struct {
	Payment       string `json:"payment"`
	State         string `json:"state"`
	Intent        string `json:"payment_intent"`
	Charge        string `json:"charge"`
	Odoo          int64  `json:"odoo_payment"`
	OdooName      string `json:"odoo_name"`
	ResidualMinor int64  `json:"residual_minor"`
	ReceivedMinor int64  `json:"received_minor"`
	Currency      string `json:"currency"`
	Reason        string `json:"reason,omitempty"`
}

func result(s payment.State) payResult {
	r := payResult{
		Payment: s.ID, State: s.Phase.String(), Intent: s.Intent, Odoo: s.BookingID, OdooName: s.Booking,
		ReceivedMinor: s.Received.Minor, Currency: string(s.Amount.Currency),
	}
	if s.Charge != nil {
		r.Charge = s.Charge.ID
	}
	for _, left := range s.Residual {
		r.ResidualMinor += left
	}
	if s.Problem != nil {
		r.Reason = string(s.Problem.Kind)
	}
	return r
}

// settleTime is how long the command line waits for Odoo after a charge; the booking goes on at the next start.
const settleTime = 2 * time.Minute

func pay(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	if o.document == "" || o.reader == "" || o.as == "" {
		return ExitUsage, errors.New("pay needs --document, --reader and --as")
	}
	who, err := e.person(o, c)
	if err != nil {
		return ExitFailed, err
	}
	if err := c.Prepare(ctx); err != nil {
		return ExitFailed, err
	}
	changes := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case changes <- struct{}{}:
		default:
		}
	})
	if err := c.Desk.Resume(); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
	}
	if err := c.Mirror.Refresh(ctx); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err)) // the mirror's rules decide whether it may be charged all the same
	}
	doc, err := findDocument(c.Mirror, o.document)
	if err != nil {
		return ExitFailed, err
	}
	reader, ok := c.Readers.Find(o.reader)
	if !ok {
		return ExitFailed, fmt.Errorf("no reader is called %q. Nothing was charged. Look at: paydesk readers", o.reader)
	}
	id, err := c.Charge(doc, who, reader, "")
	if err != nil {
		return ExitFailed, err
	}
	s, err := follow(ctx, e, c, id, changes)
	if err != nil {
		return ExitFailed, err
	}
	code := ExitNotCharged
	switch {
	case s.Phase == payment.Done:
		code = ExitOK
	case s.Phase.Charged(), !s.Phase.Final():
		code = ExitUnsettled
	}
	return code, e.print(o, result(s), func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s\n", s.Numbers(), s.Phase)
		if s.Booking != "" {
			fmt.Fprintf(w, "%s was charged, once. Odoo payment %s.\n", s.Received, s.Booking)
		}
	})
}

// follow prints each step until the payment is over or a person would have to decide; then it is cancelled. An interrupt
// cancels too, and Stripe's word ends it.
func follow(ctx context.Context, e Env, c *Counter, id string, changes <-chan struct{}) (payment.State, error) {
	var last payment.Phase = -1
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	interrupted := ctx.Done()
	cancelled := false
	for {
		s, err := c.Desk.State(id)
		if err != nil {
			return s, err
		}
		if s.Phase != last {
			last = s.Phase
			fmt.Fprintf(e.Stderr, "%s  %s %s\n", s.Since.Format("15:04:05"), s.Phase, describe(s))
		}
		if s.Phase.Final() || s.Phase == payment.PostingHeld {
			return s, nil
		}
		if s.Phase.Charged() && c.Clock.Now().Sub(s.ChargedAt) > settleTime {
			return s, nil
		}
		if (s.Phase == payment.Declined || s.Phase == payment.NeedReader) && !cancelled {
			cancelled = true
			if err := c.Desk.Cancel(id, s.Person); err != nil && !errors.Is(err, payment.ErrUnexpected) {
				return s, err
			}
		}
		select {
		case <-changes:
		case <-tick.C:
		case <-interrupted:
			interrupted = nil
			fmt.Fprintln(e.Stderr, "Interrupted: cancelling. Stripe is asked whether anything was charged.")
			if err := c.Desk.Cancel(id, s.Person); err != nil && !errors.Is(err, payment.ErrUnexpected) {
				return s, err
			}
		}
	}
}

func describe(s payment.State) string {
	switch {
	case s.Problem != nil:
		return "(" + string(s.Problem.Kind) + " " + string(s.Problem.Failure) + " " + s.Problem.Text + ")"
	case s.Decline != nil && (s.Phase == payment.DeclinedAgain || s.Phase == payment.Declined):
		return "(" + s.Decline.Code + " " + s.Decline.Decline + ")"
	}
	return ""
}
