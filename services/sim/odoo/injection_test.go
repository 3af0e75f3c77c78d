package odoosim

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Lost: the weather that the program must survive. Each fault is set by name on load and met once; after it the
// same call succeeds, and the books hold one payment whatever was seen.
func TestEveryFaultStrikesAndEnds(t *testing.T) {
	broken := func(t *testing.T, v any, f *rpcFault, err error) {
		if !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("answered %v %v %v, want a broken connection", v, f, err)
		}
	}
	fault := func(code int, part string) func(*testing.T, any, *rpcFault, error) {
		return func(t *testing.T, v any, f *rpcFault, err error) {
			if f == nil || f.code != code || !strings.Contains(f.text, part) {
				t.Errorf("answered %v %v %v, want fault %d with %q", v, f, err, code, part)
			}
		}
	}
	committed := map[string]bool{"lost-answer": true, "truncated": true, "slow": true, "twice": true}
	for name, check := range map[string]func(*testing.T, any, *rpcFault, error){
		"down":           broken,
		"late":           broken,
		"lost-answer":    broken,
		"truncated":      broken,
		"access-denied":  fault(3, "Access Denied"),
		"rights-lost":    fault(4, "You are not allowed to create 'Payments' (account.payment) records."),
		"refuse-booking": fault(2, "period"),
		"error-1":        fault(1, "server closed the connection"),
		"html-page": func(t *testing.T, v any, f *rpcFault, err error) {
			if err == nil {
				t.Errorf("a page was read as %v %v", v, f)
			}
		},
		"serialize": func(t *testing.T, v any, f *rpcFault, err error) {
			ids, _ := v.(object).get("ids")
			messages, _ := v.(object).get("messages")
			if ids != false || !strings.Contains(repr(messages), "could not serialize access") {
				t.Errorf("answered %v", v)
			}
		},
		"slow":  func(t *testing.T, v any, f *rpcFault, err error) {},
		"twice": func(t *testing.T, v any, f *rpcFault, err error) {},
	} {
		t.Run(name, func(t *testing.T) {
			s, c, clk := newTestServer(t, 1000)
			c.t = t
			must(t, s.Fault(Fault{Name: name, Target: "account.payment.load", Count: 1, Delay: time.Hour}))
			args := []any{loadColumns, []any{c.cells("pi_1", "10.00", "1")}}
			v, f, err := c.try("account.payment", "load", args, createOnce)
			check(t, v, f, err)
			if got := len(s.Ledger().Payments); (got == 1) != committed[name] {
				t.Errorf("%d payments right after it", got)
			}
			clk.advance(2 * time.Hour)
			c.load("pi_1", "10.00", "1")
			if l := s.Ledger(); len(l.Payments) != 1 || l.Created["paydesk_pi_1"] != 1 {
				t.Errorf("%d payments, created %v", len(l.Payments), l.Created)
			}
		})
	}
	if len(FaultNames()) != 12 {
		t.Errorf("fault names %v: one has no test", FaultNames())
	}
}

// Lost: a fault at the step where it hurts, and the same weather for the same seed.
func TestFaultsStrikeByStepAndRate(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	must(t, s.Fault(Fault{Name: "error-1", Target: "account.move.*", Skip: 2, Count: 1}))
	var met []bool
	for range 5 {
		_, f, _ := c.try("account.move", "search_count", []any{[]any{}}, nil)
		met = append(met, f != nil)
	}
	if repr([]any{met[0], met[1], met[2], met[3], met[4]}) != "[False, False, True, False, False]" {
		t.Errorf("struck at %v", met)
	}
	weather := func() string {
		s, c, _ := newTestServer(t, 1000)
		must(t, s.Fault(Fault{Name: "error-1", Rate: 0.4}))
		out := ""
		for range 40 {
			_, f, _ := c.try("account.move", "search_count", []any{[]any{}}, nil)
			out += map[bool]string{true: "x", false: "."}[f != nil]
		}
		return out
	}
	if a := weather(); a != weather() || !strings.Contains(a, "x") || !strings.Contains(a, ".") {
		t.Errorf("weather %s", a)
	}
	must(t, s.Fault(Fault{Name: "down"}))
	must(t, s.Fault(Fault{Name: "down", Off: true}))
	c.do("account.move", "search_count", []any{[]any{}}, nil)
	if err := s.Fault(Fault{Name: "hail"}); !errors.Is(err, ErrNoFault) {
		t.Errorf("unknown fault: %v", err)
	}
}

// Lost: the loser's answer in a race. Two tills load one charge, one commits while the other's transaction is open:
// the other gets no fault and no id, and the record on the next try.
func TestOverlappingLoadsDoNotSerialize(t *testing.T) {
	s, c, clk := newTestServer(t, 1000)
	must(t, s.Fault(Fault{Name: "slow", Target: "account.payment.load", Delay: time.Second, Count: 1}))
	winner := 0
	clk.meanwhile = func() { winner = c.load("pi_1", "10.00", "1") }
	res := c.do("account.payment", "load", []any{loadColumns, []any{c.cells("pi_1", "10.00", "1")}}, createOnce).(object)
	ids, _ := res.get("ids")
	messages, _ := res.get("messages")
	if winner == 0 || ids != false || !strings.Contains(repr(messages), "could not serialize access") {
		t.Errorf("winner %d, loser answered %v %v", winner, ids, messages)
	}
	if again := c.load("pi_1", "10.00", "1"); again != winner {
		t.Errorf("the next try made %d beside %d", again, winner)
	}
}

// Lost: one transaction at a time. Six tills load one charge at once: one record.
func TestCallersAtOnceMakeOnePayment(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	args := []any{loadColumns, []any{c.cells("pi_1", "10.00", "1")}}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if _, f, err := c.try("account.payment", "load", args, createOnce); f != nil || err != nil {
				t.Errorf("%v %v", f, err)
			}
		})
	}
	wg.Wait()
	if l := s.Ledger(); len(l.Payments) != 1 || l.Created["paydesk_pi_1"] != 1 {
		t.Errorf("books: %+v", l.Payments)
	}
}

// Lost: how half an answer looks through a real connection: a good status, then the end too early.
func TestTruncatedThroughNetHTTP(t *testing.T) {
	s, _, _ := newTestServer(t)
	must(t, s.Fault(Fault{Name: "truncated", Count: 1}))
	srv := httptest.NewServer(s)
	defer srv.Close()
	res, err := http.Post(srv.URL+"/xmlrpc/2/common", "text/xml", encodeRequest(t, "version", nil))
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	if b, err := io.ReadAll(res.Body); res.StatusCode != http.StatusOK || !errors.Is(err, io.ErrUnexpectedEOF) || len(b) == 0 {
		t.Errorf("status %d, %d bytes, %v", res.StatusCode, len(b), err)
	}
}
