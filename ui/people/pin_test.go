package people_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/people"
	"paydesk/ui/shot"
)

var states = map[string]people.VM{
	"choose": {Title: "Choose a PIN", Second: "Hand over: only this person should know it.", Name: "Ole Holm", Role: "Cashier", Prompt: "Choose a PIN of 4 to 8 digits", Typed: 2},
	"refused": {Title: "Choose a PIN", Second: "Hand over: only this person should know it.", Name: "Alexandra Papadopoulos-Konstantinou", Index: 2, Role: "Manager",
		Prompt: "This PIN is too easy to guess: no repeated digits, no runs such as 1234.", Bad: true, PINLength: 4},
}

func sheet(vm people.VM, act people.Actions) fyne.CanvasObject {
	p := people.New(act)
	p.Set(vm)
	return p.Object()
}

// On both screens every key is large enough for a finger, and no word is cut. Lost if it fails: somebody types another PIN than they mean.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range states {
			o := sheet(vm, people.Actions{Close: func() {}})
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
			if dir := os.Getenv("PAYDESK_SHOTS"); dir != "" {
				if err := shot.Save(filepath.Join(dir, "people-"+name+"-"+c.Name+".png"), shot.Draw(o, c.Size)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	shot.App(t, shot.Screens[0].Theme)
	shot.Golden(t, "choose-light", sheet(states["choose"], people.Actions{Close: func() {}}), shot.Size1280)
}

// Each key does what it says. Lost if it fails: the tick deletes, or a digit ends the PIN.
func TestKeys(t *testing.T) {
	shot.App(t, shot.Screens[0].Theme)
	typed := ""
	o := sheet(states["choose"], people.Actions{Key: func(r rune) { typed += string(r) }, Backspace: func() { typed += "<" }, Enter: func() { typed += "." }})
	shot.Lay(o, shot.Size1280)
	for _, name := range []string{"7", "0", "Backspace", "Done"} {
		key, ok := shot.Find(o, name).(fyne.Tappable)
		if !ok {
			t.Fatalf("no key %s", name)
		}
		key.Tapped(nil)
	}
	if typed != "70<." {
		t.Errorf("%q", typed)
	}
}
