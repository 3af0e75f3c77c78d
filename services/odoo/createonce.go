package odoo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// CreateDraft creates the payment of a mark, or returns the one that exists, whatever its values (PROTOCOLS A5, B4). It
// is sent once; Conflict means that another counter was creating the same one: ask again. Without documents it becomes
// the customer's credit, on the account that Odoo keeps for him.
func (g *Gateway) CreateDraft(ctx context.Context, row payment.BookingRow) (int64, error) {
	const op = "account.payment.load"
	s, err := g.site(ctx)
	if err != nil {
		return 0, err
	}
	cur, err := g.payable(s, op, row)
	if err != nil {
		return 0, err
	}
	way := direction(row.Mark)
	journal, line, err := g.where(ctx, s, op, row.Mark)
	if err != nil {
		return 0, err
	}
	if err := g.stillGood(ctx, s, line); err != nil {
		return 0, err
	}
	external := "paydesk_" + row.Mark
	if row.Canceled > 0 { // the first one's id is taken by what a person cancelled; a mark holds no dash
		external += "-" + strconv.Itoa(row.Canceled+1)
	}
	fields := []string{"id", "payment_type", "partner_type", "partner_id/.id", "amount", "currency_id/.id", "journal_id/.id",
		"payment_method_line_id/.id", "date", s.dialect.memo}
	values := []string{external, way, "customer", number(row.Partner), row.Amount.Decimal(), number(cur.id), number(journal),
		number(line), row.Date, row.Memo}
	if len(row.Documents) > 0 {
		account, err := g.receivableAccount(ctx, s, row.Documents[0])
		if err != nil {
			return 0, err
		}
		fields, values = append(fields, "destination_account_id/.id"), append(values, number(account))
	}
	if s.dialect.link && len(row.Documents) > 0 {
		var ids []string
		for _, id := range row.Documents {
			ids = append(ids, number(id))
		}
		fields, values = append(fields, "invoice_ids/.id"), append(values, strings.Join(ids, ","))
	}
	id, err := g.load(ctx, s, "account.payment", fields, values)
	if forbidden(err) { // rights that are lost come back; a site that forbids load never gives it
		if once, probe := g.CreateOnce(ctx); probe == nil && !once {
			return 0, fmt.Errorf("%w: %w", payment.ErrNoCreateOnce, err)
		}
	}
	return id, err
}

// payable refuses a row that cannot be booked before anything is sent.
func (g *Gateway) payable(s *site, op string, row payment.BookingRow) (currency, error) {
	cur, known := s.byCode[row.Amount.Currency]
	switch {
	case !markForm.MatchString(row.Mark):
		return cur, refuse(op, "%q is no mark", short(row.Mark))
	case row.Amount.Minor <= 0:
		return cur, refuse(op, "no amount")
	case !known:
		g.forget()
		return cur, refuse(op, "Odoo does not know the currency %s", row.Amount.Currency)
	}
	return cur, nil
}

// line is the manual method line that a mark is booked with.
func (s *site) line(mark string) int64 {
	if direction(mark) == "outbound" {
		return s.outbound
	}
	return s.inbound
}

// CreateOnce says whether this Odoo lets the counter's user import payments, which is what books a charge exactly once
// (PROTOCOLS A5). Where only that is forbidden every booking goes through the register wizard, whose twins are mended
// afterwards (B9): the set-up check says so. Nothing is written: an import of no rows is asked for. A user who may not
// create payments at all is a Failure of kind Forbidden.
func (g *Gateway) CreateOnce(ctx context.Context) (bool, error) {
	s, err := g.site(ctx)
	if err != nil {
		return false, err
	}
	no := false
	may, err := g.read(ctx, s, "account.payment", "check_access_rights", keywords{Raise: &no, Context: s.context()}, "create")
	if err != nil {
		return false, err
	}
	if may.value != true {
		return false, &explain.Failure{Side: explain.Odoo, Kind: explain.Forbidden, Op: "account.payment.check_access_rights"}
	}
	return g.mayLoad(ctx, s)
}

func (g *Gateway) mayLoad(ctx context.Context, s *site) (bool, error) {
	_, err := g.read(ctx, s, "account.payment", "load", keywords{Context: s.context()}, []string{"id"}, [][]string{})
	if forbidden(err) {
		return false, nil
	}
	return err == nil, err
}

// createOnce is the same question of the set-up check.
func (v *survey) createOnce(ctx context.Context) error {
	once, err := v.mayLoad(ctx, v.site)
	switch {
	case err != nil:
		return err
	case once:
		v.say("create_once", explain.OK, "user", v.facts.User)
	default:
		v.say("create_once_forbidden", explain.Care, "user", v.facts.User)
	}
	return nil
}

// forbidden says that a method was refused as such: by rights, or because this Odoo does not have it.
func forbidden(err error) bool {
	var f *explain.Failure
	return errors.As(err, &f) && (f.Kind == explain.Forbidden || f.Kind == explain.ServerError && strings.HasPrefix(f.Text, "AttributeError"))
}

func number(id int64) string { return strconv.FormatInt(id, 10) }

// load is Odoo's import with an external id in column id: it creates a record once and afterwards returns it unchanged.
// It reports troubles as ids:false with messages, without a fault.
func (g *Gateway) load(ctx context.Context, s *site, model string, fields, values []string) (int64, error) {
	op := model + ".load"
	frame := s.context()
	frame.Mode, frame.NoUpdate = "update", true
	a, err := g.order(ctx, s, model, "load", keywords{Context: frame}, fields, [][]string{values})
	if err != nil {
		return 0, err
	}
	r, err := one(a.value)
	if err != nil {
		return 0, misread(op, err)
	}
	ids := r.ids("ids")
	if r.err != nil {
		return 0, misread(op, r.err)
	}
	if len(ids) == 1 && ids[0] > 0 {
		return ids[0], nil
	}
	said := messages(r.fields["messages"])
	f := refuse(op, "%s", g.rpc.clean(strings.Join(said, "; ")))
	if conflicting(f.Text) {
		f.Kind = explain.Conflict
	}
	return 0, f
}

func messages(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			if text, ok := m["message"].(string); ok {
				out = append(out, text)
			}
		}
	}
	if len(out) == 0 {
		return []string{"no record and no message"}
	}
	return out
}

// receivableAccount is the account that the payment must be booked on to be reconcilable with the document.
func (g *Gateway) receivableAccount(ctx context.Context, s *site, documentID int64) (int64, error) {
	const op = "account.move.line.search_read"
	list, err := g.rows(ctx, s, "account.move.line", "search_read",
		keywords{Fields: []string{"id", "account_id", "amount_residual_currency"}, Context: s.context()},
		[]any{leaf("move_id", "=", documentID), leaf("account_id.account_type", "=", "asset_receivable"), leaf("reconciled", "=", false)})
	if err != nil {
		return 0, err
	}
	if len(list) == 0 { // paid since it was read, perhaps with this very charge: the next look tells
		return 0, fmt.Errorf("%w: document %d has no open receivable line any more", payment.ErrLater, documentID)
	}
	account := list[0].many2one("account_id").id
	if list[0].err != nil || account == 0 {
		return 0, misread(op, errMalformed)
	}
	return account, nil
}
