package ui

import (
	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
)

// Recovery is what needs a person, and what he may order. Entries never waits.
type Recovery interface {
	// Entries lists what is open, the worst money doubt first.
	Entries() []recovery.Entry
	// Settled lists what ended today, the latest first.
	Settled() []recovery.Settled
	// Settle is a person's decision about an entry. Who may was asked before.
	Settle(id string, v recovery.Verb, by, reason string) error
	// Payables never waits: the open invoices on which an entry's charge could be booked, the best fit first.
	Payables(e recovery.Entry) []document.Document
	// BookOn books an entry's charge on another invoice by a manager's word.
	BookOn(id string, d document.Document, by string) error
	// GiveBackEntry begins the refund of what of an entry's charge pays no invoice, without a credit note; GiveBackAgain of one that
	// came back.
	GiveBackEntry(id, person, by, reason string) (refundID string, err error)
	GiveBackAgain(refundID, person, by, reason string) (newID string, err error)
	// PinShop is a manager's word that Odoo, Stripe and this counter are one shop; copied: a new one.
	PinShop(by string, copied bool) error
}

// attentionState is what somebody does on the attention screen.
type attentionState struct {
	open    string // entry whose sheet is open
	choose  bool   // and asks for an invoice
	chip    string // what the list shows
	working string // entry or payment that is being settled
}

func (k *Kiosk) attentionActions() attention.Actions {
	return attention.Actions{
		Act: func(id string) {
			k.touch()
			if e, ok := k.entry(id); ok {
				k.decide(e, e.Actions()[0])
			} else {
				k.bookNow(id)
			}
		},
		More: func(id string) { k.touch(); k.attending.open, k.attending.choose = id, false; k.render() },
		Chip: func(key string) { k.touch(); k.attending.chip = key; k.render() },
		Lock: func() { k.lockNow(); k.render() },
	}
}

func (k *Kiosk) entrySheetActions() attention.SheetActions {
	return attention.SheetActions{
		Choose: func(choice string) {
			k.touch()
			e, ok := k.entry(k.attending.open)
			if ok && k.attending.choose {
				k.bookOn(e, choice)
				return
			}
			for _, a := range e.Actions() {
				if ok && string(a.Verb) == choice {
					k.attending.open = ""
					k.decide(e, a)
				}
			}
		},
		Close: func() { k.touch(); k.attending.open = ""; k.render() },
	}
}

func (k *Kiosk) entry(id string) (recovery.Entry, bool) {
	for _, e := range k.Till.Entries() {
		if e.ID == id {
			return e, true
		}
	}
	return recovery.Entry{}, false
}

// pinShop asks a manager what became of this Odoo (PROTOCOLS G2).
func (k *Kiosk) pinShop(why string) {
	moved, copied := assets.T("pin.moved"), assets.T("pin.copied")
	k.approve(approval{
		show: approve.VM{Title: assets.T("pin.title"), Second: assets.T("pin.second"), What: assets.T("pin.what"), NoticeIcon: "triangle", Notice: why, Tone: kit.ToneWarn,
			Reasons: []string{moved, copied}, PIN: approve.PINVM{Act: assets.T("pin.act"), Icon: "shop", Kind: kit.Filled}},
		journal: "pin the shop",
		do: func(by staff.Session, reason string) {
			var err error
			k.work(func() { err = k.Till.PinShop(by.Person.Name, reason == copied) }, func() { k.note(err) })
		},
	})
}
