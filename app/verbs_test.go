package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
	"paydesk/services/stripe"
)

// desk is a simulated shop and the files of a counter that uses it.
type desk struct {
	t            *testing.T
	lab          *sim.Lab
	config, data string
}

func newDesk(t *testing.T, customer string) *desk {
	t.Helper()
	lab, err := sim.Start(sim.Options{Seed: 1, Auto: stripesim.Auto{Customer: customer, After: time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lab.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{t: t, lab: lab, config: filepath.Join(t.TempDir(), "paydesk.toml"), data: filepath.Join(t.TempDir(), "data")}
	d.write(d.toml())
	return d
}

func (d *desk) toml() string {
	return fmt.Sprintf("[odoo]\nurl = %q\ndatabase = %q\nuser = %q\n[stripe]\nurl = %q\nlocation = %q\n[counter]\nname = \"Counter 1\"\n",
		d.lab.OdooURL, sim.OdooDatabase, sim.OdooUser, d.lab.StripeURL, sim.Location)
}

func (d *desk) write(config string) {
	d.t.Helper()
	if err := os.WriteFile(d.config, []byte(config), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// said is what a command came to.
type said struct {
	code     int
	out, err string
}

// command is a command line that has not run yet.
type command struct {
	ctx    context.Context
	env    map[string]string
	stdin  string
	stdout io.Writer
	onErr  func(line string)
	args   []string
}

func (d *desk) run(args ...string) said { return d.do(command{args: args}) }

func (d *desk) do(c command) said {
	d.t.Helper()
	var out bytes.Buffer
	errs := &watched{on: c.onErr}
	env := map[string]string{OdooKeyVariable: sim.OdooKey, StripeKeyVariable: sim.StripeKey}
	maps.Copy(env, c.env)
	e := Env{
		Args: append(slices.Clone(c.args), "--config", d.config, "--data", d.data), Stdin: strings.NewReader(c.stdin),
		Stdout: &out, Stderr: errs, Getenv: func(k string) string { return env[k] },
	}
	if c.stdout != nil {
		e.Stdout = c.stdout
	}
	if c.ctx == nil {
		c.ctx = context.Background()
	}
	s := said{code: Run(c.ctx, e)}
	s.out, s.err = out.String(), errs.String()
	return s
}

// watched is a standard error that a test may react to.
type watched struct {
	mu   sync.Mutex
	text strings.Builder
	on   func(line string)
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	w.text.Write(b)
	w.mu.Unlock()
	if w.on != nil {
		w.on(string(b))
	}
	return len(b), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func (d *desk) must(code int, s said) said {
	d.t.Helper()
	if s.code != code {
		d.t.Fatalf("exit code %d, want %d\nstdout: %s\nstderr: %s", s.code, code, s.out, s.err)
	}
	return s
}

func into[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return v
}

// numbers are invoices in euros whose amount the simulated bank takes without asking anything.
func (d *desk) numbers() []string {
	d.t.Helper()
	var out []string
	for _, r := range into[[]documentRow](d.t, d.must(ExitOK, d.run("documents", "--json")).out) {
		if r.Currency == "EUR" && r.ResidualMinor%100 == 0 {
			out = append(out, r.Number)
		}
	}
	if len(out) < 4 {
		d.t.Fatalf("the demo shop has %d plain invoices", len(out))
	}
	return out
}

func (d *desk) pay(number string) said {
	d.t.Helper()
	return d.run("pay", "--document", number, "--reader", "front DESK", "--as", "Mia", "--json")
}

// charged says that exactly n charges of ours were made and each is booked once.
func (d *desk) charged(n int) {
	d.t.Helper()
	if a := d.lab.Ledger().Agreement; !a.Agree() || a.Charges != n || a.Bookings != n || a.Open != 0 {
		d.t.Fatalf("ledgers: %+v, want %d charged and booked", a, n)
	}
}

// TestWords loses, if it fails: a mistyped command that does something else, or a script that takes a failure for success.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"--help", ExitOK, "paydesk pay --document"},
		{"help", ExitOK, "paydesk pay --document"},
		{"help pay", ExitOK, "paydesk pay --document"},
		{"documents -h", ExitOK, "paydesk pay --document"},
		{"pays", ExitUsage, `"pays" is not a command`},
		{"payment", ExitUsage, `"payment" is not a command`},
		{"payment show", ExitUsage, "payment show takes exactly one ID"},
		{"payment show a b", ExitUsage, "payment show takes exactly one ID"},
		{"people add --role cashier", ExitUsage, "people add takes exactly one NAME"},
		{"people add Mia Berg --role cashier", ExitUsage, "quote a name"},
		{"people add Mia", ExitUsage, "--role cashier"},
		{"people add Mia --role chef", ExitUsage, "--role cashier"},
		{"person remove Mia", ExitUsage, "is not a command"},
		{"documents INV/1", ExitUsage, "takes no further words"},
		{"documents --serch x", ExitUsage, "did you mean --search?"},
		{"documents --frobnicate", ExitUsage, "unknown flag --frobnicate"},
		{"documents --reader x", ExitUsage, "documents takes no --reader"},
		{"verify --pin-stdin", ExitUsage, "verify takes no --pin-stdin"},
		{"--json --only odoo", ExitUsage, "the kiosk takes no --only"},
		{"--theme pink", ExitUsage, "light or dark"},
		{"--language xx", ExitUsage, "no language"},
		{"documents --search", ExitUsage, "needs an argument"},
		{"pay", ExitUsage, "pay needs --document, --reader and --as"},
		{"pay --document X --reader Y", ExitUsage, "pay needs --document, --reader and --as"},
		{"pay --as Z --reader Y --document=", ExitUsage, "pay needs --document, --reader and --as"},
		{"documents", ExitUsage, "README.md shows how to write it"},
		{"sim x", ExitUsage, "takes no further words"},
		{"sim --odoo-version 16", ExitUsage, `17, 18 or 19, with an e for Enterprise accounting as in 18e, not "16"`},
		{"sim --only both", ExitUsage, "stripe or odoo"},
		{"sim --customer angry", ExitUsage, "good, declined-then-good or none"},
		{"sim --present-after soon", ExitUsage, "--present-after is a time"},
		{"sim --present-after -1s", ExitUsage, "--present-after is a time"},
		{"sim --seed -1", ExitUsage, "-seed"},
		{"sim --odoo-listen 0.0.0.0:0", ExitUsage, "loopback"},
		{"sim --stripe-listen nowhere", ExitUsage, "listen address"},
	} {
		var out, errs bytes.Buffer
		home := t.TempDir()
		code := Run(t.Context(), Env{
			Args: strings.Fields(c.args), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
			Getenv: func(k string) string { return map[string]string{"HOME": home}[k] },
		})
		if code != c.code || !strings.Contains(out.String()+errs.String(), c.says) {
			t.Errorf("paydesk %s: code %d, want %d and %q: %s%s", c.args, code, c.code, c.says, out.String(), errs.String())
		}
	}
}

// TestConfigurationFaults: whatever is wrong is named with its place, and a key never leaves the program.
func TestConfigurationFaults(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	const secret = "TopSecret"
	swap := func(from, to string) string { return strings.Replace(d.toml(), from, to, 1) }
	for name, c := range map[string]struct {
		config string
		env    map[string]string
		code   int
		says   string
	}{
		"not TOML":       {swap("[odoo]", "[odoo"), nil, ExitUsage, "paydesk.toml:1: this is not TOML"},
		"twice":          {swap("[stripe]", "user = \"x\"\n[stripe]"), nil, ExitUsage, "paydesk.toml:5: this is not TOML"},
		"unknown key":    {swap("database", "databse"), nil, ExitUsage, `paydesk.toml:3: unknown key "databse" in [odoo]. Did you mean "database"?`},
		"open http":      {swap(d.lab.OdooURL, "http://odoo.example"), nil, ExitUsage, "paydesk.toml:2: url \"http://odoo.example\" is not encrypted"},
		"Stripe's url":   {swap(d.lab.StripeURL, "https://evil.example"), nil, ExitUsage, "paydesk.toml:6: url"},
		"two currencies": {d.toml() + "away_limit = { cashier = \"1 EUR\", manager = \"1 JPY\" }", nil, ExitUsage, "paydesk.toml:10: away_limit is in EUR and in JPY"},
		"long name":      {swap("Counter 1", strings.Repeat("C", 61)), nil, ExitUsage, "paydesk.toml:9: name has 61 characters"},
		"Stripe's key":   {d.toml(), map[string]string{StripeKeyVariable: "sk_test_" + secret + " x"}, ExitUsage, "paydesk.toml:5: the Stripe key is not"},
		"live key":       {d.toml(), map[string]string{StripeKeyVariable: "sk_live_" + secret}, ExitUsage, "live Stripe key"},
		"refused key":    {d.toml(), map[string]string{OdooKeyVariable: secret}, ExitFailed, "does not accept this counter's key"},
		"wrong database": {swap(sim.OdooDatabase, "elsewhere"), nil, ExitFailed, "no database with the configured name"},
		"wrong journal":  {swap("[stripe]", "journal = \"Nope\"\n[stripe]"), nil, ExitUsage, `no bank journal Nope`},
		"Odoo away":      {swap(d.lab.OdooURL, "http://127.0.0.1:1"), nil, ExitFailed, "Odoo cannot be reached"},
	} {
		d.write(c.config)
		s := d.do(command{args: []string{"documents"}, env: c.env})
		if s.code != c.code || !strings.Contains(s.err, c.says) || s.out != "" {
			t.Errorf("%s: code %d, want %d and %q: %s%s", name, s.code, c.code, c.says, s.err, s.out)
		}
		if strings.Contains(s.err, secret) {
			t.Errorf("%s: the key is shown: %s", name, s.err)
		}
	}
}

// TestLists are the two lists in words and as JSON, hostile texts included.
func TestLists(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	number := d.numbers()[0]
	if got := into[[]documentRow](t, d.must(ExitOK, d.run("documents", "--json", "--search", strings.ToLower(number))).out); len(got) != 1 || got[0].Number != number {
		t.Errorf("search by number: %+v", got)
	}
	for _, odd := range []string{"99999999999999999999999999999", "\x00", "\u202e%s%n", strings.Repeat("ß", 10000), "..,,€"} {
		if s := d.run("documents", "--json", "--search", odd); s.code != ExitOK || s.out != "[]\n" {
			t.Errorf("search %.20q: code %d, %.80s", odd, s.code, s.out)
		}
	}
	rows := into[[]readerRow](t, d.must(ExitOK, d.run("--json", "readers")).out)
	if len(rows) != 3 || rows[0].Label != "Front desk" || rows[0].Status != "online" {
		t.Errorf("readers: %+v", rows)
	}
	if s := d.must(ExitOK, d.run("readers")); !strings.Contains(s.out, "tmr_frontdesk") {
		t.Errorf("readers in words: %s", s.out)
	}
	if s := d.do(command{args: []string{"documents"}, stdout: broken{}}); s.code != ExitFailed {
		t.Errorf("a list that could not be printed: code %d", s.code)
	}
	if got := oneLine("a\x1b[2J\tb\u202ec\n"); got != "a [2J b c " {
		t.Errorf("a name can steer the terminal: %q", got)
	}
}

// broken is a full disk or a closed pipe behind standard output.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

// TestPay is the main job by command line: charged once, booked once, told in the promised fields, and no key anywhere.
func TestPay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	number := d.numbers()[0]
	s := d.must(ExitOK, d.pay(number))
	fields := into[map[string]any](t, s.out)
	for _, f := range []string{"payment_intent", "charge", "odoo_payment", "residual_minor", "state"} {
		if _, ok := fields[f]; !ok {
			t.Errorf("pay --json has no %s: %s", f, s.out)
		}
	}
	r := into[payResult](t, s.out)
	ledger := d.lab.Ledger()
	if r.State != "Done" || r.ResidualMinor != 0 || r.Charge == "" || r.Intent != ledger.Stripe.Intents[0].ID || r.Odoo == 0 {
		t.Errorf("pay: %+v", r)
	}
	d.charged(1)
	for _, id := range []string{r.Payment, r.Intent} {
		shown := into[struct {
			payResult
			Facts []factRow `json:"facts"`
		}](t, d.must(ExitOK, d.run("payment", "--json", "show", id)).out)
		if shown.payResult != r || shown.Facts[0].Kind != "Opened" {
			t.Errorf("payment show %s: %+v", id, shown)
		}
		for _, f := range shown.Facts { // Stripe's support asks for these
			if slices.Contains([]string{"ClaimAnswered", "DispatchAnswered", "Observed"}, f.Kind) && !strings.Contains(string(f.Body), `"req_`) {
				t.Errorf("%s does not say which request it answers: %s", f.Kind, f.Body)
			}
		}
	}
	if s := d.must(ExitOK, d.run("payment", "show", r.Payment)); !strings.Contains(s.out, "Bank and Radar: authorized") {
		t.Errorf("the manager does not see what bank and Radar said: %s", s.out)
	}
	d.must(ExitOK, d.run("verify"))
	if s := d.must(ExitFailed, d.run("payment", "show", "nobody")); !strings.Contains(s.err, "no such payment") {
		t.Errorf("unknown payment: %s", s.err)
	}
	if s := d.must(ExitFailed, d.pay(number)); !strings.Contains(s.err, "no open invoice") {
		t.Errorf("paid already: %s", s.err)
	}
	err := filepath.WalkDir(d.data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(sim.OdooKey)) || bytes.Contains(b, []byte(sim.StripeKey)) {
			t.Errorf("a key is in %s", e.Name())
		}
		return err
	})
	if err != nil || strings.Contains(s.out+s.err, sim.OdooKey) || strings.Contains(s.out+s.err, sim.StripeKey) {
		t.Errorf("a key is shown, or %v", err)
	}
}

// TestPayWithoutCharge are the ends in which no money moves; what is left to pay is then not zero.
func TestPayWithoutCharge(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	number := d.numbers()[0]
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--document", "INV/0", "--reader", "A", "--as", "Mia"}, "no open invoice"},
		{[]string{"--document", number, "--reader", "Nowhere", "--as", "Mia"}, "no reader is called"},
	} {
		if s := d.must(ExitFailed, d.run(append([]string{"pay"}, c.args...)...)); !strings.Contains(s.err, c.says) {
			t.Errorf("pay %v: %s", c.args, s.err)
		}
	}
	// the shop was pinned at both sides, and nothing else happened
	if s := d.must(ExitOK, d.run("verify", "--json")); s.out != "{\"entries\":2}\n" {
		t.Errorf("a payment that never began left a trace: %s", s.out)
	}
	s := d.must(ExitNotCharged, d.run("pay", "--document", number, "--reader", "Warehouse", "--as", "Mia", "--json"))
	if r := into[payResult](t, s.out); r.State != "Cancelled" || r.Reason != "reader_off" || r.ResidualMinor == 0 {
		t.Errorf("a reader that is off: %+v", r)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s = d.must(ExitNotCharged, d.do(command{
		ctx: ctx, args: []string{"pay", "--document", number, "--reader", "A", "--as", "Mia", "--json"},
		onErr: func(line string) {
			if strings.Contains(line, "Waiting") {
				cancel()
			}
		},
	}))
	if r := into[payResult](t, s.out); r.State != "Cancelled" || r.Charge != "" || r.ResidualMinor == 0 {
		t.Errorf("interrupted: %+v", r)
	}
	for _, i := range d.lab.Ledger().Stripe.Intents {
		if i.Status != "canceled" {
			t.Errorf("%s is left %s", i.ID, i.Status)
		}
	}
	d.charged(0)
}

// TestPayUnsettled: charged and refused by Odoo is neither success nor "not charged", and the same command books it.
func TestPayUnsettled(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	number := d.numbers()[0]
	fault := odoosim.Fault{Name: "refuse-booking", Text: "The period is locked"}
	if err := d.lab.Odoo.Fault(fault); err != nil {
		t.Fatal(err)
	}
	s := d.must(ExitUnsettled, d.pay(number))
	if r := into[payResult](t, s.out); r.State != "PostingHeld" || r.Charge == "" || r.ResidualMinor == 0 {
		t.Errorf("refused by Odoo: %+v", r)
	}
	d.lab.Odoo.ClearFaults()
	if s := d.must(ExitOK, d.pay(number)); !strings.Contains(s.err, "It goes on") {
		t.Errorf("booked on demand: %s", s.err)
	}
	d.charged(1)
}

// TestPayUnprinted: a broken standard output changes nothing about the money, nor what the exit code says of it.
func TestPayUnprinted(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	s := d.must(ExitOK, d.do(command{
		args: []string{"pay", "--document", d.numbers()[0], "--reader", "A", "--as", "Mia"}, stdout: broken{},
	}))
	if !strings.Contains(s.err, "is Done, but") {
		t.Errorf("not said: %s", s.err)
	}
	d.charged(1)
}

// TestPayGoesOn: a run that died while the reader asked, and a customer who then paid. The same command must find the
// charge and book it; another document must not be held up by it, and what nobody paid must not stay on a reader.
func TestPayGoesOn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	numbers := d.numbers()
	d.abandon(numbers[0], "tmr_frontdesk")
	if err := d.lab.Gesture(sim.GestureRequest{Gesture: gesture("tmr_frontdesk", stripesim.GestureTap, "")}); err != nil {
		t.Fatal(err)
	}
	if s := d.must(ExitOK, d.pay(numbers[0])); !strings.Contains(s.err, "It goes on") {
		t.Errorf("stderr: %s", s.err)
	}
	d.charged(1)

	d.abandon(numbers[1], "tmr_window")
	if err := d.lab.Gesture(sim.GestureRequest{Gesture: gesture("tmr_frontdesk", "auto", ""), Auto: stripesim.AutoGood, AfterMS: 1}); err != nil {
		t.Fatal(err)
	}
	if s := d.must(ExitOK, d.pay(numbers[2])); !strings.Contains(s.err, numbers[1]+": Cancelled") {
		t.Errorf("stderr: %s", s.err)
	}
	d.charged(2)
	for _, i := range d.lab.Ledger().Stripe.Intents {
		if i.Status != "succeeded" && i.Status != "canceled" {
			t.Errorf("%s is left %s", i.ID, i.Status)
		}
	}
}

