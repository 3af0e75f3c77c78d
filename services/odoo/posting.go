package odoo

import (
	"context"
	"fmt"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/payment"
)

// Post posts a draft. 18 and 19 answer a second posting like the first, 17 with "must be in draft": the payment's own
// state tells which refusals are harmless (PROTOCOLS A6).
func (g *Gateway) Post(ctx context.Context, id int64) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	refusal := g.command(ctx, s, "account.payment", "action_post", []int64{id})
	if !explain.Is(refusal, explain.Refused) {
		return refusal
	}
	if b, err := g.Booking(ctx, id); err != nil || b.State == payment.BookingDraft {
		return refusal
	}
	return nil
}

// Assign reconciles the payment's receivable line with a document. A second call is refused by Odoo and harmless: it is
// taken for done if the document lists the payment or is closed, whoever closed it (PROTOCOLS A6).
func (g *Gateway) Assign(ctx context.Context, bookingID, documentID int64) error {
	const op = "account.move.line.search_read"
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	list, err := g.rows(ctx, s, "account.move.line", "search_read",
		keywords{Fields: []string{"id", "account_id", "amount_residual_currency", "reconciled", "move_id"}, Context: s.context()},
		[]any{leaf("payment_id", "=", bookingID), leaf("account_id.account_type", "=", "asset_receivable")})
	if err != nil {
		return err
	}
	if len(list) == 0 { // a draft of 18 has no entry yet
		return &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: op, Text: "the payment has no receivable line"}
	}
	line, used := list[0].id("id"), list[0].flag("reconciled")
	if list[0].err != nil {
		return misread(op, list[0].err)
	}
	if used {
		return nil
	}
	if err := g.stillPosted(ctx, s, documentID); err != nil {
		return err
	}
	refusal := g.command(ctx, s, "account.move", "js_assign_outstanding_line", []int64{documentID}, line)
	if !explain.Is(refusal, explain.Refused) {
		return refusal
	}
	found, err := g.Documents(ctx, []int64{documentID})
	if err != nil || len(found) == 0 {
		return refusal
	}
	if found[0].Residual.Minor == 0 {
		return nil
	}
	for _, p := range found[0].Payments {
		if p.ID == bookingID {
			return nil
		}
	}
	return refusal
}

// stillPosted reads the document's state just before it is reconciled: 19 would reconcile a draft and leave it draft and
// paid at once (PROTOCOLS B6).
func (g *Gateway) stillPosted(ctx context.Context, s *site, id int64) error {
	const op = "account.move.read"
	list, err := g.rows(ctx, s, "account.move", "read", keywords{Context: s.context()}, []int64{id}, []string{"state"})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &explain.Failure{Side: explain.Odoo, Kind: explain.Refused, Op: op, Text: fmt.Sprintf("document %d was deleted", id)}
	}
	state := list[0].text("state")
	if list[0].err != nil {
		return misread(op, list[0].err)
	}
	if state != string(document.Posted) {
		return refuse(op, "document %d is %s, not posted", id, state)
	}
	return nil
}

// TakeBack cancels a payment: posted, it is taken out of its documents, which are open again. Never by action_draft first:
// 18 and 19 refuse to cancel afterwards (contract §6). A refusal is harmless where the payment is cancelled by now.
func (g *Gateway) TakeBack(ctx context.Context, id int64) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	refusal := g.command(ctx, s, "account.payment", "action_cancel", []int64{id})
	if !explain.Is(refusal, explain.Refused) {
		return refusal
	}
	if b, err := g.Booking(ctx, id); err != nil || b.State != payment.BookingCanceled {
		return refusal
	}
	return nil
}
