package app

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"paydesk/services/history"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
	printersim "paydesk/services/sim/printer"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/stripe"
)

// Canaries: what must never be written down, by where it is planted.
const (
	canaryCard    = "4000056655665556" // a number that no card has and every check takes for one
	canaryGrouped = "4000 0566 5566 5556"
	canaryCVC     = "cvc-canary-73"
	canarySecret  = "pi_1_secret_canaryClientSecret"
	canaryManager = "60417392" // PINs
	canaryCashier = "51938264"
	canaryOdooKey = "canaryodookey0123456789abcdef0123456789" // a wrong key, which Odoo refuses
	canaryStripe  = "rk_test_canaryStripeKey0123456789"
	canaryInURL   = "canary-password-in-a-url"
	canaryMislaid = "canary-secret-under-a-wrong-name"
)

// loud are words of Stripe that hold everything it could know and should not say; Odoo knows the counter's key there too.
const (
	loud     = "refused: card " + canaryCard + " (" + canaryGrouped + "), key " + sim.StripeKey + ", " + canarySecret
	loudOdoo = loud + ", " + sim.OdooKey
)

// nest finds canaries.
type nest struct {
	t     *testing.T
	words []string
	pins  []*regexp.Regexp
}

func newNest(t *testing.T) nest {
	n := nest{t: t, words: []string{canaryCard, canaryGrouped, canaryCVC, canarySecret, canaryOdooKey, canaryStripe, canaryInURL, canaryMislaid, sim.OdooKey, sim.StripeKey}}
	for _, pin := range []string{canaryManager, canaryCashier} { // a run of hexadecimal digits is an id that happens to hold it
		n.pins = append(n.pins, regexp.MustCompile(`(^|[^0-9a-fA-F])`+pin+`([^0-9a-fA-F]|$)`))
	}
	return n
}

// in reports every canary in b.
func (n nest) in(where string, b []byte) {
	n.t.Helper()
	for _, w := range n.words {
		if at := bytes.Index(b, []byte(w)); at >= 0 {
			n.t.Errorf("%s holds %q: …%q…", where, w, b[max(0, at-60):min(len(b), at+len(w)+20)])
		}
	}
	for _, pin := range n.pins {
		if at := pin.FindIndex(b); at != nil {
			n.t.Errorf("%s holds a PIN: …%q…", where, b[max(0, at[0]-60):min(len(b), at[1]+20)])
		}
	}
}

// below looks through every file of a folder.
func (n nest) below(dir string) (files int) {
	n.t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		files++
		n.in(name, b)
		n.in("the name of "+name, []byte(name))
		return err
	})
	if err != nil {
		n.t.Error(err)
	}
	return files
}

// planted stands between a counter and Stripe: every answer holds card numbers and secrets, and the next claim is refused with them
// where refuse says so.
func planted(t *testing.T, target string, refuse *atomic.Bool) string {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	proxy.ModifyResponse = func(r *http.Response) error {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		var tree any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if d.Decode(&tree) == nil {
			plant(tree)
			if b, err = json.Marshal(tree); err != nil {
				return err
			}
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
		r.Header.Set("Content-Length", strconv.Itoa(len(b)))
		return nil
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/v1/payment_intents" && refuse.CompareAndSwap(true, false) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"type": "invalid_request_error", "code": "amount_too_large", "message": loud,
				"payment_intent": map[string]any{"id": "pi_1", "object": "payment_intent", "client_secret": canarySecret}}})
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// plant puts a canary beside everything that looks like an object or a card.
func plant(tree any) {
	switch v := tree.(type) {
	case []any:
		for _, one := range v {
			plant(one)
		}
	case map[string]any:
		for _, one := range v {
			plant(one)
		}
		if _, ok := v["object"]; ok {
			v["client_secret"] = canarySecret
		}
		if _, ok := v["last4"]; ok {
			v["number"], v["cvc"] = canaryCard, canaryCVC
		}
		if _, ok := v["seller_message"]; ok {
			v["seller_message"] = loud
		}
	}
}

