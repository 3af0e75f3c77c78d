package reader

import (
	"strings"

	"paydesk/services/money"
)

// currencies are what readers charge by the country of their location (Stripe facts §1.11: the local currency only).
var currencies = map[string]money.Currency{
	"AU": "AUD", "CA": "CAD", "CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "GI": "GBP", "HK": "HKD", "HU": "HUF",
	"JP": "JPY", "LI": "CHF", "MX": "MXN", "MY": "MYR", "NO": "NOK", "NZ": "NZD", "PL": "PLN", "RO": "RON", "SE": "SEK",
	"SG": "SGD", "TH": "THB", "US": "USD", "PR": "USD",
	"AT": "EUR", "BE": "EUR", "CY": "EUR", "DE": "EUR", "EE": "EUR", "ES": "EUR", "FI": "EUR", "FR": "EUR", "GR": "EUR",
	"HR": "EUR", "IE": "EUR", "IT": "EUR", "LT": "EUR", "LU": "EUR", "LV": "EUR", "MT": "EUR", "NL": "EUR", "PT": "EUR",
	"SI": "EUR", "SK": "EUR",
}

// Currency is what readers at this location charge; ok is false where that is not known here.
func (l Location) Currency() (c money.Currency, ok bool) {
	c, ok = currencies[strings.ToUpper(l.Country)]
	return c, ok
}
