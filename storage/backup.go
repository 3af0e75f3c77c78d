package storage

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// ErrExists refuses to write a backup over something.
var ErrExists = errors.New("there is a file of that name already")

// Backup writes the store as it is at one moment to a new file, mode 0600, proves that the copy is sound, and returns
// the number of its newest entry. Payments go on meanwhile. A file of that name is ErrExists and left alone.
func (s *Store) Backup(path string) (uint64, error) {
	seq, err := s.backup(filepath.Clean(path))
	if err != nil {
		return 0, fmt.Errorf("write the backup %s: %w", path, err)
	}
	return seq, s.Stamp()
}

func (s *Store) backup(path string) (uint64, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = ErrExists
		}
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	var full error // of the other disk, perhaps: not the store's own failure
	err = s.view(func(tx *bbolt.Tx) error {
		_, full = tx.WriteTo(f)
		return nil
	})
	if err = errors.Join(err, full, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	seq, err := Check(f.Name())
	if err != nil {
		return 0, err
	}
	return seq, giveName(f.Name(), path)
}

// Check proves that the file at path is a sound store that this program can read, as Verify does, without writing to it.
// It returns the number of its newest entry.
func Check(path string) (uint64, error) {
	if _, err := inspect(path); err != nil {
		return 0, err
	}
	db, file, err := openBolt(path, true)
	if err != nil {
		return 0, err
	}
	s := &Store{path: path, db: db, file: file}
	defer s.Close() // read-only: nothing to lose
	version, err := s.version()
	if err != nil {
		return 0, err
	}
	if version < len(migrations) {
		return s.verify(false) // parts that later versions brought are not there yet
	}
	return s.verify(true)
}

// Restored is what a restore did.
type Restored struct {
	Entries uint64 // the journal's newest
	Aside   string // where the store that was there is now; empty: there was none
}

// Restore puts the backup at from in the place of the store at path: after proving it sound, and after giving what is
// there another name, which it keeps. Nobody may use the store meanwhile (ErrLocked). The next Open says Rewound.
func Restore(from, path string, o Options) (Restored, error) {
	r, err := restore(filepath.Clean(from), filepath.Clean(path), o)
	if err != nil {
		return Restored{}, fmt.Errorf("restore %s: %w", from, err)
	}
	return r, nil
}

func restore(from, path string, o Options) (r Restored, err error) {
	if r.Entries, err = Check(from); err != nil {
		return r, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return r, err
	}
	suffix, err := randomHex(o.Rand, 4)
	if err != nil {
		return r, err
	}
	draft := path + "." + suffix + ".new"
	defer os.Remove(draft)
	if err := copyFile(from, draft); err != nil {
		return r, err
	}
	s, err := Open(draft, o)
	if err != nil {
		return r, err
	}
	err = s.update(func(tx *bbolt.Tx) error {
		return putJSON(tx.Bucket(metaBucket), restoredKey, Rewind{Reason: RewoundRestored, From: filepath.Base(from)})
	})
	if err = errors.Join(err, s.Close()); err != nil {
		return r, err
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return r, giveName(draft, path)
	}
	r.Aside = path + ".before-" + o.Clock.Now().UTC().Format("20060102T150405Z") + "-" + suffix
	db, _, err := openBolt(path, false)
	switch {
	case errors.Is(err, ErrLocked):
		return r, err
	case err == nil: // held until its name is another's, so that no kiosk begins to write into it
		defer db.Close() // nothing was written
	}
	if err := os.Link(path, r.Aside); err != nil { // a file system without links
		if db != nil {
			db.Close() // Windows renames no open file
		}
		if err := os.Rename(path, r.Aside); err != nil {
			return r, err
		}
		return r, giveName(draft, path)
	}
	if err := os.Rename(draft, path); err != nil {
		return r, err
	}
	return r, syncDir(filepath.Dir(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// giveName gives a complete file its name, unless something has that name by now.
func giveName(draft, path string) error {
	err := os.Link(draft, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrExists
	case err != nil: // a file system without links
		if _, statErr := os.Lstat(path); !errors.Is(statErr, fs.ErrNotExist) {
			return ErrExists
		}
		if err := os.Rename(draft, path); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(path))
}

// BackupName is the name of a backup made at a moment; names sort by age.
func BackupName(store string, at time.Time) string {
	base := filepath.Base(store)
	return base[:len(base)-len(filepath.Ext(base))] + at.UTC().Format("-20060102T150405Z") + filepath.Ext(base)
}
