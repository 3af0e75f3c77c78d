package present

import (
	"slices"
	"strings"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/ui/picker"
)

// Together is one customer's open invoices, of which several are ticked.
type Together struct {
	From    document.Document // the invoice the cashier came from
	Ticked  map[int64]bool
	Owed    map[int64]document.Detail // of the ticked ones, as far as read
	Reading bool                      // some are being read anew
	Failed  error                     // why they could not be read
	Minor   int64                     // the sum that was typed; 0: all
}

// Candidates are the open invoices that may be paid together with one, in the order in which they are due.
func (d Desk) Candidates(from document.Document) []document.Document {
	var out []document.Document
	for _, doc := range d.Shop.Open {
		if doc.Partner.CommercialID == from.Partner.CommercialID && doc.Company == from.Company && doc.Residual.Currency == from.Residual.Currency {
			out = append(out, *doc)
		}
	}
	slices.SortStableFunc(out, func(a, b document.Document) int {
		if c := strings.Compare(a.Due, b.Due); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	return out
}

// others is how many others may be added to an invoice.
func (d Desk) others(doc document.Document) int {
	if !d.divisible(doc) {
		return 0
	}
	return len(d.Candidates(doc)) - 1
}

// Overdue are the candidates that are late and free.
func (d Desk) Overdue(from document.Document) []int64 {
	var out []int64
	for _, doc := range d.Candidates(from) {
		if _, busy := d.holding(doc); !busy && d.days(doc) > 0 {
			out = append(out, doc.ID)
		}
	}
	return out
}

// Chosen are the ticked documents, as fresh as they are known.
func (t Together) Chosen(d Desk) []document.Detail {
	var out []document.Detail
	for _, doc := range d.Candidates(t.From) {
		if !t.Ticked[doc.ID] {
			continue
		}
		if owed, ok := t.Owed[doc.ID]; ok {
			out = append(out, owed)
			continue
		}
		out = append(out, document.Listed(doc))
	}
	return out
}

// Bill is what Charge takes of the ticked documents.
func (t Together) Bill(d Desk) (payment.Bill, error) {
	docs := t.Chosen(d)
	minor := t.Minor
	if minor == 0 {
		minor = Sum(docs).Minor
		if len(docs) == 1 {
			minor = docs[0].Asked().Minor
		}
	}
	return payment.BillFor(docs, minor)
}

// Sum is what is left to pay of documents in one currency.
func Sum(docs []document.Detail) money.Amount {
	sum := money.New(0, docs0(docs).Residual.Currency)
	for _, doc := range docs {
		sum.Minor += doc.Residual.Minor
	}
	return sum
}

func docs0(docs []document.Detail) document.Detail {
	if len(docs) == 0 {
		return document.Detail{}
	}
	return docs[0]
}

// TogetherID names the card of the sum.
const TogetherID = "together"

// PayTogether shows the screen on which a customer's invoices are ticked.
func PayTogether(d Desk, t Together) picker.TogetherVM {
	all := d.Candidates(t.From)
	vm := picker.TogetherVM{
		Health: Health(d.Shop, d.Readers, d.Reader), Person: d.Person, Strips: d.strips(), Customer: t.From.Partner.Name,
		Count: assets.N("together.count", len(all)), Foot: assets.T("together.foot"),
	}
	if len(d.Overdue(t.From)) > 0 {
		vm.Overdue = assets.T("together.overdue")
	}
	for _, doc := range all {
		vm.Rows = append(vm.Rows, d.tickRow(doc, t))
	}
	vm.Detail = d.sum(t)
	return vm
}

func (d Desk) tickRow(doc document.Document, t Together) picker.TickRow {
	_, busy := d.holding(doc)
	row := picker.TickRow{ID: id(doc.ID), Number: doc.Number, Due: d.due(doc), Amount: doc.Residual.Format(d.Own), Badge: d.badges(doc)[1], Ticked: t.Ticked[doc.ID], Blocked: busy}
	owed, read := t.Owed[doc.ID]
	if !read || !row.Ticked {
		return row
	}
	row.Amount = owed.Residual.Format(d.Own)
	switch owed.Ask.Reason {
	case document.Discounted:
		row.Due = assets.T("together.row.discount", "amount", owed.Ask.Amount.Format(d.Own), "date", d.day(owed.Ask.Until))
	case document.Next, document.Overdue:
		row.Due = assets.T("together.row.part", "amount", owed.Ask.Amount.Format(d.Own))
	}
	return row
}

// sum is the card: what each gets, and the button for all.
func (d Desk) sum(t Together) picker.Detail {
	out := picker.Detail{
		State: picker.DetailReady, ID: TogetherID, Customer: assets.N("together.title", len(t.Chosen(d))), Number: t.From.Partner.Name,
		LeftLabel: assets.T("together.sum"), Reader: d.readerRow(),
	}
	docs := t.Chosen(d)
	if len(docs) == 0 {
		out.Customer = assets.T("together.title.zero")
	}
	bill, err := t.Bill(d)
	sum := Sum(docs)
	if err == nil {
		for _, p := range bill.Parts {
			out.Lines = append(out.Lines, picker.Line{Text: p.Number, Amount: money.New(p.Minor, bill.Amount.Currency).Format(d.Own)})
		}
		if rest := bill.Rest(); rest.Minor > 0 {
			out.LeftLabel = assets.T("pick.now.part", "left", sum.Format(d.Own))
		}
		sum = bill.Amount
	}
	if len(docs) > 0 {
		out.Amount = sum.Format(d.Own)
		out.OtherAmount = assets.T("pick.other")
	}
	switch {
	case len(docs) == 0:
		out.Charge = refused("together.none")
	case t.Failed != nil && d.Shop.Err == nil:
		out.Charge = picker.Charge{State: picker.ChargeRefused, Reason: failureText(t.Failed).Sentence()}
	default:
		out.Charge = d.take(bill, err)
	}
	if t.Reading && out.Charge.State == picker.ChargeReady {
		out.Charge = picker.Charge{State: picker.ChargeBusy, Label: out.Charge.Label}
	}
	if l := d.Lately; l != nil && out.Charge.State == picker.ChargeReady {
		out.Warning, out.WarningAction = d.warning(*l)
	}
	return out
}
