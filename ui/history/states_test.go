package history_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/history"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

func chips(all string, n, payments, refunds, open int) []shell.ChipVM {
	return []shell.ChipVM{{Key: "all", Word: all, Count: n, Icon: "history"}, {Key: "payments", Word: "Payments", Count: payments, Icon: "card"}, {Key: "refunds", Word: "Refunds", Count: refunds, Icon: "back-arrow"},
		{Key: "open", Word: "Open", Count: open, Icon: "hourglass"}, {Key: "more", Word: "Days and file", Count: -1, Icon: "filter"}}
}

func rows() []history.Row {
	return []history.Row{
		{ID: "1", Time: "14:29", Name: "Νίκος Παπαδόπουλος", Second: "INV/2026/00398 · Visa •••• 4242", Amount: "€64.20", Icon: "check", Badge: "Booked", Tone: kit.ToneOK},
		{ID: "2", Time: "14:21", Name: "Tessa van den Broek-Hofmann", Second: "INV/2026/00451 · Mastercard •••• 5454", Amount: "€350.00", Icon: "bank-mark", Badge: "Odoo refuses", Tone: kit.ToneWarn},
		{ID: "3", Time: "14:02", Name: "Harbour Dental Practice", Second: "RINV/2026/00018 and 1 more · Visa •••• 4242", Amount: "−€128.45", Icon: "back-arrow", Badge: "On its way", Tone: kit.ToneInfo},
		{ID: "4", Time: "13:47", Name: "Hildebrandt, Jörg-Matthias", Second: "INV/2026/00402 · Declined 3 times", Amount: "€94.10", Icon: "circle-slash", Badge: "Not charged", Tone: kit.ToneNeutral},
		{ID: "5", Time: "13:30", Name: "Lakeshore Imaging Inc.", Second: "INV/2026/00377 · Amex •••• 0005", Amount: "USD 1,120.00", Icon: "question", Badge: "Not known yet", Tone: kit.ToneWarn},
		{ID: "6", Time: "12:58", Name: "Команда «Север»", Second: "INV/2026/00391 · Visa •••• 0077", Amount: "€18.00", Icon: "tray-arrow", Badge: "Booked late", Tone: kit.ToneOK},
		{ID: "7", Time: "09:12", Day: "19 Nov", Name: "Kronenberg Apotheke", Second: "INV/2026/00371 · Visa •••• 4242", Amount: "€12.00", Icon: "back-arrow", Badge: "Refunded", Tone: kit.ToneInfo},
		{ID: "8", Time: "09:01", Day: "19 Nov", Name: "Ocean View Hotel", Second: "INV/2026/00370 · Visa •••• 4242", Amount: "€1,912.00", Icon: "check", Badge: "Booked", Tone: kit.ToneOK},
	}
}

func buttons() []history.Button {
	return []history.Button{{Act: history.ActReceipt, Label: "Receipt", Icon: "receipt"}, {Act: history.ActRecord, Label: "Open in Odoo", Icon: "qr"}, {Act: history.ActRefund, Label: "Refund", Icon: "back-arrow"}}
}

func charged() history.Page {
	return history.Page{ID: "1", Name: "Νίκος Παπαδόπουλος", Second: "INV/2026/00398 · Aisha Karim", Amount: "€64.20", Money: "€64.20 was charged, once.", MoneyIcon: "shield-tick", MoneyTone: kit.ToneOK, Buttons: buttons(),
		Steps: []history.Step{
			{Time: "14:28:51", Title: "Aisha Karim taps Charge", Detail: "Counter 1"},
			{Time: "14:28:52", Title: "Reader A asks for a card", Detail: "pi_3QaK…x81"},
			{Time: "14:28:58", Title: "Declined: wrong PIN", Detail: "attempt 1", Mark: history.Bad},
			{Time: "14:29:09", Title: "Approved, €64.20 charged", Detail: "Visa •••• 4242 · Approval 083412 · ch_3QaK…m07", Mark: history.Good},
			{Time: "14:29:10", Title: "Booked and reconciled in Odoo", Detail: "PSTRP/2026/00192", Mark: history.Good},
			{Time: "14:29:14", Title: "Receipt made", Detail: "by Aisha Karim"},
		}}
}

func ready() history.VM {
	return history.VM{Person: shell.PersonVM{Name: "Aisha Karim"}, Second: "Friday, 20 November", Chips: chips("Today", 26, 24, 2, 3), Chip: "all", Rows: rows(), Version: 1, Selected: "1", Page: charged(),
		Journal: "Journal proven 14:00, 812 entries", JournalIcon: "shield-tick"}
}

// long is a payment whose life has no room on one page.
func long() history.Page {
	p := charged()
	p.ID, p.LinkIcon, p.LinkText, p.LinkMore, p.Link = "2", "back-arrow", "2 refunds", "not on the card yet", "−€128.45"
	care := []history.Step{{Time: "14:21:20", Title: "The reader lost its connection, the payment was cancelled to be certain", Mark: history.Care},
		{Time: "14:21:40", Title: "Another counter was at this invoice in the same moment", Mark: history.Care},
		{Time: "14:22:10", Title: "Odoo refused the booking", Detail: "The journal PSTRP is locked until 30 November. Ask an accountant to open it, then book again.", Mark: history.Care}}
	p.Steps = append(append(append([]history.Step{}, p.Steps[:3]...), care...), p.Steps[3:]...)
	return p
}

