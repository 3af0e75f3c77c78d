package receipt

import (
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/refund"
)

// Refund is the customer's slip of a refund: what goes back to which card, why, by whom, and how far it is. copies counts this one: from
// the second on it is a duplicate. printed is now, in the shop's zone.
func Refund(r refund.State, shop Shop, printed time.Time, copies int) Slip {
	zone := printed.Location()
	s := Slip{Name: fileName("refund", r.Note.Number, r.OpenedAt.In(zone).Format("20060102-150405"), copyNumber(copies))}
	s.letterhead(shop, copies)
	title, sum, days := "receipt.refund.title", "receipt.refund.total", "receipt.refund.days"
	if r.Transfer {
		title, sum, days = "receipt.transfer.title", "receipt.transfer.total", "receipt.transfer.days"
	}
	s.add(Centred, assets.T(title))
	s.add(Space, "")
	s.pair(Pair, assets.T("receipt.date"), r.OpenedAt.In(zone).Format("2006-01-02 15:04:05"))
	s.pair(Pair, assets.T("receipt.counter"), r.Counter.Name)
	s.pair(Pair, assets.T("receipt.refund.approved"), r.Approver)
	s.pair(Pair, assets.T("receipt.customer"), r.Customer)
	s.pair(Pair, assets.T("receipt.refund.note"), r.Note.Number)
	s.pair(Pair, assets.T("receipt.refund.invoice"), r.Original.Number)
	s.pair(Pair, assets.T("receipt.refund.reason"), r.Reason)
	s.add(Rule, "")
	total := money.New(0, r.Amount.Currency)
	for _, sh := range r.Shares {
		status, went := refundStatus(sh.Progress)
		amount := money.New(sh.Minor, r.Amount.Currency)
		if went {
			total.Minor += sh.Minor
		}
		if !r.Transfer {
			s.pair(Pair, history.Card(sh.Brand, sh.Last4), money.New(-amount.Minor, amount.Currency).Format(shop.Own))
			s.pair(Pair, assets.T("receipt.refund.status"), assets.T(status))
		}
		s.pair(Pair, assets.T("receipt.refund.id"), sh.Refund)
		s.pair(Pair, assets.T("receipt.booking"), sh.Booking)
	}
	back := money.New(-total.Minor, total.Currency)
	if r.Transfer {
		back = total
	}
	s.pair(Total, assets.T(sum), back.Format(shop.Own))
	s.add(Rule, "")
	if total.Minor > 0 {
		s.add(Text, assets.T(days))
	}
	s.end(shop, copies, printed)
	return s
}

// refundStatus is how far a share is, in the catalogue, and whether it counts as given back.
func refundStatus(p refund.Progress) (key string, went bool) {
	switch p {
	case refund.Given, refund.Booked:
		return "receipt.refund.status.sent", true
	case refund.OnItsWay:
		return "receipt.refund.status.pending", true
	case refund.Back, refund.BackToo:
		return "receipt.refund.status.back", false
	case refund.Refused, refund.Waits:
		return "receipt.refund.status.none", false
	}
	return "receipt.refund.status.unknown", false
}
