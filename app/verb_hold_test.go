package app

import (
	"strings"
	"testing"
	"time"

	stripesim "paydesk/services/sim/stripe"
)

// managed is a shop with a manager, whose PIN is 4711.
func managed(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, stripesim.AutoGood)
	d.must(ExitOK, d.do(command{args: []string{"people", "add", "Boss", "--role", "manager", "--pin-stdin"}, stdin: "4711\n"}))
	d.must(ExitOK, d.do(command{args: []string{"people", "add", "Ann", "--role", "cashier", "--pin-stdin"}, stdin: "8642\n"}))
	return d
}

// as runs a command for somebody with a PIN.
func (d *desk) as(who, pin string, args ...string) said {
	d.t.Helper()
	return d.do(command{args: append(args, "--as", who, "--pin-stdin", "--json"), stdin: pin + "\n"})
}

// Lost if it fails: a hold from the command line is called paid, is not found again, or is not charged or let go as ordered.
func TestHoldByCommandLine(t *testing.T) {
	t.Parallel()
	d := managed(t)
	numbers := d.numbers()
	hold := func(number string) payResult {
		t.Helper()
		r := into[payResult](t, d.must(ExitOK, d.as("Ann", "8642", "pay", "--document", number, "--reader", "front DESK", "--hold")).out)
		if r.State != "Reserved" || r.ReservedMinor == 0 || r.ReceivedMinor != 0 || r.Odoo != 0 || r.ResidualMinor != r.ReservedMinor {
			t.Errorf("a hold: %+v", r)
		}
		return r
	}
	first := hold(numbers[0])
	rows := into[[]holdRow](t, d.must(ExitOK, d.run("holds", "--json")).out)
	if len(rows) != 1 || rows[0].Intent != first.Intent || rows[0].Minor != first.ReservedMinor || time.Until(rows[0].Until) < 47*time.Hour || rows[0].Person != "Ann" || rows[0].Documents[0] != numbers[0] {
		t.Fatalf("holds: %+v", rows)
	}
	if s := d.must(ExitNotCharged, d.as("Ann", "8642", "pay", "--document", numbers[0], "--reader", "front DESK")); !strings.Contains(s.out, `"Reserved"`) {
		t.Errorf("a held invoice is paid again: %s", s.out)
	}
	part := into[payResult](t, d.must(ExitOK, d.as("Ann", "8642", "capture", first.Intent, "--amount", "1.00")).out)
	if part.State != "Done" || part.ReceivedMinor != 100 || part.ResidualMinor != first.ReservedMinor-100 {
		t.Errorf("capture of a part: %+v", part)
	}
	d.charged(1)

	second := hold(numbers[1])
	d.must(ExitUsage, d.as("Boss", "4711", "release", second.Payment))
	d.must(ExitFailed, d.as("Ann", "8642", "release", second.Payment, "--reason", "the tools are back"))
	gone := into[payResult](t, d.must(ExitOK, d.as("Boss", "4711", "release", second.Payment, "--reason", "the tools are back")).out)
	if gone.State != "Released" || gone.ReceivedMinor != 0 {
		t.Errorf("release: %+v", gone)
	}
	if s := d.must(ExitFailed, d.as("Ann", "8642", "capture", second.Intent)); !strings.Contains(s.err, "reserved") {
		t.Errorf("what was let go is captured: %s", s.err)
	}
	if s := d.must(ExitOK, d.run("holds")); !strings.Contains(s.out, "Nothing is reserved") {
		t.Errorf("holds: %s", s.out)
	}
	d.charged(1)
}

// Lost if it fails: a card number is keyed in without a manager's word or a reason, on a reader that cannot, or is booked as
// if the card had been there.
func TestPhoneOrderByCommandLine(t *testing.T) {
	t.Parallel()
	d := managed(t)
	number := d.numbers()[0]
	moto := func(who, pin string, more ...string) said {
		return d.as(who, pin, append([]string{"pay", "--document", number, "--reader", "front DESK", "--method", "moto"}, more...)...)
	}
	d.must(ExitUsage, moto("Boss", "4711"))
	d.must(ExitUsage, moto("Boss", "4711", "--reason", "by phone", "--hold"))
	if s := d.must(ExitFailed, moto("Ann", "8642", "--reason", "by phone")); !strings.Contains(s.err, "PIN") {
		t.Errorf("a cashier: %s", s.err)
	}
	d.charged(0)
	r := into[payResult](t, d.must(ExitOK, moto("Boss", "4711", "--reason", "ordered by phone")).out)
	if r.State != "Done" || r.Method != "moto" || r.ResidualMinor != 0 {
		t.Errorf("a phone order: %+v", r)
	}
	d.charged(1)
	if m := d.lab.Ledger().Stripe.Intents[0].Metadata; m["pd_kind"] != "moto" {
		t.Errorf("the claim says %q", m["pd_kind"])
	}
	shown := d.must(ExitOK, d.run("payment", "--json", "show", r.Payment)).out
	for _, want := range []string{`"why":"ordered by phone"`, `"approver":"Boss"`, `"type":"card"`} {
		if !strings.Contains(shown, want) {
			t.Errorf("the journal does not hold %s", want)
		}
	}
}
