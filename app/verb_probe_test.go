package app

import (
	"encoding/json"
	"strings"
	"testing"

	"paydesk/services/explain"
)

// Lost if it fails: a shop finds out at the first customer that its set-up cannot book, or a script takes a broken
// set-up for a good one.
func TestProbeSaysWhatStopsTheCounter(t *testing.T) {
	d := newDesk(t, "good")
	s := d.must(ExitOK, d.run("probe"))
	if !strings.Contains(s.out, "Odoo") || !strings.Contains(s.out, "journal") {
		t.Errorf("says: %s", s.out)
	}
	d.write(strings.Replace(d.toml(), "[odoo]\n", "[odoo]\njournal = \"NOPE\"\n", 1))
	d.must(ExitFailed, d.run("probe"))
	s = d.must(ExitFailed, d.run("probe", "--json"))
	var found []explain.Finding
	if err := json.Unmarshal([]byte(s.out), &found); err != nil {
		t.Fatal(err)
	}
	stops := 0
	for _, f := range found {
		if f.State == explain.Stop {
			stops++
		}
		if f.What == "" || f.State != explain.OK && f.Fix == "" || strings.Contains(f.What+f.Meaning+f.Fix, "⟦") {
			t.Errorf("%+v", f)
		}
	}
	if stops == 0 {
		t.Error("nothing stops a counter without a journal")
	}
}
