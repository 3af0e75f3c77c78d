package lock_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

var staff = []lock.Person{
	{ID: "1", Name: "Aisha Karim", Role: "Cashier", Index: 0, PINHint: "1111"},
	{ID: "2", Name: "Tomás Oliveira", Role: "Cashier", Index: 1, PINHint: "2222"},
	{ID: "3", Name: "Ingrid Solheim", Role: "Manager", Index: 2, PINHint: "9999"},
}

func base() lock.VM {
	return lock.VM{Shop: "Northgate Supply", Counter: "Counter 1", Clock: "14:32", Date: "Friday, 20 November", People: staff, Selected: "1", Typed: 2, PINLength: 4,
		Health: []shell.HealthVM{{State: kit.HealthOK, Word: "Odoo ok", Short: "Odoo"}, {State: kit.HealthOK, Word: "Stripe ok", Short: "Stripe"}, {State: kit.HealthCare, Word: "2 of 3 readers ready", Short: "2 of 3 readers"}}}
}

func many() lock.VM {
	vm := base()
	vm.PINLength, vm.Typed, vm.Selected = 0, 3, "7"
	names := []string{"Aisha Karim", "Tomás Oliveira", "Ingrid Solheim", "Νίκος Παπαδόπουλος", "Bartholomew Featherstonehaugh", "Li Wei", "Zoë Kravets", "Ann", "Björn Ek", "Çağla Öz", "Omar Said"}
	vm.People = nil
	for i, n := range names {
		vm.People = append(vm.People, lock.Person{ID: string(rune('1' + i)), Name: n, Role: "Cashier", Index: i})
	}
	vm.Message = "That PIN does not fit. 2 tries left."
	return vm
}

var states = map[string]func() lock.VM{
	"people": base,
	"nobody": func() lock.VM { vm := base(); vm.Selected, vm.Typed = "", 0; return vm },
	"wait": func() lock.VM {
		vm := base()
		vm.Message, vm.Wait, vm.Typed = "Too many wrong tries. Wait 28 s.", true, 0
		return vm
	},
	"many":       many,
	"first-name": func() lock.VM { vm := base(); vm.People, vm.First, vm.Selected = nil, lock.StepName, ""; return vm },
	"first-repeat": func() lock.VM {
		vm := base()
		vm.People, vm.First, vm.FirstName, vm.PINLength = nil, lock.StepRepeat, "Ingrid Solheim", 0
		return vm
	},
}

func window(vm lock.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := lock.New(lock.Actions{})
	v.Set(vm)
	s.SetScreen(v.Object(), false)
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) { shot.Pictures(t, "lock", states, window) }
