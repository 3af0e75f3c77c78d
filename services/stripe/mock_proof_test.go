//go:build proof

package stripe

import (
	"bufio"
	"context"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/explain"
)

// startStripeMock builds Stripe's own mock server and runs it on two loopback addresses; with one alone it would open the other
// to everybody (Stripe facts §11).
func startStripeMock(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "stripe-mock")
	build := exec.CommandContext(t.Context(), "go", "build", "-C", "../../.ci/stripe-mock", "-o", binary, "github.com/stripe/stripe-mock")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build stripe-mock: %v\n%s", err, out)
	}
	ctx, stop := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, binary, "-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0")
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	where := make(chan string, 1)
	go func() { // ends with the server, whose output it reads to the end
		defer close(ended)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if _, at, ok := strings.Cut(lines.Text(), "Listening for HTTP at address: "); ok {
				where <- at
			}
		}
	}()
	t.Cleanup(func() {
		stop()
		<-ended
		_ = server.Wait() // killed on purpose
	})
	patience, done := context.WithTimeout(t.Context(), 30*time.Second)
	defer done()
	select {
	case at := <-where:
		return "http://" + at
	case <-patience.Done():
		t.Fatal("stripe-mock does not say where it listens")
		return ""
	}
}

// statuses notes what the mock answered.
type statuses struct {
	base http.RoundTripper
	got  []int
}

func (s *statuses) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := s.base.RoundTrip(r)
	if err == nil {
		s.got = append(s.got, resp.StatusCode)
	}
	return resp, err
}

// Lost if it fails: a request that Stripe refuses, by the judgement of Stripe's own program and a later description than the one the
// other tests use. Its answers are fixtures, so that some are not about what was asked: what counts is that it takes the request.
func TestStripesOwnMockTakesEveryCall(t *testing.T) {
	address := startStripeMock(t)
	wire := &statuses{base: ownTransport()}
	g, err := New(Config{Key: testKey, URL: address, Location: "tml_1", HTTP: wire, Clock: clock.Real{}, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	understood := 0
	for _, c := range everyCall() {
		wire.got = nil
		err := c.call(g)
		for _, status := range wire.got {
			if status != http.StatusOK {
				t.Errorf("%s: %d, %v", c.name, status, err)
			}
		}
		if len(wire.got) == 0 || err != nil && !explain.Is(err, explain.Unanswered) {
			t.Errorf("%s: %d answers, %v", c.name, len(wire.got), err)
		}
		if err == nil {
			understood++
		} else {
			t.Logf("%s: taken; the fixture is not about it: %v", c.name, err)
		}
	}
	if understood < len(everyCall())*3/4 {
		t.Errorf("only %d answers of %d could be read", understood, len(everyCall()))
	}
	for path, form := range map[string]url.Values{ // it does refuse
		"/v1/payment_intents": {"amount": {"100"}},
		"/v1/refunds":         {"payment_intent": {"pi_1"}, "colour": {"red"}},
		"/v1/terminal/readers/tmr_1/process_payment_intent": {},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+testKey)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := wire.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close() != nil || resp.StatusCode != http.StatusBadRequest {
			t.Errorf("a wrong %s was answered with %d", path, resp.StatusCode)
		}
	}
}
