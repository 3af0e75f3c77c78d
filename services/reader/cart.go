package reader

import "paydesk/services/money"

// Cart is what a reader shows while it takes no payment. It stands in the reader's one slot until it is cleared.
type Cart struct {
	Lines    []CartLine
	Total    int64 // minor units of Currency
	Currency money.Currency
}

// CartLine is one row of a cart; Stripe shows the amount beside the description.
type CartLine struct {
	Text     string
	Amount   int64 // minor units
	Quantity int64
}
