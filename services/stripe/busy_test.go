package stripe

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"paydesk/services/payment"
)

// busyAccount lists an account on which other programs make an intent every so often; every 500th is ours. Anything that is not
// a listing is answered as a reader.
type busyAccount struct {
	clock *fakeClock
	every time.Duration
	began time.Time
	calls []time.Time
	atRow func(n int) // told how many listings there were
}

func (b *busyAccount) RoundTrip(req *http.Request) (*http.Response, error) {
	now := b.clock.Now()
	b.calls = append(b.calls, now)
	body := readerJSON(actionJSON("in_progress", `"pi_1"`))
	if req.Method == http.MethodGet && strings.HasSuffix(req.URL.Path, "/payment_intents") {
		if b.atRow != nil {
			b.atRow(len(b.calls))
		}
		body = b.list(req, now)
	}
	return &http.Response{StatusCode: 200, Request: req, Header: http.Header{"Date": {now.Format(http.TimeFormat)}},
		Body: io.NopCloser(bytes.NewBufferString(body))}, nil
}

func (b *busyAccount) list(req *http.Request, now time.Time) string {
	q := req.URL.Query()
	bound := func(name string, otherwise int64) int64 {
		if n, err := strconv.ParseInt(q.Get(name), 10, 64); err == nil {
			return n
		}
		return otherwise
	}
	step := int64(b.every / time.Second)
	row := func(at int64) int64 { return (at - b.began.Unix()) / step } // the latest made at or before
	last := row(min(now.Unix(), bound("created[lt]", now.Unix()+1)-1))
	first := max(row(bound("created[gte]", 0)-1)+1, 0)
	if after := q.Get("starting_after"); after != "" {
		n, _ := strconv.ParseInt(strings.TrimPrefix(after, "pi_"), 10, 64)
		last = n - 1
	}
	var rows []string
	for n := last; n >= first && len(rows) < 100; n-- {
		meta := `{"order":"x"}`
		if n%500 == 0 {
			meta = fmt.Sprintf(`{"pd":"1","pd_shop":"shop","pd_pay":"p%d","d0":"7:100:INV/7"}`, n)
		}
		rows = append(rows, fmt.Sprintf(`{"id":"pi_%d","status":"succeeded","amount":100,"currency":"eur","created":%d,"metadata":%s}`,
			n, b.began.Unix()+n*step, meta))
	}
	more := last-int64(len(rows)) >= first
	return fmt.Sprintf(`{"data":[%s],"has_more":%v}`, strings.Join(rows, ","), more)
}

// most is how many calls fell into the busiest span of that length.
func most(calls []time.Time, span time.Duration) (n int) {
	for i, j := 0, 0; i < len(calls); i++ {
		for calls[i].Sub(calls[j]) >= span {
			j++
		}
		n = max(n, i-j+1)
	}
	return n
}

// Lost if it fails: beside a web shop with thousands of payments a day the counter never gets to charge, uses up what Stripe allows
// the account, or makes the customer at the reader wait for it. All in virtual time.
func TestIndexOnABusyAccount(t *testing.T) {
	clock := &fakeClock{t: stripeDay}
	b := &busyAccount{clock: clock, every: 29 * time.Second, began: stripeDay.Add(-40 * 24 * time.Hour)} // some 3,000 a day
	g, err := New(Config{Key: testKey, HTTP: b, Clock: clock, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	x := payment.NewIndex(g, clock, func() string { return "shop" })
	if err := x.Refresh(bg); err != nil {
		t.Fatal(err)
	}
	p, took := x.Progress(), clock.total()
	if !p.Usable || p.Intents < 5900 || took > 10*time.Second {
		t.Errorf("usable after %v: %+v; want within 10 s", took, p)
	}
	if n := most(b.calls, time.Second); n > burst+perSecond {
		t.Errorf("%d calls in one second while the first 48 hours were read", n)
	}
	clock.t = clock.t.Add(time.Minute) // the burst is whole again
	begun, waited := len(b.calls), time.Duration(0)
	b.atRow = func(n int) {
		if n%100 != 50 {
			return
		}
		before := clock.total() // a payment in the middle of it: a claim's calls at once
		for range 6 {
			if _, err := g.Process(bg, "k", readerID, intentID, payment.ByCard); err != nil {
				t.Error(err)
			}
		}
		waited += clock.total() - before
	}
	if err := x.Deepen(bg); err != nil {
		t.Fatal(err)
	}
	b.atRow = nil
	if waited != 0 {
		t.Errorf("payments waited %v behind the reading of the past", waited)
	}
	if n := most(b.calls[begun:], 10*time.Second); n > 10*behindPerSecond+behindBurst+6 {
		t.Errorf("%d calls in ten seconds while the past was read", n)
	}
	if p := x.Progress(); !p.Whole || p.Intents < 100_000 || p.Claims < 200 || p.Claims > 220 {
		t.Errorf("after the past was read: %+v", p)
	}
	begun = len(b.calls)
	const looks = 60
	for range looks {
		clock.t = clock.t.Add(30 * time.Second)
		if err := x.Refresh(bg); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(b.calls) - begun; n != looks {
		t.Errorf("%d calls for %d looks at what is new", n, looks)
	}
}
