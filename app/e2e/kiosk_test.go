//go:build proof && linux

package e2e

import (
	"bytes"
	"path/filepath"
	"syscall"
	"testing"
)

var windowed = build("paydesk", "-tags", "migrated_fynedo")

// newShop is a shop with a manager, for the program with the window.
func newShop(t *testing.T, args ...string) *shop {
	t.Helper()
	program, err := windowed()
	if err != nil {
		t.Fatal(err)
	}
	s, _ := openShop(t, filepath.Join(t.TempDir(), "data"), program, args...)
	s.run("4711\n", "people", "add", "Mia Berg", "--role", "manager", "--pin-stdin")
	return s
}

// kiosk starts the window. The returned function kills it at once, as a power cut does.
func (s *shop) kiosk(on *screen) (kill func()) {
	s.t.Helper()
	cmd := s.command()
	cmd.Env = append(cmd.Env, "DISPLAY="+on.display, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "LANG=en_US.UTF-8")
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	done := false
	kill = func() {
		if done {
			return
		}
		done = true
		_ = cmd.Process.Signal(syscall.SIGKILL)
		_ = cmd.Wait()
		if s.t.Failed() {
			s.t.Logf("kiosk: %s", log.String())
		}
	}
	s.t.Cleanup(kill)
	return kill
}

// gesture plays the customer at the front desk's reader.
func (s *shop) gesture(kind, card string) {
	s.t.Helper()
	s.post("/gesture", map[string]any{"reader": "tmr_frontdesk", "kind": kind, "card": card})
}

// asking says that the front desk's reader shows an amount and waits for a card.
func (s *shop) asking() bool {
	for _, i := range s.ledger().Stripe.Intents {
		if len(i.OnReaders) > 0 && !i.AtBank {
			return true
		}
	}
	return false
}
