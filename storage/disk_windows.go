package storage

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// freeBytes returns what this user may still write in dir.
func freeBytes(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, err
	}
	return free, nil
}

func isPlatformNoSpace(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// isUnsupported is always true: Windows refuses to sync a folder and keeps names durable itself.
func isUnsupported(error) bool { return true }

// letGo closes a file that bbolt locked and can no longer close itself.
func letGo(f *os.File) error { return f.Close() }
