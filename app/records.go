package app

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"paydesk/services/history"
)

// numbered is a file's name; from the second on with its number.
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	return fmt.Sprintf("%s_%d", name, n)
}

// ExportHistory keeps rows as CSV in the folder of exports and says where.
func (c *Counter) ExportHistory(rows []history.Row) (string, error) {
	var b bytes.Buffer
	if err := history.WriteCSV(&b, rows); err != nil {
		return "", err
	}
	name := "history-" + c.Clock.Now().Local().Format("20060102-150405")
	path, err := c.keepFile("exports", func(n int) (string, []byte, error) { return numbered(name, n) + ".csv", b.Bytes(), nil })
	return filepath.Join(c.DataDir, path), err
}

// Addresses are the pages of a record: in Odoo of its booking, or of its document where there is none, and in Stripe's dashboard; empty
// where there is no such page. Odoo's own mail links have this form in every version, and lead to the record after signing in
// (addons/mail, /mail/view).
func (c *Counter) Addresses(r history.Row) (odoo, stripe string) {
	view := strings.TrimRight(c.Settings.Odoo.URL, "/") + "/mail/view?model="
	switch {
	case r.BookingID != 0:
		odoo = fmt.Sprintf("%saccount.payment&res_id=%d", view, r.BookingID)
	case len(r.Documents) > 0:
		odoo = fmt.Sprintf("%saccount.move&res_id=%d", view, r.Documents[0])
	}
	if r.Intent == "" {
		return odoo, ""
	}
	mode := "test/"
	if c.Stripe.Mode().Live {
		mode = ""
	}
	return odoo, "https://dashboard.stripe.com/" + mode + "payments/" + r.Intent
}
