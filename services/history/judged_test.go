package history

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/payment"
)

// Lost if it fails: a manager takes a card that Stripe's fraud rules blocked for one that its bank declined, or never learns that a
// charge was thought risky.
func TestTheTimelineSaysWhatRadarThought(t *testing.T) {
	for name, c := range map[string]struct {
		o    payment.Outcome
		want string
	}{
		"blocked":  {payment.Outcome{Type: "blocked", Reason: "highest_risk_level", RiskLevel: "highest", RiskScore: 88}, "blocked (highest_risk_level), risk highest 88"},
		"elevated": {payment.Outcome{Type: "authorized", RiskLevel: "elevated", RiskScore: 66}, "authorized, risk elevated 66"},
		"review":   {payment.Outcome{Type: "manual_review"}, "manual_review"},
		"normal":   {payment.Outcome{Type: "authorized", RiskLevel: "normal", RiskScore: 12}, ""},
		"without":  {payment.Outcome{}, ""},
	} {
		b := telling{own: "EUR"}
		b.judged(time.Unix(1, 0), c.o)
		got := ""
		for _, s := range b.steps {
			got += s.Detail
			if s.Mark != Care || strings.Contains(s.Title, "⟦") {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
