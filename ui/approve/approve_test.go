package approve_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

var ingrid = lock.Person{ID: "3", Name: "Ingrid Solheim", Role: "Manager", Index: 2}

func free() approve.VM {
	return approve.VM{
		Title: "Free reader B", Second: "Window · WisePOS E", Reader: "B", Amount: "€318.00", What: "Counter 2 asks for a card for INV/2026/00431, Ristorante Al Ponte. Tomás Oliveira takes this payment.",
		NoticeIcon: "triangle", Notice: "Their payment is cancelled first. If a card is being charged, nothing is stopped.", Tone: kit.ToneWarn,
		Reasons: []string{"Counter left it behind", "The reader hangs", "Wrong reader", "The customer left"}, Reason: 1,
		PIN: approve.PINVM{Managers: []lock.Person{ingrid}, Selected: "3", Typed: 2, PINLength: 4, Act: "Free it", Icon: "lock", Kind: kit.Ink, Ready: true},
	}
}

var states = map[string]func() approve.VM{
	"free": free,
	"who": func() approve.VM {
		vm := free()
		vm.PIN.Managers = []lock.Person{ingrid, {ID: "4", Name: "Bartholomew Featherstonehaugh", Role: "Manager", Index: 3}, {ID: "5", Name: "Νίκος Παπαδόπουλος", Role: "Manager", Index: 4}}
		vm.PIN.Selected, vm.Reason = "", -1
		return vm
	},
	"wait": func() approve.VM {
		vm := free()
		vm.PIN.Managers = append(vm.PIN.Managers, lock.Person{ID: "4", Name: "Bart Featherstone", Role: "Manager", Index: 3})
		vm.PIN.Typed, vm.PIN.Wait, vm.PIN.PINLength, vm.PIN.Message = 0, true, 0, "Wait 28 s, then try again."
		return vm
	},
	"plain": func() approve.VM {
		vm := free()
		vm.Title, vm.Second, vm.Amount, vm.Notice, vm.Reasons = "Remove reader C", "Warehouse · WisePOS E", "", "", nil
		vm.Reader, vm.What = "C", "Stripe forgets this reader. It must be paired again before it can take a card."
		vm.PIN.Typed, vm.PIN.Act = 4, "Remove it"
		return vm
	},
}

func window(vm approve.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := approve.New(approve.Actions{})
	v.Set(vm)
	s.SetSheet(v.Object())
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) { shot.Pictures(t, "approve", states, window) }
