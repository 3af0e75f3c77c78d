package present

import (
	"errors"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/ui/picker"
)

// Bill is what Charge takes of the selected document: what was typed, or else what Odoo asks for today. It fails where that
// is not to be had any more, because the document has changed since.
func (d Desk) Bill() (payment.Bill, error) {
	var detail document.Detail
	if doc, ok := d.selected(d.rows()); ok {
		detail = document.Listed(doc)
	}
	if d.Detail != nil && d.Detail.ID == d.Selected {
		detail = *d.Detail
	}
	if d.Cash > 0 {
		return payment.BillWithCash(detail, detail.Residual.Minor, d.Cash)
	}
	minor := d.Minor
	if minor == 0 {
		minor = detail.Asked().Minor
	}
	return payment.BillFor([]document.Detail{detail}, minor)
}

// now says what the amount is where it is not all that is left.
func (d Desk) now(doc document.Document, b payment.Bill) string {
	key := "pick.now.part"
	if d.Minor == 0 && d.Detail != nil {
		key = "pick.now." + string(d.Detail.Ask.Reason)
	}
	until := ""
	if len(b.Parts) > 0 {
		until = d.day(b.Parts[0].Until)
	}
	if until != "" {
		key = "pick.now.discounted"
	}
	if b.Cash > 0 {
		key = "pick.now.cash"
	}
	text := assets.T(key, "left", doc.Residual.Format(d.Own), "date", until, "cash", money.New(b.Cash, b.Amount.Currency).Format(d.Own))
	if d.Shop.Err != nil {
		text = assets.T("pick.now.at", "text", text, "time", d.Shop.ReadAt.Local().Format("15:04"))
	}
	return text
}

// divisible says that another amount may be chosen.
func (d Desk) divisible(doc document.Document) bool {
	_, busy := d.holding(doc)
	return !busy && !d.Starting && !d.Reads && d.Stopped == "" && doc.Kind == document.Invoice && doc.Open() && doc.Residual.Currency == d.Own &&
		!errors.Is(doc.Residual.Chargeable(), money.ErrTooSmall)
}

// take is the money button for a bill, or the sentence why there is none.
func (d Desk) take(bill payment.Bill, err error) picker.Charge {
	switch {
	case d.Reads:
		c := refused("pick.refused.reads")
		c.Reads = true
		return c
	case d.Stopped != "":
		return refused("pick.refused.identity", "reason", d.Stopped)
	case err != nil:
		return picker.Charge{State: picker.ChargeRefused, Reason: noBill(err, d.Own)}
	case bill.Amount.Currency != d.Own:
		return refused("pick.refused.foreign", "currency", string(d.Own), "other", string(bill.Amount.Currency))
	case bill.Amount.Chargeable() != nil:
		return picker.Charge{State: picker.ChargeRefused, Reason: notChargeable(bill.Amount.Chargeable(), d.Own)}
	case d.tooMuch(bill.Amount):
		return refused("pick.refused.most", "limit", d.Most.Format(d.Own))
	case d.Shop.Err != nil && bill.Amount.Minor > d.AwayLimit:
		c := refused("pick.refused.limit", "limit", money.New(d.AwayLimit, d.Own).Format(d.Own))
		if d.AwayLimit == 0 {
			c = refused("pick.refused.nolimit")
		}
		if d.MayAsk != nil && d.MayAsk(bill.Amount) {
			c.Action = assets.T("pick.ask.manager")
		}
		return c
	case d.Readers.Err != nil:
		return refused("pick.refused.stripe")
	case d.Reader == nil:
		return refused("pick.refused.noreader")
	case d.Reader.Availability == reader.Undriven || d.Reader.Availability == reader.Away:
		return refused("pick.refused.reader", "reader", d.Reader.Tag)
	case d.Starting:
		return picker.Charge{State: picker.ChargeBusy, Label: assets.T("pick.charging")}
	}
	return d.button(bill)
}

// tooMuch says that an amount is above the counter's maximum; one in another currency cannot be compared.
func (d Desk) tooMuch(a money.Amount) bool {
	return d.Most != nil && (d.Most.Currency != a.Currency || a.Minor > d.Most.Minor)
}

// noBill says why documents are not paid like that.
func noBill(err error, own money.Currency) string {
	var why *payment.BillError
	if !errors.As(err, &why) {
		return assets.T("problem.amount.happened", "text", err.Error())
	}
	key := map[error]string{
		payment.ErrNothing: "bill.nothing", payment.ErrOver: "bill.over", payment.ErrTooMany: "bill.many", payment.ErrMixed: "bill.mixed",
		payment.ErrUncovered: "bill.uncovered", payment.ErrDiscount: "bill.discount", payment.ErrCash: "bill.cash",
	}[why.Reason]
	return assets.T(key, "limit", why.Limit.Format(own), "number", why.Number, "most", payment.MaxParts)
}
