package stripesim

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// lateCall is a request that is somewhere in the network, or being worked on slowly. It is executed at due whether
// or not anybody still waits for the answer.
type lateCall struct {
	due  time.Time
	call *call
	done bool
	a    answer
}

// arrive applies the faults of the way to Stripe. Either the answer is there, or the caller has to await wait.
func (s *Server) arrive(c *call) (a answer, wait *lateCall, err error) {
	targets := c.targets()
	if s.fires(FaultDown, targets...) {
		return answer{}, nil, errConnection
	}
	if f, ok := s.fault(FaultHeld, targets...); ok {
		return answer{}, s.postpone(c, f.Delay), nil
	}
	if f, ok := s.fault(FaultTwice, targets...); ok {
		copied := *c
		copied.requestID = s.newID("req_", 14)
		s.postpone(&copied, f.Delay)
	}
	if f, ok := s.fault(FaultSlow, targets...); ok {
		return s.slow(c, f.Delay)
	}
	return s.execute(c), nil, nil
}

// slow accepts the call at once, so that its key is in use, and executes it at the end of the delay.
func (s *Server) slow(c *call, delay time.Duration) (answer, *lateCall, error) {
	if c.key != "" && c.route != nil && s.opens(c.token) {
		rec, a, done := s.takeKey(c)
		if done {
			return s.dress(c, a), nil, nil
		}
		c.record = rec
	}
	return answer{}, s.postpone(c, delay), nil
}

func (s *Server) postpone(c *call, delay time.Duration) *lateCall {
	l := &lateCall{due: s.now.Add(delay), call: c}
	s.late = append(s.late, l)
	return l
}

// await waits for a late call. If the caller gives up, the call stays on its way.
func (s *Server) await(ctx context.Context, l *lateCall) (answer, error) {
	if err := s.cfg.Clock.Sleep(ctx, l.due.Sub(s.cfg.Clock.Now())); err != nil {
		return answer{}, fmt.Errorf("waiting for the answer: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if !l.done { // the clock's sleep ended a moment early
		s.deliver(l)
	}
	return l.a, nil
}

func (s *Server) deliver(l *lateCall) {
	s.late = slices.DeleteFunc(s.late, func(o *lateCall) bool { return o == l })
	l.a, l.done = s.execute(l.call), true
	if rec := l.call.record; rec != nil && rec.running {
		s.dropKey(rec) // the front door refused it: nothing was executed
	}
}

// refuses says whether a refusal by code strikes, and which.
func (s *Server) refuses(f *Fault, targets []string) (ok bool) {
	*f, ok = s.fault(FaultRefused, targets...)
	return ok
}

// faultyFront are the refusals of Stripe's front door: nothing was executed, nothing is stored.
func (s *Server) faultyFront(c *call) (answer, bool) {
	targets := c.targets()
	var refusal Fault
	switch {
	case !s.allowed(c) || s.fires(FaultPermission, append(targets, c.route.right())...):
		return s.errorAnswer(c, failure(http.StatusForbidden, typeInvalid, "",
			"The provided key '"+masked(c.token)+"' does not have the required permissions for this endpoint on this account.")), true
	case s.fires(FaultRateLimited, targets...):
		a := s.errorAnswer(c, failure(http.StatusTooManyRequests, typeInvalid, "rate_limit",
			"Too many requests hit the API too quickly. We recommend an exponential backoff of your requests."))
		a.header = http.Header{"Retry-After": {"1"}}
		return a, true
	case s.fires(FaultLockTimeout, targets...):
		return s.errorAnswer(c, failure(http.StatusTooManyRequests, typeInvalid, "lock_timeout",
			"This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.")), true
	case s.refuses(&refusal, targets):
		return s.errorAnswer(c, failure(http.StatusBadRequest, typeInvalid, refusal.Code, "This request was refused.")), true
	case s.fires(FaultBadGateway, targets...):
		return answer{
			status: http.StatusBadGateway, body: []byte("<html><body><h1>502 Bad Gateway</h1></body></html>\n"),
			header: http.Header{"Content-Type": {"text/html"}},
		}, true
	}
	return answer{}, false
}
