package money

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func anyCurrency(t *rapid.T) Currency {
	return rapid.SampledFrom(slices.Sorted(maps.Keys(rules))).Draw(t, "currency")
}

// Lost if it fails: an amount changes on its way to Odoo and back.
func TestDecimalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := New(rapid.Int64().Draw(t, "minor"), anyCurrency(t))
		back, err := ParseDecimal(a.Decimal(), a.Currency)
		if err != nil || back != a {
			t.Fatalf("%d %s → %q → %+v, %v", a.Minor, a.Currency, a.Decimal(), back, err)
		}
	})
}

// Lost if it fails: Stripe would be asked for ten times or a hundred times the amount (Stripe facts §4, Currencies).
func TestMinorUnitsAsStripeCountsThem(t *testing.T) {
	for decimal, want := range map[string]Amount{
		"12.50": {1250, "EUR"}, "500": {500, "JPY"}, "1.234": {1234, "KWD"}, "700": {70000, "ISK"}, "3000": {300000, "UGX"}, "10.00": {1000, "HUF"}, "0.5": {50, "USD"}, "-3": {-300, "EUR"},
	} {
		got, err := ParseDecimal(decimal, want.Currency)
		if err != nil || got != want {
			t.Errorf("%s %s: %+v, %v; want %d", want.Currency, decimal, got, err, want.Minor)
		}
	}
	for _, bad := range []string{"", "1,5", "1e3", "1/3", "abc", "1.005", "99999999999999999999", "0x10", "１２"} {
		if got, err := ParseDecimal(bad, "EUR"); !errors.Is(err, ErrSyntax) {
			t.Errorf("%q was read as %+v, %v", bad, got, err)
		}
	}
}

// Lost if it fails: a limit of 1.284,50 euros is read as 1.28, or one that could be either is guessed.
func TestAmountsAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]Amount{
		"1284.50": {128450, "EUR"}, "1284,50": {128450, "EUR"}, "1.284,50": {128450, "EUR"}, "1,284.50": {128450, "EUR"}, "12,5": {1250, "EUR"}, "250": {25000, "EUR"},
		"1.000.000": {100000000, "EUR"}, "1.000.000,5": {100000050, "EUR"}, "1,234": {1234, "KWD"}, "1.234,5": {1234500, "KWD"}, "-3,10": {-310, "EUR"},
	} {
		if got, err := Parse(typed, want.Currency); err != nil || got != want {
			t.Errorf("%s %s: %+v, %v; want %d", typed, want.Currency, got, err, want.Minor)
		}
	}
	for _, bad := range []string{"", "1.284", "1,284", "1.280", "12.34,50", "1.2.3", "1,,2", "250.005", ",5.", "5,", "1.284.50", "1 284", "1.000,000"} {
		if got, err := Parse(bad, "EUR"); !errors.Is(err, ErrSyntax) {
			t.Errorf("%q was read as %+v, %v", bad, got, err)
		}
	}
}

// Lost if it fails: the reader lights up for an amount that Stripe refuses.
func TestChargeable(t *testing.T) {
	for _, c := range []struct {
		a     Amount
		want  error
		limit int64
	}{
		{New(50, "EUR"), nil, 0}, {New(49, "EUR"), ErrTooSmall, 50}, {New(0, "EUR"), ErrTooSmall, 50}, {New(-100, "EUR"), ErrTooSmall, 50},
		{New(30, "GBP"), nil, 0}, {New(29, "GBP"), ErrTooSmall, 30}, {New(50, "JPY"), nil, 0}, {New(49, "JPY"), ErrTooSmall, 50},
		{New(1500, "CZK"), nil, 0}, {New(1499, "CZK"), ErrTooSmall, 1500}, {New(17500, "HUF"), nil, 0}, {New(17499, "HUF"), ErrTooSmall, 17500},
		{New(99_999_999, "EUR"), nil, 0}, {New(100_000_000, "EUR"), ErrTooLarge, 99_999_999}, {New(100_000_000, "JPY"), ErrTooLarge, 99_999_999},
		{New(999_999_999_999, "IDR"), nil, 0}, {New(1_000_000_000_000, "IDR"), ErrTooLarge, 999_999_999_999},
		{New(10000, "ISK"), nil, 0}, {New(10050, "ISK"), ErrStep, 10000}, {New(50, "ISK"), ErrTooSmall, 100}, {New(100_000_000, "UGX"), ErrTooLarge, 99_999_900},
		{New(1230, "KWD"), nil, 0}, {New(1234, "KWD"), ErrStep, 1230}, {New(100_000_000, "KWD"), ErrTooLarge, 99_999_990},
		{New(1, "CLP"), nil, 0}, {New(1, "TWD"), nil, 0}, {New(1000, "ZZZ"), ErrCurrency, 0}, {New(1000, ""), ErrCurrency, 0}, {New(1000, "XAU"), ErrCurrency, 0},
	} {
		err := c.a.Chargeable()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.a, err, c.want)
		}
		var why *ChargeError
		if c.want != nil && (!errors.As(err, &why) || why.Limit.Minor != c.limit || why.Amount != c.a) {
			t.Errorf("%s: %+v, want limit %d", c.a, why, c.limit)
		}
	}
}

