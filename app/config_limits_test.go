package app

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"paydesk/services/money"
	"paydesk/services/staff"
)

// Lost if it fails: a limit that somebody wrote down is not the one that holds, or saying one thing takes another away.
func TestLimitsAreWhatTheFileSays(t *testing.T) {
	up := func(minor int64) staff.Limit { return staff.Limit{Most: money.New(minor, "EUR")} }
	for text, want := range map[string]staff.Rights{
		"": {staff.Cashier: {Away: up(25000)}, staff.Manager: {Away: up(100000), Refund: staff.Limit{Any: true}, RefundPart: true, FreeReader: true, Settings: true}},
		"[limits]\nrefund = { cashier = \"50 EUR\" }\nrefund_part = [\"cashier\", \"manager\"]\nfree_reader = []\nsettings = [\"cashier\"]\n": {
			staff.Cashier: {Away: up(25000), Refund: up(5000), RefundPart: true, Settings: true},
			staff.Manager: {Away: up(100000), Refund: staff.Limit{Any: true}, RefundPart: true},
		},
		"[limits]\nrefund = \"75 EUR\"\n": {
			staff.Cashier: {Away: up(25000), Refund: up(7500)},
			staff.Manager: {Away: up(100000), Refund: up(7500), RefundPart: true, FreeReader: true, Settings: true},
		},
	} {
		path := filepath.Join(t.TempDir(), "paydesk.toml")
		if err := os.WriteFile(path, []byte(strings.Replace(goodConfig, "[counter]", text+"[counter]", 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := LoadConfig(path, func(string) string { return "rk_test_x" })
		if err != nil || !reflect.DeepEqual(c.Rights, want) {
			t.Errorf("%q: %+v, %v", text, c.Rights, err)
		}
	}
}
