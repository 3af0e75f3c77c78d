package present

import (
	"slices"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/ui/kit"
	refundsheet "paydesk/ui/refund"
)

// OpenNote is the credit note of an invoice that still owes something: the one to refund on, instead of making another. nil where
// there is none.
func OpenNote(o refund.Offer) *refund.CreditNote {
	if o.Note != nil || o.Original == nil {
		return nil
	}
	i := slices.IndexFunc(o.Original.Notes, func(n refund.CreditNote) bool { return n.State == document.Posted && n.Residual.Minor > 0 })
	if i < 0 {
		return nil
	}
	return &o.Original.Notes[i]
}

// refusal says why nothing can go back, and the way out.
func (d RefundDesk) refusal() (refundsheet.Message, bool) {
	if d.Stopped != "" {
		return refundsheet.Message{Icon: "triangle", Tone: kit.ToneBad, Title: assets.T("refund.no.stopped.title"), Text: d.Stopped, Action: assets.T("button.back"), ActionIcon: "arrow-left"}, true
	}
	if d.Failed != nil {
		text := failureText(d.Failed)
		return refundsheet.Message{Icon: "cloud-off", Tone: kit.ToneWarn, Title: assets.T("refund.no.read.title"), Text: text.What + " " + assets.T("refund.no.read.text"), Action: assets.T("refund.try"), ActionIcon: "refresh"}, true
	}
	if d.Offer == nil || d.Most().Minor > 0 {
		return refundsheet.Message{}, false
	}
	o := *d.Offer
	outside := money.New(0, o.Most.Currency)
	for _, c := range o.Charges {
		outside.Minor += c.Outside()
	}
	args := []any{"note", "", "invoice", "", "amount", "", "number", o.Numbers(), "outside", outside.Format(d.Own), "owed", o.Owed.Format(d.Own)}
	if o.Original != nil {
		args[3], args[5] = o.Original.Number, o.Original.Residual.Format(d.Own)
	}
	if o.Note != nil {
		args[1], args[5] = o.Note.Number, o.Note.Residual.Format(d.Own)
	}
	m := refundsheet.Message{Icon: "circle-slash", Tone: kit.ToneNeutral, Action: assets.T("button.back"), ActionIcon: "arrow-left"}
	why := nothing(o)
	switch why {
	case "open_note":
		n := OpenNote(o)
		args[1], args[5] = n.Number, n.Residual.Format(d.Own)
		m.Icon, m.Action, m.ActionIcon = "receipt", assets.T("refund.no.open_note.way", "note", n.Number), "arrow-right"
	case "disputed":
		m.Icon, m.Tone = "hand", kit.ToneWarn
	case "on_its_way":
		m.Icon, m.Tone = "back-arrow", kit.ToneInfo
	case "outside":
		m.Icon, m.Tone = "triangle", kit.ToneWarn
	}
	if Transferable(o) {
		m.Action, m.ActionIcon, m.Quiet = assets.T("refund.transfer.way"), "bank-mark", why == "disputed"
	}
	m.Title, m.Text = assets.T("refund.no."+why+".title", args...), assets.T("refund.no."+why+".text", args...)
	return m, true
}

// Transferable says that something is owed and no card takes it back: in dispute, given back already, none there. Then a person
// transfers it, and Paydesk records that.
func Transferable(o refund.Offer) bool {
	if o.Most.Minor > 0 || o.Owed.Minor <= 0 || OpenNote(o) != nil {
		return false
	}
	switch nothing(o) {
	case "disputed", "all_back", "no_card", "no_invoice":
		return true
	}
	return false
}

// nothing names the reason why nothing is refundable.
func nothing(o refund.Offer) string {
	disputed, away, outside := false, false, false
	for _, c := range o.Charges {
		disputed, away, outside = disputed || c.Disputed, away || c.OnItsWay.Minor > 0, outside || c.Outside() > 0
	}
	if n := o.Note; n != nil {
		switch {
		case n.State != document.Posted:
			return "draft"
		case n.Residual.Minor == 0 && o.Original != nil && !paidByCard(n) && len(o.Charges) == 0:
			return "unpaid"
		case n.Residual.Minor == 0:
			return "settled"
		case o.Original == nil:
			return "no_invoice"
		}
	} else {
		switch {
		case o.Original.State != document.Posted:
			return "draft"
		case OpenNote(o) != nil:
			return "open_note"
		case o.Original.Residual == o.Original.Total:
			return "unpaid"
		}
	}
	switch {
	case len(o.Charges) == 0:
		return "no_card"
	case disputed:
		return "disputed"
	case away:
		return "on_its_way"
	case outside:
		return "outside"
	}
	return "all_back"
}

// paidByCard says that a refund of ours pays the note.
func paidByCard(n *refund.CreditNote) bool {
	return slices.ContainsFunc(n.Payments, func(p document.AppliedPayment) bool { return p.ID != 0 })
}

// refundProblem names what a stopped refund stopped for, in the catalogue.
func refundProblem(k payment.ProblemKind) string {
	if key := "refund.problem." + string(k); assets.Has(key + ".happened") {
		return key
	}
	return "refund.problem.failure"
}
