package app

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/staff"
)

// Config is what a counter is told about its shop. Secrets are not in the file: they come from the environment or from
// files it names.
type Config struct {
	Odoo    OdooConfig
	Stripe  StripeConfig
	Counter CounterConfig
	Receipt ReceiptConfig
}

// OdooConfig says which company's invoices are charged.
type OdooConfig struct {
	URL      string // scheme and host, no trailing slash
	Database string
	User     string
	Company  string   // name; empty: the user's only one. Its invoices are charged
	Also     []string // further companies, whose invoices are shown only
	Journal  string   // name or code of the bank journal; empty: the one set up for Stripe
	Key      Secret   // API key or password
	// WriteOff books a small rest of an invoice away; nil: what is left stays open.
	WriteOff *odoo.WriteOff
	Tips     string // code of the account for tips; empty: a tip is the customer's credit
}

// StripeConfig says whose readers are used.
type StripeConfig struct {
	Location string // tml_…; empty: the account's only one
	URL      string // empty: Stripe
	Key      Secret
}

// CounterConfig says what this machine is.
type CounterConfig struct {
	Name      string
	Language  string                      // of words, money and dates, by its code; empty: English
	Diagonal  float64                     // of the screen, in inches; 0: not given
	AwayLimit map[staff.Role]money.Amount // what may be charged while Odoo is away; nothing for a role that is missing
}

// Environment variables that hold the secrets; they win over the files.
const (
	OdooKeyVariable   = "PAYDESK_ODOO_KEY"
	StripeKeyVariable = "PAYDESK_STRIPE_KEY"
)

// maxConfigBytes is far above any real file: a wrong path must not fill the memory.
const maxConfigBytes = 1 << 20

// ConfigError is one thing wrong in the configuration, with the place and the fix.
type ConfigError struct {
	File    string
	Line    int // 0: of no single line
	Problem string
	Fix     string
}

// Error is "file:line: problem. Fix".
func (e *ConfigError) Error() string {
	place := e.File
	if e.Line > 0 {
		place = fmt.Sprintf("%s:%d", e.File, e.Line)
	}
	end := "."
	if strings.HasSuffix(e.Fix, "?") {
		end = ""
	}
	return fmt.Sprintf("%s: %s. %s%s", place, strings.TrimSuffix(e.Problem, "."), e.Fix, end)
}

// LoadConfig reads the file at path, with secrets from getenv first. Everything wrong in it is reported at once, each as
// a *ConfigError; a missing file is also fs.ErrNotExist.
func LoadConfig(path string, getenv func(string) string) (Config, error) {
	text, err := readSmall(path, maxConfigBytes)
	if err != nil {
		fix := &ConfigError{File: path, Problem: "the configuration cannot be read", Fix: "Write one as README.md shows, or name another with --config"}
		return Config{}, errors.Join(fix, err)
	}
	var tree map[string]any
	if _, err := toml.Decode(text, &tree); err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			// where a line ends too early, the parser names the next one
			line := min(parse.Position.Line, 1+strings.Count(text[:min(max(parse.Position.Start, 0), len(text))], "\n"))
			return Config{}, &ConfigError{
				File: path, Line: line, Problem: "this is not TOML: " + parse.Message,
				Fix: `Write key = "value", one to a line, below its [section]`,
			}
		}
		return Config{}, &ConfigError{File: path, Problem: err.Error(), Fix: "Write the file as README.md shows"}
	}
	r := &configReader{file: path, text: text, tree: tree, getenv: getenv, misspelt: map[string]bool{}}
	c := r.read()
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b *ConfigError) int { return cmp.Compare(a.Line, b.Line) })
		all := make([]error, len(r.problems))
		for i, p := range r.problems {
			all[i] = p
		}
		return Config{}, errors.Join(all...)
	}
	return c, nil
}

// knownKeys are all sections and their keys.
var knownKeys = map[string][]string{
	"odoo":    {"url", "database", "user", "company", "journal", "key_file", "write_off", "tips"},
	"stripe":  {"location", "url", "key_file"},
	"counter": {"name", "language", "diagonal", "away_limit"},
	"receipt": {"header", "footer"},
}

