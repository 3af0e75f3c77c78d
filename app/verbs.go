package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"

	"paydesk/assets"
	"paydesk/services/staff"
	"paydesk/services/stripe"
	"paydesk/storage"

	"paydesk/services/odoo"
)

// Exit codes of the program.
const (
	ExitOK         = 0
	ExitFailed     = 1 // nothing was begun, or it could not be read or printed
	ExitUsage      = 2 // wrong words or configuration
	ExitNotCharged = 3 // the payment ended without a charge
	ExitHeld       = 4 // another Paydesk holds the store
	ExitUnsettled  = 5 // charged but not booked yet, or not known yet: the same command again goes on with it
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

// options are the flags of all verbs.
type options struct {
	config, data string
	json         bool

	search                 string
	csv                    bool
	creditNote, amount     string
	reason                 string
	method                 string
	hold                   bool
	pdf                    string
	print                  bool
	link                   bool
	documents              []string
	reader, as, cash       string
	role, to, odooUser     string
	pinStdin, copied       bool
	fullscreen             bool
	theme, language        string
	odooVersion            string
	odooListen, stripeAddr string
	controlListen          string
	seed                   uint64
	only, customer         string
	presentAfter           string
	verb                   *verb
	words                  []string // after the verb
}

// verb is one command: what it is called, what it takes, and what it does with an open counter.
type verb struct {
	name  string
	word  string   // the one word it takes, empty: none
	flags []string // of its own
	run   func(context.Context, Env, options, *Counter) (int, error)
	// file is instead of run, for a verb that wants the store's file and not a counter.
	file func(e Env, o options, store string) (int, error)
}

// everywhere are the flags of every verb.
var everywhere = []string{"config", "data", "json", "language"}

// simFlags are those of the simulators, of which the demo shop takes most too.
var simFlags = []string{"odoo-version", "odoo-listen", "stripe-listen", "control-listen", "seed", "customer", "present-after"}

var (
	simVerb  = &verb{name: "sim", flags: append([]string{"only"}, simFlags...)}
	helpVerb = &verb{name: "help"}
	probing  = &verb{name: "probe"}
	window   = &verb{flags: append([]string{"fullscreen", "theme"}, simFlags...)}
	verbs    = []*verb{
		{name: "documents", flags: []string{"search"}, run: documents},
		{name: "document show", word: "NUMBER", flags: []string{"link"}, run: showDocument},
		{name: "readers", run: readers},
		{name: "pay", flags: []string{"document", "amount", "cash", "reader", "as", "pin-stdin", "method", "hold", "reason"}, run: pay},
		{name: "holds", run: showHolds},
		{name: "capture", word: "ID", flags: []string{"amount", "as", "pin-stdin"}, run: captureHold},
		{name: "release", word: "ID", flags: []string{"as", "pin-stdin", "reason"}, run: releaseHold},
		{name: "refund", flags: []string{"credit-note", "as", "pin-stdin", "amount", "reason"}, run: giveBack},
		{name: "payment show", word: "ID", run: showPayment},
		{name: "history", flags: []string{"search", "csv"}, run: showHistory},
		{name: "attention", run: showAttention},
		{name: "receipt", word: "ID", flags: []string{"as", "pdf", "print"}, run: showReceipt},
		{name: "day", flags: []string{"pdf"}, run: showDay},
		{name: "people add", word: "NAME", flags: []string{"role", "pin-stdin", "odoo-user"}, run: addPerson},
		{name: "people odoo", run: listUsers},
		{name: "people rename", word: "NAME", flags: []string{"to"}, run: renamePerson},
		{name: "people role", word: "NAME", flags: []string{"role"}, run: giveRole},
		{name: "people off", word: "NAME", run: personOff},
		{name: "people on", word: "NAME", run: personOn},
		{name: "people reset-pin", word: "NAME", flags: []string{"pin-stdin"}, run: resetPIN},
		{name: "people", run: listPeople},
		{name: "shop pin", flags: []string{"copy", "as", "pin-stdin"}, run: pinShop},
		{name: "counter renew", flags: []string{"as", "pin-stdin"}, run: renewCounter},
		{name: "verify", run: verify},
		{name: "backup", word: "FILE", file: backup},
		{name: "restore", word: "FILE", file: restore},
		probing, simVerb, helpVerb,
	}
)

// Run is the program: a verb, or the kiosk. When ctx ends, a payment under way is cancelled as by an interrupt.
func Run(ctx context.Context, e Env) int {
	o, err := parse(e)
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && o.verb == helpVerb:
		if _, err := fmt.Fprint(e.Stdout, assets.T("cli.usage")); err != nil {
			return ExitFailed
		}
		return ExitOK
	case err != nil:
		fmt.Fprintf(e.Stderr, "paydesk: %s\n\n%s", Explain(err), assets.T("cli.usage"))
		return ExitUsage
	case o.verb == window:
		return kiosk(ctx, e, o)
	case o.verb == simVerb:
		return simulate(ctx, e, o)
	case o.verb == probing:
		return probe(ctx, e, o)
	}
	return e.with(ctx, o, o.verb.run)
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
	f.StringVar(&o.creditNote, "credit-note", "", "")
	f.StringVar(&o.amount, "amount", "", "")
	f.StringVar(&o.cash, "cash", "", "")
	f.StringVar(&o.reason, "reason", "", "")
	f.StringVar(&o.method, "method", "card", "")
	f.BoolVar(&o.hold, "hold", false, "")
	f.BoolVar(&o.csv, "csv", false, "")
	f.StringVar(&o.pdf, "pdf", "", "")
	f.BoolVar(&o.print, "print", false, "")
	f.BoolVar(&o.link, "link", false, "")
	f.Func("document", "", func(number string) error {
		o.documents = append(o.documents, strings.TrimSpace(number))
		return nil
	})
	f.StringVar(&o.reader, "reader", "", "")
	f.StringVar(&o.as, "as", "", "")
	f.StringVar(&o.role, "role", "", "")
	f.StringVar(&o.to, "to", "", "")
	f.StringVar(&o.odooUser, "odoo-user", "", "")
	f.BoolVar(&o.pinStdin, "pin-stdin", false, "")
	f.BoolVar(&o.copied, "copy", false, "")
	f.BoolVar(&o.fullscreen, "fullscreen", false, "")
	f.StringVar(&o.theme, "theme", "", "")
	f.StringVar(&o.language, "language", "", "")
	f.StringVar(&o.odooVersion, "odoo-version", "18", "")
	f.StringVar(&o.odooListen, "odoo-listen", "", "")
	f.StringVar(&o.stripeAddr, "stripe-listen", "", "")
	f.StringVar(&o.controlListen, "control-listen", "", "")
	f.Uint64Var(&o.seed, "seed", 1, "")
	f.StringVar(&o.only, "only", "", "")
	f.StringVar(&o.customer, "customer", "none", "")
	f.StringVar(&o.presentAfter, "present-after", "1s", "")
	tongue(e.Args) // what is wrong with the rest is said in the language asked for
	rest := e.Args
	for len(rest) > 0 {
		if err := f.Parse(rest); err != nil {
			return o, inOurWords(f, err)
		}
		rest = f.Args()
		if len(rest) > 0 {
			o.words, rest = append(o.words, rest[0]), rest[1:]
		}
	}
	if err := o.choose(); err != nil {
		return o, err
	}
	var stray error
	f.Visit(func(set *flag.Flag) {
		if !slices.Contains(everywhere, set.Name) && !slices.Contains(o.verb.flags, set.Name) && stray == nil {
			stray = say(nil, "cli.stray_flag", "verb", cmp.Or(o.verb.name, assets.T("cli.kiosk")), "flag", set.Name)
		}
	})
	if stray != nil {
		return o, stray
	}
	switch o.verb.name {
	case "pay":
		if len(o.documents) == 0 || slices.Contains(o.documents, "") || o.reader == "" || strings.TrimSpace(o.as) == "" {
			return o, say(nil, "cli.needs_pay")
		}
		return o, errors.Join(o.waysFit(), o.speak(""))
	case "capture":
		if strings.TrimSpace(o.as) == "" {
			return o, say(nil, "cli.needs_capture")
		}
	case "release":
		if strings.TrimSpace(o.as) == "" || !o.pinStdin || strings.TrimSpace(o.reason) == "" {
			return o, say(nil, "cli.needs_release")
		}
	case "refund":
		if strings.TrimSpace(o.creditNote) == "" || strings.TrimSpace(o.as) == "" || !o.pinStdin {
			return o, say(nil, "cli.needs_refund")
		}
	case "people add", "people role":
		if !staff.Role(o.role).Valid() {
			return o, say(nil, "cli.needs_role", "verb", o.verb.name)
		}
	case "people rename":
		if strings.TrimSpace(o.to) == "" {
			return o, say(nil, "cli.needs_name")
		}
	case "people reset-pin":
		if !o.pinStdin {
			return o, say(nil, "cli.needs_pin")
		}
	}
	if o.theme != "" && o.theme != "light" && o.theme != "dark" {
		return o, say(nil, "cli.theme", "said", quote(o.theme))
	}
	return o, o.speak("")
}

