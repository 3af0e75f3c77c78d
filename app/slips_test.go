package app

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"paydesk/services/explain"
	"paydesk/services/history"
	printersim "paydesk/services/sim/printer"
	stripesim "paydesk/services/sim/stripe"
)

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
