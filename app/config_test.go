package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/staff"
)

const goodConfig = `# the shop
[odoo]
url = "https://Shop.odoo.com/"
database = "shop"
user = "kiosk@example.com"
company = "Shop BV"
journal = "Stripe"
key_file = "odoo.key"

[stripe]
location = "tml_1"

[counter]
name = "Front"
language = "de"
diagonal = 15.6
away_limit = { cashier = "250.00 EUR", manager = "eur 1.000,00" }

[receipt]
header = ["Kanaalstraat 12", "VAT NL1"]
`

func testEnv(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

// writeConfig returns the path of a configuration with a good Odoo key beside it.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"paydesk.toml": text, "odoo.key": "odoo-key-from-file\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "paydesk.toml")
}

var stripeKeyOnly = testEnv(map[string]string{StripeKeyVariable: " rk_test_123\n"})

func TestConfigIsRead(t *testing.T) {
	c, err := LoadConfig(writeConfig(t, goodConfig), stripeKeyOnly)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Odoo, OdooConfig{URL: "https://shop.odoo.com", Database: "shop", User: "kiosk@example.com", Company: "Shop BV", Journal: "Stripe", Key: "odoo-key-from-file"}) {
		t.Errorf("odoo: %#v", c.Odoo)
	}
	if c.Stripe != (StripeConfig{Location: "tml_1", Key: "rk_test_123"}) || c.Stripe.Live() {
		t.Errorf("stripe: %#v", c.Stripe)
	}
	if c.Counter.Name != "Front" || c.Counter.Language != "de" || c.Counter.Diagonal != 15.6 ||
		c.Rights[staff.Cashier].Away.Most != money.New(25000, "EUR") || c.Rights[staff.Manager].Away.Most != money.New(100000, "EUR") {
		t.Errorf("counter: %+v", c.Counter)
	}
	if !reflect.DeepEqual(c.Receipt, ReceiptConfig{Header: []string{"Kanaalstraat 12", "VAT NL1"}}) || c.Printer.Set() {
		t.Errorf("receipt: %+v, printer: %+v", c.Receipt, c.Printer)
	}
	c, err = LoadConfig(writeConfig(t, strings.Replace(goodConfig, `{ cashier = "250.00 EUR", manager = "eur 1.000,00" }`, `"80 EUR"`, 1)),
		testEnv(map[string]string{StripeKeyVariable: "sk_live_1", OdooKeyVariable: "from-env"}))
	if err != nil || c.Odoo.Key != "from-env" || !c.Stripe.Live() || c.Rights[staff.Cashier].Away.Most != money.New(8000, "EUR") {
		t.Errorf("%+v, %v", c, err)
	}
}

