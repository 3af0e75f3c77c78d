package world

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
)

var plantedFlag = flag.String("planted", "", "rules, any of which must be broken: set by the command that plants bugs")

// TestPlanted looks for a bug that was planted in the code before this test was compiled (make sabotage). It prints one
// line, of which the first seed that breaks one of the rules is a part.
func TestPlanted(t *testing.T) {
	if *plantedFlag == "" {
		t.Skip("nothing is planted: make sabotage does it")
	}
	rules := strings.Fields(*plantedFlag)
	const batch = 8
	others := map[string]bool{}
	for first := 1; first <= *seedsFlag; first += batch {
		for _, r := range live(seeds(uint64(first), batch)) {
			for _, v := range r.Violations {
				_, text, _ := strings.Cut(strings.TrimSpace(v), " ")
				rule, _, _ := strings.Cut(text, ":")
				if slices.Contains(rules, rule) {
					fmt.Printf("%4d seeds, %.150s\n", r.Seed, oneLine(text))
					return
				}
				others[rule] = true
			}
		}
	}
	fmt.Printf("%d seeds, none of %v; broken were %v\n", *seedsFlag, rules, others)
	t.Fail()
}

func oneLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
