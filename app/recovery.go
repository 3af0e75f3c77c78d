package app

import (
	"fmt"
	"slices"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
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