// choose finds the verb in the words and leaves what follows it.
func (o *options) choose() error {
	if len(o.words) == 0 {
		o.verb = window
		return nil
	}
	for _, v := range verbs {
		n := len(strings.Fields(v.name))
		if len(o.words) < n || strings.Join(o.words[:n], " ") != v.name {
			continue
		}
		said := strings.Join(o.words, " ")
		o.verb, o.words = v, o.words[n:]
		switch {
		case v == helpVerb:
			return nil
		case v.word == "" && len(o.words) > 0:
			return say(nil, "cli.more_words", "verb", v.name, "said", quote(said))
		case v.word != "" && (len(o.words) != 1 || strings.TrimSpace(o.words[0]) == ""):
			return say(nil, "cli.one_word", "verb", v.name, "word", v.word)
		}
		return nil
	}
	return say(nil, "cli.no_verb", "said", quote(strings.Join(o.words, " ")))
}

// inOurWords says what is wrong with a flag as the usage writes flags.
func inOurWords(f *flag.FlagSet, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if alone, ok := strings.CutPrefix(err.Error(), "flag needs an argument: -"); ok {
		return say(nil, "cli.flag_alone", "flag", strings.TrimPrefix(alone, "-"))
	}
	if value, rest, ok := strings.Cut(err.Error(), " for flag -"); ok {
		flag, _, _ := strings.Cut(rest, ":")
		return say(nil, "cli.flag_value", "flag", flag, "said", strings.TrimPrefix(value, "invalid value "))
	}
	if !unknown {
		return err
	}
	var known []string
	f.VisitAll(func(d *flag.Flag) { known = append(known, d.Name) })
	name = strings.TrimPrefix(name, "-")
	if near := nearest(name, known); near != "" {
		return say(nil, "cli.no_flag_but", "flag", name, "near", near)
	}
	return say(nil, "cli.no_flag", "flag", name)
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
	if err := o.speak(c.Counter.Language); err != nil {
		return Settings{}, false, err
	}
	data := o.data
	if data == "" {
		data = paths.Data
	}
	return Settings{
		Name: c.Counter.Name, DataDir: data, Diagonal: c.Counter.Diagonal, Log: quiet(),
		Odoo:    odoo.Config{URL: c.Odoo.URL, Database: c.Odoo.Database, User: c.Odoo.User, Key: c.Odoo.Key.Reveal(), Company: c.Odoo.Company, Also: c.Odoo.Also, Journal: c.Odoo.Journal, WriteOff: c.Odoo.WriteOff, Tips: c.Odoo.Tips, Cash: c.Odoo.Cash},
		Phone:   c.Stripe.PhoneOrders,
		Stripe:  stripe.Config{Key: c.Stripe.Key.Reveal(), URL: c.Stripe.URL, Location: c.Stripe.Location},
		Receipt: c.Receipt, Printer: c.Printer, MaxPayment: c.Counter.MaxPayment,
		Rights: c.Rights,
	}, false, nil
}

