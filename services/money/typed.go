package money

import (
	"fmt"
	"strings"
)

// Parse reads an amount as people type it, in any language: "1284.50", "1.284,50", "1,284.50", "12,5". What could mean two
// amounts ("1.284" euros) is refused rather than guessed.
func Parse(s string, c Currency) (Amount, error) {
	refused := func() (Amount, error) { return Amount{}, fmt.Errorf("%w: %q as %s", ErrSyntax, s, c) }
	whole, frac, group := s, "", ""
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		sep, after := s[i:i+1], len(s)-i-1
		switch {
		case strings.Count(s, sep) > 1:
			group = sep // "1.000.000": a decimal separator stands once
		case after == 3 && c.Exponent() < 3, after == 0:
			return refused()
		default:
			whole, frac = s[:i], s[i+1:]
			if j := strings.IndexAny(whole, ".,"); j >= 0 {
				group = whole[j : j+1]
			}
			if group == sep {
				return refused()
			}
		}
	}
	if group != "" {
		parts := strings.Split(strings.TrimPrefix(whole, "-"), group)
		for i, p := range parts {
			if len(p) != 3 && (i > 0 || p == "" || len(p) > 3) {
				return refused()
			}
		}
		whole = strings.ReplaceAll(whole, group, "")
	}
	if frac != "" {
		whole += "." + frac
	}
	return ParseDecimal(whole, c)
}
