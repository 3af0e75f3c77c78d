package picker_test

import (
	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shell"
)

func rows() []picker.Row {
	return []picker.Row{
		{ID: "427", Name: "Brandt & Söhne Feinmechanik GmbH", Number: "INV/2026/00427", Due: "due 8 Nov", Amount: "€1,284.50", Badges: [2]picker.Badge{{}, picker.Overdue(12)}},
		{ID: "411", Name: "Aleksandra Wiśniewska-Kowalczyk", Number: "INV/2026/00411", Due: "due 31 Oct", Amount: "€86.00", Badges: [2]picker.Badge{{}, picker.Overdue(20)}},
		{ID: "438", Name: "Harbour Dental Practice", Number: "INV/2026/00438", Due: "due 18 Nov", Amount: "€412.35", Badges: [2]picker.Badge{picker.PartlyPaid(), picker.Overdue(2)}},
		{ID: "440", Name: "Ristorante Da Giulia di Ferrante Massimiliano e Figli", Number: "INV/2026/00440", Due: "due today", Amount: "€2,310.00", Badges: [2]picker.Badge{{}, picker.DueToday()}},
		{ID: "444", Name: "Lakeshore Imaging Inc.", Number: "INV/2026/00444", Due: "due 27 Nov", Amount: "USD 640.00", Badges: [2]picker.Badge{{}, {Icon: "globe", Word: "Other currency", Tone: kit.ToneNeutral}}},
		{ID: "446", Name: "شركة النور للتجارة العامة", Number: "INV/2026/00446", Due: "due 30 Nov", Amount: "€155.20"},
		{ID: "449", Name: "Νίκος Παπαδόπουλος", Number: "INV/2026/00449", Due: "due 2 Dec", Amount: "€48.90"},
		{ID: "450", Name: "Hildebrandt, Jörg-Matthias", Number: "INV/2026/00402", Due: "due 12 Nov", Amount: "€94.10", Badges: [2]picker.Badge{{}, {Icon: "lock", Word: "Locked by Counter 2", Short: "Counter 2", Tone: kit.ToneWarn}}},
		{ID: "451", Name: "Zoë Kravets", Number: "INV/2026/00451", Due: "due 3 Dec", Amount: "€18.00"},
	}
}

func health() []shell.HealthVM {
	return []shell.HealthVM{{State: kit.HealthOK, Word: "Odoo ok", Short: "Odoo"}, {State: kit.HealthOK, Word: "Stripe ok", Short: "Stripe"}, {State: kit.HealthOK, Word: "Reader A ready", Short: "Reader A"}}
}

func chips() []shell.ChipVM {
	return []shell.ChipVM{{Key: "open", Word: "Open", Count: 184}, {Key: "overdue", Word: "Overdue", Count: 31}, {Key: "partly", Word: "Partly paid", Short: "Part paid", Count: 6},
		{Key: "paid", Word: "Just paid", Count: -1, Icon: "history"}}
}

func methods(chosen string) []picker.Method {
	return []picker.Method{{Icon: "contactless", Label: "Card", Chosen: chosen == ""}, {Key: "hold", Icon: "pause", Label: "Hold", Chosen: chosen == "hold"},
		{Key: "moto", Icon: "keypad", Label: "By phone", Chosen: chosen == "moto"}}
}

func ready() picker.VM {
	r := rows()
	return picker.VM{Health: health(), Person: shell.PersonVM{Name: "Aisha Karim"}, Chips: chips(), Chip: "open", Rows: r, Total: 184, Selected: "427", Updated: "Updated 12 s ago",
		Detail: picker.Detail{State: picker.DetailReady, ID: "427", Customer: "Brandt & Söhne Feinmechanik GmbH", Number: "INV/2026/00427", Due: "due 8 Nov", Badges: [2]picker.Badge{{}, picker.Overdue(12)},
			Lines:   []picker.Line{{"Torque sensor TS-40, calibrated", "2 ×", "€980.00"}, {"Calibration certificate ISO 17025", "2 ×", "€130.00"}, {"Express shipping", "1 ×", "€174.50"}},
			Methods: methods(""), Amount: "€1,284.50", OtherAmount: "Other amount", Together: "Add 2 more", Others: []picker.Row{{ID: "433", Number: "INV/2026/00433", Due: "due 22 Nov", Amount: "€318.00"}, {ID: "419", Number: "INV/2026/00419", Due: "due 14 Nov", Amount: "€1,040.00", Badges: [2]picker.Badge{{}, picker.Overdue(6)}}},
			Reader: picker.Reader{Letter: "A", Label: "Front desk", Model: "S700", State: kit.HealthOK, Word: "Ready"}, Charge: picker.Charge{Label: "Charge €1,284.50"}}}
}

func small() picker.VM {
	vm := ready()
	vm.Selected = "411"
	vm.Detail = picker.Detail{State: picker.DetailReady, ID: "411", Customer: "Aleksandra Wiśniewska-Kowalczyk", Number: "INV/2026/00411", Due: "due 31 Oct", Badges: [2]picker.Badge{{}, picker.Overdue(20)},
		Methods: methods("")[:2], Lines: []picker.Line{{"Yearly service, coffee grinder EK-2", "", "€86.00"}}, Amount: "€86.00", OtherAmount: "Other amount",
		Reader: picker.Reader{Letter: "A", Label: "Front desk", Model: "S700", State: kit.HealthOK, Word: "Ready"}, Charge: picker.Charge{Label: "Charge €86.00"}}
	return vm
}

func search(vm picker.VM, query string, ids ...int) picker.VM {
	vm.Query, vm.Rows = query, nil
	all := rows()
	for _, i := range ids {
		vm.Rows = append(vm.Rows, all[i])
	}
	return vm
}