// Lost if it fails: somebody finds a key, a PIN or a card number in the store, a log, a receipt, a report or the words of an error.
func TestCanariesOfADay(t *testing.T) {
	t.Parallel()
	n := newNest(t)
	d := newDesk(t, stripesim.AutoDeclinedThenGood)
	printer, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer printer.Close()
	var refuse atomic.Bool
	through := planted(t, d.lab.StripeURL, &refuse)
	good := strings.Replace(d.toml(), d.lab.StripeURL, through, 1) + "[receipt]\nattach = true\n[printer]\naddress = \"" + printer.Address() + "\"\n"
	d.write(good)
	var all strings.Builder
	do := func(c command) said {
		t.Helper()
		s := d.do(c)
		all.WriteString(strings.Join(c.args, " ") + "\n" + s.out + s.err)
		n.in("what "+strings.Join(c.args, " ")+" printed", []byte(s.out+s.err))
		return s
	}
	run := func(args ...string) said { t.Helper(); return do(command{args: args}) }
	must := func(code int, s said) said { t.Helper(); return d.must(code, s) }

	must(ExitOK, do(command{args: []string{"people", "add", "Ingrid Solheim", "--role", "manager", "--pin-stdin"}, stdin: canaryManager + "\n"}))
	must(ExitOK, do(command{args: []string{"people", "add", "Aisha Karim", "--role", "cashier", "--pin-stdin"}, stdin: canaryCashier + "\n"}))
	run("probe")
	numbers := d.numbers()
	pay := func(number, pin string) said {
		t.Helper()
		return do(command{args: []string{"pay", "--json", "--document", number, "--reader", "Front desk", "--as", "Aisha Karim", "--pin-stdin"}, stdin: pin + "\n"})
	}
	must(ExitFailed, pay(numbers[0], "00000000"))
	must(ExitOK, pay(numbers[0], canaryCashier))
	if err := d.lab.Odoo.Fault(odoosim.Fault{Name: "refuse-booking", Text: loudOdoo}); err != nil {
		t.Fatal(err)
	}
	held := must(ExitUnsettled, pay(numbers[1], canaryCashier))
	if !strings.Contains(held.out+held.err, "•••• 5556") {
		t.Errorf("Odoo's words did not get as far as here: %s %s", held.out, held.err)
	}
	d.lab.Odoo.ClearFaults()
	refuse.Store(true)
	if s := pay(numbers[2], canaryCashier); s.code != ExitNotCharged || refuse.Load() {
		t.Errorf("Stripe's refusal did not get as far as here: %+v", s)
	}
	if err := d.lab.Odoo.Fault(odoosim.Fault{Name: "error-1", Target: "account.move.search_read", Text: loudOdoo, Count: 2}); err != nil {
		t.Fatal(err)
	}
	run("documents")
	d.lab.Odoo.ClearFaults()
	_, note, err := d.lab.Odoo.CreditNote(numbers[0], d.document(numbers[0]).TotalMinor/2)
	if err != nil {
		t.Fatal(err)
	}
	must(ExitOK, do(command{args: []string{"refund", "--json", "--credit-note", note, "--as", "Ingrid Solheim", "--pin-stdin", "--reason", "back on " + canaryGrouped}, stdin: canaryManager + "\n"}))

	rows := into[[]history.Row](t, must(ExitOK, run("history", "--json")).out)
	for _, r := range rows {
		run("payment", "show", r.ID)
		if r.Kind == history.Payment && r.Outcome.MoneyIn() {
			must(ExitOK, run("receipt", r.ID, "--json"))
			must(ExitOK, run("receipt", r.ID, "--print"))
		}
	}
	for _, args := range [][]string{{"history", "--csv"}, {"day"}, {"day", "--pdf", filepath.Join(d.data, "x.pdf")}, {"readers"}, {"verify"}, {"backup", filepath.Join(d.data, "copy.db")}} {
		must(ExitOK, run(args...))
	}
	for _, slip := range printer.Slips() {
		n.in("a printed slip", slip)
	}

	d.counterAtWork(t, through, n)
	d.wrongSecrets(t, do, good)
	if files := n.below(d.data); files < 5 {
		t.Errorf("%d files below --data", files)
	}
	for _, l := range d.lab.Ledger().Stripe.Intents {
		for k, v := range l.Metadata {
			n.in("the metadata of an intent", []byte(k+" "+v))
		}
	}
	for _, r := range d.lab.Ledger().Stripe.Refunds {
		for k, v := range r.Metadata {
			n.in("the metadata of a refund", []byte(k+" "+v))
		}
	}
	if !strings.Contains(all.String(), "•••• 4242") && !strings.Contains(all.String(), "4242") {
		t.Error("no card was named at all: the day was not lived through")
	}
}

