package ui

import (
	"maps"
	"slices"

	"paydesk/services/document"
	"paydesk/ui/picker"
	"paydesk/ui/present"
)

func (k *Kiosk) togetherActions() picker.TogetherActions {
	return picker.TogetherActions{
		Actions: picker.Actions{
			Charge:       func(string) { k.touch(); k.chargeTogether() },
			ChargeAction: func(string) { k.touch(); k.askAway(k.pick.shown) },
			OtherAmount:  func(string) { k.touch(); k.openAmount(0) },
			ChangeReader: func() { k.touch(); k.openChooser(k.pick.reader, k.useReader) },
			Strip:        func(id string) { k.touch(); k.stripTapped(id) },
			Lock:         func() { k.lockNow(); k.render() },
		},
		Back: func() { k.touch(); k.choose(k.pick.selected); k.render() },
		Tick: func(id string) {
			k.touch()
			if t := k.pick.together; t != nil && !k.pick.starting {
				t.Ticked[present.ID(id)] = !t.Ticked[present.ID(id)]
				k.ticked()
			}
		},
		Overdue: func() {
			k.touch()
			if t := k.pick.together; t != nil && !k.pick.starting {
				clear(t.Ticked)
				for _, id := range k.desk(k.Till.About()).Overdue(t.From) {
					t.Ticked[id] = true
				}
				k.ticked()
			}
		},
	}
}

// openTogether shows the customer's open invoices, of which the selected one is ticked.
func (k *Kiosk) openTogether(id int64) {
	p := &k.pick
	doc, ok := k.chosen()
	if !ok || doc.ID != id || p.starting || k.paying != "" || k.reads() {
		return
	}
	p.together = &present.Together{From: doc, Ticked: map[int64]bool{id: true}, Owed: map[int64]document.Detail{}}
	if p.detail != nil && p.detail.ID == id {
		p.together.Owed[id] = *p.detail
	}
	p.typing, p.confirmed = nil, false
	k.render()
}

// tickedIDs are the ticked documents, the lowest id first.
func (k *Kiosk) tickedIDs() []int64 {
	var ids []int64
	for _, id := range slices.Sorted(maps.Keys(k.pick.together.Ticked)) {
		if k.pick.together.Ticked[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// ticked reads what is ticked anew: a typed sum does not hold any more, and a discount must be known before anything is charged.
func (k *Kiosk) ticked() {
	p := &k.pick
	t := p.together
	t.Minor, t.Failed, p.confirmed = 0, nil, false
	p.loading++
	turn, ids := p.loading, k.tickedIDs()
	if t.Reading = len(ids) > 0; t.Reading {
		var docs []document.Detail
		var err error
		k.work(func() { docs, err = k.Till.Owed(k.ctx, ids) }, func() {
			if k.pick.loading != turn || k.pick.together != t {
				return
			}
			t.Reading, t.Failed = false, err
			for _, d := range docs {
				t.Owed[d.ID] = d
			}
		})
		k.warm()
	}
	k.render()
}

func (k *Kiosk) togetherVM(a About) picker.TogetherVM {
	d, t := k.desk(a), *k.pick.together
	k.pick.shown, _ = t.Bill(d)
	return present.PayTogether(d, t)
}

// chargeTogether starts the payment of what is ticked, as the button said it.
func (k *Kiosk) chargeTogether() {
	p := &k.pick
	if p.together == nil || p.together.Reading || p.starting || k.paying != "" || len(p.shown.Parts) == 0 {
		return
	}
	k.take(p.shown)
}
