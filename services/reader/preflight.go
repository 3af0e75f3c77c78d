package reader

import (
	"slices"

	"paydesk/services/money"
)

// Check is one thing looked at before a payment goes to a reader.
type Check struct {
	Kind   CheckKind
	Result Result
	Bar    Bar            // of CheckType
	Wants  money.Currency // of CheckCurrency: what readers there charge
	Err    error          // of CheckAmount
	Who    string         // of CheckSlot: the counter that uses it; empty where that is not known
}

// CheckKind names a check.
type CheckKind string

// Checks, in the order of their weight.
const (
	CheckKnown    CheckKind = "known"    // the reader is in the shop's list
	CheckType     CheckKind = "type"     // Stripe drives this type from a server
	CheckLocation CheckKind = "location" // it belongs to a location of the shop
	CheckCurrency CheckKind = "currency" // and its country charges this currency
	CheckAmount   CheckKind = "amount"   // Stripe takes this amount
	CheckSlot     CheckKind = "slot"     // nobody uses it
	CheckStatus   CheckKind = "status"   // Stripe heard of it lately: advisory (Stripe facts §3)
)

// Result is how a check came out.
type Result string

// Results. Only Bad keeps a payment from starting: what is Doubtful the command decides.
const (
	Good     Result = "good"
	Doubtful Result = "doubtful"
	Bad      Result = "bad"
)

// Flight is what a payment needs.
type Flight struct {
	Reader   Listed
	Known    bool // in the list at all
	Location Location
	Located  bool // Location is the reader's own and was read
	Amount   money.Amount
}

// Preflight looks at everything that can be known before a payment is claimed. Every check is in the answer.
func Preflight(f Flight) []Check {
	r := f.Reader
	if !f.Known || r.Deleted {
		return []Check{{Kind: CheckKnown, Result: Bad}}
	}
	checks := []Check{{Kind: CheckKnown, Result: Good}, {Kind: CheckType, Result: Good}, {Kind: CheckLocation, Result: Good},
		{Kind: CheckCurrency, Result: Good}, {Kind: CheckAmount, Result: Good}, {Kind: CheckSlot, Result: Good}, {Kind: CheckStatus, Result: Good}}
	kind, place, currency, amount, slot, status := &checks[1], &checks[2], &checks[3], &checks[4], &checks[5], &checks[6]
	if kind.Bar = r.Bar(); kind.Bar != "" {
		kind.Result = Bad
	}
	switch wants, known := f.Location.Currency(); {
	case r.Location == "": // a reader driven from a server must stand at a location (Stripe facts §2)
		place.Result, currency.Result = Bad, Doubtful
	case !f.Located:
		place.Result, currency.Result = Doubtful, Doubtful
	case !known:
		currency.Result = Doubtful
	default:
		if currency.Wants = wants; wants != f.Amount.Currency {
			currency.Result = Bad
		}
	}
	if amount.Err = f.Amount.Chargeable(); amount.Err != nil {
		amount.Result = Bad
	}
	if r.Busy() && !r.ShowsLetter() {
		slot.Result, slot.Who = Doubtful, r.MovedBy
	}
	if r.Status == "offline" || r.Availability == Uncertain {
		status.Result = Doubtful
	}
	return checks
}

// Worst returns the check that matters most: the first bad one, else the first doubtful one; false if all is well.
func Worst(checks []Check) (Check, bool) {
	for _, want := range []Result{Bad, Doubtful} {
		if i := slices.IndexFunc(checks, func(c Check) bool { return c.Result == want }); i >= 0 {
			return checks[i], true
		}
	}
	return Check{}, false
}
