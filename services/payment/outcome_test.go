package payment

import "testing"

// Lost if it fails: a manager cannot see why a card was blocked that its bank would have taken.
func TestJudgementsAreSaid(t *testing.T) {
	for want, o := range map[string]Outcome{
		"blocked (highest_risk_level), risk highest 88: Stripe blocked this payment.": {"blocked", "highest_risk_level", "highest", 88, "Stripe blocked this payment."},
		"authorized, risk normal": {Type: "authorized", RiskLevel: "normal"},
		"risk elevated":           {RiskLevel: "elevated"},
		"Payment complete.":       {Words: "Payment complete."},
		"":                        {},
	} {
		for _, s := range []State{{Charge: &Charge{Outcome: o}}, {Decline: &Decline{Outcome: o}}} {
			if got := s.Judged().String(); got != want {
				t.Errorf("%+v: %q, want %q", o, got, want)
			}
		}
	}
}
