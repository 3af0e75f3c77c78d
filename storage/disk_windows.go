package storage

import (
	"errors"
	"os"
	"strings"
	"syscall"

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

// isNoSpace also reads the text: bbolt v1.5.0 hides the cause when it cannot enlarge the file ("file resize error: …").
func isNoSpace(err error) bool {
	for _, full := range []syscall.Errno{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL} {
		if errors.Is(err, full) || strings.HasSuffix(err.Error(), ": "+full.Error()) {
			return true
		}
	}
	return false
}

// isUnsupported is always true: Windows refuses to sync a folder and keeps names durable itself.
func isUnsupported(error) bool { return true }

// letGo closes a file that bbolt locked and can no longer close itself.
func letGo(f *os.File) error { return f.Close() }
