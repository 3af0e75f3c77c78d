package chooser_test

import (
	"testing"

	"paydesk/ui/chooser"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// Lost without it: a tap takes a reader a colleague is using, or one nobody can reach.
func TestOnlyAReadyReaderCanBeChosen(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	var chosen, used, checked []string
	v := chooser.New(chooser.Actions{Choose: func(id string) { chosen = append(chosen, id) }, Use: func(id string) { used = append(used, id) }, Check: func(id string) { checked = append(checked, id) }})
	v.Object().Resize(shot.Size1280)
	vm := three()
	v.Set(vm)
	for _, name := range []string{"B, Window, In use by Counter 2", "C, Warehouse, Not reachable", "Busy", "Check", "A, Front desk, Ready", "Use Front desk"} {
		shot.Find(v.Object(), name).Tapped(nil)
	}
	if len(chosen) != 1 || chosen[0] != "a" || len(checked) != 1 || checked[0] != "c" || len(used) != 1 || used[0] != "a" {
		t.Errorf("chosen %v, checked %v, used %v", chosen, checked, used)
	}
	vm.Readers = append([]chooser.Reader{}, vm.Readers...)
	vm.Readers[0].Usable = false // it went away while the sheet was open
	v.Set(vm)
	shot.Find(v.Object(), "Use Front desk").Tapped(nil)
	if len(used) != 1 {
		t.Error("a reader was used that had gone away")
	}
}

// Lost without it: the fourth reader of a shop cannot be reached.
func TestEveryReaderCanBeReached(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	v := chooser.New(chooser.Actions{})
	v.Object().Resize(shot.Size1024)
	vm := states["five"]()
	vm.Chosen = "a"
	v.Set(vm)
	shot.Find(v.Object(), "Next page").Tapped(nil)
	if shot.Find(v.Object(), "D, Terrace, Ready") == nil {
		t.Error("reader D does not show")
	}
}

// Lost without it: the parts of the sheet that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"three", "light"}, {"three", "dark-1024"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state]()), c.Size)
			}
		}
	}
}
