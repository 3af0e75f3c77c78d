package app

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"paydesk/services/staff"
	"paydesk/services/stripe"
	"paydesk/storage"

	"paydesk/services/odoo"
)

// Exit codes of the program.
const (
	ExitOK         = 0
	ExitFailed     = 1 // nothing was charged
	ExitUsage      = 2 // wrong words or configuration
	ExitNotCharged = 3 // the payment ended without a charge
	ExitHeld       = 4 // a running kiosk holds the store
	ExitUnsettled  = 5 // charged but not booked yet, or not known yet: Paydesk goes on at the next start
)

// Env is what a command line runs in.
type Env struct {
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
}

// OSEnv is the process's own.
func OSEnv() Env {
	return Env{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}
}

const usage = `Paydesk charges Odoo invoices on Stripe Terminal readers.

  paydesk                                   open the kiosk (the demo shop where nothing is configured)
  paydesk documents [--search TEXT]         open invoices
  paydesk readers                           card readers
  paydesk pay --document NUMBER --reader ID|LABEL --as PERSON [--pin-stdin]
  paydesk payment show ID                   one payment's life
  paydesk person add NAME --role cashier|manager --pin-stdin
  paydesk verify                            prove that the journal is as it was written
  paydesk sim [--odoo-listen ADDR] [--stripe-listen ADDR] [--seed N] …

Everywhere: --config FILE, --data DIR; --json where something is printed. The kiosk: --fullscreen, --theme light|dark.
Exit codes: 0 done, 1 failed, 2 wrong words or configuration, 3 not charged, 4 a running kiosk holds the store,
5 charged but not booked yet.
`

// options are the flags of all verbs.
type options struct {
	config, data string
	json         bool

	search                 string
	document, reader, as   string
	role                   string
	pinStdin               bool
	fullscreen             bool
	theme                  string
	odooVersion            string
	odooListen, stripeAddr string
	controlListen          string
	seed                   uint64
	only, customer         string
	presentAfter           string
	words                  []string
}

// Run is the program: a verb, or the kiosk.
func Run(ctx context.Context, e Env) int {
	o, err := parse(e)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(e.Stdout, usage)
		return ExitOK
	}
	if err != nil {
		fmt.Fprintf(e.Stderr, "paydesk: %v\n\n%s", err, usage)
		return ExitUsage
	}
	verb := strings.Join(o.words[:min(len(o.words), 2)], " ")
	switch {
	case len(o.words) == 0:
		return kiosk(ctx, e, o)
	case o.words[0] == "documents" && len(o.words) == 1:
		return e.with(ctx, o, documents)
	case o.words[0] == "readers" && len(o.words) == 1:
		return e.with(ctx, o, readers)
	case o.words[0] == "pay" && len(o.words) == 1:
		return e.with(ctx, o, pay)
	case verb == "payment show" && len(o.words) == 3:
		return e.with(ctx, o, showPayment)
	case verb == "person add" && len(o.words) == 3:
		return e.with(ctx, o, addPerson)
	case o.words[0] == "verify" && len(o.words) == 1:
		return e.with(ctx, o, verify)
	case o.words[0] == "sim" && len(o.words) == 1:
		return simulate(ctx, e, o)
	}
	fmt.Fprintf(e.Stderr, "paydesk: %q is not a command\n\n%s", strings.Join(o.words, " "), usage)
	return ExitUsage
}

// parse takes flags and words in any order.
func parse(e Env) (options, error) {
	var o options
	f := flag.NewFlagSet("paydesk", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.config, "config", "", "")
	f.StringVar(&o.data, "data", "", "")
	f.BoolVar(&o.json, "json", false, "")
	f.StringVar(&o.search, "search", "", "")
	f.StringVar(&o.document, "document", "", "")
	f.StringVar(&o.reader, "reader", "", "")
	f.StringVar(&o.as, "as", "", "")
	f.StringVar(&o.role, "role", "", "")
	f.BoolVar(&o.pinStdin, "pin-stdin", false, "")
	f.BoolVar(&o.fullscreen, "fullscreen", false, "")
	f.StringVar(&o.theme, "theme", "", "")
	f.StringVar(&o.odooVersion, "odoo-version", "18", "")
	f.StringVar(&o.odooListen, "odoo-listen", "", "")
	f.StringVar(&o.stripeAddr, "stripe-listen", "", "")
	f.StringVar(&o.controlListen, "control-listen", "", "")
	f.Uint64Var(&o.seed, "seed", 1, "")
	f.StringVar(&o.only, "only", "", "")
	f.StringVar(&o.customer, "customer", "none", "")
	f.StringVar(&o.presentAfter, "present-after", "1s", "")
	rest := e.Args
	for len(rest) > 0 {
		if err := f.Parse(rest); err != nil {
			return o, err
		}
		rest = f.Args()
		if len(rest) > 0 {
			o.words, rest = append(o.words, rest[0]), rest[1:]
		}
	}
	if o.theme != "" && o.theme != "light" && o.theme != "dark" {
		return o, fmt.Errorf("--theme is light or dark, not %q", o.theme)
	}
	return o, nil
}

