package odoo

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"paydesk/services/money"
)

// currency is a row of Odoo's currency table.
type currency struct {
	id     int64
	code   money.Currency
	places int32 // decimals that Odoo keeps
}

// amount makes minor units of Odoo's float: rounded to the decimals that Odoo itself keeps, which removes the float's
// noise, then counted in Stripe's unit. Where Odoo keeps more decimals than Stripe counts (MGA), the rest is cut and never
// rounded up: nobody is charged more than is owed.
func (c currency) amount(f float64) (money.Amount, error) {
	if math.IsNaN(f) || math.Abs(f) > 1e14 {
		return money.Amount{}, fmt.Errorf("%w: amount out of range", errMalformed)
	}
	d := decimal.NewFromFloat(f).Round(c.places).Shift(int32(c.code.Exponent())).Truncate(0)
	return money.New(d.IntPart(), c.code), nil
}

// wire is an amount as Odoo's float: the one nearest to it, which Odoo rounds to its decimals.
func wire(a money.Amount) float64 {
	return decimal.New(a.Minor, -int32(a.Currency.Exponent())).InexactFloat64()
}

// amount reads a float field as an amount of a currency.
func (r *record) amount(field string, c currency) money.Amount {
	a, err := c.amount(r.number(field))
	if err != nil {
		r.bad(field, 0.0)
	}
	return a
}

// quantity writes a float as people do: "2", "0.5".
func (r *record) quantity(field string) string {
	f := r.number(field)
	if math.Abs(f) > 1e14 {
		r.bad(field, f)
		return ""
	}
	return decimal.NewFromFloat(f).Round(6).String()
}
