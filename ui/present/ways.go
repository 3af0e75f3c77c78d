package present

import (
	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/ui/picker"
)

// Ways to pay, as the tiles of the picker are called. The empty one is a card at the reader.
const (
	WayCard  = ""
	WayHold  = "hold"
	WayPhone = "phone"
)

// ways are the tiles over the reader: where there is nothing to charge, there is nothing to choose.
func (d Desk) ways(doc document.Document, bill payment.Bill, err error) []picker.Method {
	if _, busy := d.holding(doc); busy || d.Reads || err != nil || doc.Kind == document.CreditNote || !doc.Open() || bill.Amount.Currency != d.Own {
		return nil
	}
	out := []picker.Method{{Key: WayCard, Icon: "contactless", Label: assets.T("pick.way.card")}}
	if bill.Cash == 0 { // cash in the drawer is paid, not held
		out = append(out, picker.Method{Key: WayHold, Icon: "pause", Label: assets.T("pick.way.hold")})
	}
	if d.Phone {
		out = append(out, picker.Method{Key: WayPhone, Icon: "keypad", Label: assets.T("pick.way.phone")})
	}
	for i := range out {
		out[i].Chosen = out[i].Key == d.Way
	}
	return out
}

// button is what the money button says; the reader is there.
func (d Desk) button(bill payment.Bill) picker.Charge {
	amount := bill.Amount.Format(d.Own)
	switch {
	case d.Way == WayHold && bill.Cash == 0:
		return picker.Charge{State: picker.ChargeReady, Label: assets.T("pick.hold", "amount", amount), Icon: "pause"}
	case d.Way == WayPhone && !d.Reader.KeysNumbers():
		return refused("pick.refused.keys", "reader", d.Reader.Tag)
	case d.Way == WayPhone:
		return picker.Charge{State: picker.ChargeReady, Label: assets.T("pick.charge", "amount", amount), Icon: "keypad"}
	}
	return picker.Charge{State: picker.ChargeReady, Label: assets.T("pick.charge", "amount", amount)}
}
