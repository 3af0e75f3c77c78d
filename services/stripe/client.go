// Package stripe is the gateway to Stripe: PaymentIntents, Terminal readers and locations, over stripe-go.
//
// Every call runs on the caller's goroutine, holds no lock while it waits, takes its time from the injected clock and sends
// nothing that depends on chance or on the order of a map, so that a simulation with a RoundTripper of its own replays
// exactly. Every error is an *explain.Failure without secrets. What is sent again, and what never, is in retry.go.
package stripe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	sdk "github.com/stripe/stripe-go/v82"
	"github.com/stripe/stripe-go/v82/form"

	"paydesk/services/clock"
	"paydesk/services/customer"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
)

// Reasons why New refuses a configuration.
var (
	ErrURL        = errors.New("the address of Stripe is https://api.stripe.com, or one on this machine")
	ErrIncomplete = errors.New("the Stripe gateway needs a clock and a source of chance")
)

// Config is what the gateway needs.
type Config struct {
	Key      string            // secret or restricted key; never shown, logged or put into an error
	URL      string            // empty: Stripe; else https://api.stripe.com or a loopback address (simulator)
	Location string            // tml_…, limits Readers; empty: every reader of the account
	HTTP     http.RoundTripper // nil: a transport of our own
	// Clock paces and measures. Calls end by context.WithTimeout, unless the clock has a method of that name and kind
	// itself (a simulated clock, whose seconds are not the machine's).
	Clock clock.Clock
	Rand  io.Reader // spreads the pauses before repetitions, so that counters do not repeat in step
}

// String describes the configuration without the key.
func (c Config) String() string {
	return fmt.Sprintf("{URL:%s Location:%s}", c.URL, c.Location)
}

// GoString is String, so that %#v shows no key either.
func (c Config) GoString() string { return "stripe.Config" + c.String() }

// Gateway talks to one Stripe account. Safe for concurrent use.
type Gateway struct {
	api      *sdk.Client
	list     func(path string, params sdk.ParamsContainer, into sdk.LastResponseSetter) error
	call     func(method, path, form string, params *sdk.Params, into sdk.LastResponseSetter) error
	mode     Mode
	location string
	clock    clock.Clock
	pace     pace
	time     stripeTime
	chance   chance
	plain    atomic.Bool // Stripe refused to expand a reader's intent: Watch needs two calls
}

var (
	_ payment.Stripe  = (*Gateway)(nil)
	_ reader.Lister   = (*Gateway)(nil)
	_ refund.Stripe   = (*Gateway)(nil)
	_ customer.Stripe = (*Gateway)(nil)
)

// New checks the configuration and returns a gateway; it sends nothing. Errors match ErrKey, ErrURL or ErrIncomplete.
func New(c Config) (*Gateway, error) {
	if c.Clock == nil || c.Rand == nil {
		return nil, ErrIncomplete
	}
	mode, err := ParseKey(c.Key)
	if err != nil {
		return nil, err
	}
	base, err := baseURL(c.URL)
	if err != nil {
		return nil, err
	}
	g := &Gateway{
		mode:     mode,
		location: c.Location,
		clock:    c.Clock,
		pace:     newPace(c.Clock),
		chance:   chance{source: c.Rand},
	}
	transport := c.HTTP
	if transport == nil {
		transport = ownTransport()
	}
	backends := sdk.NewBackendsWithConfig(&sdk.BackendConfig{
		URL:               sdk.String(base),
		MaxNetworkRetries: sdk.Int64(0), // PROTOCOLS G7: retry.go decides
		EnableTelemetry:   sdk.Bool(false),
		LeveledLogger:     &sdk.LeveledLogger{Level: sdk.LevelNull}, // its lines hold samples of answers
		HTTPClient: &http.Client{
			Transport: &wire{base: transport, gateway: g},
			// A redirect would send a command twice.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	})
	g.api = sdk.NewClient(c.Key, sdk.WithBackends(backends))
	key := c.Key
	g.call = func(method, path, form string, params *sdk.Params, into sdk.LastResponseSetter) error {
		return backends.API.CallRaw(method, path, key, []byte(form), params, into)
	}
	g.list = func(path string, params sdk.ParamsContainer, into sdk.LastResponseSetter) error {
		// As the SDK's own lists do, which hide has_more and give a whole list one deadline.
		query := &form.Values{}
		form.AppendTo(query, params)
		return g.call(http.MethodGet, path, query.Encode(), params.GetParams(), into)
	}
	return g, nil
}

// baseURL lets the key go to Stripe or to this machine, nowhere else.
func baseURL(s string) (string, error) {
	if s == "" {
		return sdk.APIURL, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return "", ErrURL
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	switch {
	case u.Scheme == "https" && u.Host == "api.stripe.com":
	case (u.Scheme == "http" || u.Scheme == "https") && (host == "localhost" || ip != nil && ip.IsLoopback()):
	default:
		return "", fmt.Errorf("%w, not at %q", ErrURL, u.Host)
	}
	return u.Scheme + "://" + u.Host, nil
}

// String names the gateway without its key.
func (g *Gateway) String() string { return "stripe gateway (" + g.mode.String() + ")" }

// GoString is String, so that %#v shows no key either.
func (g *Gateway) GoString() string { return g.String() }

// Mode says what kind of key the gateway uses.
func (g *Gateway) Mode() Mode { return g.mode }

// Now is Stripe's clock: the last Date header plus the time since (PROTOCOLS G1). Before the first answer it is the
// machine's clock.
func (g *Gateway) Now() time.Time { return g.time.now(g.clock.Now()) }

// within ends a call after d.
func (g *Gateway) within(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if c, ok := g.clock.(interface {
		WithTimeout(context.Context, time.Duration) (context.Context, context.CancelFunc)
	}); ok {
		return c.WithTimeout(ctx, d)
	}
	return context.WithTimeout(ctx, d)
}

// stripeTime follows Stripe's clock by the Date headers of its answers. The zero value has heard none.
type stripeTime struct {
	mu    sync.Mutex
	date  time.Time
	local time.Time
}

// heard takes a Date header that arrived at the local time.
func (s *stripeTime) heard(date, local time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The header has whole seconds: one that agrees with what is known would only throw the fraction away.
	if !s.date.IsZero() && s.at(local).Truncate(time.Second).Equal(date) {
		return
	}
	s.date, s.local = date, local
}

func (s *stripeTime) now(local time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.date.IsZero() {
		return local
	}
	return s.at(local)
}

func (s *stripeTime) at(local time.Time) time.Time { return s.date.Add(local.Sub(s.local)) }
