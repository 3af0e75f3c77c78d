package odoo

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// factForm is a fact's key in a note: no markup, no wildcard but the underscore, which is escaped.
var factForm = regexp.MustCompile(`^[A-Za-z0-9_:-]{4,120}$`)

// Say writes a note into a document's chatter, unless one with this fact stands there. The text is escaped by Odoo, on all
// versions (contract §11); without recipients no mail is sent.
func (g *Gateway) Say(ctx context.Context, documentID int64, fact, text string) error {
	const op = "account.move.message_post"
	if !factForm.MatchString(fact) {
		return refuse(op, "%q is no name of a fact", short(fact))
	}
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	found, err := g.rows(ctx, s, "mail.message", "search_read", keywords{Fields: []string{"id"}, Limit: 1, Context: s.context()},
		[]any{leaf("model", "=", "account.move"), leaf("res_id", "=", documentID),
			leaf("body", "like", "["+strings.ReplaceAll(fact, "_", `\_`)+"]")})
	if err != nil || len(found) > 0 {
		return err
	}
	_, err = g.order(ctx, s, "account.move", "message_post",
		keywords{Body: text + " [" + fact + "]", Message: "comment", Subtype: "mail.mt_note", Context: s.context()}, []int64{documentID})
	return err // 17 and 18 answer an id, 19 a list of one
}

// Attach hangs a file on a payment, unless one of that name hangs there, and returns its ir.attachment id. On the payment and
// not on the invoice: there 17 and 18 would add a remark of their own (contract §11).
func (g *Gateway) Attach(ctx context.Context, bookingID int64, name, mimetype string, content []byte) (int64, error) {
	const op = "ir.attachment.create"
	s, err := g.site(ctx)
	if err != nil {
		return 0, err
	}
	found, err := g.rows(ctx, s, "ir.attachment", "search_read", keywords{Fields: []string{"id"}, Limit: 1, Order: "id", Context: s.context()},
		[]any{leaf("res_model", "=", "account.payment"), leaf("res_id", "=", bookingID), leaf("name", "=", name)})
	if err != nil {
		return 0, err
	}
	if len(found) > 0 {
		id := found[0].id("id")
		if found[0].err != nil {
			return 0, misread(op, found[0].err)
		}
		return id, nil
	}
	a, err := g.order(ctx, s, "ir.attachment", "create", keywords{Context: s.context()}, map[string]any{
		"name": name, "datas": base64.StdEncoding.EncodeToString(content), "mimetype": mimetype,
		"res_model": "account.payment", "res_id": bookingID})
	if err != nil {
		return 0, err
	}
	id, ok := a.value.(int64)
	if !ok || id <= 0 {
		return 0, misread(op, fmt.Errorf("%w: %T instead of an id", errMalformed, a.value))
	}
	return id, nil
}

// StripeCustomers lists the Stripe customers (cus_…) that Odoo's saved cards name for a customer, the commercial partner;
// the latest first. Cards are read and never written (contract §9).
func (g *Gateway) StripeCustomers(ctx context.Context, partner int64) ([]string, error) {
	const op = "payment.token.search_read"
	s, err := g.site(ctx)
	if err != nil || !s.dialect.online {
		return nil, err
	}
	list, err := g.rows(ctx, s, "payment.token", "search_read", keywords{Fields: []string{"provider_ref"}, Order: "id desc", Context: s.context()},
		[]any{leaf("partner_id", "=", partner)})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range list {
		ref := r.text("provider_ref")
		if r.err != nil {
			return nil, misread(op, r.err)
		}
		if strings.HasPrefix(ref, "cus_") && !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	return out, nil
}
