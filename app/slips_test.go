package app

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paydesk/services/explain"
	"paydesk/services/history"
	"paydesk/services/odoo"
	"paydesk/services/print"
	"paydesk/services/sim"
	printersim "paydesk/services/sim/printer"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/stripe"
)

// counter is the program without its loops, on the desk's store.
func (d *desk) counterWith(p PrinterConfig) *Counter {
	d.t.Helper()
	c, err := NewCounter(d.t.Context(), Settings{
		Name: "Counter 1", DataDir: d.data, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Printer: p,
		Odoo:   odoo.Config{URL: d.lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe: stripe.Config{Key: sim.StripeKey, URL: d.lab.StripeURL, Location: sim.Location},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		if err := c.Close(); err != nil {
			d.t.Error(err)
		}
	})
	return c
}

// Lost if it fails: a receipt of which nothing came out makes the first real one a duplicate; a second one passes for the first; the file
// kept instead of a slip does.
func TestWhichReceiptIsTheFirst(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	p, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, number := range d.numbers()[:2] {
		d.must(ExitOK, d.pay(number))
	}
	rows := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json")).out)
	c := d.counterWith(PrinterConfig{Place: print.Place{Address: p.Address()}, Paper: print.Paper{Width: 80}})
	moved := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	c.run.Go(func() { c.slips.printer.Run(c.ctx) })
	printed := func(id string) print.Status {
		t.Helper()
		if err := c.PrintSlip(id, "Aisha Karim"); err != nil {
			t.Fatal(err)
		}
		for c.Printed(id).Phase.UnderWay() {
			<-moved
		}
		return c.Printed(id)
	}
	copies := func(id string) int {
		s, err := c.Desk.State(id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Receipts
	}
	id, other := rows[0].ID, rows[1].ID
	p.Behave(printersim.Ways{NoPaper: true})
	for range 3 {
		if s := printed(id); s.Phase != print.Failed || s.Sent || copies(id) != 1 {
			t.Fatalf("%+v, %d copies", s, copies(id))
		}
	}
	p.Behave(printersim.Ways{})
	if s := printed(id); s.Phase != print.Printed || copies(id) != 1 {
		t.Errorf("the first that came out: %+v, %d copies", s, copies(id))
	}
	if s := printed(id); s.Phase != print.Printed || copies(id) != 2 {
		t.Errorf("the second: %+v, %d copies", s, copies(id))
	}
	for len(p.Slips()) < 2 { // the answer is here before the visit ends
		<-p.Visited
	}
	if slips := p.Slips(); len(slips) != 2 || bytes.Contains(slips[0], []byte("DUPLICATE")) || !bytes.Contains(slips[1], []byte("DUPLICATE")) {
		t.Errorf("%q", slips)
	}

	p.Behave(printersim.Ways{HangsUp: 40}) // some of it is on paper
	if s := printed(other); s.Phase != print.Failed || !s.Sent {
		t.Errorf("%+v", s)
	}
	p.Behave(printersim.Ways{NoPaper: true})
	if s := printed(other); s.Sent || copies(other) != 2 {
		t.Errorf("%+v, %d copies", s, copies(other))
	}
	path, err := c.KeepSlip(other, "Aisha Karim") // in the place of the one that did not come out
	if err != nil || copies(other) != 2 || !strings.HasSuffix(path, "-2.pdf") {
		t.Errorf("%s, %d copies, %v", path, copies(other), err)
	}
	if path, err = c.KeepSlip(other, "Aisha Karim"); err != nil || copies(other) != 3 || !strings.HasSuffix(path, "-3.pdf") {
		t.Errorf("%s, %d copies, %v", path, copies(other), err)
	}
	if b, err := os.ReadFile(filepath.Join(d.data, path)); err != nil || !bytes.HasPrefix(b, []byte("%PDF")) {
		t.Errorf("%q, %v", b, err)
	}
}

// Lost if it fails: a printer that is off takes a payment with it or is not named; the receipt that then comes out at last is called a
// duplicate, or the one after it is not; it lacks the shop's name and tax number.
func TestReceiptOnAPrinter(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	p, err := printersim.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	d.write(d.toml() + "[printer]\naddress = \"127.0.0.1:1\"\n")
	d.must(ExitOK, d.pay(d.numbers()[0]))
	row := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json")).out)[0]
	for range 2 {
		if s := d.must(ExitFailed, d.run("receipt", row.ID, "--print")); !strings.Contains(s.err, "does not answer") || !strings.Contains(s.err, "payment is not touched") {
			t.Errorf("a printer that is off: %s", s.err)
		}
	}
	probed := func(state explain.Judgement, name string) {
		t.Helper()
		s := d.run("probe", "--json")
		var all []explain.Finding
		if err := json.Unmarshal([]byte(s.out), &all); err != nil {
			t.Fatal(err)
		}
		if f := all[len(all)-1]; f.Side != explain.Printer || f.State != state || f.Name != name || f.What == "" || strings.ContainsAny(f.What+f.Fix, "{⟦") {
			t.Errorf("probe: %+v", f)
		}
	}
	probed(explain.Care, "trouble")
	d.write(d.toml() + "[printer]\naddress = \"" + p.Address() + "\"\ncode_page = \"1252\"\n")
	probed(explain.OK, "ready")
	p.Behave(printersim.Ways{Mute: true})
	probed(explain.OK, "silent")
	p.Behave(printersim.Ways{})
	if s := d.must(ExitOK, d.run("receipt", row.ID, "--print", "--as", "Aisha Karim")); !strings.Contains(s.out, "The receipt is printed.") {
		t.Errorf("%s", s.out)
	}
	slips := p.Slips()
	if len(slips) != 1 {
		t.Fatalf("%d slips", len(slips))
	}
	for _, want := range []string{"Northgate Supply", "Nordtorstra\xdfe 4", "DE811907980", "\x80", row.Last4, "\x1d(k"} {
		if !bytes.Contains(slips[0], []byte(want)) {
			t.Errorf("%q is missing on %q", want, slips[0])
		}
	}
	// each run of the program that failed may, for all the next one knows, have printed
	if !bytes.Contains(slips[0], []byte("DUPLICATE")) {
		t.Errorf("a receipt that may be the second says nothing of it: %q", slips[0])
	}
	if s := d.must(ExitUsage, func() said { d.write(d.toml()); return d.run("receipt", row.ID, "--print") }()); !strings.Contains(s.err, "[printer]") {
		t.Errorf("no printer: %s", s.err)
	}
}

// Lost if it fails: a customer whose payment was cancelled gets nothing in writing, or a receipt.
func TestSlipOfWhatWasCancelled(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	d.must(ExitNotCharged, d.run("pay", "--document", d.numbers()[0], "--reader", "Warehouse", "--as", "Mia"))
	row := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json")).out)[0]
	first, again := d.must(ExitOK, d.run("receipt", row.ID)).out, d.must(ExitOK, d.run("receipt", row.ID)).out
	if !strings.Contains(first, "NOTHING WAS CHARGED") || strings.Contains(first, "DUPLICATE") || !strings.Contains(again, "DUPLICATE") {
		t.Errorf("slips:\n%s\n%s", first, again)
	}
}

// Lost if it fails: a customer takes a hold for a payment; the receipt of what was charged of it does not say so; the slip of one that was
// let go reads as a charge.
func TestSlipsOfHolds(t *testing.T) {
	t.Parallel()
	d := managed(t)
	numbers := d.numbers()
	hold := func(number string) payResult {
		t.Helper()
		return into[payResult](t, d.must(ExitOK, d.as("Ann", "8642", "pay", "--document", number, "--reader", "Front desk", "--hold")).out)
	}
	first, second := hold(numbers[0]), hold(numbers[1])
	slip := d.must(ExitOK, d.run("receipt", first.Payment)).out
	if !strings.Contains(slip, "RESERVED") || !strings.Contains(slip, "NOTHING WAS CHARGED") || strings.Contains(slip, "DUPLICATE") {
		t.Errorf("a hold:\n%s", slip)
	}
	d.must(ExitOK, d.as("Ann", "8642", "capture", first.Payment, "--amount", "1.00"))
	slip = d.must(ExitOK, d.run("receipt", first.Payment)).out
	if !strings.Contains(slip, "€1.00") || !strings.Contains(slip, "reserved before") || !strings.Contains(slip, "free again") || strings.Contains(slip, "DUPLICATE") {
		t.Errorf("a capture:\n%s", slip)
	}
	d.must(ExitOK, d.as("Boss", "4711", "release", second.Payment, "--reason", "the tools are back"))
	slip = d.must(ExitOK, d.run("receipt", second.Payment)).out
	if !strings.Contains(slip, "Reservation let go") || !strings.Contains(slip, "NOTHING WAS CHARGED") {
		t.Errorf("let go:\n%s", slip)
	}
}
