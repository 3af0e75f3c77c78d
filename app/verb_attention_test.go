package app

import (
	"slices"
	"strings"
	"testing"

	"paydesk/assets"
	"paydesk/services/language"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: whoever watches a counter from outside is told that all is well while a charge is in no books, or the other way
// round; or cannot tell today's entry from yesterday's.
func TestAttentionSaysWhatNeedsAPerson(t *testing.T) {
	// Not beside others: the language is the whole program's.
	t.Cleanup(func() {
		if err := language.Use(assets.English); err != nil {
			t.Error(err)
		}
	})
	d := newDesk(t, stripesim.AutoGood)
	if s := d.must(ExitOK, d.run("attention", "--json")); strings.TrimSpace(s.out) != "[]" {
		t.Errorf("an empty counter: %q", s.out)
	}
	number := d.numbers()[0]
	if err := d.lab.Odoo.Fault(odoosim.Fault{Name: "refuse-booking", Text: "The period is locked"}); err != nil {
		t.Fatal(err)
	}
	d.must(ExitUnsettled, d.pay(number))
	rows := into[[]attentionRow](t, d.must(ExitUnsettled, d.run("attention", "--json")).out)
	if len(rows) != 1 {
		t.Fatalf("%+v", rows)
	}
	r := rows[0]
	if r.ID != "refused:"+r.Intent || r.Numbers != number || r.Person != "Mia" || r.Minor <= 0 || !strings.Contains(r.Title, number) || !strings.Contains(r.Fact, "The period is locked") ||
		!slices.Contains(r.Actions, "book_again") || !slices.Contains(r.Actions, "close") {
		t.Errorf("%+v", r)
	}
	if s := d.must(ExitUnsettled, d.run("attention", "--language", "de")); !strings.Contains(s.out, r.ID) || !strings.Contains(s.out, "Odoo lehnt die Buchung ab") {
		t.Errorf("in German: %s", s.out)
	}
	d.lab.Odoo.ClearFaults()
	d.must(ExitOK, d.pay(number))
	if s := d.must(ExitOK, d.run("attention")); !strings.Contains(s.out, "Nothing needs attention") {
		t.Errorf("booked by now: %s", s.out)
	}
}
