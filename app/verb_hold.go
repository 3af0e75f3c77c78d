package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/staff"
)

// holdRow is one hold on the command line.
type holdRow struct {
	Intent    string    `json:"payment_intent"`
	Payment   string    `json:"payment"` // at the counter that holds it
	Documents []string  `json:"documents"`
	Minor     int64     `json:"reserved_minor"`
	Currency  string    `json:"currency"`
	Until     time.Time `json:"until,omitzero"` // the bank ends it then
	Brand     string    `json:"brand,omitempty"`
	Last4     string    `json:"last4,omitempty"`
	Counter   string    `json:"counter"`
	Person    string    `json:"person"`
}

// showHolds lists what is reserved on cards, of the whole shop, the one that ends first at the top.
func showHolds(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	if err := c.Prepare(ctx); err != nil {
		return ExitFailed, err
	}
	held, err := c.Desk.Holds(ctx)
	if err != nil {
		return ExitFailed, err
	}
	rows := make([]holdRow, 0, len(held))
	for _, h := range held {
		row := holdRow{Intent: h.Claim.Intent, Payment: h.Claim.Payment, Minor: h.Amount.Minor, Currency: string(h.Amount.Currency), Until: h.Until,
			Brand: h.Brand, Last4: h.Last4, Counter: h.Claim.Counter.Name, Person: h.Claim.By}
		for _, p := range h.Claim.Parts {
			row.Documents = append(row.Documents, p.Number)
		}
		rows = append(rows, row)
	}
	return ExitOK, e.print(o, rows, func(w io.Writer) {
		if len(rows) == 0 {
			fmt.Fprintln(w, assets.T("cli.holds_empty"))
		}
		for i, r := range rows {
			until := assets.T("cli.holds_open")
			if !r.Until.IsZero() {
				until = r.Until.Local().Format("2006-01-02 15:04")
			}
			fmt.Fprintf(w, "%-28s  %12s  %s\n", r.Intent, held[i].Amount, oneLine(assets.T("cli.holds_row", "until", until, "numbers", strings.Join(r.Documents, " "), "person", r.Person, "counter", r.Counter)))
		}
	})
}

// intentOf is the PaymentIntent that a command line names: its own id, or a payment's of this counter.
func (c *Counter) intentOf(word string) (string, error) {
	if strings.HasPrefix(word, "pi_") {
		return word, nil
	}
	s, err := c.Desk.State(word)
	if err == nil && s.Intent == "" {
		err = fmt.Errorf("%w: %s is %s", payment.ErrNoHold, word, s.Phase)
	}
	return s.Intent, err
}

// captureHold charges what is reserved, all of it or --amount.
func captureHold(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	who, _, err := e.person(o, c)
	if err != nil {
		return ExitFailed, err
	}
	return e.endHold(ctx, o, c, who, func(intent string) (string, error) {
		held, err := c.Desk.Holds(ctx)
		i := slices.IndexFunc(held, func(h payment.Hold) bool { return h.Claim.Intent == intent })
		if i < 0 {
			return "", cmp.Or(err, say(payment.ErrNoHold, "cli.hold_none"))
		}
		amount := held[i].Amount
		if o.amount != "" {
			if amount, err = money.Parse(o.amount, amount.Currency); err != nil {
				return "", err
			}
		}
		return c.Desk.Capture(ctx, intent, amount.Minor, who.Name)
	})
}

// releaseHold lets a hold go, by a manager's PIN and for a reason.
func releaseHold(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	who, err := e.manager(o, c, "release "+o.words[0])
	if err != nil {
		return ExitFailed, say(err, "cli.hold_stands")
	}
	return e.endHold(ctx, o, c, who, func(intent string) (string, error) {
		return c.Desk.Release(ctx, intent, who.Name, who.Name, o.reason)
	})
}

// endHold follows a hold to its end.
func (e Env) endHold(ctx context.Context, o options, c *Counter, who staff.Person, order func(intent string) (string, error)) (int, error) {
	p := &payer{Env: e, Counter: c, changes: make(chan struct{}, 1), stops: make(chan os.Signal, 2)}
	signal.Ignore(syscall.SIGPIPE) // a closed pipe behind the progress must not end the program in the middle
	signal.Notify(p.stops, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(p.stops)
	c.OnChange(func() {
		select {
		case p.changes <- struct{}{}:
		default:
		}
	})
	if err := c.Prepare(ctx); err != nil {
		return ExitFailed, err
	}
	if err := c.Desk.Resume(); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
	}
	p.finishOthers(ctx, who.Name)
	intent, err := c.intentOf(strings.TrimSpace(o.words[0]))
	if err != nil {
		return ExitFailed, err
	}
	id, err := order(intent)
	switch {
	case errors.Is(err, payment.ErrNoHold):
		return ExitFailed, say(err, "cli.hold_none")
	case err != nil:
		return ExitFailed, say(err, "cli.hold_stands")
	}
	return p.finish(ctx, o, id)
}
