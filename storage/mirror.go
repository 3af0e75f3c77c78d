package storage

import (
	"fmt"
	"maps"
	"slices"

	"go.etcd.io/bbolt"
)

// mirrorChunk rows are written in one transaction, so that a first load of a large shop does not hold up the journal.
const mirrorChunk = 5000

// MirrorPut keeps rows (a nil value removes the key) and then the cursor that says how far the copy has come: after a
// crash the cursor is never ahead of the rows. An empty cursor leaves the old one.
func (s *Store) MirrorPut(rows map[string][]byte, cursor string) error {
	keys := slices.Sorted(maps.Keys(rows))
	for len(keys) > mirrorChunk {
		if err := s.mirrorPut(rows, keys[:mirrorChunk], nil); err != nil {
			return err
		}
		keys = keys[mirrorChunk:]
	}
	return s.mirrorPut(rows, keys, &cursor)
}

func (s *Store) mirrorPut(rows map[string][]byte, keys []string, cursor *string) error {
	err := s.update(func(tx *bbolt.Tx) error {
		b := tx.Bucket(mirrorBucket)
		for _, k := range keys {
			if v := rows[k]; v == nil {
				if err := b.Delete([]byte(k)); err != nil {
					return err
				}
			} else if err := put(b, []byte(k), v); err != nil {
				return err
			}
		}
		if cursor == nil || *cursor == "" {
			return nil
		}
		return put(tx.Bucket(metaBucket), cursorKey, []byte(*cursor))
	})
	if err != nil {
		return fmt.Errorf("keep the copy of the documents: %w", err)
	}
	return nil
}

// MirrorEach gives every row to take, which must not keep it, and returns the cursor; the cursor of a fresh or cleared copy
// is empty. When it fails with ErrDamaged, MirrorClear and a new load from Odoo mend it. An error of take ends it.
func (s *Store) MirrorEach(take func(key string, row []byte) error) (cursor string, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		at, err := get(tx.Bucket(metaBucket), cursorKey)
		if err != nil {
			return err
		}
		cursor = string(at)
		return tx.Bucket(mirrorBucket).ForEach(func(k, v []byte) error {
			row, err := open(k, v)
			if err != nil {
				return err
			}
			return take(string(k), row)
		})
	})
	if err != nil {
		return "", fmt.Errorf("read the copy of the documents: %w", err)
	}
	return cursor, nil
}

// MirrorClear forgets the copy and its cursor, as when the shop turns out to be another one.
func (s *Store) MirrorClear() error {
	err := s.update(func(tx *bbolt.Tx) error {
		if err := tx.DeleteBucket(mirrorBucket); err != nil {
			return err
		}
		if _, err := tx.CreateBucket(mirrorBucket); err != nil {
			return err
		}
		return tx.Bucket(metaBucket).Delete(cursorKey)
	})
	if err != nil {
		return fmt.Errorf("forget the copy of the documents: %w", err)
	}
	return nil
}
