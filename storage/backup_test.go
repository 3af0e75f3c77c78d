package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A backup is made while payments go on. Lost, if it were torn: the only copy when the disk dies.
func TestBackupWhileTheKioskRuns(t *testing.T) {
	s := mustOpen(t, storePath(t))
	s.db.NoSync = true
	for i := range 40 {
		mustAppend(t, s, fmt.Sprint("p", i%5), "Observed", i%5 == 4)
	}
	stop, stopped := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if _, err := s.Append(Entry{Payment: "busy", Kind: "Observed"}); err != nil {
				stopped <- err
				return
			}
		}
	}()
	to := filepath.Join(t.TempDir(), "backups", "one.db")
	for i := range 5 {
		path := fmt.Sprint(to, i)
		n, err := s.Backup(path)
		if err != nil || n < 40 {
			t.Fatalf("backup of %d entries: %v", n, err)
		}
		if again, err := Check(path); again != n || err != nil {
			t.Errorf("read again: %d of %d, %v", again, n, err)
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
	before := fileSum(t, to+"0")
	if _, err := s.Backup(to + "0"); !errors.Is(err, ErrExists) || fileSum(t, to+"0") != before {
		t.Errorf("a backup over a backup: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), "*.new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// What is restored replaces nothing for good, proves itself first, and says at the next start that it may be old: else a
// counter would trust yesterday's journal about today's charges.
func TestRestoreKeepsTheOldStoreAndSaysSo(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	mustAppend(t, s, "p1", "Begun", false)
	saved := filepath.Join(t.TempDir(), "saved.db")
	if _, err := s.Backup(saved); err != nil {
		t.Fatal(err)
	}
	if s.Rewound() != nil {
		t.Fatal("a store that was never restored is complete")
	}
	mustAppend(t, s, "p1", "Later", true)
	if _, err := Restore(saved, path, testOptions()); !errors.Is(err, ErrLocked) {
		t.Fatalf("restore under a running kiosk: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	now := fileSum(t, path)
	broken := filepath.Join(t.TempDir(), "broken.db")
	text, err := os.ReadFile(saved)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(text), "Begun")
	text[at]++
	if err := os.WriteFile(broken, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(broken, path, testOptions()); !errors.Is(err, ErrDamaged) || fileSum(t, path) != now {
		t.Fatalf("restore of a broken backup: %v", err)
	}
	r, err := Restore(saved, path, testOptions())
	if err != nil || r.Entries != 1 || fileSum(t, r.Aside) != now {
		t.Fatalf("%+v, %v", r, err)
	}
	for range 2 { // until it is recorded, every start says so
		s = mustOpen(t, path)
		if got := s.Rewound(); got == nil || got.Reason != RewoundRestored || got.From != "saved.db" || got.Has != 1 {
			t.Fatalf("after the restore: %+v", got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s = mustOpen(t, path)
	if err := s.RecordRestored(map[string]string{"cursor": "2026-10-18"}); err != nil {
		t.Fatal(err)
	}
	if v, _, err := s.Preference("", "cursor"); v != "2026-10-18" || err != nil || s.Rewound() != nil {
		t.Errorf("%q, %v, %v", v, err, s.Rewound())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, path)
	if s.Rewound() != nil {
		t.Errorf("said again: %+v", s.Rewound())
	}
	if n, err := s.Verify(); n != 2 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}

// A file put back by hand, a store lost and begun anew, and one that went on after it was put back are all older than
// the stamp, or beside it.
func TestOlderStoreIsRecognised(t *testing.T) {
	for name, replace := range map[string]func(t *testing.T, path string, old []byte){
		"put back by hand": func(t *testing.T, path string, old []byte) {
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"lost": func(t *testing.T, path string, _ []byte) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
		"put back, went on without its stamp": func(t *testing.T, path string, old []byte) {
			stamp, err := os.ReadFile(stampPath(path))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.WriteFile(path, old, 0o600), os.Remove(stampPath(path))); err != nil {
				t.Fatal(err)
			}
			s := mustOpen(t, path)
			for range 5 {
				mustAppend(t, s, "other", "Begun", false)
			}
			if err := errors.Join(s.Close(), os.WriteFile(stampPath(path), stamp, 0o600)); err != nil {
				t.Fatal(err)
			}
		},
		"stamp unreadable": func(t *testing.T, path string, _ []byte) {
			if err := os.WriteFile(stampPath(path), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := storePath(t)
			s := mustOpen(t, path)
			mustAppend(t, s, "p", "Begun", false)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, path)
			mustAppend(t, s, "p", "Later", false)
			if err := errors.Join(s.Stamp(), s.Close()); err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, path)
			if s.Rewound() != nil {
				t.Fatalf("an untouched store: %+v", s.Rewound())
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			replace(t, path, old)
			s = mustOpen(t, path)
			if r := s.Rewound(); r == nil || r.Reason != RewoundOlder {
				t.Fatalf("not recognised: %+v", r)
			}
			if err := s.Stamp(); err != nil { // must not make the older store the known one
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, path)
			if s.Rewound() == nil {
				t.Error("forgotten before anybody recorded it")
			}
		})
	}
}
