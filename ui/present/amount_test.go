package present

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
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

// Lost if it fails: at a busy account the first charge of a new counter seems to hang, and nobody is told what it waits for.
func TestTheReadingOfThePastIsShown(t *testing.T) {
	strip := func(p payment.Progress) string {
		for _, s := range (Desk{Own: "EUR", Past: p}).strips() {
			if s.ID == "past" {
				return s.Text
			}
		}
		return ""
	}
	if got := strip(payment.Progress{Back: 31 * time.Hour, Intents: 4200}); !strings.Contains(got, "31 of 48 hours") || !strings.Contains(got, "4200") {
		t.Errorf("while the first 48 hours are read: %q", got)
	}
	for _, p := range []payment.Progress{{}, {Usable: true, Back: 50 * time.Hour, Intents: 4200}, {Usable: true, Whole: true}} {
		if got := strip(p); got != "" {
			t.Errorf("%+v: %q", p, got)
		}
	}
}
