// Package odoo is the gateway to Odoo 17, 18 and 19 over XML-RPC: it lists open documents, reads them anew, and books card
// payments create-once. It needs no module in Odoo, only a user with Billing rights and an API key.
//
// It carries no rule about money: payment and document declare what they need, this package says it in Odoo's words.
// rpc.go is the transport, fault.go tells what a refusal means, value.go reads Odoo's loosely typed answers, amount.go is
// the only place where a float touches an amount, dialect.go holds every difference between the versions.
package odoo

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
	_ "time/tzdata" // a counter on Windows has no zone files, and the day of a payment rests on the company's zone

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

// Waits of the gateway. Odoo itself repeats a conflicting call up to five times, so a slow answer to an order is normal.
const (
	readTimeout  = 15 * time.Second
	writeTimeout = 60 * time.Second
	readPause    = 250 * time.Millisecond // before the second and last try of a read
	siteAge      = time.Hour              // set-up facts are read anew after this
)

// Config says which Odoo to use, as whom, and where to book.
type Config struct {
	URL      string // https://shop.odoo.com; plain http is accepted on the machine itself only
	Database string
	User     string   // login name
	Key      string   // API key or password; never appears in an error
	Company  string   // name or id; empty: the user's only company. Its documents are charged and booked
	Also     []string // further companies, whose documents are shown only
	Journal  string   // name or code of the bank journal used for Stripe alone; empty: the only one called after Stripe
	Cash     string   // name or code of the cash journal; empty: the company's only one

	WriteOff *WriteOff // nil: what a payment leaves open stays open
	Tips     string    // code of the account that tips are booked on; empty: they are the customer's credit

	HTTP         http.RoundTripper // nil: own connections, TLS 1.2 or newer
	Runner       clock.Runner      // of what a call does side by side; nil: goroutines
	Clock        clock.Clock
	ReadTimeout  time.Duration // 0: 15 s
	WriteTimeout time.Duration // 0: 60 s
}

// Facts is what set-up found in Odoo.
type Facts struct {
	URL         string
	Database    string
	Version     string // as Odoo writes it, "18.0-20250702"
	User        string // the person behind the login
	UserID      int64
	Company     int64
	CompanyName string
	Address     []string       // of the company, in lines; empty where Odoo has none
	VAT         string         // its tax number
	Currency    money.Currency // the company's own
	Journal     int64
	JournalName string
	JournalCode string
	Zone        string    // IANA name of the zone whose days payments are dated with
	KeyEnds     time.Time // when the first of the user's API keys ends, on 18 and 19; zero: not told
	Unproven    string    // the version, if it is later than what is known and lacks something that bookings need
}

// KeyEndsSoon says that it is time to make a new API key.
func (f Facts) KeyEndsSoon(now time.Time) bool {
	return !f.KeyEnds.IsZero() && f.KeyEnds.Sub(now) < keyWarning
}

// Gateway talks to one company of one Odoo. It connects lazily: every method first makes sure that the set-up facts are
// known, so a counter can start while Odoo is away. Safe for concurrent use; what a
// call starts ends with it, and no lock is held during one.
type Gateway struct {
	cfg Config
	rpc *transport

	mu        sync.Mutex
	known     *site
	companies map[int64]int64 // of partners met so far
}

var (
	_ payment.Odoo    = (*Gateway)(nil)
	_ refund.Odoo     = (*Gateway)(nil)
	_ document.Source = (*Gateway)(nil)
)

// New checks the configuration without touching the network. The error is a *SetupError.
func New(cfg Config) (*Gateway, error) {
	if cfg.Clock == nil {
		return nil, errors.New("odoo: no clock")
	}
	if cfg.ReadTimeout <= 0 {
		cfg.ReadTimeout = readTimeout
	}
	if cfg.WriteTimeout <= 0 {
		cfg.WriteTimeout = writeTimeout
	}
	if cfg.Runner == nil {
		cfg.Runner = &clock.Goroutines{}
	}
	base, problems := cfg.check()
	if len(problems) > 0 {
		return nil, &SetupError{Problems: problems}
	}
	cfg.URL = base
	return &Gateway{cfg: cfg, rpc: newTransport(base, cfg.HTTP, cfg.Key), companies: map[int64]int64{}}, nil
}

// Connect is New and a first look at Odoo. The error is a *SetupError where a person has to change something, else a
// *explain.Failure.
func Connect(ctx context.Context, cfg Config) (*Gateway, error) {
	g, err := New(cfg)
	if err != nil {
		return nil, err
	}
	if _, err := g.site(ctx); err != nil {
		return nil, err
	}
	return g, nil
}

// Facts returns what set-up found, at most an hour old.
func (g *Gateway) Facts(ctx context.Context) (Facts, error) {
	s, err := g.site(ctx)
	if err != nil {
		return Facts{}, err
	}
	return s.facts, nil
}

// Check reads the set-up facts anew, whatever their age.
func (g *Gateway) Check(ctx context.Context) (Facts, error) {
	g.forget()
	return g.Facts(ctx)
}

// Day is the calendar day of t in the company's time zone; before Odoo was ever reached, in the counter's.
func (g *Gateway) Day(t time.Time) string {
	zone := g.cfg.Clock.Now().Location()
	g.mu.Lock()
	if g.known != nil {
		zone = g.known.zone
	}
	g.mu.Unlock()
	return t.In(zone).Format(time.DateOnly)
}

