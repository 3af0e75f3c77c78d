package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	Rights  staff.Rights // what each role may do by itself
	Receipt ReceiptConfig
	Printer PrinterConfig
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
	Cash     string // name or code of the cash journal; empty: the company's only one
	Tips     string // code of the account for tips; empty: a tip is the customer's credit
}

// StripeConfig says whose readers are used.
type StripeConfig struct {
	Location string // tml_…; empty: the account's only one
	URL      string // empty: Stripe
	Key      Secret
	// PhoneOrders says that Stripe has allowed card numbers to be keyed in on the shop's readers (Stripe facts §1.12).
	PhoneOrders bool
}

// CounterConfig says what this machine is.
type CounterConfig struct {
	Name     string
	Language string  // of words, money and dates, by its code; empty: English
	Diagonal float64 // of the screen, in inches; 0: not given
	// MaxPayment is the most that one payment charges; nil: what Stripe takes.
	MaxPayment *money.Amount
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
	"odoo":    {"url", "database", "user", "company", "journal", "key_file", "write_off", "tips", "cash"},
	"stripe":  {"location", "url", "key_file", "phone_orders"},
	"counter": {"name", "language", "diagonal", "away_limit", "max_payment"},
	"limits":  {"refund", "refund_part", "free_reader", "settings"},
	"receipt": {"header", "footer", "attach", "pdf"},
	"printer": {"address", "device", "paper", "columns", "code_page", "cut"},
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
		Cash:     r.oneLine("odoo", "cash"),
	}
	c.Odoo.Company, c.Odoo.Also = r.companies()
	c.Stripe = StripeConfig{
		Location: r.oneLine("stripe", "location"),
		URL:      r.url("stripe", r.oneLine("stripe", "url"), stripeURL),
		Key:      r.secret("stripe", StripeKeyVariable),

		PhoneOrders: r.flag("stripe", "phone_orders"),
	}
	if problem, fix := checkStripeKey(c.Stripe); problem != "" {
		r.add("stripe", "", problem, fix)
	}
	if l := c.Stripe.Location; l != "" && !strings.HasPrefix(l, "tml_") {
		r.add("stripe", "location", fmt.Sprintf("location %q is not a Terminal location", l), "Copy the id that begins with tml_ from Stripe's dashboard")
	}
	c.Counter = CounterConfig{
		Name:       r.counterName(),
		Language:   r.language(),
		Diagonal:   r.diagonal(),
		MaxPayment: r.maxPayment(),
	}
	c.Rights = r.rights()
	c.Receipt = r.receipt()
	c.Printer = r.printer()
	return c
}
