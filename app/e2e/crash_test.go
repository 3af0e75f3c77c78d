//go:build linux

package e2e

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/payment"
	"paydesk/storage"
)

var (
	killsFlag = flag.Int("kills", 20, "how often TestKilled cuts the power")
	drawsFlag = flag.Uint64("draws", 1, "seed of the moments at which it does")
)

const (
	counters   = 3   // tills at work at the same time, each with a shop of its own
	leastKills = 3   // of every state, in a run of enoughKills or more
	enough     = 200 // kills, for the histogram to be judged
)

// TestKilled cuts the power of the shipped program at drawn moments of a payment, in a real store, with Stripe and Odoo
// in another process, and lets the same command go on. Lost, if it fails: a customer charged twice, or charged and never
// booked. Half of the moments are drawn evenly over the measured length of a payment, half over the state that was hit
// least so far.
func TestKilled(t *testing.T) {
	t.Parallel()
	program, err := headless()
	if err != nil {
		t.Fatal(err)
	}
	hits := &histogram{hits: map[string]int{}}
	t.Run("counters", func(t *testing.T) {
		for n := range counters {
			kills := *killsFlag / counters
			if n < *killsFlag%counters {
				kills++
			}
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				lots := rand.New(rand.NewPCG(*drawsFlag, uint64(n)))
				for done := 0; done < kills; {
					k := newKiller(t, filepath.Join(t.TempDir(), "data"), program, lots, hits)
					done += k.day(kills - done)
					k.close()
				}
			})
		}
	})
	t.Logf("power cuts by the last state on disk:\n%s", hits)
	if *killsFlag < enough {
		return
	}
	for _, s := range hits.states {
		if hits.hits[s] < leastKills {
			t.Errorf("%s was hit %d times only", s, hits.hits[s])
		}
	}
}

// histogram counts power cuts by journal state, for all counters together.
type histogram struct {
	mu     sync.Mutex
	hits   map[string]int
	states []string // that a payment was seen to go through
}

func (h *histogram) add(state string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hits[state]++
}

// least is the state of these that was hit least.
func (h *histogram) least(states []string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range states {
		if !slices.Contains(h.states, s) {
			h.states = append(h.states, s)
		}
	}
	return slices.MinFunc(states, func(a, b string) int { return h.hits[a] - h.hits[b] })
}

func (h *histogram) String() string {
	var b strings.Builder
	for _, s := range slices.SortedFunc(maps.Keys(h.hits), func(a, b string) int { return h.hits[b] - h.hits[a] }) {
		fmt.Fprintf(&b, "  %-22s %4d\n", s, h.hits[s])
	}
	return b.String()
}

// What a journal says when no payment is under way.
const (
	beforeOpened = "(not begun)"
	afterEnd     = "(ended before)"
)

// killer is one counter whose power is cut again and again.
type killer struct {
	*shop
	lots  *rand.Rand
	hits  *histogram
	stop  func()
	due   []string // documents
	paid  int
	paces map[string]pace // by customer
	pace  pace            // of the present one
}

// The customers.
const (
	good     = "good"
	declined = "declined-then-good"
)

// pace is what a payment looks like on this machine.
type pace struct {
	length time.Duration   // process and all
	lead   time.Duration   // until its first fact
	spans  map[string]span // when each state began and ended, from the first fact on
}

type span struct{ from, to time.Duration }

func newKiller(t *testing.T, data, program string, lots *rand.Rand, hits *histogram) *killer {
	t.Helper()
	s, stop := openShop(t, data, program)
	k := &killer{shop: s, lots: lots, hits: hits, stop: stop, paces: map[string]pace{}}
	k.due = s.plainDocuments()
	for _, customer := range []string{good, declined} {
		k.customer(customer)
		number := k.next()
		began := clock.Real{}.Now()
		if code, said := k.pay(number, never); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", number, code, said)
		}
		k.paces[customer] = k.measure(number, began, clock.Real{}.Now())
		k.paid++
	}
	return k
}

// customer says who comes next.
func (k *killer) customer(kind string) {
	k.t.Helper()
	k.post("/gesture", map[string]any{"reader": "tmr_frontdesk", "kind": "auto", "auto": kind, "after_ms": 250})
	k.pace = k.paces[kind]
}

func (k *killer) close() {
	k.run("", "verify")
	k.stop()
}

func (k *killer) next() string {
	n := k.due[0]
	k.due = k.due[1:]
	return n
}

// day kills up to most payments, as many as the shop has invoices, and returns how many it did.
func (k *killer) day(most int) int {
	kills := 0
	for kills < most && len(k.due) > 0 {
		kills += k.life(k.next(), most-kills)
	}
	return kills
}

// life lets one document be paid with up to two power cuts, and looks at both books afterwards.
func (k *killer) life(number string, most int) int {
	k.t.Helper()
	if k.customer(good); k.lots.IntN(4) == 0 {
		k.customer(declined)
	}
	var story []string
	kills := 0
	for tries := 0; k.residual(number) != 0; tries++ {
		cut := never
		if kills < most && kills < 2 {
			cut = k.draw()
		}
		code, said := k.pay(number, cut)
		if code == killed {
			state := k.state(number)
			k.hits.add(state)
			kills++
			said += "KILLED in " + state
		}
		story = append(story, said)
		// 1: it was paid before; 3: it was interrupted before anything was sent and begins anew; 5: not booked yet
		if !slices.Contains([]int{0, 1, 3, 5, killed}, code) || tries == 8 {
			k.t.Fatalf("%s: exit code %d\n%s", number, code, strings.Join(story, "\n"))
		}
	}
	k.pay(number, never) // what is unfinished is taken up; there is nothing left to charge
	k.paid++
	if !k.booked(k.paid) {
		k.t.Fatalf("%s: %+v, want %d charged and booked\n%s", number, k.ledger().Agreement, k.paid, strings.Join(story, "\n"))
	}
	for _, i := range k.ledger().Stripe.Intents {
		if i.Status != "succeeded" && i.Status != "canceled" {
			k.t.Fatalf("%s is left %s\n%s", i.ID, i.Status, strings.Join(story, "\n"))
		}
	}
	return kills
}

