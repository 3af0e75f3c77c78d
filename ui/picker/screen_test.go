package picker_test

import (
	"slices"
	"testing"

	"paydesk/ui/picker"
	"paydesk/ui/shot"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, state := range states {
			vm := state()
			vm.Rows = vm.Rows[:min(len(vm.Rows), 2)] // rows beyond the list are clipped by it, which a walk cannot see
			o, _ := window(name, vm, picker.Actions{}, c.Size)
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}
