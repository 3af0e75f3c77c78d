//go:build !headless

package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"paydesk/services/history"
	"paydesk/services/receipt"
	"paydesk/ui"
	"paydesk/ui/present"
)

var _ ui.Records = till{}

func (t till) History() *history.Book { return t.Counter.History }

func (t till) ProveJournal() (uint64, error) { return t.Store.Verify() }

func (t till) MakeReceipt(id, by string) (ui.Paper, error) {
	s, path, err := t.GiveSlip(id, by)
	return ui.Paper{Slip: s, Path: path}, err
}

// report is the id of the X report on the printer.
const report = "x-report"

func (t till) XReport(d history.Day) receipt.Slip {
	t.slips.mu.Lock()
	defer t.slips.mu.Unlock()
	return receipt.XReport(d, t.shop(), t.Clock.Now().Local())
}

// PrintXReport puts the report on the printer; Printed of its id says how that ends.
func (t till) PrintXReport(s receipt.Slip) (string, error) {
	if t.slips.printer == nil {
		return "", ErrNoPrinter
	}
	return report, t.slips.printer.Print(report, s)
}

// KeepXReport keeps the report as a PDF, and beside it as plain text.
func (t till) KeepXReport(s receipt.Slip) (string, error) {
	body, err := s.PDF(t.Receipt.paper(), t.Clock.Now().Local())
	if err != nil {
		return "", err
	}
	path, err := t.keepFile("reports", func(n int) (string, []byte, error) { return numbered(s.Name, n) + ".pdf", body, nil })
	if err == nil {
		_, err = t.keepFile("reports", func(n int) (string, []byte, error) { return numbered(s.Name, n) + ".txt", []byte(s.Text(48)), nil })
	}
	return path, err
}

// numbered is a file's name; from the second on with its number.
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s_%d", name, n)
}

// Export keeps rows as CSV.
func (t till) Export(rows []history.Row) (string, error) {
	var b bytes.Buffer
	if err := history.WriteCSV(&b, rows); err != nil {
		return "", err
	}
	name := "history-" + t.Clock.Now().Local().Format("20060102-150405")
	path, err := t.keepFile("exports", func(n int) (string, []byte, error) { return numbered(name, n) + ".csv", b.Bytes(), nil })
	return filepath.Join(t.DataDir, path), err
}

// Address of a record: the booking, or the invoice where there is none. Odoo's own mail links have this form in every version, and lead
// to the record after signing in (addons/mail, /mail/view).
func (t till) Address(r history.Row) present.Address {
	a := present.Address{Demo: t.Demo}
	odoo := strings.TrimRight(t.Settings.Odoo.URL, "/") + "/mail/view?model="
	switch {
	case r.BookingID != 0:
		a.Odoo = fmt.Sprintf("%saccount.payment&res_id=%d", odoo, r.BookingID)
	case len(r.Documents) > 0:
		a.Odoo = fmt.Sprintf("%saccount.move&res_id=%d", odoo, r.Documents[0])
	}
	if r.Intent != "" {
		a.Stripe = "https://dashboard.stripe.com/" + testPart(t.Stripe.Mode().Live) + "payments/" + r.Intent
	}
	return a
}

// testPart is the part of the dashboard's addresses that means test mode.
func testPart(live bool) string {
	if live {
		return ""
	}
	return "test/"
}
