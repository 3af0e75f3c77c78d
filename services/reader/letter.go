package reader

import (
	"strings"

	"paydesk/services/money"
)

// letterLine begins what a reader shows that tells its letter. Every counter of the shop knows it by that: no payment
// waits behind it, so it may be cleared at any time.
const letterLine = "Paydesk · "

// LetterCart shows a reader's letter and label on the reader itself. Nothing is to be paid.
func LetterCart(tag, label string, c money.Currency) Cart {
	return Cart{Currency: c, Lines: []CartLine{{Text: strings.TrimRight(letterLine+tag+" · "+label, " ·"), Quantity: 1}}}
}

// ShowsLetter says that the reader shows its letter, put there by a counter of Paydesk.
func (r Reader) ShowsLetter() bool {
	return r.Busy() && r.Action.Type == ActionDisplay && strings.HasPrefix(r.Action.Shows, letterLine)
}
