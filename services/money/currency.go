package money

import "strings"

// Currency is an upper-case ISO 4217 code, "EUR".
type Currency string

// rule holds what Stripe and people need to know of one currency.
type rule struct {
	exp    int    // decimals of Stripe's minor unit: an amount of 1.00 is 10^exp minor units
	digits int    // decimals that people write
	step   int64  // smallest change Stripe accepts, in minor units
	min    int64  // smallest card charge in minor units, 1 where Stripe publishes none
	max    int64  // largest, in minor units
	symbol string // sign used where this is the shop's own currency, empty: the code is used
	known  bool   // in the tables below
}

// maxMinor is the largest charge in minor units of every currency but one: eight digits (Stripe facts §4, and Stripe's
// description of PaymentIntent.amount).
const maxMinor = 99_999_999

// decimals says how Stripe counts every currency of ISO 4217. Sources: Stripe facts §4 "Currencies" for all that are not
// counted in hundredths; the codes themselves are those of the standard's list one, funds, metals and test codes left out.
var decimals = []struct {
	exp, digits int
	step        int64
	codes       string
}{
	{2, 2, 1, `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP
		CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR
		KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK
		PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS
		UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ANG`},
	// HUF and TWD are among those: charged with two decimals, though paid out in whole units only.
	{0, 0, 1, "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"},
	{2, 0, 100, "ISK UGX"}, // whole units, which Stripe nevertheless counts in hundredths
	{3, 3, 10, "BHD IQD JOD KWD LYD OMR TND"},
}

// smallest are the minimums of a charge in minor units, by the currency it is settled in (Stripe facts §4). A currency that is
// not listed is settled in another one, whose minimum Stripe applies after conversion: only Stripe can tell.
var smallest = map[Currency]int64{
	"USD": 50, "EUR": 50, "CAD": 50, "AUD": 50, "NZD": 50, "SGD": 50, "CHF": 50, "BRL": 50, "INR": 50, "GBP": 30, "DKK": 250,
	"NOK": 300, "SEK": 300, "PLN": 200, "RON": 200, "AED": 200, "MYR": 200, "BGN": 100, "HKD": 400, "CZK": 1500, "HUF": 17500,
	"JPY": 50, "MXN": 1000, "THB": 1000,
}

// largest are the maximums that are not maxMinor. Source: Stripe's page of supported currencies, "Minimum and maximum charge
// amounts", in a public copy ("up to twelve digits for IDR"); the facts say "most".
var largest = map[Currency]int64{"IDR": 999_999_999_999}

var symbols = map[Currency]string{
	"EUR": "€", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "SGD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "VND": "₫",
}

var rules = func() map[Currency]rule {
	all := map[Currency]rule{}
	for _, d := range decimals {
		for _, code := range strings.Fields(d.codes) {
			c := Currency(code)
			all[c] = rule{d.exp, d.digits, d.step, max(smallest[c], d.step), maxMinor, symbols[c], true}
		}
	}
	for c, most := range largest {
		r := all[c]
		r.max = most
		all[c] = r
	}
	return all
}()

// rule of a code that is not in the standard is that of the common case; such an amount is never charged.
func (c Currency) rule() rule {
	if r, ok := rules[c]; ok {
		return r
	}
	return rule{exp: 2, digits: 2, step: 1, min: 1, max: maxMinor}
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