// configReader walks the parsed file and collects what is wrong.
type configReader struct {
	file, text string
	tree       map[string]any
	getenv     func(string) string
	problems   []*ConfigError
	misspelt   map[string]bool // section.key that an unknown key probably meant
}

func (r *configReader) read() Config {
	r.refuseUnknown()
	var c Config
	c.Odoo = OdooConfig{
		URL:      r.url("odoo", r.required("odoo", "url", `url = "https://shop.odoo.com"`), odooURL),
		Database: r.required("odoo", "database", `database = "shop"`),
		User:     r.required("odoo", "user", `user = "kiosk@example.com"`),
		Journal:  r.oneLine("odoo", "journal"),
		Key:      r.secret("odoo", OdooKeyVariable),
		WriteOff: r.writeOff(),
		Tips:     r.oneLine("odoo", "tips"),
	}
	c.Odoo.Company, c.Odoo.Also = r.companies()
	c.Stripe = StripeConfig{
		Location: r.oneLine("stripe", "location"),
		URL:      r.url("stripe", r.oneLine("stripe", "url"), stripeURL),
		Key:      r.secret("stripe", StripeKeyVariable),
	}
	if problem, fix := checkStripeKey(c.Stripe); problem != "" {
		r.add("stripe", "", problem, fix)
	}
	if l := c.Stripe.Location; l != "" && !strings.HasPrefix(l, "tml_") {
		r.add("stripe", "location", fmt.Sprintf("location %q is not a Terminal location", l), "Copy the id that begins with tml_ from Stripe's dashboard")
	}
	c.Counter = CounterConfig{
		Name:      r.counterName(),
		Language:  r.language(),
		Diagonal:  r.diagonal(),
		AwayLimit: r.awayLimit(),
	}
	c.Receipt = ReceiptConfig{Header: r.lines("receipt", "header"), Footer: r.lines("receipt", "footer")}
	return c
}

func (r *configReader) add(section, key, problem, fix string) {
	r.problems = append(r.problems, &ConfigError{File: r.file, Line: lineOf(r.text, section, key), Problem: problem, Fix: fix})
}

// refuseUnknown finds misspelt sections and keys: a limit that is silently ignored is worse than a refusal to start.
func (r *configReader) refuseUnknown() {
	sections := slices.Sorted(maps.Keys(knownKeys))
	for name, v := range r.tree {
		keys, known := knownKeys[name]
		table, isTable := v.(map[string]any)
		switch {
		case !known && isTable:
			r.add(name, "", fmt.Sprintf("unknown section [%s]", name), didYouMean(name, sections, "[%s]"))
		case !known:
			r.add("", name, fmt.Sprintf("key %q stands outside of any section", name), "Put it below "+sectionOf(name))
		case !isTable:
			r.add("", name, fmt.Sprintf("%q is a section, not a key", name), fmt.Sprintf("Write [%s] on a line of its own", name))
		}
		if !known || !isTable {
			continue
		}
		for key := range table {
			if !slices.Contains(keys, key) {
				r.misspelt[name+"."+nearest(key, keys)] = true
				r.add(name, key, fmt.Sprintf("unknown key %q in [%s]", key, name), didYouMean(key, keys, "%q"))
			}
		}
	}
}

func (r *configReader) value(section, key string) (any, bool) {
	table, _ := r.tree[section].(map[string]any)
	v, ok := table[key]
	return v, ok
}

// oneLine returns a text of one line; empty if it is not there.
func (r *configReader) oneLine(section, key string) string {
	v, ok := r.value(section, key)
	if !ok {
		return ""
	}
	s, isText := v.(string)
	switch {
	case !isText:
		r.add(section, key, fmt.Sprintf("%s must be text, not %s", key, kindName(v)), fmt.Sprintf(`Write %s = "…"`, key))
		return ""
	case strings.ContainsAny(s, "\r\n\x00"):
		r.add(section, key, key+" has more than one line", "Write it on one line")
		return ""
	}
	return strings.TrimSpace(s)
}

// required is oneLine for a key without which nothing works. One that is only misspelt was reported already.
func (r *configReader) required(section, key, example string) string {
	s := r.oneLine(section, key)
	if s != "" {
		return s
	}
	if v, ok := r.value(section, key); (!ok || v == "") && !r.misspelt[section+"."+key] {
		r.add(section, key, fmt.Sprintf("%s is missing in [%s]", key, section), fmt.Sprintf("Add a line such as %s", example))
	}
	return ""
}

