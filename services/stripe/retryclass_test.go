package stripe

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"paydesk/services/payment"
)

// half is a source of chance that always draws the middle.
type half struct{}

func (half) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 0x7f
	}
	return len(p), nil
}

// Lost if it fails: for one class of failure a create is given up although it may have been executed, or a reader is asked
// twice. What Stripe says of each class is Stripe facts §3 and §8; how often each call may be sent is PROTOCOLS G7.
func TestRetryClasses(t *testing.T) {
	const bad, idem, api = "invalid_request_error", "idempotency_error", "api_error"
	const second = time.Second
	for _, c := range []struct {
		class  string
		reply  reply
		again  bool // by the calls that may be sent again
		least  time.Duration
		chance bool // the pause is spread
	}{
		{"409 in flight", refusal(409, idem, "idempotency_key_in_use", "m"), true, 300 * time.Millisecond, false},
		{"409 without a code", refusal(409, bad, "", "m"), true, 300 * time.Millisecond, false},
		{"429 rate_limit", refusal(429, bad, "rate_limit", "m"), true, second, true},
		{"429 with Retry-After", refusal(429, bad, "rate_limit", "m").with("Retry-After", "3"), true, 3 * second, true},
		{"429 lock_timeout", refusal(429, bad, "lock_timeout", "m"), true, 400 * time.Millisecond, true},
		{"500", refusal(500, api, "", "m"), true, 400 * time.Millisecond, true},
		{"502", refusal(502, api, "", "m"), true, 400 * time.Millisecond, true},
		{"502 page of a proxy", page502, true, 400 * time.Millisecond, true},
		{"503", refusal(503, api, "", "m"), true, 400 * time.Millisecond, true},
		{"503 with Retry-After", refusal(503, api, "", "m").with("Retry-After", "2"), true, 2 * second, true},
		{"504", refusal(504, api, "", "m"), true, 400 * time.Millisecond, true},
		{"cut off", garbled, true, 400 * time.Millisecond, true},
		{"reset", reply{err: syscall.ECONNRESET}, true, 400 * time.Millisecond, true},
		{"no route", reply{err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}, true, 400 * time.Millisecond, true},
		{"deadline", reply{err: context.DeadlineExceeded}, true, 400 * time.Millisecond, true},
		{"500 and Stripe says no", refusal(500, api, "", "m").with("Stripe-Should-Retry", "false"), false, 0, false},
		{"409 and Stripe says no", refusal(409, bad, "", "m").with("Stripe-Should-Retry", "false"), false, 0, false},
		{"400 and Stripe says yes", refusal(400, bad, "", "m").with("Stripe-Should-Retry", "true"), true, 400 * time.Millisecond, true},
		{"mismatch, whatever Stripe says", refusal(400, idem, "", "m").with("Stripe-Should-Retry", "true"), false, 0, false},
		{"400", refusal(400, bad, "parameter_unknown", "m"), false, 0, false},
		{"401", refusal(401, bad, "", "m"), false, 0, false},
		{"402", refusal(402, "card_error", "card_declined", "m"), false, 0, false},
		{"403", refusal(403, bad, "", "m"), false, 0, false},
		{"404", refusal(404, bad, "resource_missing", "m"), false, 0, false},
		{"busy", refusal(400, bad, "terminal_reader_busy", "m"), false, 0, false},
		{"offline", refusal(400, bad, "terminal_reader_offline", "m"), false, 0, false},
		{"reader silent", refusal(400, bad, "terminal_reader_timeout", "m"), false, 0, false},
	} {
		for what, call := range map[string]struct {
			run   func(*Gateway) error
			tries int
		}{
			"create":   {func(g *Gateway) error { _, err := g.CreateIntent(bg, "k", params()); return err }, 3},
			"read":     {func(g *Gateway) error { _, err := g.Intent(bg, intentID); return err }, 2},
			"dispatch": {func(g *Gateway) error { _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); return err }, 1},
			"clear":    {func(g *Gateway) error { _, err := g.CancelAction(bg, readerID); return err }, 1},
		} {
			want := 1
			if c.again {
				want = call.tries
			}
			var first [2]time.Duration
			for i, source := range []interface{ Read([]byte) (int, error) }{dry{}, half{}} {
				wire, clock := &script{replies: []reply{c.reply}}, newClock()
				g, err := New(Config{Key: testKey, HTTP: wire, Clock: clock, Rand: source})
				if err != nil {
					t.Fatal(err)
				}
				if err := call.run(g); err == nil || len(wire.sent) != want || clock.total() > 20*time.Second {
					t.Errorf("%s, %s: %v, sent %d times in %v, want %d", c.class, what, err, len(wire.sent), clock.total(), want)
				}
				if want > 1 && len(clock.slept) > 0 {
					first[i] = clock.slept[0]
				}
			}
			if want == 1 {
				continue
			}
			if first[0] != c.least || (first[1] > first[0]) != c.chance || first[1] > c.least*3/2 {
				t.Errorf("%s, %s: waited %v, with chance %v; want at least %v, spread %v", c.class, what, first[0], first[1], c.least, c.chance)
			}
		}
	}
}

// Lost if it fails: a counter that lists a busy account, or walks through a month of payments, makes the customer in front of it
// wait for the reader.
func TestPaymentsGoFirst(t *testing.T) {
	g, wire, clock := desk(t, ok(readerJSON()))
	behind := payment.Background(bg)
	for range 100 {
		if _, err := g.Reader(behind, readerID); err != nil {
			t.Fatal(err)
		}
	}
	if took, least := clock.total(), time.Duration(100-behindBurst-1)*time.Second/behindPerSecond; took < least {
		t.Errorf("100 calls in the background took %v, want at least %v: other counters share the account", took, least)
	}
	before := clock.total()
	for range spared {
		if _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); err != nil {
			t.Fatal(err)
		}
	}
	if waited := clock.total() - before; waited != 0 {
		t.Errorf("the payments waited %v behind the background", waited)
	}
	for range burst { // now the payments have used it up: the background waits until their burst is back
		if _, err := g.Reader(bg, readerID); err != nil {
			t.Fatal(err)
		}
	}
	before = clock.total()
	if _, err := g.Reader(behind, readerID); err != nil {
		t.Fatal(err)
	}
	if waited := clock.total() - before; waited < spared*time.Second/perSecond {
		t.Errorf("the background waited %v", waited)
	}
	if n := len(wire.sent); n != 100+spared+burst+1 {
		t.Errorf("%d calls", n)
	}
	ctx, cancel := context.WithCancel(behind)
	cancel()
	if _, err := g.Reader(ctx, readerID); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while it waits: %v", err)
	}
}
