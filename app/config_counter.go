package app

import (
	"fmt"
	"unicode/utf8"

	"paydesk/services/money"
)

// maxCounterName keeps the name, which travels with every claim, far within what Stripe stores (PROTOCOLS G5).
const maxCounterName = 60

func (r *configReader) counterName() string {
	name := r.oneLine("counter", "name")
	if n := utf8.RuneCountInString(name); n > maxCounterName {
		r.add("counter", "name", fmt.Sprintf("name has %d characters, at most %d fit", n, maxCounterName), `Write a short one, such as name = "Front counter"`)
	}
	return name
}

// diagonalRange is from the smallest screen the design is drawn for to the largest a person reaches across.
const (
	minDiagonalInches = 5
	maxDiagonalInches = 55
)

func (r *configReader) diagonal() float64 {
	v, ok := r.value("counter", "diagonal")
	if !ok {
		return 0
	}
	var inches float64
	switch n := v.(type) {
	case int64:
		inches = float64(n)
	case float64:
		inches = n
	default:
		r.add("counter", "diagonal", "diagonal must be a number, not "+kindName(v), "Write the screen's diagonal in inches, such as diagonal = 15.6")
		return 0
	}
	if !(inches >= minDiagonalInches && inches <= maxDiagonalInches) { // also not a number
		r.add("counter", "diagonal", fmt.Sprintf("diagonal %v is not between %d and %d", inches, minDiagonalInches, maxDiagonalInches),
			"Write the screen's diagonal in inches, such as diagonal = 15.6")
	}
	return inches
}

// maxPayment reads the most that one payment charges.
func (r *configReader) maxPayment() *money.Amount {
	v, ok := r.value("counter", "max_payment")
	if !ok {
		return nil
	}
	const fix = `Write max_payment = "2500.00 EUR"`
	most, err := parseLimit(v)
	if err == nil {
		err = most.Chargeable()
	}
	if err != nil {
		r.add("counter", "max_payment", "max_payment: "+err.Error(), fix)
		return nil
	}
	return &most
}
