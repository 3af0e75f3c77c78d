package payment

import (
	"strconv"
	"strings"
)

// Outcome is the bank's and Radar's judgement of a charge, for managers only: never shown to a customer. All lists are open.
type Outcome struct {
	Type      string `json:"type,omitempty"`       // authorized, manual_review, issuer_declined, blocked (by Radar), invalid
	Reason    string `json:"reason,omitempty"`     // highest_risk_level, rule, low_probability_of_authorization, …
	RiskLevel string `json:"risk_level,omitempty"` // normal, elevated, highest, not_assessed, unknown; empty without Radar
	RiskScore int64  `json:"risk_score,omitempty"` // 0 to 100; 0 also without Radar for Fraud Teams
	Words     string `json:"words,omitempty"`      // seller_message: Stripe's words for the shop
}

// Blocked says that Radar refused the card whatever its bank says: asking again with the same card is no use.
func (o Outcome) Blocked() bool { return o.Type == "blocked" }

// String is one line for the manager: "blocked (highest_risk_level), risk highest 88: Stripe blocked this payment." Empty where
// nothing was judged.
func (o Outcome) String() string {
	s := o.Type
	if o.Reason != "" {
		s += " (" + o.Reason + ")"
	}
	if o.RiskLevel != "" {
		s += ", risk " + o.RiskLevel
		if o.RiskScore > 0 {
			s += " " + strconv.FormatInt(o.RiskScore, 10)
		}
	}
	if o.Words != "" {
		s += ": " + o.Words
	}
	return strings.TrimLeft(s, ",: ")
}

// Judged is what bank and Radar said of the last card: of the charge, or of the last decline.
func (s State) Judged() Outcome {
	switch {
	case s.Charge != nil:
		return s.Charge.Outcome
	case s.Decline != nil:
		return s.Decline.Outcome
	}
	return Outcome{}
}
