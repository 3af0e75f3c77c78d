package stripesim

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// A4: a request may be executed minutes after its sender gave up.
func TestHeldRequestIsExecutedLater(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultHeld, Target: "payment_intents.create", Count: 1, Delay: 2 * time.Hour})
	if _, err := b.sdk.V1PaymentIntents.Create(b.givenUp(), createParams("k1")); err == nil {
		t.Fatal("the sender should have given up")
	}
	b.clock.pass(2*time.Hour - time.Second)
	if n := len(b.sim.Ledger().Intents); n != 0 {
		t.Fatalf("%d intents too early", n)
	}
	b.clock.pass(time.Minute)
	l := b.sim.Ledger().Intents
	if want := time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC); len(l) != 1 || !l[0].Created.Equal(want) {
		t.Fatalf("%+v", l)
	}
}

// Who waits long enough gets the answer of the held request.
func TestHeldRequestAnswersThePatient(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultHeld, Count: 1})
	in := b.create(1200, "k1")
	if want := "Mon, 02 Mar 2026 09:01:00 GMT"; in.LastResponse.Header.Get("Date") != want || len(b.sim.Ledger().Intents) != 1 {
		t.Fatalf("answered at %s", in.LastResponse.Header.Get("Date"))
	}
}

// A copy without a key is a second object; with one it is a replay.
func TestRequestExecutedTwice(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultTwice, Target: "payment_intents.create", Count: 1, Delay: time.Hour})
	b.create(1200, "k1")
	b.clock.pass(2 * time.Hour)
	if n := len(b.sim.Ledger().Intents); n != 1 {
		t.Fatalf("%d intents for one key", n)
	}
	b.fault(Fault{Name: FaultTwice, Target: "payment_intents.create", Count: 1, Delay: 25 * time.Hour})
	b.create(1200, "k2")
	b.clock.pass(26 * time.Hour)
	if n := len(b.sim.Ledger().Intents); n != 3 {
		t.Fatalf("%d intents after the key was pruned", n)
	}
}

// Executed, but nobody hears of it; the same key then tells.
func TestLostAnswer(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultLostAnswer, Target: "payment_intents.create", Count: 1})
	_, err := b.tryCreate(1200, "k1")
	var e *stripe.Error
	if err == nil || errors.As(err, &e) {
		t.Fatalf("got %v, want a broken connection", err)
	}
	if in := b.create(1200, "k1"); in.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
		t.Fatal("it was not executed the first time")
	}
}

func TestDownExecutesNothing(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultDown, On: true})
	if _, err := b.tryCreate(1200, "k1"); err == nil {
		t.Fatal("answered")
	}
	b.fault(Fault{Name: FaultDown})
	if n := len(b.sim.Ledger().Intents); n != 0 {
		t.Fatalf("%d intents", n)
	}
	b.create(1200, "k1")
}

// Facts §1.9: an error that is not JSON.
func TestBadGatewayIsHTML(t *testing.T) {
	b := newBench(t)
	b.fault(Fault{Name: FaultBadGateway, Count: 1})
	status, body := b.raw("GET", "/v1/terminal/readers", testKey, "")
	if status != 502 || !strings.Contains(body, "<html>") {
		t.Fatalf("%d %s", status, body)
	}
}

// raw sends a request without the SDK and returns status and body.
func (b *bench) raw(method, path, key, form string) (int, string) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, "https://api.stripe.com"+path, strings.NewReader(form))
	b.ok(err)
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := b.sim.RoundTrip(r)
	b.ok(err)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	b.ok(err)
	return resp.StatusCode, string(body)
}

// A wrong key is refused without telling the right one, and without showing the wrong one.
func TestWrongKey(t *testing.T) {
	b := newBench(t)
	const wrong = "sk_test_verysecretverysecret9876"
	for key, want := range map[string]string{"": "You did not provide an API key", wrong: "Invalid API Key provided: sk_test_"} {
		status, body := b.raw("GET", "/v1/payment_intents", key, "")
		if status != 401 || !strings.Contains(body, want) || strings.Contains(body, "verysecret") {
			t.Fatalf("%d %s", status, body)
		}
	}
	if status, _ := b.raw("GET", "/v1/nonsense", testKey, ""); status != 404 {
		t.Fatalf("unknown address: %d", status)
	}
	if status, _ := b.raw("POST", "/v1/payment_intents", testKey, "amount=%zz"); status != 400 {
		t.Fatalf("broken form: %d", status)
	}
}

// Every advertised fault can be armed and removed, by name only.
func TestFaultsByName(t *testing.T) {
	b := newBench(t)
	for _, name := range FaultNames() {
		b.fault(Fault{Name: name, Rate: 0.5})
		if FaultText(name) == "" {
			t.Errorf("%s has no description", name)
		}
	}
	if got := len(b.sim.Snapshot().Faults); got != len(FaultNames()) {
		t.Fatalf("%d armed", got)
	}
	for _, name := range FaultNames() {
		b.fault(Fault{Name: name})
	}
	if got := b.sim.Snapshot().Faults; len(got) != 0 {
		t.Fatalf("left: %v", got)
	}
	b.fault(Fault{Name: FaultBadGateway, Target: "payment_intents", Count: 1})
	b.reader("tmr_front") // not meant
	_, err := b.cancel("pi_x")
	if err == nil || len(b.sim.Snapshot().Faults) != 0 {
		t.Fatalf("after its one time: %v, %v", err, b.sim.Snapshot().Faults)
	}
	if err := b.sim.Fault(Fault{Name: "flood", On: true}); !errors.Is(err, ErrUnknownFault) {
		t.Fatalf("unknown fault: %v", err)
	}
	if b.sim.Fault(Fault{Name: FaultDown, Rate: 2}) == nil {
		t.Fatal("a rate above one")
	}
}

// The same seed and the same calls give the same world; another seed gives another.
func TestSeedDecides(t *testing.T) {
	run := func(seed uint64) []string {
		b := newBench(t)
		b.sim = New(Config{Clock: b.clock, Seed: seed, Key: testKey, Readers: []ReaderSpec{{Label: "Front"}}})
		b.sdk = sdkClient(testKey, "", b.sim)
		b.fault(Fault{Name: FaultDown, Rate: 0.5})
		var out []string
		for range 20 {
			in, err := b.sdk.V1PaymentIntents.Create(t.Context(), createParams(""))
			if err != nil {
				out = append(out, "down")
				continue
			}
			out = append(out, in.ID)
		}
		return append(out, b.sim.Snapshot().Readers[0].ID)
	}
	one := run(1)
	if !slices.Equal(one, run(1)) {
		t.Fatal("one seed, two worlds")
	}
	if slices.Equal(one, run(2)) || !slices.Contains(one, "down") || !strings.HasPrefix(one[20], "tmr_") {
		t.Fatalf("%v", one)
	}
}
