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
	"paydesk/services/payment"
	"paydesk/services/staff"
	"paydesk/storage"
)

// payResult is what a payment came to.
type payResult struct {
	Payment       string `json:"payment"`
	State         string `json:"state"`
	Intent        string `json:"payment_intent"`
	Charge        string `json:"charge"`
	Odoo          int64  `json:"odoo_payment"`
	OdooName      string `json:"odoo_name"`
	ResidualMinor int64  `json:"residual_minor"` // left to pay; before the booking what was left when it began
	ReceivedMinor int64  `json:"received_minor"`
	ReservedMinor int64  `json:"reserved_minor,omitempty"` // held, not charged
	Method        string `json:"method"`                   // card, moto
	Currency      string `json:"currency"`
	CashMinor     int64  `json:"cash_minor,omitempty"` // given in cash
	CashOdoo      int64  `json:"cash_odoo,omitempty"`  // its payment in Odoo; 0: not there
	Reason        string `json:"reason,omitempty"`     // why it stopped, was cancelled by the program, or is held
	Decline       string `json:"decline,omitempty"`    // the bank's last word before that
}

func result(s payment.State) payResult {
	r := payResult{
		Payment: s.ID, State: s.Phase.String(), Intent: s.Intent, Odoo: s.BookingID, OdooName: s.Booking,
		ReceivedMinor: s.Received.Minor, Currency: string(s.Amount.Currency), Method: s.Method.String(),
	}
	if s.Phase.Holding() {
		r.ReservedMinor = s.Reservation.Amount.Minor
	}
	r.CashMinor, r.CashOdoo = s.Cash, s.CashID
	if s.Charge != nil {
		r.Charge = s.Charge.ID
	}
	for i, p := range s.Parts {
		switch {
		case s.Phase != payment.Done:
			r.ResidualMinor += p.Minor
		case i < len(s.Residual):
			r.ResidualMinor += max(s.Residual[i], 0)
		}
	}
	if s.Problem != nil {
		r.Reason = string(s.Problem.Kind)
	}
	if s.Decline != nil && !s.Phase.Charged() {
		r.Decline = cmp.Or(s.Decline.Decline, s.Decline.Code)
	}
	return r
}

// How long the command line waits. What is not over then goes on with the next start.
const (
	settleTime = 2 * time.Minute  // for Odoo after a charge
	othersTime = 30 * time.Second // for payments that an earlier run left behind
)

func pay(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	p := &payer{Env: e, Counter: c, changes: make(chan struct{}, 1), stops: make(chan os.Signal, 2)}
	// A closed pipe behind the progress must not end the program in the middle of a payment; an interrupt must cancel.
	signal.Ignore(syscall.SIGPIPE)
	signal.Notify(p.stops, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(p.stops)

	who, enrol, err := e.payer(o, c)
	if err != nil {
		return ExitFailed, err
	}
	c.OnChange(func() {
		select {
		case p.changes <- struct{}{}:
		default:
		}
	})
	notReady := c.Prepare(ctx)
	if err := c.Desk.Resume(); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
	}
	if s, ok := unfinished(c.Desk.Active(), o.documents); ok {
		return p.goOn(ctx, o, s, who.Name, notReady)
	}
	if notReady != nil {
		return ExitFailed, notReady
	}
	p.finishOthers(ctx, who.Name)
	if err := c.Mirror.Refresh(ctx); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err)) // the mirror's rules decide whether it may be charged all the same
	}
	bill, err := c.bill(ctx, o)
	if err != nil {
		return ExitFailed, say(err, "cli.not_charged")
	}
	bill = o.in(bill, who)
	r, err := findReader(c.Readers.Snapshot().Readers, o.reader)
	if err != nil {
		return ExitFailed, err
	}
	if enrol {
		if who, err = c.Staff.Enrol(o.as, staff.Cashier, ""); err != nil {
			return ExitFailed, err
		}
	}
	if ctx.Err() != nil {
		return ExitFailed, say(nil, "cli.interrupted_early")
	}
	if l, ok := c.Desk.ChargedLately(c.orderFor(bill, who, r)); ok {
		fmt.Fprintln(e.Stderr, assets.T("cli.charged_lately", "amount", l.Order.Amount, "number", l.Order.Numbers(), "time", l.At.Local().Format("15:04"),
			"person", l.Order.Person, "counter", l.Order.Counter.Name))
	}
	id, err := c.Charge(bill, who, r, "")
	if err != nil {
		return ExitFailed, err
	}
	return p.finish(ctx, o, id)
}

