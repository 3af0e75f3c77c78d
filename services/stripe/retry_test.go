package stripe

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

var (
	broken   = reply{err: io.ErrUnexpectedEOF}
	inFlight = refusal(409, "idempotency_error", "idempotency_key_in_use", "in progress")
	limited  = refusal(429, "invalid_request_error", "rate_limit", "slow down")
	lock     = refusal(429, "invalid_request_error", "lock_timeout", "locked")
	down     = refusal(503, "api_error", "", "down")
	page502  = reply{status: 502, body: "<html>502</html>"}
	garbled  = reply{status: 200, body: `{"id":"pi_1","client_sec`}
	refused  = refusal(400, "invalid_request_error", "parameter_unknown", "no")
	mismatch = refusal(400, "idempotency_error", "", "other parameters")
)

var failures = map[string]reply{
	"broken": broken, "in flight": inFlight, "limited": limited, "lock": lock, "down": down, "502 page": page502,
	"garbled": garbled, "refused": refused, "mismatch": mismatch, "down, do not retry": down.with("Stripe-Should-Retry", "false"),
}

// A create that gives up too early leaves "not started" unproven; one repeated under another key charges twice.
func TestCreateIsRepeatedWithTheSameKey(t *testing.T) {
	creates := map[string]func(*Gateway) error{
		"intent": func(g *Gateway) error { _, err := g.CreateIntent(bg, "pd1:c:s:42:0", params()); return err },
	}
	tries := map[string]int{
		"broken": 3, "in flight": 3, "limited": 3, "lock": 3, "down": 3, "502 page": 3, "garbled": 3,
		"refused": 1, "mismatch": 1, "down, do not retry": 1,
	}
	for name, r := range failures {
		for what, create := range creates {
			g, wire, clock := desk(t, r)
			if err := create(g); err == nil {
				t.Errorf("%s, %s: no error", what, name)
			}
			if len(wire.sent) != tries[name] {
				t.Errorf("%s, %s: sent %d times, want %d", what, name, len(wire.sent), tries[name])
			}
			for _, s := range wire.sent {
				if s.key() != "pd1:c:s:42:0" || s.body != wire.sent[0].body {
					t.Errorf("%s, %s: key %q, body %s", what, name, s.key(), s.body)
				}
			}
			if clock.total() > 20*time.Second {
				t.Errorf("%s, %s: took %v", what, name, clock.total())
			}
		}
	}
}

// The repetition must end in the answer, not in the first failure.
func TestCreateSucceedsAfterFailures(t *testing.T) {
	g, wire, clock := desk(t, inFlight, down, ok(intentJSON("requires_payment_method")))
	in, err := g.CreateIntent(bg, "k", params())
	if err != nil || in.ID != intentID || len(wire.sent) != 3 {
		t.Fatalf("%+v, %v, sent %d", in, err, len(wire.sent))
	}
	if clock.slept[0] != 300*time.Millisecond {
		t.Errorf("after 409 waited %v (PROTOCOLS C3: 300 ms)", clock.slept[0])
	}
}

// Stripe's wait is kept, unless the customer would stand there longer than 20 s.
func TestCreateKeepsToRetryAfterAndToItsLimit(t *testing.T) {
	g, wire, clock := desk(t, limited.with("Retry-After", "4"), ok(intentJSON("requires_payment_method")))
	if _, err := g.CreateIntent(bg, "k", params()); err != nil || len(wire.sent) != 2 || clock.total() != 4*time.Second {
		t.Errorf("%v, sent %d, waited %v", err, len(wire.sent), clock.total())
	}
	g, wire, clock = desk(t, limited.with("Retry-After", "30"))
	_, err := g.CreateIntent(bg, "k", params())
	var f *explain.Failure
	if !errors.As(err, &f) || f.Kind != explain.RateLimited || f.After != 30*time.Second || len(wire.sent) != 1 || clock.total() != 0 {
		t.Errorf("%v, sent %d, waited %v", err, len(wire.sent), clock.total())
	}
	// Tries that each take 10 s: the third would begin after 20 s.
	g, wire, clock = desk(t)
	wire.replies = []reply{{err: context.DeadlineExceeded, then: func() { clock.t = clock.t.Add(10 * time.Second) }}}
	if _, err := g.CreateIntent(bg, "k", params()); !explain.Is(err, explain.Unanswered) || len(wire.sent) != 2 {
		t.Errorf("%v, sent %d", err, len(wire.sent))
	}
	if d := wire.sent[1].deadline; d > 9600*time.Millisecond {
		t.Errorf("the second try was given %v of the 10 s less a pause that were left", d)
	}
}

