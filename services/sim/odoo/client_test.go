package odoosim

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeClock is virtual time: Sleep moves it, and lets others act meanwhile.
type fakeClock struct {
	mu        sync.Mutex
	now       time.Time
	meanwhile func()
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 11, 22, 9, 30, 15, 250e6, time.UTC)}
}

func (c *fakeClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.advance(d)
	if c.meanwhile != nil {
		c.meanwhile()
	}
	return ctx.Err()
}

func (c *fakeClock) advance(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// decodeResponse is the test's own reading of an answer: a value, or the fault.
func decodeResponse(body []byte) (value any, fault *rpcFault, err error) {
	d := decoder{xml.NewDecoder(bytes.NewReader(body))}
	if err := d.enter("methodResponse"); err != nil {
		return nil, nil, err
	}
	start, err := d.next()
	if err != nil || start == nil {
		return nil, nil, errors.Join(err, errCall)
	}
	isFault := start.Name.Local == "fault"
	if !isFault {
		if err := d.enter("param"); err != nil {
			return nil, nil, err
		}
	}
	if err := d.enter("value"); err != nil {
		return nil, nil, err
	}
	v, err := d.value(0)
	if err != nil || !isFault {
		return v, nil, err
	}
	o := v.(object)
	code, _ := o.get("faultCode")
	text, _ := o.get("faultString")
	return nil, &rpcFault{code.(int), text.(string)}, nil
}

// post sends a raw body and answers what net/http would: an aborted handler is an error.
func post(s http.Handler, base string, body io.Reader) (res *httptest.ResponseRecorder, err error) {
	defer func() {
		if r := recover(); r == http.ErrAbortHandler {
			err = http.ErrAbortHandler
		} else if r != nil {
			panic(r)
		}
	}()
	res = httptest.NewRecorder()
	s.ServeHTTP(res, httptest.NewRequest(http.MethodPost, "/xmlrpc/2/"+base, body))
	return res, nil
}

// caller signs every call in as the seeded user.
type caller struct {
	t *testing.T
	s *Server
}

const (
	testDB, testUser, testKey = "kiosk18", "kiosk_bill", "kiosk_bill-pw"
)

func encodeRequest(t *testing.T, method string, params []any) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0'?>\n<methodCall>\n<methodName>" + method + "</methodName>\n<params>\n")
	for _, p := range params {
		b.WriteString("<param>\n")
		v, err := appendValue(nil, p)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(v)
		b.WriteString("</param>\n")
	}
	b.WriteString("</params>\n</methodCall>\n")
	return &b
}

// try calls a model method and reports how it ended.
func (c caller) try(model, method string, args []any, kw object) (any, *rpcFault, error) {
	c.t.Helper()
	if args == nil {
		args = []any{}
	}
	if kw == nil {
		kw = object{}
	}
	res, err := post(c.s, "object", encodeRequest(c.t, "execute_kw", []any{c.s.config.Database, c.s.db.self, testKey, model, method, args, kw}))
	if err != nil {
		return nil, nil, err
	}
	v, fault, err := decodeResponse(res.Body.Bytes())
	return v, fault, err
}

// do calls and expects an answer.
func (c caller) do(model, method string, args []any, kw object) any {
	c.t.Helper()
	v, fault, err := c.try(model, method, args, kw)
	if err != nil || fault != nil {
		c.t.Fatalf("%s.%s: %v %v", model, method, fault, err)
	}
	return v
}

// none calls what answers None and expects exactly the fault that means success.
func (c caller) none(model, method string, args ...any) {
	c.t.Helper()
	c.fails(1, "TypeError: "+errNone, model, method, args, nil)
}

// fails expects a fault with that code and last line.
func (c caller) fails(code int, last, model, method string, args []any, kw object) {
	c.t.Helper()
	v, fault, err := c.try(model, method, args, kw)
	if err != nil || fault == nil {
		c.t.Fatalf("%s.%s: answered %v (%v), want fault %d %q", model, method, v, err, code, last)
	}
	if fault.code != code || lastLine(fault.text) != last {
		c.t.Fatalf("%s.%s: fault %d %q, want %d %q", model, method, fault.code, lastLine(fault.text), code, last)
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}

// row reads one record as a map.
func (c caller) row(model string, id int, fields ...any) map[string]any {
	c.t.Helper()
	list := c.do(model, "read", []any{[]any{id}, fields}, nil).([]any)
	if len(list) != 1 {
		c.t.Fatalf("%s %d: %d rows", model, id, len(list))
	}
	return asMap(list[0])
}

func asMap(v any) map[string]any {
	out := map[string]any{}
	for _, m := range v.(object) {
		out[m.name] = m.value
	}
	return out
}

// newTestServer is a small shop: invoice n (from 1) of the given totals in minor units, one customer.
func newTestServer(t *testing.T, totals ...int64) (*Server, caller, *fakeClock) {
	t.Helper()
	clk := newFakeClock()
	var list []Invoice
	for _, minor := range totals {
		list = append(list, Invoice{Customer: Customer{Name: "Customer 001"}, Lines: []Line{{"Goods", 1000, minor}}, Issued: 3, Due: 10})
	}
	s := New(Config{Clock: clk, Seed: 1, Database: testDB, User: testUser, Key: testKey, Company: Company{Name: "Kiosk Test Co", Currency: "USD"}, Invoices: list})
	return s, caller{t, s}, clk
}
