package document

import (
	"testing"

	"paydesk/services/money"
)

// Lost if it fails: the counter asks for another amount than Odoo would: a discount that is over, an instalment that is
// not due, or the whole invoice although only a part is. The numbers are those of the recorded wizards: an invoice of 100
// in instalments of 30 now and 70 in 60 days; one of 100 with two percent off until the eighth day (contract §6).
func TestAsksWhatOdoosOwnDialogWouldPropose(t *testing.T) {
	eur := func(minor int64) money.Amount { return money.New(minor, "EUR") }
	parts := []Instalment{{Due: "2027-01-21", Residual: eur(7000)}, {Due: "2026-11-22", Residual: eur(3000)}}
	early := []Instalment{{Due: "2026-12-22", Residual: eur(10000), Until: "2026-11-30", Discounted: eur(9800)}}
	three := []Instalment{{Due: "2026-09-01", Residual: eur(1000)}, {Due: "2026-10-01", Residual: eur(2000)}, {Due: "2027-01-01", Residual: eur(7000)}}
	for name, c := range map[string]struct {
		terms  []Instalment
		state  string
		left   int64
		day    string
		whole  bool // Odoo 17 asks for everything
		kind   Kind
		amount int64
		reason Reason
	}{
		"first instalment on its day":         {terms: parts, day: "2026-11-22", amount: 3000, reason: Next},
		"first instalment before its day":     {terms: parts, day: "2026-11-01", amount: 3000, reason: Next},
		"first instalment overdue":            {terms: parts, day: "2026-11-23", amount: 3000, reason: Overdue},
		"both overdue":                        {terms: parts, day: "2027-02-01", amount: 10000, reason: Whole},
		"two of three overdue":                {terms: three, day: "2026-11-22", amount: 3000, reason: Overdue},
		"first paid":                          {terms: []Instalment{{Due: "2026-11-22"}, parts[0]}, state: "partial", left: 7000, day: "2026-11-23", amount: 7000, reason: Whole},
		"Odoo 17":                             {terms: parts, day: "2026-11-22", whole: true, amount: 10000, reason: Whole},
		"discount on its last day":            {terms: early, day: "2026-11-30", amount: 9800, reason: Discounted},
		"discount on Odoo 17":                 {terms: early, day: "2026-11-30", whole: true, amount: 9800, reason: Discounted},
		"discount the day after":              {terms: early, day: "2026-12-01", amount: 10000, reason: Whole},
		"discount on a partly paid invoice":   {terms: early, state: "partial", left: 5000, day: "2026-11-30", amount: 5000, reason: Whole},
		"credit notes are paid back in whole": {terms: early, kind: CreditNote, day: "2026-11-30", amount: 10000, reason: Whole},
		"nothing known":                       {day: "2026-11-30", amount: 10000, reason: Whole},
	} {
		d := Document{Kind: Invoice, State: Posted, PaymentState: "not_paid", Residual: eur(10000)}
		if c.state != "" {
			d.PaymentState, d.Residual.Minor = c.state, c.left
		}
		if c.kind != "" {
			d.Kind = c.kind
		}
		if got := AskOf(d, c.terms, c.day, !c.whole); got.Amount.Minor != c.amount || got.Reason != c.reason {
			t.Errorf("%s: %s as %s", name, got.Amount, got.Reason)
		}
	}
	if got := AskOf(Document{Kind: Invoice, State: Posted, PaymentState: "not_paid", Residual: eur(10000)}, early, "2026-11-30", true); got.Until != "2026-11-30" {
		t.Errorf("the discount's last day is not said: %+v", got)
	}
}
