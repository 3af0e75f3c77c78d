package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paydesk/services/recovery"
	"paydesk/services/sim"
	"paydesk/storage"
)

// counter opens the counter as a start of the program does.
func (d *desk) counter() *Counter {
	d.t.Helper()
	keys := map[string]string{OdooKeyVariable: sim.OdooKey, StripeKeyVariable: sim.StripeKey}
	s, _, err := Env{Getenv: func(k string) string { return keys[k] }}.settings(options{config: d.config, data: d.data})
	if err != nil {
		d.t.Fatal(err)
	}
	c, err := NewCounter(context.Background(), s)
	if err != nil {
		d.t.Fatal(err)
	}
	return c
}

// A shop whose disk died puts its backup back. Lost, if it fails: the backup itself, what was in the store before, or
// that the next start knows it may be a day old.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "good")
	numbers := d.numbers()
	d.must(ExitOK, d.pay(numbers[0]))
	file := filepath.Join(t.TempDir(), "saved.db")
	made := into[saved](t, d.must(ExitOK, d.run("backup", file, "--json")).out)
	if s := d.run("backup", file); s.code != ExitFailed || !strings.Contains(s.err, "already") {
		t.Errorf("over a backup: %d %s", s.code, s.err)
	}
	d.must(ExitOK, d.pay(numbers[1]))
	restored := into[saved](t, d.must(ExitOK, d.run("restore", file, "--json")).out)
	if restored.Entries != made.Entries || made.Entries == 0 {
		t.Errorf("%d entries in, %d out", made.Entries, restored.Entries)
	}
	if n, err := storage.Check(restored.Aside); err != nil || n <= made.Entries {
		t.Errorf("what was there before has %d entries, %v", n, err)
	}
	c := d.counter()
	kind := ""
	if err := c.Store.Walk(made.Entries+1, func(e storage.Entry) error { kind = e.Kind; return nil }); err != nil || kind != storage.RestoredKind {
		t.Errorf("the next start does not know: %q %v", kind, err)
	}
	for _, name := range recovery.CursorNames { // H4: everything that may have happened since is looked at
		if at, err := (cursors{c.Store}).Cursor(name); err != nil || at.IsZero() || c.Clock.Now().Sub(at) < recovery.WholeSpan {
			t.Errorf("cursor %s stands at %s, %v", name, at, err)
		}
	}
	if c.complete().Before(c.Clock.Now()) {
		t.Error("claims of before the restore would look like a second machine's")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.db")
	if err := os.WriteFile(broken, []byte("not a store"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s := d.run("restore", broken); s.code != ExitFailed || !strings.Contains(s.err, "Nothing was changed") {
		t.Errorf("a broken backup: %d %s", s.code, s.err)
	}
	d.charged(2)
}

// The kiosk holds its store, so it makes its backups itself, and old payments leave the journal only after one. Lost, if
// it fails: the only copy, or the record of a payment an accountant asks for in spring.
func TestKioskKeepsItsStore(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "good")
	r := into[payResult](t, d.must(ExitOK, d.pay(d.numbers()[0])).out)
	c := d.counter()
	clock := &sim.ShiftedClock{Clock: c.Clock}
	c.Clock = clock
	if s := d.run("backup", filepath.Join(t.TempDir(), "x.db")); s.code != ExitHeld || !strings.Contains(s.err, "backups") {
		t.Errorf("beside a running kiosk: %d %s", s.code, s.err)
	}
	for day := range 20 {
		for range 3 { // hours
			if err := c.keepStore(context.Background()); err != nil {
				t.Fatal(err)
			}
			clock.Move(time.Hour)
		}
		clock.Move(22 * time.Hour)
		files, err := filepath.Glob(filepath.Join(d.data, "backups", "*"))
		if want := min(day+1, backupsKept); err != nil || len(files) != want {
			t.Fatalf("day %d: %v, want %d files", day, files, want)
		}
	}
	if life, err := c.Store.Entries(r.Payment); err != nil || len(life) == 0 {
		t.Errorf("a payment of this month is gone: %v", err)
	}
	clock.Move(100 * 24 * time.Hour)
	if err := c.keepStore(context.Background()); err != nil {
		t.Fatal(err)
	}
	if life, err := c.Store.Entries(r.Payment); err != nil || len(life) != 0 {
		t.Errorf("%d entries after a hundred days, %v", len(life), err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{r.Payment, r.Intent} {
		sum := into[storage.Summary](t, d.must(ExitOK, d.run("payment", "show", word, "--json")).out)
		var kept keptPayment
		if err := json.Unmarshal(sum.Body, &kept); err != nil {
			t.Fatal(err)
		}
		if kept.Intent != r.Intent || kept.Booking != r.OdooName || kept.Moved.Minor != r.ReceivedMinor || kept.Person != "Mia" {
			t.Errorf("%s: %+v of %+v", word, kept, r)
		}
	}
	if rows := d.must(ExitOK, d.run("history", "--csv")).out; !strings.Contains(rows, r.Intent) || !strings.Contains(rows, r.OdooName) {
		t.Errorf("the accountant does not find a payment that left the journal:\n%s", rows)
	}
	if out := d.must(ExitOK, d.run("verify")).out; !strings.Contains(out, "each as it was written") {
		t.Error(out)
	}
}
