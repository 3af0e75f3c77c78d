package odoo

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"paydesk/services/document"
	"paydesk/services/explain"
)

// Detail reads one document anew with its printed lines, what is asked for today, and how to reach the customer.
func (g *Gateway) Detail(ctx context.Context, id int64) (document.Detail, error) {
	s, err := g.site(ctx)
	if err != nil {
		return document.Detail{}, err
	}
	found, err := g.fresh(ctx, s, s.ours(), []int64{id})
	if err != nil {
		return document.Detail{}, err
	}
	if len(found) == 0 {
		return document.Detail{}, &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: "account.move.search_read"}
	}
	d := document.Detail{Fresh: found[0]}
	var online, lines, contact error
	g.cfg.Runner.Parallel(
		func() { d.Online, online = g.Online(ctx, []int64{id}) },
		func() { lines = g.lines(ctx, s, &d) },
		func() { d.Contact, contact = g.contact(ctx, s, d.Partner.ID) },
	)
	for _, err := range []error{online, lines, contact} {
		if err != nil {
			return document.Detail{}, err
		}
	}
	d.Ask = document.AskOf(d.Document, d.Terms, g.Day(g.cfg.Clock.Now()), s.dialect.instalments)
	return d, nil
}

// Owed reads several documents anew with what is asked for each today, in the order asked for; lines and contact are left out.
func (g *Gateway) Owed(ctx context.Context, ids []int64) ([]document.Detail, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	var found []document.Fresh
	var list []*record
	var docs, terms error
	g.cfg.Runner.Parallel(
		func() { found, docs = g.fresh(ctx, s, s.ours(), ids) },
		func() {
			list, terms = g.rows(ctx, s, "account.move.line", "search_read",
				keywords{Fields: append([]string{"move_id"}, termFields...), Order: "id asc", Context: s.wide()},
				[]any{leaf("move_id", "in", ids), leaf("display_type", "=", "payment_term")})
		},
	)
	if docs != nil || terms != nil {
		return nil, cmp.Or(docs, terms)
	}
	out := make([]document.Detail, len(found))
	for i, f := range found {
		d := document.Detail{Fresh: f}
		for _, r := range list {
			if r.many2one("move_id").id == f.ID {
				d.Terms = append(d.Terms, s.instalment(r, f.Document))
			}
			if r.err != nil {
				return nil, misread("account.move.line.search_read", r.err)
			}
		}
		d.Ask = document.AskOf(f.Document, d.Terms, g.Day(g.cfg.Clock.Now()), s.dialect.instalments)
		out[i] = d
	}
	return out, nil
}

// termFields are what an instalment is read from.
var termFields = []string{"date_maturity", "amount_residual_currency", "discount_date", "discount_amount_currency"}

func (g *Gateway) contact(ctx context.Context, s *site, partner int64) (c document.Contact, err error) {
	if partner == 0 {
		return c, nil
	}
	list, err := g.rows(ctx, s, "res.partner", "read", keywords{Context: s.wide()}, []int64{partner}, []string{"ref", "email", "phone", "vat", "lang"})
	if err != nil {
		return c, err
	}
	for _, r := range list {
		c = document.Contact{Ref: r.text("ref"), Email: r.text("email"), Phone: r.text("phone"), VAT: r.text("vat"), Lang: r.text("lang")}
		if r.err != nil {
			return c, misread("res.partner.read", r.err)
		}
	}
	return c, nil
}

// lines reads what is printed, products with their price including tax, sections and notes; and the receivable lines,
// each of which is an instalment.
func (g *Gateway) lines(ctx context.Context, s *site, d *document.Detail) error {
	list, err := g.rows(ctx, s, "account.move.line", "search_read",
		keywords{Fields: append([]string{"name", "quantity", "price_total", "display_type"}, termFields...),
			Order: "sequence asc, id asc", Limit: 500, Context: s.wide()},
		[]any{leaf("move_id", "=", d.ID), leaf("display_type", "in", append([]string{"payment_term"}, s.dialect.lines...))})
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.text("display_type") == "payment_term" {
			d.Terms = append(d.Terms, s.instalment(r, d.Document))
		} else {
			d.Lines = append(d.Lines, s.printed(r, d.Document))
		}
		if r.err != nil {
			return misread("account.move.line.search_read", r.err)
		}
	}
	return nil
}

func (s *site) printed(r *record, d document.Document) document.Line {
	cur := s.byCode[d.Total.Currency]
	l := document.Line{Text: r.text("name")}
	l.Amount.Currency = cur.code
	switch r.text("display_type") {
	case "product":
		l.Quantity, l.Amount = r.quantity("quantity"), r.amount("price_total", cur)
	case "line_section", "line_subsection":
		l.Heading = true
	}
	return l
}

// instalment reads a receivable line: owed to the shop on invoices, by it on credit notes.
func (s *site) instalment(r *record, d document.Document) document.Instalment {
	cur := s.byCode[d.Total.Currency]
	i := document.Instalment{Due: r.date("date_maturity"), Until: r.date("discount_date"),
		Residual: r.amount("amount_residual_currency", cur), Discounted: r.amount("discount_amount_currency", cur)}
	if d.Kind == document.CreditNote {
		i.Residual.Minor, i.Discounted.Minor = -i.Residual.Minor, -i.Discounted.Minor
	}
	if i.Until == "" || i.Discounted.Minor <= 0 {
		i.Until, i.Discounted.Minor = "", 0
	}
	return i
}

// PortalPDF is the address of a document's PDF for its customer, readable without signing in. Odoo makes the secret in it
// when it is first asked for; asking again gives the same address (contract §15).
func (g *Gateway) PortalPDF(ctx context.Context, id int64) (string, error) {
	const op = "account.move.get_portal_url"
	s, err := g.site(ctx)
	if err != nil {
		return "", err
	}
	a, err := g.order(ctx, s, "account.move", "get_portal_url", keywords{Context: s.wide()}, []int64{id})
	if err != nil {
		return "", err
	}
	path, _ := a.value.(string)
	u, err := url.Parse(path)
	if err != nil || !strings.HasPrefix(path, "/my/invoices/") || u.Query().Get("access_token") == "" {
		return "", misread(op, errMalformed)
	}
	return s.facts.URL + path + "&report_type=pdf&download=true", nil
}
