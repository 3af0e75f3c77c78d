package stripe

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Limits of one answer and of our own connections.
const (
	maxAnswerBytes = 16 << 20 // a page of 100 intents is well below one MiB
	dialTimeout    = 4 * time.Second
	idleTimeout    = 90 * time.Second
	pingAfter      = 15 * time.Second // finds a connection that died while the machine slept
	pingTimeout    = 4 * time.Second
)

// answer is what the headers of one answer said. Status 0: none came.
type answer struct {
	status      int
	at          time.Time // Stripe's time of the answer
	requestID   string
	shouldRetry string // Stripe-Should-Retry: "true", "false" or empty
	after       time.Duration
}

type answerKey struct{}

// noting makes the wire put the headers of the answer to this call into a.
func noting(ctx context.Context, a *answer) context.Context {
	return context.WithValue(ctx, answerKey{}, a)
}

// wire stands between the SDK and the transport: it cleans what goes out and notes the headers of what comes in.
type wire struct {
	base    http.RoundTripper
	gateway *Gateway
}

// RoundTrip sends one request once.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	out := req.Clone(req.Context())
	// The SDK puts the output of uname there, host name included.
	out.Header.Del("X-Stripe-Client-User-Agent")
	// An empty key is how the methods ask for none: left unset, the SDK would make up one of its own.
	if out.Header.Get("Idempotency-Key") == "" {
		out.Header.Del("Idempotency-Key")
	}
	if req.Body != nil && req.Method != http.MethodGet {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, fmt.Errorf("read request: %w", err)
		}
		setBody(out, body)
	} else {
		out.Body, out.GetBody = nil, nil
	}
	resp, err := w.base.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	local := w.gateway.clock.Now()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		w.gateway.time.heard(date.UTC(), local)
	}
	if a, ok := req.Context().Value(answerKey{}).(*answer); ok {
		a.status = resp.StatusCode
		a.at = w.gateway.time.now(local)
		a.requestID = resp.Header.Get("Request-Id")
		a.shouldRetry = resp.Header.Get("Stripe-Should-Retry")
		a.after = retryAfter(resp.Header)
	}
	if resp.Body != nil {
		resp.Body = http.MaxBytesReader(nil, resp.Body, maxAnswerBytes)
	}
	return resp, nil
}

// setBody gives the request a body of known length: a length of zero is what lets a transport see that nothing was sent yet.
func setBody(req *http.Request, body []byte) {
	req.ContentLength = int64(len(body))
	if len(body) == 0 {
		req.Body, req.GetBody = http.NoBody, nil
		return
	}
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
}

// retryAfter reads the wait the server asked for in seconds; other forms and nonsense count as none.
func retryAfter(h http.Header) time.Duration {
	s, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || s < 0 || s > 3600 {
		return 0
	}
	return time.Duration(s) * time.Second
}

// onceTransport is net/http's transport without its habit of sending a request again when a kept connection breaks: it does
// so for any POST with an Idempotency-Key, but a command to a reader is sent once (PROTOCOLS G7).
type onceTransport struct{ base *http.Transport }

// RoundTrip hides the key from net/http under its lower-case name, which is the same header for the server.
func (t onceTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if key := req.Header.Get("Idempotency-Key"); key != "" {
		req = req.Clone(req.Context())
		req.Header.Del("Idempotency-Key")
		req.Header["idempotency-key"] = []string{key}
	}
	return t.base.RoundTrip(req)
}

// ownTransport connects to Stripe: TLS 1.2 or newer with Go's verification, few connections, kept and watched.
func ownTransport() http.RoundTripper {
	return onceTransport{&http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: dialTimeout, KeepAlive: pingAfter}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
		MaxIdleConns:           8,
		MaxIdleConnsPerHost:    8,
		MaxConnsPerHost:        16,
		IdleConnTimeout:        idleTimeout,
		MaxResponseHeaderBytes: 64 << 10,
	}}
}
