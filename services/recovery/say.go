package recovery

import (
	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/money"
)

// Words fill the sentences of an entry. Amounts are written as a shop with this currency writes them.
func (e Entry) Words(own money.Currency) []any {
	rest, back, text := "", e.Amount, e.Text
	if e.Rest != nil {
		rest, back = e.Rest.Format(own), *e.Rest
	}
	if text == "" && e.Kind == Stranger {
		text = assets.T("attention.stranger.a_card")
	}
	return []any{
		"number", e.Numbers(), "amount", e.Amount.Format(own), "rest", rest, "text", text, "mark", e.Mark, "count", len(e.Marks), "customer", e.Customer,
		"person", e.Person, "counter", e.Counter, "time", e.At.Local().Format("15:04"), "date", language.Day(e.At.Local()),
		"back", back.Format(own), "fits", e.Fits, "due", language.DayOfYear(e.Due.Local()),
	}
}

// Title says what happened, with the amount.
func (e Entry) Title(own money.Currency) string {
	return assets.T("attention."+string(e.Kind)+".title", e.Words(own)...)
}

// Fact is one sentence on how that is known.
func (e Entry) Fact(own money.Currency) string {
	if !e.Due.IsZero() {
		return assets.T("attention.dispute.fact.due", e.Words(own)...)
	}
	if e.Fits > 1 {
		return assets.T("attention.stranger.fact.several", e.Words(own)...)
	}
	return assets.T("attention."+string(e.Kind)+".fact", e.Words(own)...)
}

// Money is the one sentence about where the customer's money is.
func (e Entry) Money(own money.Currency) string {
	switch e.Kind {
	case NoMoney:
		return assets.T("attention.money.none")
	case Refund:
		return assets.T("attention.money.back", e.Words(own)...)
	case Stranger:
		return assets.T("attention.stranger.money", e.Words(own)...)
	case HoldEnds:
		return assets.T("money.reserved", e.Words(own)...)
	case HoldLost:
		return assets.T("money.none")
	}
	return assets.T("money.charged", e.Words(own)...)
}

// Who says who can settle it.
func (e Entry) Who() string {
	switch e.Kind {
	case Refused, Document:
		return assets.T("attention.who.accountant")
	case HoldEnds:
		return assets.T("attention.who.anyone")
	}
	return assets.T("attention.who.manager")
}
