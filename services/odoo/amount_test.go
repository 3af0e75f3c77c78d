package odoo

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paydesk/services/money"
)

// iso lists the currencies of ISO 4217 that a shop could have in Odoo, and the decimals Odoo ships them with where these are
// not two. Odoo lets a shop change them: every number from 0 to 4 is tried with every currency.
const (
	iso = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP
		CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
		JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
		NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
		THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`
	mostDecimals = 4
)

// Lost if it fails: for one currency and one setting of its decimals in Odoo a customer is charged more than is owed, or ten or
// a hundred times as much (ISK and UGX: none in Odoo, two at Stripe; MGA: two in Odoo, none at Stripe), or what was charged is
// booked as another amount.
func TestOdoosAmountsOfEveryCurrency(t *testing.T) {
	codes := strings.Fields(iso)
	rapid.Check(t, func(t *rapid.T) {
		c := currency{1, money.Currency(rapid.SampledFrom(codes).Draw(t, "code")), rapid.Int32Range(0, mostDecimals).Draw(t, "places")}
		units := rapid.Int64Range(0, 99_999_999).Draw(t, "units") // of Odoo's own smallest unit
		owed := new(big.Rat).SetFrac(big.NewInt(units), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.places)), nil))
		f, _ := owed.Float64()
		noise := rapid.SampledFrom([]float64{0, 1e-12, -1e-12}).Draw(t, "noise") // what adding floats leaves behind
		got, err := c.amount(f * (1 + noise))
		if err != nil {
			t.Fatal(err)
		}
		back, ok := new(big.Rat).SetString(got.Decimal())
		if !ok {
			t.Fatalf("%q is no number", got.Decimal())
		}
		if back.Cmp(owed) > 0 {
			t.Fatalf("%s %s with %d decimals in Odoo: %s would be charged", c.code, owed.FloatString(mostDecimals), c.places, got)
		}
		exp := got.Currency.Exponent()
		if int(c.places) <= exp && back.Cmp(owed) != 0 {
			t.Fatalf("%s %s with %d decimals in Odoo became %s", c.code, owed.FloatString(mostDecimals), c.places, got)
		}
		unit := new(big.Rat).SetFrac64(1, int64(math.Pow10(exp)))
		if new(big.Rat).Sub(owed, back).Cmp(unit) >= 0 {
			t.Fatalf("%s %s became %s", c.code, owed.FloatString(mostDecimals), got)
		}
		var why *money.ChargeError
		if err := got.Chargeable(); err != nil && (!errors.As(err, &why) || errors.Is(err, money.ErrCurrency)) {
			t.Fatalf("%s: %v", got, err)
		}
		// Odoo reads the same text back as the same amount.
		text, err := strconv.ParseFloat(got.Decimal(), 64)
		if err != nil {
			t.Fatal(err)
		}
		exact := currency{1, c.code, int32(exp)}
		if again, err := exact.amount(text); err != nil || again != got {
			t.Fatalf("%s came back as %s, %v", got, again, err)
		}
	})
}

// Lost if it fails: among a million amounts as Odoo writes them there is one that becomes another: a cent is lost somewhere
// between the invoice, the card and the booking.
func TestNoCentIsLostInAMillionAmounts(t *testing.T) {
	codes := strings.Fields(iso)
	lots := rand.New(rand.NewPCG(1, 1))
	for range 1_000_000 {
		code := money.Currency(codes[lots.IntN(len(codes))])
		exp := code.Exponent()
		c := currency{1, code, int32(exp)}
		minor := lots.Int64N(99_999_999_999)
		odoos := float64(minor) / math.Pow10(exp) // as its server holds it: the double nearest to the amount
		got, err := c.amount(odoos)
		if err != nil || got.Minor != minor {
			t.Fatalf("%d of %s as %v became %+v, %v", minor, code, odoos, got, err)
		}
		if again, err := c.amount(wire(got)); err != nil || again != got {
			t.Fatalf("%s is booked as %v, %v", got, again, err)
		}
	}
}
