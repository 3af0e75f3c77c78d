package money

import (
	"errors"
	"fmt"
)

// Reasons why Stripe does not take an amount as one card payment; a *ChargeError holds one.
var (
	ErrTooSmall = errors.New("amount below what Stripe charges")
	ErrTooLarge = errors.New("amount above what Stripe charges")
	ErrStep     = errors.New("amount has more decimals than Stripe charges")
	ErrCurrency = errors.New("not a currency that Stripe could charge")
)

// ChargeError says why an amount is not charged, and which one would be.
type ChargeError struct {
	Reason error  // ErrTooSmall, ErrTooLarge, ErrStep or ErrCurrency
	Amount Amount // refused
	Limit  Amount // nearest to it that Stripe takes; zero for ErrCurrency
}

// Error is for the log and the command line.
func (e *ChargeError) Error() string {
	switch e.Reason {
	case ErrTooSmall:
		return fmt.Sprintf("%v: %s, at least %s", e.Reason, e.Amount, e.Limit)
	case ErrTooLarge:
		return fmt.Sprintf("%v: %s, at most %s", e.Reason, e.Amount, e.Limit)
	case ErrStep:
		return fmt.Sprintf("%v: %s, but %s", e.Reason, e.Amount, e.Limit)
	}
	return fmt.Sprintf("%v: %q", e.Reason, e.Amount.Currency)
}

// Unwrap gives the reason.
func (e *ChargeError) Unwrap() error { return e.Reason }

// Chargeable says whether Stripe takes this amount as one card payment, and why not: the error is a *ChargeError. Card networks
// and banks may allow less; Stripe may ask for more where it converts into another settlement currency.
func (a Amount) Chargeable() error {
	r := a.Currency.rule()
	no := func(reason error, limit int64) error { return &ChargeError{reason, a, Amount{limit, a.Currency}} }
	switch {
	case !r.known:
		return &ChargeError{Reason: ErrCurrency, Amount: a}
	case a.Minor < r.min:
		return no(ErrTooSmall, r.min)
	case a.Minor > r.max:
		return no(ErrTooLarge, r.max-r.max%r.step)
	case a.Minor%r.step != 0:
		return no(ErrStep, max(a.Minor-a.Minor%r.step, r.min)) // never more than is owed
	}
	return nil
}
