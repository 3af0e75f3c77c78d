package odoo

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// markForm is what may stand in an external id after "paydesk_": a dot would name a module.
var markForm = regexp.MustCompile(`^(pi|re)_[A-Za-z0-9_]{1,120}$`)

func (s *site) bookingFields() []string {
	return []string{"name", "state", "amount", "currency_id", "partner_id", "journal_id", "company_id", "payment_type", s.dialect.memo, "date", "is_reconciled", "move_id"}
}

// FindBookings looks for payments whose memo begins with the mark, and for the known ones, in all states, oldest first. The
// underscore of a mark is a wildcard of =like and is escaped. An external id cannot be looked up with Billing rights:
// CreateDraft, which is create-once by it, catches a payment whose memo a person rewrote before anyone knew its id.
func (g *Gateway) FindBookings(ctx context.Context, mark string, known ...int64) ([]payment.Booking, error) {
	const op = "account.payment.search_read"
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	if !markForm.MatchString(mark) {
		return nil, refuse(op, "%q is no mark", short(mark))
	}
	domain := []any{leaf(s.dialect.memo, "=like", strings.ReplaceAll(mark, "_", `\_`)+"%")}
	if len(known) > 0 {
		domain = []any{"|", domain[0], leaf("id", "in", known)}
	}
	list, err := g.rows(ctx, s, "account.payment", "search_read",
		keywords{Fields: s.bookingFields(), Order: "id", Context: s.context()}, domain)
	if err != nil {
		return nil, err
	}
	var out []payment.Booking
	for _, r := range list {
		b, err := s.booking(r)
		if err != nil {
			return nil, err
		}
		if (marked(b.Memo, mark) || slices.Contains(known, b.ID)) && b.Outbound == (direction(mark) == "outbound") {
			out = append(out, b)
		}
	}
	return out, nil
}

// direction says which way the money of a mark flows.
func direction(mark string) string {
	if strings.HasPrefix(mark, "re_") {
		return "outbound"
	}
	return "inbound"
}

// marked says that the memo's first word is the mark, and not one that merely begins like it.
func marked(memo, mark string) bool {
	rest, ok := strings.CutPrefix(memo, mark)
	return ok && (rest == "" || !wordByte(rest[0]))
}

func wordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

// Booking reads one payment. A deleted one is a Failure of kind NotFound.
func (g *Gateway) Booking(ctx context.Context, id int64) (payment.Booking, error) {
	s, err := g.site(ctx)
	if err != nil {
		return payment.Booking{}, err
	}
	list, err := g.rows(ctx, s, "account.payment", "read", keywords{Context: s.context()}, []int64{id}, s.bookingFields())
	if err != nil {
		return payment.Booking{}, err
	}
	if len(list) == 0 { // Odoo leaves missing records out
		return payment.Booking{}, &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: "account.payment.read"}
	}
	return s.booking(list[0])
}

func (s *site) booking(r *record) (payment.Booking, error) {
	b := payment.Booking{
		ID:         r.id("id"),
		Name:       r.text("name"),
		Memo:       r.text(s.dialect.memo),
		Amount:     r.amount("amount", s.currency(r, "currency_id")),
		Date:       r.date("date"),
		Partner:    r.many2one("partner_id").id,
		Journal:    r.many2one("journal_id").id,
		Company:    r.many2one("company_id").id,
		Reconciled: r.flag("is_reconciled"),
		HasEntry:   r.many2one("move_id").id != 0,
		Outbound:   r.text("payment_type") == "outbound",
	}
	state := r.text("state")
	if r.err != nil {
		return payment.Booking{}, misread("account.payment.read", r.err)
	}
	if b.Name == "/" { // a draft of 17 has no number yet
		b.Name = ""
	}
	var err error
	b.State, err = s.dialect.state(state)
	return b, err
}

// CreateDraft creates the payment of a mark, or returns the one that exists, whatever its values (PROTOCOLS A5, B4). It
// is sent once; Conflict means that another counter was creating the same one: ask again.
func (g *Gateway) CreateDraft(ctx context.Context, row payment.BookingRow) (int64, error) {
	const op = "account.payment.load"
	s, err := g.site(ctx)
	if err != nil {
		return 0, err
	}
	cur, known := s.byCode[row.Amount.Currency]
	switch {
	case !markForm.MatchString(row.Mark):
		return 0, refuse(op, "%q is no mark", short(row.Mark))
	case row.Amount.Minor <= 0 || len(row.Documents) == 0:
		return 0, refuse(op, "no amount or no document")
	case !known:
		g.forget()
		return 0, refuse(op, "Odoo does not know the currency %s", row.Amount.Currency)
	}
	way, line := direction(row.Mark), s.inbound
	if way == "outbound" {
		line = s.outbound
	}
	if err := g.stillGood(ctx, s, line); err != nil {
		return 0, err
	}
	account, err := g.receivableAccount(ctx, s, row.Documents[0])
	if err != nil {
		return 0, err
	}
	fields := []string{"id", "payment_type", "partner_type", "partner_id/.id", "amount", "currency_id/.id", "journal_id/.id",
		"payment_method_line_id/.id", "date", s.dialect.memo, "destination_account_id/.id"}
	values := []string{"paydesk_" + row.Mark, way, "customer", number(row.Partner), row.Amount.Decimal(), number(cur.id), number(s.facts.Journal),
		number(line), row.Date, row.Memo, number(account)}
	if s.dialect.link {
		var ids []string
		for _, id := range row.Documents {
			ids = append(ids, number(id))
		}
		fields, values = append(fields, "invoice_ids/.id"), append(values, strings.Join(ids, ","))
	}
	return g.load(ctx, s, "account.payment", fields, values)
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
	f := refuse(op, "%s", g.rpc.mask.Replace(strings.Join(said, "; ")))
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
	if len(list) == 0 {
		return 0, refuse(op, "document %d has no open receivable line", documentID)
	}
	account := list[0].many2one("account_id").id
	if list[0].err != nil || account == 0 {
		return 0, misread(op, errMalformed)
	}
	return account, nil
}
