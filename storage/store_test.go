package storage

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"
)

// fakeClock is a clock that only moves when told to.
type fakeClock struct{ now time.Time }

func (c *fakeClock) Now() time.Time                                   { return c.now }
func (c *fakeClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func testOptions() Options {
	return Options{
		Clock: &fakeClock{time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)},
		Rand:  rand.NewChaCha8([32]byte{1}),
	}
}

func storePath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "shop", "paydesk.db")
}

func mustOpen(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path, testOptions())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func mustAppend(t testing.TB, s *Store, payment, kind string, closed bool) Entry {
	t.Helper()
	body := json.RawMessage(fmt.Sprintf(`{"kind":%q,"note":"<&>"}`, kind))
	e, err := s.Append(Entry{Payment: payment, Kind: kind, Version: 1, Closed: closed, Body: body})
	if err != nil {
		t.Fatalf("append: %v", err)
	}
	return e
}

// A store on a shared machine must not be readable by other users: it holds PIN hashes and customers' payments.
func TestOnlyTheKiosksUserMayReadTheStore(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil { // as after a restore
		t.Fatal(err)
	}
	mustOpen(t, path)
	for name, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		st, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := st.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
	if drafts, _ := filepath.Glob(path + ".*"); len(drafts) != 0 {
		t.Errorf("left behind: %v", drafts)
	}
}

// Two kiosks on one store would both resume the same payments.
func TestSecondKioskIsTurnedAway(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	mustAppend(t, s, "p1", "Begun", false)
	out, err := helper(t, "open", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got := string(out); !strings.Contains(got, "locked=true") || !strings.Contains(got, "Another Paydesk is running") {
		t.Errorf("the second kiosk was told %q", got)
	}
	mustAppend(t, s, "p1", "GoesOn", false)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := helper(t, "open", path).CombinedOutput(); err != nil || !strings.Contains(string(out), "opened 2") {
		t.Errorf("after the first has closed: %v %s", err, out)
	}
}

// fillUp is the work of the helper "full", where the system can limit the size of a file.
var fillUp func(*Store) error

// TestHelperProcess is the other process of the tests above and below, not a test.
func TestHelperProcess(t *testing.T) {
	args := strings.Fields(os.Getenv("PAYDESK_STORAGE_HELPER"))
	if len(args) == 0 {
		return
	}
	s, err := Open(args[1], testOptions())
	if err != nil {
		fmt.Printf("locked=%v %v\n", errors.Is(err, ErrLocked), err)
		os.Exit(0)
	}
	switch args[0] {
	case "open":
		n, _, err := s.Head()
		fmt.Println("opened", n, err)
	case "full":
		if err := fillUp(s); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	case "kill": // append until killed, naming each entry once Append has returned
		for i := 0; ; i++ {
			e, err := s.Append(Entry{Payment: fmt.Sprint(i % 3), Kind: "K", Closed: i%5 == 0})
			if err != nil {
				fmt.Println("error", err)
				os.Exit(1)
			}
			fmt.Println(e.Seq, e.Hash)
		}
	}
	os.Exit(0)
}

func helper(t testing.TB, mode, path string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^TestHelperProcess$")
	cmd.Env = append(os.Environ(), "PAYDESK_STORAGE_HELPER="+mode+" "+path)
	return cmd
}

// What Append returned must be there after kill -9, or a charge could be forgotten.
func TestKilledKioskLosesNothingItWasPromised(t *testing.T) {
	path := storePath(t)
	for round := range 3 {
		cmd := helper(t, "kill", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		promised := map[uint64]string{}
		for range 20 + round {
			var seq uint64
			var hash string
			if _, err := fmt.Fscanln(out, &seq, &hash); err != nil {
				t.Fatal(err)
			}
			promised[seq] = hash
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the helper ended by itself")
		}
		s := mustOpen(t, path)
		if _, err := s.Verify(); err != nil {
			t.Fatal(err)
		}
		err = s.Walk(1, func(e Entry) error {
			if want, ok := promised[e.Seq]; ok && want != e.Hash.String() {
				t.Errorf("entry %d is not the one that was promised", e.Seq)
			}
			delete(promised, e.Seq)
			return nil
		})
		if err != nil || len(promised) != 0 {
			t.Errorf("lost: %v, %v", promised, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A downgrade must not let an old program write into a form it does not know.
func TestNewerStoreIsLeftAlone(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	err := s.update(func(tx *bbolt.Tx) error {
		return put(tx.Bucket(metaBucket), versionKey, seqKey(uint64(len(migrations)+1)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := fileSum(t, path)
	_, err = Open(path, testOptions())
	if !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "newer Paydesk") {
		t.Errorf("opening a newer store: %v", err)
	}
	if fileSum(t, path) != before {
		t.Error("the newer store was changed")
	}
}

// An update of the program must not lose the journal, and a failed one must leave the store as it was.
func TestMigrationIsAllOrNothing(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	mustAppend(t, s, "p1", "Begun", false)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	known := migrations
	t.Cleanup(func() { migrations = known })
	step := func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("extra")); return err }
	broken := errors.New("broken step")
	migrations = append(known[:len(known):len(known)], step, func(*bbolt.Tx) error { return broken })
	if _, err := Open(path, testOptions()); !errors.Is(err, broken) {
		t.Fatalf("a broken migration: %v", err)
	}
	migrations = migrations[:len(migrations)-1]
	for range 2 { // the second time there is nothing left to do
		s := mustOpen(t, path)
		if n, err := s.Verify(); n != 1 || err != nil {
			t.Errorf("after the migration: %d entries, %v", n, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Disk full or read-only must be named as such, must not lose what is there, and must end when there is room again.
func TestFailedWriteIsNamedAndHealed(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	mustAppend(t, s, "p1", "Begun", false)
	for cause, want := range map[error]error{syscall.ENOSPC: ErrNoSpace, syscall.EROFS: ErrReadOnly, syscall.EACCES: ErrReadOnly} {
		s.beforeCommit = func() error { return &os.PathError{Op: "write", Path: path, Err: cause} }
		if _, err := s.Append(Entry{Payment: "p1", Kind: "Lost"}); !errors.Is(err, want) {
			t.Errorf("%v gave %v, want %v", cause, err, want)
		}
		s.beforeCommit = nil
	}
	shown := s.db
	e := mustAppend(t, s, "p1", "Again", true)
	if s.db == shown {
		t.Error("the file was not read anew: what the failed commit left in memory is not what is on disk")
	}
	if e.Seq != 2 {
		t.Errorf("the entry after the failed ones has number %d, want 2", e.Seq)
	}
	if n, err := s.Verify(); n != 2 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}

func TestClosedStoreSaysSo(t *testing.T) {
	s := mustOpen(t, storePath(t))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, appendErr := s.Append(Entry{Kind: "K"})
	_, readErr := s.Entries("p")
	for _, err := range []error{appendErr, readErr} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("got %v, want ErrClosed", err)
		}
	}
}

// The probe keeps a counter from claiming what it could not record (PROTOCOLS H4), and leaves no litter.
func TestProbe(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	if err := s.Probe(); err != nil {
		t.Fatal(err)
	}
	if litter, _ := filepath.Glob(path + ".*"); len(litter) != 0 {
		t.Errorf("left behind: %v", litter)
	}
	if err := os.RemoveAll(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(); err == nil {
		t.Error("the folder is gone and the probe says all is well")
	}
}

func fileSum(t testing.TB, path string) [32]byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}
