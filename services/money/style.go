package money

import "sync/atomic"

// Style is how a language writes amounts. Own and Code are patterns with {sign} or {code}, and {number}; a space in them never breaks.
type Style struct {
	Decimal, Group string // between whole and fraction, and between thousands
	Own, Code      string // of the shop's own currency, and of any other
}

const noBreak = "\u00a0" // amount and currency never break across lines

// English is the style of the program where no other language is set.
var English = Style{Decimal: ".", Group: ",", Own: "{sign}{number}", Code: "{code} {number}"}

var current atomic.Pointer[Style]

// Use makes a style the one of Format, once at the start of the program.
func Use(s Style) { current.Store(&s) }

func spoken() Style {
	if s := current.Load(); s != nil {
		return *s
	}
	return English
}
