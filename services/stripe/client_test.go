package stripe

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/clock"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// The key must not travel to a third party because of a typing error in a settings file.
func TestKeyGoesToStripeOrThisMachineOnly(t *testing.T) {
	for url, good := range map[string]bool{
		"": true, "https://api.stripe.com": true, "https://api.stripe.com/": true, "http://127.0.0.1:8080": true,
		"http://localhost:1": true, "http://[::1]:8080/": true, "https://127.0.0.1:8443": true,
		"http://api.stripe.com": false, "https://api.stripe.com.evil.example": false, "https://evil.example": false,
		"https://api.stripe.com:444": false, "http://10.0.0.1": false, "https://user:pw@api.stripe.com": false,
		"ftp://127.0.0.1": false, "http://localhost.evil.example": false, "https://api.stripe.com/x": false, "://": false,
		"https://api.stripe.com?x=1": false, "127.0.0.1:80": false,
	} {
		_, err := New(Config{Key: testKey, URL: url, Clock: newClock(), Rand: dry{}})
		if good && err != nil || !good && !errors.Is(err, ErrURL) {
			t.Errorf("%q: %v", url, err)
		}
	}
}

// Lost if it fails: a publishable key or a webhook's secret is taken for one that charges, or a manager does not learn which key
// was pasted.
func TestKeysAreRecognised(t *testing.T) {
	for key, want := range map[string]Mode{
		testKey: {}, liveKey: {Live: true, Restricted: true}, "rk_test_1": {Restricted: true}, "sk_live_1": {Live: true},
	} {
		g, err := New(Config{Key: key, Clock: newClock(), Rand: dry{}})
		if err != nil || g.Mode() != want {
			t.Errorf("%s: %v, %v", key[:8], g, err)
		}
	}
	for key, says := range map[string]string{
		"": "no Stripe key", "pk_live_1": "publishable", "pk_test_1": "publishable", "whsec_1": "webhook", "sk_org_live_1": "organisation",
		"sk_test_": "is not a secret", "sk_test_a b": "is not a secret", "sk_test_a\n": "spaces", " sk_test_a": "spaces", "sk_prod_a": "is not a secret", "Bearer sk_test_a": "is not a secret",
		"tml_1": "location", "acct_1": "account",
	} {
		_, err := New(Config{Key: key, Clock: newClock(), Rand: dry{}})
		var why *KeyError
		if !errors.Is(err, ErrKey) || !errors.As(err, &why) || !strings.Contains(why.Problem, says) || why.Fix == "" {
			t.Errorf("%q: %v", key, err)
		}
		if len(key) > 8 && strings.Contains(err.Error(), key) {
			t.Errorf("%q stands in its own refusal", key)
		}
	}
	if _, err := New(Config{Key: testKey}); !errors.Is(err, ErrIncomplete) {
		t.Error(err)
	}
}

// The SDK would tell Stripe the name of the machine and the times of earlier calls.
func TestNothingAboutTheMachineIsSent(t *testing.T) {
	g, wire, _ := desk(t, ok(readerJSON()))
	for range 3 {
		if _, err := g.CancelAction(bg, readerID); err != nil {
			t.Fatal(err)
		}
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range wire.sent {
		for name, values := range s.header {
			text := name + ": " + strings.Join(values, ",")
			if strings.Contains(text, host) || strings.Contains(text, "uname") || strings.Contains(name, "Telemetry") {
				t.Error(text)
			}
		}
		if s.header.Get("Stripe-Version") == "" || s.header.Get("Authorization") != "Bearer "+testKey {
			t.Errorf("headers %v", s.header)
		}
	}
}

// Ages decide who may cancel whose claim: they follow Stripe's clock, not the machine's.
func TestStripesClock(t *testing.T) {
	at := func(d time.Duration) string { return stripeDay.Add(d).Format(http.TimeFormat) }
	g, wire, clock := desk(t,
		ok(readerJSON()).with("Date", at(0)),
		ok(readerJSON()).with("Date", at(2*time.Second)),
		ok(readerJSON()).with("Date", ""),
		ok(readerJSON()).with("Date", "yesterday"),
		ok(readerJSON()).with("Date", at(90*time.Second)),
	)
	if !g.Now().Equal(clock.Now()) {
		t.Errorf("before any answer: %v", g.Now())
	}
	var got []time.Duration
	for range wire.replies {
		r, err := g.Reader(bg, readerID)
		if err != nil {
			t.Fatal(err)
		}
		if !r.ReadAt.Equal(g.Now()) {
			t.Errorf("read at %v, now %v", r.ReadAt, g.Now())
		}
		got = append(got, g.Now().Sub(stripeDay))
		clock.t = clock.t.Add(2500 * time.Millisecond)
	}
	// The second header agrees with what is known to half a second: time does not go back.
	want := []time.Duration{0, 2500 * time.Millisecond, 5 * time.Second, 7500 * time.Millisecond, 90 * time.Second}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("answer %d: %v, want %v", i, got[i], want[i])
		}
	}
	if g.Now().Sub(stripeDay) != 92500*time.Millisecond {
		t.Errorf("time stands still: %v", g.Now())
	}
}

