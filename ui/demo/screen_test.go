package demo_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/shot"
)

// TestFingersAndLayout: in every window the panel is made for, every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range screens {
		shot.App(t, c.th)
		for name, vm := range states {
			objects := map[string]fyne.CanvasObject{name: window(vm())}
			if c.size.Width > 700 {
				objects["drawer "+name] = drawer(vm(), true)
			}
			for what, o := range objects {
				o.Resize(c.size)
				for _, fault := range slices.Concat(shot.TouchFaults(o, c.th.Profile()), shot.LayoutFaults(o, c.size), shot.TextFaults(o, c.size)) {
					t.Errorf("%s %s: %s", c.name, what, fault)
				}
			}
		}
	}
}