// A refusal at the door after a try without answer is no proof that nothing was made.
func TestDoorRefusalDoesNotHideAnUnansweredTry(t *testing.T) {
	for name, last := range map[string]reply{
		"limited": limited, "lock": lock,
		"key":    refusal(401, "invalid_request_error", "api_key_expired", "expired"),
		"rights": refusal(403, "invalid_request_error", "", "no"),
	} {
		g, _, _ := desk(t, broken, last)
		if _, err := g.CreateIntent(bg, "k", params()); !explain.OutcomeUnknown(err) {
			t.Errorf("%s: %v counts as not executed", name, err)
		}
		g, _, _ = desk(t, last)
		if _, err := g.CreateIntent(bg, "k", params()); explain.OutcomeUnknown(err) {
			t.Errorf("%s alone: %v counts as unknown", name, err)
		}
	}
}

// A command to a reader, a cancellation or a slot move that is sent twice lights a prompt nobody asked for; a refund that is sent
// again without a look at the list may pay twice.
func TestCommandsAreSentOnce(t *testing.T) {
	commands := map[string]func(*Gateway) error{
		"process": func(g *Gateway) error { _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); return err },
		"cancel":  func(g *Gateway) error { _, err := g.CancelIntent(bg, "k", intentID); return err },
		"burn":    func(g *Gateway) error { _, err := g.MoveSlot(bg, "k", readerID, reader.Slot{Epoch: 1}); return err },
		"move":    func(g *Gateway) error { _, err := g.MoveSlot(bg, "", readerID, reader.Slot{Epoch: 1}); return err },
		"clear":   func(g *Gateway) error { _, err := g.CancelAction(bg, readerID); return err },
		"name": func(g *Gateway) error {
			_, err := g.NameDocuments(bg, intentID, map[string]string{"d0": "7:4500:INV/7"})
			return err
		},
		"note":             func(g *Gateway) error { return g.NoteBooked(bg, intentID, 1) },
		"refund":           func(g *Gateway) error { _, err := g.CreateRefund(bg, "k", refundParams()); return err },
		"note on a refund": func(g *Gateway) error { return g.NoteRefundBooked(bg, "re_1", 1) },
		"refund on the reader": func(g *Gateway) error {
			_, err := g.RefundOnReader(bg, "k", readerID, refundParams())
			return err
		},
		"display": func(g *Gateway) error { _, err := g.SetReaderDisplay(bg, "k", readerID, letterA); return err },
		"pin":     func(g *Gateway) error { return g.SetLocationShop(bg, "s") },
	}
	for name, call := range commands {
		for what, r := range failures {
			g, wire, _ := desk(t, r)
			if err := call(g); err == nil || len(wire.sent) != 1 {
				t.Errorf("%s, %s: %v, sent %d times", name, what, err, len(wire.sent))
			}
		}
	}
}

// Lost if it fails: registering, renaming or removing a reader gives up on the first lost packet, or goes on asking after a
// refusal; and a reader that the unanswered try removed is reported as one that could not be removed.
func TestManagingReadersIsRepeated(t *testing.T) {
	calls := map[string]func(*Gateway) error{
		"register": func(g *Gateway) error { _, err := g.CreateReader(bg, "k", "a-b-c", "Bar", "tml_1"); return err },
		"rename":   func(g *Gateway) error { _, err := g.UpdateReader(bg, readerID, "Bar"); return err },
		"remove":   func(g *Gateway) error { return g.DeleteReader(bg, readerID) },
	}
	for name, call := range calls {
		for what, want := range map[string]int{"broken": 3, "down": 3, "limited": 3, "refused": 1, "down, do not retry": 1} {
			g, wire, clock := desk(t, failures[what])
			if err := call(g); err == nil || len(wire.sent) != want || clock.total() > 20*time.Second {
				t.Errorf("%s, %s: %v, sent %d times in %v", name, what, err, len(wire.sent), clock.total())
			}
			for _, s := range wire.sent {
				if s.key() != wire.sent[0].key() {
					t.Errorf("%s, %s: key %q after %q", name, what, s.key(), wire.sent[0].key())
				}
			}
		}
	}
	gone := refusal(404, "invalid_request_error", "resource_missing", "No such reader")
	g, _, _ := desk(t, broken, gone)
	if err := g.DeleteReader(bg, readerID); err != nil {
		t.Errorf("gone after a try without answer: %v", err)
	}
	g, _, _ = desk(t, gone)
	if err := g.DeleteReader(bg, readerID); !explain.Is(err, explain.NotFound) {
		t.Errorf("never there: %v", err)
	}
	g, _, _ = desk(t, ok(readerJSON()))
	if err := g.DeleteReader(bg, readerID); !explain.Is(err, explain.Unanswered) {
		t.Errorf("answered with the reader itself: %v", err)
	}
}

