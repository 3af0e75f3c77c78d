package ui

import (
	"paydesk/assets"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// Recovery is what needs a person, and what he may order. Entries never waits.
type Recovery interface {
	// Entries lists what is open, the worst money doubt first.
	Entries() []recovery.Entry
	// Settle is a person's decision about an entry. Who may was asked before.
	Settle(id string, v recovery.Verb, by, reason string) error
	// PinShop is a manager's word that Odoo, Stripe and this counter are one shop; copied: a new one.
	PinShop(by string, copied bool) error
}

// attentionState is what somebody does on the attention screen.
type attentionState struct {
	open    string // entry whose sheet is open
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
		More: func(id string) { k.touch(); k.attending.open = id; k.render() },
		Lock: func() { k.lockNow(); k.render() },
	}
}

func (k *Kiosk) entrySheetActions() attention.SheetActions {
	return attention.SheetActions{
		Choose: func(choice string) {
			k.touch()
			e, ok := k.entry(k.attending.open)
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

// bookNow goes on with a booking that waits for Odoo; the overlay follows how it ends.
func (k *Kiosk) bookNow(id string) {
	if k.reads() {
		return
	}
	if isRefund(id) {
		k.paying = id
		k.render()
		return
	}
	s, err := k.Till.Payment(id)
	if err != nil {
		k.note(err)
		return
	}
	k.rebook(s)
	k.paying = id
	k.render()
}

// decide lets the right person do what was chosen. Closing always asks for a manager's PIN and a reason.
func (k *Kiosk) decide(e recovery.Entry, a recovery.Action) {
	if k.reads() {
		return
	}
	own := k.Till.About().Own
	item := present.EntryItem(e, own, false, false)
	show := approve.VM{
		Title: present.VerbLabel(e, a.Verb), Second: item.Title, Amount: e.Amount.Format(own), What: present.VerbWhat(e, a.Verb, own),
		NoticeIcon: item.MoneyIcon, Notice: item.Money, Tone: item.MoneyTone, PIN: approve.PINVM{Act: present.VerbLabel(e, a.Verb), Icon: item.ActionIcon, Kind: kit.Filled},
	}
	do := func(by, reason string) {
		k.attending.working = e.ID
		var err error
		k.work(func() { err = k.Till.Settle(e.ID, a.Verb, by, reason) }, func() { k.attending.working = ""; k.note(err) })
		k.render()
	}
	switch {
	case a.Verb == recovery.Close:
		show.Reasons = present.EntryReasons()
		show.PIN.Act, show.PIN.Icon, show.PIN.Kind = assets.T("attention.close.act"), "check", kit.Filled
		k.approve(approval{show: show, journal: "close " + e.ID, do: func(by staff.Session, reason string) { do(by.Person.Name, reason) }})
	case a.Manager:
		k.asManager(show, string(a.Verb)+" "+e.ID, func(by string) { do(by, "") })
	default:
		do(k.session.Person.Name, "")
	}
}

func (k *Kiosk) attentionVM(a About) attention.VM {
	person := k.session.Person
	vm := attention.VM{Person: shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}}
	now := k.Clock.Now()
	for _, s := range present.RefundAttention(k.Till.ActiveRefunds(), now) {
		vm.Items = append(vm.Items, present.RefundItem(s, a.Own, now, len(vm.Items) == 0))
	}
	for _, e := range k.Till.Entries() {
		vm.Items = append(vm.Items, present.EntryItem(e, a.Own, len(vm.Items) == 0, k.attending.working == e.ID))
	}
	for _, s := range present.Attention(k.Till.Active(), k.Clock.Now(), k.Till.Entries()) {
		vm.Items = append(vm.Items, present.AttentionItem(s, a.Own, len(vm.Items) == 0, s.Phase == payment.Posting))
	}
	vm.Items = k.quiet(vm.Items)
	return vm
}

// entrySheet is the open sheet of an entry, nil where there is none or it has left.
func (k *Kiosk) entrySheet() *attention.Sheet {
	e, ok := k.entry(k.attending.open)
	if !ok {
		return nil
	}
	k.entryView.Set(present.EntrySheet(e, k.Till.About().Own))
	return k.entryView
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
