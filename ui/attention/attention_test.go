package attention_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

func four() attention.VM {
	chips := []shell.ChipVM{{Key: "open", Word: "Open", Count: 4, Icon: "bell"}, {Key: "money", Word: "Money", Count: 3, Icon: "coin"},
		{Key: "odoo", Word: "Waiting for Odoo", Short: "Odoo", Count: 1, Icon: "database"}, {Key: "settled", Word: "Settled today", Short: "Settled", Count: 6, Icon: "check"}}
	return attention.VM{Person: shell.PersonVM{Name: "Ingrid Solheim", Index: 2}, Open: 4, Chips: chips, Chip: "open", Items: []attention.Item{
		{ID: "1", Icon: "question", Tone: kit.ToneWarn, Title: "Charged or not? INV/2026/00427, €1,284.50", Fact: "The answer was lost at 14:33. Stripe was asked 41 times. Locked on all counters.",
			Money: "It may have been charged. Do not take this payment again.", MoneyIcon: "triangle", MoneyTone: kit.ToneWarn, Who: "Asked for 6 min", Action: "Ask now", ActionIcon: "refresh"},
		{ID: "2", Icon: "back-arrow", Tone: kit.ToneBad, Title: "Refund came back: Harbour Dental Practice, €128.45", Fact: "The bank refused it on 19 Nov: card expired. Credit note RINV/2026/00018 is open again.",
			Money: "The customer did not get the money.", MoneyIcon: "circle-slash", Who: "Manager", Action: "Pay another way", Filled: true},
		{ID: "3", Icon: "bank", Tone: kit.ToneOK, Title: "Odoo refuses the booking: INV/2026/00440, €2,310.00", Fact: "“Lock date 19 Nov: entries before it are closed.” An accountant must move the date.",
			Money: "€2,310.00 was charged, once.", MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK, Who: "Accountant", Action: "Book again", ActionIcon: "refresh"},
		{ID: "4", Icon: "search", Tone: kit.ToneInfo, Title: "Card payment without an invoice: €96.50", Fact: "Made in the Stripe Dashboard, 18 Nov, Visa •••• 1881. Two invoices would fit.",
			Money: "€96.50 was charged, not by Paydesk.", MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK, Who: "Manager"},
	}}
}

var states = map[string]func() attention.VM{
	"four": four,
	"more": func() attention.VM {
		vm := four()
		for i := range vm.Items {
			vm.Items[i].More, vm.Items[i].Action = true, []string{"Book again", "Close it", "Book again", "Book all again"}[i]
		}
		return vm
	},
	"six":  func() attention.VM { vm := four(); vm.Items = append(vm.Items, vm.Items[1:3]...); return vm },
	"none": func() attention.VM { vm := four(); vm.Items, vm.Open = nil, 0; return vm },
	"settled": func() attention.VM {
		vm := four()
		vm.Chip = "settled"
		for i := range vm.Items {
			vm.Items[i].Action, vm.Items[i].Who, vm.Items[i].Filled, vm.Items[i].Icon, vm.Items[i].Tone, vm.Items[i].Money = "", "", false, "check", kit.ToneOK, ""
			vm.Items[i].Fact = "Closed at 14:20 by Ingrid Solheim: given back to the customer."
		}
		return vm
	},
	"none-settled": func() attention.VM {
		vm := four()
		vm.Items, vm.Chip, vm.None = nil, "settled", "Nothing was settled today"
		return vm
	},
}

func window(vm attention.VM) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	s.SetRail(shell.RailVM{Current: shell.PlaceAttention, Attention: len(vm.Items)})
	v := attention.New(attention.Actions{})
	v.Set(vm)
	s.SetScreen(v.Object(), true)
	return s.Object()
}

// TestPictures writes every state at every size to the folder named by PAYDESK_SHOTS, for looking at.
func TestPictures(t *testing.T) { shot.Pictures(t, "attention", states, window) }
