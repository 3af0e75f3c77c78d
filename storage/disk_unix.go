//go:build linux || darwin || freebsd

package storage

import (
	"errors"
	"os"
	"strings"
	"syscall"
)

// freeBytes returns what an ordinary user may still write in dir.
func freeBytes(dir string) (uint64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}

// isNoSpace also reads the text: bbolt v1.5.0 hides the cause when it cannot enlarge the file ("file resize error: …").
func isNoSpace(err error) bool {
	for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) || strings.HasSuffix(err.Error(), ": "+full.Error()) {
			return true
		}
	}
	return false
}

// isUnsupported says that a file system cannot sync a folder.
func isUnsupported(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP)
}

// letGo closes a file that bbolt locked and can no longer close itself. Its memory map would keep the lock alive.
func letGo(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}
