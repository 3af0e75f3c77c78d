package world

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// refundsCovered is a table of how often each kind of fact came in each phase of a refund.
func refundsCovered(results []Result) string {
	seen := map[refundStep]int{}
	for _, r := range results {
		for s, n := range r.RefundSteps {
			seen[s] += n
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  %d pairs of state and event came", len(seen))
	last := ""
	for _, s := range slices.SortedFunc(maps.Keys(seen), func(a, b refundStep) int {
		return cmp.Or(cmp.Compare(a.Phase, b.Phase), strings.Compare(a.Fact, b.Fact))
	}) {
		if phase := s.Phase.String(); phase != last {
			last = phase
			fmt.Fprintf(&b, "\n  %-14s", phase)
		}
		fmt.Fprintf(&b, " %s %d", s.Fact, seen[s])
	}
	return b.String()
}
