package world

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"paydesk/services/payment"
)

var (
	seedFlag     = flag.Uint64("seed", 1, "first seed of TestSeeds")
	seedsFlag    = flag.Int("seeds", 200, "how many seeds TestSeeds lives through")
	traceFlag    = flag.Bool("trace", false, "print the trace of each seed")
	progressFlag = flag.Bool("progress", false, "")
)

// TestMain collects garbage less often: many small worlds come and go.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// live runs count worlds from a seed on, one per worker at a time, and returns their results in the order of seeds.
func live(first uint64, count int, options func(seed uint64) Options) []Result {
	results := make([]Result, count)
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				if *progressFlag {
					fmt.Fprintln(os.Stderr, "begin", first+uint64(i))
				}
				t0 := time.Now()
				results[i] = Run(options(first + uint64(i)))
				if *progressFlag {
					fmt.Fprintln(os.Stderr, "end", first+uint64(i), time.Since(t0), results[i].Calls, results[i].Lived, len(results[i].Trace))
				}
			}
		})
	}
	for i := range count {
		next <- i
	}
	close(next)
	wg.Wait()
	return results
}

func plain(seed uint64) Options { return Options{Seed: seed} }

// TestSeeds would lose: money charged twice, charged and not booked, booked twice; a screen that lies; a counter that
// hangs. Every seed is a shop with its own mishaps.
func TestSeeds(t *testing.T) {
	results := live(*seedFlag, *seedsFlag, plain)
	failed := 0
	struck, ends := map[Kind]int{}, map[payment.Phase]int{}
	for _, r := range results {
		for k, n := range r.Struck {
			if n > 0 {
				struck[k]++
			}
		}
		for p, n := range r.Ends {
			ends[p] += n
		}
		if *traceFlag {
			t.Logf("seed %d\n%s", r.Seed, r.Trace)
		}
		if len(r.Violations) == 0 {
			continue
		}
		if failed++; failed <= 3 && !*traceFlag {
			t.Logf("seed %d\n%s", r.Seed, clip(r.Trace))
		}
		if failed <= 20 {
			t.Errorf("seed %d: %s\n    replay: make sim SEED=%d", r.Seed, strings.Join(r.Violations, "\n    "), r.Seed)
		}
	}
	var counts strings.Builder
	for _, k := range Kinds {
		fmt.Fprintf(&counts, "\n  %-44s changed the trace in %d seeds", k, struck[k])
	}
	t.Logf("%d seeds, %d failed, payments ended: %v%s", len(results), failed, ends, counts.String())
}

// clip keeps a long trace readable: the beginning is rarely what matters.
func clip(trace []byte) string {
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
	const seeds = 50
	if os.Getenv("PAYDESK_SIM_TRACE") != "" {
		for _, r := range live(1, seeds, plain) {
			fmt.Printf("trace %d %x\n", r.Seed, sha256.Sum256(r.Trace))
		}
		return
	}
	out := make([]string, 2)
	for i := range out {
		cmd := exec.Command(os.Args[0], "-test.run=^TestSameSeedSameTrace$", "-test.count=1")
		cmd.Env = append(os.Environ(), "PAYDESK_SIM_TRACE=1", fmt.Sprintf("GOMAXPROCS=%d", i+1))
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
	if n := strings.Count(out[0], "\n"); n != seeds {
		t.Fatalf("%d traces of %d", n, seeds)
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
