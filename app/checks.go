package app

import (
	"context"
	"sync"
	"time"

	"paydesk/services/explain"
)

// checks are what the last look at the set-up found, as paydesk probe finds it.
type checks struct {
	mu       sync.Mutex
	running  bool
	at       time.Time
	took     time.Duration
	findings []explain.Finding
}

// probeTime is how long a look may take, all timeouts of both sides together.
const probeTime = 2 * time.Minute

// CheckSetup looks at Odoo and Stripe and keeps what it finds. One that runs already is enough.
func (c *Counter) CheckSetup(ctx context.Context) {
	k := &c.checks
	k.mu.Lock()
	if k.running {
		k.mu.Unlock()
		return
	}
	k.running = true
	k.mu.Unlock()
	c.changed()
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	s := c.Settings
	s.Odoo.Clock, s.Stripe.Clock, s.Stripe.Rand = c.Clock, c.Clock, cryptoRand
	began := c.Clock.Now()
	var found []explain.Finding
	for _, section := range probeSections {
		found = append(found, section(ctx, s)...)
	}
	k.mu.Lock()
	k.running = false
	if ctx.Err() == nil || len(found) > 0 {
		k.findings, k.at, k.took = found, c.Clock.Now(), c.Clock.Now().Sub(began)
	}
	k.mu.Unlock()
	c.changed()
}
