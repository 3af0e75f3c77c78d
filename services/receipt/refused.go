package receipt

import (
	"time"

	"paydesk/assets"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// Refused is the customer's slip of a payment that was not charged: that it was not, and never why the bank said no. One of which such a
// slip was made before gives a duplicate. printed is now, in the shop's zone.
func Refused(p payment.State, shop Shop, printed time.Time) Slip {
	zone := printed.Location()
	title := "receipt.refused.cancelled"
	switch {
	case p.Phase == payment.Released:
		title = "receipt.refused.released"
	case p.Decline != nil:
		title = "receipt.refused.declined"
	}
	s := Slip{Name: fileName("not-charged", p.Numbers(), p.Since.In(zone).Format("20060102-150405"), copyNumber(p.Slips))}
	s.letterhead(shop, p.Slips)
	s.add(Centred, assets.T(title))
	s.add(Space, "")
	s.pair(Pair, assets.T("receipt.date"), p.Since.In(zone).Format("2006-01-02 15:04:05"))
	s.who(p)
	s.add(Rule, "")
	for _, part := range p.Parts {
		s.pair(Pair, part.Number, money.New(part.Minor, p.Amount.Currency).Format(shop.Own))
	}
	s.pair(Total, assets.T("receipt.refused.asked"), p.Amount.Format(shop.Own))
	s.add(Rule, "")
	s.add(Heading, assets.T("receipt.refused.none"))
	s.pair(Pair, assets.T("receipt.payment"), p.Intent)
	s.end(shop, p.Slips, printed)
	return s
}

// letterhead is what every slip for a customer begins with; copies counts this one.
func (s *Slip) letterhead(shop Shop, copies int) {
	s.add(Banner, shop.Banner)
	if copies > 1 {
		s.add(Banner, assets.T("receipt.duplicate"))
	}
	s.add(Title, shop.Name)
	for _, l := range shop.Header {
		s.add(Centred, l)
	}
	s.add(Space, "")
}

// end is what it ends with.
func (s *Slip) end(shop Shop, copies int, printed time.Time) {
	if copies > 1 {
		s.pair(Pair, assets.T("receipt.printed"), printed.Format("2006-01-02 15:04:05"))
	}
	s.add(Space, "")
	for _, l := range shop.Footer {
		s.add(Centred, l)
	}
}
