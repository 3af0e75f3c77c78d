package stripesim

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// The key is what keeps a retried create from being a second claim.
func TestSameKeySameAnswer(t *testing.T) {
	b := newBench(t)
	first := b.create(1200, "k1")
	b.clock.pass(23 * time.Hour)
	again := b.create(1200, "k1")
	if again.ID != first.ID || again.LastResponse.Header.Get("Idempotent-Replayed") != "true" ||
		again.LastResponse.Header.Get("Original-Request") != first.LastResponse.RequestID {
		t.Fatalf("%s, then %s", first.ID, again.ID)
	}
	if first.LastResponse.Header.Get("Idempotent-Replayed") != "" || len(b.sim.Ledger().Intents) != 1 {
		t.Fatal("the first answer is no replay")
	}
}

// A replay shows the state of then: whoever believes it believes an old story.
func TestReplayIsOld(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "k1")
	_, err := b.cancel(in.ID)
	b.ok(err)
	if again := b.create(1200, "k1"); again.Status != "requires_payment_method" || b.intent(in.ID).Status != "canceled" {
		t.Fatalf("replayed %s", again.Status)
	}
}

// After 24 hours the key is free again (PROTOCOLS C14).
func TestKeyIsPrunedAfterADay(t *testing.T) {
	b := newBench(t)
	first := b.create(1200, "k1")
	b.clock.pass(24 * time.Hour)
	if again := b.create(1200, "k1"); again.ID == first.ID {
		t.Fatal("the key is still known")
	}
	second := b.create(700, "k2")
	b.fault(Fault{Name: FaultKeyForgotten, Count: 1})
	if again := b.create(700, "k2"); again.ID == second.ID {
		t.Fatal("the forgotten key is still known")
	}
}

// One key, two requests: one is executed, the other refused (A2). With the switch, endpoints do not share keys.
func TestKeyForOtherRequestIsRefused(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "k1")
	_, err := b.tryCreate(1300, "k1")
	wantCode(t, err, 400, "idempotency_error")
	burn := func() error {
		p := &stripe.TerminalReaderUpdateParams{Metadata: map[string]string{"pd_epoch": "1"}}
		p.SetIdempotencyKey("k1")
		_, err := b.sdk.V1TerminalReaders.Update(t.Context(), "tmr_front", p)
		return err
	}
	wantCode(t, burn(), 400, "idempotency_error")
	clear := func(reader string) error { // same parameters (none), another address
		p := &stripe.TerminalReaderCancelActionParams{}
		p.SetIdempotencyKey("k2")
		_, err := b.sdk.V1TerminalReaders.CancelAction(t.Context(), reader, p)
		return err
	}
	b.ok(clear("tmr_front"))
	wantCode(t, clear("tmr_back"), 400, "idempotency_error")
	b.fault(Fault{Name: FaultKeysPerEndpoint, On: true})
	b.ok(burn())
	if other := b.create(1300, "k1"); other.ID == in.ID {
		t.Fatal("the switch changes the scope of keys")
	}
}

// Refused commands are stored and replayed for the key (facts §8), checks that failed before are not.
func TestWhatIsStored(t *testing.T) {
	b := newBench(t)
	_, err := b.tryCreate(1, "k1") // too small
	wantCode(t, err, 400, "amount_too_small")
	in := b.create(1200, "k1") // so the key is free
	process := func(key string) error {
		p := &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(in.ID)}
		p.SetIdempotencyKey(key)
		_, err := b.sdk.V1TerminalReaders.ProcessPaymentIntent(t.Context(), "tmr_front", p)
		return err
	}
	b.fault(Fault{Name: FaultReaderBusy, Count: 1})
	wantCode(t, process("e1"), 400, "terminal_reader_busy")
	e := wantCode(t, process("e1"), 400, "terminal_reader_busy")
	if e.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
		t.Fatal("the refusal was not stored")
	}
	b.ok(process("e2"))
	for _, fault := range []struct {
		name, code string
		status     int
	}{{FaultRateLimited, "rate_limit", 429}, {FaultLockTimeout, "lock_timeout", 429}, {FaultPermission, "invalid_request_error", 403}, {FaultKeyRefused, "invalid_request_error", 401}} {
		b.fault(Fault{Name: fault.name, Target: "terminal.readers.process_payment_intent", Count: 1})
		key := "again " + fault.name
		e := wantCode(t, process(key), fault.status, fault.code)
		if fault.name == FaultRateLimited && e.LastResponse.Header.Get("Retry-After") == "" {
			t.Fatal("429 without Retry-After")
		}
		b.ok(process(key))
	}
}

