package stripesim

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const maxBodyBytes = 1 << 20

// answer is what goes back over the wire.
type answer struct {
	status int
	header http.Header
	body   []byte
	delay  time.Duration // before it is sent
	lost   bool          // it never arrives
}

// ServeHTTP answers one request. A broken connection (fault or not) is http.ErrAbortHandler, as net/http wants it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a, err := s.serve(r)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	if a.header.Get("Date") == "" {
		w.Header()["Date"] = nil // net/http would add its own
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the caller may be gone; Stripe does not mind either
}

// RoundTrip answers one request in process; a broken connection is an error.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	a, err := s.serve(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: strconv.Itoa(a.status) + " " + http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(strings.NewReader(string(a.body))), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

func (s *Server) serve(r *http.Request) (answer, error) {
	c, err := readCall(r)
	if err != nil {
		return answer{}, err
	}
	return s.handle(r.Context(), c)
}

func readCall(r *http.Request) (*call, error) {
	c := &call{method: r.Method, path: r.URL.Path, form: url.Values{}}
	for k, v := range r.URL.Query() {
		c.form[k] = v
	}
	if r.Body != nil {
		defer func() { _ = r.Body.Close() }() // nothing was written to it
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
		if err != nil {
			return nil, fmt.Errorf("reading the request: %w", err)
		}
		values, err := url.ParseQuery(string(body))
		c.malformed = err != nil || len(body) > maxBodyBytes
		for k, v := range values {
			c.form[k] = v
		}
	}
	c.token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if user, _, ok := r.BasicAuth(); ok {
		c.token = user
	}
	if c.method != http.MethodGet {
		c.key = r.Header.Get("Idempotency-Key")
	}
	return c, nil
}
