package refund_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/lock"
	"paydesk/ui/refund"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

// ordinary is the reference picture.
func ordinary() refund.VM {
	return refund.VM{
		State: refund.Ready, Title: "Refund", Second: "Harbour Dental Practice · credit note RINV/2026/00018 for INV/2026/00438",
		Charges: []refund.Charge{{ID: "pi_1", Brand: "Visa", Card: "•••• 4242 · €412.35", Paid: "Paid Tue 17 Nov, 10:04 · Tomás Oliveira · Counter 2", Refunded: 6000, Away: 2390, Free: 32845,
			RefundedWords: "Refunded €60.00", AwayWords: "On its way €23.90", FreeWords: "Refundable now €328.45"}},
		To: "Refund to Visa •••• 4242", Amount: "€128.45", All: "All €328.45", Reasons: []string{"Wrong item", "Goods returned", "Price corrected", "Other …"}, Reason: 1,
		Icon: "info", Notice: "Goes back to the same card in 5–10 days. No card needed.",
		PIN: approve.PINVM{Managers: []lock.Person{{ID: "3", Name: "Ingrid Solheim", Role: "Manager", Index: 3}}, Selected: "3", Typed: 4, PINLength: 4, Act: "Refund €128.45", Icon: "back-arrow", Kind: kit.Ink, Ready: true},
	}
}

func several(n int) refund.VM {
	vm := ordinary()
	vm.Charges = nil
	for i := range n {
		c := refund.Charge{ID: string(rune('a' + i)), Brand: "Visa", Card: "•••• 4242 · €412.35", Paid: "Paid Tue 17 Nov, 10:04 · Tomás Oliveira · Counter 2", Free: 32845, FreeWords: "of €328.45", Share: "€0.00"}
		switch i {
		case 0:
			c.Refunded, c.Share, c.Paid = 8390, "€328.45", "Paid Thu 19 Nov, 16:40 · Bartholomew Featherstonehaugh · Counter 2"
		case 1:
			c.Brand, c.Card, c.Free, c.Share, c.FreeWords, c.Away = "Mastercard", "•••• 4444 · €1,100.00", 90000, "€171.55", "of €900.00", 20000
		case 2:
			c.Brand, c.Free, c.Blocked, c.FreeWords = "Amex", 0, "The customer disputes it at the bank", ""
		}
		vm.Charges = append(vm.Charges, c)
	}
	vm.To, vm.Amount, vm.All, vm.PIN.Act = "Refund to 2 cards", "€500.00", "All €1,228.45", "Refund €500.00"
	return vm
}

var states = map[string]func() refund.VM{
	"ordinary": ordinary,
	"empty": func() refund.VM { // as it opens
		vm := ordinary()
		vm.Reason, vm.PIN.Typed, vm.PIN.Ready = -1, 0, false
		vm.Charges[0].Refunded, vm.Charges[0].Away, vm.Charges[0].RefundedWords, vm.Charges[0].AwayWords = 0, 0, "", ""
		return vm
	},
	"makes-note": func() refund.VM {
		vm := ordinary()
		vm.Second = "Brandt & Söhne Feinmechanik GmbH · invoice INV/2026/00427"
		vm.Notice = "A credit note of €128.45 is made in Odoo first. Goes back to the same card in 5–10 days. No card needed."
		vm.Reason, vm.Other = 3, "The customer found it cheaper elsewhere"
		return vm
	},
	"interac": func() refund.VM {
		vm := ordinary()
		vm.Icon, vm.Notice = "insert-card", "Interac: the same card must go into reader A, Front desk."
		vm.Charges[0].Brand = "Interac"
		return vm
	},
	"transfer": func() refund.VM { // no card takes it back
		vm := ordinary()
		vm.Title, vm.To, vm.PIN.Act, vm.PIN.Icon = "Record a transfer", "By bank transfer", "Record €128.45", "bank-mark"
		vm.Charges[0].Blocked, vm.Charges[0].RefundedWords, vm.Charges[0].AwayWords, vm.Charges[0].FreeWords = "The customer disputes it at the bank", "", "", ""
		vm.All, vm.Icon, vm.Tone, vm.Notice = "All €128.45", "bank-mark", kit.ToneWarn, "Paydesk sends no money. You transfer it; Odoo gets a payment marked as manual transfer."
		return vm
	},
	"transfer-no-card": func() refund.VM {
		vm := ordinary()
		vm.Title, vm.To, vm.PIN.Act, vm.PIN.Icon = "Record a transfer", "By bank transfer", "Record €128.45", "bank-mark"
		vm.Charges, vm.All, vm.Icon, vm.Tone, vm.Notice = nil, "All €128.45", "bank-mark", kit.ToneWarn, "Paydesk sends no money. You transfer it; Odoo gets a payment marked as manual transfer."
		return vm
	},
	"several": func() refund.VM { return several(2) },
	"many":    func() refund.VM { return several(5) },
	"edit": func() refund.VM {
		vm := ordinary()
		vm.Edit = &refund.Edit{Title: "How much goes back?", Line: "More than €328.45 cannot go back.", Full: true, Use: "Use €128.45", Ready: true}
		return vm
	},
	"edit-share": func() refund.VM {
		vm := several(3)
		vm.Edit = &refund.Edit{Title: "How much to •••• 4444?", Of: "b", Line: "At most €900.00", Use: "Use €171.55", Ready: true}
		return vm
	},
	"who": func() refund.VM {
		vm := ordinary()
		vm.PIN.Managers = append(vm.PIN.Managers, lock.Person{ID: "4", Name: "Νίκος Παπαδόπουλος", Role: "Manager", Index: 4})
		vm.PIN.Selected, vm.PIN.Typed = "", 0
		return vm
	},
	"wait": func() refund.VM {
		vm := ordinary()
		vm.PIN.Typed, vm.PIN.Wait, vm.PIN.Message = 0, true, "Wait 28 s, then try again."
		return vm
	},
	"failed-start": func() refund.VM {
		vm := ordinary()
		vm.Icon, vm.Tone, vm.Notice = "triangle", kit.ToneWarn, "The refund could not begin. Nothing was refunded."
		return vm
	},
	"loading": func() refund.VM {
		return refund.VM{Title: "Refund", Second: "Asking Stripe and Odoo what may go back"}
	},
	"unread": func() refund.VM {
		return refund.VM{State: refund.Closed, Title: "Refund", Message: refund.Message{Icon: "cloud-off", Tone: kit.ToneWarn, Title: "Not known what may go back", Text: "Stripe cannot be reached. Nothing was refunded.", Action: "Look again", ActionIcon: "refresh"}}
	},
	"disputed": func() refund.VM {
		return refund.VM{State: refund.Closed, Title: "Refund", Second: ordinary().Second, Message: refund.Message{Icon: "hand", Tone: kit.ToneWarn, Title: "In dispute: no refund",
			Text: "The customer disputes this payment at the bank. Refunded now, it could be paid back twice. A manager answers the dispute in Stripe.", Action: "Go back", ActionIcon: "arrow-left"}}
	},
}

func window(vm refund.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := refund.New(refund.Actions{})
	v.Set(vm)
	s.SetSheet(v.Object())
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) { shot.Pictures(t, "refund", states, window) }
