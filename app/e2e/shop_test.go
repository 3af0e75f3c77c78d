//go:build linux

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
	"sync"
	"testing"

	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
)

// shop is the simulators in a process of their own, and the configuration of a counter that uses them.
type shop struct {
	t            *testing.T
	program      string
	config       string
	data         string
	control      string
	stripe, odoo *wire
}

// openShop starts a simulated shop for a counter whose store is in data. Everything ends with stop, or with the test.
func openShop(t *testing.T, data, program string, args ...string) (s *shop, stop func()) {
	t.Helper()
	cmd := exec.Command(program, append([]string{"sim"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("sim printed no line: %v", err)
	}
	var ready map[string]any
	if err := json.Unmarshal(line, &ready); err != nil {
		t.Fatal(err)
	}
	s = &shop{t: t, program: program, data: data, control: ready["control_url"].(string)}
	s.stripe = newWire(t, strings.TrimPrefix(ready["stripe_url"].(string), "http://"))
	s.odoo = newWire(t, strings.TrimPrefix(ready["odoo_url"].(string), "http://"))
	s.config = filepath.Join(t.TempDir(), "paydesk.toml")
	text := fmt.Sprintf("[odoo]\nurl = %q\ndatabase = %q\nuser = %q\n[stripe]\nurl = %q\nlocation = %q\n[counter]\nname = \"Counter 1\"\naway_limit = { cashier = \"EUR 500.00\", manager = \"EUR 2000.00\" }\n",
		s.odoo.url(), ready["odoo_database"], ready["odoo_user"], s.stripe.url(), ready["stripe_location"])
	if err := os.WriteFile(s.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return s, stop
}

func (s *shop) command(args ...string) *exec.Cmd {
	cmd := exec.Command(s.program, append(args, "--config", s.config, "--data", s.data)...)
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

// note is the youngest credit note in the books.
func (s *shop) note() (n odoosim.LedgerInvoice) {
	s.t.Helper()
	for _, d := range s.ledger().Odoo.Invoices {
		if d.Kind == "out_refund" && d.ID > n.ID {
			n = d
		}
	}
	return n
}