// A 500 is stored, whether or not the object was made (facts §8).
func TestStored500(t *testing.T) {
	b := newBench(t)
	for i, name := range []string{FaultError500NotMade, FaultError500Made} {
		b.fault(Fault{Name: name, Target: "payment_intents.create", Count: 1})
		for range 2 {
			_, err := b.tryCreate(1200, name)
			wantCode(t, err, 500, "api_error")
		}
		if got := len(b.sim.Ledger().Intents); got != i {
			t.Fatalf("%s: %d intents made", name, got)
		}
	}
}

// While the first request is still being worked on, its twin gets 409, and afterwards the same answer.
func TestKeyInUse(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultSlow, Target: "payment_intents.create", Count: 1, Delay: 5 * time.Second})
	if _, err := b.sdk.V1PaymentIntents.Create(b.givenUp(), createParams("k1")); err == nil {
		t.Fatal("the sender should have given up")
	}
	_, err := b.sdk.V1PaymentIntents.Create(t.Context(), createParams("k1"))
	wantCode(t, err, http.StatusConflict, "idempotency_key_in_use")
	b.clock.pass(5 * time.Second)
	in, err := b.sdk.V1PaymentIntents.Create(t.Context(), createParams("k1"))
	b.ok(err)
	if in.LastResponse.Header.Get("Idempotent-Replayed") != "true" || len(b.sim.Ledger().Intents) != 1 {
		t.Fatal("executed twice")
	}
}

// A reader that does not answer holds its command: the twin is told so.
func TestKeyInUseWhileTheReaderIsSilent(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.gesture("tmr_front", GestureUnplug, "")
	send := func() error {
		p := &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(in.ID)}
		p.SetIdempotencyKey("e1")
		_, err := b.sdk.V1TerminalReaders.ProcessPaymentIntent(b.givenUp(), "tmr_front", p)
		return err
	}
	if send() == nil {
		t.Fatal("the sender should have given up")
	}
	wantCode(t, send(), http.StatusConflict, "idempotency_key_in_use")
	b.clock.pass(ackTimeout)
	wantCode(t, send(), 400, "terminal_reader_timeout")
}

func createParams(key string) *stripe.PaymentIntentCreateParams {
	p := &stripe.PaymentIntentCreateParams{
		Amount: stripe.Int64(1200), Currency: stripe.String("usd"), PaymentMethodTypes: []*string{stripe.String("card_present")},
	}
	p.SetIdempotencyKey(key)
	return p
}

// Many counters at the same instant with one key: one object (PROTOCOLS C3).
func TestOneKeyManyCounters(t *testing.T) {
	b := newBench(t)
	var wg sync.WaitGroup
	ids := make([]string, 16)
	for i := range ids {
		wg.Go(func() {
			in, err := b.sdk.V1PaymentIntents.Create(t.Context(), createParams("k1"))
			if err == nil {
				ids[i] = in.ID
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("%v", ids)
		}
	}
}

// A slow request that is refused at the door leaves its key free.
func TestSlowAndRefusedLeavesTheKey(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultSlow, Count: 1})
	b.fault(Fault{Name: FaultRateLimited, Count: 1})
	_, err := b.tryCreate(1200, "k1")
	wantCode(t, err, 429, "rate_limit")
	b.fault(Fault{Name: FaultSlow, On: true})
	b.create(1300, "k1")
	b.sim.ClearFaults()
	before := b.clock.Now()
	b.create(1300, "k2")
	if b.clock.Now() != before {
		t.Fatal("still slow")
	}
}
