package stripe

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"paydesk/services/clock"
	"paydesk/services/payment"
)

// Pace of one counter. Stripe refuses above 100 calls a second per account (25 in a sandbox) and 25 per endpoint
// (Stripe facts §8), and several counters share an account.
const (
	perSecond = 8
	burst     = 20
	// What nobody waits for has a pace of its own, far below, and leaves the payments their burst.
	behindPerSecond = 2
	behindBurst     = 4
	spared          = burst / 2
)

// pace lets calls go one after another, and payments before walks and refreshes.
type pace struct {
	clock  clock.Clock
	all    *rate.Limiter
	behind *rate.Limiter
}

func newPace(c clock.Clock) pace {
	return pace{c, rate.NewLimiter(perSecond, burst), rate.NewLimiter(behindPerSecond, behindBurst)}
}

// turn waits until one more call may be sent. A call in the background waits for its own turn first, and then until the
// payments' burst is whole enough: it never makes one of them wait.
func (p pace) turn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if payment.InBackground(ctx) {
		if err := p.reserve(ctx, p.behind); err != nil {
			return err
		}
		for {
			missing := spared - p.all.TokensAt(p.clock.Now())
			if missing <= 0 {
				break
			}
			if err := p.clock.Sleep(ctx, time.Duration(missing/perSecond*float64(time.Second))+time.Millisecond); err != nil {
				return err
			}
		}
	}
	return p.reserve(ctx, p.all)
}

func (p pace) reserve(ctx context.Context, l *rate.Limiter) error {
	now := p.clock.Now()
	r := l.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait <= 0 {
		return nil
	}
	if err := p.clock.Sleep(ctx, wait); err != nil {
		r.CancelAt(p.clock.Now())
		return err
	}
	return nil
}
