package money

// Currency is an upper-case ISO 4217 code, "EUR".
type Currency string

// rule holds what Stripe and people need to know of one currency.
type rule struct {
	exp    int    // decimals of Stripe's minor unit: an amount of 1.00 is 10^exp minor units
	digits int    // decimals that people write
	step   int64  // smallest change Stripe accepts, in minor units
	min    int64  // smallest card charge in minor units, 0 where Stripe publishes none
	symbol string // sign used where this is the shop's own currency, empty: the code is used
}

// MaxMinor is the largest amount of one PaymentIntent in minor units (Stripe facts §4, "Maximum 99,999,999 minor units").
const MaxMinor = 99_999_999

// rules lists every currency that differs from the ordinary two decimals, or has a minimum or a sign of its own.
// Sources: Stripe facts §4 "Currencies" (zero-decimal, ISK and UGX times 100, three-decimal with last digit 0, minimums).
var rules = map[Currency]rule{
	"BIF": {0, 0, 1, 0, ""}, "CLP": {0, 0, 1, 0, ""}, "DJF": {0, 0, 1, 0, ""}, "GNF": {0, 0, 1, 0, ""},
	"JPY": {0, 0, 1, 50, "¥"}, "KMF": {0, 0, 1, 0, ""}, "KRW": {0, 0, 1, 0, "₩"}, "MGA": {0, 0, 1, 0, ""},
	"PYG": {0, 0, 1, 0, ""}, "RWF": {0, 0, 1, 0, ""}, "VND": {0, 0, 1, 0, "₫"}, "VUV": {0, 0, 1, 0, ""},
	"XAF": {0, 0, 1, 0, ""}, "XOF": {0, 0, 1, 0, ""}, "XPF": {0, 0, 1, 0, ""},
	"ISK": {2, 0, 100, 0, ""}, "UGX": {2, 0, 100, 0, ""},
	"BHD": {3, 3, 10, 0, ""}, "IQD": {3, 3, 10, 0, ""}, "JOD": {3, 3, 10, 0, ""}, "KWD": {3, 3, 10, 0, ""},
	"OMR": {3, 3, 10, 0, ""}, "TND": {3, 3, 10, 0, ""}, "LYD": {3, 3, 10, 0, ""},
	"EUR": {2, 2, 1, 50, "€"}, "USD": {2, 2, 1, 50, "$"}, "CAD": {2, 2, 1, 50, "$"}, "AUD": {2, 2, 1, 50, "$"},
	"NZD": {2, 2, 1, 50, "$"}, "SGD": {2, 2, 1, 50, "$"}, "CHF": {2, 2, 1, 50, ""}, "BRL": {2, 2, 1, 50, ""},
	"INR": {2, 2, 1, 50, "₹"}, "GBP": {2, 2, 1, 30, "£"}, "DKK": {2, 2, 1, 250, ""}, "NOK": {2, 2, 1, 300, ""},
	"SEK": {2, 2, 1, 300, ""}, "PLN": {2, 2, 1, 200, ""}, "RON": {2, 2, 1, 200, ""}, "AED": {2, 2, 1, 200, ""},
	"MYR": {2, 2, 1, 200, ""}, "BGN": {2, 2, 1, 100, ""}, "HKD": {2, 2, 1, 400, ""}, "CZK": {2, 2, 1, 1500, ""},
	"HUF": {2, 2, 1, 17500, ""}, "MXN": {2, 2, 1, 1000, ""}, "THB": {2, 2, 1, 1000, ""},
}

func (c Currency) rule() rule {
	if r, ok := rules[c]; ok {
		return r
	}
	return rule{2, 2, 1, 0, ""}
}

// Exponent is the number of decimals of the minor unit that Stripe counts in: 2 for EUR and ISK, 0 for JPY, 3 for KWD.
func (c Currency) Exponent() int { return c.rule().exp }

// Valid says whether c has the form of an ISO 4217 code.
func (c Currency) Valid() bool {
	if len(c) != 3 {
		return false
	}
	for _, r := range c {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}
