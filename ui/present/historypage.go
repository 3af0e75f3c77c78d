package present

import (
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/language"
	"paydesk/services/money"
	historyview "paydesk/ui/history"
	"paydesk/ui/kit"
)

// HistoryPage is the chosen payment or refund with what is known of it.
type HistoryPage struct {
	Row       history.Row // its zero: none is chosen
	Steps     []history.Step
	Read      bool // Steps were read
	Err       error
	Returned  history.Returned // of a payment
	Payments  []history.Row    // of a refund
	Printing  bool             // a receipt is being made
	MayRefund bool             // whoever is signed in may open the refund's sheet
}

func (p HistoryPage) vm(own money.Currency, now time.Time) historyview.Page {
	r := p.Row
	if r.ID == "" {
		return historyview.Page{}
	}
	vm := historyview.Page{ID: r.ID, Name: r.Customer, Second: dots(numbers(r), r.Person), Amount: historyAmount(r).Format(own), Loading: !p.Read && p.Err == nil && !r.Kept}
	if vm.Name == "" {
		vm.Name = numbers(r)
	}
	vm.MoneyIcon, vm.Money, vm.MoneyTone = HistoryMoney(r, own)
	if p.Err != nil {
		vm.Error = assets.T("history.page.error.text")
	}
	if r.Kept {
		vm.Note = assets.T("history.kept", "booking", r.Booking)
	}
	for _, s := range p.Steps {
		at := s.At.Local().Format("15:04:05")
		if !history.Since(s.At.Local()).Equal(history.Since(r.At.Local())) {
			at = language.Day(s.At.Local())
		}
		vm.Steps = append(vm.Steps, historyview.Step{Time: at, Title: s.Title, Detail: s.Detail, Mark: historyview.Mark(s.Mark)})
	}
	vm.LinkIcon = "back-arrow"
	switch n := len(p.Returned.Refunds); {
	case len(p.Payments) > 0:
		pay := p.Payments[0]
		vm.LinkIcon = "card"
		vm.LinkText, vm.LinkMore = assets.T("history.link.payment", "when", dayAndTime(pay.At.Local(), now)), history.Card(pay.Brand, pay.Last4)
		vm.Link = pay.Moved.Format(own)
		if len(p.Payments) > 1 {
			vm.LinkText, vm.LinkMore, vm.Link = assets.T("history.link.payments", "count", len(p.Payments)), "", ""
		}
	case p.Returned.Count > 0:
		vm.LinkText = assets.N("history.link.refunds", p.Returned.Count)
		vm.LinkMore = assets.T("history.link.stays", "amount", money.New(r.Moved.Minor-p.Returned.Out.Minor, r.Moved.Currency).Format(own))
		switch {
		case p.Returned.Open > 0:
			vm.LinkMore = assets.N("history.link.more", p.Returned.Open)
		case p.Returned.Away.Minor > 0:
			vm.LinkMore = assets.T("history.link.away")
		}
		vm.Link = money.New(-p.Returned.Out.Minor, p.Returned.Out.Currency).Format(own)
	case p.Returned.Open > 0:
		vm.LinkText = assets.N("history.link.open", p.Returned.Open)
	case n > 0:
		vm.LinkText = assets.N("history.link.nothing", n)
	}
	vm.Buttons = p.buttons()
	return vm
}

func (p HistoryPage) buttons() []historyview.Button {
	r := p.Row
	var out []historyview.Button
	switch {
	case r.Outcome.MoneyIn() && !r.Kept:
		out = append(out, historyview.Button{Act: historyview.ActReceipt, Label: assets.T("history.button.receipt"), Icon: "receipt", Off: p.Printing})
	case r.Outcome.MoneyOut(), r.Outcome == history.Transferred, r.Outcome == history.NotCharged && r.Declines > 0: // a card was asked for: the customer may want it in writing
		out = append(out, historyview.Button{Act: historyview.ActReceipt, Label: assets.T("button.slip"), Icon: "receipt", Off: p.Printing})
	}
	if r.Intent != "" || r.BookingID != 0 || len(r.Documents) > 0 {
		out = append(out, historyview.Button{Act: historyview.ActRecord, Label: assets.T("history.button.record"), Icon: "qr"})
	}
	// one document at a time goes back; of several the credit note decides
	if p.MayRefund && r.Kind == history.Payment && r.Outcome.MoneyIn() && len(r.Documents) == 1 && p.Returned.Out.Minor < r.Moved.Minor {
		out = append(out, historyview.Button{Act: historyview.ActRefund, Label: assets.T("history.button.refund"), Icon: "back-arrow"})
	}
	return out
}

