// Package language sets the one language of the program, for words, money and dates alike, and writes dates in it.
package language

import (
	"fmt"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/money"
)

// Use makes a language the program's, by its code ("de"). Call it once, before the first screen.
func Use(code string) error {
	if !assets.Use(code) {
		return fmt.Errorf("no language %q; there are: %s", code, strings.Join(assets.Languages(), ", "))
	}
	money.Use(Style(assets.In(code)))
	return nil
}

// Style is how a language writes amounts.
func Style(l *assets.Language) money.Style {
	return money.Style{
		Decimal: l.T("format.decimal"), Group: l.T("format.group"),
		Own: l.T("format.money.own"), Code: l.T("format.money.code"),
	}
}

// Day is a day of this year, "2 Jan".
func Day(t time.Time) string { return date("format.day", "short", t) }

// DayOfYear is a day of any year, "2 Jan 2006".
func DayOfYear(t time.Time) string { return date("format.day.year", "short", t) }

// LongDay is a day with its weekday, "Monday, 2 January".
func LongDay(t time.Time) string { return date("format.day.long", "long", t) }

func date(key, months string, t time.Time) string {
	return assets.T(key, "day", t.Day(), "year", t.Year(),
		"month", nth("format.months."+months, int(t.Month())-1), "weekday", nth("format.weekdays", int(t.Weekday())))
}

// nth is one name of a list in the catalogue.
func nth(key string, i int) string {
	names := strings.Fields(assets.T(key))
	if i >= len(names) {
		return ""
	}
	return names[i]
}