// Endless bodies must not fill the memory of a till that runs for weeks.
func TestAnswersHaveALimit(t *testing.T) {
	g, _, _ := desk(t, ok(readerJSON(`"label":"`+strings.Repeat("x", maxAnswerBytes)+`"`)))
	if _, err := g.CancelAction(bg, readerID); !explain.Is(err, explain.Unanswered) {
		t.Error(err)
	}
}

// net/http sends a POST with an Idempotency-Key again by itself when a kept connection breaks. A reader must not be asked
// for a card twice because of that.
func TestOurTransportDoesNotRepeatCommands(t *testing.T) {
	var posts, gets atomic.Int32
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodGet {
			gets.Add(1)
			_, _ = io.WriteString(w, readerJSON())
			return
		}
		posts.Add(1)
		if r.Header.Get("Idempotency-Key") != "pd1:s:tmr_1:7" {
			t.Errorf("key %q", r.Header.Get("Idempotency-Key"))
		}
		panic(http.ErrAbortHandler) // the connection breaks before an answer
	}))
	defer srv.Close()
	g, err := New(Config{Key: testKey, URL: srv.URL, Clock: clock.Real{}, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Reader(bg, readerID); err != nil { // leaves a connection to reuse
		t.Fatal(err)
	}
	if _, err := g.Process(bg, "pd1:s:tmr_1:7", readerID, intentID, payment.ByCard); !explain.Is(err, explain.Unreachable) {
		t.Errorf("got %v", err)
	}
	if posts.Load() != 1 {
		t.Errorf("the command was sent %d times", posts.Load())
	}
}

// A redirect would carry a command to wherever a portal points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	g, wire, _ := desk(t, reply{status: 307, body: "{}", header: map[string]string{"Location": "http://127.0.0.1:9/"}})
	if _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); !explain.Is(err, explain.Unanswered) || len(wire.sent) != 1 {
		t.Errorf("%v, sent %d", err, len(wire.sent))
	}
}

// Stripe speaks HTTP/2: the key must arrive there too, and an empty body must stay empty.
func TestKeyArrivesOverHTTP2(t *testing.T) {
	var seen []string
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		seen = append(seen, r.Proto+" "+r.Header.Get("Idempotency-Key")+" "+string(body))
		_, _ = io.WriteString(w, readerJSON())
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	transport := onceTransport{srv.Client().Transport.(*http.Transport)}
	g, err := New(Config{Key: testKey, URL: srv.URL, HTTP: transport, Clock: clock.Real{}, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.MoveSlot(bg, "pd1:s:tmr_1:7", readerID, reader.Slot{Epoch: 8, At: stripeDay, By: "A"}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.CancelAction(bg, readerID); err != nil {
		t.Fatal(err)
	}
	want := []string{"HTTP/2.0 pd1:s:tmr_1:7 metadata[pd_at]=1793610000&metadata[pd_by]=A&metadata[pd_epoch]=8", "HTTP/2.0  "}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}
