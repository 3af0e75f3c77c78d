package picker_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

// window builds a whole window in one state; a name that starts with "typing" opens the keyboard and types what is searched for.
func window(name string, vm picker.VM, act picker.Actions, size fyne.Size) (fyne.CanvasObject, *picker.View) {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetRail(shell.RailVM{Attention: 2})
	if act.Scan == nil {
		act.Scan = func() {}
	}
	v := picker.New(act)
	s.SetScreen(v.Object(), true)
	s.Object().Resize(size)
	v.Set(vm)
	if strings.HasPrefix(name, "typing") {
		shot.Walk(s.Object(), func(o fyne.CanvasObject, _ fyne.Position) {
			if f, ok := o.(*kit.SearchField); ok {
				f.Tapped(nil)
			}
		})
	}
	for _, r := range vm.Query {
		v.TypedRune(r)
	}
	v.Set(vm)
	return s.Object(), v
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range shot.Screens {
		t.Run(c.Name, func(t *testing.T) {
			shot.App(t, c.Theme)
			for name, vm := range states {
				o, _ := window(name, vm(), picker.Actions{}, c.Size)
				if err := shot.Save(filepath.Join(dir, "picker-"+name+"-"+c.Name+".png"), shot.Draw(o, c.Size)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