// abandon brings a payment to the reader and ends the counter there, as a crash does.
func (d *desk) abandon(number, readerID string) {
	d.t.Helper()
	c, err := NewCounter(d.t.Context(), Settings{
		Name: "Counter 1", DataDir: d.data, Log: quiet(),
		Odoo:   odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe: stripe.Config{URL: d.lab.StripeURL, Key: sim.StripeKey, Location: sim.Location},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	changes := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case changes <- struct{}{}:
		default:
		}
	})
	if err := errors.Join(c.Prepare(d.t.Context()), c.Mirror.Refresh(d.t.Context())); err != nil {
		d.t.Fatal(err)
	}
	bill, err := c.bill(d.t.Context(), options{documents: []string{number}})
	if err != nil {
		d.t.Fatal(err)
	}
	r, err := findReader(c.Readers.Snapshot().Readers, readerID)
	if err != nil {
		d.t.Fatal(err)
	}
	people, err := c.Staff.People()
	if err == nil && len(people) == 0 {
		_, err = c.Staff.Enrol("Mia", staff.Cashier, "")
	}
	if err != nil {
		d.t.Fatal(err)
	}
	id, err := c.Charge(bill, staff.Person{Name: "Mia", Role: staff.Cashier}, r, "")
	if err != nil {
		d.t.Fatal(err)
	}
	for {
		s, err := c.Desk.State(id)
		if err != nil || s.Phase.Final() {
			d.t.Fatal(s.Phase, err)
		}
		if s.Phase == payment.Waiting {
			break
		}
		<-changes
	}
	if err := c.Close(); err != nil {
		d.t.Fatal(err)
	}
}

