package present

import (
	"strings"
	"testing"

	"paydesk/services/money"
)

// Lost if it fails: the cashier reads that an amount cannot be charged, and not which one could be.
func TestRefusedAmountsNameTheLimit(t *testing.T) {
	for want, a := range map[string]money.Amount{
		"€0.50": money.New(30, "EUR"), "€999,999.99": money.New(100_000_000, "EUR"), "KWD\u00a01.230": money.New(1234, "KWD"), "ZZZ": money.New(500, "ZZZ"),
	} {
		if got := notChargeable(a.Chargeable(), "EUR"); !strings.Contains(got, want) || strings.ContainsAny(got, "⟦{") {
			t.Errorf("%s: %q does not say %s", a, got, want)
		}
	}
}
