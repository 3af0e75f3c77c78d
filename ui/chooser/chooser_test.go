package chooser_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/chooser"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

func three() chooser.VM {
	return chooser.VM{Chosen: "a", Who: "Aisha", Remember: true, Readers: []chooser.Reader{
		{ID: "a", Letter: "A", Label: "Front desk", Model: "S700", State: kit.HealthOK, Word: "Ready", Detail: "yours, used 4 min ago", Usable: true},
		{ID: "b", Letter: "B", Label: "Window", Model: "WisePOS E", State: kit.HealthCare, Word: "In use by Counter 2", Detail: "since 14:31, Tomás Oliveira"},
		{ID: "c", Letter: "C", Label: "Warehouse", Model: "WisePOS E", State: kit.HealthAway, Word: "Not reachable", Detail: "last heard 11:07. Is it switched on?", Check: true},
	}}
}

var states = map[string]func() chooser.VM{
	"three": three,
	"five": func() chooser.VM {
		vm := three()
		vm.Readers = append(vm.Readers, chooser.Reader{ID: "d", Letter: "D", Label: "Terrace", Model: "S710", Word: "Ready", Usable: true}, chooser.Reader{ID: "e", Letter: "E", Label: "Stock room in the second basement", Model: "S700", Word: "Ready", Usable: true})
		vm.Chosen = "d"
		return vm
	},
	"one": func() chooser.VM { vm := three(); vm.Readers, vm.Chosen = vm.Readers[2:], ""; return vm },
	"refused": func() chooser.VM {
		vm := three()
		vm.Readers[1] = chooser.Reader{ID: "b", Letter: "B", Label: "Delivery", Model: "M2", State: kit.HealthAway, Word: "Bluetooth only", Detail: "Use a WisePOS E, S700 or S710", Refused: true}
		vm.Readers[2] = chooser.Reader{ID: "c", Letter: "C", Label: "Zürich", Model: "S700", State: kit.HealthAway, Word: "Cannot be used here", Detail: "Charges CHF only", Refused: true}
		return vm
	},
	"none": func() chooser.VM { return chooser.VM{} },
}

func window(vm chooser.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := chooser.New(chooser.Actions{})
	v.Set(vm)
	s.SetSheet(v.Object())
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) { shot.Pictures(t, "chooser", states, window) }
