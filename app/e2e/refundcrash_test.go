//go:build linux

package e2e

import (
	"errors"
	"flag"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"paydesk/services/clock"
)

var refundKillsFlag = flag.Int("refund-kills", 8, "how often TestKilledWhileRefunding cuts the power")

// TestKilledWhileRefunding cuts the power of the shipped program at drawn moments of a refund and lets the same command go on. Lost, if
// it fails: a customer paid back twice, or paid back and never booked, or never paid back although a manager said so.
func TestKilledWhileRefunding(t *testing.T) {
	t.Parallel()
	program, err := headless()
	if err != nil {
		t.Fatal(err)
	}
	sh, _ := openShop(t, filepath.Join(t.TempDir(), "data"), program, "--customer", "good", "--present-after", "50ms")
	sh.run("4711\n", "people", "add", "Mia Berg", "--role", "manager", "--pin-stdin")
	lots := rand.New(rand.NewPCG(*drawsFlag, 0x5e))
	var owed int64
	var longest time.Duration
	kills := 0
	for n, number := range sh.plainDocuments() {
		if kills >= *refundKillsFlag && n > 0 {
			break
		}
		sh.run("4711\n", "pay", "--document", number, "--reader", "Front desk", "--as", "Mia Berg", "--pin-stdin")
		intents := sh.ledger().Stripe.Intents
		paid := intents[len(intents)-1].Received
		sh.post("/gesture", map[string]any{"kind": "credit-note", "document": number, "minor": paid}) // an instalment or a discount: less than all
		note := sh.note()
		owed += note.ResidualMinor
		for cuts := 0; sh.residual(note.Number) != 0; cuts++ {
			after := time.Duration(-1)
			if longest > 0 && cuts < 3 && kills < *refundKillsFlag { // the first refund is measured
				after = time.Duration(lots.Int64N(int64(longest)))
			}
			began := clock.Real{}.Now()
			code, said := sh.refund(note.Number, after)
			switch {
			case code == killed:
				kills++
			case code == 0:
				longest = max(longest, clock.Real{}.Now().Sub(began))
			case code == 1 && cuts > 0: // nothing is left to refund: it was done before the cut
			default:
				t.Fatalf("%s: exit code %d\n%s", note.Number, code, said)
			}
			if cuts == 10 {
				t.Fatalf("%s never ends\n%s", note.Number, said)
			}
		}
		var back, out int64
		l := sh.ledger()
		for _, r := range l.Stripe.Refunds {
			back += r.Amount
		}
		for _, p := range l.Odoo.Payments {
			if p.Direction == "outbound" && !strings.HasPrefix(p.State, "cancel") {
				out += p.AmountMinor
			}
		}
		if back != owed || out != owed {
			t.Fatalf("after %d cuts %d went back and %d is booked out, %d was owed", kills, back, out, owed)
		}
	}
	sh.run("", "verify")
	t.Logf("%d power cuts, a refund takes %s", kills, longest.Round(time.Millisecond))
}

// refund runs the shipped `paydesk refund` and cuts its power after a while; a negative one: never.
func (s *shop) refund(note string, after time.Duration) (code int, said string) {
	s.t.Helper()
	cmd := s.command("refund", "--credit-note", note, "--as", "Mia Berg", "--pin-stdin")
	cmd.Stdin = strings.NewReader("4711\n")
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	if after >= 0 {
		cut := time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) }) // it may have been faster
		defer cut.Stop()
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}
