//go:build linux || darwin || freebsd

package storage

import (
	"errors"
	"os"
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

func isPlatformNoSpace(err error) bool { return errors.Is(err, syscall.EDQUOT) }

// isUnsupported says that a file system cannot sync a folder.
func isUnsupported(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP)
}

// letGo closes a file that bbolt locked and can no longer close itself. Its memory map would keep the lock alive.
func letGo(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}
