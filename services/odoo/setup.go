package odoo

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strconv"
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
	inbound    int64 // manual method line for payments
	outbound   int64 // manual method line for refunds
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

// check normalises the address to scheme and host: Odoo answers at the root only, whatever page was pasted.
func (cfg Config) check() (base string, problems []Problem) {
	add := func(code, text, fix string) { problems = append(problems, Problem{code, text, fix}) }
	u, err := url.Parse(strings.TrimSpace(cfg.URL))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		add("url", "the address of Odoo is missing or not a web address", "write it as https://shop.example.com")
	case u.User != nil:
		add("url", "the address of Odoo holds a name or password", "remove it from the address")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		add("insecure", "the address of Odoo is not encrypted", "use https://")
	default:
		base = u.Scheme + "://" + u.Host
	}
	if cfg.Database == "" {
		add("database", "the name of the Odoo database is missing", "it stands in Odoo's database manager; on Odoo Online it is the first part of the address")
	}
	if cfg.User == "" {
		add("user", "the login of the Odoo user is missing", "enter the login of the counter's own user")
	}
	if cfg.Key == "" {
		add("key", "the API key of the Odoo user is missing", "make one in Odoo under Preferences, Account Security")
	}
	return base, problems
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// survey reads everything that set-up needs. All of it only reads.
func (g *Gateway) survey(ctx context.Context) (*site, error) {
	s := &site{at: g.cfg.Clock.Now(), lang: "en_US"}
	s.facts.URL, s.facts.Database = g.cfg.URL, g.cfg.Database
	version, err := g.version(ctx, s)
	if err != nil {
		return nil, err
	}
	if s.facts.UserID, err = g.signIn(ctx); err != nil {
		return nil, err
	}
	if err := g.speak(ctx, s, version); err != nil {
		return nil, err
	}
	if err := g.company(ctx, s); err != nil {
		return nil, err
	}
	if err := g.till(ctx, s); err != nil {
		return nil, err
	}
	return s, nil
}

func (g *Gateway) version(ctx context.Context, s *site) (int, error) {
	a, err := g.common(ctx, "version")
	if err != nil {
		return 0, err
	}
	r, err := one(a.value)
	if err != nil {
		return 0, &explain.Failure{Side: explain.Odoo, Kind: explain.NotAnOdoo, Op: "version", Err: err}
	}
	s.facts.Version = r.text("server_version")
	info, _ := r.get("server_version_info").([]any)
	if r.err != nil {
		return 0, &explain.Failure{Side: explain.Odoo, Kind: explain.NotAnOdoo, Op: "version", Err: r.err}
	}
	return major(info), nil
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
func (g *Gateway) speak(ctx context.Context, s *site, version int) error {
	fields := func(model string, names ...string) (*record, error) {
		a, err := g.read(ctx, s, model, "fields_get", keywords{Kinds: []string{"type"}, Context: s.context()}, names)
		if err != nil {
			return nil, err
		}
		r, err := one(a.value)
		if err != nil {
			return nil, misread(model+".fields_get", err)
		}
		return r, nil
	}
	payments, err := fields("account.payment", "memo", "ref")
	if explain.Is(err, explain.Refused) { // 18 and 19 refuse a language that is not installed
		s.lang = ""
		payments, err = fields("account.payment", "memo", "ref")
	}
	if err != nil {
		return err
	}
	moves, err := fields("account.move", "transaction_ids")
	if err != nil {
		return err
	}
	var ok bool
	if s.dialect, ok = choose(version, payments, moves); !ok {
		return &explain.Failure{Side: explain.Odoo, Kind: explain.Unsupported, Op: "version", Text: s.facts.Version}
	}
	return nil
}

// company finds the company, its currency and its time zone: its partner's, else the user's (PROTOCOLS B4).
func (g *Gateway) company(ctx context.Context, s *site) error {
	const op = "res.company.search_read"
	users, err := g.rows(ctx, s, "res.users", "read", keywords{Context: s.context()}, []int64{s.facts.UserID}, []string{"name", "tz", "company_ids"})
	if err != nil {
		return err
	}
	if len(users) != 1 {
		return misread("res.users.read", errMalformed)
	}
	s.facts.User = users[0].text("name")
	zone, mine := users[0].text("tz"), users[0].ids("company_ids")
	if users[0].err != nil {
		return misread("res.users.read", users[0].err)
	}
	list, err := g.rows(ctx, s, "res.company", "search_read",
		keywords{Fields: []string{"name", "currency_id", "partner_id"}, Order: "id", Context: s.context()}, []any{leaf("id", "in", mine)})
	if err != nil {
		return err
	}
	chosen, err := g.pickCompany(list)
	if err != nil {
		return err
	}
	own, partner := chosen.many2one("currency_id"), chosen.many2one("partner_id")
	s.facts.Company, s.facts.CompanyName = chosen.id("id"), chosen.text("name")
	if chosen.err != nil {
		return misread(op, chosen.err)
	}
	if err := g.currencies(ctx, s); err != nil {
		return err
	}
	s.facts.Currency = s.currencies[own.id].code
	partners, err := g.rows(ctx, s, "res.partner", "read", keywords{Context: s.context()}, []int64{partner.id}, []string{"tz"})
	if err != nil {
		return err
	}
	for _, p := range partners {
		if tz := p.text("tz"); tz != "" {
			zone = tz
		}
		if p.err != nil {
			return misread("res.partner.read", p.err)
		}
	}
	if s.zone, err = time.LoadLocation(zone); err != nil || zone == "" || zone == "Local" {
		s.zone = time.UTC // Odoo's own choice for a user without a zone
	}
	s.facts.Zone = s.zone.String()
	return nil
}

func (g *Gateway) pickCompany(list []*record) (*record, error) {
	var found []*record
	var names []string
	for _, r := range list {
		name := r.text("name")
		names = append(names, name)
		if g.cfg.Company == "" || strings.EqualFold(name, g.cfg.Company) || strconv.FormatInt(r.integer("id"), 10) == g.cfg.Company {
			found = append(found, r)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	code, text := "company", "the user may not see a company "+strconv.Quote(g.cfg.Company)
	if len(found) > 1 {
		text = "the user belongs to several companies that fit"
	}
	return nil, &SetupError{[]Problem{{code, text, "name one of: " + strings.Join(names, ", ")}}}
}

// currencies reads the table with the decimals that Odoo keeps, sleeping currencies included: old documents use them.
func (g *Gateway) currencies(ctx context.Context, s *site) error {
	const op = "res.currency.search_read"
	list, err := g.rows(ctx, s, "res.currency", "search_read",
		keywords{Fields: []string{"name", "decimal_places"}, Context: s.context()}, []any{leaf("active", "in", []bool{true, false})})
	if err != nil {
		return err
	}
	s.currencies, s.byCode = make(map[int64]currency, len(list)), make(map[money.Currency]currency, len(list))
	for _, r := range list {
		c := currency{r.id("id"), money.Currency(r.text("name")), int32(min(max(r.integer("decimal_places"), 0), 8))}
		if r.err != nil {
			return misread(op, r.err)
		}
		s.currencies[c.id], s.byCode[c.code] = c, c
	}
	return nil
}

// again says that a read may be tried once more.
func again(err error) bool {
	return explain.Is(err, explain.Unreachable, explain.Unanswered, explain.Conflict) &&
		!errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)
}
