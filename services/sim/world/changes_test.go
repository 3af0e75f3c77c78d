package world

import (
	"bytes"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paydesk/services/payment"
)

const (
	mostForced = 2000 // worlds that are tried for a kind that is rare
)

var changesFlag = flag.Int("changes", 0, "in how many worlds TestSeeds looks for a changed story of each kind of fault")

// tally is what one kind of fault did.
type tally struct {
	struck  int // worlds of the run in which it happened
	tried   int // of those, how many were lived through once more without it
	changed int // and told another story
	forced  int // worlds made for it, because it is rare
}

// changes takes each kind of fault out of worlds in which it struck, all else being equal, until another story followed
// in least of them. A kind that struck in too few worlds of the run is put into further ones.
func changes(t *testing.T, results []Result, least int) {
	t.Helper()
	tallies := map[Kind]*tally{}
	var pairs []pair
	for _, k := range Kinds {
		n := &tally{}
		tallies[k] = n
		for _, r := range results {
			if r.Struck[k] == 0 {
				continue
			}
			n.struck++
			if r.Trace != nil {
				pairs = append(pairs, pair{k, Options{Seed: r.Seed}, r.Trace})
			}
		}
	}
	for round := 0; least > 0 && round < 4*least; round++ {
		var now []pair
		planned := map[Kind]int{}
		for i, p := range pairs { // no more of each kind than are missing
			if n := tallies[p.kind]; p.with != nil && planned[p.kind] < least-n.changed {
				planned[p.kind]++
				now = append(now, p)
				pairs[i].with = nil
			}
		}
		for _, k := range Kinds {
			for n := tallies[k]; planned[k] < least-n.changed && n.forced < mostForced; n.forced++ {
				planned[k]++
				now = append(now, pair{kind: k, options: Options{Seed: uint64(1_000_000 + n.forced), With: []Kind{k}}})
			}
		}
		if len(now) == 0 {
			break
		}
		compare(now, tallies)
	}
	var b strings.Builder
	for _, k := range Kinds {
		n := tallies[k]
		fmt.Fprintf(&b, "\n  %-44s struck in %4d seeds", k, n.struck)
		if least > 0 {
			fmt.Fprintf(&b, "; changed the trace in %d of %d looked at", n.changed, n.tried)
			if n.forced > 0 {
				fmt.Fprintf(&b, " (%d made for it)", n.forced)
			}
			if n.changed < least {
				t.Errorf("%q changed the trace in %d seeds only", k, n.changed)
			}
		}
	}
	t.Logf("faults by kind:%s", b.String())
}

// pair is a world to be lived through with a kind of fault and without it.
type pair struct {
	kind    Kind
	options Options
	with    []byte // its trace, where it was lived through already
}

func compare(pairs []pair, tallies map[Kind]*tally) {
	var missing []Options
	for _, p := range pairs {
		if p.with == nil {
			missing = append(missing, p.options)
		}
	}
	made := live(missing)
	var without []Options
	var looked []pair
	for _, p := range pairs {
		if p.with == nil {
			r := made[0]
			made = made[1:]
			if r.Struck[p.kind] == 0 {
				continue
			}
			p.with = r.Trace
		}
		o := p.options
		o.Without = []Kind{p.kind}
		without, looked = append(without, o), append(looked, p)
	}
	for i, r := range live(without) {
		n := tallies[looked[i].kind]
		n.tried++
		if !bytes.Equal(story(r.Trace), story(looked[i].with)) {
			n.changed++
		}
	}
}

// story is a trace without the weather's own lines.
func story(trace []byte) []byte {
	var out []byte
	for line := range bytes.Lines(trace) {
		if who := bytes.Fields(line); len(who) > 1 && string(who[1]) != "weather" && !bytes.Contains(line, []byte("faults [")) {
			out = append(out, line...)
		}
	}
	return out
}

// covered is a table of how often each kind of fact came in each phase, and what Apply takes that never came.
func covered(results []Result) string {
	seen := map[Step]int{}
	for _, r := range results {
		for s, n := range r.Steps {
			seen[s] += n
		}
	}
	var b strings.Builder
	pairs, never := 0, 0
	for _, p := range payment.Phases {
		var line, missing []string
		for _, f := range payment.Kinds {
			kind := payment.KindName(f)
			s := Step{p, kind}
			switch {
			case seen[s] > 0:
				pairs++
				line = append(line, fmt.Sprintf("%s %d", kind, seen[s]))
			case takes(p, f):
				never++
				missing = append(missing, kind)
			}
		}
		if len(line)+len(missing) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  %-14s %s\n", p, strings.Join(line, ", "))
		if len(missing) > 0 {
			fmt.Fprintf(&b, "  %-14s never: %s\n", "", strings.Join(missing, ", "))
		}
	}
	return fmt.Sprintf("  %d pairs of state and event came, %d that are allowed never did\n%s", pairs, never, strings.TrimSuffix(b.String(), "\n"))
}

// takes says that Apply allows a kind of fact in a phase, in some form.
func takes(p payment.Phase, f payment.Fact) bool {
	forms := []payment.Fact{f}
	switch f.(type) {
	case payment.ClaimAnswered:
		forms = []payment.Fact{payment.ClaimAnswered{Collided: true}}
	case payment.DispatchAnswered:
		forms = []payment.Fact{payment.DispatchAnswered{OnReader: true}}
	case payment.Observed:
		for _, s := range []payment.IntentStatus{payment.RequiresPaymentMethod, payment.Processing, payment.Canceled, payment.Succeeded} {
			forms = append(forms, payment.Observed{Intent: payment.Intent{Status: s}})
		}
	}
	return slices.ContainsFunc(forms, func(f payment.Fact) bool {
		_, _, err := payment.Apply(payment.State{Phase: p}, payment.Event{Fact: f})
		return err == nil
	})
}
