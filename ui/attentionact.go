package ui

import (
	"slices"
	"strconv"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/attention"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// bookNow goes on with what stands on the list without an entry: a refund is shown, a charge that nobody knows is asked about, a booking
// that waits for Odoo is tried; the overlay follows how it ends.
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
	if s.Phase == payment.Unknown {
		k.Till.Ask(id)
	} else {
		k.rebook(s)
	}
	k.paying = id
	k.render()
}

// decide lets the right person do what was chosen. Closing, and what moves money or puts it elsewhere, always asks for a manager's PIN.
func (k *Kiosk) decide(e recovery.Entry, a recovery.Action) {
	if k.reads() {
		return
	}
	show := k.entryApproval(e, a.Verb)
	do := func(by, reason string) {
		k.orderEntry(e, func() error { return k.Till.Settle(e.ID, a.Verb, by, reason) }, nil)
	}
	switch {
	case a.Verb == recovery.Close:
		show.Reasons = present.EntryReasons()
		show.PIN.Act, show.PIN.Icon, show.PIN.Kind = assets.T("attention.close.act"), "check", kit.Filled
		k.approve(approval{show: show, journal: "close " + e.ID, do: func(by staff.Session, reason string) { do(by.Person.Name, reason) }})
	case a.Verb == recovery.ShowHold:
		k.goTo(shell.PlaceHolds)
	case a.Verb == recovery.Elsewhere:
		k.attending.open, k.attending.choose = e.ID, true
		if len(k.Till.Payables(e)) == 0 {
			k.attending.open = ""
			k.pick.error = assets.T("attention.elsewhere.none")
		}
		k.render()
	case a.Verb == recovery.GiveBack:
		show.Reasons = present.GiveBackReasons()
		show.PIN.Act, show.PIN.Kind = present.GiveBackAct(e, k.Till.About().Own), kit.Ink
		k.approve(approval{show: show, journal: "refund " + e.ID, do: func(by staff.Session, reason string) {
			person := k.by()
			k.giveLoose(e.ID, func() (string, error) { return k.Till.GiveBackEntry(e.ID, person, by.Person.Name, reason) })
		}})
	case a.Manager && e.Kind == recovery.Stranger:
		k.approve(approval{show: show, journal: string(a.Verb) + " " + e.ID, do: func(by staff.Session, _ string) { do(by.Person.Name, "") }})
	case a.Manager:
		k.asManager(show, string(a.Verb)+" "+e.ID, func(by string) { do(by, "") })
	default:
		do(k.session.Person.Name, "")
	}
}

// entryApproval is the sheet on which a manager consents to something about an entry.
func (k *Kiosk) entryApproval(e recovery.Entry, v recovery.Verb) approve.VM {
	own := k.Till.About().Own
	item := present.EntryItem(e, own, false, false)
	amount := e.Amount
	if e.Rest != nil {
		amount = *e.Rest
	}
	return approve.VM{
		Title: present.VerbLabel(e, v), Second: item.Title, Amount: amount.Format(own), What: present.VerbWhat(e, v, own),
		NoticeIcon: item.MoneyIcon, Notice: item.Money, Tone: item.MoneyTone, PIN: approve.PINVM{Act: present.VerbLabel(e, v), Icon: present.VerbIcon(v), Kind: kit.Filled},
	}
}

// orderEntry does something about an entry and keeps its card from being tapped meanwhile.
func (k *Kiosk) orderEntry(e recovery.Entry, do func() error, then func()) {
	k.attending.working = e.ID
	var err error
	k.work(func() { err = do() }, func() {
		k.attending.working = ""
		k.note(err)
		if err == nil && then != nil {
			then()
		}
	})
	k.render()
}

// bookOn asks a manager to book an entry's charge on the chosen invoice.
func (k *Kiosk) bookOn(e recovery.Entry, choice string) {
	docs := k.Till.Payables(e)
	i := slices.IndexFunc(docs, func(d document.Document) bool { return strconv.FormatInt(d.ID, 10) == choice })
	k.attending.open, k.attending.choose = "", false
	if i < 0 { // paid meanwhile
		k.render()
		return
	}
	d, show := docs[i], k.entryApproval(e, recovery.Elsewhere)
	show.What = present.DocumentWhat(e, d, k.Till.About().Own)
	show.Title = assets.T("attention.elsewhere.book", "number", d.Number)
	k.approve(approval{show: show, journal: "book " + e.ID + " on " + d.Number, do: func(by staff.Session, _ string) {
		k.orderEntry(e, func() error { return k.Till.BookOn(e.ID, d, by.Person.Name) }, nil)
	}})
}

// giveLoose begins a refund without a credit note and shows how it goes.
func (k *Kiosk) giveLoose(working string, begin func() (string, error)) {
	k.attending.working = working
	var id string
	var err error
	k.work(func() { id, err = begin() }, func() {
		k.attending.working = ""
		k.note(err)
		if err == nil {
			k.paying = id
		}
	})
	k.render()
}

// giveBackAgain asks a manager for a refund without a credit note that came back.
func (k *Kiosk) giveBackAgain(s refund.State) {
	own := k.Till.About().Own
	show := approve.VM{
		Title: assets.T("attention.give_back.label"), Second: s.Customer, Amount: s.Amount.Format(own), What: assets.T("attention.give_back.what", "back", s.Amount.Format(own)),
		Reasons: present.GiveBackReasons(), PIN: approve.PINVM{Act: assets.T("attention.give_back.act", "back", s.Amount.Format(own)), Icon: "back-arrow", Kind: kit.Ink},
	}
	k.approve(approval{show: show, journal: "refund " + s.Shares[0].Intent, do: func(by staff.Session, reason string) {
		person := k.by()
		k.giveLoose(s.ID, func() (string, error) { return k.Till.GiveBackAgain(s.ID, person, by.Person.Name, reason) })
	}})
}

func (k *Kiosk) attentionList(a About) present.AttentionList {
	return present.AttentionList{
		Now: k.Clock.Now(), Own: a.Own, Entries: k.Till.Entries(), Payments: k.Till.Active(), Refunds: k.Till.ActiveRefunds(), Chip: k.attending.chip, Working: k.attending.working,
	}
}

func (k *Kiosk) attentionVM(a About) attention.VM {
	person, list := k.session.Person, k.attentionList(a)
	list.Settled = k.Till.Settled()
	vm := list.VM()
	vm.Items = k.quiet(vm.Items)
	vm.Person = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}
	return vm
}

// entrySheet is the open sheet of an entry, nil where there is none or it has left.
func (k *Kiosk) entrySheet() *attention.Sheet {
	e, ok := k.entry(k.attending.open)
	if !ok {
		return nil
	}
	vm := present.EntrySheet(e, k.Till.About().Own)
	if k.attending.choose {
		vm = present.EntryDocuments(e, k.Till.Payables(e), k.Till.About().Own, theme.Screen().Tight)
	}
	k.entryView.Set(vm)
	return k.entryView
}