// HistoryMoney is the money line of a payment or refund: the same words as on its overlay.
func HistoryMoney(r history.Row, own money.Currency) (icon, words string, tone kit.Tone) {
	refund, moved := r.Kind == history.Refund, r.Moved.Format(own)
	switch {
	case r.Outcome.MoneyIn():
		return "shield-tick", assets.T("money.charged", "amount", moved), kit.ToneOK
	case r.Outcome == history.OnItsWay:
		return "back-arrow", assets.T("money.refund_way"), kit.ToneInfo
	case r.Outcome.MoneyOut():
		return "back-arrow", assets.T("history.money.out", "amount", moved), kit.ToneInfo
	case r.Outcome == history.Transferred:
		return "hand", assets.T("history.money.transferred", "amount", r.Asked.Format(own)), kit.ToneInfo
	case r.Outcome == history.RefundFailed && r.Moved.Minor > 0:
		return "triangle", assets.T("history.money.back.part", "amount", moved), kit.ToneWarn
	case r.Outcome == history.RefundFailed:
		return "triangle", assets.T("history.money.back"), kit.ToneWarn
	case r.Outcome == history.Unknown && refund:
		return "triangle", assets.T("refund.money.unknown"), kit.ToneWarn
	case r.Outcome == history.Unknown:
		return "triangle", assets.T("money.unknown"), kit.ToneWarn
	case r.Outcome == history.Reserved:
		return "pause", assets.T("money.reserved", "amount", r.Asked.Format(own)), kit.ToneHeld
	case r.Outcome == history.UnderWay && refund && r.Moved.Minor > 0:
		return "clock", assets.T("refund.money.part"), kit.ToneInfo
	case r.Outcome == history.UnderWay && refund:
		return "circle-slash", assets.T("refund.money.none_yet"), kit.ToneNeutral
	case r.Outcome == history.UnderWay:
		return "circle-slash", assets.T("money.none_yet"), kit.ToneNeutral
	case refund:
		return "circle-slash", assets.T("refund.money.none"), kit.ToneNeutral
	}
	return "circle-slash", assets.T("money.none"), kit.ToneNeutral
}

// dayAndTime names a moment: the time alone for today's.
func dayAndTime(at, now time.Time) string {
	if history.Since(at).Equal(history.Since(now)) {
		return at.Format("15:04")
	}
	return language.Day(at) + ", " + at.Format("15:04")
}

// Address is where a record stands in another program.
type Address struct {
	Odoo, Stripe string // of its page; empty where there is none
	Demo         bool   // the pages exist in the demo alone
}

// HistoryRecord shows ids and addresses; copied is the value that is in the clipboard.
func HistoryRecord(r history.Row, own money.Currency, a Address, copied string) historyview.RecordVM {
	vm := historyview.RecordVM{Title: assets.T("history.record.title"), Second: dots(r.Customer, historyAmount(r).Format(own), dayAndTime(r.At.Local(), time.Time{}))}
	id := func(label, value string) historyview.RecordID {
		return historyview.RecordID{Label: assets.T(label), Value: value, Copied: value != "" && value == copied}
	}
	odoo, stripe := &vm.Places[0], &vm.Places[1]
	odoo.Title, odoo.Address, odoo.Note = assets.T("history.record.odoo"), a.Odoo, assets.T("history.record.odoo.note")
	stripe.Title, stripe.Address, stripe.Note = assets.T("history.record.stripe"), a.Stripe, assets.T("history.record.stripe.note")
	if a.Demo {
		odoo.Note, stripe.Note = assets.T("history.record.demo"), assets.T("history.record.demo")
	}
	odoo.IDs = [2]historyview.RecordID{id("history.record.booking", r.Booking), id("history.record.document", numbers(r))}
	if len(r.Numbers) > 0 {
		odoo.IDs[1].Value = r.Numbers[0]
		odoo.IDs[1].Copied = r.Numbers[0] == copied
	}
	charge := "history.record.charge"
	if r.Kind == history.Refund {
		charge = "history.record.refund"
	}
	stripe.IDs = [2]historyview.RecordID{id("history.record.intent", r.Intent), id(charge, r.Charge)}
	return vm
}
