package storage

import (
	"fmt"
	"maps"

	"go.etcd.io/bbolt"
)

// Verify reads the whole store and proves that nothing in the journal was changed, removed, reordered or cut off since it
// was written, that both indexes agree with it, that what compaction kept is what its anchor says, and that every other
// value is as it was written. It returns the number of the newest entry; the error is ErrDamaged and, as a *ChainError,
// names the first entry that is wrong.
func (s *Store) Verify() (uint64, error) { return s.verify(true) }

// verify leaves out, with current false, what an older schema does not have.
func (s *Store) verify(current bool) (uint64, error) {
	var last head
	err := s.view(func(tx *bbolt.Tx) error {
		last = head{}
		v := verification{tx: tx, lives: map[string]uint64{}}
		if current {
			if err := v.kept(); err != nil {
				return err
			}
		}
		err := v.chain()
		last = v.last
		if err != nil {
			return err
		}
		if err := v.indexes(); err != nil {
			return err
		}
		return v.values()
	})
	if err != nil {
		return last.Seq, fmt.Errorf("verify the journal: %w", fail(s.path, err))
	}
	return last.Seq, nil
}

// verification is one pass over the journal.
type verification struct {
	tx      *bbolt.Tx
	last    head
	lives   map[string]uint64
	indexed int
}

// kept proves what stands before the chain's beginning: the entries and summaries that compaction left.
func (v *verification) kept() error {
	a, err := readAnchor(v.tx)
	if a == nil || err != nil {
		return err
	}
	now := anchor{Through: a.Through, Last: a.Last}
	if err := now.measure(v.tx); err != nil {
		return err
	}
	if now != *a {
		return damaged("what was kept of the journal up to %d is %d entries and %d summaries, its anchor names %d and %d, or another content",
			a.Through, now.Kept, now.Summaries, a.Kept, a.Summaries)
	}
	c := v.tx.Bucket(journalBucket).Cursor()
	for k, sealed := c.First(); k != nil && seqOf(k) <= a.Through; k, sealed = c.Next() {
		e, err := unseal(seqOf(k), sealed)
		if err != nil {
			return err
		}
		if err := v.index(e); err != nil {
			return err
		}
	}
	v.last = head{a.Through, a.Last}
	return nil
}

func (v *verification) chain() error {
	c := v.tx.Bucket(journalBucket).Cursor()
	for k, sealed := c.Seek(seqKey(v.last.Seq + 1)); k != nil; k, sealed = c.Next() {
		want := v.last.Seq + 1
		if seqOf(k) != want {
			return &ChainError{Seq: want, Reason: "it is missing"}
		}
		e, err := unseal(want, sealed)
		if err != nil {
			return err
		}
		if e.Prev != v.last.Hash {
			return &ChainError{Seq: want, Reason: "it does not follow the entry before it"}
		}
		if err := v.index(e); err != nil {
			return err
		}
		v.last = head{e.Seq, e.Hash}
	}
	stored, err := readHead(v.tx)
	if err != nil {
		return err
	}
	if stored != v.last {
		return &ChainError{Seq: v.last.Seq + 1, Reason: fmt.Sprintf("the journal ends at %d, it was written to %d", v.last.Seq, stored.Seq)}
	}
	return nil
}

// index looks an entry up in the index of payments and follows which lives are open.
func (v *verification) index(e Entry) error {
	if e.Payment == "" {
		return nil
	}
	v.indexed++
	if v.tx.Bucket(paymentBucket).Get(paymentKey(e.Payment, e.Seq)) == nil {
		return &ChainError{Seq: e.Seq, Reason: "the index of payments lacks it"}
	}
	if e.Closed {
		delete(v.lives, e.Payment)
	} else if _, ok := v.lives[e.Payment]; !ok {
		v.lives[e.Payment] = e.Seq
	}
	return nil
}

func (v *verification) indexes() error {
	if n := v.tx.Bucket(paymentBucket).Stats().KeyN; n != v.indexed {
		return damaged("the index of payments has %d rows for %d entries", n, v.indexed)
	}
	stored := map[string]uint64{}
	err := v.tx.Bucket(openBucket).ForEach(func(k, seq []byte) error {
		stored[string(k)] = seqOf(seq)
		return nil
	})
	if err != nil {
		return err
	}
	if !maps.Equal(stored, v.lives) {
		return damaged("the list of open payments names %d, the journal has %d", len(stored), len(v.lives))
	}
	return nil
}

// values opens everything that is stored behind a checksum.
func (v *verification) values() error {
	for _, name := range [][]byte{metaBucket, prefsBucket, peopleBucket, attemptsBucket, mirrorBucket, summaryBucket} {
		b := v.tx.Bucket(name)
		if b == nil {
			continue // an older schema
		}
		err := b.ForEach(func(k, sealed []byte) error {
			_, err := open(k, sealed)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
