package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// RestoredKind names the entry that says that the store may lack what this counter did (PROTOCOLS H4).
const RestoredKind = "Restored"

// Why a store may lack facts.
const (
	RewoundRestored = "restored" // a backup was put in its place
	RewoundOlder    = "older"    // the stamp knows entries that it does not have
	RewoundTorn     = "torn"     // one of its two heads cannot be read, see MayLackLast
)

// Rewind says that the store may lack facts which this counter once knew, and why.
type Rewind struct {
	Reason string `json:"reason"`
	Has    uint64 `json:"has"`             // newest entry of the store when it was opened
	Knew   uint64 `json:"knew,omitempty"`  // newest entry by the stamp
	From   string `json:"from,omitempty"`  // the backup's name
	Cause  string `json:"cause,omitempty"` // why the stamp could not be read
}

// stamp is the end of the journal, kept outside the store: a store put back from a backup or a disk image is older than
// it, or another branch.
type stamp struct {
	Seq  uint64    `json:"seq"`
	Hash Hash      `json:"hash"`
	At   time.Time `json:"at"`
}

func stampPath(path string) string { return path + ".stamp" }

// Stamp writes the end of the journal beside the store, so that an older copy of it is recognised at Open. It is no
// promise of durability and may be skipped when the disk is full. While a rewind is not recorded it does nothing.
func (s *Store) Stamp() error {
	if s.Rewound() != nil {
		return nil
	}
	seq, hash, err := s.Head()
	if err != nil || seq == 0 {
		return err
	}
	return s.writeStamp(stamp{seq, hash, s.clock.Now().UTC().Round(0)})
}

func (s *Store) writeStamp(st stamp) error {
	text, err := json.Marshal(st)
	if err != nil {
		return fmt.Errorf("stamp of the store: %w", err)
	}
	path := stampPath(s.path)
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("stamp of the store: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("stamp of the store: %w", err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("stamp of the store: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// Rewound says why the store may lack facts; nil: it lacks none that are known of. Until RecordRestored every Open says
// so again.
func (s *Store) Rewound() *Rewind {
	s.stateMu.Lock()
	defer s.stateMu.Unlock()
	return s.rewound
}

// RecordRestored journals Restored and, in the same transaction, sets preferences of the counter, such as how far Stripe
// and Odoo were read: after a crash either both happened or neither. From then on the store counts as complete.
func (s *Store) RecordRestored(preferences map[string]string) error {
	r := s.Rewound()
	if r == nil {
		return errors.New("journal Restored: the store lacks nothing")
	}
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("journal %s: %w", RestoredKind, err)
	}
	_, err = s.append(Entry{Kind: RestoredKind, Version: 1, Body: body}, func(tx *bbolt.Tx) error {
		for _, key := range slices.Sorted(maps.Keys(preferences)) {
			k, err := prefKey("", key)
			if err != nil {
				return err
			}
			if err := put(tx.Bucket(prefsBucket), k, []byte(preferences[key])); err != nil {
				return err
			}
		}
		return tx.Bucket(metaBucket).Delete(restoredKey)
	})
	if err != nil {
		return err
	}
	s.stateMu.Lock()
	s.rewound = nil
	s.stateMu.Unlock()
	return s.Stamp()
}

// recall compares the store with its stamp and looks for the mark of a restored one.
func (s *Store) recall() (*Rewind, error) {
	r := &Rewind{}
	err := s.view(func(tx *bbolt.Tx) error {
		last, err := readHead(tx)
		if err != nil {
			return err
		}
		marked, err := getJSON(tx.Bucket(metaBucket), restoredKey, r)
		if err != nil {
			return err
		}
		r.Has = last.Seq
		text, err := os.ReadFile(stampPath(s.path))
		var st stamp
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil, json.Unmarshal(text, &st) != nil:
			r.Reason, r.Cause = RewoundOlder, fmt.Sprintf("its stamp cannot be read (%v)", err)
		default:
			same, err := hasEntry(tx, st)
			if err != nil {
				return err
			}
			if r.Knew = st.Seq; !same {
				r.Reason = RewoundOlder
			}
		}
		switch {
		case marked:
			r.Reason = RewoundRestored
		case r.Reason == "" && s.oneHead:
			r.Reason = RewoundTorn
		}
		return nil
	})
	if err != nil || r.Reason == "" {
		return nil, err
	}
	return r, nil
}

// hasEntry says whether the journal goes through the stamp. What was compacted since cannot be compared any more.
func hasEntry(tx *bbolt.Tx, st stamp) (bool, error) {
	a, err := readAnchor(tx)
	if err != nil || a != nil && st.Seq < a.Through {
		return err == nil, err
	}
	if a != nil && st.Seq == a.Through {
		return st.Hash == a.Last, nil
	}
	sealed := tx.Bucket(journalBucket).Get(seqKey(st.Seq))
	return len(sealed) >= len(st.Hash) && [len(st.Hash)]byte(sealed) == st.Hash, nil
}