// Whoever sets up a shop sees the file, the line and the fix, for everything that is wrong at once.
func TestBrokenConfigNamesLineAndFix(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		line     int
		want     []string
	}{
		"misspelt key":        {`user = "kiosk`, `usr = "kiosk`, 5, []string{`unknown key "usr" in [odoo]`, `Did you mean "user"?`}},
		"strange key":         {`name = "Front"`, `loyalty = 1`, 14, []string{`unknown key "loyalty"`, `Known are "name", "language", "diagonal", "away_limit"`}},
		"misspelt section":    {`[counter]`, `[conuter]`, 13, []string{"unknown section [conuter]", "Did you mean [counter]?"}},
		"key at the top":      {`# the shop`, `journal = "x"`, 1, []string{`"journal" stands outside of any section`, "below [odoo]"}},
		"section as key":      {`[stripe]` + "\n" + `location = "tml_1"`, "", 0, nil},
		"not TOML":            {`database = "shop"`, `database = shop"`, 4, []string{"not TOML"}},
		"twice":               {`name = "Front"`, "name = \"a\"\nname = \"b\"", 15, []string{"not TOML"}},
		"number for text":     {`company = "Shop BV"`, `company = 1`, 6, []string{"company must be text, not a number", `company = "…"`}},
		"no such language":    {`"de"`, `"at"`, 15, []string{`no language "at"`, `language = "en"`, "de (Deutsch)"}},
		"text for number":     {`15.6`, `"15.6"`, 16, []string{"diagonal must be a number, not text"}},
		"huge screen":         {`15.6`, `1560`, 16, []string{"not between 5 and 55"}},
		"not a number":        {`15.6`, `nan`, 16, []string{"not between 5 and 55"}},
		"header of one line":  {`["Kanaalstraat 12", "VAT NL1"]`, `"Kanaalstraat 12"`, 20, []string{"header must be a list", `header = ["First line"`}},
		"header too long":     {`"VAT NL1"`, `"` + strings.Repeat("x", 81) + `"`, 20, []string{"at most 80 letters"}},
		"limit of a role":     {`[counter]`, "[limits]\nrefund = { auditor = \"1 EUR\" }\n[counter]", 14, []string{`refund has no role "auditor"`}},
		"unknown limit":       {`[counter]`, "[limits]\nrefunds = \"1 EUR\"\n[counter]", 14, []string{`Did you mean "refund"?`}},
		"roles as text":       {`[counter]`, "[limits]\nrefund_part = \"cashier\"\n[counter]", 14, []string{"refund_part must be a list of roles", `refund_part = ["cashier", "manager"]`}},
		"no such role":        {`[counter]`, "[limits]\nsettings = [\"boss\"]\n[counter]", 14, []string{"settings must be a list of roles"}},
		"no currency":         {`"250.00 EUR"`, `250`, 17, []string{"away_limit of cashier", `cashier = "250.00 EUR"`}},
		"half a cent":         {`250.00 EUR`, `250.005 EUR`, 17, []string{"away_limit of cashier"}},
		"negative":            {`250.00 EUR`, `-1 EUR`, 17, []string{"not below zero"}},
		"most, no currency":   {`diagonal = 15.6`, `max_payment = 2500`, 16, []string{"max_payment", `max_payment = "2500.00 EUR"`}},
		"most, too little":    {`diagonal = 15.6`, `max_payment = "0.10 EUR"`, 16, []string{"max_payment"}},
		"role":                {`manager =`, `owner =`, 17, []string{`no role "owner"`}},
		"write-off, no limit": {`company = "Shop BV"`, `write_off = { account = "6990" }`, 6, []string{"write_off must name an account and a limit", `limit = "0.05 EUR"`}},
		"write-off, number":   {`company = "Shop BV"`, `write_off = { account = "6990", limit = 5 }`, 6, []string{"limit of write_off"}},
		"missing":             {`database = "shop"`, ``, 2, []string{"database is missing in [odoo]", `Add a line such as database = "shop"`}},
		"empty":               {`"shop"`, `""`, 4, []string{"database is missing"}},
		"two lines":           {`"Shop BV"`, `"Shop\nBV"`, 6, []string{"more than one line"}},
		"not encrypted":       {`https://Shop.odoo.com/`, `http://shop.odoo.com`, 3, []string{"not encrypted"}},
		"odoo path":           {`Shop.odoo.com/`, `shop.odoo.com/web`, 3, []string{"goes on after the host"}},
		"odoo without https":  {`https://Shop.odoo.com/`, `shop.odoo.com`, 3, []string{"https://"}},
		"location":            {`tml_1`, `Front shop`, 11, []string{"begins with tml_"}},
		"key file missing":    {`odoo.key`, `none.key`, 8, []string{"none.key cannot be read"}},
		"no odoo key":         {`key_file = "odoo.key"`, ``, 2, []string{"no key for odoo", OdooKeyVariable}},
		"dotted key":          {`company = "Shop BV"`, `key.file = "x"`, 6, []string{`unknown key "key"`}},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "section as key" {
				c.old, c.new, c.line, c.want = "# the shop", "stripe = 1", 1, []string{`"stripe" is a section`}
				text := strings.Replace(goodConfig, "[stripe]\nlocation = \"tml_1\"\n", "", 1)
				check(t, strings.Replace(text, c.old, c.new, 1), c.line, c.want)
				return
			}
			if !strings.Contains(goodConfig, c.old) {
				t.Fatalf("the good configuration has no %q", c.old)
			}
			check(t, strings.Replace(goodConfig, c.old, c.new, 1), c.line, c.want)
		})
	}
}

func check(t *testing.T, text string, line int, want []string) {
	t.Helper()
	path := writeConfig(t, text)
	_, err := LoadConfig(path, stripeKeyOnly)
	var first *ConfigError
	if !errors.As(err, &first) {
		t.Fatalf("got %v", err)
	}
	if first.File != path || first.Line != line || first.Fix == "" || !strings.HasPrefix(err.Error(), fmt.Sprintf("%s:%d: ", path, line)) {
		t.Errorf("place: %q line %d, want %d", first.File, first.Line, line)
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q does not say %q", err, w)
		}
	}
}

func TestAllProblemsAreReportedTogether(t *testing.T) {
	_, err := LoadConfig(writeConfig(t, "[odoo]\nurl = 1\n[strpe]\n"), testEnv(nil))
	var lines []string
	for _, line := range strings.Split(err.Error(), "\n") {
		_, rest, _ := strings.Cut(line, "paydesk.toml:")
		lines = append(lines, rest)
	}
	if len(lines) < 5 || !strings.Contains(err.Error(), "Did you mean [stripe]?") || !strings.Contains(err.Error(), StripeKeyVariable) {
		t.Errorf("got %q", lines)
	}
}

func TestMissingConfigIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.toml")
	_, err := LoadConfig(path, stripeKeyOnly)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path+": the configuration cannot be read") {
		t.Errorf("got %v", err)
	}
	if _, err := LoadConfig(t.TempDir(), stripeKeyOnly); err == nil {
		t.Error("a folder was read")
	}
}

