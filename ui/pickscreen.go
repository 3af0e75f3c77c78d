package ui

import (
	"slices"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// warmEvery keeps what a charge reads fresher than the ten seconds that the protocols allow.
const warmEvery = 7 * time.Second

func (k *Kiosk) pickActions() picker.Actions {
	return picker.Actions{
		Select: func(id string) { k.touch(); k.choose(present.ID(id)); k.render() },
		Search: k.search,
		Submit: k.submit,
		Chip: func(key string) {
			k.touch()
			k.pick.chip = key
			k.render()
		},
		Refresh:      func() { k.touch(); k.refresh() },
		Charge:       func(id string) { k.touch(); k.charge(present.ID(id)) },
		ChargeAction: func(id string) { k.touch(); k.wayOn(present.ID(id)) },
		OtherAmount:  func(id string) { k.touch(); k.openAmount(present.ID(id)) },
		Together:     func(id string) { k.touch(); k.openTogether(present.ID(id)) },
		ChangeReader: func() { k.touch(); k.openChooser(k.pick.reader, k.useReader) },
		Strip:        func(id string) { k.touch(); k.stripTapped(id) },
		Method:       func(key string) { k.touch(); k.pick.way, k.pick.confirmed = key, false; k.render() },
		Lock:         func() { k.lockNow(); k.render() },
	}
}

// desk gathers what the picker shows.
func (k *Kiosk) desk(a About) present.Desk {
	p := &k.pick
	d := present.Desk{
		Now: k.Clock.Now(), Own: a.Own, Shop: k.Till.Documents(), Query: p.query, Chip: p.chip, Selected: p.selected, Detail: p.detail,
		Failed: p.failed, Asking: p.asking, Readers: k.Till.Readers(), Active: k.Till.Active(), Stopped: a.Stopped, Unpinned: a.Unpinned, Past: a.Past, Starting: p.starting, Error: p.error,
	}
	d.Refunds, d.MayRefund = k.Till.ActiveRefunds(), k.mayRefund()
	if p.query != "" {
		d.Hits = k.Till.Search(p.query)
	}
	person := k.session.Person
	d.Person, d.Manager = shell.PersonVM{Name: person.Name, Index: k.indexOf(person)}, person.Role == staff.Manager
	d.News = k.news
	if k.may(staff.Ask{Act: staff.Settings}) {
		d.KeyEnds = a.KeyEnds
	}
	d.AwayLimit, d.Reads = k.awayLimit(a), k.reads()
	d.MayAsk = func(amount money.Amount) bool {
		return !d.Manager && len(k.approvers(staff.Ask{Act: staff.ChargeAway, Amount: amount})) > 0
	}
	if r, offered, ok := k.reader(); ok {
		d.Reader, d.Offered = &r, offered
	}
	d.Most, d.Minor, d.Cash, d.CashDesk = a.Most, p.minor, p.cash, a.CashDesk
	d.Phone = a.Phone
	if p.together == nil {
		d.Way = p.way
	}
	bill, err := d.Bill()
	if p.together != nil {
		bill, err = p.together.Bill(d)
	}
	if err == nil && !p.confirmed {
		if l, found := k.Till.Lately(bill); found {
			d.Lately = &l
		}
	}
	return d
}

// indexOf is a person's colour, which stays theirs whoever comes and goes.
func (k *Kiosk) indexOf(p staff.Person) int { return p.Colour }

// reader is the one the charge would go to: chosen just now, or the person's.
func (k *Kiosk) reader() (l reader.Listed, offered, ok bool) {
	if k.pick.reader != "" {
		if l, ok = k.readerByID(k.pick.reader); ok {
			return l, false, true
		}
	}
	l, offered, ok, err := k.Till.Preferred(k.session.Person.ID)
	if err != nil {
		k.pick.error = say(err)
	}
	return l, offered, ok
}

// chosen is the selected document, as fresh as it is known.
func (k *Kiosk) chosen() (document.Document, bool) {
	if d := k.pick.detail; d != nil && d.ID == k.pick.selected {
		return d.Document, true
	}
	shop := k.Till.Documents()
	for _, list := range [][]*document.Document{shop.Open, shop.Paid, shop.Notes} {
		for _, d := range list {
			if d.ID == k.pick.selected {
				return *d, true
			}
		}
	}
	return document.Document{}, false
}

// detail is the selected document with its terms, where they are known.
func (k *Kiosk) detail() document.Detail {
	if d := k.pick.detail; d != nil && d.ID == k.pick.selected {
		return *d
	}
	doc, _ := k.chosen()
	return document.Listed(doc)
}

func (k *Kiosk) clearPick() {
	k.pick = pickState{chip: present.ChipOpen, reader: k.pick.reader}
	k.picker.Reset()
}

// choose loads a document; what was loading before is forgotten.
func (k *Kiosk) choose(id int64) {
	p := &k.pick
	p.selected, p.detail, p.failed, p.confirmed, p.error, p.minor, p.cash, p.typing, p.together, p.way = id, nil, nil, false, "", 0, 0, nil, nil, ""
	p.loading++
	if id == 0 {
		return
	}
	turn := p.loading
	var detail document.Detail
	var err error
	k.work(func() { detail, err = k.Till.Detail(k.ctx, id) }, func() {
		if k.pick.loading != turn || k.pick.selected != id {
			return
		}
		if k.pick.failed = err; err == nil {
			k.pick.detail = &detail
			return
		}
		// if Odoo has just gone, the list must say so now and not at its next turn: what may be charged depends on it
		k.work(k.Till.RefreshNow, nil)
	})
	k.warm()
}

// warm keeps the chosen document's reads fresh, so that Charge begins with the claim.
func (k *Kiosk) warm() {
	ids := []int64{k.pick.selected}
	if k.pick.together != nil {
		ids = k.tickedIDs()
	}
	k.pick.warmed = k.Clock.Now()
	k.Runner.Go(func() { k.Till.Warm(k.ctx, ids) })
}

// search narrows the list. What is chosen and not among the hits is let go: Charge belongs to what is in sight.
func (k *Kiosk) search(text string) {
	k.touch()
	k.pick.query = text
	if text != "" && k.pick.selected != 0 && !slices.ContainsFunc(k.Till.Search(text), func(d *document.Document) bool { return d.ID == k.pick.selected }) {
		k.choose(0)
	}
	k.render()
}

// submit is the end of a scan or return: a single hit is chosen.
func (k *Kiosk) submit(text string) {
	k.touch()
	k.pick.query = text
	hits := k.Till.Search(text)
	if len(hits) == 0 && strings.HasPrefix(strings.TrimSpace(text), "pi_") { // the code of a receipt
		k.pick.query = ""
		k.goTo(shell.PlaceHistory)
		k.records.history.Seek(strings.TrimSpace(text))
		return
	}
	if strings.TrimSpace(text) != "" && len(hits) > 0 && (len(hits) == 1 || strings.EqualFold(hits[0].Number, strings.TrimSpace(text))) {
		k.choose(hits[0].ID)
	}
	k.render()
}

func (k *Kiosk) refresh() {
	p := &k.pick
	p.asking, p.error = true, ""
	k.render()
	k.work(k.Till.RefreshNow, func() { k.pick.asking = false })
	if p.selected != 0 {
		k.choose(p.selected)
	}
}

// charge starts the payment once, however often it is tapped.
func (k *Kiosk) charge(id int64) {
	p := &k.pick
	doc, ok := k.chosen()
	if !ok || p.starting || k.paying != "" || doc.ID != id || k.reads() {
		return
	}
	if doc.Kind == document.CreditNote {
		k.openRefund(id)
		return
	}
	bill := p.shown // what the button said when it was tapped
	if len(bill.Parts) != 1 || bill.Parts[0].Document != id {
		return
	}
	switch p.way {
	case present.WayHold:
		bill.Way.Hold = bill.Cash == 0
	case present.WayPhone:
		k.askPhone(bill)
		return
	}
	k.take(bill)
}

// take starts the payment of a bill, after the question whether it shall be charged again.
func (k *Kiosk) take(bill payment.Bill) {
	p := &k.pick
	if k.reads() {
		return
	}
	if _, warned := k.Till.Lately(bill); warned && !p.confirmed {
		p.confirmed = true
		k.render()
		return
	}
	r, _, ok := k.reader()
	if !ok {
		return
	}
	p.starting = true
	k.render()
	who := k.session.Person
	var pid string
	var err error
	k.work(func() { pid, err = k.Till.Charge(bill, who, r, "") }, func() { k.started(pid, err) })
}

// wayOn is what the button beside a refusal leads to: what is going on with the document, or a manager's PIN.
func (k *Kiosk) wayOn(id int64) {
	doc, ok := k.chosen()
	if ok && doc.ID == id && k.Till.Documents().Err != nil && doc.Open() && !k.active(id) {
		k.askAway(k.pick.shown)
		return
	}
	k.showActive(id)
}

func (k *Kiosk) active(id int64) bool {
	return slices.ContainsFunc(k.Till.Active(), func(s payment.State) bool {
		return slices.ContainsFunc(s.Parts, func(p payment.Part) bool { return p.Document == id })
	})
}

// askAway asks a manager whether more may be charged than the cashier may alone while Odoo is away (PROTOCOLS C13).
func (k *Kiosk) askAway(bill payment.Bill) {
	r, _, ok := k.reader()
	if !ok || k.pick.starting || k.paying != "" || len(bill.Parts) == 0 {
		return
	}
	amount, who := bill.Amount.Format(k.Till.About().Own), k.session.Person
	k.approve(approval{
		ask:     func() staff.Ask { return staff.Ask{Act: staff.ChargeAway, Amount: bill.Amount} },
		journal: "charge " + numbersOf(bill) + " while Odoo is away",
		show: approve.VM{Title: assets.T("pick.away.title"), Second: bill.Customer + " · " + numbersOf(bill), Amount: amount, What: assets.T("pick.away.what"),
			NoticeIcon: "cloud-off", Notice: assets.T("pick.away.notice"), Tone: kit.ToneWarn, PIN: approve.PINVM{Act: assets.T("pick.charge", "amount", amount), Icon: "contactless", Kind: kit.Filled}},
		do: func(by staff.Session, _ string) {
			k.pick.starting = true
			var id string
			var err error
			k.work(func() { id, err = k.Till.ChargeApproved(bill, who, r, by.Person.Name) }, func() { k.started(id, err) })
		},
	})
}

func numbersOf(b payment.Bill) string { return payment.Order{Parts: b.Parts}.Numbers() }

// showActive opens the overlay of the payment that holds a document.
func (k *Kiosk) showActive(id int64) {
	for _, s := range k.Till.Active() {
		for _, part := range s.Parts {
			if part.Document == id {
				k.paying = s.ID
			}
		}
	}
	if doc, ok := k.chosen(); ok && k.paying == "" && doc.ID == id && !doc.Open() {
		k.openRefund(id)
	}
	k.render()
}

func (k *Kiosk) stripTapped(id string) {
	if pid, ok := strings.CutPrefix(id, "payment:"); ok {
		if isRefund(pid) {
			k.paying = pid
		} else if s, err := k.Till.Payment(pid); err == nil && s.Phase != payment.Draft {
			k.paying = pid
		}
		k.render()
		return
	}
	if id == present.StripNews {
		k.newsRead()
		k.render()
		return
	}
	if id == present.StripKey {
		k.goTo(shell.PlaceSettings)
		return
	}
	if id == present.StripPin {
		k.pinShop(k.Till.About().Stopped)
		return
	}
	k.work(k.Till.CheckNow, nil)
	k.refresh()
}

func (k *Kiosk) useReader(r reader.Listed) {
	k.pick.reader = r.ID
}