func (r *configReader) url(section, raw string, check func(string) (string, string, string)) string {
	if raw == "" {
		return ""
	}
	clean, problem, fix := check(raw)
	if problem != "" {
		r.add(section, "url", problem, fix)
	}
	return clean
}

// secret reads the variable or the key file, whose name is relative to the configuration.
func (r *configReader) secret(section, variable string) Secret {
	file := r.oneLine(section, "key_file")
	if s := strings.TrimSpace(r.getenv(variable)); s != "" {
		return Secret(s)
	}
	if file == "" {
		r.add(section, "", fmt.Sprintf("no key for %s", section), fmt.Sprintf(`Set %s in the environment, or add key_file = "…" below [%s]`, variable, section))
		return ""
	}
	if !filepath.IsAbs(file) {
		file = filepath.Join(filepath.Dir(r.file), file)
	}
	s, problem, fix := readSecret(file)
	if problem != "" {
		r.add(section, "key_file", problem, fix)
	}
	return s
}

// maxCounterName keeps the name, which travels with every claim, far within what Stripe stores (PROTOCOLS G5).
const maxCounterName = 60

func (r *configReader) counterName() string {
	name := r.oneLine("counter", "name")
	if n := utf8.RuneCountInString(name); n > maxCounterName {
		r.add("counter", "name", fmt.Sprintf("name has %d characters, at most %d fit", n, maxCounterName), `Write a short one, such as name = "Front counter"`)
	}
	return name
}

// diagonalRange is from the smallest screen the design is drawn for to the largest a person reaches across.
const (
	minDiagonalInches = 5
	maxDiagonalInches = 55
)

func (r *configReader) diagonal() float64 {
	v, ok := r.value("counter", "diagonal")
	if !ok {
		return 0
	}
	var inches float64
	switch n := v.(type) {
	case int64:
		inches = float64(n)
	case float64:
		inches = n
	default:
		r.add("counter", "diagonal", "diagonal must be a number, not "+kindName(v), "Write the screen's diagonal in inches, such as diagonal = 15.6")
		return 0
	}
	if !(inches >= minDiagonalInches && inches <= maxDiagonalInches) { // also not a number
		r.add("counter", "diagonal", fmt.Sprintf("diagonal %v is not between %d and %d", inches, minDiagonalInches, maxDiagonalInches),
			"Write the screen's diagonal in inches, such as diagonal = 15.6")
	}
	return inches
}

// awayLimit reads one amount for everybody, or one for each role.
func (r *configReader) awayLimit() map[staff.Role]money.Amount {
	const fix = `Write away_limit = { cashier = "250.00 EUR", manager = "1000.00 EUR" }`
	v, ok := r.value("counter", "away_limit")
	if !ok {
		return nil
	}
	limits := map[staff.Role]money.Amount{}
	set := func(name string, v any, roles ...staff.Role) {
		a, err := parseLimit(v)
		if err != nil {
			r.add("counter", "away_limit", name+": "+err.Error(), fix)
			return
		}
		for _, role := range roles {
			limits[role] = a
		}
	}
	table, isTable := v.(map[string]any)
	if !isTable {
		set("away_limit", v, staff.Cashier, staff.Manager)
		return limits
	}
	for _, name := range slices.Sorted(maps.Keys(table)) {
		role := staff.Role(name)
		if role != staff.Cashier && role != staff.Manager {
			r.add("counter", "away_limit", fmt.Sprintf("away_limit has no role %q", name), fix)
			continue
		}
		set("away_limit of "+name, table[name], role)
	}
	if a, b := limits[staff.Cashier].Currency, limits[staff.Manager].Currency; a != b && a != "" && b != "" {
		r.add("counter", "away_limit", fmt.Sprintf("away_limit is in %s and in %s", a, b), "Write both in the currency of the shop")
	}
	return limits
}

// readSmall reads a file of at most limit bytes.
func readSmall(path string, limit int64) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !st.Mode().IsRegular() || st.Size() > limit {
		return "", fmt.Errorf("%s is not a file of at most %d bytes", path, limit)
	}
	b, err := os.ReadFile(path)
	return string(b), err
}
