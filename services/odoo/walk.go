package odoo

import (
	"context"
	"slices"
	"strings"
	"time"

	"paydesk/services/payment"
)

// walkPage keeps one answer small; a busy shop's month has some thousand payments.
const walkPage = 500

// Marked lists the payments whose memo begins with a charge's or refund's id and that were written at or after since, in all
// states, oldest writing first. write_date is the start of the transaction that wrote: overlap generously (PROTOCOLS H2).
func (g *Gateway) Marked(ctx context.Context, since time.Time) ([]payment.Booking, error) {
	s, err := g.site(ctx)
	if err != nil {
		return nil, err
	}
	var out []payment.Booking
	for last := int64(0); ; {
		list, err := g.rows(ctx, s, "account.payment", "search_read",
			keywords{Fields: append(s.bookingFields(), "write_date"), Order: "id", Limit: walkPage, Context: s.context()},
			[]any{
				leaf("id", ">", last), leaf("write_date", ">=", since.UTC().Format(time.DateTime)),
				"|", leaf(s.dialect.memo, "=like", `pi\_%`), leaf(s.dialect.memo, "=like", `re\_%`),
			})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			written := r.moment("write_date")
			b, err := s.booking(r)
			if err != nil {
				return nil, err
			}
			last, b.Written = b.ID, written
			if mark, _, _ := strings.Cut(b.Memo, " "); markForm.MatchString(mark) {
				out = append(out, b)
			}
		}
		if len(list) < walkPage {
			slices.SortStableFunc(out, func(a, b payment.Booking) int { return a.Written.Compare(b.Written) })
			return out, nil
		}
	}
}
