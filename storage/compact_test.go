package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"
)

// aged fills a store with a year: lives that end, one that is never finished, entries of the counter's own.
func aged(t testing.TB, s *Store) (now time.Time) {
	t.Helper()
	s.db.NoSync = true
	at := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
	for day := range 200 {
		for n, kind := range []string{"Opened", "Claimed", "Posted"} {
			e := Entry{At: at.Add(time.Duration(n) * time.Minute), Payment: fmt.Sprintf("pay-%03d", day), Kind: kind, Version: 1, Body: json.RawMessage(fmt.Sprintf(`{"day":%d}`, day))}
			e.Closed = n == 2 && day%50 != 7
			if _, err := s.Append(e); err != nil {
				t.Fatal(err)
			}
		}
		if day%10 == 0 {
			if _, err := s.Append(Entry{At: at, Kind: "StaffPersonAdded", Version: 1, Body: json.RawMessage(`{"name":"Anna"}`)}); err != nil {
				t.Fatal(err)
			}
		}
		at = at.Add(24 * time.Hour)
	}
	return at
}

// booked keeps payments of days that end in 3, as if they were not booked.
func booked(life []Entry) (string, json.RawMessage, bool) {
	return "pi_" + life[0].Payment, life[len(life)-1].Body, life[0].Payment[len(life[0].Payment)-1] != '3'
}

// Lost, if compaction took too much: what happened to money that is not booked yet, or a payment of last week. Lost, if
// it took the proof along: that the rest of the journal is as it was written.
func TestCompactionKeepsWhatIsNeededAndTheProof(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	now := aged(t, s)
	total, _, err := s.Head()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stamp(); err != nil {
		t.Fatal(err)
	}
	removed, err := s.Compact(now.Add(-CompactAge), booked)
	if err != nil || removed != 3*(110-11-3) { // 110 days are old; 11 end in 3; days 7, 57 and 107 are not finished
		t.Fatalf("%d removed, %v", removed, err)
	}
	check := func(s *Store, entries uint64) {
		t.Helper()
		if n, err := s.Verify(); n != entries || err != nil {
			t.Fatalf("verify: %d of %d, %v", n, entries, err)
		}
		for _, id := range []string{"pay-003", "pay-007", "pay-150"} {
			if life, err := s.Entries(id); len(life) != 3 || err != nil {
				t.Errorf("%s has %d entries, %v", id, len(life), err)
			}
		}
		if life, err := s.Entries("pay-001"); len(life) != 0 || err != nil {
			t.Errorf("pay-001 has %d entries, %v", len(life), err)
		}
		for _, word := range []string{"pay-001", "pi_pay-001"} {
			sum, found, err := s.Summary(word)
			if !found || err != nil || sum.Mark != "pi_pay-001" || sum.Entries != 3 || string(sum.Body) != `{"day":1}` {
				t.Errorf("summary of %s: %+v %v %v", word, sum, found, err)
			}
		}
		if open, err := s.OpenLives(); !slices.Equal(open, []string{"pay-007", "pay-057", "pay-107", "pay-157"}) || err != nil {
			t.Errorf("open: %v, %v", open, err)
		}
		seen := 0
		if err := s.Walk(1, func(Entry) error { seen++; return nil }); err != nil || uint64(seen) != entries-uint64(removed) {
			t.Errorf("walked %d of %d, %v", seen, entries-uint64(removed), err)
		}
	}
	check(s, total+1)
	if again, err := s.Compact(now.Add(-CompactAge), booked); again != 0 || err != nil {
		t.Errorf("once more: %d, %v", again, err)
	}
	mustAppend(t, s, "pay-007", "Posted", true)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	if s.Rewound() != nil {
		t.Errorf("a compacted store is not an older one: %+v", s.Rewound())
	}
	first := removed
	removed, err = s.Compact(now.Add(-CompactAge/2), booked) // half a quarter later
	if err != nil || removed == 0 {
		t.Fatalf("%d removed, %v", removed, err)
	}
	removed += first
	if n, err := s.Verify(); n != total+3 || err != nil {
		t.Fatalf("after the second: %d, %v", n, err)
	}
	if sum, found, err := s.Summary("pay-001"); !found || sum.Entries != 3 || err != nil {
		t.Errorf("the first summaries stay: %+v %v", sum, err)
	}
}

// A machine that loses its power in the middle of a compaction must have the journal as it was before or as it is after.
// bbolt writes the changed pages, waits for the disk, and then writes one head: each prefix of that, torn in its last
// page, and each page written alone (a disk may change the order) is what a power cut can leave.
func TestInterruptedCompactionIsHarmless(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	now := aged(t, s)
	was := entriesOf(t, s)
	s.beforeCommit = func() error { return syscall.EIO }
	if _, err := s.Compact(now.Add(-CompactAge), booked); !errors.Is(err, syscall.EIO) {
		t.Fatal(err)
	}
	s.beforeCommit = nil
	if n := entriesOf(t, s); n != was {
		t.Fatalf("%d entries of %d after a failed commit", n, was)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	s.db.NoSync = true
	removed, err := s.Compact(now.Add(-CompactAge), booked)
	if err := errors.Join(err, s.Close()); err != nil || removed == 0 {
		t.Fatal(removed, err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	var pages []int // that the commit wrote; the heads are the first two
	for at := 2 * page; at < len(after); at += page {
		if at >= len(before) || !bytes.Equal(before[at:at+page], after[at:at+page]) {
			pages = append(pages, at)
		}
	}
	if len(pages) < 5 {
		t.Fatalf("only %d pages: does this test still tear anything?", len(pages))
	}
	grown := append(slices.Clone(before), make([]byte, max(0, len(after)-len(before)))...)
	left := func(what string, file []byte, want ...int) {
		t.Helper()
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, testOptions())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		defer s.Close()
		if _, err := s.Verify(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if got := entriesOf(t, s); !slices.Contains(want, got) {
			t.Fatalf("%s: %d entries, want one of %v", what, got, want)
		}
	}
	for n, at := range pages {
		prefix, alone := slices.Clone(grown), slices.Clone(grown)
		for _, done := range pages[:n] {
			copy(prefix[done:done+page], after[done:])
		}
		copy(prefix[at:at+page/2], after[at:])
		copy(alone[at:at+page], after[at:])
		left(fmt.Sprintf("power lost in write %d of %d", n+1, len(pages)), prefix, was)
		left(fmt.Sprintf("only write %d of %d done", n+1, len(pages)), alone, was)
	}
	for head := range 2 { // whichever head it was
		file := slices.Clone(after)
		copy(file[:2*page], before[:2*page])
		for _, torn := range []int{0, 20, 40, 60, 76, page} {
			copy(file[head*page:head*page+torn], after[head*page:])
			left(fmt.Sprintf("power lost after %d bytes of head %d", torn, head), file, was, was-removed+1)
		}
	}
	left("done", after, was-removed+1)
	t.Logf("%d page writes of one compaction, each torn once and each done alone", len(pages))
}

func entriesOf(t testing.TB, s *Store) int {
	t.Helper()
	n := 0
	if err := s.Walk(1, func(Entry) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}
