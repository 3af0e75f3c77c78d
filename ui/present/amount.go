package present

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/amount"
	"paydesk/ui/kit"
)

// Typing is an amount on the keypad, in minor units.
type Typing struct {
	Minor int64
	Typed bool // a key was pressed: before, the old amount stands there
	Full  bool // the last key would have gone over the limit
	Cash  bool // it is what is given in cash
}

// Press is one key. A key that would go over the limit does nothing, and the line says why.
func (t Typing) Press(k kit.Key, limit int64) Typing {
	minor := t.Minor
	if !t.Typed {
		minor = 0
	}
	switch {
	case k == kit.KeyBackspace:
		minor = t.Minor / 10
	case k == kit.KeyDoubleZero:
		minor *= 100
	case k <= 9:
		minor = minor*10 + int64(k)
	}
	if minor > limit {
		t.Full = true
		return t
	}
	return Typing{Minor: minor, Typed: true, Cash: t.Cash}
}

// Limit is the most that may be typed of what is left: all of it, or the counter's maximum.
func (d Desk) Limit(left money.Amount) int64 {
	if d.tooMuch(left) && d.Most.Currency == left.Currency {
		return d.Most.Minor
	}
	return left.Minor
}

// Amount shows the keypad for documents that are paid together.
func Amount(d Desk, docs []document.Detail, t Typing) amount.VM {
	left := Sum(docs)
	typed := money.New(t.Minor, left.Currency)
	bill, err := payment.BillFor(docs, t.Minor)
	rest := money.New(left.Minor-t.Minor, left.Currency)
	if err == nil {
		rest = bill.Rest()
	}
	first := docs0(docs)
	vm := amount.VM{
		Title: assets.T("amount.title"), Second: first.Partner.Name + " · " + first.Number, Label: assets.T("amount.now"), Amount: typed.Format(d.Own),
		Left:  amount.Row{Word: assets.T("amount.left"), Amount: left.Format(d.Own)},
		After: amount.Row{Word: assets.T("amount.after"), Amount: rest.Format(d.Own)},
		Use:   assets.T("amount.use", "amount", typed.Format(d.Own)), Ready: err == nil && typed.Chargeable() == nil,
	}
	if len(docs) > 1 {
		vm.Second = first.Partner.Name + " · " + assets.N("together.title", len(docs))
	}
	for _, offer := range d.Offers(docs) {
		vm.Tiles = append(vm.Tiles, amount.Tile{Label: offer.Word, Chosen: !offer.Turn && offer.Minor == t.Minor})
	}
	vm.Line, vm.Tone = d.amountLine(left, typed, rest, t.Full)
	if err != nil && t.Minor > 0 && !t.Full {
		vm.Line, vm.Tone = noBill(err, d.Own), kit.ToneWarn
	}
	return vm
}

// amountLine says what is allowed, why a key did nothing, or what comes of a rest that is too small to be charged later.
func (d Desk) amountLine(left, typed, rest money.Amount, full bool) (string, kit.Tone) {
	limit := money.New(d.Limit(left), left.Currency)
	var small *money.ChargeError
	switch {
	case full && limit.Minor < left.Minor:
		return assets.T("amount.most", "limit", limit.Format(d.Own)), kit.ToneWarn
	case full:
		return assets.T("amount.over", "limit", limit.Format(d.Own)), kit.ToneWarn
	case typed.Minor > 0 && typed.Chargeable() != nil:
		return notChargeable(typed.Chargeable(), d.Own), kit.ToneWarn
	case typed.Minor > 0 && rest.Minor > 0 && errors.As(rest.Chargeable(), &small) && small.Reason == money.ErrTooSmall:
		return assets.T("amount.rest", "rest", rest.Format(d.Own), "limit", small.Limit.Format(d.Own)), kit.ToneWarn
	}
	return assets.T("amount.rule"), kit.ToneNeutral
}

// Offer is an amount to tap.
type Offer struct {
	Minor int64
	Word  string
	Turn  bool // no amount: between what is charged and what is given in cash
}

// Offers are amounts that are likely: what Odoo asks for or else half, two round ones below what is left, and all.
func (d Desk) Offers(docs []document.Detail) []Offer {
	left := Sum(docs)
	limit := d.Limit(left)
	var out []Offer
	add := func(minor int64, key string) {
		a := money.New(minor, left.Currency)
		var step *money.ChargeError
		if errors.As(a.Chargeable(), &step) && step.Reason == money.ErrStep {
			a = step.Limit
		}
		known := slices.ContainsFunc(out, func(o Offer) bool { return o.Minor == a.Minor })
		if _, err := payment.BillFor(docs, a.Minor); err == nil && a.Minor <= limit && a.Chargeable() == nil && !known {
			out = append(out, Offer{Minor: a.Minor, Word: assets.T(key, "amount", a.Format(d.Own))})
		}
	}
	if asked := docs0(docs).Asked(); len(docs) == 1 && asked.Minor < left.Minor {
		add(asked.Minor, "amount.tile."+string(docs[0].Ask.Reason))
	} else {
		add(left.Minor/2, "amount.tile.half")
	}
	round := roundBelow(min(left.Minor, limit+1))
	cash := d.mayCash(docs)
	if !cash { // four tiles
		add(roundBelow(round), "amount.tile.round")
	}
	add(round, "amount.tile.round")
	add(left.Minor, "amount.tile.all")
	if cash {
		out = append(out, Offer{Turn: true, Word: assets.T("cash.tile")})
	}
	return out
}

// roundBelow is the largest of 1, 2 and 5 times a power of ten below n; 0 where there is none.
func roundBelow(n int64) int64 {
	if n <= 1 {
		return 0
	}
	power := int64(math.Pow10(len(strconv.FormatInt(n-1, 10)) - 1))
	for _, m := range []int64{5, 2} {
		if m*power < n {
			return m * power
		}
	}
	return power
}
