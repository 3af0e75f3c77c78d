package overlay_test

import (
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// step builds the four bars: done facts first, then what runs now, then nouns.
func steps(done []string, now string, rest ...string) [4]kit.Step {
	var s [4]kit.Step
	i := 0
	for _, l := range done {
		s[i] = kit.Step{Label: l, Done: true}
		i++
	}
	if now != "" {
		s[i] = kit.Step{Label: now, Now: true, Fill: .55}
		i++
	}
	for _, l := range rest {
		s[i] = kit.Step{Label: l}
		i++
	}
	return s
}

func base() overlay.ViewModel {
	return overlay.ViewModel{Band: "DEMO SHOP – no real money moves", Reader: overlay.Reader{Letter: "A", Label: "Front desk", Line: "S700 · Counter 1"},
		Customer: "Brandt & Söhne Feinmechanik GmbH", Reference: "INV/2026/00427 · Aisha Karim", Amount: "€1,284.50"}
}

func money(tone kit.Tone, icon, text string) overlay.Money {
	return overlay.Money{Tone: tone, Line: overlay.Line{Icon: icon, Text: text}}
}

var onReader = []string{"On the reader"}

// states are the states of the reference pictures, by name.
func states() map[string]overlay.ViewModel {
	m := map[string]overlay.ViewModel{}

	vm := base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Working, "contactless", overlay.Ring{Mode: kit.RingFill, Fraction: .2}
	vm.Title, vm.Sub = "Waiting for\nthe card", "18 s · asks you again at 90 s"
	vm.Money = money(kit.ToneNeutral, "circle-slash", "Nothing has been charged yet.")
	vm.Happened, vm.Todo = "The reader is asking for a card.", overlay.Line{Icon: "arrow-right", Text: "Ask the customer to tap, insert or swipe on reader A."}
	vm.Steps = steps(onReader, "Waiting for card", "Bank", "Odoo")
	vm.Buttons = []overlay.Button{{ID: "cancel", Label: "Cancel payment", Icon: "cross"}, {ID: "other", Label: "Other reader", Icon: "reader"}, {ID: "qr", Label: "QR code", Icon: "qr"}}
	m["waiting"] = vm

	vm = base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Working, "bank", overlay.Ring{Mode: kit.RingFill, Fraction: .3}
	vm.Title, vm.Sub = "Asking\nthe bank", "4 s"
	vm.Money = money(kit.ToneNeutral, "clock", "Not charged yet. The bank is deciding.")
	vm.Happened, vm.Todo = "Card read: Visa •••• 4242, chip.", overlay.Line{Icon: "hand", Text: "Nothing to do. Leave the card where it is."}
	vm.Steps = steps([]string{"On the reader", "Card read"}, "Asking the bank", "Odoo")
	vm.Buttons = []overlay.Button{{ID: "cancel", Label: "Cancel, if it is not too late", Icon: "cross"}}
	m["authorising"] = vm

	vm = base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Declined, "circling-arrows", overlay.Ring{Mode: kit.RingSpin}
	vm.Title, vm.Sub = "Declined.\nTrying again", "Attempt 2 of 3 · asking again"
	vm.Money = money(kit.ToneNeutral, "circle-slash", "Nothing was charged.")
	vm.Happened = "The bank says: not enough money on this card (Visa\u00a0••••\u00a00341). The customer only reads “Card not accepted”."
	vm.Todo = overlay.Line{Icon: "arrow-right", Text: "Ask politely for another card."}
	vm.Steps = steps(onReader, "Waiting for card", "Bank", "Odoo")
	vm.Buttons = []overlay.Button{{ID: "cancel", Label: "Cancel payment", Icon: "cross"}, {ID: "qr", Label: "QR code", Icon: "qr"}, {ID: "part", Label: "Pay a part", Icon: "split"}}
	m["declined"] = vm

	vm = base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Charged, "check", overlay.Ring{Mode: kit.RingFull}
	vm.Title, vm.Sub = "Approved", "Booking in Odoo … 1 s"
	vm.Money = money(kit.ToneOK, "shield-tick", "€1,284.50 was charged, once.")
	vm.Happened, vm.Todo = "Visa •••• 4242, contactless. Approval 083412.", overlay.Line{Icon: "hand", Text: "The customer may put the card away."}
	vm.Steps = steps([]string{"On the reader", "Card read", "Approved"}, "Booking in Odoo")
	vm.Buttons = []overlay.Button{{ID: "print", Label: "Print receipt", Icon: "printer"}, {ID: "mail", Label: "E-mail receipt", Icon: "mail"}, {ID: "none", Label: "No receipt", Icon: "cross"}}
	m["approved"] = vm

	vm.Title, vm.Sub = "Paid and booked", "Odoo payment PSTRP/2026/00193"
	vm.Happened, vm.Todo = "Invoice paid in full. Left to pay: €0.00.", overlay.Line{Icon: "receipt", Text: "Offer the receipt."}
	vm.Chips = []overlay.Line{{Icon: "mail", Text: "buchhaltung@brandt-soehne.example"}, {Icon: "printer", Text: "Counter printer ready"}}
	vm.Steps = steps([]string{"On the reader", "Card read", "Approved", "Booked in Odoo"}, "")
	vm.Buttons = []overlay.Button{{ID: "print", Label: "Print", Icon: "printer", Kind: kit.Filled}, {ID: "mail", Label: "E-mail", Icon: "mail"}, {ID: "none", Label: "No receipt", Icon: "cross"}}
	m["booked"] = vm

	consent := vm
	consent.Chips = nil
	consent.Happened, consent.Todo = "Visa •••• 4242 can be kept for the next invoice.", overlay.Line{Icon: "card", Text: "Ask: “May we keep this card for next time?”"}
	consent.Quote = overlay.Quote{Head: "The customer reads this now, in German", Text: "„Northgate Supply darf diese Karte speichern und künftige Rechnungen damit einziehen, wenn ich zustimme. Ich kann das jederzeit widerrufen.“"}
	consent.Buttons = []overlay.Button{{ID: "no", Label: "No", Icon: "cross"}, {ID: "yes", Label: "Customer agrees: keep card", Icon: "check", Kind: kit.Filled}}
	m["consent"] = consent

	vm.Icon, vm.Title, vm.Sub, vm.Chips = "tray-arrow", "Approved.\nSaved for Odoo", "Odoo has been away for 6 min", nil
	vm.Happened, vm.Todo = "Odoo does not answer. The booking is safe on this machine and goes in by itself, once.", overlay.Line{Icon: "receipt", Text: "Offer the receipt. Do not charge this invoice again."}
	vm.Steps = steps([]string{"On the reader", "Card read", "Approved"}, "Waits for Odoo")
	m["outbox"] = vm

	vm = base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Unknown, "question", overlay.Ring{Mode: kit.RingFill, Fraction: .35}
	vm.Title, vm.Sub = "Not known yet", "Asking Stripe · 22 s, tried 7 times"
	vm.Money = money(kit.ToneWarn, "triangle", "It may have been charged. Do not take this payment again.")
	vm.Happened = "The answer was lost on the way. Paydesk asks Stripe every 3 s."
	vm.Todo = overlay.Line{Icon: "clock", Text: "Wait. At 14:36 at the latest it moves to Needs attention and stays locked."}
	vm.Steps = steps([]string{"On the reader", "Card read"}, "Answer not known", "Odoo")
	vm.Buttons = []overlay.Button{{ID: "ask", Label: "Ask Stripe now", Icon: "refresh"}, {ID: "go", Label: "Go on, keep asking", Icon: "history"}}
	m["unknown"] = vm

	vm.Icon, vm.Ring.Fraction, vm.Title, vm.Sub = "hourglass", .3, "Too late\nto cancel", "Waiting for the bank · 3 s"
	vm.Money = money(kit.ToneWarn, "question", "Not known yet: charged or declined.")
	vm.Happened = "The card is already with the bank. The answer comes in seconds."
	vm.Todo = overlay.Line{Icon: "clock", Text: "Wait for the answer. If it is charged, you can refund it right here."}
	vm.Steps = steps([]string{"On the reader", "Card read"}, "Asking the bank", "Odoo")
	vm.Buttons = vm.Buttons[1:]
	m["too-late"] = vm

	vm = base()
	vm.Panel, vm.Icon, vm.Ring = overlay.Stopped, "two-arrows", overlay.Ring{Mode: kit.RingStopped}
	vm.Title, vm.Sub = "Reader taken\nby Counter 2", "at 14:33:08"
	vm.Money = money(kit.ToneNeutral, "circle-slash", "Nothing was charged. Stripe confirms it.")
	vm.Happened, vm.Todo = "Counter 2 started its own payment on reader A.", overlay.Line{Icon: "arrow-right", Text: "Go on with another reader, or wait for reader A."}
	vm.Steps = steps(nil, "", "Reader", "Card", "Bank", "Odoo")
	vm.Buttons = []overlay.Button{{ID: "cancel", Label: "Cancel payment", Icon: "cross"}, {ID: "wait", Label: "Wait for A", Icon: "clock"}, {ID: "use", Label: "Use Window", Reader: "B", Kind: kit.Filled}}
	m["taken-over"] = vm

	vm = base()
	vm.Customer, vm.Reference, vm.Amount = "Tessa van den Broek-Hofmann", "INV/2026/00451 · Aisha Karim", "€350.00"
	vm.Panel, vm.Icon, vm.Ring = overlay.Held, "pause", overlay.Ring{Mode: kit.RingFill, Fraction: .96}
	vm.Title, vm.Sub = "Held, not paid", "1 day 23 h left"
	vm.Money = money(kit.ToneHeld, "pause", "€350.00 is reserved. Nothing was charged.")
	vm.Happened = "Mastercard •••• 5454. Reserved until Sun 22 Nov, 14:31, then the bank lets it go."
	vm.Todo = overlay.Line{Icon: "clock", Text: "Charge it or let it go before then. It is in Holds."}
	vm.Steps = steps([]string{"On the reader", "Card read", "Approved"}, "", "Not booked yet")
	vm.Buttons = []overlay.Button{{ID: "free", Label: "Let it go", Icon: "back-arrow"}, {ID: "charge", Label: "Charge it now", Icon: "card"}, {ID: "done", Label: "Done", Icon: "check", Kind: kit.Filled}}
	m["held"] = vm
	return m
}
