package lock_test

import (
	"testing"

	"paydesk/ui/shot"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range screens {
		shot.App(t, c.th)
		for name, vm := range states {
			o := window(vm())
			shot.Draw(o, c.size)
			for _, fault := range append(shot.TouchFaults(o, c.th.Profile()), shot.LayoutFaults(o, c.size)...) {
				t.Errorf("%s %s: %s", c.name, name, fault)
			}
		}
	}
}
