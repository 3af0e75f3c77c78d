package history_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/history"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
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
			few := vm()
			few.Rows = few.Rows[:min(len(few.Rows), 2)] // further ones are clipped by the list
			look(name, window(few, nil, c.Size, false))
		}
		few := ready()
		few.Rows = few.Rows[:2]
		look("typing", window(few, nil, c.Size, true))
		s := shell.New(nil)
		s.SetSheet(recordSheet())
		look("record", s.Object())
	}
}

// Lost without it: the keyboard covers what was found.
func TestTheKeyboardCoversNothing(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		o := window(ready(), nil, c.Size, true)
		var keys, lowest float32
		shot.Walk(o, func(o fyne.CanvasObject, pos fyne.Position) {
			switch o := o.(type) {
			case *kit.Keyboard:
				keys = pos.Y
			case *kit.SwipeList, *kit.SearchField, *kit.MoneyLine:
				lowest = max(lowest, pos.Y+o.Size().Height)
			}
		})
		if keys == 0 || lowest > keys {
			t.Errorf("%s: keys begin at %v, the screen ends at %v", c.Name, keys, lowest)
		}
	}
}

// Lost without it: the last steps of a payment are on no page, or a refresh every second turns the page back.
func TestEveryStepOfALongLifeCanBeReached(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	v := history.New(history.Actions{})
	v.Object().Resize(shot.Size1024)
	vm := ready()
	vm.Page = long()
	v.Set(vm)
	for range 9 {
		if shot.Says(v.Object(), "Receipt made") {
			break
		}
		shot.Find(v.Object(), "Later steps").Tapped(nil)
		v.Set(vm)
	}
	if !shot.Says(v.Object(), "Receipt made") {
		t.Fatal("the last step is on no page")
	}
	vm.Page = charged()
	v.Set(vm)
	if !shot.Says(v.Object(), "Aisha Karim taps Charge") {
		t.Error("another payment does not begin at its first step")
	}
}

// Lost without it: a tap acts on another payment than the one whose page is shown.
func TestActsAndCopiesNameWhatIsShown(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	var did []string
	v := history.New(history.Actions{Do: func(a history.Act, id string) { did = append(did, fmt.Sprint(a, " ", id)) }, Select: func(id string) { did = append(did, "select "+id) }})
	v.Object().Resize(shot.Size1280)
	v.Set(ready())
	shot.Find(v.Object(), "Receipt").Tapped(nil)
	vm := ready()
	vm.Page = long()
	v.Set(vm)
	shot.Find(v.Object(), "2 refunds, −€128.45").Tapped(nil)
	shot.Find(v.Object(), "Harbour Dental Practice, −€128.45, On its way, 14:02").Tapped(nil)
	if want := []string{"receipt 1", "linked 2", "select 3"}; !slices.Equal(did, want) {
		t.Errorf("%v, want %v", did, want)
	}
	var copied []string
	r := history.NewRecord(func(s string) { copied = append(copied, s) }, nil)
	r.Object().Resize(shot.Size1280)
	r.Set(history.RecordVM{Places: [2]history.RecordPlace{{IDs: [2]history.RecordID{{Label: "Payment", Value: "PSTRP/1"}}}, {IDs: [2]history.RecordID{{Label: "Payment", Value: "pi_1"}, {Label: "Charge", Value: "ch_1"}}}}})
	shot.Find(r.Object(), "Copy, Charge").Tapped(nil)
	if len(copied) != 1 || copied[0] != "ch_1" {
		t.Errorf("copied %v", copied)
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"ready", "light"}, {"long", "dark-1024"}, {"record", "light-1024"}} {
		for _, c := range shot.Screens {
			if c.Name != g.screen {
				continue
			}
			shot.App(t, c.Theme)
			vm, sheet := ready, fyne.CanvasObject(nil)
			if g.state == "record" {
				sheet = recordSheet()
			} else {
				vm = states[g.state]
			}
			shot.Golden(t, g.state+"-"+g.screen, window(vm(), sheet, c.Size, false), c.Size)
		}
	}
}
