//go:build linux

package e2e

import (
	"errors"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"paydesk/services/payment"
)

var disksFlag = flag.Int("disks", 2, "how often TestDiskFullInTheMiddleOfAPayment fills the disk")

// smallDisk mounts a file system of 80 MB at dir.
func smallDisk(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("paydesk-test", dir, "tmpfs", 0, "size=80m")
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSYS) {
		t.Skipf("mounting a small file system needs root (%v); TestDiskFullInTheMiddleOfACommit of package storage fills a limit on the file's size instead", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

// fillDisk leaves no more than free bytes in dir.
func fillDisk(dir string, free int64) error {
	f, err := os.OpenFile(others(dir), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		var st syscall.Statfs_t
		if err := syscall.Statfs(dir, &st); err != nil {
			return err
		}
		left := int64(st.Bavail)*st.Bsize - free
		if left <= 0 {
			return nil
		}
		if _, err := f.Write(make([]byte, min(left, 1<<20))); err != nil && !errors.Is(err, syscall.ENOSPC) {
			return err
		}
	}
}

// others is the file with which somebody else fills the disk.
func others(dir string) string { return filepath.Join(dir, "others") }

// Lost, if it fails: a charge begins that could not be recorded.
func TestNoChargeOnAFullDisk(t *testing.T) {
	t.Parallel()
	k := diskKiller(t)
	before := len(k.ledger().Stripe.Intents)
	if err := fillDisk(k.data, 40<<20); err != nil {
		t.Fatal(err)
	}
	number := k.next()
	code, said := k.pay(number, never)
	if after := len(k.ledger().Stripe.Intents); code != 1 || !strings.Contains(said, "disk is full") || after != before {
		t.Fatalf("exit code %d, %d intents more\n%s", code, after-before, said)
	}
	if err := os.Remove(others(k.data)); err != nil {
		t.Fatal(err)
	}
	k.life(number, 0)
	k.close()
}

// The disk fills up in the middle of a payment, an answer cannot be written down, and in every second one the power
// fails on top of it. Lost, if it fails: what Stripe took and the counter could not note.
func TestDiskFullInTheMiddleOfAPayment(t *testing.T) {
	t.Parallel()
	full, refused := map[string]int{}, 0
	for n := 0; n < *disksFlag; {
		k := diskKiller(t)
		for ; n < *disksFlag && len(k.due) > 0; n++ {
			number := k.next()
			k.fillWhilePaying(number, n%2 == 0)
			if k.waited(number) {
				refused++
			}
			full[k.state(number)]++
			k.life(number, 0)
		}
		k.close()
	}
	t.Logf("disk full %d times, %d times a fact had to wait for room; the last state on disk when the program ended: %v", *disksFlag, refused, full)
	if *disksFlag >= 10 && refused == 0 {
		t.Error("the disk was never full when something was written")
	}
}

// fillWhilePaying fills the disk at a drawn moment of a payment and makes room again; power says that it fails meanwhile.
func (k *killer) fillWhilePaying(number string, power bool) {
	k.t.Helper()
	k.customer(good)
	// early, so that most of what the payment has to write meets the full disk: a store writes into its free pages first
	at := time.Duration(k.lots.Int64N(int64(k.pace.spans[payment.Waiting.String()].from)))
	cut := never
	if power {
		cut = moment{after: at + 400*time.Millisecond, inside: true}
	}
	filled, freed := make(chan error, 1), make(chan error, 1)
	time.AfterFunc(k.pace.lead+at, func() {
		filled <- fillDisk(k.data, 0)
		time.AfterFunc(2500*time.Millisecond, func() { freed <- os.Remove(others(k.data)) }) // somebody makes room
	})
	code, said := k.pay(number, cut)
	if err := errors.Join(<-filled, <-freed); err != nil {
		k.t.Fatal(err)
	}
	if !slices.Contains([]int{0, 1, 3, 5, killed}, code) {
		k.t.Fatalf("exit code %d\n%s", code, said)
	}
}

// waited says that the payment's journal stood still for longer than a customer takes, or ended before the end.
func (k *killer) waited(number string) bool {
	k.t.Helper()
	for _, events := range k.lives(number) {
		for n := 1; n < len(events); n++ {
			if events[n].At.Sub(events[n-1].At) > time.Second {
				return true
			}
		}
	}
	return k.state(number) != afterEnd
}

func diskKiller(t *testing.T) *killer {
	t.Helper()
	program, err := headless()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "small")
	smallDisk(t, dir)
	return newKiller(t, dir, program, rand.New(rand.NewPCG(*drawsFlag, 77)), &histogram{hits: map[string]int{}})
}
