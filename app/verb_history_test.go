package app

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paydesk/services/history"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: what was charged this morning is in no list, or in the accountant's file with another sum.
func TestHistoryAfterAPayment(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoGood)
	if s := d.must(ExitOK, d.run("history", "--json")); strings.TrimSpace(s.out) != "[]" {
		t.Fatalf("an empty counter: %q", s.out)
	}
	number := d.numbers()[0]
	d.must(ExitOK, d.pay(number))
	rows := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json")).out)
	if len(rows) != 1 || rows[0].Numbers[0] != number || rows[0].Outcome != history.Booked || rows[0].Booking == "" || rows[0].Moved != rows[0].Asked {
		t.Fatalf("%+v", rows)
	}
	lines, err := csv.NewReader(strings.NewReader(d.must(ExitOK, d.run("history", "--csv")).out)).ReadAll()
	if err != nil || len(lines) != 2 || !slices.Contains(lines[1], rows[0].Intent) || !slices.Contains(lines[1], rows[0].Moved.Decimal()) {
		t.Errorf("%v %v", lines, err)
	}
	if s := d.must(ExitOK, d.run("history", "--search", "nobody of this name", "--json")); strings.TrimSpace(s.out) != "[]" {
		t.Errorf("the search finds %s", s.out)
	}
	if s := d.must(ExitOK, d.run("day")); !strings.Contains(s.out, rows[0].Moved.Format("")) || !strings.Contains(s.out, "Front desk") {
		t.Errorf("the X report: %s", s.out)
	}
	first, again := d.must(ExitOK, d.run("receipt", rows[0].Intent)).out, d.must(ExitOK, d.run("receipt", rows[0].ID)).out
	if !strings.Contains(first, rows[0].Last4) || strings.Contains(first, "DUPLICATE") || !strings.Contains(again, "DUPLICATE") {
		t.Errorf("receipts:\n%s\n%s", first, again)
	}
	pdf := filepath.Join(t.TempDir(), "x.pdf")
	d.must(ExitOK, d.run("day", "--pdf", pdf))
	if b, err := os.ReadFile(pdf); err != nil || !strings.HasPrefix(string(b), "%PDF") {
		t.Errorf("no PDF: %v", err)
	}
}
