// Package storage keeps what a counter must not lose in one bbolt file: the journal (append-only and hash-chained, see
// Append), the people and their PIN hashes, small preferences, the counter's identity, and a copy of the open documents.
//
// The promises: what Append returned is on disk; a file this program cannot read is never written to; every failure is
// one of the errors in errors.go, with a sentence for the person at the counter. No other package imports bbolt.
package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"paydesk/services/clock"
)

// lockWait is how long Open waits for another program to let go of the file: long enough for a kiosk that is just
// closing, short enough that a person who started a second one gets an answer.
const lockWait = 500 * time.Millisecond

// Options are what a Store needs from outside. Both are required.
type Options struct {
	Clock clock.Clock // stamps entries that carry no time
	Rand  io.Reader   // makes the counter id (PROTOCOLS G4): crypto/rand outside of tests
}

// Store is an open store. All methods are safe for concurrent use; Close ends it.
type Store struct {
	path    string
	clock   clock.Clock
	rand    io.Reader
	oneHead bool

	writing sync.Mutex   // one writer at a time; held across reopen
	mu      sync.RWMutex // guards db: held for writing only while db is replaced or closed
	db      *bbolt.DB
	file    *os.File // the one db works on

	stateMu sync.Mutex
	doubt   bool    // a commit failed: what the memory map shows may not be what the disk holds
	dead    error   // the file was found damaged while open
	rewound *Rewind // the store may lack facts, and nobody has recorded that yet

	beforeCommit func() error // set by tests only: the fault a disk would report
}

// Open opens the store at path, or makes it if there is no such file: file mode 0600, its folder 0700. It fails with
// ErrLocked, ErrDamaged, ErrNewer, ErrReadOnly or ErrNoSpace, and then has not changed the file.
func Open(path string, o Options) (*Store, error) {
	if o.Clock == nil || o.Rand == nil {
		return nil, errors.New("storage: Open needs a clock and a source of randomness")
	}
	path = filepath.Clean(path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := create(path, o.Rand); err != nil {
			return nil, err
		}
	}
	oneHead, err := inspect(path)
	if err != nil {
		return nil, err
	}
	db, file, err := openBolt(path, false)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, clock: o.Clock, rand: o.Rand, db: db, file: file, oneHead: oneHead}
	if err := s.migrate(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := hide(path); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.rewound, err = s.recall(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close flushes and lets go of the file. A closed store answers every call with ErrClosed.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil
	}
	db := s.db
	s.db = nil
	if s.isDead() != nil {
		// bbolt's own locks may still be held by the call that hit the damage; waiting for them would hang.
		return fail(s.path, letGo(s.file))
	}
	return guard(s.path, func() error { return fail(s.path, db.Close()) })
}

// Path returns where the store is.
func (s *Store) Path() string { return s.path }

// MayLackLast says that at Open one of the file's two heads could not be read. The store is sound, but its newest change
// may be missing, as in a store restored from a backup: Rewound says so, too.
func (s *Store) MayLackLast() bool { return s.oneHead }

// hide takes other users' rights to a file that was copied or restored with them. The PIN hashes are in it.
func hide(path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return fail(path, err)
	}
	if st.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return fail(path, os.Chmod(path, 0o600))
}

// create makes a complete, empty store under another name and then gives it its name, so that an interrupted first
// start leaves nothing that could be mistaken for a store.
func create(path string, random io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fail(path, err)
	}
	suffix, err := randomHex(random, 6)
	if err != nil {
		return err
	}
	draft := path + "." + suffix + ".new"
	defer os.Remove(draft)
	db, file, err := openBolt(draft, false)
	if err != nil {
		return err
	}
	s := &Store{path: draft, db: db, file: file}
	if err := s.update(func(tx *bbolt.Tx) error { return makeSchema(tx) }); err != nil {
		return errors.Join(err, s.Close())
	}
	if err := s.Close(); err != nil {
		return err
	}
	// Two kiosks started together cannot replace each other's store.
	if err := giveName(draft, path); err != nil && !errors.Is(err, ErrExists) {
		return fail(path, err)
	}
	return nil
}

// syncDir makes a new name durable. Windows cannot sync a folder and does not need to.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fail(dir, err)
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !isUnsupported(err) {
		return fail(dir, err)
	}
	return nil
}

