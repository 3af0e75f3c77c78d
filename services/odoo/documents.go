package odoo

import (
	"context"
	"maps"
	"slices"
	"time"

	"paydesk/services/document"
)

const pageSize = 200 // documents; more would fill memory faster than a person looks (contract §5)

// listed are the fields of a document in a list, and nothing that a list does not show or a charge does not need.
var listed = []string{"id", "name", "move_type", "partner_id", "commercial_partner_id", "ref", "payment_reference",
	"invoice_date_due", "amount_total", "amount_residual", "currency_id", "state", "payment_state", "write_date"}

var bothKinds = []string{"out_invoice", "out_refund"}

// ours is the condition on the companies whose documents are listed.
func (s *site) ours() []any {
	if len(s.shown) == 1 {
		return leaf("company_id", "=", s.facts.Company)
	}
	return leaf("company_id", "in", s.shown)
}

// listFields leaves the company out where there is only one: a tenth of the bytes.
func (s *site) listFields() []string {
	if len(s.shown) == 1 {
		return listed
	}
	return append(slices.Clone(listed), "company_id")
}

// changeFields leave out what a customer's company is too, which is nearly always known: another tenth.
func (s *site) changeFields() []string {
	return slices.DeleteFunc(slices.Clone(s.listFields()), func(f string) bool { return f == "commercial_partner_id" })
}

// OpenIDs lists the ids of the open invoices and credit notes by due date. State posted is asked for because drafts are
// "not_paid" too; blocked ones are left out on purpose (contract §5).
func (g *Gateway) OpenIDs(ctx context.Context) ([]int64, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	return g.openIDs(ctx, s)
}

func (g *Gateway) openIDs(ctx context.Context, s *site) ([]int64, error) {
	a, err := g.read(ctx, s, "account.move", "search", keywords{Order: "invoice_date_due asc, id asc", Context: s.wide()},
		[]any{leaf("move_type", "in", bothKinds), leaf("state", "=", "posted"),
			leaf("payment_state", "in", []string{"not_paid", "partial"}), s.ours()})
	if err != nil {
		return nil, err
	}
	r := record{fields: map[string]any{"ids": a.value}}
	if ids := r.ids("ids"); r.err == nil {
		return ids, nil
	}
	return nil, misread("account.move.search", r.err)
}

// OpenDocuments reads the open documents in pages, most urgent first. Which ones is asked once: what is paid or added while
// the pages are read moves no other document out of them. While one page is decoded the next is on its way.
func (g *Gateway) OpenDocuments(ctx context.Context, take func([]document.Document) bool) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	ids, err := g.openIDs(ctx, s)
	if err != nil {
		return err
	}
	var page, next body
	var ask []int64
	fetch := func() {
		if ask = nil; len(ids) > 0 {
			ask, ids = ids[:min(pageSize, len(ids))], ids[min(pageSize, len(ids)):]
			next, err = g.send(ctx, s, "account.move", "search_read",
				keywords{Fields: s.listFields(), Limit: pageSize, Context: s.wide()}, []any{leaf("id", "in", ask)})
		}
	}
	for fetch(); len(ask) > 0; {
		if err != nil {
			return err
		}
		page = next
		asked, going := ask, true
		var wrong error
		g.cfg.Runner.Parallel(fetch, func() {
			var docs []document.Document
			if docs, wrong = g.page(s, page); wrong == nil && len(docs) > 0 {
				going = take(inOrder(docs, asked))
			}
		})
		if wrong != nil || !going {
			return wrong
		}
	}
	return nil
}

