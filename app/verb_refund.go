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
	"paydesk/services/refund"
	"paydesk/services/staff"
)

// refundResult is what a refund came to.
type refundResult struct {
	ID         string        `json:"id"`
	State      string        `json:"state"`
	CreditNote string        `json:"credit_note"`
	Currency   string        `json:"currency"`
	Minor      int64         `json:"minor"`
	GivenMinor int64         `json:"given_minor"` // Stripe says given back
	AwayMinor  int64         `json:"on_its_way_minor"`
	BackMinor  int64         `json:"came_back_minor"`
	Shares     []shareResult `json:"refunds"`
	Reason     string        `json:"reason,omitempty"` // why it stopped or is held
}

type shareResult struct {
	Refund   string `json:"refund,omitempty"`
	Intent   string `json:"payment_intent"`
	Minor    int64  `json:"minor"`
	Odoo     int64  `json:"odoo_payment,omitempty"`
	OdooName string `json:"odoo_name,omitempty"`
}

func resultOf(s refund.State) refundResult {
	r := refundResult{
		ID: s.ID, State: s.Phase.String(), CreditNote: s.Note.Number, Currency: string(s.Amount.Currency), Minor: s.Amount.Minor,
		GivenMinor: s.Given().Minor, AwayMinor: s.OnItsWay().Minor, BackMinor: s.CameBack().Minor,
	}
	for _, sh := range s.Shares {
		r.Shares = append(r.Shares, shareResult{sh.Refund, sh.Intent, sh.Minor, sh.BookingID, sh.Booking})
	}
	if p := cmp.Or(s.HeldBy, s.Problem); p != nil {
		r.Reason = string(p.Kind)
	}
	return r
}

// giveBack refunds on a credit note from the command line, by a manager's PIN. An interrupted one is taken up again.
func giveBack(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	// Who may begin a refund of some amount: how much it is, is not known yet, and judged again when it is.
	who, err := e.consent(o, c, staff.Ask{Act: staff.AskRefund}, assets.T("cli.refund_on", "note", strings.TrimSpace(o.creditNote)))
	if err != nil {
		return ExitFailed, say(err, "cli.not_refunded")
	}
	stops := make(chan os.Signal, 2)
	signal.Ignore(syscall.SIGPIPE) // a closed pipe behind the progress must not end the program in the middle
	signal.Notify(stops, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(stops)
	changes := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case changes <- struct{}{}:
		default:
		}
	})
	if err := c.Prepare(ctx); err != nil {
		return ExitFailed, err
	}
	if err := c.Refunds.Resume(); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
	}
	id := ""
	active := c.Refunds.Active()
	if i := slices.IndexFunc(active, func(s refund.State) bool { return strings.EqualFold(s.Note.Number, strings.TrimSpace(o.creditNote)) }); i >= 0 {
		id = active[i].ID
		fmt.Fprintln(e.Stderr, assets.T("cli.refund_goes_on"))
		if active[i].Phase == refund.Held {
			if err := c.Refunds.Rebook(id, who.Name); err != nil && !errors.Is(err, refund.ErrUnexpected) {
				return ExitUnsettled, err
			}
		}
	} else if id, err = c.beginRefund(ctx, o, who); err != nil {
		return ExitFailed, err
	}
	return e.followRefund(ctx, o, c, id, changes, stops)
}

