package payment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"paydesk/services/explain"
)

// Three more looks in 10 s for the claim that used our key (PROTOCOLS C3).
const (
	collisionLooks = 3
	collisionPause = 10 * time.Second / collisionLooks
)

// claimPatience is how long the claim is sent again and again under one key (PROTOCOLS C3 allows 60 s). After that the cashier
// is told that nothing was started, which is true: no reader was asked, and what may stand at Stripe is only ever cancelled.
const claimPatience = 15 * time.Second

// claim is C3: the intent is created with its true and final parameters, under a key that two counters share.
func (d *Desk) claim(ctx context.Context, id string) {
	s := d.peek(id)
	shop, err := d.Shop.ShopID()
	if err != nil {
		d.record(ctx, id, ClaimAnswered{Problem: failure(err)})
		return
	}
	params := IntentParams{Amount: s.Amount, Description: clip(s.Numbers(), 500), Metadata: s.metadata(shop), Method: s.Method, Hold: s.Hold}
	key := s.ClaimKey
	lowest := slices.Min(s.Documents())
	seen := d.Index.attempts(lowest)
	if s.ClaimSent {
		// a restart while the answer was open
		if found, ok := d.findOwn(ctx, s, shop); ok || elapsed(s.ClaimAt, d.Clock.Now()) > 10*time.Minute {
			d.answerClaim(ctx, id, found, ok)
			return
		}
	} else {
		n := seen
		if s.Unseen { // the last number is taken, and whoever took it never appeared
			n = max(n, s.ClaimN+1)
		}
		key = fmt.Sprintf("pd1:c:%s:%d:%d", shop, lowest, n)
		if _, err := d.record(ctx, id, ClaimIntended{Key: key, N: n, Params: params}); err != nil {
			return
		}
	}
	until := d.Clock.Now().Add(claimPatience)
	for {
		intent, err := d.Stripe.CreateIntent(ctx, key, params)
		switch {
		case err == nil:
			d.Index.Note(intent)
			if c, ok := ReadClaim(intent, shop); !ok || c.Payment != s.ID {
				d.record(ctx, id, ClaimAnswered{Collided: true})
				return
			}
			d.record(ctx, id, ClaimAnswered{Intent: &intent})
			return
		case ctx.Err() != nil:
			return
		case explain.Is(err, explain.Mismatch):
			// the key was used before: whoever used it is given time to become visible
			for n := 0; ; n++ {
				if err := d.Index.Refresh(ctx); err != nil {
					d.record(ctx, id, ClaimAnswered{Problem: failure(err)})
					return
				}
				grown := d.Index.attempts(lowest) > seen
				if grown || n == collisionLooks {
					d.record(ctx, id, ClaimAnswered{Collided: true, Unseen: !grown})
					return
				}
				if d.Clock.Sleep(ctx, collisionPause) != nil {
					return
				}
			}
		case !explain.OutcomeUnknown(err) && !explain.Is(err, explain.RateLimited, explain.Conflict):
			d.record(ctx, id, ClaimAnswered{Problem: failure(err)})
			return
		}
		pause := 2 * time.Second
		if explain.Is(err, explain.InFlight) {
			pause = 300 * time.Millisecond
		}
		if d.peek(id).CancelWanted || !d.Clock.Now().Add(pause).Before(until) {
			p := failure(err)
			p.Kind = ProblemClaimUnknown
			d.record(ctx, id, ClaimAnswered{Problem: p})
			return
		}
		if d.Clock.Sleep(ctx, pause) != nil {
			return
		}
	}
}

// findOwn looks in a fresh listing for the intent of this payment.
func (d *Desk) findOwn(ctx context.Context, s State, shop string) (Intent, bool) {
	intents, err := d.Stripe.Intents(ctx, d.Stripe.Now().Add(-elapsed(s.ClaimAt, d.Clock.Now())-10*time.Minute))
	if err != nil {
		return Intent{}, false
	}
	for _, i := range intents {
		if c, ok := ReadClaim(i, shop); ok && c.Payment == s.ID {
			return i, true
		}
	}
	return Intent{}, false
}

func (d *Desk) answerClaim(ctx context.Context, id string, i Intent, found bool) {
	if !found {
		d.record(ctx, id, ClaimAnswered{Problem: &Problem{Kind: ProblemClaimUnknown}})
		return
	}
	d.Index.Note(i)
	d.record(ctx, id, ClaimAnswered{Intent: &i})
}
