package world

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
)

type side string

const (
	toStripe side = "stripe"
	toOdoo   side = "odoo"
)

// Times of the network.
const (
	oneWayLeast  = 4 * time.Millisecond
	oneWayMost   = 90 * time.Millisecond
	odooReadMax  = 15 * time.Second
	odooWriteMax = 60 * time.Second
	longestHold  = 2 * time.Hour
	mostCalls    = 60_000
)

var (
	errReset   = errors.New("read: connection reset by peer")
	errRefused = errors.New("dial: connection refused")
)

// call is one request as it left a counter.
type call struct {
	number  int
	counter *counter
	side    side
	op      string // "POST payment_intents", "account.payment.load"
	method  string
	path    string
	key     string // idempotency key
	header  http.Header
	body    []byte
	form    url.Values // Stripe's parameters
	write   bool
	sent    time.Duration

	answered bool
	response *http.Response
	err      error
}

// line is a counter's connection to one of the two servers. It is an http.RoundTripper.
type line struct {
	w       *world
	c       *counter
	to      side
	lots    chance
	downTil time.Duration
	sent    int // requests so far
}

// RoundTrip sends one request through the weather and waits for whatever comes back.
func (l *line) RoundTrip(req *http.Request) (*http.Response, error) {
	w, p := l.w, l.w.current
	if l.c.dead {
		panic(errKilled)
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c, err := l.read(req)
	if err != nil {
		return nil, err
	}
	w.check.sent(c)
	l.send(c)
	patience := time.Duration(-1)
	if l.to == toOdoo {
		patience = w.now + odooReadMax
		if c.write {
			patience = w.now + odooWriteMax
		}
	}
	for !c.answered {
		err := w.wait(ctx, patience, func(wake func()) { w.waiters[c] = wake })
		if err == nil && !c.answered && patience >= 0 && w.now >= patience {
			err = context.DeadlineExceeded
		}
		if err != nil && !c.answered {
			delete(w.waiters, c)
			w.trace.call(p.name, c, "no answer: "+err.Error())
			return nil, err
		}
	}
	if c.err != nil {
		w.trace.call(p.name, c, c.err.Error())
		return nil, c.err
	}
	w.trace.call(p.name, c, fmt.Sprint(c.response.StatusCode))
	w.check.heard(c)
	return c.response, nil
}

var xmlString = regexp.MustCompile(`<string>([^<]*)</string>`)

func (l *line) read(req *http.Request) (*call, error) {
	if l.w.calls++; l.w.calls > mostCalls {
		panic(errRunsAway)
	}
	l.sent++
	c := &call{number: l.w.calls, counter: l.c, side: l.to, method: req.Method, header: req.Header.Clone(), sent: l.w.now}
	c.path = req.URL.RequestURI()
	if req.Body != nil {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		c.body = b
	}
	if l.to == toStripe {
		c.op = req.Method + " " + strings.TrimPrefix(req.URL.Path, "/v1/")
		c.write, c.key = req.Method == http.MethodPost, req.Header.Get("Idempotency-Key")
		form, err := url.ParseQuery(string(c.body))
		if err != nil {
			return nil, err
		}
		c.form = form
		return c, nil
	}
	c.op = strings.TrimPrefix(req.URL.Path, "/xmlrpc/2/")
	if m := xmlString.FindAllSubmatch(c.body, 4); strings.HasSuffix(req.URL.Path, "/object") && len(m) == 4 {
		c.op = string(m[2][1]) + "." + string(m[3][1])
	}
	switch c.op[strings.LastIndexByte(c.op, '.')+1:] {
	case "load", "action_post", "js_assign_outstanding_line", "action_cancel", "write", "create", "refund_moves", "unlink":
		c.write = true
	}
	return c, nil
}

// send decides what becomes of a request.
func (l *line) send(c *call) {
	w := l.w
	there, back := l.lots.between(oneWayLeast, oneWayMost), l.lots.between(oneWayLeast, oneWayMost)
	silent, quick := l.lots.hit(0.5), l.lots.between(50*time.Millisecond, 3*time.Second)
	hold := l.lots.spread(time.Second, longestHold)
	fails := func(k Kind, after time.Duration, err error) {
		w.trace.fault(k, c)
		if !silent {
			w.after(after, func() { w.answer(c, nil, err) })
		}
	}
	trouble := l.refundTrouble(c)
	strikes := func(k Kind) bool {
		switch trouble {
		case RefundHeld:
			return k == Held
		case RefundTwice, NoteTwice:
			return k == Twice
		case RefundUnheard:
			return k == AnswerLost
		}
		return w.weather.strikes(k, w.now)
	}
	switch {
	case l.downTil > w.now || w.awayTil[l.to] > w.now:
		fails("", quick, errRefused)
	case strikes(Lost):
		fails(Lost, quick, errReset)
	case strikes(AnswerLost):
		w.after(there, func() { w.deliver(c, nil) })
		fails(AnswerLost, there+quick, errReset)
	case strikes(Held):
		w.trace.fault(Held, c)
		w.heldTil = max(w.heldTil, w.now+hold)
		w.after(hold, func() {
			w.deliver(c, func(r *http.Response, err error) { w.after(back, func() { w.answer(c, r, err) }) })
		})
	case strikes(Twice):
		w.trace.fault(Twice, c)
		w.heldTil = max(w.heldTil, w.now+hold)
		w.after(there, func() {
			w.deliver(c, func(r *http.Response, err error) { w.after(back, func() { w.answer(c, r, err) }) })
		})
		w.after(there+hold, func() { w.deliver(c, nil) })
	case strikes(Error500):
		w.trace.fault(Error500, c)
		if silent { // made, although it says 500
			w.after(there, func() { w.deliver(c, nil) })
		}
		w.after(there+back, func() { w.answer(c, proxyError(), nil) })
	case strikes(Slow):
		w.trace.fault(Slow, c)
		there += quick * 4
		fallthrough
	default:
		w.after(there, func() {
			w.deliver(c, func(r *http.Response, err error) { w.after(back, func() { w.answer(c, r, err) }) })
		})
	}
}

func proxyError() *http.Response {
	return &http.Response{
		StatusCode: http.StatusInternalServerError, Status: "500 Internal Server Error", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/html"}}, Body: io.NopCloser(strings.NewReader("<html>500</html>")),
	}
}

// answer brings an answer or an error to the caller, if it still waits.
func (w *world) answer(c *call, r *http.Response, err error) {
	if c.answered {
		return
	}
	c.answered, c.response, c.err = true, r, err
	if wake := w.waiters[c]; wake != nil {
		delete(w.waiters, c)
		wake()
	}
}

// deliver lets the server execute a request, whoever still waits for it.
func (w *world) deliver(c *call, done func(*http.Response, error)) {
	w.spawn("net", nil, func() {
		req, err := http.NewRequestWithContext(context.Background(), c.method, "http://127.0.0.1"+c.path, bytes.NewReader(c.body))
		if err != nil {
			panic(err) // the path came from a request
		}
		req.Header = c.header.Clone()
		before := w.check.before(c)
		var r *http.Response
		if c.side == toStripe {
			r, err = w.stripe.RoundTrip(req)
		} else {
			r, err = c.counter.at.serve(w, req)
		}
		w.check.executed(c, before, r)
		w.executed(c, r)
		if done != nil {
			if err != nil {
				err = errReset
			}
			done(r, err)
		}
	})
}

// serveOdoo answers as net/http would: a handler that aborts breaks the connection.
func (w *world) serveOdoo(req *http.Request) (r *http.Response, err error) { return serve(w.odoo, req) }

func serve(books *odoosim.Server, req *http.Request) (r *http.Response, err error) {
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	defer func() {
		if p := recover(); p != nil {
			if p != any(http.ErrAbortHandler) {
				panic(p)
			}
			r, err = nil, errReset
		}
	}()
	books.ServeHTTP(rec, req)
	return &http.Response{
		StatusCode: rec.status, Status: fmt.Sprint(rec.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: rec.header, Body: io.NopCloser(&rec.body), ContentLength: int64(rec.body.Len()),
	}, nil
}

// recorder is an http.ResponseWriter that keeps the answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
