package odoo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"paydesk/services/document"
)

// freshDraft is how long a portal payment that was begun but not sent still counts as under way (PROTOCOLS C1).
const freshDraft = 30 * time.Minute

// Documents reads documents anew, in the order asked for, with what was paid on them. Deleted documents, and those moved
// to another company, are left out. What is under way online is a question of its own: see Online.
func (g *Gateway) Documents(ctx context.Context, ids []int64) ([]document.Fresh, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	return g.fresh(ctx, s, leaf("company_id", "=", s.facts.Company), ids)
}

// fresh reads documents of some companies: of the own one alone where it is about money.
func (g *Gateway) fresh(ctx context.Context, s *site, companies []any, ids []int64) ([]document.Fresh, error) {
	const op = "account.move.search_read"
	list, err := g.rows(ctx, s, "account.move", "search_read",
		keywords{Fields: append(slices.Clone(listed), "company_id", "invoice_date", "invoice_payments_widget"), Context: s.wide()},
		[]any{leaf("id", "in", ids), companies})
	if err != nil {
		return nil, err
	}
	found := make(map[int64]*document.Fresh, len(list))
	var paid []int64
	for _, r := range list {
		f := document.Fresh{Document: s.document(r)}
		if widget := r.get("invoice_payments_widget"); r.err == nil {
			f.Payments, r.err = s.applied(widget)
		}
		if r.err != nil {
			g.forget()
			return nil, misread(op, r.err)
		}
		for _, p := range f.Payments {
			if p.ID != 0 {
				paid = append(paid, p.ID)
			}
		}
		found[f.ID] = &f
	}
	if err := g.memos(ctx, s, paid, found); err != nil {
		return nil, err
	}
	out := make([]document.Fresh, 0, len(found))
	for _, id := range ids {
		if f := found[id]; f != nil {
			out = append(out, *f)
			delete(found, id)
		}
	}
	return out, nil
}

// applied reads invoice_payments_widget, the one way that all versions share from a document to its payments. It is false
// where nothing was paid. Exchange differences are no payments.
func (s *site) applied(widget any) ([]document.AppliedPayment, error) {
	if empty(widget) {
		return nil, nil
	}
	w, err := one(widget)
	if err != nil {
		return nil, fmt.Errorf("invoice_payments_widget: %w", err)
	}
	content, err := records(w.get("content"))
	if err != nil {
		return nil, err
	}
	var out []document.AppliedPayment
	for _, r := range content {
		if exchange, _ := r.fields["is_exchange"].(bool); exchange {
			continue
		}
		out = append(out, document.AppliedPayment{
			ID:     r.integer("account_payment_id"),
			Amount: r.amount("amount", s.currency(r, "currency_id")),
			Date:   r.date("date"),
		})
		if r.err != nil {
			return nil, r.err
		}
	}
	return out, w.err
}

// memos fills in what the payments say, which is where our marks stand.
func (g *Gateway) memos(ctx context.Context, s *site, paid []int64, found map[int64]*document.Fresh) error {
	if len(paid) == 0 {
		return nil
	}
	list, err := g.rows(ctx, s, "account.payment", "read", keywords{Context: s.wide()}, paid, []string{s.dialect.memo})
	if err != nil {
		return err
	}
	memo := make(map[int64]string, len(list))
	for _, r := range list {
		memo[r.id("id")] = r.text(s.dialect.memo)
		if r.err != nil {
			return misread("account.payment.read", r.err)
		}
	}
	for _, f := range found {
		for i := range f.Payments {
			f.Payments[i].Memo = memo[f.Payments[i].ID]
		}
	}
	return nil
}

// Online finds portal payments of documents under way: pending, authorized, done but not yet booked by Odoo, or begun in
// the last half hour by Odoo's own clock. Beside Documents, not after it: both are asked at once before a charge.
func (g *Gateway) Online(ctx context.Context, ids []int64) ([]document.OnlinePayment, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	if !s.dialect.online || len(ids) == 0 {
		return nil, nil
	}
	ids = slices.Clone(ids)
	slices.Sort(ids) // the same question in the same bytes
	const op = "payment.transaction.search_read"
	a, err := g.read(ctx, s, "payment.transaction", "search_read",
		keywords{Fields: []string{"state", "invoice_ids", "is_post_processed", "create_date"}, Order: "id", Context: s.context()},
		[]any{leaf("invoice_ids", "in", ids), leaf("state", "in", []string{"draft", "pending", "authorized", "done"})})
	if err != nil {
		return nil, err
	}
	list, err := records(a.value)
	if err != nil {
		return nil, misread(op, err)
	}
	now := a.at
	if now.IsZero() {
		now = g.cfg.Clock.Now()
	}
	var out []document.OnlinePayment
	for _, r := range list {
		state, invoices := r.text("state"), r.ids("invoice_ids")
		processed, made := r.flag("is_post_processed"), r.moment("create_date")
		if r.err != nil {
			return nil, misread(op, r.err)
		}
		if state == "done" && processed || state == "draft" && now.Sub(made) >= freshDraft {
			continue
		}
		for _, id := range invoices {
			if slices.Contains(ids, id) {
				out = append(out, document.OnlinePayment{Document: id, State: state})
			}
		}
	}
	return out, nil
}
