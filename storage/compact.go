package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// CompactAge is how long a finished payment keeps its whole life in the journal (PROTOCOLS H4).
const CompactAge = 90 * 24 * time.Hour

// compactedKind names the anchor's entry.
const compactedKind = "Compacted"

// mostCompacted bounds one transaction, during which no payment can be recorded.
const mostCompacted = 20_000

// Summary is what stays of a payment after compaction.
type Summary struct {
	Mark    string          `json:"mark"` // the intent's id
	Payment string          `json:"payment"`
	From    time.Time       `json:"from"`
	To      time.Time       `json:"to"`
	Entries int             `json:"entries"`
	Last    Hash            `json:"last"` // hash of the newest entry
	Body    json.RawMessage `json:"body"`
}

// anchor stands for everything up to entry Through that was removed. It is itself an entry: the chain signs it.
type anchor struct {
	Through   uint64 `json:"through"`
	Last      Hash   `json:"last_hash"` // of entry Through: the next one follows it
	Count     uint64 `json:"count"`     // entries removed, ever
	Kept      uint64 `json:"kept"`      // entries up to Through that stayed
	Summaries uint64 `json:"summaries"`
	Digest    Hash   `json:"digest"` // over what was kept and the summaries
}

// Compact removes the entries of finished payments whose last one is older than before, and keeps a summary of each.
// summarise gives the mark and the body, or false for a payment that must keep its life, such as one that was not
// booked. Everything happens in one transaction: interrupted, it has not happened. It returns how many entries went; a
// long journal needs several calls, until none do.
func (s *Store) Compact(before time.Time, summarise func(life []Entry) (mark string, body json.RawMessage, ok bool)) (removed int, err error) {
	var lives [][]Entry
	through := head{}
	err = s.view(func(tx *bbolt.Tx) error {
		lives, through, err = compactable(tx, before)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("compact the journal: %w", err)
	}
	var summaries []Summary
	for _, life := range lives {
		mark, body, ok := summarise(life)
		if !ok || mark == "" || len(mark) > maxNameBytes || removed+len(life) > mostCompacted {
			continue
		}
		last := life[len(life)-1]
		summaries = append(summaries, Summary{mark, last.Payment, life[0].At, last.At, len(life), last.Hash, body})
		removed += len(life)
	}
	if removed == 0 {
		return 0, nil
	}
	a := anchor{Through: through.Seq, Last: through.Hash}
	_, err = s.appendFor(Entry{Kind: compactedKind, Version: 1}, func(tx *bbolt.Tx, e *Entry) error {
		for _, sum := range summaries {
			if err := putJSON(tx.Bucket(summaryBucket), []byte(sum.Mark), sum); err != nil {
				return err
			}
			if err := forget(tx, sum.Payment); err != nil {
				return err
			}
		}
		if err := a.measure(tx); err != nil {
			return err
		}
		if e.Body, err = json.Marshal(a); err != nil {
			return err
		}
		return put(tx.Bucket(metaBucket), anchorKey, seqKey(e.Seq))
	})
	if err != nil {
		return 0, fmt.Errorf("compact the journal: %w", err)
	}
	return removed, nil
}

// compactable finds the end of the old part of the journal and the finished lives that lie wholly in it.
func compactable(tx *bbolt.Tx, before time.Time) (lives [][]Entry, through head, err error) {
	a, err := readAnchor(tx)
	if err != nil {
		return nil, head{}, err
	}
	if a != nil {
		through = head{a.Through, a.Last}
	}
	byPayment, order := map[string][]Entry{}, []string{}
	c := tx.Bucket(journalBucket).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		e, err := unseal(seqOf(k), v)
		if err != nil {
			return nil, head{}, err
		}
		if !e.At.Before(before) && e.Seq > through.Seq {
			break
		}
		if e.Seq > through.Seq {
			through = head{e.Seq, e.Hash}
		}
		if e.Payment == "" {
			continue
		}
		if byPayment[e.Payment] == nil {
			order = append(order, e.Payment)
		}
		byPayment[e.Payment] = append(byPayment[e.Payment], e)
	}
	for _, id := range order {
		whole := 0
		prefix := append([]byte(id), 0)
		c := tx.Bucket(paymentBucket).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			whole++
		}
		if life := byPayment[id]; whole == len(life) && life[len(life)-1].Closed {
			lives = append(lives, life)
		}
	}
	return lives, through, nil
}