// site returns the set-up facts, read now if they are missing or old. Two callers may read them at once: harmless, and
// cheaper than a lock held over the network.
func (g *Gateway) site(ctx context.Context) (*site, error) {
	g.mu.Lock()
	s := g.known
	g.mu.Unlock()
	if s != nil && !s.stale {
		if age := g.cfg.Clock.Now().Sub(s.at); age >= 0 && age < siteAge {
			return s, nil
		}
	}
	v := g.newSurvey()
	if err := v.run(ctx); err != nil {
		return nil, err
	}
	g.mu.Lock()
	g.known = v.site
	g.mu.Unlock()
	return v.site, nil
}

// forget makes the next call read the set-up facts anew; the zone stays known for Day.
func (g *Gateway) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.known != nil {
		old := *g.known
		old.stale = true
		g.known = &old
	}
}

// read asks for facts: at most two tries, since reading twice changes nothing.
func (g *Gateway) read(ctx context.Context, s *site, model, method string, kw keywords, args ...any) (answer, error) {
	for try := 1; ; try++ {
		a, err := g.execute(ctx, s, g.cfg.ReadTimeout, model, method, kw, args)
		if !again(err) || try == 2 || g.cfg.Clock.Sleep(ctx, readPause) != nil {
			return a, err
		}
	}
}

// send is read without decoding.
func (g *Gateway) send(ctx context.Context, s *site, model, method string, kw keywords, args ...any) (body, error) {
	for try := 1; ; try++ {
		b, err := g.post(ctx, s, g.cfg.ReadTimeout, model, method, kw, args)
		if !again(err) || try == 2 || g.cfg.Clock.Sleep(ctx, readPause) != nil {
			return b, err
		}
	}
}

// order changes something in Odoo. It is sent once, whatever happens, and never to a version that is not understood.
func (g *Gateway) order(ctx context.Context, s *site, model, method string, kw keywords, args ...any) (answer, error) {
	if err := s.refuseUnproven(model + "." + method); err != nil {
		return answer{}, err
	}
	return g.execute(ctx, s, g.cfg.WriteTimeout, model, method, kw, args)
}

// command is an order whose method returns nothing: Odoo cannot write None and answers with a fault after it has
// committed (PROTOCOLS A6), which is success here.
func (g *Gateway) command(ctx context.Context, s *site, model, method string, args ...any) error {
	_, err := g.order(ctx, s, model, method, keywords{Context: s.context()}, args...)
	if errors.Is(err, errNone) {
		return nil
	}
	return err
}

func (g *Gateway) execute(ctx context.Context, s *site, limit time.Duration, model, method string, kw keywords, args []any) (answer, error) {
	b, err := g.post(ctx, s, limit, model, method, kw, args)
	if err != nil {
		return answer{}, err
	}
	v, err := g.parse(model+"."+method, b)
	return answer{v, b.at}, err
}

func (g *Gateway) parse(op string, b body) (any, error) {
	v, err := g.rpc.parse(op, b)
	if explain.Is(err, explain.KeyRefused) {
		g.forget() // the next call signs in anew
	}
	return v, err
}

func (g *Gateway) post(ctx context.Context, s *site, limit time.Duration, model, method string, kw keywords, args []any) (body, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if args == nil {
		args = []any{}
	}
	return g.rpc.post(ctx, model+"."+method, objectPath, "execute_kw",
		g.cfg.Database, s.facts.UserID, g.cfg.Key, model, method, args, kw)
}

// rows reads a list of records.
func (g *Gateway) rows(ctx context.Context, s *site, model, method string, kw keywords, args ...any) ([]*record, error) {
	a, err := g.read(ctx, s, model, method, kw, args...)
	if err != nil {
		return nil, err
	}
	list, err := records(a.value)
	if err != nil {
		return nil, misread(model+"."+method, err)
	}
	return list, nil
}

// keywords are the named arguments of a call. It is a struct and not a map so that one call always has the same bytes.
type keywords struct {
	Fields  []string  `xmlrpc:"fields,omitempty"`
	Limit   int       `xmlrpc:"limit,omitempty"`
	Order   string    `xmlrpc:"order,omitempty"`
	Raise   *bool     `xmlrpc:"raise_exception,omitempty"`
	Kinds   []string  `xmlrpc:"attributes,omitempty"`
	Body    string    `xmlrpc:"body,omitempty"` // message_post
	Message string    `xmlrpc:"message_type,omitempty"`
	Subtype string    `xmlrpc:"subtype_xmlid,omitempty"`
	Context callFrame `xmlrpc:"context,omitempty"`
}

// callFrame is Odoo's context: without the companies it would show those of all companies of the user at once.
type callFrame struct {
	Companies []int64 `xmlrpc:"allowed_company_ids,omitempty"`
	Lang      string  `xmlrpc:"lang,omitempty"`
	Mode      string  `xmlrpc:"mode,omitempty"`         // load: "update"
	NoUpdate  bool    `xmlrpc:"noupdate,omitempty"`     // load: an existing record stays as it is
	Model     string  `xmlrpc:"active_model,omitempty"` // wizards: what they are opened on
	Active    []int64 `xmlrpc:"active_ids,omitempty"`
}

// leaf is one condition of a search.
func leaf(field, operator string, value any) []any { return []any{field, operator, value} }
