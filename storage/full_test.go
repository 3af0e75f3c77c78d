//go:build linux || darwin || freebsd

package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
)

// A disk that really fills up in the middle of a commit must be named, must cost nothing that was promised, and must be
// over when there is room again, without a restart: the kiosk may be in the middle of a payment.
func TestDiskFullInTheMiddleOfACommit(t *testing.T) {
	out, err := helper(t, "full", storePath(t)).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "healed") {
		t.Errorf("%v: %s", err, out)
	}
}

func init() { fillUp = fillUpAndHeal }

// fillUpAndHeal runs in the other process: a limit on the size of its files stands for a full disk.
func fillUpAndHeal(s *Store) error {
	signal.Ignore(syscall.SIGXFSZ)
	st, err := os.Stat(s.Path())
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	unlimited := limit
	limit.Cur = uint64(st.Size()) + 100_000
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	body := json.RawMessage(`"` + strings.Repeat("x", 8000) + `"`)
	promised, refused := uint64(0), 0
	for refused < 3 {
		e, err := s.Append(Entry{Payment: "p", Kind: "K", Body: body})
		switch {
		case errors.Is(err, ErrNoSpace):
			refused++
			if n, err := s.Verify(); n != promised || err != nil {
				return fmt.Errorf("full: %d entries, promised %d: %w", n, promised, err)
			}
		case err != nil:
			return err
		case promised > 1000:
			return errors.New("the limit has no effect")
		default:
			promised = e.Seq
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &unlimited); err != nil {
		return err
	}
	if e, err := s.Append(Entry{Payment: "p", Kind: "K", Body: body}); err != nil || e.Seq != promised+1 {
		return fmt.Errorf("room again: entry %d after %d: %w", e.Seq, promised, err)
	}
	if _, err := s.Verify(); err != nil {
		return err
	}
	fmt.Println("healed")
	return s.Close()
}
