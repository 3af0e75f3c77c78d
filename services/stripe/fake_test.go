package stripe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// Keys of the tests; made up.
const (
	testKey = "sk_test_51Paydesk0000000000000000000"
	liveKey = "rk_live_51Paydesk0000000000000000000"
)

var stripeDay = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// fakeClock stands still until somebody sleeps.
type fakeClock struct {
	mu    sync.Mutex
	t     time.Time
	slept []time.Duration
}

func newClock() *fakeClock { return &fakeClock{t: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)} }

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

func (c *fakeClock) total() (sum time.Duration) {
	for _, d := range c.slept {
		sum += d
	}
	return sum
}

// dry is a source of chance without any.
type dry struct{}

func (dry) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// sent is a request as it left the gateway.
type sent struct {
	method, path string
	header       http.Header
	body         string // raw parameters
	form         url.Values
	deadline     time.Duration // left when it was sent, 0: none
}

func (s sent) key() string { return s.header.Get("Idempotency-Key") }

// reply is one scripted answer: an error, or status, body and headers.
type reply struct {
	err    error
	status int
	body   string
	header map[string]string
	then   func() // runs before the answer
}

func ok(body string) reply { return reply{status: 200, body: body} }

func refusal(status int, typ, code, msg string) reply {
	return reply{status: status, body: fmt.Sprintf(`{"error":{"type":%q,"code":%q,"message":%q}}`, typ, code, msg)}
}

func (r reply) with(name, value string) reply {
	h := map[string]string{name: value}
	for k, v := range r.header {
		h[k] = v
	}
	r.header = h
	return r
}

// script is a RoundTripper that answers in order, the last answer for ever.
type script struct {
	replies []reply
	sent    []sent
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	query := req.URL.RawQuery
	if req.Method == http.MethodPost {
		query = string(body)
	}
	form, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	out := sent{method: req.Method, path: req.URL.Path, header: req.Header.Clone(), body: query, form: form}
	if d, ok := req.Context().Deadline(); ok {
		out.deadline = time.Until(d)
	}
	s.sent = append(s.sent, out)
	if len(s.replies) == 0 {
		return nil, errors.New("no answer scripted")
	}
	r := s.replies[min(len(s.sent), len(s.replies))-1]
	if r.then != nil {
		r.then()
	}
	if r.err != nil {
		return nil, r.err
	}
	resp := &http.Response{StatusCode: r.status, Header: http.Header{}, Request: req,
		Body: io.NopCloser(bytes.NewBufferString(r.body))}
	resp.Header.Set("Date", stripeDay.Format(http.TimeFormat))
	resp.Header.Set("Request-Id", "req_1")
	for k, v := range r.header {
		resp.Header.Set(k, v)
	}
	return resp, nil
}

// desk is a gateway over scripted answers.
func desk(t *testing.T, replies ...reply) (*Gateway, *script, *fakeClock) {
	t.Helper()
	wire, clock := &script{replies: replies}, newClock()
	g, err := New(Config{Key: testKey, Location: "tml_1", HTTP: wire, Clock: clock, Rand: dry{}})
	if err != nil {
		t.Fatal(err)
	}
	return g, wire, clock
}

const intentID, readerID = "pi_1", "tmr_1"

// intentJSON is an intent with extra members, written after and so over the ordinary ones.
func intentJSON(status string, extra ...string) string {
	return fmt.Sprintf(`{"id":"pi_1","object":"payment_intent","status":%q,"amount":4200,"amount_received":0,
		"currency":"eur","created":1793610000,"livemode":false,"metadata":{"pd":"1","pd_pay":"u1"},
		"client_secret":"pi_1_secret_hunter2"%s}`, status, tail(extra))
}

func readerJSON(extra ...string) string {
	return fmt.Sprintf(`{"id":"tmr_1","object":"terminal.reader","label":"Front","device_type":"stripe_s700",
		"status":"online","serial_number":"S1","location":"tml_1","livemode":false,
		"metadata":{"pd_epoch":"7","pd_at":"1793610000","pd_by":"Till 2"}%s}`, tail(extra))
}

const customerJSON = `{"id":"cus_1","object":"customer","name":"Mara Lind","email":"mara@lind.example","created":1793610000,
	"livemode":false,"metadata":{"pd_partner":"9"}}`

func refundJSON(status string, extra ...string) string {
	return fmt.Sprintf(`{"id":"re_1","object":"refund","status":%q,"amount":1200,"currency":"eur","created":1793610000,
		"payment_intent":"pi_1","charge":"ch_1","metadata":{"pd_cn":"77"}%s}`, status, tail(extra))
}

func actionJSON(status, intent string) string {
	return fmt.Sprintf(`"action":{"type":"process_payment_intent","status":%q,"failure_code":null,
		"process_payment_intent":{"payment_intent":%s}}`, status, intent)
}

func tail(extra []string) string {
	if len(extra) == 0 {
		return ""
	}
	return "," + strings.Join(extra, ",")
}