// The Stripe key may go to Stripe and to this machine, whatever is written into the file.
func TestStripeKeyGoesNowhereElse(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.stripe.com":       "https://api.stripe.com",
		"https://API.stripe.com/":      "https://api.stripe.com",
		"http://127.0.0.1:12111":       "http://127.0.0.1:12111",
		"http://[::1]:12111":           "http://[::1]:12111",
		"http://localhost:1":           "http://localhost:1",
		"http://api.stripe.com":        "",
		"https://api.stripe.com:8443":  "",
		"https://api.stripe.com.evil":  "",
		"https://api.stripe.com@evil":  "",
		"https://evil/api.stripe.com":  "",
		"https://api.stripe.com/v1":    "",
		"https://api.stripe.com?x=1":   "",
		"https://127.0.0.1.evil":       "",
		"http://localhost.evil":        "",
		"http://0.0.0.0:1":             "",
		"http://192.168.1.1":           "",
		"http://user@127.0.0.1":        "",
		"ftp://127.0.0.1":              "",
		"127.0.0.1:12111":              "",
		"https://аpi.stripe.com":       "", // the first letter is Cyrillic
		"https://":                     "",
		"http://127.0.0.1\nhttp://bad": "",
	} {
		clean, problem, fix := stripeURL(raw)
		if clean != want || (problem == "") != (want != "") || (fix == "") != (want != "") {
			t.Errorf("%q gave %q, %q, want %q", raw, clean, problem, want)
		}
	}
	text := strings.Replace(goodConfig, `location = "tml_1"`, `url = "http://127.0.0.1:1"`, 1)
	for key, ok := range map[string]bool{"rk_test_1": true, "sk_live_1": false, "rk_live_1": false} {
		_, err := LoadConfig(writeConfig(t, text), testEnv(map[string]string{StripeKeyVariable: key}))
		if (err == nil) != ok {
			t.Errorf("%s to a simulator: %v", key, err)
		}
	}
	if _, err := LoadConfig(writeConfig(t, goodConfig), testEnv(map[string]string{StripeKeyVariable: "pk_test_1"})); err == nil {
		t.Error("a publishable key was accepted")
	}
}

// A key that others on the machine can read is a key that is lost.
func TestKeyFileMustBePrivate(t *testing.T) {
	path := writeConfig(t, goodConfig)
	key := filepath.Join(filepath.Dir(path), "odoo.key")
	for _, mode := range []os.FileMode{0o640, 0o604, 0o666} {
		if err := os.Chmod(key, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadConfig(path, stripeKeyOnly); err == nil || !strings.Contains(err.Error(), "Run: chmod 600 "+key) {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
	if err := os.Chmod(key, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "two\nkeys", strings.Repeat("x", maxSecretBytes+1)} {
		if err := os.WriteFile(key, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadConfig(path, stripeKeyOnly)
		if err == nil || !strings.Contains(err.Error(), "on one line") || strings.Contains(err.Error(), "two") {
			t.Errorf("%.20q: %v", content, err)
		}
	}
	if got := shellQuote("/a b/it's"); got != `'/a b/it'\''s'` {
		t.Errorf("quoted %s", got)
	}
}

// However a configuration is printed, the keys are not.
func TestSecretsAreNeverPrinted(t *testing.T) {
	c := Config{Odoo: OdooConfig{Key: "hunter2"}, Stripe: StripeConfig{Key: "hunter2"}}
	encoded, err := json.Marshal(c.Odoo)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%+v %#v %s %q", c, c, c.Odoo.Key, c.Odoo.Key), string(encoded), c.Odoo.Key.LogValue().String()} {
		if strings.Contains(text, "hunter2") {
			t.Errorf("printed %s", text)
		}
	}
	if c.Odoo.Key.Reveal() != "hunter2" || Secret("").String() != "(none)" {
		t.Error("a key must still be usable, and its absence visible")
	}
}

func TestDefaultPaths(t *testing.T) {
	home := map[string]string{"HOME": "/home/ines"}
	p, err := DefaultPaths("linux", testEnv(home))
	want := Paths{
		Config: "/home/ines/.config/paydesk/paydesk.toml", Data: "/home/ines/.local/share/paydesk",
		Log: "/home/ines/.local/state/paydesk/log",
	}
	if p != want || err != nil {
		t.Errorf("%+v, %v", p, err)
	}
	home["XDG_DATA_HOME"], home["XDG_CONFIG_HOME"] = "/data", "relative"
	if p, err = DefaultPaths("linux", testEnv(home)); p.Data != "/data/paydesk" || p.Config != want.Config || err != nil {
		t.Errorf("%+v, %v", p, err)
	}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		if _, err := DefaultPaths(goos, testEnv(nil)); err == nil {
			t.Errorf("%s without a home was accepted", goos)
		}
	}
}

// A shop's first configuration is copied from the README: it has to load as it stands there.
func TestReadmeExampleLoads(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(readme), "```toml\n")
	example, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("the README shows no configuration")
	}
	env := testEnv(map[string]string{OdooKeyVariable: "key", StripeKeyVariable: "rk_test_1"})
	c, err := LoadConfig(writeConfig(t, example), env)
	if err != nil || c.Counter.Diagonal == 0 || c.Rights[staff.Cashier].Away.Most.Minor == 0 || c.Odoo.Tips != "4500" || *c.Odoo.WriteOff != (odoo.WriteOff{Account: "6990", Limit: money.New(5, "EUR")}) {
		t.Errorf("%+v, %v", c, err)
	}
}