// inOrder sorts documents as their ids were asked for.
func inOrder(docs []document.Document, ids []int64) []document.Document {
	place := make(map[int64]int, len(ids))
	for i, id := range ids {
		place[id] = i
	}
	slices.SortFunc(docs, func(a, b document.Document) int { return place[a.ID] - place[b.ID] })
	return docs
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
		b, err := g.send(ctx, s, "account.move", "search_read", keywords{Fields: s.changeFields(), Limit: pageSize, Order: "id asc", Context: s.wide()},
			[]any{leaf("move_type", "in", bothKinds), leaf("write_date", ">=", since.UTC().Format(odooTime)), s.ours(), leaf("id", ">", last)})
		if err != nil {
			return nil, err
		}
		page, err := g.page(s, b)
		if err != nil {
			return nil, err
		}
		if err := g.nameCompanies(ctx, s, page); err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < pageSize {
			return all, nil
		}
		if page[len(page)-1].ID <= last { // a server that ignores the condition would keep us here for ever
			return nil, misread("account.move.search_read", errMalformed)
		}
		last = page[len(page)-1].ID
	}
}

// page decodes a page of documents.
func (g *Gateway) page(s *site, b body) ([]document.Document, error) {
	const op = "account.move.search_read"
	v, err := g.parse(op, b)
	if err != nil {
		return nil, err
	}
	list, err := records(v)
	if err != nil {
		return nil, misread(op, err)
	}
	out := make([]document.Document, 0, len(list))
	for _, r := range list {
		d := s.document(r)
		if r.err != nil {
			g.forget() // a currency may be new since set-up
			return nil, misread(op, r.err)
		}
		out = append(out, d)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, d := range out {
		if d.Partner.CommercialID != 0 {
			g.companies[d.Partner.ID] = d.Partner.CommercialID
		}
	}
	return out, nil
}

// nameCompanies fills in which company each document's customer belongs to; those not met before are asked for.
func (g *Gateway) nameCompanies(ctx context.Context, s *site, docs []document.Document) error {
	const op = "res.partner.read"
	var unknown []int64
	g.mu.Lock()
	for i := range docs {
		p := &docs[i].Partner
		if p.CommercialID = g.companies[p.ID]; p.CommercialID == 0 && p.ID != 0 && !slices.Contains(unknown, p.ID) {
			unknown = append(unknown, p.ID)
		}
	}
	g.mu.Unlock()
	if len(unknown) == 0 {
		return nil
	}
	list, err := g.rows(ctx, s, "res.partner", "read", keywords{Context: s.wide()}, unknown, []string{"commercial_partner_id"})
	if err != nil {
		return err
	}
	found := make(map[int64]int64, len(list))
	for _, r := range list {
		if found[r.id("id")] = r.many2one("commercial_partner_id").id; r.err != nil {
			return misread(op, r.err)
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	maps.Copy(g.companies, found)
	for i := range docs {
		if p := &docs[i].Partner; p.CommercialID == 0 {
			p.CommercialID = found[p.ID]
		}
	}
	return nil
}

// document reads an account.move; r.err tells whether it could.
func (s *site) document(r *record) document.Document {
	cur := s.currency(r, "currency_id")
	partner := r.many2one("partner_id")
	d := document.Document{
		ID:               r.id("id"),
		Number:           r.text("name"),
		Kind:             document.Invoice,
		Company:          s.facts.Company,
		Partner:          document.Partner{ID: partner.id, Name: partner.name},
		Reference:        r.text("ref"),
		PaymentReference: r.text("payment_reference"),
		Due:              r.date("invoice_date_due"),
		Total:            r.amount("amount_total", cur),
		Residual:         r.amount("amount_residual", cur),
		State:            document.State(r.text("state")),
		PaymentState:     r.text("payment_state"),
		WriteDate:        r.moment("write_date"),
	}
	if _, asked := r.fields["commercial_partner_id"]; asked {
		d.Partner.CommercialID = r.many2one("commercial_partner_id").id
	}
	if _, asked := r.fields["company_id"]; asked {
		d.Company = r.many2one("company_id").id
	}
	if _, asked := r.fields["invoice_date"]; asked {
		d.Date = r.date("invoice_date")
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