// payer follows payments from the command line.
type payer struct {
	Env
	*Counter
	changes chan struct{}
	stops   chan os.Signal
	gaveUp  *payment.Problem // why the program cancelled where a person would have decided
}

// unfinished finds the payment of these documents, and no others, that an earlier run did not bring to its end.
func unfinished(active []payment.State, numbers []string) (payment.State, bool) {
	i := slices.IndexFunc(active, func(s payment.State) bool {
		return len(s.Parts) == len(numbers) && !slices.ContainsFunc(s.Parts, func(p payment.Part) bool {
			return !slices.ContainsFunc(numbers, func(n string) bool { return strings.EqualFold(p.Number, n) })
		})
	})
	if i < 0 {
		return payment.State{}, false
	}
	return active[i], true
}

// goOn takes up the interrupted payment of the document instead of beginning another one.
func (p *payer) goOn(ctx context.Context, o options, s payment.State, by string, notReady error) (int, error) {
	fmt.Fprintln(p.Stderr, assets.T("cli.goes_on", "reader", s.Reader.Label))
	if notReady != nil {
		fmt.Fprintln(p.Stderr, Explain(notReady))
		p.run.Go(func() { p.loop(time.Second, time.Hour, p.checkIdentity) }) // a booking needs it
	}
	if s.Phase == payment.PostingHeld {
		if err := p.Desk.Rebook(s.ID, by); err != nil && !errors.Is(err, payment.ErrUnexpected) {
			return ExitUnsettled, err
		}
	}
	return p.finish(ctx, o, s.ID)
}

// finishOthers brings what earlier runs left behind to an end: nobody stands at those readers any more. What was charged
// is booked, what was not is cancelled. A booking that waits for Odoo or for a person holds nobody up.
func (p *payer) finishOthers(ctx context.Context, by string) {
	var ids []string
	for _, s := range p.Desk.Active() {
		if s.Phase == payment.Reserved {
			continue // it stands until somebody charges it or lets it go
		}
		if s.Phase == payment.PostingHeld {
			fmt.Fprintln(p.Stderr, assets.T("cli.not_booked", "number", s.Numbers(), "why", describe(s), "again", "paydesk pay --document "+strings.ReplaceAll(s.Numbers(), " ", " --document ")+" …"))
			continue
		}
		fmt.Fprintln(p.Stderr, assets.T("cli.unfinished", "number", s.Numbers(), "phase", phase(s.Phase)))
		if !s.Phase.Charged() {
			if err := p.Desk.Cancel(s.ID, by); err != nil && !errors.Is(err, payment.ErrUnexpected) {
				fmt.Fprintln(p.Stderr, Explain(err))
			}
		}
		ids = append(ids, s.ID)
	}
	ctx, cancel := context.WithTimeout(ctx, othersTime)
	defer cancel()
	for _, id := range ids {
		s, err := p.settled(ctx, id)
		switch {
		case err != nil:
			fmt.Fprintln(p.Stderr, Explain(err))
		default:
			fmt.Fprintf(p.Stderr, "%s: %s\n", s.Numbers(), phase(s.Phase))
		}
	}
}

// settled waits until a payment is over or waits for somebody else, or ctx ends.
func (p *payer) settled(ctx context.Context, id string) (payment.State, error) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		s, err := p.Desk.State(id)
		if err != nil || s.Phase.Final() || s.Phase == payment.Outbox || s.Phase == payment.PostingHeld || s.Phase == payment.Reserved || ctx.Err() != nil {
			return s, err
		}
		select {
		case <-p.changes:
		case <-tick.C:
		case <-p.stops: // the payment that is waited for goes on with the next start
			return s, nil
		case <-ctx.Done():
		}
	}
}

