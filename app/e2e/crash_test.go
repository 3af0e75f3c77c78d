//go:build proof && linux

package e2e

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// pay starts the payment of a document, kills it with the power-cut signal as soon as it says the phase (empty: never),
// and returns its exit code, or -1 if it was killed.
func (s *shop) pay(number, killAt string) (code int, progress string) {
	s.t.Helper()
	cmd := s.command("pay", "--document", number, "--reader", "Front desk", "--as", "Mia Berg", "--pin-stdin", "--json")
	cmd.Stdin = strings.NewReader("4711\n")
	errs, err := cmd.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	var said strings.Builder
	lines := bufio.NewScanner(io.TeeReader(errs, &said))
	for lines.Scan() {
		if killAt != "" && strings.Contains(lines.Text(), "  "+killAt) {
			if err := cmd.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				s.t.Log(err) // it was faster
			}
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), said.String()
}

// TestKilledInTheMiddle kills `paydesk pay` twenty times, in every phase, and lets the same command go on. Lost, if it
// fails: a customer charged twice, or charged and never booked.
func TestKilledInTheMiddle(t *testing.T) {
	s := newShop(t, "--customer", "good", "--present-after", "200ms")
	var documents []struct {
		Number        string `json:"number"`
		Currency      string `json:"currency"`
		ResidualMinor int64  `json:"residual_minor"`
	}
	if err := json.Unmarshal([]byte(s.run("", "documents", "--json")), &documents); err != nil {
		t.Fatal(err)
	}
	// twice each, once soon and once late in the payment's life
	kills := [][2]string{
		{"Checking", "Approved"}, {"Claiming", "Posting"}, {"Claimed", "Waiting"}, {"Dispatching", "Done"}, {"Waiting", "Approved"},
		{"Claiming", "Claimed"}, {"Approved", "Posting"}, {"Posting", "Posting"}, {"Dispatching", "Dispatching"}, {"Waiting", "Waiting"},
	}
	n := 0
	for _, d := range documents {
		if n == len(kills) {
			break
		}
		if d.Currency != "EUR" || d.ResidualMinor%100 != 0 { // other endings make the simulated bank ask or refuse
			continue
		}
		var progress []string
		for _, at := range kills[n] {
			code, said := s.pay(d.Number, at)
			progress = append(progress, said)
			if code > 0 && code != 1 { // 1: finished before, there is nothing left to charge
				t.Fatalf("%s: exit code %d\n%s", d.Number, code, strings.Join(progress, "\n"))
			}
		}
		code, said := s.pay(d.Number, "")
		n++
		if (code != 0 && code != 1) || s.residual(d.Number) != 0 || !s.booked(n) {
			t.Fatalf("%s killed at %v: exit code %d, left %d, %+v\n%s\n%s", d.Number, kills[n-1], code, s.residual(d.Number),
				s.ledger().Agreement, strings.Join(progress, "\n"), said)
		}
	}
	if n != len(kills) {
		t.Fatalf("only %d documents to pay", n)
	}
	for _, i := range s.ledger().Stripe.Intents {
		if i.Status != "succeeded" && i.Status != "canceled" {
			t.Errorf("%s is left %s", i.ID, i.Status)
		}
	}
	s.run("", "verify")
}