// inspect reads the file under a shared lock, without bbolt following any of its pointers, and says whether every page
// is sound. bbolt trusts what it reads: a garbled free list alone can make it ask for more memory than there is.
func inspect(path string) (oneHead bool, err error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return false, fail(path, err)
	case !st.Mode().IsRegular():
		return false, fail(path, damaged("it is not a file"))
	case st.Size() == 0:
		return false, fail(path, damaged("the file is empty"))
	}
	db, _, err := openBolt(path, true)
	if err != nil {
		return false, err
	}
	defer db.Close() // read-only: nothing to lose
	f, err := os.Open(path)
	if err != nil {
		return false, fail(path, err)
	}
	defer f.Close()
	oneHead, err = checkPages(f)
	return oneHead, fail(path, err)
}

// openBolt opens the file with bbolt; a panic or memory fault inside becomes ErrDamaged and lets go of the file.
func openBolt(path string, readOnly bool) (db *bbolt.DB, file *os.File, err error) {
	err = guard(path, func() error {
		var err error
		db, err = bbolt.Open(path, 0o600, &bbolt.Options{
			Timeout:      lockWait,
			ReadOnly:     readOnly,
			FreelistType: bbolt.FreelistMapType,
			NoStatistics: true,
			OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
				var err error
				file, err = os.OpenFile(name, flag, mode)
				return file, err
			},
		})
		return fail(path, err)
	})
	if err != nil {
		if file != nil && errors.Is(err, errFault) {
			err = errors.Join(err, letGo(file)) // bbolt keeps it, locked, when it panics
		}
		return nil, nil, err
	}
	return db, file, nil
}

// errFault marks damage that bbolt ran into, as opposed to damage our own checks found.
var errFault = errors.New("reading it failed")

// guard turns a panic or a memory fault of bbolt over a broken file into ErrDamaged.
func guard(path string, f func() error) (err error) {
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if r := recover(); r != nil {
			err = fail(path, fmt.Errorf("%w: %w: %v", ErrDamaged, errFault, r))
		}
	}()
	return f()
}

// view runs f over a consistent reading of the store. f must not call other methods of the store.
func (s *Store) view(f func(*bbolt.Tx) error) error {
	if err := s.isDead(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return ErrClosed
	}
	return s.note(guard(s.path, func() error { return fail(s.path, s.db.View(f)) }))
}

// update runs f and returns when its changes are on disk. After an error the changes are normally not there, but a disk
// that fails in the middle of a commit leaves that open: the store then reads the file anew before the next change.
func (s *Store) update(f func(*bbolt.Tx) error) error {
	if err := s.isDead(); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.reopen(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.db == nil {
		return ErrClosed
	}
	return s.note(guard(s.path, func() error {
		tx, err := s.db.Begin(true)
		if err != nil {
			return fail(s.path, err)
		}
		if err := f(tx); err != nil {
			return fail(s.path, errors.Join(err, tx.Rollback()))
		}
		if s.beforeCommit != nil {
			if err := s.beforeCommit(); err != nil {
				s.setDoubt(true)
				return fail(s.path, errors.Join(err, tx.Rollback()))
			}
		}
		if err := tx.Commit(); err != nil {
			s.setDoubt(true)
			return fail(s.path, ignoreClosedTx(err, tx.Rollback()))
		}
		return nil
	}))
}

// ignoreClosedTx returns the commit's error; bbolt has usually rolled back already and then says so.
func ignoreClosedTx(commit, rollback error) error {
	if errors.Is(rollback, bolterrors.ErrTxClosed) {
		return commit
	}
	return errors.Join(commit, rollback)
}

// reopen reads the file anew after a failed commit. The caller holds s.writing.
func (s *Store) reopen() error {
	s.stateMu.Lock()
	doubt := s.doubt
	s.stateMu.Unlock()
	if !doubt {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return ErrClosed
	}
	old := s.db
	if err := guard(s.path, func() error { return fail(s.path, old.Close()) }); err != nil {
		return err
	}
	s.db = nil
	db, file, err := openBolt(s.path, false)
	if err != nil {
		return s.note(fmt.Errorf("open the store again after a failed write: %w", err))
	}
	s.db, s.file = db, file
	s.setDoubt(false)
	return nil
}

func (s *Store) setDoubt(v bool) {
	s.stateMu.Lock()
	defer s.stateMu.Unlock()
	s.doubt = v
}

// note remembers that bbolt ran into damage, because its locks may be left held: later calls answer at once.
func (s *Store) note(err error) error {
	if errors.Is(err, errFault) {
		s.stateMu.Lock()
		defer s.stateMu.Unlock()
		if s.dead == nil {
			s.dead = err
		}
	}
	return err
}

func (s *Store) isDead() error {
	s.stateMu.Lock()
	defer s.stateMu.Unlock()
	return s.dead
}
