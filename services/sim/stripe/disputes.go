package stripesim

import (
	"slices"
	"time"
)

// answerWithin is how long a shop has to answer a dispute. Real networks leave 7 to 21 days.
const answerWithin = 9 * 24 * time.Hour

type disputeJSON struct {
	ID                  string              `json:"id"`
	Object              string              `json:"object"`
	Amount              int64               `json:"amount"`
	BalanceTransactions []any               `json:"balance_transactions"`
	Charge              string              `json:"charge"`
	Created             int64               `json:"created"`
	Currency            string              `json:"currency"`
	EnhancedTypes       []string            `json:"enhanced_eligibility_types"`
	Evidence            disputeEvidenceJSON `json:"evidence"`
	EvidenceDetails     disputeDetailsJSON  `json:"evidence_details"`
	Refundable          bool                `json:"is_charge_refundable"`
	Livemode            bool                `json:"livemode"`
	Metadata            map[string]string   `json:"metadata"`
	PaymentIntent       string              `json:"payment_intent"`
	Reason              string              `json:"reason"`
	Status              string              `json:"status"`
}

type disputeEvidenceJSON struct {
	Enhanced struct{} `json:"enhanced_evidence"`
}

type disputeDetailsJSON struct {
	DueBy    *int64   `json:"due_by"`
	Enhanced struct{} `json:"enhanced_eligibility"`
	Has      bool     `json:"has_evidence"`
	PastDue  bool     `json:"past_due"`
	Count    int      `json:"submission_count"`
}

// listDisputes lists the disputed charges, newest dispute first.
func (s *Server) listDisputes(c *call) (any, *apiError) {
	keep, e := createdFilter(c)
	if e != nil {
		return nil, e
	}
	var found []*charge
	for _, in := range s.intents {
		for _, ch := range in.charges {
			if ch.dispute != "" && keep(ch.disputed) && (!c.has("payment_intent") || c.get("payment_intent") == in.id) && (!c.has("charge") || c.get("charge") == ch.id) {
				found = append(found, ch)
			}
		}
	}
	slices.SortFunc(found, func(a, b *charge) int { return b.disputed.Compare(a.disputed) })
	return page(c, "dispute", found, disputeID, func(ch *charge, _ expands) any { return s.disputeJSON(ch) })
}

func disputeID(ch *charge) string { return "dp_" + ch.id[len("ch_"):] }

func (s *Server) disputeJSON(ch *charge) *disputeJSON {
	due := ch.disputed.Add(answerWithin)
	out := &disputeJSON{
		ID: disputeID(ch), Object: "dispute", Amount: ch.captured - ch.refunded, BalanceTransactions: []any{}, Charge: ch.id, Created: ch.disputed.Unix(), Currency: ch.in.currency,
		EnhancedTypes: []string{}, Metadata: map[string]string{}, PaymentIntent: ch.in.id, Reason: "general", Status: ch.dispute,
		EvidenceDetails: disputeDetailsJSON{PastDue: s.now.After(due)},
	}
	if ch.dispute == disputeOpen {
		at := due.Unix()
		out.EvidenceDetails.DueBy = &at
	}
	return out
}
