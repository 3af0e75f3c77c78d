package storage

import (
	"fmt"
	"maps"

	"go.etcd.io/bbolt"
)

// Verify reads the whole journal and proves that nothing was changed, removed, reordered or cut off since it was
// written, and that both indexes agree with it. It returns the number of entries; the error is ErrDamaged and, as a
// *ChainError, names the first entry that is wrong.
func (s *Store) Verify() (uint64, error) {
	var last head
	err := s.view(func(tx *bbolt.Tx) error {
		last = head{}
		lives, indexed := map[string]uint64{}, 0
		payments := tx.Bucket(paymentBucket)
		c := tx.Bucket(journalBucket).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			want := last.Seq + 1
			if seqOf(k) != want {
				return &ChainError{Seq: want, Reason: "it is missing"}
			}
			e, err := unseal(want, v)
			if err != nil {
				return err
			}
			if e.Prev != last.Hash {
				return &ChainError{Seq: want, Reason: "it does not follow the entry before it"}
			}
			if e.Payment != "" {
				indexed++
				if payments.Get(paymentKey(e.Payment, e.Seq)) == nil {
					return &ChainError{Seq: want, Reason: "the index of payments lacks it"}
				}
				trackOpen(lives, e)
			}
			last = head{e.Seq, e.Hash}
		}
		stored, err := readHead(tx)
		if err != nil {
			return err
		}
		if stored != last {
			return &ChainError{Seq: last.Seq + 1, Reason: fmt.Sprintf("the journal ends at %d, it was written to %d", last.Seq, stored.Seq)}
		}
		return verifyIndexes(tx, indexed, lives)
	})
	if err != nil {
		return last.Seq, fmt.Errorf("verify the journal: %w", err)
	}
	return last.Seq, nil
}

func trackOpen(lives map[string]uint64, e Entry) {
	if e.Closed {
		delete(lives, e.Payment)
	} else if _, ok := lives[e.Payment]; !ok {
		lives[e.Payment] = e.Seq
	}
}

func verifyIndexes(tx *bbolt.Tx, indexed int, lives map[string]uint64) error {
	if n := tx.Bucket(paymentBucket).Stats().KeyN; n != indexed {
		return damaged("the index of payments has %d rows for %d entries", n, indexed)
	}
	stored := map[string]uint64{}
	err := tx.Bucket(openBucket).ForEach(func(k, v []byte) error {
		stored[string(k)] = seqOf(v)
		return nil
	})
	if err != nil {
		return err
	}
	if !maps.Equal(stored, lives) {
		return damaged("the list of open payments names %d, the journal has %d", len(stored), len(lives))
	}
	return nil
}
