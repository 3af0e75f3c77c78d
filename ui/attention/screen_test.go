package attention_test

import (
	"slices"
	"testing"

	"paydesk/ui/shot"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range screens {
		shot.App(t, c.th)
		for name, vm := range states {
			o := window(vm())
			o.Resize(c.size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.th.Profile()), shot.LayoutFaults(o, c.size), shot.TextFaults(o, c.size)) {
				t.Errorf("%s %s: %s", c.name, name, fault)
			}
		}
	}
}
