package world

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"paydesk/services/clock"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

const (
	usualSeeds = 500
	keptTraces = 1000 // of worlds in which nothing was violated
)

var (
	seedFlag  = flag.Uint64("seed", 1, "first seed of TestSeeds")
	seedsFlag = flag.Int("seeds", 0, "how many seeds TestSeeds lives through; 0: 500, or 1 where -seed is given")
	storyFlag = flag.Bool("story", false, "print the trace of each seed")
)

// TestMain collects garbage less often: many small worlds come and go.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// live runs a world for each of the options, one per worker at a time; results are in the order of the options.
func live(options []Options) []Result {
	results := make([]Result, len(options))
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				results[i] = Run(options[i])
				if i >= keptTraces && len(results[i].Violations) == 0 {
					results[i].Trace = nil
				}
			}
		})
	}
	for i := range options {
		next <- i
	}
	close(next)
	wg.Wait()
	return results
}

// seeds are count worlds from a seed on.
func seeds(first uint64, count int) []Options {
	out := make([]Options, count)
	for i := range out {
		out[i].Seed = first + uint64(i)
	}
	return out
}

// TestSeeds would lose: money charged twice, charged and not booked, booked twice; a screen that lies; a counter that
// hangs. Every seed is a shop with its own mishaps.
func TestSeeds(t *testing.T) {
	count, chosen := *seedsFlag, false
	flag.Visit(func(f *flag.Flag) { chosen = chosen || f.Name == "seed" })
	if count == 0 {
		count = usualSeeds
		if chosen {
			count = 1
		}
	}
	began := clock.Real{}.Now()
	results := live(seeds(*seedFlag, count))
	spent := clock.Real{}.Now().Sub(began)
	failed := 0
	ends, refunds := map[payment.Phase]int{}, map[refund.Phase]int{}
	for _, r := range results {
		for p, n := range r.Ends {
			ends[p] += n
		}
		for p, n := range r.Refunds {
			refunds[p] += n
		}
		if *storyFlag {
			t.Logf("seed %d\n%s", r.Seed, r.Trace)
		}
		if len(r.Violations) == 0 {
			continue
		}
		if failed++; failed == 1 && !*storyFlag {
			t.Logf("seed %d\n%s", r.Seed, tail(r.Trace))
		}
		if failed <= 50 {
			t.Errorf("seed %d: %s\n    replay: make sim SEED=%d", r.Seed, strings.Join(r.Violations, "\n    "), r.Seed)
		}
	}
	var phases strings.Builder
	for _, p := range slices.Sorted(maps.Keys(ends)) {
		fmt.Fprintf(&phases, " %s %d", p, ends[p])
	}
	var given strings.Builder
	for _, p := range slices.Sorted(maps.Keys(refunds)) {
		fmt.Fprintf(&given, " %s %d", p, refunds[p])
	}
	t.Logf("%d seeds, %.1f in a second, %d failed; payments ended:%s; refunds ended:%s", len(results), float64(count)/spent.Seconds(), failed, phases.String(), given.String())
	if count == 1 {
		return
	}
	t.Logf("state and event, how often:\n%s", covered(results))
	t.Logf("refunds, state and event, how often:\n%s", refundsCovered(results))
	if failed == 0 {
		changes(t, results, *changesFlag)
	}
}

// tail keeps a long trace readable: the beginning is rarely what matters.
func tail(trace []byte) string {
	const most = 24_000
	s := string(trace)
	if len(s) <= most {
		return s
	}
	return "…" + s[len(s)-most:]
}

// TestSameSeedSameTrace would lose: that a failing seed can be replayed. Two processes with different numbers of
// threads live through the same worlds.
func TestSameSeedSameTrace(t *testing.T) {
	const worlds = 50
	const child = "PAYDESK_SIM_CHILD"
	if os.Getenv(child) != "" {
		for _, r := range live(seeds(1, worlds)) {
			fmt.Printf("trace %d %x\n", r.Seed, sha256.Sum256(r.Trace))
		}
		return
	}
	out := make([]string, 2)
	for i := range out {
		cmd := exec.Command(os.Args[0], "-test.run=^TestSameSeedSameTrace$", "-test.count=1")
		cmd.Env = append(os.Environ(), child+"=1", fmt.Sprintf("GOMAXPROCS=%d", i+1))
		text, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "trace ") {
				out[i] += line
			}
		}
	}
	if n := strings.Count(out[0], "\n"); n != worlds {
		t.Fatalf("%d traces of %d", n, worlds)
	}
	if out[0] != out[1] {
		a, b := strings.Split(out[0], "\n"), strings.Split(out[1], "\n")
		for i := range a {
			if a[i] != b[i] {
				t.Errorf("%s\nis with two threads\n%s", a[i], b[i])
			}
		}
	}
}
