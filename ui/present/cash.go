package present

import (
	"errors"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/amount"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
)

// cash says on the overlay where the part is that was given in cash. It is in the cashier's hands until the card has paid.
func (v *view) cash() {
	s := v.s
	if s.Cash == 0 {
		return
	}
	text := ""
	if s.CashProblem != nil {
		text = s.CashProblem.Text
	}
	w := words{"cash", money.New(s.Cash, s.Amount.Currency).Format(v.c.Own), "number", s.CashName, "text", text}
	chip := ""
	switch {
	case s.CashLeft:
		v.vm.Happened += " " + w.T("cash.held")
	case s.CashID != 0:
		chip = "cash.booked"
	case s.Phase == payment.Settled:
		v.vm.Happened += " " + w.T("cash.open")
	case s.Phase.Charged():
		chip = "cash.pending"
	case s.Phase == payment.Cancelled, s.Phase == payment.Stopped:
		v.vm.Todo = overlay.Line{Icon: "coin", Text: w.T("cash.back")}
	default:
		chip = "cash.wait"
	}
	if chip != "" && len(v.vm.Chips) < overlay.MaxChips {
		v.vm.Chips = append(v.vm.Chips, overlay.Line{Icon: "coin", Text: w.T(chip)})
	}
}

// mayCash says that a part of a document may be given in cash: not where a discount runs, which one payment settles.
func (d Desk) mayCash(docs []document.Detail) bool {
	return d.CashDesk && len(docs) == 1 && docs[0].Ask.Reason != document.Discounted && d.CashLimit(docs[0].Residual) > 0
}

// CashLimit is the most that may be given in cash: the card must get what it takes at least.
func (d Desk) CashLimit(left money.Amount) int64 {
	var small *money.ChargeError
	least := int64(1)
	if errors.As(money.New(1, left.Currency).Chargeable(), &small) {
		least = small.Limit.Minor
	}
	return left.Minor - least
}

// CashPart shows the keypad for what is given in cash.
func CashPart(d Desk, detail document.Detail, t Typing) amount.VM {
	left := detail.Residual
	cash, card := money.New(t.Minor, left.Currency), money.New(left.Minor-t.Minor, left.Currency)
	_, err := payment.BillWithCash(detail, left.Minor, t.Minor)
	vm := amount.VM{
		Title: assets.T("cash.title"), Second: detail.Partner.Name + " · " + detail.Number, Label: assets.T("cash.label"), Amount: cash.Format(d.Own),
		Left:  amount.Row{Word: assets.T("amount.left"), Amount: left.Format(d.Own)},
		After: amount.Row{Word: assets.T("cash.after"), Amount: card.Format(d.Own)},
		Use:   assets.T("cash.use", "cash", cash.Format(d.Own)), Ready: err == nil && card.Chargeable() == nil,
		Line: assets.T("cash.line"),
	}
	if t.Full {
		vm.Line, vm.Tone = assets.T("cash.most", "limit", money.New(d.CashLimit(left)+1, left.Currency).Format(d.Own)), kit.ToneWarn
	}
	for _, offer := range d.CashOffers(detail) {
		vm.Tiles = append(vm.Tiles, amount.Tile{Label: offer.Word, Chosen: !offer.Turn && offer.Minor == t.Minor})
	}
	return vm
}

// CashOffers are round amounts, and the way back to the card.
func (d Desk) CashOffers(detail document.Detail) []Offer {
	var out []Offer
	for n := d.CashLimit(detail.Residual) + 1; len(out) < 3; {
		if n = roundBelow(n); n == 0 {
			break
		}
		out = append([]Offer{{Minor: n, Word: assets.T("amount.tile.round", "amount", money.New(n, detail.Residual.Currency).Format(d.Own))}}, out...)
	}
	return append(out, Offer{Turn: true, Word: assets.T("cash.tile.none")})
}