// finish follows one payment and prints what it came to.
func (p *payer) finish(ctx context.Context, o options, id string) (int, error) {
	s, err := p.follow(ctx, id)
	if err != nil {
		return ExitUnsettled, err
	}
	code := o.exitFor(s)
	r := result(s)
	if r.Reason == "" && p.gaveUp != nil && !s.Phase.Charged() {
		r.Reason = string(p.gaveUp.Kind)
	}
	err = p.print(o, r, func(w io.Writer) {
		fmt.Fprintln(w, strings.TrimSpace(s.Numbers()+": "+phase(s.Phase)+" "+cmp.Or(r.Decline, r.Reason)))
		if s.Phase.Charged() {
			fmt.Fprintln(w, assets.T("cli.charged_once", "amount", s.Received, "intent", s.Intent))
		}
		if s.Phase == payment.Reserved {
			fmt.Fprintln(w, assets.T("cli.reserved", "amount", s.Reservation.Amount, "until", s.Reservation.Until.Local().Format("2006-01-02 15:04"), "intent", s.Intent))
		}
		if s.Booking != "" {
			fmt.Fprintln(w, assets.T("cli.booked_as", "payment", s.Booking))
		}
		if words := cashWords(s); words != "" {
			fmt.Fprintln(w, words)
		}
		fmt.Fprintf(w, "paydesk payment show %s\n", s.ID)
	})
	if err != nil { // the payment is what it is, whether it could be printed or not
		fmt.Fprintln(p.Stderr, assets.T("cli.but", "id", s.ID, "phase", phase(s.Phase), "why", err))
	}
	return code, nil
}

// follow says each step until the payment is over. Where a person would have to decide, it is cancelled, as by the first
// interrupt: Stripe's word ends it. A second interrupt leaves it as it is.
func (p *payer) follow(ctx context.Context, id string) (payment.State, error) {
	var (
		last      payment.Phase = -1
		charged   time.Time
		cancelled bool
		storeSaid bool
	)
	interrupted := ctx.Done()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	fmt.Fprintln(p.Stderr, assets.T("cli.payment", "id", id))
	for {
		s, err := p.Desk.State(id)
		if err != nil {
			return s, err
		}
		if s.Phase != last {
			last = s.Phase
			fmt.Fprintf(p.Stderr, "%s  %s\n", s.Since.Local().Format("15:04:05"), describe(s))
		}
		if s.Phase.Final() || s.Phase == payment.PostingHeld || s.Phase == payment.Reserved {
			return s, nil
		}
		now := p.Clock.Now()
		if s.Phase.Charged() && charged.IsZero() {
			charged = now
		}
		if !charged.IsZero() && now.Sub(charged) > settleTime {
			return s, nil
		}
		if (s.Phase == payment.Declined || s.Phase == payment.NeedReader) && !cancelled {
			cancelled, p.gaveUp = true, s.Problem
			if err := p.cancel(s); err != nil {
				return s, err
			}
		}
		select {
		case <-p.changes:
			continue
		case <-tick.C:
			if err := p.Store.Probe(); err != nil && !storeSaid {
				storeSaid = true
				fmt.Fprintln(p.Stderr, assets.T("cli.no_room", "why", cause(err)))
			}
			continue
		case <-p.stops:
		case <-interrupted:
			interrupted = nil
		}
		switch {
		case s.Phase.Charged():
			return s, nil // nothing is lost: the booking goes on with the next start
		case s.CancelWanted:
			fmt.Fprintln(p.Stderr, assets.T("cli.left"))
			return s, nil
		}
		fmt.Fprintln(p.Stderr, assets.T("cli.cancelling"))
		if err := p.cancel(s); err != nil {
			return s, err
		}
	}
}

// cause is what lies behind a store's advice, which is meant for the time before a payment.
func cause(err error) string {
	var stored *storage.Error
	if errors.As(err, &stored) {
		return stored.Err.Error()
	}
	return err.Error()
}

func (p *payer) cancel(s payment.State) error {
	if err := p.Desk.Cancel(s.ID, s.Person); err != nil && !errors.Is(err, payment.ErrUnexpected) {
		return err
	}
	return nil
}

// describe is a phase with its reason.
func describe(s payment.State) string {
	words := []string{phase(s.Phase)}
	switch {
	case s.Problem != nil:
		words = append(words, string(s.Problem.Kind), string(s.Problem.Failure), s.Problem.Counter, s.Problem.Text)
	case s.Phase == payment.DeclinedAgain || s.Phase == payment.Declined:
		words = append(words, s.Decline.Words().Manager)
	case s.Phase == payment.Outbox:
		words = append(words, string(s.Delay))
	}
	return oneLine(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), "  "))
}
