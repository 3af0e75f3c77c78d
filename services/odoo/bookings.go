package odoo

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// markForm is what may stand in an external id after "paydesk_": a dot would name a module.
var markForm = regexp.MustCompile(`^(pi|re|tr|cash_pi)_[A-Za-z0-9_]{1,120}$`)

// otherMark is the beginning of a memo that names a charge, a refund, a transfer or cash.
var otherMark = regexp.MustCompile(`^(pi|re|tr|cash_pi)_[A-Za-z0-9_]+( |$)`)

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
		// A restored database hands out ids again: a known id is not ours if its memo names another charge, or if it stands in
		// another journal, as a payment that somebody typed does.
		byID := slices.Contains(known, b.ID) && !otherMark.MatchString(b.Memo) && !b.Foreign
		if (marked(b.Memo, mark) || byID) && b.Outbound == (direction(mark) == "outbound") {
			out = append(out, b)
		}
	}
	return out, nil
}

// direction says which way the money of a mark flows.
func direction(mark string) string {
	if strings.HasPrefix(mark, "pi_") || cashMark(mark) {
		return "inbound"
	}
	return "outbound"
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
	b.Foreign = b.Journal != s.facts.Journal && !cashMark(b.Memo) || b.Company != s.facts.Company
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
