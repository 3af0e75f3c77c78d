package storage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"paydesk/services/staff"
)

// picture is all a reader of the store can see.
type picture struct {
	Entries   []Entry
	ByPayment map[string][]uint64
	Open      []string
	Pref      string
	People    []staff.Record
	Tries     staff.Attempts
	Rows      map[string][]byte
	Cursor    string
	Kept      Summary
}

func look(s *Store) (p picture, err error) {
	if _, err = s.Verify(); err != nil {
		return p, err
	}
	if err = s.Walk(1, func(e Entry) error { p.Entries = append(p.Entries, e); return nil }); err != nil {
		return p, err
	}
	p.ByPayment = map[string][]uint64{}
	for _, e := range p.Entries {
		if e.Payment == "" || p.ByPayment[e.Payment] != nil {
			continue
		}
		list, err := s.Entries(e.Payment)
		if err != nil {
			return p, err
		}
		for _, e := range list {
			p.ByPayment[e.Payment] = append(p.ByPayment[e.Payment], e.Seq)
		}
	}
	if p.Open, err = s.OpenLives(); err != nil {
		return p, err
	}
	if p.Pref, _, err = s.Preference("anna", "reader"); err != nil {
		return p, err
	}
	if p.People, err = s.People(); err != nil {
		return p, err
	}
	if p.Tries, err = s.Attempts("anna"); err != nil {
		return p, err
	}
	if p.Kept, _, err = s.Summary("pi_1"); err != nil {
		return p, err
	}
	p.Rows, p.Cursor, err = s.MirrorLoad()
	return p, err
}

