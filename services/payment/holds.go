package payment

import (
	"context"
	"errors"
	"slices"
	"time"

	"paydesk/services/money"
)

// Hold is money that is reserved on a card for documents of this shop, by whichever counter.
type Hold struct {
	Claim  Claim
	Amount money.Amount // what may be charged at most
	Until  time.Time    // the bank ends it then, by Stripe's clock; zero: not known
	Brand  string
	Last4  string
	Life   State // of this counter's payment, if it has one; else the zero State
}

// Holds lists what is reserved now, the one that ends first at the front. Claims that could not be read are left out, and the
// error says why.
func (d *Desk) Holds(ctx context.Context) ([]Hold, error) {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return nil, err
	}
	err = d.Index.Refresh(ctx)
	var out []Hold
	for _, c := range d.Index.Claims() {
		if !c.Way.Hold || c.Status == Canceled || c.Status == Succeeded {
			continue
		}
		i, ierr := d.Stripe.Intent(ctx, c.Intent)
		if err = errors.Join(err, ierr); ierr != nil {
			continue
		}
		d.Index.Note(i)
		c, ours := ReadClaim(i, shop)
		if !ours || i.Status != RequiresCapture {
			continue
		}
		h := Hold{Claim: c, Amount: money.New(i.Reserved, i.Currency)}
		if i.Charge != nil {
			h.Until, h.Brand, h.Last4 = i.Charge.Until, i.Charge.Brand, i.Charge.Last4
		}
		h.Life, _ = d.Held(i.ID)
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b Hold) int {
		if n := a.Until.Compare(b.Until); n != 0 {
			return n
		}
		return a.Claim.Created.Compare(b.Claim.Created)
	})
	return out, err
}
