package world

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"paydesk/services/money"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// handle is what people do: at the readers, in Odoo, in other software.
func (w *world) handle(k Kind, lots chance, reader string) {
	id := pick(lots, w.docs...)
	number := w.numbers[id]
	switch k {
	case ResetInvoice, Amended, CancelsDoc:
		w.check.reopened[id] = true
	}
	switch k {
	case Unplugged:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureUnplug})
		w.after(lots.spread(3*time.Second, 4*time.Minute), func() { w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GesturePlug}) })
	case Rebooted:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureReboot})
	case ForeignTill:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureOtherCounter})
		w.customer(reader)
		w.after(lots.between(20*time.Second, 90*time.Second), func() { w.foreignEnds(reader) })
	case ForeignMany:
		if w.weather.struck[ForeignMany] > 1 {
			return
		}
		for range 250 {
			w.admin("payment_intents", url.Values{"amount": {"700"}, "currency": {"eur"}, "metadata[till]": {"other"}})
		}
		for _, id := range w.docs { // another shop of the same account, whose documents have the same ids and numbers
			w.admin("payment_intents", url.Values{
				"amount": {"700"}, "currency": {"eur"}, "payment_method_types[]": {"card_present"}, "metadata[pd]": {"1"}, "metadata[pd_shop]": {otherShop},
				"metadata[pd_pay]": {"theirs"}, "metadata[pd_counter]": {"id-C1:C1"}, "metadata[d0]": {fmt.Sprintf("%d:700:%s", id, w.numbers[id])},
			})
		}
	case EpochWiped:
		w.admin("terminal/readers/"+reader, url.Values{"metadata[pd_epoch]": {pick(lots, "", "0", "1")}})
	case HandPayment:
		inv, ok := w.invoice(id)
		if !ok || inv.ResidualMinor <= 0 {
			return
		}
		minor := inv.ResidualMinor
		if lots.hit(0.5) {
			minor = 1 + lots.Int64N(minor)
		}
		w.person(id, "pays %d of %s by transfer", minor, number)
		_, err := w.odoo.RegisterHandPayment(number, minor)
		w.try(err)
	case PortalPays:
		w.person(id, "begins to pay %s in the portal", number)
		tx, err := w.odoo.AddPortalTransaction(number, pick(lots, "pending", "authorized"))
		w.try(err)
		if err == nil {
			w.check.portal[id] = w.now
			w.after(lots.between(10*time.Second, 3*time.Minute), func() {
				delete(w.check.portal, id)
				w.try(w.odoo.SetTransaction(tx, "cancel"))
			})
		}
	case ResetInvoice:
		w.person(id, "resets %s", number)
		w.try(w.odoo.ResetToDraft(number))
		w.after(lots.between(5*time.Second, 2*time.Minute), func() {
			w.person(id, "posts %s", number)
			w.try(w.odoo.Post(number))
		})
	case Amended:
		minor := int64(1+lots.IntN(400)) * 100
		w.person(id, "amends %s to %s", number, money.New(minor, w.currency))
		w.try(w.odoo.ChangeAmount(number, minor))
	case CancelsDoc:
		w.person(id, "cancels %s", number)
		w.try(w.odoo.CancelInvoice(number))
	case CreditNote:
		w.person(id, "credits %s", number)
		_, _, err := w.odoo.CreditNote(number, 0)
		w.try(err)
	case OdooRestored:
		w.restoreOdoo()
	case Refunded:
		w.refund(lots)
	case TakenBack, Deleted:
		booked := slices.DeleteFunc(w.odoo.Ledger().Payments, func(p odoosim.LedgerPayment) bool { return p.ByHand || p.Direction == "outbound" })
		if len(booked) == 0 {
			return
		}
		p := pick(lots, booked...)
		if k == Deleted && !w.check.hinted(p) {
			return // what is deleted before anybody heard of it leaves nothing that could tell
		}
		w.check.undone[markOf(p)] = true
		for _, part := range p.Reconciled {
			w.check.reopened[int64(part.ID)] = true
			w.person(int64(part.ID), "takes the booking of %s back", part.Number)
		}
		if k == TakenBack {
			w.try(w.odoo.CancelPayment(p.ID))
		} else {
			w.try(w.odoo.DeletePayment(p.ID))
		}
	}
}

// restoreOdoo puts Odoo back to where it was when the shop opened: what was booked since is gone.
func (w *world) restoreOdoo() {
	booked := slices.DeleteFunc(w.odoo.Ledger().Payments, func(p odoosim.LedgerPayment) bool { return p.ByHand })
	for _, p := range booked {
		if !w.check.hinted(p) {
			return // what is lost before anybody heard of it leaves nothing that could tell
		}
	}
	for _, p := range booked {
		w.check.undone[markOf(p)] = true
	}
	for _, id := range w.docs {
		w.check.reopened[id] = true
		w.person(id, "restores Odoo with %s", w.numbers[id])
	}
	w.odoo.Restore(w.backup)
	clear(w.check.portal) // what customers began to pay there since is in no database any more
}

// refund gives a customer a part back without telling anybody.
func (w *world) refund(lots chance) {
	paid := slices.DeleteFunc(w.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return i.Status != "succeeded" || i.Metadata["pd_shop"] != shopID || i.Refunded > 0
	})
	if len(paid) == 0 {
		return
	}
	i := pick(lots, paid...)
	w.check.refunded[i.ID] = true
	w.admin("refunds", url.Values{"payment_intent": {i.ID}, "amount": {strconv.FormatInt(1+lots.Int64N(i.Received), 10)}})
}

// person notes that somebody touched a document by hand: what the shop is owed may have changed.
func (w *world) person(id int64, format string, args ...any) {
	w.trace.line("person", format, args...)
	w.check.touched[id] = w.now
}

// foreignEnds is the other till's software giving up.
func (w *world) foreignEnds(reader string) {
	for _, v := range w.stripe.Snapshot().Readers {
		if v.ID == reader && v.ActionStatus == "in_progress" && !w.check.ours(v.ActionIntent) {
			w.admin("terminal/readers/"+reader+"/cancel_action", url.Values{})
		}
	}
}

func (w *world) invoice(id int64) (odoosim.LedgerInvoice, bool) {
	for _, inv := range w.odoo.Ledger().Invoices {
		if int64(inv.ID) == id {
			return inv, true
		}
	}
	return odoosim.LedgerInvoice{}, false
}
