package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paydesk/services/clock"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/stripe"
)

func recordsOf(t *testing.T, key string) *Counter {
	t.Helper()
	g, err := stripe.New(stripe.Config{Key: key, Clock: clock.Real{}, Rand: cryptoRand})
	if err != nil {
		t.Fatal(err)
	}
	return &Counter{Settings: Settings{DataDir: t.TempDir(), Odoo: odoo.Config{URL: "https://shop.odoo.com/"}}, Stripe: g,
		Clock: clock.Real{}}
}

// Lost if it fails: the code on the screen leads a phone to another record, or to Stripe's test data for a live payment.
func TestCodesLeadToTheRecord(t *testing.T) {
	test, live := recordsOf(t, "rk_test_1"), recordsOf(t, "rk_live_1")
	booked := history.Row{BookingID: 192, Documents: []int64{7}, Intent: "pi_1"}
	for _, c := range []struct {
		counter      *Counter
		row          history.Row
		odoo, stripe string
	}{
		{test, booked, "https://shop.odoo.com/mail/view?model=account.payment&res_id=192", "https://dashboard.stripe.com/test/payments/pi_1"},
		{live, booked, "https://shop.odoo.com/mail/view?model=account.payment&res_id=192", "https://dashboard.stripe.com/payments/pi_1"},
		{live, history.Row{Documents: []int64{7, 8}}, "https://shop.odoo.com/mail/view?model=account.move&res_id=7", ""},
		{live, history.Row{}, "", ""},
	} {
		if odoo, stripe := c.counter.Addresses(c.row); odoo != c.odoo || stripe != c.stripe {
			t.Errorf("%+v leads to %q and %q", c.row, odoo, stripe)
		}
	}
}

// Lost if it fails: a second export within a second writes over the first, or others on this machine may read the customers' names.
func TestExportsAreKeptApartAndPrivate(t *testing.T) {
	c := recordsOf(t, "rk_test_1")
	row := history.Row{ID: "a", Kind: history.Payment, At: time.Unix(1000, 0), Customer: "=HYPERLINK(1)", Asked: money.New(6420, "EUR")}
	seen := map[string]bool{}
	for n := range 3 {
		path, err := c.ExportHistory([]history.Row{row})
		if err != nil || seen[path] || filepath.Dir(path) != filepath.Join(c.DataDir, "exports") {
			t.Fatalf("export %d: %s, %v", n, path, err)
		}
		seen[path] = true
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		if b, err := os.ReadFile(path); err != nil || !strings.Contains(string(b), "'=HYPERLINK(1)") || !strings.Contains(string(b), "\r\n") {
			t.Errorf("%v:\n%s", err, b)
		}
	}
}
