package odoo

import (
	"context"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
)

const pageSize = 200

// listed are the fields of a document in a list.
var listed = []string{"id", "name", "move_type", "company_id", "partner_id", "commercial_partner_id", "ref", "payment_reference",
	"invoice_date", "invoice_date_due", "amount_total", "amount_residual", "currency_id", "state", "payment_state", "write_date"}

var bothKinds = []string{"out_invoice", "out_refund"}

// OpenDocuments lists open invoices and credit notes by due date. Pages follow the last record seen, not an offset: what
// is paid while the list is read must not push another document out of it. State posted is asked for because drafts are
// "not_paid" too; blocked ones are left out on purpose (contract §5).
func (g *Gateway) OpenDocuments(ctx context.Context, take func([]document.Document) bool) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	open := []any{leaf("move_type", "in", bothKinds), leaf("state", "=", "posted"),
		leaf("payment_state", "in", []string{"not_paid", "partial"}), leaf("company_id", "=", s.facts.Company)}
	domain := open
	for seen := int64(0); ; {
		page, err := g.documents(ctx, s, domain, "invoice_date_due asc, id asc")
		if err != nil {
			return err
		}
		if len(page) > 0 && !take(page) || len(page) < pageSize {
			return nil
		}
		last := page[len(page)-1]
		if last.ID == seen { // a server that ignores the condition would keep us here for ever
			return misread("account.move.search_read", errMalformed)
		}
		seen = last.ID
		domain = append(open[:len(open):len(open)], after(last.Due, last.ID)...)
	}
}

// after is the condition "behind this record in the order of due date and id"; documents without a due date come last.
func after(due string, id int64) []any {
	if due == "" {
		return []any{leaf("invoice_date_due", "=", false), leaf("id", ">", id)}
	}
	return []any{"|", "|", leaf("invoice_date_due", ">", due), leaf("invoice_date_due", "=", false),
		"&", leaf("invoice_date_due", "=", due), leaf("id", ">", id)}
}

// Changed lists what was written at or after since, in whole seconds, in any state. Odoo stamps records with the start of
// the transaction: the caller overlaps its readings by two minutes.
func (g *Gateway) Changed(ctx context.Context, since time.Time) ([]document.Document, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	var all []document.Document
	for last := int64(0); ; {
		domain := []any{leaf("move_type", "in", bothKinds), leaf("write_date", ">=", since.UTC().Format(odooTime)),
			leaf("company_id", "=", s.facts.Company), leaf("id", ">", last)}
		page, err := g.documents(ctx, s, domain, "id asc")
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < pageSize {
			return all, nil
		}
		if page[len(page)-1].ID <= last {
			return nil, misread("account.move.search_read", errMalformed)
		}
		last = page[len(page)-1].ID
	}
}

func (g *Gateway) documents(ctx context.Context, s *site, domain []any, order string) ([]document.Document, error) {
	list, err := g.rows(ctx, s, "account.move", "search_read",
		keywords{Fields: listed, Limit: pageSize, Order: order, Context: s.context()}, domain)
	if err != nil {
		return nil, err
	}
	out := make([]document.Document, 0, len(list))
	for _, r := range list {
		d := s.document(r)
		if r.err != nil {
			g.forget() // a currency may be new since set-up
			return nil, misread("account.move.search_read", r.err)
		}
		out = append(out, d)
	}
	return out, nil
}

// document reads an account.move; r.err tells whether it could.
func (s *site) document(r *record) document.Document {
	cur := s.currency(r, "currency_id")
	partner := r.many2one("partner_id")
	d := document.Document{
		ID:               r.id("id"),
		Number:           r.text("name"),
		Kind:             document.Invoice,
		Company:          r.many2one("company_id").id,
		Partner:          document.Partner{ID: partner.id, Name: partner.name, CommercialID: r.many2one("commercial_partner_id").id},
		Reference:        r.text("ref"),
		PaymentReference: r.text("payment_reference"),
		Date:             r.date("invoice_date"),
		Due:              r.date("invoice_date_due"),
		Total:            r.amount("amount_total", cur),
		Residual:         r.amount("amount_residual", cur),
		State:            document.State(r.text("state")),
		PaymentState:     r.text("payment_state"),
		WriteDate:        r.moment("write_date"),
	}
	switch kind := r.text("move_type"); kind {
	case "out_invoice":
	case "out_refund":
		d.Kind = document.CreditNote
	default:
		r.bad("move_type", kind)
	}
	return d
}

// currency finds a many2one or bare id in the currency table.
func (s *site) currency(r *record, field string) currency {
	id, bare := r.fields[field].(int64)
	if !bare {
		id = r.many2one(field).id
	}
	c, ok := s.currencies[id]
	if !ok {
		r.bad(field, id)
	}
	return c
}

// Detail reads one document anew with its printed lines and how to reach the customer.
func (g *Gateway) Detail(ctx context.Context, id int64) (document.Detail, error) {
	found, err := g.Documents(ctx, []int64{id})
	if err != nil {
		return document.Detail{}, err
	}
	if len(found) == 0 {
		return document.Detail{}, &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: "account.move.search_read"}
	}
	s, err := g.site(ctx)
	if err != nil {
		return document.Detail{}, err
	}
	d := document.Detail{Fresh: found[0]}
	if d.Online, err = g.Online(ctx, []int64{id}); err != nil {
		return document.Detail{}, err
	}
	if d.Lines, err = g.lines(ctx, s, d.Document); err != nil {
		return document.Detail{}, err
	}
	partners, err := g.rows(ctx, s, "res.partner", "read", keywords{Context: s.context()},
		[]int64{d.Partner.ID}, []string{"ref", "email", "phone", "vat", "lang"})
	if err != nil {
		return document.Detail{}, err
	}
	for _, r := range partners {
		p := &d.Partner
		p.Ref, p.Email, p.Phone, p.VAT, p.Lang = r.text("ref"), r.text("email"), r.text("phone"), r.text("vat"), r.text("lang")
		if r.err != nil {
			return document.Detail{}, misread("res.partner.read", r.err)
		}
	}
	return d, nil
}

// lines reads what is printed: products with their price including tax, sections and notes.
func (g *Gateway) lines(ctx context.Context, s *site, d document.Document) ([]document.Line, error) {
	list, err := g.rows(ctx, s, "account.move.line", "search_read",
		keywords{Fields: []string{"name", "quantity", "price_total", "display_type"}, Order: "sequence asc, id asc", Limit: 500, Context: s.context()},
		[]any{leaf("move_id", "=", d.ID), leaf("display_type", "in", s.dialect.lines)})
	if err != nil {
		return nil, err
	}
	cur := s.byCode[d.Total.Currency]
	out := make([]document.Line, 0, len(list))
	for _, r := range list {
		l := document.Line{Text: r.text("name")}
		l.Amount.Currency = cur.code
		switch r.text("display_type") {
		case "product":
			l.Quantity, l.Amount = r.quantity("quantity"), r.amount("price_total", cur)
		case "line_section", "line_subsection":
			l.Heading = true
		}
		if r.err != nil {
			return nil, misread("account.move.line.search_read", r.err)
		}
		out = append(out, l)
	}
	return out, nil
}
