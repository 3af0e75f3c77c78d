package odoo

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/kolo/xmlrpc"

	"paydesk/services/explain"
)

const (
	commonPath = "/xmlrpc/2/common"
	objectPath = "/xmlrpc/2/object"
	bodyLimit  = 16 << 20 // bytes; a page of 200 documents has 300 kB
	depthLimit = 64       // nested lists and structs; Odoo's own answers have less than ten
)

// transport sends one call and understands its answer. It never repeats anything.
type transport struct {
	base   string
	client *http.Client
	mask   *strings.Replacer
}

// body is an answer as it arrived: whole, of the right kind, not decoded yet. at is Odoo's clock when it was given, zero if
// it did not say.
type body struct {
	text []byte
	at   time.Time
}

// answer is the decoded result of a call.
type answer struct {
	value any
	at    time.Time
}

func newTransport(base string, rt http.RoundTripper, secret string) *transport {
	if rt == nil {
		rt = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: 10 * time.Second,
			MaxConnsPerHost:     8,
			MaxIdleConnsPerHost: 4,
			IdleConnTimeout:     time.Minute,
		}
	}
	return &transport{
		base: base,
		mask: strings.NewReplacer(secret, "•••", url.QueryEscape(secret), "•••"),
		client: &http.Client{
			Transport: rt,
			// The body holds the key: it goes to the configured address and nowhere else.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// call posts method(args...) and returns the decoded answer, or *explain.Failure.
func (t *transport) call(ctx context.Context, op, path, method string, args ...any) (answer, error) {
	b, err := t.post(ctx, op, path, method, args...)
	if err != nil {
		return answer{}, err
	}
	v, err := t.parse(op, b)
	return answer{v, b.at}, err
}

// post sends method(args...) and reads the answer, without decoding it.
func (t *transport) post(ctx context.Context, op, path, method string, args ...any) (body, error) {
	text, err := encode(method, args)
	if err != nil {
		return body{}, t.fail(op, explain.Refused, "", "", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.base+path, bytes.NewReader(text))
	if err != nil {
		return body{}, t.fail(op, explain.Refused, "", "", err)
	}
	req.Header.Set("Content-Type", "text/xml")
	req.Header.Set("User-Agent", "Paydesk")
	resp, err := t.client.Do(req)
	if err != nil {
		return body{}, t.fail(op, lost(err), "", "", cause(ctx, err))
	}
	defer resp.Body.Close()
	if err := t.refuseStatus(op, resp); err != nil {
		return body{}, err
	}
	var read bytes.Buffer
	if n := resp.ContentLength; n > 0 && n <= bodyLimit {
		read.Grow(int(n) + bytes.MinRead) // or the buffer is copied again and again
	}
	if _, err := read.ReadFrom(io.LimitReader(resp.Body, bodyLimit+1)); err != nil {
		return body{}, t.fail(op, explain.Unanswered, "", "", cause(ctx, err))
	}
	if err := t.whole(op, resp.Header.Get("Content-Type"), read.Bytes()); err != nil {
		return body{}, err
	}
	at, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		at = time.Time{}
	}
	return body{read.Bytes(), at}, nil
}

// encode writes the call. The codec panics on values it does not know; a call never reaches the network then.
func encode(method string, args []any) (body []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("encoding the call: %v", r)
		}
	}()
	for _, a := range args {
		if a == nil {
			return nil, errors.New("encoding the call: empty argument") // the codec would drop it and shift the others
		}
	}
	return xmlrpc.EncodeMethodCall(method, args...)
}

// whole refuses what is not a complete answer of Odoo, because the codec accepts cut documents and any page with a <value>.
func (t *transport) whole(op, contentType string, text []byte) error {
	media, _, _ := mime.ParseMediaType(contentType)
	if media != "text/xml" && media != "application/xml" {
		return t.fail(op, explain.NotAnOdoo, "", "the answer is not XML: "+media, nil)
	}
	switch {
	case len(text) > bodyLimit:
		return t.fail(op, explain.Unanswered, "", "the answer is too large", nil)
	case !bytes.HasSuffix(bytes.TrimSpace(text), []byte("</methodResponse>")):
		return t.fail(op, explain.Unanswered, "", "the answer is cut short", nil)
	}
	return nil
}