func away(vm picker.VM) picker.VM {
	vm.Health[0] = shell.HealthVM{State: kit.HealthAway, Word: "Odoo away", Short: "Odoo"}
	vm.Strips = []shell.StripVM{{ID: "odoo", Icon: "cloud-off", Lead: "Odoo does not answer since 14:26.", Text: "Invoices as of 6 min ago. You may charge up to €500.00; it is booked when Odoo is back.",
		Tone: kit.ToneWarn, Action: "Try now", ActionIcon: "refresh"}}
	vm.Updated, vm.Stale = "As of 14:26, 6 min ago", true
	vm.Detail.LeftLabel, vm.Detail.Stale = "Left to pay at 14:26", true
	return vm
}

var states = map[string]func() picker.VM{
	"ready": ready,
	"away":  func() picker.VM { return away(small()) },
	"discount": func() picker.VM {
		vm := ready()
		vm.Detail.Amount, vm.Detail.LeftLabel, vm.Detail.Charge.Label = "€1,258.81", "Until 30 Nov, in place of €1,284.50", "Charge €1,258.81"
		return vm
	},
	"away-refused": func() picker.VM {
		vm := away(ready())
		vm.Detail.Charge = picker.Charge{State: picker.ChargeRefused, Reason: "€1,284.50 is above the €500.00 that may be charged while Odoo is away.", Action: "Ask a manager"}
		return vm
	},
	"warning": func() picker.VM {
		vm := small()
		vm.Detail.Warning = "€86.00 was charged on this invoice 4 min ago. Charge again?"
		return vm
	},
	"background": func() picker.VM {
		vm := ready()
		vm.Strips = []shell.StripVM{{ID: "p1", Icon: "hourglass", Lead: "Cancelling €86.00:", Text: "asking Stripe whether it was cancelled.", Tone: kit.ToneInfo, Action: "Show"},
			{ID: "setup", Icon: "info", Lead: "No bank journal is chosen.", Text: "Charges are booked when a manager has chosen one.", Tone: kit.ToneWarn}}
		return vm
	},
	"past": func() picker.VM {
		vm := ready()
		vm.Strips = []shell.StripVM{{ID: "past", Icon: "history", Lead: assets.T("strip.past.lead"),
			Text: assets.T("strip.past.text", "hours", 31, "count", 4200), Tone: kit.ToneWarn}}
		return vm
	},
	"busy": func() picker.VM { vm := ready(); vm.Detail.Charge.State = picker.ChargeBusy; return vm },
	"many-lines": func() picker.VM {
		vm := ready()
		for range 9 {
			vm.Detail.Lines = append(vm.Detail.Lines, vm.Detail.Lines[:1]...)
		}
		return vm
	},
	"hold": func() picker.VM {
		vm := ready()
		vm.Detail.Methods, vm.Detail.Charge = methods("hold"), picker.Charge{Label: "Hold €1,284.50", Icon: "pause"}
		return vm
	},
	"by-phone": func() picker.VM {
		vm := small()
		vm.Detail.Methods, vm.Detail.Charge = methods("moto"), picker.Charge{Label: "Charge €86.00", Icon: "keypad"}
		return vm
	},
	"by-phone-refused": func() picker.VM {
		vm := ready()
		vm.Detail.Methods = methods("moto")
		vm.Detail.Charge = picker.Charge{State: picker.ChargeRefused, Reason: "A number cannot be keyed in on reader C. Choose a WisePOS E, an S700 or an S710."}
		return vm
	},
	"no-reader": func() picker.VM {
		vm := ready()
		vm.Detail.Reader = picker.Reader{}
		vm.Detail.Charge = picker.Charge{State: picker.ChargeRefused, Reason: "Choose a reader first. Then this can be charged."}
		return vm
	},
	"empty": func() picker.VM {
		vm := ready()
		vm.Rows, vm.Total, vm.Selected, vm.Detail, vm.Updated = nil, 0, "", picker.Detail{}, "Updated 4 s ago"
		for i := range 3 {
			vm.Chips[i].Count = 0
		}
		return vm
	},
	"no-hit": func() picker.VM { vm := search(ready(), "brandtx"); vm.Selected = ""; return vm },
	"loading": func() picker.VM {
		vm := ready()
		vm.Rows, vm.List, vm.Updated, vm.Detail = nil, picker.ListLoading, "", picker.Detail{State: picker.DetailLoading}
		return vm
	},
	"detail-loading": func() picker.VM { vm := ready(); vm.Selected = "438"; return vm },
	"error": func() picker.VM {
		vm := ready()
		vm.Rows, vm.List, vm.Selected, vm.Detail, vm.Updated = nil, picker.ListError, "", picker.Detail{}, ""
		vm.Health[0] = shell.HealthVM{State: kit.HealthAway, Word: "Odoo away", Short: "Odoo"}
		return vm
	},
	"detail-error": func() picker.VM {
		vm := ready()
		vm.Detail = picker.Detail{State: picker.DetailError, ID: "427", Error: "It was changed in Odoo while it was read."}
		return vm
	},
	"typing":        func() picker.VM { return search(ready(), "brandt", 0, 7, 2) },
	"typing-no-hit": func() picker.VM { vm := search(ready(), "brandtx"); return vm },
	"typing-away":   func() picker.VM { return search(away(small()), "a", 1, 2) },
	"typing-warning": func() picker.VM {
		vm := search(small(), "a", 1, 2)
		vm.Detail.Warning = "€86.00 was charged on this invoice 4 min ago. Charge again?"
		return vm
	},
}