// Lost if it fails: a sentence tells the cashier to charge an amount that is refused as well, or more than is owed.
func TestTheProposedAmountIsTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := New(rapid.Int64Range(-1000, 2_000_000_000_000).Draw(t, "minor"), anyCurrency(t))
		var why *ChargeError
		if err := a.Chargeable(); err == nil {
			return
		} else if !errors.As(err, &why) {
			t.Fatalf("%T", err)
		}
		if err := why.Limit.Chargeable(); err != nil {
			t.Fatalf("%s is refused, and so is the %s it proposes: %v", a, why.Limit, err)
		}
		if why.Reason != ErrTooSmall && why.Limit.Minor > a.Minor {
			t.Fatalf("%s is owed, %s proposed", a, why.Limit)
		}
	})
}

// Lost if it fails: a shop in a country that Stripe's readers serve is told that its currency does not exist, or one currency
// of the standard is counted in the wrong unit. The lists are the facts' (Stripe facts §4), not this package's.
func TestEveryCurrencyIsCountedAsStripeDoes(t *testing.T) {
	for _, c := range strings.Fields("USD CAD GBP SGD AUD NZD CZK DKK MYR NOK PLN SEK CHF JPY EUR") { // readers' countries
		if !rules[Currency(c)].known {
			t.Errorf("%s is missing", c)
		}
	}
	zero := strings.Fields("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF")
	three := strings.Fields("BHD IQD JOD KWD OMR TND LYD")
	for c, r := range rules {
		exp, step := 2, int64(1)
		switch {
		case slices.Contains(zero, string(c)):
			exp = 0
		case slices.Contains(three, string(c)):
			exp, step = 3, 10
		case c == "ISK" || c == "UGX":
			step = 100
		}
		if r.exp != exp || r.step != step || !c.Valid() || r.min < r.step || r.max < 99_999_999 {
			t.Errorf("%s: %+v, want %d decimals, step %d", c, r, exp, step)
		}
	}
	for _, c := range append(zero, three...) {
		if !rules[Currency(c)].known {
			t.Errorf("%s is missing", c)
		}
	}
	words := 0
	for _, d := range decimals {
		words += len(strings.Fields(d.codes))
	}
	if words != len(rules) {
		t.Errorf("%d codes, %d currencies: one is listed twice", words, len(rules))
	}
}

// Lost if it fails: a cashier reads another amount than the one charged.
func TestFormat(t *testing.T) {
	for want, a := range map[string]Amount{
		"€1,284.50": {128450, "EUR"}, "€0.05": {5, "EUR"}, "€1,000,000.00": {100000000, "EUR"}, "−€128.45": {-12845, "EUR"}, "USD\u00a0640.00": {64000, "USD"},
		"JPY\u00a01,500": {1500, "JPY"}, "KWD\u00a01.234": {1234, "KWD"}, "ISK\u00a0700": {70000, "ISK"},
	} {
		if got := a.Format("EUR"); got != want {
			t.Errorf("%+v: %q, want %q", a, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := New(rapid.Int64().Draw(t, "a"), anyCurrency(t)), New(rapid.Int64().Draw(t, "b"), anyCurrency(t))
		for _, x := range []*Amount{&a, &b} {
			x.Minor -= x.Minor % x.Currency.rule().step // what Stripe can charge
		}
		if a != b && a.Currency == b.Currency && a.Format("EUR") == b.Format("EUR") {
			t.Fatalf("%+v and %+v look the same: %q", a, b, a.Format("EUR"))
		}
	})
}

// Lost if it fails: euros are added to dollars.
func TestAddRefusesMixedCurrencies(t *testing.T) {
	if _, err := New(1, "EUR").Add(New(1, "USD")); !errors.Is(err, ErrCurrencyMismatch) {
		t.Error(err)
	}
	if got, err := New(1, "EUR").Add(New(2, "EUR")); err != nil || got != New(3, "EUR") {
		t.Errorf("%v, %v", got, err)
	}
}
