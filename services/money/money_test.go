package money

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func anyCurrency(t *rapid.T) Currency {
	codes := []Currency{"ZZZ", "CNY"}
	for c := range rules {
		codes = append(codes, c)
	}
	return rapid.SampledFrom(codes).Draw(t, "currency")
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
		a    Amount
		want error
	}{
		{New(50, "EUR"), nil}, {New(49, "EUR"), ErrTooSmall}, {New(0, "EUR"), ErrTooSmall}, {New(-100, "EUR"), ErrTooSmall}, {New(30, "GBP"), nil}, {New(29, "GBP"), ErrTooSmall},
		{New(50, "JPY"), nil}, {New(49, "JPY"), ErrTooSmall}, {New(1499, "CZK"), ErrTooSmall}, {New(MaxMinor, "EUR"), nil}, {New(MaxMinor+1, "EUR"), ErrTooLarge},
		{New(10000, "ISK"), nil}, {New(10050, "ISK"), ErrStep}, {New(1230, "KWD"), nil}, {New(1234, "KWD"), ErrStep},
	} {
		if err := c.a.Chargeable(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.a, err, c.want)
		}
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
