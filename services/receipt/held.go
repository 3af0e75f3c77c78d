package receipt

import (
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// Held is the customer's slip of money that is reserved on a card: how much, until when, and that nothing was charged. One of which such a
// slip was made before gives a duplicate. printed is now, in the shop's zone.
func Held(p payment.State, shop Shop, printed time.Time) Slip {
	zone := printed.Location()
	s := Slip{Name: fileName("reserved", p.Numbers(), p.Since.In(zone).Format("20060102-150405"), copyNumber(p.Slips))}
	s.letterhead(shop, p.Slips)
	s.add(Centred, assets.T("receipt.held.title"))
	s.add(Space, "")
	s.pair(Pair, assets.T("receipt.date"), p.Since.In(zone).Format("2006-01-02 15:04:05"))
	s.who(p)
	s.add(Rule, "")
	for _, part := range p.Parts {
		s.pair(Pair, part.Number, money.New(part.Minor, p.Amount.Currency).Format(shop.Own))
	}
	s.pair(Total, assets.T("receipt.held.amount"), p.Reservation.Amount.Format(shop.Own))
	if until := p.Reservation.Until; !until.IsZero() {
		s.pair(Pair, assets.T("receipt.held.until"), until.In(zone).Format("2006-01-02 15:04"))
	}
	s.add(Rule, "")
	s.add(Heading, assets.T("receipt.held.none"))
	s.add(Text, assets.T("receipt.held.note"))
	if c := p.Charge; c != nil {
		s.pair(Pair, assets.T("receipt.card"), history.Card(c.Brand, c.Last4))
		s.pair(Pair, assets.T("receipt.approval"), c.EMV.Approval)
	}
	s.pair(Pair, assets.T("receipt.payment"), p.Intent)
	s.add(Code, p.Intent)
	s.end(shop, p.Slips, printed)
	return s
}

// who says where and by whom a payment was taken, and for whom.
func (s *Slip) who(p payment.State) {
	s.pair(Pair, assets.T("receipt.counter"), p.Counter.Name)
	s.pair(Pair, assets.T("receipt.person"), p.Person)
	s.pair(Pair, assets.T("receipt.customer"), p.Customer)
}

// captured tells of a charge that was held before: what was reserved, and that the rest is free again.
func (s *Slip) captured(p payment.State, own money.Currency) {
	held := p.Reservation.Amount
	if held.Minor == 0 {
		return
	}
	s.pair(Pair, assets.T("receipt.held.was"), held.Format(own))
	if rest := held.Minor - p.Received.Minor; rest > 0 {
		s.pair(Pair, assets.T("receipt.held.free"), money.New(rest, held.Currency).Format(own))
	}
}
