package present

import (
	"errors"
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/recovery"
	"paydesk/ui/kit"
	"paydesk/ui/picker"
	"paydesk/ui/shell"
)

// detail shows the chosen invoice, as far as it is known.
func (d Desk) detail(rows []*document.Document) picker.Detail {
	doc, ok := d.selected(rows)
	if !ok {
		return picker.Detail{}
	}
	out := picker.Detail{
		State: picker.DetailLoading, ID: id(doc.ID), Customer: doc.Partner.Name, Number: doc.Number, Due: d.due(doc), Badges: d.badges(doc),
		LeftLabel: assets.T("pick.left"), Amount: doc.Residual.Format(d.Own),
	}
	switch {
	case d.Detail != nil && d.Detail.ID == doc.ID:
		fresh := d.Detail.Document
		out.State, out.Amount, out.Badges = picker.DetailReady, fresh.Residual.Format(d.Own), d.badges(fresh)
		doc = fresh
		out.Lines = d.lines(*d.Detail)
	case d.Failed != nil && d.Shop.Err == nil:
		out.State, out.Error = picker.DetailError, failureText(d.Failed).Sentence()
		return out
	case d.Failed != nil:
		out.State = picker.DetailReady // Odoo is away: what the list knows is all there is
	default:
		return out
	}
	bill, err := d.Bill()
	if d.Shop.Err != nil {
		out.Stale, out.LeftLabel = true, assets.T("pick.left.at", "time", d.Shop.ReadAt.Local().Format("15:04"))
	}
	if err == nil && bill.Amount != doc.Residual {
		out.Amount, out.LeftLabel = bill.Amount.Format(d.Own), d.now(doc, bill)
	}
	for _, other := range d.Shop.Open {
		if other.Partner.CommercialID == doc.Partner.CommercialID && other.ID != doc.ID {
			out.Others = append(out.Others, d.row(*other))
		}
	}
	if out.Reader = d.readerRow(); doc.Kind == document.CreditNote {
		out.LeftLabel = assets.T("pick.payback")
	}
	out.Charge = d.charge(doc, bill, err)
	if d.Reads { // nothing to choose
		return out
	}
	out.Methods = d.ways(doc, bill, err)
	if d.divisible(doc) {
		out.OtherAmount = assets.T("pick.other")
	}
	if n := d.others(doc); n > 0 {
		out.Together = assets.T("pick.together", "count", n)
	}
	if l := d.Lately; l != nil && out.Charge.State == picker.ChargeReady {
		out.Warning, out.WarningAction = d.warning(*l)
	}
	return out
}

// warning asks before what was charged a moment ago is charged again.
func (d Desk) warning(l payment.Lately) (text, action string) {
	key := "pick.lately.customer"
	if l.SameDocument {
		key = "pick.lately.same"
	}
	return assets.T(key, "amount", l.Order.Amount.Format(d.Own), "ago", Ago(d.Now.Sub(l.At))), assets.T("pick.lately.yes")
}

func (d Desk) selected(rows []*document.Document) (document.Document, bool) {
	for _, list := range [][]*document.Document{rows, d.Shop.Open, d.Shop.Paid, d.Shop.Notes} {
		for _, doc := range list {
			if doc.ID == d.Selected && d.Selected != 0 {
				return *doc, true
			}
		}
	}
	return document.Document{}, false
}

// lines add up to what is left: what was paid before is a line of its own.
func (d Desk) lines(detail document.Detail) []picker.Line {
	var out []picker.Line
	var sum int64
	for _, l := range detail.Lines {
		if l.Heading {
			out = append(out, picker.Line{Text: l.Text})
			continue
		}
		quantity := l.Quantity
		if quantity != "" {
			quantity += " ×"
		}
		sum += l.Amount.Minor
		out = append(out, picker.Line{Text: l.Text, Quantity: quantity, Amount: l.Amount.Format(d.Own)})
	}
	if paid := detail.Residual.Minor - sum; paid != 0 && detail.Open() {
		out = append(out, picker.Line{Text: assets.T("pick.paidline"), Amount: money.New(paid, detail.Residual.Currency).Format(d.Own)})
	}
	return out
}

func (d Desk) readerRow() picker.Reader {
	r := d.Reader
	if r == nil {
		return picker.Reader{}
	}
	out := picker.Reader{Letter: r.Tag, Label: r.Label, Model: r.Model()}
	out.State, out.Word = ReaderWord(r.Availability)
	if d.Offered && r.Availability == reader.Ready {
		out.Word = assets.T("pick.reader.offered")
	}
	return out
}

// ReaderWord is a reader's availability as mark and word.
func ReaderWord(a reader.Availability) (kit.Health, string) {
	switch a {
	case reader.Ready:
		return kit.HealthOK, assets.T("pick.reader.ready")
	case reader.InUse:
		return kit.HealthCare, assets.T("pick.reader.busy")
	case reader.Away:
		return kit.HealthAway, assets.T("pick.reader.away")
	case reader.Undriven:
		return kit.HealthAway, assets.T("pick.reader.undriven")
	}
	return kit.HealthCare, assets.T("pick.reader.uncertain")
}

