package readers_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/readers"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		look := func(name string, o fyne.CanvasObject) {
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
		for name, vm := range states {
			look(name, window(vm(), nil))
		}
		for name, sheet := range sheets {
			look(name, sheetAlone(sheet()))
		}
	}
}

// Lost without it: the tenth reader of a shop cannot be reached, or a tap on one opens another.
func TestEveryReaderOfManyCanBeReached(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	var opened []string
	v := readers.New(readers.Actions{Act: func(a readers.Act, id string) { opened = append(opened, string(a)+" "+id) }})
	v.Object().Resize(shot.Size1024)
	v.Set(many())
	for shot.Find(v.Object(), "I, Gate, Not reachable") == nil {
		next := shot.Find(v.Object(), "Next page")
		if next == nil {
			t.Fatal("the last reader is on no page")
		}
		next.Tapped(nil)
	}
	shot.Find(v.Object(), "I, Gate, Not reachable").Tapped(nil)
	if len(opened) != 1 || opened[0] != "more Gate" {
		t.Errorf("%v", opened)
	}
}

// Lost without it: the code of a new reader cannot be typed on the screen, or is sent twice while it is on its way.
func TestWordsAreTypedOnTheScreenAndSentOnce(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	var sent []string
	e := readers.NewEntry(func(s string) { sent = append(sent, s) }, nil)
	e.Object().Resize(shot.Size1280)
	vm := readers.EntryVM{Key: "code", Title: "Code", Button: "Go on", Quick: []readers.Quick{{Label: "Simulated", Text: "simulated-wpe"}}}
	e.Set(vm)
	shot.Find(e.Object(), "Go on").Tapped(nil) // nothing typed
	for _, key := range []string{"a", "b"} {
		shot.Find(e.Object(), key).Tapped(nil)
	}
	e.TypedRune('c')
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	vm.Busy = true
	e.Set(vm)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	shot.Find(e.Object(), "Go on").Tapped(nil)
	vm.Busy, vm.Message = false, "No such code."
	e.Set(vm)
	shot.Find(e.Object(), "Simulated").Tapped(nil)
	shot.Find(e.Object(), "Go on").Tapped(nil)
	if len(sent) != 2 || sent[0] != "abc" || sent[1] != "simulated-wpe" {
		t.Errorf("sent %v", sent)
	}
	vm.Key = "name"
	e.Set(vm)
	shot.Find(e.Object(), "Go on").Tapped(nil)
	if len(sent) != 2 {
		t.Errorf("the next question began with the last answer: %v", sent)
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"three", "light"}, {"undriven", "dark-1024"}, {"many", "light-1024"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state](), nil), c.Size)
			}
		}
	}
}
