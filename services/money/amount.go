// Package money holds amounts as integer minor units, the way Stripe counts them, and nothing else of ours.
package money

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Amount is a sum in minor units of its currency, as Stripe counts them (EUR 12.50 is 1250, JPY 500 is 500).
type Amount struct {
	Minor    int64    `json:"minor"`
	Currency Currency `json:"currency"`
}

// Reasons why an amount cannot be reckoned with or read.
var (
	ErrCurrencyMismatch = errors.New("amounts in different currencies")
	ErrSyntax           = errors.New("not an amount")
)

// New returns minor units of a currency.
func New(minor int64, c Currency) Amount { return Amount{minor, c} }

// Add returns a+b.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, fmt.Errorf("%w: %s and %s", ErrCurrencyMismatch, a.Currency, b.Currency)
	}
	return Amount{a.Minor + b.Minor, a.Currency}, nil
}

// Decimal writes the amount as plain decimal text with a point and no grouping, as Odoo's import reads it: "1284.50".
func (a Amount) Decimal() string {
	exp := a.Currency.Exponent()
	neg, n := a.Minor < 0, strconv.FormatUint(magnitude(a.Minor), 10)
	if exp > 0 {
		if len(n) <= exp {
			n = strings.Repeat("0", exp-len(n)+1) + n
		}
		n = n[:len(n)-exp] + "." + n[len(n)-exp:]
	}
	if neg {
		n = "-" + n
	}
	return n
}

// ParseDecimal reads plain decimal text ("1284.5", "-3") exactly; digits beyond the minor unit must be zero.
func ParseDecimal(s string, c Currency) (Amount, error) {
	r, ok := new(big.Rat).SetString(s)
	if !ok || strings.Trim(s, "-0123456789.") != "" {
		return Amount{}, fmt.Errorf("%w: %q", ErrSyntax, s)
	}
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.Exponent())), nil)
	r.Mul(r, new(big.Rat).SetInt(scale))
	if !r.IsInt() || !r.Num().IsInt64() {
		return Amount{}, fmt.Errorf("%w: %q as %s", ErrSyntax, s, c)
	}
	return Amount{r.Num().Int64(), c}, nil
}

// String is for logs and the command line: "EUR 1284.50".
func (a Amount) String() string { return string(a.Currency) + " " + a.Decimal() }

// Format writes the amount for people in the language of the program: with its sign where it is the shop's own currency
// ("€1,284.50", "1.284,50 €"), else with its code ("USD 640.00"), grouped by thousands, with a true minus. The parts never break
// across lines.
func (a Amount) Format(own Currency) string { return a.FormatIn(spoken(), own) }

// FormatIn writes the amount for people in a given style.
func (a Amount) FormatIn(style Style, own Currency) string {
	r := a.Currency.rule()
	digits := strconv.FormatUint(magnitude(a.Minor), 10)
	if len(digits) <= r.exp {
		digits = strings.Repeat("0", r.exp-len(digits)+1) + digits
	}
	whole, frac := digits[:len(digits)-r.exp], digits[len(digits)-r.exp:]
	var b strings.Builder
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(style.Group)
		}
		b.WriteRune(d)
	}
	if r.digits > 0 {
		b.WriteString(style.Decimal + frac[:r.digits])
	}
	pattern := style.Code
	if a.Currency == own && r.symbol != "" {
		pattern = style.Own
	}
	text := strings.NewReplacer("{sign}", r.symbol, "{code}", string(a.Currency), "{number}", b.String(), " ", noBreak).Replace(pattern)
	if a.Minor < 0 {
		text = "−" + text
	}
	return text
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}
