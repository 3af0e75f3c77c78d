package approve_test

import (
	"slices"
	"testing"

	"paydesk/ui/approve"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range states {
			o := window(vm())
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}

// Lost without it: a tap on the button acts before a whole PIN, a reason and a person are there, or keys count while one waits.
func TestTheButtonWaitsForEverything(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	acted, keys := 0, ""
	v := approve.New(approve.Actions{Act: func() { acted++ }, Key: func(r rune) { keys += string(r) }})
	v.Object().Resize(shot.Size1280)
	for _, c := range []struct {
		name string
		with func(*approve.VM)
		want int
	}{
		{"three of four digits", func(vm *approve.VM) { vm.PIN.Typed = 3 }, 0},
		{"no reason", func(vm *approve.VM) { vm.PIN.Ready = false }, 0},
		{"nobody chosen", func(vm *approve.VM) { vm.PIN.Selected = "" }, 0},
		{"must wait", func(vm *approve.VM) { vm.PIN.Wait = true }, 0},
		{"being judged", func(vm *approve.VM) { vm.PIN.Busy = true }, 0},
		{"all there", func(*approve.VM) {}, 1},
	} {
		vm := free()
		vm.PIN.Typed, acted, keys = 4, 0, ""
		c.with(&vm)
		v.Set(vm)
		shot.Find(v.Object(), "Free it").Tapped(nil)
		if key := shot.Find(v.Object(), "7"); key != nil {
			key.Tapped(nil)
		}
		if acted != c.want || (vm.PIN.Wait || vm.PIN.Busy) && keys != "" {
			t.Errorf("%s: acted %d times, keys %q", c.name, acted, keys)
		}
	}
}

// Lost without it: the parts of the sheet that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"free", "light"}, {"wait", "dark-1024"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state]()), c.Size)
			}
		}
	}
}
