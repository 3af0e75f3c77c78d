//go:build proof && linux

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"paydesk/services/sim"
)

// program is the built Paydesk, once for all tests.
var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "paydesk-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "paydesk")
		build := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", program, "paydesk")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// shop is the simulators in a process of their own, and the configuration of a counter that uses them.
type shop struct {
	t       *testing.T
	ready   struct{ OdooURL, StripeURL, ControlURL string }
	config  string
	data    string
	control string
}

func newShop(t *testing.T, args ...string) *shop {
	t.Helper()
	cmd := exec.Command(program, append([]string{"sim"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("sim printed no line: %v", err)
	}
	var ready map[string]any
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	s := &shop{t: t, data: filepath.Join(t.TempDir(), "data"), control: ready["control_url"].(string)}
	s.config = filepath.Join(t.TempDir(), "paydesk.toml")
	text := fmt.Sprintf("[odoo]\nurl = %q\ndatabase = %q\nuser = %q\n[stripe]\nurl = %q\nlocation = %q\n[counter]\nname = \"Counter 1\"\naway_limit = { cashier = \"EUR 500.00\", manager = \"EUR 2000.00\" }\n",
		ready["odoo_url"], ready["odoo_database"], ready["odoo_user"], ready["stripe_url"], ready["stripe_location"])
	if err := os.WriteFile(s.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("4711\n", "person", "add", "Mia Berg", "--role", "manager", "--pin-stdin")
	return s
}

func (s *shop) command(args ...string) *exec.Cmd {
	cmd := exec.Command(program, append(args, "--config", s.config, "--data", s.data)...)
	cmd.Env = append(os.Environ(), "PAYDESK_ODOO_KEY="+sim.OdooKey, "PAYDESK_STRIPE_KEY="+sim.StripeKey)
	return cmd
}

func (s *shop) run(stdin string, args ...string) string {
	s.t.Helper()
	cmd := s.command(args...)
	cmd.Stdin = strings.NewReader(stdin)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("paydesk %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
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

func (s *shop) post(path string, body any) {
	s.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.Post(s.control+path, "application/json", bytes.NewReader(b))
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		var e map[string]any
		_ = json.NewDecoder(r.Body).Decode(&e)
		s.t.Fatalf("%s %s: %v", path, b, e)
	}
}

// gesture plays the customer at the front desk's reader.
func (s *shop) gesture(kind, card string) {
	s.t.Helper()
	s.post("/gesture", map[string]any{"reader": "tmr_frontdesk", "kind": kind, "card": card})
}

func (s *shop) ledger() sim.Ledger {
	s.t.Helper()
	r, err := http.Get(s.control + "/ledger")
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	var l sim.Ledger
	if err := json.NewDecoder(r.Body).Decode(&l); err != nil {
		s.t.Fatal(err)
	}
	return l
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

// booked says that both books hold exactly n charges of ours and agree.
func (s *shop) booked(n int) bool {
	a := s.ledger().Agreement
	return a.Agree() && a.Charges == n && a.Bookings == n && a.Open == 0
}

// residual is what is left on a document.
func (s *shop) residual(number string) int64 {
	s.t.Helper()
	for _, i := range s.ledger().Odoo.Invoices {
		if i.Number == number {
			return i.ResidualMinor
		}
	}
	s.t.Fatalf("no invoice %s", number)
	return 0
}