// counterAtWork is a counter with all its loops, whose log says everything it has to say, while a card is charged.
func (d *desk) counterAtWork(t *testing.T, stripeURL string, n nest) {
	t.Helper()
	log, err := os.Create(filepath.Join(d.data, "paydesk.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	done := make(chan struct{}, 1)
	c, err := NewCounter(t.Context(), Settings{
		Name: "Counter 1", DataDir: d.data, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Odoo:    odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe:  stripe.Config{Key: sim.StripeKey, URL: stripeURL, Location: sim.Location},
		Receipt: ReceiptConfig{Attach: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.OnChange(func() {
		select {
		case done <- struct{}{}:
		default:
		}
	})
	if err := c.Start(); err != nil {
		t.Error(err)
	}
	charged := ""
	for charged == "" {
		<-done
		if docs, readers := c.Mirror.Snapshot().Open, c.Readers.Snapshot().Readers; len(docs) > 0 && len(readers) > 0 && c.Desk.Index.Progress().Usable {
			people, err := c.Staff.People()
			if err != nil {
				t.Fatal(err)
			}
			doc := docs[0]
			bill := payment.Bill{Company: doc.Company, Partner: doc.Partner.CommercialID, Customer: doc.Partner.Name, Amount: doc.Residual,
				Parts: []payment.Part{{Document: doc.ID, Number: doc.Number, Minor: doc.Residual.Minor}}}
			if charged, err = c.Charge(bill, people[0], readers[0], ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	for {
		if s, err := c.Desk.State(charged); err != nil || s.Phase.Final() {
			if s.Phase != payment.Done {
				t.Errorf("the counter's payment ended %s, %v", s.Phase, err)
			}
			break
		}
		<-done
	}
	if _, err := c.KeepSlip(charged, "Aisha Karim"); err != nil {
		t.Error(err)
	}
	if _, err := c.MailSlip(t.Context(), charged, "mara@lind.example", "Aisha Karim"); err != nil {
		t.Error(err)
	}
	if err := c.attachReceipts(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if st, err := log.Stat(); err != nil || st.Size() == 0 {
		t.Errorf("nothing was logged, %v", err)
	}
}

// wrongSecrets are secrets that people put where they do not belong.
func (d *desk) wrongSecrets(t *testing.T, do func(command) said, good string) {
	t.Helper()
	fails := func(what string, c command) {
		t.Helper()
		if s := do(c); s.code == ExitOK || s.err == "" {
			t.Errorf("%s: taken, %+v", what, s)
		}
	}
	fails("a wrong key of Odoo", command{args: []string{"documents"}, env: map[string]string{OdooKeyVariable: canaryOdooKey}})
	fails("a wrong key of Stripe", command{args: []string{"readers"}, env: map[string]string{StripeKeyVariable: canaryStripe}})
	fails("a live key for a simulator", command{args: []string{"readers"}, env: map[string]string{StripeKeyVariable: "sk_live_" + canaryMislaid}})
	key := filepath.Join(filepath.Dir(d.config), "open.key")
	if err := os.WriteFile(key, []byte(canaryOdooKey), 0o644); err != nil {
		t.Fatal(err)
	}
	for what, config := range map[string]string{
		"a key file that all can read":    strings.Replace(good, "[odoo]\n", "[odoo]\nkey_file = \"open.key\"\n", 1),
		"a key in the file":               strings.Replace(good, "[stripe]\n", "[stripe]\nkey = \""+canaryMislaid+"\"\n", 1),
		"a password in an address":        strings.Replace(good, "url = \"http://", "url = \"http://kiosk:"+canaryInURL+"@", 1),
		"a key for a location":            strings.Replace(good, sim.Location, canaryStripe, 1),
		"a password in a broken address":  strings.Replace(good, "url = \"http://", "url = \"ftp://kiosk:"+canaryInURL+"@", 1),
		"a key where no text is expected": strings.Replace(good, "[counter]\n", "[counter]\nlanguage = \""+canaryStripe+"\"\n", 1),
	} {
		d.write(config)
		c := command{args: []string{"documents"}}
		if strings.Contains(config, "open.key") {
			c.env = map[string]string{OdooKeyVariable: ""}
		}
		fails(what, c)
	}
	d.write(good)
}
