package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: the command line charges another amount than Odoo asks for, or than was typed; several invoices are paid
// by several charges, or money of one customer goes to another's invoice.
func TestPayTakesWhatIsAskedForAPartOrSeveral(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	d.write(d.toml() + "max_payment = \"1500.00 EUR\"\n")
	number := func(n int) string { return fmt.Sprintf("INV/%d/%05d", time.Now().Year(), n) }
	pay := func(more ...string) said {
		return d.run(append([]string{"pay", "--json", "--reader", "Front desk", "--as", "Mia"}, more...)...)
	}
	left := func(n int) int64 { return d.document(number(n)).ResidualMinor }
	paid := func(want int64, more ...string) {
		t.Helper()
		got := into[payResult](t, d.must(ExitOK, pay(more...)).out)
		if got.ReceivedMinor != want {
			t.Errorf("%v: %d received, want %d", more, got.ReceivedMinor, want)
		}
	}
	paid(30900, "--document", number(429)) // half of €618.00 is due first
	paid(6762, "--document", number(431))  // €69.00 with two percent off
	if left(429) != 30900 || left(431) != 0 {
		t.Fatalf("%d and %d left", left(429), left(431))
	}
	for words, args := range map[string][]string{
		"more than what is left":   {"--document", number(429), "--amount", "309.01"},
		"several customers":        {"--document", number(427), "--document", number(411)},
		"named twice":              {"--document", number(427), "--document", number(427)},
		"leaves a document":        {"--document", number(427), "--document", number(429), "--amount", "1284.50"},
		"charges in one payment":   {"--document", number(427), "--document", number(429)},
		"not an amount":            {"--document", number(427), "--amount", "much"},
		"no open invoice":          {"--document", number(431)},
		"leaves something for the": {"--document", number(427), "--cash", "1284.50"},
		"nothing is to be paid":    {"--document", number(427), "--amount", "0"},
	} {
		if s := d.must(ExitFailed, pay(args...)); !strings.Contains(s.err, words) || !strings.Contains(s.err, "Nothing was charged") {
			t.Errorf("%v: %s", args, s.err)
		}
	}
	paid(140000, "--document", number(429), "--document", number(427), "--amount", "1400")
	if left(427) != 0 || left(429) != 19350 {
		t.Errorf("%d and %d left", left(427), left(429))
	}
	got := into[payResult](t, d.must(ExitOK, pay("--document", number(429), "--amount", "all", "--cash", "93.50")).out)
	if got.ReceivedMinor != 10000 || got.CashMinor != 9350 || got.CashOdoo == 0 || left(429) != 0 {
		t.Errorf("%+v, %d left", got, left(429))
	}
	if n := len(d.lab.Ledger().Stripe.Intents); n != 4 {
		t.Errorf("%d charges", n)
	}
}
