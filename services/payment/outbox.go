package payment

import (
	"context"
	"time"

	"paydesk/services/explain"
)

// mostPosting is how many bookings run at once (PROTOCOLS B11): an Odoo that has just come back is not run over.
const mostPosting = 4

// forever is longer than any program runs: whoever waits for his turn is woken.
const forever = 100 * 365 * 24 * time.Hour

// outbox says which bookings may go on: the oldest first, one document's in their order, four at once. While Odoo cannot be
// used one asks for all of them, 1 to 60 s apart. The desk's mu guards it.
type outbox struct {
	away   explain.Kind      // why the last booking could not ask; empty: it could
	misses int               // in a row
	until  time.Time         // nobody asks before
	queue  map[string]func() // payments that wait for their turn, and what wakes them
}

// turn waits until this booking may go on. The one that could not ask last looks again after wait, for all of them. False:
// ctx ended.
func (d *Desk) turn(ctx context.Context, id string, wait time.Duration) bool {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.out.queue[id] = cancel
	d.grant()
	l := d.lives[id]
	mine, away := l.posting, d.out.away
	delayed := l.state.Phase == Outbox
	d.mu.Unlock()
	if !mine && away != "" && !delayed {
		if _, err := d.record(ctx, id, PostDelayed{Failure: away}); err != nil {
			d.Log.Debug("not shown as waiting", "payment", id, "error", err)
		}
	}
	for _, pause := range []time.Duration{wait, forever} { // each ends with its turn
		if mine || pause == 0 || d.Clock.Sleep(inner, pause) != nil {
			continue
		}
		d.mu.Lock()
		d.grant()
		mine = l.posting
		d.mu.Unlock()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.out.queue, id)
	return l.posting && ctx.Err() == nil
}

// grant wakes those whose turn it is. The caller holds mu.
func (d *Desk) grant() {
	if d.out.away != "" && d.Clock.Now().Before(d.out.until) {
		return
	}
	most, posting := mostPosting, 0
	if d.out.away != "" {
		most = 1
	}
	for _, l := range d.lives {
		if l.posting {
			posting++
		}
	}
	blocked := map[string]bool{}
	for posting < most {
		next := ""
		for id := range d.out.queue {
			if !blocked[id] && (next == "" || d.lives[id].state.chargedBefore(d.lives[next].state)) {
				next = id
			}
		}
		if next == "" {
			return
		}
		if d.behind(d.lives[next].state) {
			blocked[next] = true
			continue
		}
		d.out.queue[next]()
		delete(d.out.queue, next)
		d.lives[next].posting = true
		posting++
	}
}

// behind says that an older booking of one of the documents is not over. A held one never blocks the others.
func (d *Desk) behind(s State) bool {
	for _, l := range d.lives {
		o := l.state
		if o.ID != s.ID && (o.Phase == Approved || o.Phase == Posting || o.Phase == Outbox) && o.ChargedAt.Before(s.ChargedAt) && o.shares(s.Order) {
			return true
		}
	}
	return false
}

func (s State) chargedBefore(o State) bool {
	if !s.ChargedAt.Equal(o.ChargedAt) {
		return s.ChargedAt.Before(o.ChargedAt)
	}
	return s.ID < o.ID
}

// release ends a booking's turn and gives it to the next. It returns how long this one waits, and whether for everybody:
// n is how often it failed by itself.
func (d *Desk) release(id string, err error, n int) (wait time.Duration, all bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lives[id].posting = false
	wait = min(time.Second<<min(n, 6), time.Minute)
	switch kind := explain.KindOf(err); kind {
	case explain.Unreachable, explain.Unanswered, explain.KeyRefused, explain.Forbidden, explain.NoDatabase, explain.NotAnOdoo:
		wait, all = min(time.Second<<min(d.out.misses, 6), time.Minute), true
		d.out.away = kind
		d.out.misses++
		d.out.until = d.Clock.Now().Add(wait)
	default:
		d.out.away, d.out.misses = "", 0
	}
	d.grant()
	return wait, all
}

// hurry lets the outbox ask now: a person wants it. The caller holds mu.
func (d *Desk) hurry() {
	d.out.until = time.Time{}
	d.grant()
}

// pause waits before the next try; Rebook and Ask end it early.
func (d *Desk) pause(ctx context.Context, id string, wait time.Duration) bool {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.lives[id].wake = cancel
	d.mu.Unlock()
	_ = d.Clock.Sleep(inner, wait) // waking early is no failure
	d.mu.Lock()
	d.lives[id].wake = nil
	d.mu.Unlock()
	return ctx.Err() == nil
}
