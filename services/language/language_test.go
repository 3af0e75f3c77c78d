package language_test

import (
	"testing"
	"time"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/money"
)

// Lost if it fails: a German cashier reads 1.284 where 1284 euros are charged, or a date of another country.
func TestGermanMoneyAndDates(t *testing.T) {
	if err := language.Use("de"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := language.Use(assets.English); err != nil {
			t.Error(err)
		}
	})
	for want, a := range map[string]money.Amount{
		"1.284,50\u00a0€": money.New(128450, "EUR"), "−128,45\u00a0€": money.New(-12845, "EUR"), "0,05\u00a0€": money.New(5, "EUR"),
		"640,00\u00a0USD": money.New(64000, "USD"), "1.500\u00a0JPY": money.New(1500, "JPY"), "1,234\u00a0KWD": money.New(1234, "KWD"),
	} {
		if got := a.Format("EUR"); got != want {
			t.Errorf("%s: %q, want %q", a, got, want)
		}
	}
	day := time.Date(2026, time.March, 2, 9, 5, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"2. März": language.Day(day), "2. März 2026": language.DayOfYear(day), "Montag, 2. März": language.LongDay(day),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Lost if it fails: a list of names with a hole shows an empty month.
func TestEveryLanguageNamesAllMonthsAndDays(t *testing.T) {
	for _, code := range assets.Languages() {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for d := range 365 {
			day := time.Date(2026, 1, 1+d, 0, 0, 0, 0, time.UTC)
			seen[language.Day(day)], seen[language.LongDay(day)] = true, true
		}
		if len(seen) != 2*365 {
			t.Errorf("%s: %d of %d days have a name of their own", code, len(seen), 2*365)
		}
		style := language.Style(assets.In(code))
		if style.Decimal == style.Group || style.Decimal == "" || style.Own == "" || style.Code == "" {
			t.Errorf("%s writes amounts as %+v", code, style)
		}
	}
	if err := language.Use("xx"); err == nil {
		t.Error("a language that is not there must be refused")
	}
	if err := language.Use(assets.English); err != nil {
		t.Fatal(err)
	}
	if got := money.New(128450, "EUR").Format("EUR"); got != "€1,284.50" {
		t.Errorf("English again: %q", got)
	}
}
