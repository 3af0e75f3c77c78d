package storage

import (
	"encoding/binary"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// Buckets and keys of the file. Names are for ever: a migration makes new ones.
var (
	metaBucket     = []byte("meta")        // schema version, journal head, counter identity, mirror cursor
	journalBucket  = []byte("journal")     // big-endian sequence -> sealed entry
	paymentBucket  = []byte("by-payment")  // payment, 0, big-endian sequence -> nothing
	openBucket     = []byte("open")        // payment -> big-endian sequence of the entry that opened it
	prefsBucket    = []byte("preferences") // person, 0, key -> value
	peopleBucket   = []byte("people")      // person id -> JSON
	attemptsBucket = []byte("attempts")    // person id -> JSON
	mirrorBucket   = []byte("mirror")      // key -> bytes
	summaryBucket  = []byte("summaries")   // mark -> JSON, of payments that were compacted

	versionKey = []byte("schema")
	headKey    = []byte("head")
	counterKey = []byte("counter")
	cursorKey  = []byte("mirror-cursor")
	// restoredKey is in a store that was restored from a backup, until that is journaled.
	restoredKey = []byte("restored")
	anchorKey   = []byte("anchor") // big-endian sequence of the newest anchor's entry
)

// migrations lead from one schema version to the next: migrations[0] makes version 1 out of nothing. Only ever append.
var migrations = []func(*bbolt.Tx) error{
	func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{
			journalBucket, paymentBucket, openBucket, prefsBucket, peopleBucket, attemptsBucket, mirrorBucket,
		} {
			if _, err := tx.CreateBucket(name); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return nil
	},
	func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket(summaryBucket)
		return err
	},
}

// buckets are those of the present schema.
var buckets = [][]byte{
	metaBucket, journalBucket, paymentBucket, openBucket, prefsBucket, peopleBucket, attemptsBucket, mirrorBucket, summaryBucket,
}

// makeSchema fills an empty file.
func makeSchema(tx *bbolt.Tx) error {
	if _, err := tx.CreateBucket(metaBucket); err != nil {
		return err
	}
	return migrateFrom(tx, 0)
}

// migrate brings an older file up to date in one transaction, and refuses a newer or foreign one without writing.
func (s *Store) migrate() error {
	version, err := s.version()
	if err != nil {
		return err
	}
	if version < len(migrations) {
		if err := s.update(func(tx *bbolt.Tx) error { return migrateFrom(tx, version) }); err != nil {
			return err
		}
	}
	return s.view(func(tx *bbolt.Tx) error {
		for _, name := range buckets {
			if tx.Bucket(name) == nil {
				return fmt.Errorf("%w: its part %q is missing", ErrDamaged, name)
			}
		}
		return nil
	})
}

// version reads the schema version, which this program must know.
func (s *Store) version() (version int, err error) {
	err = s.view(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			return fmt.Errorf("%w: it is not a Paydesk store", ErrDamaged)
		}
		v, err := get(meta, versionKey)
		if err != nil {
			return err
		}
		if len(v) != 8 {
			return fmt.Errorf("%w: it names no version", ErrDamaged)
		}
		stored := binary.BigEndian.Uint64(v)
		if stored > uint64(len(migrations)) {
			return fmt.Errorf("%w: its version is %d, this program knows %d", ErrNewer, stored, len(migrations))
		}
		version = int(stored)
		return nil
	})
	return version, fail(s.path, err)
}

func migrateFrom(tx *bbolt.Tx, version int) error {
	for v := version; v < len(migrations); v++ {
		if err := migrations[v](tx); err != nil {
			return fmt.Errorf("bring the store from version %d to %d: %w", v, v+1, err)
		}
	}
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		return errors.New("the store has no meta bucket")
	}
	return put(meta, versionKey, binary.BigEndian.AppendUint64(nil, uint64(len(migrations))))
}
