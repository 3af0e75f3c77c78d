//go:build !headless

package app

import (
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

func (t till) Export(rows []history.Row) (string, error) { return t.ExportHistory(rows) }

func (t till) Address(r history.Row) present.Address {
	odoo, stripe := t.Addresses(r)
	return present.Address{Odoo: odoo, Stripe: stripe, Demo: t.Demo}
}
