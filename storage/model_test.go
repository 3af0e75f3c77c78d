package storage

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// model is what the store must hold: everything that was acknowledged, nothing that was refused.
type model struct {
	entries []Entry
	open    []string
	prefs   map[string]string
	rows    map[string][]byte
	cursor  string
}

// TestStoreAgainstModel runs random work, failing disks and restarts against a plain model of the promises.
func TestStoreAgainstModel(t *testing.T) {
	dir := t.TempDir()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		path := fmt.Sprintf("%s/%d/paydesk.db", dir, run)
		m := model{prefs: map[string]string{}, rows: map[string][]byte{}}
		var s *Store
		start := func() {
			var err error
			if s, err = Open(path, testOptions()); err != nil {
				rt.Fatalf("open: %v", err)
			}
			s.db.NoSync = true // kill -9 and power are tested elsewhere
		}
		start()
		defer func() { s.Close() }()
		rt.Repeat(map[string]func(*rapid.T){
			"append": func(rt *rapid.T) {
				e := Entry{
					Payment: rapid.SampledFrom([]string{"", "a", "ab", "b"}).Draw(rt, "payment"),
					Kind:    rapid.StringMatching(`[A-Z][a-z]{1,8}`).Draw(rt, "kind"),
					Version: rapid.IntRange(1, 3).Draw(rt, "version"),
				}
				e.Closed = e.Payment != "" && rapid.Bool().Draw(rt, "closed")
				e.Body, _ = json.Marshal(rapid.String().Draw(rt, "body"))
				fails := rapid.IntRange(0, 4).Draw(rt, "disk") == 0
				if fails {
					s.beforeCommit = func() error { return syscall.ENOSPC }
				}
				got, err := s.Append(e)
				s.beforeCommit = nil
				if fails != (err != nil) {
					rt.Fatalf("disk fails: %v, got %v", fails, err)
				}
				if err == nil {
					m.append(got)
				}
			},
			"prefer": func(rt *rapid.T) {
				person, value := rapid.SampledFrom([]string{"", "x", "y"}).Draw(rt, "person"), rapid.SampledFrom([]string{"", "1", "2"}).Draw(rt, "value")
				if err := s.SetPreference(person, "reader", value); err != nil {
					rt.Fatal(err)
				}
				m.prefs[person] = value
			},
			"mirror": func(rt *rapid.T) {
				rows := rapid.MapOf(rapid.StringMatching(`[a-c]{1,2}`), rapid.SliceOf(rapid.Byte())).Draw(rt, "rows")
				cursor := rapid.String().Draw(rt, "cursor")
				if cursor != "" { // an empty one leaves the old
					m.cursor = cursor
				}
				for k, v := range rows {
					if len(v) == 1 {
						rows[k] = nil
						delete(m.rows, k)
					} else {
						m.rows[k] = append([]byte{}, v...)
						rows[k] = m.rows[k]
					}
				}
				if err := s.MirrorPut(rows, cursor); err != nil {
					rt.Fatal(err)
				}
			},
			"restart": func(rt *rapid.T) {
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				start()
			},
			"": func(rt *rapid.T) { m.check(rt, s) },
		})
		if err := os.RemoveAll(fmt.Sprintf("%s/%d", dir, run)); err != nil {
			rt.Fatal(err)
		}
	})
}

func (m *model) append(e Entry) {
	m.entries = append(m.entries, e)
	if e.Payment == "" {
		return
	}
	at := slices.Index(m.open, e.Payment)
	if e.Closed && at >= 0 {
		m.open = slices.Delete(m.open, at, at+1)
	} else if !e.Closed && at < 0 {
		m.open = append(m.open, e.Payment)
	}
}

func (m *model) check(rt *rapid.T, s *Store) {
	if n, err := s.Verify(); n != uint64(len(m.entries)) || err != nil {
		rt.Fatalf("%d entries, want %d: %v", n, len(m.entries), err)
	}
	var got []Entry
	if err := s.Walk(0, func(e Entry) error { got = append(got, e); return nil }); err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(m.entries, got); diff != "" {
		rt.Fatalf("journal: %s", diff)
	}
	open, err := s.OpenLives()
	if err != nil || !slices.Equal(open, m.open) {
		rt.Fatalf("open lives %v, want %v: %v", open, m.open, err)
	}
	for person, want := range m.prefs {
		if v, ok, err := s.Preference(person, "reader"); v != want || ok != (want != "") || err != nil {
			rt.Fatalf("preference of %q: %q %v %v, want %q", person, v, ok, err, want)
		}
	}
	rows, cursor, err := s.MirrorLoad()
	if diff := cmp.Diff(m.rows, rows); diff != "" || cursor != m.cursor || err != nil {
		rt.Fatalf("mirror: %q want %q, %v %s", cursor, m.cursor, err, diff)
	}
}
