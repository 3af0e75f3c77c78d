package explain

import (
	"regexp"
	"strings"
)

// ownSecrets are keys and secrets of Stripe by their form.
var ownSecrets = regexp.MustCompile(`\b((?:sk|rk|pk)_(?:test|live)_|whsec_|(?:pi|seti|cs)_\w*?_secret_)[\w*]+`)

// digitGroups are what may be a card number: 13 to 19 digits, written together or in groups.
var digitGroups = regexp.MustCompile(`\d(?:[ .-]?\d){12,}`)

// Masked is a text of others as far as it may be kept, logged or shown: without keys, secrets and card numbers.
func Masked(s string) string {
	s = ownSecrets.ReplaceAllString(s, "${1}…")
	return digitGroups.ReplaceAllStringFunc(s, func(run string) string {
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, run)
		if len(digits) > 19 || !luhn(digits) {
			return run
		}
		return "•••• " + digits[len(digits)-4:]
	})
}

// luhn checks the last digit of a card number (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