// beginRefund spreads the amount, or all that is refundable, over the charges behind the note, newest first.
func (c *Counter) beginRefund(ctx context.Context, o options, by staff.Person) (string, error) {
	note, err := c.Odoo.CreditNoteNumbered(ctx, strings.TrimSpace(o.creditNote))
	if err != nil {
		return "", err
	}
	offer, err := c.Refunds.OfferNote(ctx, note.ID)
	if err != nil {
		return "", err
	}
	amount := offer.Most
	if o.amount != "" {
		if amount, err = money.Parse(o.amount, offer.Most.Currency); err != nil {
			return "", err
		}
	}
	if amount.Minor <= 0 || amount.Minor > offer.Most.Minor {
		return "", say(refund.ErrAmount, "cli.refund_most", "amount", offer.Most, "note", note.Number)
	}
	order, err := c.refundOrder(offer, amount, nil)
	if err != nil {
		return "", err
	}
	order.Person, order.Approver, order.Reason = by.Name, by.Name, cmp.Or(strings.TrimSpace(o.reason), assets.T("cli.refund_reason"))
	if i := slices.IndexFunc(order.Shares, func(sh refund.Share) bool { ch, _ := offer.ChargeOf(sh.Intent); return ch.Interac }); i >= 0 {
		return "", say(nil, "cli.refund_interac")
	}
	return c.Refunds.Start(order)
}

// refundOrder makes an order of an offer. shares nil: newest charges first.
func (c *Counter) refundOrder(offer refund.Offer, amount money.Amount, shares []refund.Share) (refund.Order, error) {
	if shares == nil {
		var rest int64
		if shares, rest = offer.Allocate(amount.Minor); rest > 0 {
			return refund.Order{}, say(refund.ErrAmount, "cli.refund_over", "amount", offer.Most)
		}
	}
	o := refund.Order{Counter: payment.Counter{ID: c.ID, Name: c.Name}, Amount: amount, Shares: shares, Part: amount.Minor < offer.Most.Minor}
	if n := offer.Note; n != nil {
		o.Note, o.Company, o.Customer = refund.Document{ID: n.ID, Number: n.Number}, n.Company, n.Partner.Name
	}
	if i := offer.Original; i != nil {
		o.Original, o.Company, o.Customer = refund.Document{ID: i.ID, Number: i.Number}, i.Company, i.Partner.Name
		if offer.Note == nil {
			o.NoteAmount = money.New(amount.Minor+i.Residual.Minor, amount.Currency) // a note first pays what is still owed
		}
	}
	return o, nil
}

// followRefund says each step until the refund is over or waits for somebody else. An interrupt leaves it as it is: what
// was sent cannot be called back, and what was not asked for goes on with the same command.
func (e Env) followRefund(ctx context.Context, o options, c *Counter, id string, changes chan struct{}, stops chan os.Signal) (int, error) {
	var last refund.Phase = -1
	until := c.Clock.Now().Add(settleTime)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var s refund.State
	for waiting := true; waiting; {
		var err error
		if s, err = c.Refunds.State(id); err != nil {
			return ExitUnsettled, err
		}
		if s.Phase != last {
			last = s.Phase
			fmt.Fprintf(e.Stderr, "%s  %s\n", s.Since.Local().Format("15:04:05"), refundPhase(s.Phase))
		}
		if s.Phase.Final() || s.Phase == refund.Held || s.Phase == refund.AtBank || c.Clock.Now().After(until) {
			break
		}
		select {
		case <-changes:
		case <-tick.C:
		case <-stops:
			waiting = false
		case <-ctx.Done():
			waiting = false
		}
	}
	code := ExitUnsettled
	switch s.Phase {
	case refund.Done:
		code = ExitOK
	case refund.Stopped, refund.CameBack:
		code = ExitNotCharged
	}
	r := resultOf(s)
	err := e.print(o, r, func(w io.Writer) {
		fmt.Fprintln(w, strings.TrimSpace(s.Note.Number+": "+refundPhase(s.Phase)+" "+r.Reason))
		for _, line := range []struct {
			sum money.Amount
			key string
		}{{s.Given(), "cli.refund_given"}, {s.OnItsWay(), "cli.refund_away"}, {s.CameBack(), "cli.refund_back"}} {
			if line.sum.Minor > 0 {
				fmt.Fprintln(w, assets.T(line.key, "amount", line.sum))
			}
		}
	})
	if err != nil {
		fmt.Fprintln(e.Stderr, assets.T("cli.but", "id", s.ID, "phase", refundPhase(s.Phase), "why", err))
	}
	return code, nil
}
