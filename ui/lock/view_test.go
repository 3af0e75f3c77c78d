package lock_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

func dots(o fyne.CanvasObject) (n int) {
	var pad fyne.CanvasObject
	shot.Walk(o, func(o fyne.CanvasObject, _ fyne.Position) {
		if d, ok := o.(*kit.PINDots); ok {
			pad = d
		}
	})
	shot.Walk(pad, func(o fyne.CanvasObject, _ fyne.Position) {
		if _, ok := o.(*canvas.Circle); ok {
			n++
		}
	})
	return n
}

// Lost without it: the screen tells how long somebody's PIN is.
func TestLengthOfAPINIsNotTold(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	vm := base()
	vm.PINLength, vm.Typed = 0, 3
	o := window(vm)
	o.Resize(shot.Size1280)
	if n := dots(o); n != 3 {
		t.Errorf("%d dots for 3 digits", n)
	}
	if shot.Find(o, "Done") == nil {
		t.Error("no tick key where lengths differ")
	}
	vm.PINLength = 4
	o = window(vm)
	o.Resize(shot.Size1280)
	if n := dots(o); n != 4 {
		t.Errorf("%d circles where every PIN has 4 digits", n)
	}
}

// Lost without it: a hardware keyboard guesses on while the keypad makes one wait.
func TestNoKeyCountsWhileOneMustWait(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	keys := ""
	entered := 0
	v := lock.New(lock.Actions{Key: func(r rune) { keys += string(r) }, Enter: func() { entered++ }})
	v.Object().Resize(shot.Size1280)
	vm := base()
	v.Set(vm)
	shot.Find(v.Object(), "7").Tapped(nil)
	v.TypedRune('8')
	v.TypedRune('x')
	if keys != "78" {
		t.Errorf("keys %q, want 78", keys)
	}
	vm.Wait = true
	v.Set(vm)
	shot.Find(v.Object(), "7").Tapped(nil)
	v.TypedRune('8')
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if keys != "78" || entered != 0 {
		t.Errorf("a key counted: %q, %d", keys, entered)
	}
}

// Lost without it: PINs of real people hang on the lock screen.
func TestPINHintsAreForTheDemoOnly(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	vm := base()
	vm.People = append([]lock.Person{}, staff...)
	for i := range vm.People {
		vm.People[i].PINHint = ""
	}
	o := window(vm)
	o.Resize(shot.Size1280)
	if shot.Says(o, "PIN 1111") || shot.Says(o, "PIN ") {
		t.Error("a hint without a PIN to hint at")
	}
}

// Lost without it: a new machine has nobody who can sign in.
func TestFirstManagerTypesANameOnTheScreen(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	name := ""
	v := lock.New(lock.Actions{Name: func(s string) { name = s }})
	v.Object().Resize(shot.Size1024)
	v.Set(lock.VM{First: lock.StepName})
	for _, key := range []string{"a", "n", "n"} {
		shot.Find(v.Object(), key).Tapped(nil)
	}
	v.TypedRune('a') // a hardware keyboard writes into the same field
	shot.Find(v.Object(), "Choose a PIN").Tapped(nil)
	if name != "anna" {
		t.Errorf("name %q", name)
	}
	v.Set(lock.VM{First: lock.StepPIN, FirstName: name})
	if shot.Find(v.Object(), "5") == nil || shot.Find(v.Object(), "space") != nil {
		t.Error("the PIN step has no keypad, or still a keyboard")
	}
}

// Lost without it: the parts of the screen that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"people", "light"}, {"many", "dark-1024"}, {"first-repeat", "light"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state]()), c.Size)
			}
		}
	}
}