// with opens the counter for one verb.
func (e Env) with(ctx context.Context, o options, f func(context.Context, Env, options, *Counter) (int, error)) int {
	s, demo, err := e.settings(o)
	if err == nil && demo {
		err = say(nil, "cli.no_config")
	}
	if err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
		return ExitUsage
	}
	if o.verb.file != nil {
		path, err := s.storePath()
		code := ExitFailed
		if err == nil {
			code, err = o.verb.file(e, o, path)
		}
		if err != nil {
			return max(code, e.fail(err))
		}
		return code
	}
	// An interrupt must not take the counter away from under a payment: the verb decides what it means.
	c, err := NewCounter(context.WithoutCancel(ctx), s)
	if err != nil {
		return e.fail(err)
	}
	code, err := f(ctx, e, o, c)
	if err != nil {
		if why := e.fail(err); code == ExitOK || code == ExitFailed {
			code = why
		}
	}
	if err := c.Close(); err != nil {
		if why := e.fail(err); code == ExitOK && o.verb.name != "pay" { // a payment that is done stays done
			code = why
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
	var b bytes.Buffer
	if !o.json {
		words(&b)
	} else if err := json.NewEncoder(&b).Encode(v); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	if _, err := e.Stdout.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// oneLine keeps what others wrote from steering the terminal or breaking a row.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
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
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", say(err, "cli.read_pin")
		}
	}
	return strings.TrimSpace(string(b)), nil
}

// person finds the one who acts. In a store without people it is whoever is named: enrol is true, and nobody is made
// before there is something to charge.
func (e Env) person(o options, c *Counter) (who staff.Person, enrol bool, err error) {
	people, err := c.Staff.People()
	if err != nil {
		return staff.Person{}, false, err
	}
	if len(people) == 0 {
		return staff.Person{Name: o.as, Role: staff.Cashier}, true, nil
	}
	name := strings.Join(strings.Fields(o.as), " ")
	i := slices.IndexFunc(people, func(p staff.Person) bool { return strings.EqualFold(p.Name, name) || p.ID == name })
	if i < 0 {
		return staff.Person{}, false, say(staff.ErrNoPerson, "cli.no_person_add", "name", quote(o.as))
	}
	needed, err := c.Staff.NeedsPIN()
	if err != nil || !needed {
		return people[i], false, err
	}
	if !o.pinStdin {
		return staff.Person{}, false, say(nil, "cli.pin_of", "name", people[i].Name)
	}
	pin, err := e.pin()
	if err != nil {
		return staff.Person{}, false, err
	}
	s, err := c.Staff.SignIn(people[i].ID, pin)
	return s.Person, false, err
}
