package app

import (
	"testing"

	"paydesk/services/explain"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: Settings shows other findings than paydesk probe, or of one side alone, or looks for ever.
func TestTheKiosksChecksAreTheProbes(t *testing.T) {
	t.Parallel()
	lab := newLab(t, stripesim.AutoNone)
	c := newTestCounter(t, lab, "Counter 1", t.TempDir())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.CheckSetup(t.Context())
	k := &c.checks
	sides := map[explain.Side]int{}
	for _, f := range k.findings {
		sides[f.Side]++
		if f.State == explain.Stop || f.What == "" {
			t.Errorf("the demo shop is stopped: %+v", f)
		}
	}
	if k.running || k.at.IsZero() || sides[explain.Odoo] < 5 || sides[explain.Stripe] < 5 {
		t.Errorf("running %v, at %v, found %v", k.running, k.at, sides)
	}
}