// One lost packet must not stop a poll; a refusal must not be asked for twice.
func TestReadsAreRepeatedOnce(t *testing.T) {
	reads := map[string]func(*Gateway) error{
		"intent":   func(g *Gateway) error { _, err := g.Intent(bg, intentID); return err },
		"intents":  func(g *Gateway) error { _, err := g.Intents(bg, stripeDay); return err },
		"reader":   func(g *Gateway) error { _, err := g.Reader(bg, readerID); return err },
		"readers":  func(g *Gateway) error { _, err := g.Readers(bg); return err },
		"watch":    func(g *Gateway) error { _, _, err := g.Watch(bg, readerID, intentID); return err },
		"location": func(g *Gateway) error { _, err := g.LocationShop(bg); return err },
	}
	for name, call := range reads {
		for what, r := range map[string]reply{"broken": broken, "down": down, "garbled": garbled, "lock": lock, "limited": limited} {
			g, wire, _ := desk(t, r)
			if err := call(g); err == nil || len(wire.sent) != 2 {
				t.Errorf("%s, %s: %v, sent %d times", name, what, err, len(wire.sent))
			}
		}
		g, wire, _ := desk(t, refusal(403, "invalid_request_error", "", "no"))
		if err := call(g); !explain.Is(err, explain.Forbidden) || len(wire.sent) != 1 {
			t.Errorf("%s, forbidden: %v, sent %d times", name, err, len(wire.sent))
		}
	}
}

// A call without its key would be executed as often as it is sent.
func TestKeyedCallsAreNotSentWithoutAKey(t *testing.T) {
	for _, key := range []string{"", " ", "k ", string(make([]byte, 256))} {
		g, wire, _ := desk(t, ok(intentJSON("canceled")))
		_, e1 := g.CreateIntent(bg, key, params())
		_, e2 := g.CancelIntent(bg, key, intentID)
		_, e3 := g.Process(bg, key, readerID, intentID, payment.ByCard)
		for _, err := range []error{e1, e2, e3} {
			if !explain.Is(err, explain.Refused) || len(wire.sent) != 0 {
				t.Errorf("key %q: %v, sent %d", key, err, len(wire.sent))
			}
		}
	}
	g, wire, _ := desk(t, ok(`{"data":[]}`))
	_, e1 := g.Intent(bg, "")
	_, e2 := g.Reader(bg, "")
	_, e3 := g.CancelAction(bg, "")
	for _, err := range []error{e1, e2, e3} {
		if !explain.Is(err, explain.Refused) || len(wire.sent) != 0 {
			t.Errorf("no id: %v, sent %d", err, len(wire.sent))
		}
	}
}

// When the cashier leaves, nothing more is sent, and the caller can tell why.
func TestCallerCancels(t *testing.T) {
	ctx, cancel := context.WithCancel(bg)
	g, wire, _ := desk(t, reply{err: io.ErrClosedPipe, then: cancel})
	if _, err := g.Process(ctx, "k", readerID, intentID, payment.ByCard); !errors.Is(err, context.Canceled) || !explain.OutcomeUnknown(err) || len(wire.sent) != 1 {
		t.Errorf("during the call: %v, sent %d", err, len(wire.sent))
	}
	if _, err := g.Intent(ctx, intentID); !errors.Is(err, context.Canceled) || len(wire.sent) != 1 {
		t.Errorf("before the call: %v, sent %d", err, len(wire.sent))
	}
	ctx, cancel = context.WithCancel(bg)
	down := down
	down.then = cancel
	g, wire, _ = desk(t, down)
	if _, err := g.CreateIntent(ctx, "k", params()); !errors.Is(err, context.Canceled) || !explain.OutcomeUnknown(err) || len(wire.sent) != 1 {
		t.Errorf("in the pause: %v, sent %d", err, len(wire.sent))
	}
}

// All counters together stay below what Stripe takes; a burst at a charge must not wait.
func TestCallsArePaced(t *testing.T) {
	g, wire, clock := desk(t, ok(readerJSON()))
	for range burst {
		if _, err := g.Reader(bg, readerID); err != nil {
			t.Fatal(err)
		}
	}
	if clock.total() != 0 {
		t.Errorf("the burst waited %v", clock.total())
	}
	for range 10 * perSecond {
		if _, err := g.Reader(bg, readerID); err != nil {
			t.Fatal(err)
		}
	}
	if clock.total() < 10*time.Second-time.Millisecond || len(wire.sent) != burst+10*perSecond {
		t.Errorf("%d calls in %v", len(wire.sent), clock.total())
	}
}

// simClock brings its own deadlines, as a simulation's clock does.
type simClock struct {
	*fakeClock
	given []time.Duration
}

func (c *simClock) WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	c.given = append(c.given, d)
	return context.WithCancel(ctx)
}

// With simulated time the machine's timers must not decide anything.
func TestClockMayBringItsOwnDeadlines(t *testing.T) {
	clock, wire := &simClock{fakeClock: newClock()}, &script{replies: []reply{ok(readerJSON())}}
	g, err := New(Config{Key: testKey, HTTP: wire, Clock: clock, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); err != nil {
		t.Fatal(err)
	}
	if _, err := g.CancelAction(bg, readerID); err != nil {
		t.Fatal(err)
	}
	if len(clock.given) != 2 || clock.given[0] != 10*time.Second || clock.given[1] != 5*time.Second {
		t.Errorf("deadlines %v", clock.given)
	}
	if wire.sent[0].deadline != 0 {
		t.Errorf("a deadline of the machine's clock: %v", wire.sent[0].deadline)
	}
}