// fill writes a store large enough to have branch pages, overflow pages and a free list, and returns what it holds now
// and what it held before the last change.
func fill(t *testing.T, path string) (before, now string) {
	t.Helper()
	s := mustOpen(t, path)
	s.db.NoSync = true
	for i := range 120 {
		mustAppend(t, s, fmt.Sprintf("payment-%d", i%17), "Observed", i%4 == 0)
	}
	gone, err := s.Compact(s.clock.Now().Add(time.Hour), func(life []Entry) (string, json.RawMessage, bool) {
		return "pi_1", json.RawMessage(`{"booked":1}`), life[0].Payment == "payment-2"
	})
	if err != nil || gone == 0 {
		t.Fatal(gone, err)
	}
	rows := map[string][]byte{"large": bytes.Repeat([]byte("x"), 9000)}
	for i := range 60 {
		rows[fmt.Sprintf("doc-%03d", i)] = []byte(fmt.Sprintf(`{"amount":%d}`, i*100))
	}
	for _, err := range []error{
		s.MirrorPut(rows, "2026-11-22"),
		s.SavePerson(staff.Record{Person: staff.Person{ID: "anna", Name: "Anna", Role: staff.Manager}, PINHash: "hash"}),
		s.SaveAttempts("anna", staff.Attempts{Failed: 2}),
		s.SetPreference("anna", "reader", "tmr_1"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before = snapshot(t, s)
	mustAppend(t, s, "payment-0", "Last", false)
	now = snapshot(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return before, now
}

func snapshot(t *testing.T, s *Store) string {
	t.Helper()
	p, err := look(s)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A damaged store must be refused, or read exactly as it was written: never a crash, never other data, never a write.
// Pages are hit (every one in make proof) at the header and at random places: a flipped byte, a byte one too small, a
// run of noise, zeros.
func TestGarbledStoreIsNeverMisread(t *testing.T) {
	path := storePath(t)
	before, now := fill(t, path)
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	page := os.Getpagesize()
	refused, hits := 0, 0
	step := 4 * page
	switch {
	case os.Getenv("PAYDESK_PROOF") != "":
		step = page
	case testing.Short():
		step = 11 * page
	}
	for at := 0; at < len(original); at += step {
		for _, place := range []int{0, 8, 10, 12, 16, 24, 32, 40, 48, 56, 64, 72, random.IntN(page), random.IntN(page), random.IntN(page), random.IntN(page)} {
			for _, garble := range []func([]byte){
				func(b []byte) { b[0] ^= byte(1 + random.IntN(255)) },
				func(b []byte) { b[0]-- },
				func(b []byte) {
					for i := range min(len(b), 40) {
						b[i] = byte(random.Uint32())
					}
				},
				func(b []byte) { clear(b[:min(len(b), page)]) },
			} {
				broken := slices.Clone(original)
				garble(broken[at+place:])
				if bytes.Equal(broken, original) {
					continue
				}
				hits++
				if wasRefused(t, path, broken, before, now) {
					refused++
				}
			}
		}
	}
	t.Logf("%d kinds of damage, %d refused", hits, refused)
	if refused < hits/10 { // free pages may hold anything, and how many of those are hit depends on the file's growth
		t.Errorf("only %d of %d were refused: does this test still hit the data?", refused, hits)
	}
}

func wasRefused(t *testing.T, path string, broken []byte, before, now string) bool {
	t.Helper()
	if err := os.WriteFile(path, broken, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, testOptions())
	if err == nil {
		defer s.Close()
		var p picture
		if p, err = look(s); err == nil {
			text, _ := json.Marshal(p)
			if got := string(text); got != now && (got != before || !s.MayLackLast()) {
				t.Fatalf("the damage was not noticed and the store reads differently:\n%s\nwas:\n%s\n%s", got, before, now)
			}
			return false
		}
	}
	if !errors.Is(err, ErrDamaged) {
		t.Fatalf("damage gave %v", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(after, broken) {
		t.Fatal("the damaged file was written to")
	}
	return true
}

// A page that is in use and also listed as free would be overwritten by the next payment.
func TestPageInUseIsNotTakenAsFree(t *testing.T) {
	path := storePath(t)
	_, now := fill(t, path)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	meta, _, err := newestMeta(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	list := file[meta.freelist*uint64(meta.pageSize):]
	count := order.Uint16(list[10:])
	order.PutUint64(list[pageHeader+8*int(count):], meta.root)
	order.PutUint16(list[10:], count+1)
	if !wasRefused(t, path, file, now, now) {
		t.Error("the store was opened")
	}
}

// Two values that changed places are each sound by themselves.
func TestValuesBelongToTheirKeys(t *testing.T) {
	s := mustOpen(t, storePath(t))
	if err := s.MirrorPut(map[string][]byte{"a": []byte("1"), "b": []byte("2")}, ""); err != nil {
		t.Fatal(err)
	}
	err := s.update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(mirrorBucket)
		one, two := slices.Clone(b.Get([]byte("a"))), slices.Clone(b.Get([]byte("b")))
		return errors.Join(b.Put([]byte("a"), two), b.Put([]byte("b"), one))
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows, _, err := s.MirrorLoad(); !errors.Is(err, ErrDamaged) {
		t.Errorf("read %v, %v", rows, err)
	}
}

// A file cut off by a crash or a bad copy, or something else entirely, must be refused and kept for whoever mends it.
func TestTornOrForeignFileIsRefusedAndKept(t *testing.T) {
	path := storePath(t)
	_, now := fill(t, path)
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	for cut := 0; cut < len(original); cut += page / 2 {
		if !wasRefused(t, path, original[:cut], now, now) && cut < len(original)/2 {
			t.Errorf("cut off at %d of %d was opened", cut, len(original))
		}
	}
	for _, text := range []string{"x", "SQLite format 3\x00", string(bytes.Repeat([]byte("not a store "), 10000))} {
		if !wasRefused(t, path, []byte(text), now, now) {
			t.Errorf("opened a file that begins with %.12q", text)
		}
	}
	other, err := bbolt.Open(path+".other", 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path+".other", testOptions()); !errors.Is(err, ErrDamaged) {
		t.Errorf("another program's bbolt file: %v", err)
	}
	if _, err := Open(t.TempDir(), testOptions()); !errors.Is(err, ErrDamaged) {
		t.Errorf("a folder: %v", err)
	}
}

func seeds() uint64 {
	if testing.Short() {
		return 1
	}
	return 6
}

// The check must accept whatever bbolt makes of ordinary work, or a sound store would be turned away.
func TestSoundStoreIsNeverRefused(t *testing.T) {
	for seed := range seeds() {
		path := storePath(t)
		random := rand.New(rand.NewPCG(seed, 3))
		for range 8 {
			s := mustOpen(t, path)
			s.db.NoSync = true
			for range 6 {
				rows := map[string][]byte{}
				for range random.IntN(2000) {
					key := fmt.Sprintf("%0*d", 4+random.IntN(40), random.IntN(3000))
					if random.IntN(3) > 0 {
						rows[key] = make([]byte, random.IntN(1<<random.IntN(14)))
					} else {
						rows[key] = nil
					}
				}
				if random.IntN(4) == 0 { // delete everything, row by row
					held, _, err := s.MirrorLoad()
					if err != nil {
						t.Fatal(err)
					}
					for key := range held {
						rows[key] = nil
					}
				}
				if err := s.MirrorPut(rows, "c"); err != nil {
					t.Fatal(err)
				}
				mustAppend(t, s, fmt.Sprint(random.IntN(9)), "K", random.IntN(2) == 0)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := mustOpen(t, path).Verify(); err != nil {
			t.Error(err)
		}
	}
}

// The file may also break while the kiosk runs. Every call then says so at once, and none hangs.
func TestDamageWhileOpenIsSaidAndDoesNotHang(t *testing.T) {
	path := storePath(t)
	fill(t, path)
	s, err := Open(path, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(os.Getpagesize())*2); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		_, err := s.Append(Entry{Payment: "p", Kind: "K"})
		if !errors.Is(err, ErrDamaged) {
			t.Fatalf("append %d: %v", i, err)
		}
		if _, err := s.Verify(); !errors.Is(err, ErrDamaged) {
			t.Fatalf("verify %d: %v", i, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, testOptions()); !errors.Is(err, ErrDamaged) {
		t.Errorf("open again: %v", err)
	}
}
