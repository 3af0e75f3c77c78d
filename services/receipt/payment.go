package receipt

import (
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// Payment is the customer's receipt of a charged card payment, with what the card schemes want on it (Stripe facts,
// "Receipts"). A payment of which one was made before gives a duplicate. printed is now, in the shop's zone.
func Payment(p payment.State, shop Shop, printed time.Time) Slip {
	zone := printed.Location()
	s := Slip{Name: fileName("receipt", p.Numbers(), p.ChargedAt.In(zone).Format("20060102-150405"), copyNumber(p.Receipts))}
	s.letterhead(shop, p.Receipts)
	s.add(Centred, assets.T("receipt.title"))
	s.add(Space, "")
	s.pair(Pair, assets.T("receipt.date"), p.ChargedAt.In(zone).Format("2006-01-02 15:04:05"))
	s.pair(Pair, assets.T("receipt.counter"), p.Counter.Name)
	people := p.Person
	if p.With != "" {
		people += ", " + p.With
	}
	s.pair(Pair, assets.T("receipt.person"), people)
	s.pair(Pair, assets.T("receipt.customer"), p.Customer)
	s.add(Rule, "")
	for i, part := range p.Allocated() {
		s.pair(Pair, part.Number, money.New(part.Minor, p.Received.Currency).Format(shop.Own))
		if part.Until != "" && i < len(p.Residual) && p.Residual[i] == 0 {
			s.pair(Pair, assets.T("receipt.discount"), money.New(part.Owed-part.Minor, p.Received.Currency).Format(shop.Own))
		}
		if i < len(p.Residual) && p.Residual[i] > 0 {
			s.pair(Pair, assets.T("receipt.left"), money.New(p.Residual[i], p.Amount.Currency).Format(shop.Own))
		}
	}
	if p.Cash > 0 {
		s.pair(Pair, assets.T("receipt.cash"), money.New(p.Cash, p.Amount.Currency).Format(shop.Own))
	}
	if p.Credit != nil && p.Credit.Minor > 0 {
		s.pair(Pair, assets.T("receipt.credit"), p.Credit.Format(shop.Own))
	}
	s.pair(Total, assets.T("receipt.charged"), p.Received.Format(shop.Own))
	s.captured(p, shop.Own)
	s.add(Rule, "")
	s.card(p.Charge)
	booking := p.Booking
	if booking == "" {
		booking = assets.T("receipt.booking.later")
	}
	s.pair(Pair, assets.T("receipt.booking"), booking)
	s.pair(Pair, assets.T("receipt.payment"), p.Intent)
	s.add(Code, p.Intent)
	s.end(shop, p.Receipts, printed)
	return s
}

// Books is the shop's own copy of the same, for the payment in Odoo: always the same file for the same payment.
func Books(p payment.State, shop Shop, zone *time.Location) Slip {
	p.Receipts = 0
	shop.Footer = []string{assets.T("receipt.books")}
	s := Payment(p, shop, p.ChargedAt.In(zone))
	s.Name = fileName("receipt", p.Intent)
	return s
}

// card is what the card and its chip said; what Stripe left out is not there.
func (s *Slip) card(c *payment.Charge) {
	if c == nil {
		return
	}
	e := c.EMV
	s.pair(Pair, assets.T("receipt.card"), history.Card(c.Brand, c.Last4))
	s.pair(Pair, assets.T("receipt.read"), assets.T(history.Method(c.Method)))
	s.pair(Pair, assets.T("receipt.application"), e.Application)
	s.pair(Pair, "AID", e.AID)
	s.pair(Pair, assets.T("receipt.account"), word("receipt.account."+e.Account, e.Account))
	s.pair(Pair, assets.T("receipt.verification"), word("receipt.cvm."+e.Verification, e.Verification))
	s.pair(Pair, assets.T("receipt.approval"), e.Approval)
	s.pair(Pair, "ARC", e.Response)
	s.pair(Pair, "AC", e.Cryptogram)
	s.pair(Pair, "TVR", e.TVR)
	s.pair(Pair, "TSI", e.TSI)
	s.pair(Pair, assets.T("receipt.charge"), c.ID)
	if strings.Contains(e.Verification, "signature") {
		s.add(Space, "")
		s.add(Space, "")
		s.add(Rule, "")
		s.add(Centred, assets.T("receipt.signature"))
	}
}

// word is a word of Stripe's in ours; one that is new stands as it is.
func word(key, theirs string) string {
	if assets.Has(key) {
		return assets.T(key)
	}
	return theirs
}

func copyNumber(n int) string {
	if n < 2 {
		return ""
	}
	return strconv.Itoa(n)
}

// fileName joins what is there to a name that every file system takes.
func fileName(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		for _, r := range p {
			switch {
			case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
				b.WriteRune(r)
			default:
				b.WriteByte('-')
			}
		}
		if b.Len() > 120 {
			break
		}
	}
	return b.String()
}
