package app

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"paydesk/services/clock"
	"paydesk/services/history"
	"paydesk/storage"
)

// Lost if it fails: one summary that cannot be read hides every payment older than ninety days, or stands in the list without a name.
func TestABrokenSummaryHidesNoOther(t *testing.T) {
	s, err := storage.Open(filepath.Join(t.TempDir(), "store.db"), storage.Options{Clock: clock.Real{}, Rand: cryptoRand})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	bodies := map[string]string{"a": `{"id":"a","documents":["INV/1"]}`, "b": `{"customer":"of a form of before"}`, "c": `[]`, "d": `{"id":"d"}`}
	old := clock.Real{}.Now().AddDate(-1, 0, 0)
	for id := range bodies {
		if _, err := s.Append(storage.Entry{At: old, Payment: id, Kind: "Done", Version: 1, Closed: true, Body: json.RawMessage(`{}`)}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Compact(old.AddDate(0, 1, 0), func(life []storage.Entry) (string, json.RawMessage, bool) {
		id := life[0].Payment
		return "pi_" + id, json.RawMessage(bodies[id]), true
	}); n != len(bodies) || err != nil {
		t.Fatal(n, err)
	}
	var got []string
	err = journal{store: s}.Kept(func(r history.Row) { got = append(got, r.ID) })
	if strings.Join(got, "") != "ad" || err == nil || !strings.Contains(err.Error(), "payment b") || !strings.Contains(err.Error(), "payment c") {
		t.Errorf("kept %v, %v", got, err)
	}
}