// charge is the money button, or the sentence why there is none.
func (d Desk) charge(doc document.Document, bill payment.Bill, err error) picker.Charge {
	if s, ok := d.holding(doc); ok {
		c := refused("pick.refused.busy")
		if s.Phase.Holding() {
			c = refused("pick.refused.reserved", "amount", s.Reservation.Amount.Format(d.Own))
		}
		if s.Phase.Charged() {
			c = refused("pick.refused.booking", "amount", s.Received.Format(d.Own))
			c.There = true
		}
		c.Action = assets.T("pick.show")
		return c
	}
	switch {
	case doc.Kind == document.CreditNote:
		return d.refund(doc)
	case !doc.Open():
		c := refused("pick.refused.paid")
		c.There = true
		if d.MayRefund {
			c.Action = assets.T("pick.refund")
		}
		return c
	}
	return d.take(bill, err)
}

// holding is the payment of this counter that a document is in.
func (d Desk) holding(doc document.Document) (payment.State, bool) {
	for _, s := range d.Active {
		if slices.ContainsFunc(s.Parts, func(p payment.Part) bool { return p.Document == doc.ID }) {
			return s, true
		}
	}
	return payment.State{}, false
}

func refused(key string, args ...any) picker.Charge {
	return picker.Charge{State: picker.ChargeRefused, Reason: assets.T(key, args...)}
}

// refund is the button that opens the refund sheet; what goes on already is shown instead.
func (d Desk) refund(doc document.Document) picker.Charge {
	if !doc.Open() || !d.MayRefund {
		return picker.Charge{State: picker.ChargeRefused, Reason: assets.T("refund.no.settled.text", "note", doc.Number)}
	}
	return picker.Charge{State: picker.ChargeReady, Label: assets.T("refund.act", "amount", doc.Residual.Format(d.Own)), Out: true}
}

// notChargeable says why Stripe does not charge an amount, and which one it would.
func notChargeable(err error, own money.Currency) string {
	var why *money.ChargeError
	if !errors.As(err, &why) {
		return assets.T("problem.amount.happened", "text", err.Error())
	}
	key := map[error]string{
		money.ErrTooSmall: "amount.small", money.ErrTooLarge: "amount.large", money.ErrStep: "amount.step", money.ErrCurrency: "amount.currency",
	}[why.Reason]
	return assets.T(key, "limit", why.Limit.Format(own), "currency", string(why.Amount.Currency))
}

// Health says how Odoo, Stripe and the chosen reader are. Without a chosen reader it counts them.
func Health(shop document.Snapshot, readers reader.Snapshot, chosen *reader.Listed) []shell.HealthVM {
	word := func(name string, err error) shell.HealthVM {
		vm := shell.HealthVM{State: kit.HealthOK, Word: assets.T("health." + name), Short: assets.T("health." + name + ".short")}
		if err != nil {
			vm.State, vm.Word = kit.HealthAway, assets.T("health."+name+".away")
		}
		return vm
	}
	out := []shell.HealthVM{word("odoo", shop.Err), word("stripe", readers.Err)}
	if chosen != nil {
		key, state := "health.reader", kit.HealthOK
		switch chosen.Availability {
		case reader.InUse, reader.Uncertain:
			key, state = "health.reader.busy", kit.HealthCare
		case reader.Away, reader.Undriven:
			key, state = "health.reader.away", kit.HealthAway
		}
		return append(out, shell.HealthVM{State: state, Word: assets.T(key, "reader", chosen.Tag), Short: assets.T("health.reader.short", "reader", chosen.Tag)})
	}
	ready, all := 0, len(readers.Readers)
	for _, r := range readers.Readers {
		if r.Availability == reader.Ready {
			ready++
		}
	}
	state := kit.HealthOK
	if ready < all {
		state = kit.HealthCare
	}
	return append(out, shell.HealthVM{State: state, Word: assets.N("health.readers", all, "ready", ready), Short: assets.T("health.readers.short", "ready", ready, "all", all)})
}

// Attention lists the payments of this counter that need a person and have no entry: bookings that wait for something that
// only a person can mend, or for more than five minutes (PROTOCOLS B11), and refused ones whose entry could not be written yet.
func Attention(active []payment.State, now time.Time, entries []recovery.Entry) []payment.State {
	var out []payment.State
	for _, s := range active {
		if slices.ContainsFunc(entries, func(e recovery.Entry) bool { return e.Intent == s.Intent || slices.Contains(e.Marks, s.Intent) }) {
			continue
		}
		if s.Phase == payment.PostingHeld || (s.Phase == payment.Outbox && (needsPerson(s.Delay) || now.Sub(s.Delayed) > 5*time.Minute)) {
			out = append(out, s)
		}
	}
	return out
}

func needsPerson(k explain.Kind) bool {
	switch k {
	case explain.KeyRefused, explain.Forbidden, explain.NoDatabase, explain.Unsupported, explain.NotAnOdoo:
		return true
	}
	return false
}
