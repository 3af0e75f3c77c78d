package ui

import (
	"paydesk/services/document"
	"paydesk/ui/amount"
	"paydesk/ui/kit"
	"paydesk/ui/present"
)

func (k *Kiosk) amountActions() amount.Actions {
	return amount.Actions{
		Key:   k.amountKey,
		Tile:  k.amountTile,
		Use:   k.useAmount,
		Close: func() { k.touch(); k.pick.typing = nil; k.render() },
	}
}

// openAmount opens the keypad for the selected document.
func (k *Kiosk) openAmount(id int64) {
	p := &k.pick
	if p.starting || k.paying != "" || k.reads() || id != p.selected && p.together == nil || len(p.shown.Parts) == 0 {
		return
	}
	p.typing = &present.Typing{Minor: p.shown.Amount.Minor}
	k.render()
}

// typed are the documents whose amount is typed.
func (k *Kiosk) typed(d present.Desk) []document.Detail {
	if t := k.pick.together; t != nil {
		return t.Chosen(d)
	}
	return []document.Detail{k.detail()}
}

func (k *Kiosk) renderAmount() {
	d := k.desk(k.Till.About())
	k.amounts.Set(present.Amount(d, k.typed(d), *k.pick.typing))
}

func (k *Kiosk) amountKey(key kit.Key) {
	k.touch()
	d := k.desk(k.Till.About())
	if t := k.pick.typing; t != nil {
		*t = t.Press(key, d.Limit(present.Sum(k.typed(d))))
	}
	k.render()
}

func (k *Kiosk) amountTile(i int) {
	k.touch()
	d := k.desk(k.Till.About())
	if offers := d.Offers(k.typed(d)); k.pick.typing != nil && i < len(offers) {
		*k.pick.typing = present.Typing{Minor: offers[i].Minor}
	}
	k.render()
}

// useAmount takes what is typed; the money button says it then.
func (k *Kiosk) useAmount() {
	k.touch()
	p := &k.pick
	if p.typing != nil {
		minor := p.typing.Minor
		p.typing, p.confirmed = nil, false
		if p.together != nil {
			p.together.Minor = minor
		} else {
			p.minor = minor
		}
	}
	k.render()
}