// TestPeopleByCommandLine are the rules of who may charge.
func TestPeopleByCommandLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	add := func(pin string, args ...string) said {
		return d.do(command{args: append([]string{"people", "add"}, args...), stdin: pin})
	}
	pay := func(pin, as string, more ...string) said {
		return d.do(command{args: append([]string{"pay", "--document", "INV/0", "--reader", "A", "--as", as}, more...), stdin: pin})
	}
	d.must(ExitOK, add("", "Ann", "--role", "cashier"))
	if s := d.must(ExitFailed, pay("", "Ann")); !strings.Contains(s.err, "no open invoice") { // as far as the invoice: no PIN asked
		t.Errorf("nobody has a PIN: %s", s.err)
	}
	if s := d.must(ExitFailed, pay("", "Zed")); !strings.Contains(s.err, "not known here") {
		t.Errorf("a name nobody has, in a store with people: %s", s.err)
	}
	d.must(ExitFailed, add("", "Boss", "--role", "manager"))
	d.must(ExitFailed, add("47\n", "Boss", "--role", "manager", "--pin-stdin"))
	d.must(ExitOK, add("4711\r\n", "Boss", "--role", "manager", "--pin-stdin"))
	d.must(ExitFailed, add("", "Cy", "--role", "cashier"))
	for _, c := range []struct {
		says string
		said said
	}{
		{"needs a PIN", pay("", "Ann")},
		{"no PIN yet", pay("4711\n", "Ann", "--pin-stdin")},
		{"that did not work", pay("0000\n", "Boss", "--pin-stdin")},
		{"that did not work", pay("", "Boss", "--pin-stdin")},
		{"no open invoice", pay("4711", "boss", "--pin-stdin")},
	} {
		if d.must(ExitFailed, c.said); !strings.Contains(c.said.err, c.says) {
			t.Errorf("want %q: %s", c.says, c.said.err)
		}
	}
	d.must(ExitOK, add("8642\n", "Ann", "--role", "cashier", "--pin-stdin")) // the way out for one who has none
	if s := pay("8642\n", "Ann", "--pin-stdin"); !strings.Contains(s.err, "no open invoice") {
		t.Errorf("with her new PIN: %s", s.err)
	}
	if s := d.must(ExitFailed, add("9753\n", "Ann", "--role", "cashier", "--pin-stdin")); !strings.Contains(s.err, "already") {
		t.Errorf("a PIN that is set is not replaced this way: %s", s.err)
	}
}