// forget removes all entries of a payment.
func forget(tx *bbolt.Tx, payment string) error {
	prefix := append([]byte(payment), 0)
	var rows [][]byte
	c := tx.Bucket(paymentBucket).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		rows = append(rows, slices.Clone(k))
	}
	for _, k := range rows {
		if err := tx.Bucket(journalBucket).Delete(k[len(prefix):]); err != nil {
			return err
		}
		if err := tx.Bucket(paymentBucket).Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// measure fills in what was kept: counts, and a digest of every kept entry and every summary.
func (a *anchor) measure(tx *bbolt.Tx) error {
	sum := sha256.New()
	c := tx.Bucket(journalBucket).Cursor()
	for k, v := c.First(); k != nil && seqOf(k) <= a.Through; k, v = c.Next() {
		e, err := unseal(seqOf(k), v)
		if err != nil {
			return err
		}
		a.Kept++
		sum.Write(k)
		sum.Write(e.Hash[:])
	}
	err := tx.Bucket(summaryBucket).ForEach(func(k, v []byte) error {
		if _, err := open(k, v); err != nil {
			return err
		}
		a.Summaries++
		each := sha256.Sum256(append(append(slices.Clone(k), 0), v...))
		sum.Write(each[:])
		return nil
	})
	if err != nil {
		return err
	}
	a.Count = a.Through - a.Kept
	copy(a.Digest[:], sum.Sum(nil))
	return nil
}

// readAnchor returns the newest anchor, nil for a journal that was never compacted.
func readAnchor(tx *bbolt.Tx) (*anchor, error) {
	at, err := get(tx.Bucket(metaBucket), anchorKey)
	if at == nil || err != nil {
		return nil, err
	}
	seq := seqOf(at)
	e, err := unseal(seq, tx.Bucket(journalBucket).Get(seqKey(seq)))
	if err != nil {
		return nil, err
	}
	var a anchor
	if e.Kind != compactedKind || json.Unmarshal(e.Body, &a) != nil || a.Through >= seq {
		return nil, &ChainError{Seq: seq, Reason: "it is not the anchor that it should be"}
	}
	return &a, nil
}

// Summary returns what compaction kept of a payment, by its mark or its id; false if nothing.
func (s *Store) Summary(word string) (sum Summary, found bool, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		if found, err = getJSON(tx.Bucket(summaryBucket), []byte(word), &sum); found || err != nil {
			return err
		}
		return tx.Bucket(summaryBucket).ForEach(func(k, v []byte) error {
			data, err := open(k, v)
			if err != nil || found || !bytes.Contains(data, []byte(word)) {
				return err
			}
			var each Summary
			if err := json.Unmarshal(data, &each); err != nil {
				return err
			}
			if each.Payment == word {
				sum, found = each, true
			}
			return nil
		})
	})
	if err != nil {
		return Summary{}, false, fmt.Errorf("read the summary of %q: %w", word, err)
	}
	return sum, found, nil
}

// Summaries gives what compaction kept of every payment to f, in no order that means anything, until f returns an error, which
// Summaries returns. f must not use the store.
func (s *Store) Summaries(f func(Summary) error) error {
	return s.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(summaryBucket).ForEach(func(k, v []byte) error {
			data, err := open(k, v)
			if err != nil {
				return err
			}
			var each Summary
			if err := json.Unmarshal(data, &each); err != nil {
				return fmt.Errorf("read the summary of %q: %w", k, err)
			}
			return f(each)
		})
	})
}