// moment is when the power is cut: so long after the start, or after the payment's first fact.
type moment struct {
	after  time.Duration
	inside bool
}

var never = moment{after: -1}

// killed is the exit code of a process without one.
const killed = -1

func (k *killer) draw() moment {
	if k.lots.IntN(2) == 0 {
		return moment{after: time.Duration(k.lots.Int64N(int64(k.pace.length)))}
	}
	s := k.pace.spans[k.hits.least(slices.Sorted(maps.Keys(k.pace.spans)))]
	return moment{after: s.from + time.Duration(k.lots.Int64N(int64(s.to-s.from)+1)), inside: true}
}

// pay runs the shipped `paydesk pay` and cuts its power at a moment.
func (k *killer) pay(number string, at moment) (code int, progress string) {
	k.t.Helper()
	cmd := k.command("pay", "--document", number, "--amount", "all", "--reader", "Front desk", "--as", "Mia", "--json")
	errs, err := cmd.StderrPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	cut := func() *time.Timer {
		return time.AfterFunc(at.after, func() {
			if err := cmd.Process.Signal(syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
				return // it was faster
			}
		})
	}
	var timer *time.Timer
	if at.after >= 0 && !at.inside {
		timer = cut()
	}
	var said strings.Builder
	lines := bufio.NewScanner(io.TeeReader(errs, &said))
	for lines.Scan() {
		if at.inside && timer == nil && strings.HasPrefix(lines.Text(), "payment ") {
			timer = cut()
		}
	}
	err = cmd.Wait()
	if timer != nil {
		timer.Stop()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		k.t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), said.String()
}

// lives reads the payments of a document from the counter's own store, as the next start will.
func (k *killer) lives(number string) (lives [][]payment.Event) {
	k.t.Helper()
	path := filepath.Join(k.data, "paydesk-test.db")
	store, err := storage.Open(path, storage.Options{Clock: clock.Real{}, Rand: rand.NewChaCha8([32]byte{})})
	if err != nil {
		k.t.Fatal(err)
	}
	defer store.Close()
	if _, err := store.Verify(); err != nil {
		k.t.Fatal(err) // the chain holds after every crash
	}
	entries, order := map[string][]payment.Entry{}, []string{}
	err = store.Walk(1, func(e storage.Entry) error {
		if e.Payment == "" {
			return nil
		}
		if entries[e.Payment] == nil {
			order = append(order, e.Payment)
		}
		entries[e.Payment] = append(entries[e.Payment], payment.Entry{Payment: e.Payment, At: e.At, Kind: e.Kind, Body: e.Body})
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	for _, id := range order {
		events, err := payment.Events(entries[id])
		if err != nil {
			k.t.Fatal(err)
		}
		if o, ok := events[0].Fact.(payment.Opened); ok && o.Order.Numbers() == number {
			lives = append(lives, events)
		}
	}
	return lives
}

// state is the last one on disk.
func (k *killer) state(number string) string {
	k.t.Helper()
	lives := k.lives(number)
	if len(lives) == 0 {
		return beforeOpened
	}
	s, _, err := payment.Fold(lives[len(lives)-1])
	if err != nil {
		k.t.Fatal(err)
	}
	if s.Phase.Final() {
		return afterEnd
	}
	return s.Phase.String()
}

// measure notes when the states of a finished payment began and ended.
func (k *killer) measure(number string, began, ended time.Time) pace {
	k.t.Helper()
	events := k.lives(number)[0]
	p := pace{length: ended.Sub(began), lead: events[0].At.Sub(began), spans: map[string]span{}}
	var s payment.State
	since := events[0].At
	for _, e := range events {
		next, _, err := payment.Apply(s, e)
		if err != nil {
			k.t.Fatal(err)
		}
		if next.Phase != s.Phase && s.Phase != payment.Draft {
			p.spans[s.Phase.String()] = span{since.Sub(events[0].At), e.At.Sub(events[0].At)}
		}
		if next.Phase != s.Phase {
			since = e.At
		}
		s = next
	}
	return p
}

// plainDocuments are the open invoices in euros whose amount the simulated bank takes without asking anything.
func (s *shop) plainDocuments() (numbers []string) {
	s.t.Helper()
	var documents []struct {
		Number        string `json:"number"`
		Currency      string `json:"currency"`
		ResidualMinor int64  `json:"residual_minor"`
	}
	if err := json.Unmarshal([]byte(s.run("", "documents", "--json")), &documents); err != nil {
		s.t.Fatal(err)
	}
	for _, d := range documents {
		if d.Currency == "EUR" && d.ResidualMinor%100 == 0 {
			numbers = append(numbers, d.Number)
		}
	}
	if len(numbers) < 5 {
		s.t.Fatalf("only %d documents to pay", len(numbers))
	}
	return numbers
}
