package storage

import (
	"fmt"
	"os"
	"path/filepath"
)

// minFreeBytes is the space below which no claim is made (PROTOCOLS H4): a payment once begun must be recordable to its
// end.
const minFreeBytes = 64 << 20

// Probe says whether the next payment can be recorded: at least 64 MB free beside the store and a test write that
// reaches the disk. It fails with ErrNoSpace or ErrReadOnly, or with the damage or failure the store already met.
func (s *Store) Probe() error {
	if err := s.isDead(); err != nil {
		return err
	}
	dir := filepath.Dir(s.path)
	free, err := freeBytes(dir)
	if err != nil {
		return fail(s.path, fmt.Errorf("ask for free space: %w", err))
	}
	if free < minFreeBytes {
		return fail(s.path, fmt.Errorf("%w: %d MB free, %d MB needed", ErrNoSpace, free>>20, minFreeBytes>>20))
	}
	f, err := os.CreateTemp(dir, filepath.Base(s.path)+".probe-*")
	if err != nil {
		return fail(s.path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, 4096))
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return fail(s.path, err)
}