// settings reads the configuration. demo is true where there is none and none was named.
func (e Env) settings(o options) (s Settings, demo bool, err error) {
	paths, err := DefaultPaths(platform, e.Getenv)
	if err != nil && (o.config == "" || o.data == "") {
		return Settings{}, false, err
	}
	path := o.config
	if path == "" {
		path = paths.Config
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return Settings{}, true, nil
		}
	}
	c, err := LoadConfig(path, e.Getenv)
	if err != nil {
		return Settings{}, false, err
	}
	data := o.data
	if data == "" {
		data = paths.Data
	}
	return Settings{
		Name: c.Counter.Name, DataDir: data, Diagonal: c.Counter.Diagonal, Log: quiet(),
		Odoo:        odoo.Config{URL: c.Odoo.URL, Database: c.Odoo.Database, User: c.Odoo.User, Key: c.Odoo.Key.Reveal(), Company: c.Odoo.Company, Journal: c.Odoo.Journal},
		Stripe:      stripe.Config{Key: c.Stripe.Key.Reveal(), URL: c.Stripe.URL, Location: c.Stripe.Location},
		AwayCashier: c.Counter.AwayLimit[staff.Cashier].Minor, AwayManager: c.Counter.AwayLimit[staff.Manager].Minor,
	}, false, nil
}

// with opens the counter for one verb.
func (e Env) with(ctx context.Context, o options, f func(context.Context, Env, options, *Counter) (int, error)) int {
	s, demo, err := e.settings(o)
	if err == nil && demo {
		err = errors.New("no configuration: name one with --config; README.md shows how to write it")
	}
	if err != nil {
		fmt.Fprintln(e.Stderr, err)
		return ExitUsage
	}
	c, err := NewCounter(ctx, s)
	if err != nil {
		return e.fail(err)
	}
	code, err := f(ctx, e, o, c)
	if cerr := c.Close(); err == nil && cerr != nil {
		err = cerr
	}
	if err != nil {
		if failed := e.fail(err); code == ExitOK {
			code = failed
		}
	}
	return code
}

func (e Env) fail(err error) int {
	fmt.Fprintln(e.Stderr, Explain(err))
	var setup *odoo.SetupError
	switch {
	case errors.Is(err, storage.ErrLocked):
		return ExitHeld
	case errors.Is(err, stripe.ErrKey), errors.Is(err, stripe.ErrURL), errors.As(err, &setup):
		return ExitUsage
	}
	return ExitFailed
}

// print writes v as JSON, or words.
func (e Env) print(o options, v any, words func(io.Writer)) error {
	if !o.json {
		words(e.Stdout)
		return nil
	}
	enc := json.NewEncoder(e.Stdout)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// pin reads one line from standard input.
func (e Env) pin() (string, error) {
	b := make([]byte, 0, 16)
	one := make([]byte, 1)
	for len(b) < 64 {
		n, err := e.Stdin.Read(one)
		if n == 1 && one[0] == '\n' {
			break
		}
		b = append(b, one[:n]...)
		if err != nil {
			break
		}
	}
	return strings.TrimSpace(string(b)), nil
}

// person finds or, in a store without people, makes the one who acts.
func (e Env) person(o options, c *Counter) (staff.Person, error) {
	people, err := c.Staff.People()
	if err != nil {
		return staff.Person{}, err
	}
	if len(people) == 0 {
		return c.Staff.Enrol(o.as, staff.Cashier, "")
	}
	i := slices.IndexFunc(people, func(p staff.Person) bool { return strings.EqualFold(p.Name, o.as) || p.ID == o.as })
	if i < 0 {
		return staff.Person{}, fmt.Errorf("%w: %q. Add the person with: paydesk person add", staff.ErrNoPerson, o.as)
	}
	needed, err := c.Staff.NeedsPIN()
	if err != nil || !needed {
		return people[i], err
	}
	if !o.pinStdin {
		return staff.Person{}, fmt.Errorf("%s needs a PIN: give --pin-stdin and the PIN on standard input", people[i].Name)
	}
	pin, err := e.pin()
	if err != nil {
		return staff.Person{}, err
	}
	s, err := c.Staff.SignIn(people[i].ID, pin)
	return s.Person, err
}
