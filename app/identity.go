package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"paydesk/services/odoo"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/storage"
)

var cryptoRand io.Reader = rand.Reader

// Preferences of the counter itself.
const (
	prefShop     = "shop"          // the shop id as it was checked last
	prefSalt     = "identity-salt" // makes this machine another one, by a manager's order
	prefComplete = "complete"      // since when the journal holds every claim of this counter
)

// newIdentity puts the shop's identity together.
func (c *Counter) newIdentity() *recovery.Identity {
	conf := recovery.IdentityConfig{
		Odoo: c.Odoo, Live: c.Stripe.Mode().Live, Rand: cryptoRand,
		Keep:   func(id string) error { return c.Store.SetPreference("", prefShop, id) },
		Recall: func() (string, error) { v, _, err := c.Store.Preference("", prefShop); return v, err },
		Stops: func(err error) bool {
			var setup *odoo.SetupError
			return errors.Is(err, odoo.ErrNewerOdoo) || errors.As(err, &setup)
		},
		Pinned: func(by, id string) error { return c.note("ShopPinned", map[string]string{"by": by, "id": id}) },
	}
	if c.Settings.Stripe.Location != "" {
		conf.Location = c.Stripe
	}
	return recovery.NewIdentity(conf)
}

// note journals a fact of the counter's own.
func (c *Counter) note(kind string, body any) error {
	b, err := json.Marshal(body)
	if err == nil {
		_, err = c.Store.Append(storage.Entry{Kind: kind, Version: factVersion, Body: b})
	}
	if err != nil {
		return fmt.Errorf("journal %s: %w", kind, err)
	}
	return nil
}

// identify finds out who this counter is, whether its disk came from another machine, and since when its journal is whole.
func (c *Counter) identify() error {
	salt, _, err := c.Store.Preference("", prefSalt)
	if err != nil {
		return err
	}
	me, copied, err := c.Store.Identify(fingerprint() + salt)
	if err != nil {
		return err
	}
	c.ID, c.Copied, c.me = me.ID, copied, me
	return c.rewind()
}

// rewind is PROTOCOLS H4: a store that lacks what this counter did looks at everything that may have happened since. Claims
// of before are not in its journal, and no sign of a second machine.
func (c *Counter) rewind() error {
	if c.Store.Rewound() == nil {
		return nil
	}
	now := c.Clock.Now()
	prefs := map[string]string{prefComplete: now.Add(24 * time.Hour).UTC().Format(time.RFC3339)} // a clock may be a day off
	for _, name := range recovery.CursorNames {
		prefs[name] = now.Add(-recovery.WholeSpan - 24*time.Hour).UTC().Format(time.RFC3339Nano)
	}
	return c.Store.RecordRestored(prefs)
}

// complete is since when the journal holds every claim of this counter.
func (c *Counter) complete() time.Time {
	t, err := cursors{c.Store}.Cursor(prefComplete)
	if err != nil || t.IsZero() {
		return time.Time{}
	}
	return t
}

// inherited says that a life was begun on the machine that this disk was copied from.
func (c *Counter) inherited(id string) bool {
	if len(c.me.Previous) == 0 {
		return false
	}
	rows, err := c.Store.Entries(id)
	return err == nil && len(rows) > 0 && rows[0].Seq <= c.me.SinceSeq
}

// pin makes Odoo, Stripe's location and this counter one shop, by a manager (PROTOCOLS G2).
func (c *Counter) pin(ctx context.Context, by string, copied bool) error {
	if err := c.Staff.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	return c.identity.Pin(ctx, by, copied)
}

// RenewIdentity gives this machine an identity of its own from its next start on (PROTOCOLS G3): what its disk holds
// unfinished is then settled from facts, never resumed.
func (c *Counter) RenewIdentity(by string) error {
	if err := c.Staff.May(by, staff.Ask{Act: staff.Decide}); err != nil {
		return err
	}
	b := make([]byte, 8)
	if _, err := io.ReadFull(cryptoRand, b); err != nil {
		return fmt.Errorf("draw an identity: %w", err)
	}
	if err := c.note("IdentityRenewed", map[string]string{"by": by, "was": c.ID}); err != nil {
		return err
	}
	return c.Store.SetPreference("", prefSalt, hex.EncodeToString(b))
}
