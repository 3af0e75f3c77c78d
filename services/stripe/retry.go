package stripe

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync"
	"time"

	"paydesk/services/explain"
)

// policy says how often one call may be sent, and how long it may take.
type policy struct {
	tries int
	each  time.Duration // one try
	total time.Duration // all tries and the pauses between them
}

// The policies of PROTOCOLS G7. Dispatch, cancellation of an intent, slot moves and notes are sent once: their callers read
// the facts before anything is sent again.
var (
	creating = policy{tries: 3, each: 10 * time.Second, total: 20 * time.Second} // also what may be repeated without harm
	reading  = policy{tries: 2, each: 5 * time.Second, total: 10 * time.Second}
	sentOnce = policy{tries: 1, each: 10 * time.Second, total: 10 * time.Second}
	clearing = policy{tries: 1, each: 5 * time.Second, total: 5 * time.Second} // PROTOCOLS S7
)

// Pauses before a repetition.
const (
	pauseInFlight = 300 * time.Millisecond // PROTOCOLS C3
	pauseBroken   = 400 * time.Millisecond // doubled each time, up to half as much again by chance
	pauseLimited  = time.Second            // 429 without Retry-After; up to half as much again by chance
)

// send calls Stripe under a policy: do makes the SDK's call with the context it is given and reads the answer, whose headers
// are in the second argument by then. The error is an *explain.Failure.
func send[T any](ctx context.Context, g *Gateway, op string, p policy, do func(context.Context, *answer) (T, error)) (T, error) {
	var none T
	begun := g.clock.Now()
	unknown := false // an earlier try may have been executed
	for try := 1; ; try++ {
		v, a, fail := attempt(ctx, g, op, p.each, p.total-g.clock.Now().Sub(begun), do)
		if fail == nil {
			return v, nil
		}
		if unknown && saysNothingOfEarlier(fail.Kind) {
			fail.Kind = explain.Unanswered
		}
		unknown = unknown || explain.OutcomeUnknown(fail)
		pause, again := g.pause(fail, a, try)
		if !again || try == p.tries || g.clock.Now().Add(pause).Sub(begun) >= p.total {
			return none, fail
		}
		if err := g.clock.Sleep(ctx, pause); err != nil {
			fail.Err = errors.Join(err, fail.Err)
			return none, fail
		}
	}
}

// attempt sends once, after waiting for its turn, and takes at most the shorter of each and left.
func attempt[T any](ctx context.Context, g *Gateway, op string, each, left time.Duration, do func(context.Context, *answer) (T, error)) (T, answer, *explain.Failure) {
	var a answer
	var none T
	if err := g.pace.turn(ctx); err != nil {
		return none, a, g.failure(ctx, op, a, err)
	}
	callCtx, cancel := g.within(noting(ctx, &a), min(each, left))
	defer cancel()
	v, err := do(callCtx, &a)
	if err != nil {
		return none, a, g.failure(ctx, op, a, err)
	}
	return v, a, nil
}

// pause says whether this failure is worth another try, and after how long. Stripe-Should-Retry decides where it is given,
// but for a key that was used with other parameters: that answer does not change.
func (g *Gateway) pause(f *explain.Failure, a answer, try int) (time.Duration, bool) {
	if errors.Is(f, context.Canceled) || a.shouldRetry == "false" {
		return 0, false
	}
	switch f.Kind {
	case explain.InFlight:
		return pauseInFlight, true
	case explain.RateLimited:
		return max(f.After, pauseLimited) + g.chance.upTo(pauseLimited/2), true
	case explain.Mismatch:
		return 0, false
	}
	switch {
	case a.shouldRetry == "true", explain.Is(f, explain.Unreachable, explain.Unanswered, explain.Conflict):
		d := pauseBroken << (try - 1)
		return max(f.After, d) + g.chance.upTo(d/2), true
	}
	return 0, false
}

// saysNothingOfEarlier names the refusals that are given without looking at the request: after a try that went unanswered
// they do not prove that nothing was executed.
func saysNothingOfEarlier(k explain.Kind) bool {
	switch k {
	case explain.RateLimited, explain.Conflict, explain.KeyRefused, explain.Forbidden:
		return true
	}
	return false
}

// chance draws pauses from the injected source.
type chance struct {
	mu     sync.Mutex
	source io.Reader
}

// upTo returns a duration in [0, d), or 0 if the source is dry: a pause without chance is still a pause.
func (c *chance) upTo(d time.Duration) time.Duration {
	var b [8]byte
	c.mu.Lock()
	_, err := io.ReadFull(c.source, b[:])
	c.mu.Unlock()
	if err != nil || d <= 0 {
		return 0
	}
	return time.Duration(binary.LittleEndian.Uint64(b[:]) % uint64(d))
}
