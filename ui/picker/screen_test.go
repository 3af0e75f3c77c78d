package picker_test

import (
	"slices"
	"testing"

	"paydesk/ui/picker"
	"paydesk/ui/shot"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range screens {
		shot.App(t, c.th)
		for name, state := range states {
			vm := state()
			vm.Rows = vm.Rows[:min(len(vm.Rows), 2)] // rows beyond the list are clipped by it, which a walk cannot see
			o, _ := window(name, vm, picker.Actions{}, c.size)
			o.Resize(c.size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.th.Profile()), shot.LayoutFaults(o, c.size), shot.TextFaults(o, c.size)) {
				t.Errorf("%s %s: %s", c.name, name, fault)
			}
		}
	}
}
