package odoo

import (
	"context"
	"fmt"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// WriteOff says which rest of a document is booked away, and where.
type WriteOff struct {
	Account string       // code of the account in Odoo
	Limit   money.Amount // a rest of at most this much, in this currency
}

const registerModel = "account.payment.register"

// wizard is a register wizard as it was read back.
type wizard struct {
	id         int64
	difference int64 // minor units that the amount leaves of what the wizard would pay
	reconciles bool  // it closes the document all the same
}

// Closes asks a register wizard what it would do with the row's amount: Odoo itself knows its early-payment discounts
// (contract §6); write-off and account for tips are ours. The wizard is not fired; Odoo removes such records by itself.
func (g *Gateway) Closes(ctx context.Context, row payment.BookingRow) (bool, error) {
	s, err := g.site(ctx)
	if err != nil {
		return false, err
	}
	if len(row.Documents) != 1 || direction(row.Mark) != "inbound" {
		return false, nil
	}
	rest, err := g.restOf(ctx, s, row)
	if err != nil || rest <= 0 {
		return err == nil && g.tipped(row, rest), err
	}
	w, err := g.openWizard(ctx, s, row, nil)
	if err != nil {
		return false, err
	}
	return w.difference == rest && (w.reconciles || g.writesOff(row, rest)), nil
}

// Register books a row by the register wizard: opened, read back, fired once. It closes one document by discount or
// write-off exactly where Closes says so; otherwise what is left stays open.
func (g *Gateway) Register(ctx context.Context, row payment.BookingRow) (int64, error) {
	const op = registerModel + ".action_create_payments"
	s, err := g.site(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := g.payable(s, op, row); err != nil {
		return 0, err
	}
	if len(row.Documents) == 0 {
		return 0, refuse(op, "no document")
	}
	if err := g.stillGood(ctx, s, s.line(row.Mark)); err != nil {
		return 0, err
	}
	w, err := g.readyWizard(ctx, s, row)
	if err != nil {
		return 0, err
	}
	a, err := g.order(ctx, s, registerModel, "action_create_payments", keywords{Context: s.on("account.move", row.Documents)}, []int64{w.id})
	if err != nil {
		return 0, err
	}
	r, err := one(a.value)
	if err != nil {
		return 0, misread(op, err)
	}
	id := r.id("res_id") // several payments would have no res_id
	if r.err != nil {
		return 0, misread(op, r.err)
	}
	return id, nil
}

// readyWizard opens the wizard that shall be fired.
func (g *Gateway) readyWizard(ctx context.Context, s *site, row payment.BookingRow) (wizard, error) {
	if len(row.Documents) > 1 || direction(row.Mark) != "inbound" {
		return g.openWizard(ctx, s, row, map[string]any{"payment_difference_handling": "open", "group_payment": len(row.Documents) > 1})
	}
	rest, err := g.restOf(ctx, s, row)
	if err != nil {
		return wizard{}, err
	}
	if g.tipped(row, rest) {
		return g.closingWizard(ctx, s, row, g.cfg.Tips)
	}
	w, err := g.openWizard(ctx, s, row, nil)
	switch {
	case err != nil:
		return wizard{}, err
	case rest <= 0 || w.difference == rest && w.reconciles:
		return w, nil
	case w.difference != rest || !g.writesOff(row, rest):
		return g.openWizard(ctx, s, row, map[string]any{"payment_difference_handling": "open"})
	}
	return g.closingWizard(ctx, s, row, g.cfg.WriteOff.Account)
}

// closingWizard opens the wizard that books the difference, either way, on an account. What is missing was recorded so;
// what is too much was read in Odoo's source: the booking is verified like any other.
func (g *Gateway) closingWizard(ctx context.Context, s *site, row payment.BookingRow, code string) (wizard, error) {
	account, err := g.account(ctx, s, code)
	if err != nil {
		return wizard{}, err
	}
	return g.openWizard(ctx, s, row, map[string]any{"payment_difference_handling": "reconcile",
		"writeoff_account_id": account, "writeoff_label": row.Memo})
}

// openWizard creates a register wizard and holds it to the row. Everything is given: Odoo's defaults are another journal,
// another day, another currency, a saved card (contract §6, §9).
func (g *Gateway) openWizard(ctx context.Context, s *site, row payment.BookingRow, extra map[string]any) (wizard, error) {
	const op = registerModel + ".create"
	cur := s.byCode[row.Amount.Currency]
	values := map[string]any{
		"journal_id": s.facts.Journal, "payment_method_line_id": s.line(row.Mark), "amount": wire(row.Amount),
		"currency_id": cur.id, "payment_date": row.Date, "communication": row.Memo,
	}
	fields := []string{"amount", "currency_id", "payment_method_line_id", "payment_difference", "payment_difference_handling", "can_edit_wizard"}
	if s.dialect.online {
		values["payment_token_id"] = false
		fields = append(fields, "payment_token_id")
	}
	for k, v := range extra {
		values[k] = v
	}
	a, err := g.order(ctx, s, registerModel, "create", keywords{Context: s.on("account.move", row.Documents)}, values)
	if err != nil {
		return wizard{}, err
	}
	id, ok := a.value.(int64)
	if !ok || id <= 0 {
		return wizard{}, misread(op, fmt.Errorf("%w: %T instead of an id", errMalformed, a.value))
	}
	list, err := g.rows(ctx, s, registerModel, "read", keywords{Fields: fields, Context: s.context()}, []int64{id})
	if err != nil {
		return wizard{}, err
	}
	if len(list) != 1 {
		return wizard{}, misread(registerModel+".read", errMalformed)
	}
	r := list[0]
	w := wizard{id: id, difference: r.amount("payment_difference", cur).Minor, reconciles: r.text("payment_difference_handling") == "reconcile"}
	amount, line, single := r.amount("amount", cur), r.many2one("payment_method_line_id").id, r.flag("can_edit_wizard")
	token := s.dialect.online && r.many2one("payment_token_id").id != 0
	currency := r.many2one("currency_id").id
	switch {
	case r.err != nil:
		return wizard{}, misread(registerModel+".read", r.err)
	case amount != row.Amount || currency != cur.id || line != s.line(row.Mark) || !single || token:
		return wizard{}, refuse(op, "Odoo's payment dialog holds %s and not %s by the manual method", amount, row.Amount)
	}
	return w, nil
}

// restOf is what the amount leaves of the row's one document, minor units.
func (g *Gateway) restOf(ctx context.Context, s *site, row payment.BookingRow) (int64, error) {
	list, err := g.rows(ctx, s, "account.move", "read", keywords{Context: s.context()}, row.Documents, []string{"amount_residual"})
	if err != nil {
		return 0, err
	}
	if len(list) != 1 {
		return 0, &explain.Failure{Side: explain.Odoo, Kind: explain.Refused, Op: "account.move.read", Text: "the document was deleted"}
	}
	left := list[0].amount("amount_residual", s.byCode[row.Amount.Currency])
	if list[0].err != nil {
		return 0, misread("account.move.read", list[0].err)
	}
	return left.Minor - row.Amount.Minor, nil
}

func (g *Gateway) writesOff(row payment.BookingRow, rest int64) bool {
	w := g.cfg.WriteOff
	return w != nil && w.Limit.Currency == row.Amount.Currency && rest <= w.Limit.Minor
}

// tipped says that what the amount has beyond the document is the row's tip, to the cent, and has an account.
func (g *Gateway) tipped(row payment.BookingRow, rest int64) bool {
	return g.cfg.Tips != "" && row.Tip > 0 && rest == -row.Tip
}

// account finds an account by its code.
func (g *Gateway) account(ctx context.Context, s *site, code string) (int64, error) {
	const op = "account.account.search_read"
	list, err := g.rows(ctx, s, "account.account", "search_read", keywords{Fields: []string{"id"}, Context: s.context()},
		[]any{leaf("code", "=", code)})
	if err != nil {
		return 0, err
	}
	if len(list) != 1 {
		return 0, refuse(op, "%d accounts of %s have the code %s", len(list), s.facts.CompanyName, code)
	}
	id := list[0].id("id")
	if list[0].err != nil {
		return 0, misread(op, list[0].err)
	}
	return id, nil
}

// on is the context of a wizard that is opened on records.
func (s *site) on(model string, ids []int64) callFrame {
	f := s.context()
	f.Model, f.Active = model, ids
	return f
}
