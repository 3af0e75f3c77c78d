package odoo

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"paydesk/services/money"
	"paydesk/services/refund"
)

// shrinkTries bounds the corrections of single lines: a cent of net price moves the total by one cent or two.
const shrinkTries = 6

// noteLine is a product line of a draft note. base is what its unit price is made of: the net amount, or the gross one
// where the tax is included in the price.
type noteLine struct {
	id          int64
	base, total decimal.Decimal
}

// shrink makes a draft note smaller: every line by the same share, so that each tax is given back as it was taken, then
// single lines until Odoo's own total is the amount. What cannot be reached is left to the caller's reading.
func (g *Gateway) shrink(ctx context.Context, note refund.CreditNote, amount money.Amount) error {
	s, err := g.site(ctx)
	if err != nil {
		return err
	}
	places := s.byCode[amount.Currency].places
	lines, total, err := g.noteLines(ctx, s, note.ID)
	if err != nil {
		return err
	}
	if total.Sign() <= 0 || len(lines) == 0 {
		return refuse("account.move.read", "the credit note has no lines that could be made smaller")
	}
	want := decimal.New(amount.Minor, -int32(amount.Currency.Exponent()))
	share := want.Div(total)
	for i := range lines {
		lines[i].base = lines[i].base.Mul(share).Round(places)
	}
	if err := g.writeLines(ctx, s, note.ID, lines); err != nil {
		return err
	}
	unit := decimal.New(1, -places)
	for try := range shrinkTries {
		if lines, total, err = g.noteLines(ctx, s, note.ID); err != nil {
			return err
		}
		missing := want.Sub(total)
		if missing.IsZero() || len(lines) == 0 {
			return nil
		}
		l := &lines[try%len(lines)] // the largest first
		step := missing
		if !l.total.IsZero() {
			step = missing.Mul(l.base).Div(l.total).Round(places)
		}
		if step.IsZero() {
			step = unit.Mul(decimal.NewFromInt(int64(missing.Sign())))
		}
		l.base = l.base.Add(step)
		if err := g.writeLines(ctx, s, note.ID, []noteLine{*l}); err != nil {
			return err
		}
	}
	return nil
}

// noteLines reads the product lines, the largest first, and the note's total.
func (g *Gateway) noteLines(ctx context.Context, s *site, id int64) ([]noteLine, decimal.Decimal, error) {
	const op = "account.move.line.search_read"
	list, err := g.rows(ctx, s, "account.move.line", "search_read",
		keywords{Fields: []string{"quantity", "price_unit", "discount", "price_subtotal", "price_total"}, Order: "id", Context: s.context()},
		[]any{leaf("move_id", "=", id), leaf("display_type", "=", "product")})
	if err != nil {
		return nil, decimal.Zero, err
	}
	var lines []noteLine
	sum := decimal.Zero
	for _, r := range list {
		l := noteLine{id: r.id("id"), base: number64(r, "price_subtotal"), total: number64(r, "price_total")}
		priced := number64(r, "quantity").Mul(number64(r, "price_unit")).Mul(decimal.NewFromInt(100).Sub(number64(r, "discount"))).Shift(-2)
		if r.err != nil {
			return nil, decimal.Zero, misread(op, r.err)
		}
		if priced.Sub(l.total).Abs().LessThan(priced.Sub(l.base).Abs()) { // tax included in the price
			l.base = l.total
		}
		if l.base.IsZero() {
			continue
		}
		lines, sum = append(lines, l), sum.Add(l.total)
	}
	moves, err := g.rows(ctx, s, "account.move", "read", keywords{Context: s.context()}, []int64{id}, []string{"amount_total"})
	if err != nil {
		return nil, decimal.Zero, err
	}
	if len(moves) == 1 { // taxes may be rounded on the whole document
		sum = number64(moves[0], "amount_total")
	}
	if len(moves) != 1 || moves[0].err != nil {
		return nil, decimal.Zero, misread("account.move.read", errMalformed)
	}
	slices.SortStableFunc(lines, func(a, b noteLine) int { return b.base.Abs().Cmp(a.base.Abs()) })
	return lines, sum, nil
}

// number64 reads a float without its noise.
func number64(r *record, field string) decimal.Decimal {
	return decimal.NewFromFloat(r.number(field)).Round(6)
}

// writeLines writes prices of one piece each: a price times a quantity could not be any amount.
func (g *Gateway) writeLines(ctx context.Context, s *site, id int64, lines []noteLine) error {
	var commands []any
	for _, l := range lines {
		commands = append(commands, []any{1, l.id, map[string]any{"price_unit": l.base.InexactFloat64(), "quantity": 1.0, "discount": 0.0}})
	}
	_, err := g.order(ctx, s, "account.move", "write", keywords{Context: s.context()}, []int64{id}, map[string]any{"invoice_line_ids": commands})
	return err
}
