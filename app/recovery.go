package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/storage"
)

// records is the journal as the healer sees it: the lives that are no payments.
type records struct{ journal }

func (r records) Unfinished() ([]string, error) {
	ids, err := r.store.OpenLives()
	return slices.DeleteFunc(ids, func(id string) bool { return !recovery.Record(id) }), err
}

// cursors keeps how far the healer's walks have come among the preferences of the counter.
type cursors struct{ store *storage.Store }

func (c cursors) Cursor(name string) (time.Time, error) {
	text, ok, err := c.store.Preference("", name)
	if err != nil || !ok {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, nil // it looks further back instead
	}
	return t, nil
}

func (c cursors) SetCursor(name string, t time.Time) error {
	return c.store.SetPreference("", name, t.UTC().Format(time.RFC3339Nano))
}

// heal puts the healer together. The desk must be there.
func (c *Counter) heal() error {
	j := records{journal{store: c.Store}}
	var err error
	c.Healer, err = recovery.New(recovery.Config{
		Stripe: c.Stripe, Odoo: c.Odoo, Desk: c.Desk, Shop: c.identity, Attention: c.Attention, Journal: j, Cursors: cursors{c.Store},
		Clock: c.Clock, Rand: cryptoRand, Log: c.Log, Counter: c.ID, Name: c.Name, May: c.Staff.May,
	})
	return err
}

// attend keeps the entries about this counter's own payments.
func (c *Counter) attend(s payment.State) {
	if err := c.Attention.Watch(s); err != nil {
		c.Log.Error("attention", "payment", s.ID, "error", fmt.Errorf("kept for the healer's next look: %w", err))
	}
}

// giveBack begins the refund of what of an entry's charge pays no document, by a manager's word (PROTOCOLS B4).
func (c *Counter) giveBack(ctx context.Context, id, person, by, reason string) (string, error) {
	list := c.Attention.List()
	i := slices.IndexFunc(list, func(e recovery.Entry) bool { return e.ID == id })
	if i < 0 {
		return "", recovery.ErrNoEntry
	}
	e := list[i]
	if !slices.ContainsFunc(e.Actions(), func(a recovery.Action) bool { return a.Verb == recovery.GiveBack }) {
		return "", recovery.ErrNotOffered
	}
	most := e.Amount
	if e.Rest != nil {
		most = *e.Rest
	}
	return c.Refunds.StartLoose(ctx, refund.Order{
		Counter: payment.Counter{ID: c.ID, Name: c.Name}, Person: person, Approver: by, Reason: reason, Customer: e.Customer, Partner: e.Partner,
		Original: refund.Document{Number: e.Numbers()}, // for people: no document is touched
	}, e.Intent, most)
}

// giveBackAgain begins a loose refund anew that came back.
func (c *Counter) giveBackAgain(ctx context.Context, id, person, by, reason string) (string, error) {
	s, err := c.Refunds.State(id)
	if err != nil {
		return "", err
	}
	o := refund.Order{Counter: payment.Counter{ID: c.ID, Name: c.Name}, Person: person, Approver: by, Reason: reason, Customer: s.Customer, Partner: s.Partner, Original: s.Original}
	return c.Refunds.StartLoose(ctx, o, s.Shares[0].Intent, s.Owed)
}

// settleLoose ends the entries about a charge that went back to its card, by the word of the manager who approved that.
func (c *Counter) settleLoose(s refund.State) {
	if !s.Loose || s.Phase != refund.Done {
		return
	}
	c.run.Go(func() {
		for _, e := range c.Attention.About(s.Shares[0].Intent) {
			if e.Kind != recovery.Refunded && !slices.ContainsFunc(e.Actions(), func(a recovery.Action) bool { return a.Verb == recovery.GiveBack }) {
				continue
			}
			if err := c.Healer.Act(c.ctx, e.ID, recovery.Close, s.Approver, s.Reason+" ("+s.Shares[0].Refund+")"); err != nil {
				c.Log.Warn("an entry whose charge went back is still open", "entry", e.ID, "error", err)
			}
		}
	})
}