// parse decodes an answer. The codec's decoder takes under twice the time of encoding/xml's bare tokens over the same
// bytes (BenchmarkDecode), so that one of our own would gain nothing that a counter notices.
func (t *transport) parse(op string, b body) (v any, err error) {
	if tooDeep(b.text) {
		return nil, t.fail(op, explain.Unanswered, "", "the answer is nested too deeply", nil)
	}
	defer func() {
		if r := recover(); r != nil {
			v, err = nil, t.fail(op, explain.Unanswered, "", "", fmt.Errorf("decoding the answer: %v", r))
		}
	}()
	resp := xmlrpc.Response(b.text)
	if err := resp.Err(); err != nil { // first: Unmarshal alone turns a fault into an ordinary result
		var f xmlrpc.FaultError
		if errors.As(err, &f) {
			return nil, t.fault(op, f)
		}
		return nil, t.fail(op, explain.Unanswered, "", "", fmt.Errorf("decoding the fault: %w", err))
	}
	if err := resp.Unmarshal(&v); err != nil {
		return nil, t.fail(op, explain.Unanswered, "", "", fmt.Errorf("decoding the answer: %w", err))
	}
	return v, nil
}

// tooDeep keeps the recursive decoder from running out of stack on a hostile answer.
func tooDeep(text []byte) bool {
	depth := 0
	for {
		i := bytes.IndexByte(text, '<')
		if i < 0 {
			return false
		}
		text = text[i:]
		switch {
		case bytes.HasPrefix(text, []byte("<value")):
			if depth++; depth > depthLimit {
				return true
			}
		case bytes.HasPrefix(text, []byte("</value")):
			depth--
		}
		text = text[1:]
	}
}

// refuseStatus explains every HTTP status but 200; Odoo answers faults with 200 too.
func (t *transport) refuseStatus(op string, resp *http.Response) error {
	code := strconv.Itoa(resp.StatusCode)
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode >= 500:
		return t.fail(op, explain.Unanswered, code, "", nil)
	case resp.StatusCode == http.StatusTooManyRequests:
		f := t.fail(op, explain.RateLimited, code, "", nil)
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
			f.After = time.Duration(min(s, 3600)) * time.Second
		}
		return f
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		to := "another address"
		if u, err := resp.Location(); err == nil {
			to = u.Scheme + "://" + u.Host
		}
		return t.fail(op, explain.NotAnOdoo, code, "the address sends us on to "+to, nil)
	}
	return t.fail(op, explain.NotAnOdoo, code, "", nil)
}

// lost tells a call that was cut off by its deadline from one whose connection failed: both may have been executed. A
// server that could not prove who it is never got the call.
func lost(err error) explain.Kind {
	var cert *tls.CertificateVerificationError
	if errors.As(err, &cert) {
		return explain.Untrusted
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return explain.Unreachable
	}
	var slow net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &slow) && slow.Timeout() {
		return explain.Unanswered
	}
	return explain.Unreachable
}

// cause drops the method and address that net/http writes around an error, and prefers the context's own reason.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

func (t *transport) fail(op string, kind explain.Kind, code, text string, err error) *explain.Failure {
	if err != nil {
		err = t.masked(err)
	}
	return &explain.Failure{Side: explain.Odoo, Kind: kind, Op: op, Code: code, Text: short(t.clean(text)), Err: err}
}

// masked keeps the chain of an error and hides the secret in its words.
func (t *transport) masked(err error) error {
	if said := err.Error(); t.clean(said) != said {
		return &maskedError{t.clean(said), err}
	}
	return err
}

// clean blots out the own key, whatever it looks like, and what else must not be kept of others' words.
func (t *transport) clean(text string) string { return explain.Masked(t.mask.Replace(text)) }

type maskedError struct {
	said string
	err  error
}

func (m *maskedError) Error() string   { return m.said }
func (m *maskedError) Is(t error) bool { return errors.Is(m.err, t) }
