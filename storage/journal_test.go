package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"paydesk/services/staff"
)

// The journal proves who did what. Any change of any byte of it must be found, and the place named.
func TestVerifyFindsEveryChangedByte(t *testing.T) {
	for name, compacted := range map[string]bool{"whole": false, "compacted": true} {
		t.Run(name, func(t *testing.T) { everyChangedByte(t, compacted) })
	}
}

func everyChangedByte(t *testing.T, compacted bool) {
	s := mustOpen(t, storePath(t))
	s.db.NoSync = true
	n := uint64(6)
	for i := range n {
		mustAppend(t, s, fmt.Sprint("p", i%2), "Observed", i == 4)
	}
	err := errors.Join(
		s.SetPreference("anna", "reader", "tmr_1"), s.MirrorPut(map[string][]byte{"7": []byte("seven")}, "now"),
		s.SavePerson(staff.Record{Person: staff.Person{ID: "anna"}, PINHash: "hash"}), s.SaveAttempts("anna", staff.Attempts{Failed: 1}),
	)
	if err != nil {
		t.Fatal(err)
	}
	if compacted { // p0 goes, p1 stays
		if gone, err := s.Compact(s.clock.Now().Add(time.Hour), func([]Entry) (string, json.RawMessage, bool) { return "pi_1", nil, true }); gone != 3 || err != nil {
			t.Fatal(gone, err)
		}
		n++
		mustAppend(t, s, "p2", "Observed", false)
		n++
	}
	type row struct {
		bucket     []byte
		key, value []byte
	}
	var rows []row
	err = s.view(func(tx *bbolt.Tx) error {
		for _, b := range buckets {
			err := tx.Bucket(b).ForEach(func(k, v []byte) error {
				rows = append(rows, row{b, slices.Clone(k), slices.Clone(v)})
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	random, bytesOf := rand.New(rand.NewPCG(1, 2)), map[string]int{}
	replace := func(r row, key, value []byte) {
		t.Helper()
		err := s.update(func(tx *bbolt.Tx) error {
			b := tx.Bucket(r.bucket)
			if err := b.Delete(r.key); err != nil {
				return err
			}
			if err := b.Put(key, value); err != nil {
				return err
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Verify(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %q -> %q, %q -> %q was not found: %v", r.bucket, r.key, key, r.value, value, err)
		}
		err = s.update(func(tx *bbolt.Tx) error {
			b := tx.Bucket(r.bucket)
			if err := b.Delete(key); err != nil {
				return err
			}
			return b.Put(r.key, r.value)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range rows {
		for i := range r.value {
			changed := slices.Clone(r.value)
			changed[i] ^= byte(1 + random.IntN(255))
			replace(r, r.key, changed)
		}
		for i := range r.key {
			changed := slices.Clone(r.key)
			changed[i] ^= 0x80
			replace(r, changed, r.value)
		}
		bytesOf[string(r.bucket)] += len(r.key) + len(r.value)
	}
	for _, b := range buckets {
		t.Logf("%-12s each of %4d bytes changed in turn, each change found", b, bytesOf[string(b)])
	}
	if count, err := s.Verify(); count != n || err != nil {
		t.Fatalf("put back: %d, %v", count, err)
	}
}

// Removing or swapping whole entries, hashes and all, must be found too: that is what the chain is for.
func TestVerifyFindsRemovedAndRewrittenEntries(t *testing.T) {
	s := mustOpen(t, storePath(t))
	for i := range 5 {
		mustAppend(t, s, "p", fmt.Sprint("Event", i), false)
	}
	journal := func(tx *bbolt.Tx) *bbolt.Bucket { return tx.Bucket(journalBucket) }
	forged := Entry{Seq: 3, Payment: "p", Kind: "Forged", Body: json.RawMessage("{}")}
	sealed, err := forged.seal()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		seq    uint64
		change func(*bbolt.Tx) error
	}{
		"first removed":  {1, func(tx *bbolt.Tx) error { return journal(tx).Delete(seqKey(1)) }},
		"middle removed": {3, func(tx *bbolt.Tx) error { return journal(tx).Delete(seqKey(3)) }},
		"last removed":   {5, func(tx *bbolt.Tx) error { return journal(tx).Delete(seqKey(5)) }},
		"two swapped": {2, func(tx *bbolt.Tx) error {
			two, three := slices.Clone(journal(tx).Get(seqKey(2))), slices.Clone(journal(tx).Get(seqKey(3)))
			return errors.Join(journal(tx).Put(seqKey(2), three), journal(tx).Put(seqKey(3), two))
		}},
		"rewritten with a good hash": {3, func(tx *bbolt.Tx) error { return journal(tx).Put(seqKey(3), sealed) }},
	} {
		t.Run(name, func(t *testing.T) {
			var kept [][2][]byte
			err := s.update(func(tx *bbolt.Tx) error {
				err := journal(tx).ForEach(func(k, v []byte) error {
					kept = append(kept, [2][]byte{slices.Clone(k), slices.Clone(v)})
					return nil
				})
				return errors.Join(err, c.change(tx))
			})
			if err != nil {
				t.Fatal(err)
			}
			var chain *ChainError
			if _, err := s.Verify(); !errors.As(err, &chain) || chain.Seq != c.seq {
				t.Errorf("got %v, want entry %d named", err, c.seq)
			}
			err = s.update(func(tx *bbolt.Tx) error {
				for _, kv := range kept {
					if err := journal(tx).Put(kv[0], kv[1]); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A row of an index that no entry stands behind would show a payment things that never happened to it.
func TestVerifyFindsRowsWithoutEntries(t *testing.T) {
	s := mustOpen(t, storePath(t))
	mustAppend(t, s, "p", "K", true)
	for name, change := range map[string]func(tx *bbolt.Tx, undo bool) error{
		"by payment": func(tx *bbolt.Tx, undo bool) error {
			if undo {
				return tx.Bucket(paymentBucket).Delete(paymentKey("q", 1))
			}
			return tx.Bucket(paymentBucket).Put(paymentKey("q", 1), []byte{})
		},
		"open": func(tx *bbolt.Tx, undo bool) error {
			if undo {
				return tx.Bucket(openBucket).Delete([]byte("p"))
			}
			return tx.Bucket(openBucket).Put([]byte("p"), seqKey(1))
		},
	} {
		for _, undo := range []bool{false, true} {
			if err := s.update(func(tx *bbolt.Tx) error { return change(tx, undo) }); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Verify(); errors.Is(err, ErrDamaged) == undo {
				t.Errorf("%s, undone %v: %v", name, undo, err)
			}
		}
	}
}

// What is read back must be what was written, to the byte of the body and the nanosecond.
func TestEntryComesBackAsItWasReturned(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	at := time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.FixedZone("CET", 3600))
	var want []Entry
	for _, body := range []string{`{ "a": "<b> & \u2028 é", "n": 12345678901234567890 }`, `"text"`, `[]`, ``} {
		e := Entry{At: at, Payment: "p1", Kind: "Observed", Version: 2, Body: json.RawMessage(body)}
		if body == "" {
			e.Body, e.At = nil, time.Time{}
		}
		got, err := s.Append(e)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, got)
	}
	if got := string(want[0].Body); got != `{"a":"<b> & \u2028 é","n":12345678901234567890}` {
		t.Errorf("the body became %s", got)
	}
	if !want[0].At.Equal(at) || !want[3].At.Equal(testOptions().Clock.Now()) {
		t.Errorf("times: %v, %v", want[0].At, want[3].At)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := mustOpen(t, path).Entries("p1")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

// A payment id that begins like another must not see the other's entries.
func TestEntriesOfOnePaymentOnly(t *testing.T) {
	s := mustOpen(t, storePath(t))
	for _, p := range []string{"a", "ab", "a", "", "b"} {
		mustAppend(t, s, p, "K", false)
	}
	for p, want := range map[string][]uint64{"a": {1, 3}, "ab": {2}, "b": {5}, "none": nil} {
		list, err := s.Entries(p)
		if err != nil {
			t.Fatal(err)
		}
		var seqs []uint64
		for _, e := range list {
			seqs = append(seqs, e.Seq)
		}
		if !slices.Equal(seqs, want) {
			t.Errorf("%q: %v, want %v", p, seqs, want)
		}
	}
	open, err := s.OpenLives()
	if err != nil || !slices.Equal(open, []string{"a", "ab", "b"}) {
		t.Errorf("open: %v, %v", open, err)
	}
}

func TestAppendRefusesWhatItCouldNotReadBack(t *testing.T) {
	s := mustOpen(t, storePath(t))
	for name, e := range map[string]Entry{
		"no kind":         {Payment: "p"},
		"zero byte":       {Payment: "a\x00b", Kind: "K"},
		"not JSON":        {Kind: "K", Body: json.RawMessage("{")},
		"too large":       {Kind: "K", Body: json.RawMessage(`"` + strings.Repeat("x", maxBodyBytes) + `"`)},
		"closing nothing": {Kind: "K", Closed: true},
	} {
		if _, err := s.Append(e); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if n, err := s.Verify(); n != 0 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

// Walk must see every entry once, across its chunks, and let f use the store.
func TestWalkSeesEveryEntryOnce(t *testing.T) {
	s := mustOpen(t, storePath(t))
	s.db.NoSync = true
	const n = 2*walkChunk + 1
	for range n {
		mustAppend(t, s, "", "K", false)
	}
	next := uint64(2)
	err := s.Walk(2, func(e Entry) error {
		if e.Seq != next {
			t.Fatalf("entry %d, want %d", e.Seq, next)
		}
		if next++; e.Seq == 10 {
			mustAppend(t, s, "", "Meanwhile", false)
		}
		return nil
	})
	if err != nil || next != n+2 {
		t.Errorf("walked to %d, want %d: %v", next-1, n+1, err)
	}
	stop := errors.New("enough")
	if err := s.Walk(1, func(Entry) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkVerify100k(b *testing.B) {
	s := mustOpen(b, storePath(b))
	const n = 100_000
	err := s.update(func(tx *bbolt.Tx) error {
		var last head
		for i := range n {
			e := Entry{
				Seq: last.Seq + 1, Prev: last.Hash, Kind: "Observed", Version: 1, Payment: fmt.Sprint("payment-", i/12),
				Closed: i%12 == 11, Body: json.RawMessage(`{"status":"requires_payment_method","reader":"tmr_123","amount":12845,"currency":"eur"}`),
			}
			sealed, err := e.seal()
			if err != nil {
				return err
			}
			last = head{e.Seq, e.Hash}
			if err := errors.Join(tx.Bucket(journalBucket).Put(seqKey(e.Seq), sealed), index(tx, e)); err != nil {
				return err
			}
		}
		return put(tx.Bucket(metaBucket), headKey, last.bytes())
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if count, err := s.Verify(); count != n || err != nil {
			b.Fatal(count, err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	s := mustOpen(b, storePath(b))
	for b.Loop() {
		mustAppend(b, s, "p", "Observed", false)
	}
}
