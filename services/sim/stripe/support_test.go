package stripesim

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// handClock moves only by hand, or when somebody sleeps on it.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.pass(d)
	return nil
}

func (c *handClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.now = c.now.Add(d)
	}
}

const testKey = "sk_test_0123456789abcdef"

// bench is a shop with two readers and an SDK client that reaches it in process.
type bench struct {
	t     *testing.T
	clock *handClock
	sim   *Server
	sdk   *stripe.Client
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOf(t, func(*Config) {})
}

func newBenchOf(t *testing.T, change func(*Config)) *bench {
	t.Helper()
	b := &bench{t: t, clock: &handClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}}
	cfg := Config{
		Clock: b.clock, Seed: 7, Key: testKey, Country: "US", Currency: "usd", LocationID: "tml_shop",
		Readers: []ReaderSpec{{ID: "tmr_front", Label: "Front"}, {ID: "tmr_back", Label: "Back", Type: "bbpos_wisepos_e"}, {ID: "tmr_dead", Label: "Dead", Status: "offline"}},
	}
	change(&cfg)
	b.sim = New(cfg)
	b.sdk = sdkClient(testKey, "", checked{t, b.sim})
	return b
}

// sdkClient is stripe-go without retries of its own.
func sdkClient(key, url string, transport http.RoundTripper) *stripe.Client {
	cfg := &stripe.BackendConfig{
		HTTPClient: &http.Client{Transport: transport}, MaxNetworkRetries: stripe.Int64(0),
		EnableTelemetry: stripe.Bool(false), LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if url != "" {
		cfg.URL = stripe.String(url)
	}
	return stripe.NewClient(key, stripe.WithBackends(stripe.NewBackendsWithConfig(cfg)))
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) create(amount int64, key string) *stripe.PaymentIntent {
	b.t.Helper()
	in, err := b.tryCreate(amount, key)
	b.ok(err)
	return in
}

func (b *bench) tryCreate(amount int64, key string) (*stripe.PaymentIntent, error) {
	p := &stripe.PaymentIntentCreateParams{
		Amount: stripe.Int64(amount), Currency: stripe.String("usd"), PaymentMethodTypes: []*string{stripe.String("card_present")},
		CaptureMethod: stripe.String("automatic"), Metadata: map[string]string{"pd": "1"},
	}
	if key != "" {
		p.SetIdempotencyKey(key)
	}
	return b.sdk.V1PaymentIntents.Create(b.t.Context(), p)
}

func (b *bench) process(reader, in string) (*stripe.TerminalReader, error) {
	return b.sdk.V1TerminalReaders.ProcessPaymentIntent(b.t.Context(), reader, &stripe.TerminalReaderProcessPaymentIntentParams{
		PaymentIntent: stripe.String(in),
		ProcessConfig: &stripe.TerminalReaderProcessPaymentIntentProcessConfigParams{
			EnableCustomerCancellation: stripe.Bool(true), SkipTipping: stripe.Bool(true),
		},
	})
}

func (b *bench) ask(reader, in string) {
	b.t.Helper()
	_, err := b.process(reader, in)
	b.ok(err)
}

func (b *bench) gesture(reader, kind, card string) {
	b.t.Helper()
	b.ok(b.sim.Gesture(Gesture{Reader: reader, Kind: kind, Card: card}))
}

// pay taps a card and waits until the result is there.
func (b *bench) pay(reader, card string) {
	b.t.Helper()
	b.gesture(reader, GestureTap, card)
	b.clock.pass(2 * time.Second)
}

func (b *bench) intent(id string) *stripe.PaymentIntent {
	b.t.Helper()
	p := &stripe.PaymentIntentRetrieveParams{}
	p.AddExpand("latest_charge")
	in, err := b.sdk.V1PaymentIntents.Retrieve(b.t.Context(), id, p)
	b.ok(err)
	return in
}

func (b *bench) reader(id string) *stripe.TerminalReader {
	b.t.Helper()
	r, err := b.sdk.V1TerminalReaders.Retrieve(b.t.Context(), id, &stripe.TerminalReaderRetrieveParams{})
	b.ok(err)
	return r
}

func (b *bench) screen(reader string) Screen {
	b.t.Helper()
	for _, r := range b.sim.Snapshot().Readers {
		if r.ID == reader {
			return r.Screen
		}
	}
	b.t.Fatalf("no reader %s", reader)
	return ""
}

func (b *bench) cancel(id string) (*stripe.PaymentIntent, error) {
	return b.sdk.V1PaymentIntents.Cancel(b.t.Context(), id, &stripe.PaymentIntentCancelParams{})
}

func (b *bench) clear(reader string) (*stripe.TerminalReader, error) {
	return b.sdk.V1TerminalReaders.CancelAction(b.t.Context(), reader, &stripe.TerminalReaderCancelActionParams{})
}

func (b *bench) fault(f Fault) {
	b.t.Helper()
	b.ok(b.sim.Fault(f))
}

// givenUp is the context of somebody who does not wait: what he sent is on its way all the same.
func (b *bench) givenUp() context.Context {
	ctx, cancel := context.WithCancel(b.t.Context())
	cancel()
	return ctx
}

// wantCode checks the code (or, if Stripe gives none, the type) and status of an error answer.
func wantCode(t *testing.T, err error, status int, code string) *stripe.Error {
	t.Helper()
	var e *stripe.Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want an answer %d %s", err, status, code)
	}
	got := string(e.Code)
	if got == "" {
		got = string(e.Type)
	}
	if e.HTTPStatusCode != status || got != code {
		t.Fatalf("got %d %s (%s), want %d %s", e.HTTPStatusCode, got, e.Msg, status, code)
	}
	return e
}