// TestStoreInUse: a store that another process holds, or that is broken, is named as such and left alone.
func TestStoreInUse(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	c, err := NewCounter(t.Context(), Settings{
		DataDir: d.data, Log: quiet(),
		Odoo:   odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe: stripe.Config{URL: d.lab.StripeURL, Key: sim.StripeKey},
		// 100 in one currency says nothing about another
		Rights: staff.Rights{staff.Cashier: {Away: staff.Limit{Most: money.New(100, "EUR")}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Name == "" {
		t.Error("a counter without a name cannot be named to others")
	}
	for amount, want := range map[money.Amount]bool{money.New(100, "EUR"): true, money.New(101, "EUR"): false, money.New(1, "JPY"): false} {
		if got := c.Desk.AwayLimit(payment.Order{Person: "Mia", Amount: amount}) >= amount.Minor; got != want {
			t.Errorf("%s while Odoo is away: %v", amount, got)
		}
	}
	for _, args := range [][]string{{"verify"}, {"pay", "--document", "x", "--reader", "A", "--as", "Mia"}} {
		if s := d.must(ExitHeld, d.run(args...)); !strings.Contains(s.err, "Another Paydesk is running") {
			t.Errorf("%v: %s", args, s.err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(d.data, "paydesk-test.db")
	if err := os.WriteFile(path, []byte("not a store"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := d.must(ExitFailed, d.run("documents")); !strings.Contains(s.err, "damaged and were left untouched") {
		t.Errorf("damaged: %s", s.err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "not a store" {
		t.Errorf("a damaged store was written to: %q %v", b, err)
	}
}
