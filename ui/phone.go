package ui

import (
	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
)

// phoneReasons are the catalogue's keys; the words go to the journal.
var phoneReasons = []string{"pick.phone.reason.call", "pick.phone.reason.mail", "pick.phone.reason.agreed"}

// askPhone asks a manager whether a card number may be keyed in on the reader, and then takes the payment.
func (k *Kiosk) askPhone(bill payment.Bill) {
	r, _, ok := k.reader()
	if !ok || k.pick.starting || k.paying != "" || k.reads() {
		return
	}
	amount := bill.Amount.Format(k.Till.About().Own)
	show := approve.VM{Title: assets.T("pick.phone.title"), Second: bill.Customer + " · " + numbersOf(bill), Reader: r.Tag, Amount: amount,
		What: assets.T("pick.phone.what", "reader", r.Tag), NoticeIcon: "info", Notice: assets.T("pick.phone.notice"), Tone: kit.ToneNeutral,
		PIN: approve.PINVM{Act: assets.T("pick.charge", "amount", amount), Icon: "keypad", Kind: kit.Filled}}
	for _, key := range phoneReasons {
		show.Reasons = append(show.Reasons, assets.T(key))
	}
	k.approve(approval{show: show, journal: "key a card number in for " + numbersOf(bill), do: func(by staff.Session, reason string) {
		bill.Way, bill.Approver = payment.Way{Method: payment.ByMOTO, Why: reason}, by.Person.Name
		k.take(bill)
	}})
}
