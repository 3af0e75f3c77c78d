package odoo

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
)

// site is what the gateway knows of one company of one Odoo. It is never changed after it was made.
type site struct {
	facts      Facts
	dialect    dialect
	zone       *time.Location
	lang       string // language of messages, "" where English is not installed
	currencies map[int64]currency
	byCode     map[money.Currency]currency
	inbound    int64     // manual method line for payments
	outbound   int64     // manual method line for refunds
	shown      []int64   // companies whose documents are listed, the own one first
	clock      time.Time // Odoo's, when it said its version; zero if it did not
	at         time.Time
	stale      bool
}

// context goes with every call.
func (s *site) context() callFrame {
	f := callFrame{Lang: s.lang}
	if s.facts.Company != 0 {
		f.Companies = []int64{s.facts.Company}
	}
	return f
}

// wide is the context of calls that list documents: of the other companies too.
func (s *site) wide() callFrame {
	f := s.context()
	f.Companies = s.shown
	return f
}

// check normalises the address to scheme and host: Odoo answers at the root only, whatever page was pasted.
func (cfg Config) check() (base string, problems []explain.Finding) {
	stop := func(name string) { problems = append(problems, explain.Found(explain.Odoo, name, explain.Stop)) }
	u, err := url.Parse(strings.TrimSpace(cfg.URL))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		stop("url")
	case u.User != nil:
		stop("url_secret")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		stop("insecure")
	default:
		base = u.Scheme + "://" + u.Host
	}
	if cfg.Database == "" {
		stop("database")
	}
	if cfg.User == "" {
		stop("user")
	}
	if cfg.Key == "" {
		stop("key")
	}
	return base, problems
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// survey reads the set-up facts of one company and judges them. It only reads.
type survey struct {
	*Gateway
	*site
	found []explain.Finding
}

func (v *survey) say(name string, state explain.Judgement, args ...any) {
	v.found = append(v.found, explain.Found(explain.Odoo, name, state, args...))
}

// stopped says what stops the counter, nil if nothing does.
func (v *survey) stopped() error {
	var stops []explain.Finding
	for _, f := range v.found {
		if f.State == explain.Stop {
			stops = append(stops, f)
		}
	}
	if len(stops) == 0 {
		return nil
	}
	return &SetupError{stops}
}

// run reads what every call rests on, most basic first; the first step that finds a reason to stop is the last. What was
// found until then is in v.found, also when it fails.
func (v *survey) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{v.greet, v.keys, v.company, v.rights, v.till} {
		if err := step(ctx); err != nil {
			return err
		}
		if err := v.stopped(); err != nil {
			return err
		}
	}
	return nil
}

func (g *Gateway) newSurvey() *survey {
	v := &survey{Gateway: g, site: &site{at: g.cfg.Clock.Now(), lang: "en_US"}}
	v.facts.URL, v.facts.Database = g.cfg.URL, g.cfg.Database
	return v
}

// greet finds the version, signs in and finds the dialect.
func (v *survey) greet(ctx context.Context) error {
	version, between, err := v.version(ctx, v.site)
	if err != nil {
		return err
	}
	if v.facts.UserID, err = v.signIn(ctx); err != nil {
		return err
	}
	if err := v.speak(ctx, v.site, version, between); err != nil {
		return err
	}
	where := []any{"version", v.facts.Version, "url", v.facts.URL, "database", v.facts.Database, "missing", strings.Join(v.dialect.missing, ", ")}
	switch {
	case len(v.dialect.missing) > 0: // reading goes on, see refuseUnproven
		v.facts.Unproven = v.facts.Version
		v.say("version_unproven", explain.Care, where...)
	case v.dialect.later:
		v.say("version_later", explain.Care, where...)
	default:
		v.say("version", explain.OK, where...)
	}
	return nil
}

func (g *Gateway) version(ctx context.Context, s *site) (number int, between bool, err error) {
	a, err := g.common(ctx, "version")
	if err != nil {
		return 0, false, err
	}
	r, err := one(a.value)
	if err != nil {
		return 0, false, &explain.Failure{Side: explain.Odoo, Kind: explain.NotAnOdoo, Op: "version", Err: err}
	}
	s.facts.Version = r.text("server_version")
	info, _ := r.get("server_version_info").([]any)
	if r.err != nil {
		return 0, false, &explain.Failure{Side: explain.Odoo, Kind: explain.NotAnOdoo, Op: "version", Err: r.err}
	}
	s.clock = a.at
	number, between = major(info)
	return number, between, nil
}

// signIn returns the user's id. Odoo answers false for a wrong, an expired and a revoked key alike.
func (g *Gateway) signIn(ctx context.Context) (int64, error) {
	a, err := g.common(ctx, "authenticate", g.cfg.Database, g.cfg.User, g.cfg.Key, struct{}{})
	if err != nil {
		return 0, err
	}
	if uid, ok := a.value.(int64); ok && uid > 0 {
		return uid, nil
	}
	if a.value == false {
		return 0, &explain.Failure{Side: explain.Odoo, Kind: explain.KeyRefused, Op: "authenticate", Text: "login or key not accepted"}
	}
	return 0, misread("authenticate", errMalformed)
}

func (g *Gateway) common(ctx context.Context, method string, args ...any) (answer, error) {
	for try := 1; ; try++ {
		a, err := func() (answer, error) {
			ctx, cancel := context.WithTimeout(ctx, g.cfg.ReadTimeout)
			defer cancel()
			return g.rpc.call(ctx, method, commonPath, method, args...)
		}()
		if !again(err) || try == 2 || g.cfg.Clock.Sleep(ctx, readPause) != nil {
			return a, err
		}
	}
}

// speak finds the dialect and whether English messages can be had.
func (g *Gateway) speak(ctx context.Context, s *site, version int, between bool) error {
	types := []string{"type"}
	payments, err := g.fields(ctx, s, "account.payment", types, "memo", "ref")
	if explain.Is(err, explain.Refused) { // 18 and 19 refuse a language that is not installed
		s.lang = ""
		payments, err = g.fields(ctx, s, "account.payment", types, "memo", "ref")
	}
	if err != nil {
		return err
	}
	moves, err := g.fields(ctx, s, "account.move", types, "transaction_ids")
	if err != nil {
		return err
	}
	var ok bool
	if s.dialect, ok = choose(version, between, payments, moves); !ok {
		return &explain.Failure{Side: explain.Odoo, Kind: explain.Unsupported, Op: "version", Text: s.facts.Version}
	}
	if s.dialect.later {
		return g.prove(ctx, s)
	}
	return nil
}

// again says that a read may be tried once more.
func again(err error) bool {
	return explain.Is(err, explain.Unreachable, explain.Unanswered, explain.Conflict) &&
		!errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)
}
