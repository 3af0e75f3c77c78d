package ui

import (
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
	if p.starting || k.paying != "" || id != p.selected || len(p.shown.Parts) == 0 {
		return
	}
	p.typing = &present.Typing{Minor: p.shown.Amount.Minor}
	k.render()
}

func (k *Kiosk) renderAmount() {
	k.amounts.Set(present.Amount(k.desk(k.Till.About()), k.detail(), *k.pick.typing))
}

func (k *Kiosk) amountKey(key kit.Key) {
	k.touch()
	if t := k.pick.typing; t != nil {
		*t = t.Press(key, k.desk(k.Till.About()).Limit(k.detail().Residual))
	}
	k.render()
}

func (k *Kiosk) amountTile(i int) {
	k.touch()
	if offers := k.desk(k.Till.About()).Offers(k.detail()); k.pick.typing != nil && i < len(offers) {
		*k.pick.typing = present.Typing{Minor: offers[i].Minor}
	}
	k.render()
}

// useAmount takes what is typed; the money button says it then.
func (k *Kiosk) useAmount() {
	k.touch()
	p := &k.pick
	if p.typing != nil {
		p.minor, p.typing, p.confirmed = p.typing.Minor, nil, false
	}
	k.render()
}