var states = map[string]func() history.VM{
	"ready": ready,
	"refund": func() history.VM {
		vm := ready()
		vm.Selected, vm.Chip = "3", "refunds"
		vm.Page = history.Page{ID: "3", Name: "Harbour Dental Practice", Second: "RINV/2026/00018 and 1 more · Ingrid Solheim", Amount: "−€128.45", Money: "Not on the card yet.", MoneyIcon: "back-arrow", MoneyTone: kit.ToneInfo,
			LinkIcon: "card", LinkText: "Payment of 19 Nov, 09:12", LinkMore: "Visa •••• 4242", Link: "€350.00", Buttons: buttons()[:2], Steps: []history.Step{{Time: "14:02:10", Title: "Aisha Karim asks for €128.45 back", Detail: "Counter 1"},
				{Time: "14:02:31", Title: "Ingrid Solheim approves", Detail: "Goods returned"}, {Time: "14:02:33", Title: "€128.45 on its way, the bank has not confirmed", Detail: "Visa •••• 4242 · re_3QaK…m07"}}}
		return vm
	},
	"long": func() history.VM {
		vm := ready()
		vm.Selected, vm.Page = "2", long()
		return vm
	},
	"kept": func() history.VM {
		vm := ready()
		vm.Second, vm.Chips = "All days", chips("All days", 4120, 4012, 108, 3)
		vm.Page.ID, vm.Page.Steps, vm.Page.Buttons = "7", nil, buttons()[1:]
		vm.Page.Note = "Older than 90 days and booked as PSTRP/2026/00012. Its single steps have left this counter; what stands here stays. Odoo and Stripe have the rest."
		return vm
	},
	"unread": func() history.VM {
		vm := ready()
		vm.Page.Steps, vm.Page.Error = nil, "What stands above is known. The journal of this counter did not answer."
		vm.Strips = []shell.StripVM{{ID: "read", Icon: "triangle", Lead: "Not every entry could be read.", Text: "What could be read is shown. No payment is changed by this.", Tone: kit.ToneWarn, Action: "Try again", ActionIcon: "refresh"}}
		return vm
	},
	"damaged": func() history.VM {
		vm := ready()
		vm.Journal, vm.JournalIcon, vm.JournalTone = "Journal damaged, 14:00", "triangle", kit.ToneBad
		vm.Strips = []shell.StripVM{{ID: "proof", Icon: "triangle", Lead: "The journal is not as it was written.", Text: "Entry 412 is not what was written. Money is safe in Stripe and Odoo; tell whoever looks after this machine.", Tone: kit.ToneBad}}
		return vm
	},
	"loading": func() history.VM {
		vm := ready()
		vm.State, vm.Rows, vm.Page, vm.Selected, vm.Chips = history.Loading, nil, history.Page{}, "", chips("Today", 0, 0, 0, 0)
		vm.Journal, vm.JournalIcon, vm.Checking = "Proving the journal", "hourglass", true
		return vm
	},
	"reading": func() history.VM {
		vm := ready()
		vm.Page.Steps, vm.Page.Loading = nil, true
		return vm
	},
	"empty": func() history.VM {
		vm := ready()
		vm.Rows, vm.Page, vm.Selected, vm.Chips = nil, history.Page{}, "", chips("Today", 0, 0, 0, 0)
		vm.Title, vm.Text, vm.Action = "Nothing here", "Nothing was charged or refunded at this counter in these days.", "Show all days"
		return vm
	},
	"nohit": func() history.VM {
		vm := ready()
		vm.Rows, vm.Query, vm.Page, vm.Selected = nil, "brant", history.Page{}, ""
		vm.Title, vm.Text, vm.Action = "No hit for “brant”", "A search looks through names, numbers, amounts, last four digits and ids of all days.", "Clear search"
		return vm
	},
}

func recordSheet() fyne.CanvasObject {
	r := history.NewRecord(nil, func() {})
	r.Set(history.RecordVM{Title: "The same record elsewhere", Second: "Νίκος Παπαδόπουλος · €64.20 · 20 Nov, 14:28", Places: [2]history.RecordPlace{
		{Title: "In Odoo", Note: "Point a phone at the code. Odoo asks who you are.", Address: "https://northgate.odoo.com/mail/view?model=account.payment&res_id=192", IDs: [2]history.RecordID{{Label: "Payment in Odoo", Value: "PSTRP/2026/00192"}, {Label: "Document", Value: "INV/2026/00398"}}},
		{Title: "In Stripe", Note: "Point a phone at the code. Stripe asks who you are.", Address: "https://dashboard.stripe.com/payments/pi_3QaK2eLkdIwHu7ix0x81", IDs: [2]history.RecordID{{Label: "Payment in Stripe", Value: "pi_3QaK2eLkdIwHu7ix0x81", Copied: true}, {Label: "Charge", Value: "ch_3QaK2eLkdIwHu7ix0m07"}}},
	}})
	return r.Object()
}

func window(vm history.VM, sheet fyne.CanvasObject, size fyne.Size, typing bool) fyne.CanvasObject {
	s := shell.New(nil)
	s.SetBand("DEMO SHOP – no real money moves")
	v := history.New(history.Actions{})
	s.SetRail(shell.RailVM{Current: shell.PlaceHistory, Attention: 2})
	s.SetScreen(v.Object(), true)
	s.SetSheet(sheet)
	v.Set(vm)
	shot.Lay(s.Object(), size)
	if typing {
		shot.Find(s.Object(), "Name, number, last 4").Tapped(nil)
		v.TypedRune('4')
		vm.Query = "4"
		v.Set(vm)
	}
	return s.Object()
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
			save := func(name string, o fyne.CanvasObject) {
				if err := shot.Save(filepath.Join(dir, "history-"+name+"-"+c.Name+".png"), shot.Draw(o, c.Size)); err != nil {
					t.Fatal(err)
				}
			}
			for name, vm := range states {
				save(name, window(vm(), nil, c.Size, false))
			}
			save("typing", window(ready(), nil, c.Size, true))
			save("record", window(ready(), recordSheet(), c.Size, false))
		})
	}
}
