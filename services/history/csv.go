package history

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Columns of the CSV, fixed for ever: spreadsheets and scripts refer to them by name.
var columns = []string{
	"kind", "began", "charged", "outcome", "documents", "customer", "amount", "moved", "currency", "card", "last4", "reader",
	"counter", "person", "declines", "payment_intent", "charge", "odoo_payment_id", "odoo_payment", "payment",
}

// WriteCSV writes rows as RFC 4180 has it: a header, CRLF, fields quoted where they must be. Times are RFC 3339 in UTC,
// amounts plain decimals in the row's currency, refunds negative. A text that a spreadsheet would run as a formula is
// written with an apostrophe before it.
func WriteCSV(w io.Writer, rows []Row) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(columns); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	for _, r := range rows {
		if err := c.Write(r.fields()); err != nil {
			return fmt.Errorf("write the list: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write the list: %w", err)
	}
	return nil
}

func (r Row) fields() []string {
	asked, moved := r.Asked, r.Moved
	if r.Kind == Refund {
		asked.Minor, moved.Minor = -asked.Minor, -moved.Minor
	}
	sum := ""
	if moved.Currency != "" {
		sum = moved.Decimal()
	}
	booking := ""
	if r.BookingID != 0 {
		booking = strconv.FormatInt(r.BookingID, 10)
	}
	return []string{
		string(r.Kind), stamp(r.At), stamp(r.MoneyAt), string(r.Outcome), safe(strings.Join(r.Numbers, " ")), safe(r.Customer),
		asked.Decimal(), sum, string(r.Asked.Currency), safe(r.Brand), safe(r.Last4), safe(r.Reader), safe(r.Counter), safe(r.people()),
		strconv.Itoa(r.Declines), r.Intent, r.Charge, booking, safe(r.Booking), r.ID,
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// safe keeps a spreadsheet from running what a customer is called. Tab and carriage return begin a formula too once the
// spreadsheet has trimmed them.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
