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
	if p.cash > 0 {
		p.typing = &present.Typing{Minor: p.cash, Cash: true}
	}
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
	if t := *k.pick.typing; t.Cash {
		k.amounts.Set(present.CashPart(d, k.detail(), t))
	} else {
		k.amounts.Set(present.Amount(d, k.typed(d), t))
	}
}

func (k *Kiosk) amountKey(key kit.Key) {
	k.touch()
	d := k.desk(k.Till.About())
	if t := k.pick.typing; t != nil {
		left := present.Sum(k.typed(d))
		limit := d.Limit(left)
		if t.Cash {
			limit = d.CashLimit(left)
		}
		*t = t.Press(key, limit)
	}
	k.render()
}

func (k *Kiosk) amountTile(i int) {
	k.touch()
	d := k.desk(k.Till.About())
	t := k.pick.typing
	if t == nil {
		return
	}
	docs := k.typed(d)
	offers := d.Offers(docs)
	if t.Cash {
		offers = d.CashOffers(k.detail())
	}
	switch {
	case i >= len(offers):
	case !offers[i].Turn:
		*t = present.Typing{Minor: offers[i].Minor, Cash: t.Cash}
	case t.Cash:
		*t = present.Typing{Minor: present.Sum(docs).Minor}
	default:
		*t = present.Typing{Cash: true}
	}
	k.render()
}

// useAmount takes what is typed; the money button says it then.
func (k *Kiosk) useAmount() {
	k.touch()
	p := &k.pick
	if t := p.typing; t != nil {
		p.typing, p.confirmed = nil, false
		switch {
		case p.together != nil:
			p.together.Minor = t.Minor
		case t.Cash:
			p.minor, p.cash = 0, t.Minor
		default:
			p.minor, p.cash = t.Minor, 0
		}
	}
	k.render()
}
