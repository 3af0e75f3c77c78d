package stripe

import (
	"context"
	"maps"
	"net/url"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/customer"
)

// Customer reads one customer.
func (g *Gateway) Customer(ctx context.Context, id string) (customer.Customer, error) {
	const op = "get_customer"
	if id == "" {
		return customer.Customer{}, refuse(op, "no customer named")
	}
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (customer.Customer, error) {
		raw, err := g.api.V1Customers.Retrieve(ctx, id, nil)
		if err != nil {
			return customer.Customer{}, err
		}
		c, err := g.customerOf(raw, a)
		if err == nil && c.ID != id {
			err = errUnclear
		}
		return c, err
	})
}

// CustomersWithEmail lists the customers with exactly this address.
func (g *Gateway) CustomersWithEmail(ctx context.Context, email string) ([]customer.Customer, error) {
	const op = "list_customers"
	if email == "" {
		return nil, refuse(op, "no address named")
	}
	return pages(ctx, g, op,
		func(page sdk.ListParams) ([]*sdk.Customer, bool, error) {
			list := &sdk.CustomerList{}
			err := g.list("/v1/customers", &sdk.CustomerListParams{ListParams: page, Email: sdk.String(email)}, list)
			return list.Data, list.HasMore, err
		},
		g.customerOf,
		func(c customer.Customer) string { return c.ID })
}

// Cards lists the cards kept for a customer.
func (g *Gateway) Cards(ctx context.Context, id string) ([]customer.Card, error) {
	const op = "list_payment_methods"
	if id == "" {
		return nil, refuse(op, "no customer named")
	}
	return pages(ctx, g, op,
		func(page sdk.ListParams) ([]*sdk.PaymentMethod, bool, error) {
			list := &sdk.PaymentMethodList{}
			params := &sdk.CustomerListPaymentMethodsParams{ListParams: page, Type: sdk.String("card")}
			err := g.list("/v1/customers/"+url.PathEscape(id)+"/payment_methods", params, list)
			return list.Data, list.HasMore, err
		},
		g.cardOf,
		func(c customer.Card) string { return c.ID })
}

func (g *Gateway) customerOf(raw *sdk.Customer, _ *answer) (customer.Customer, error) {
	switch {
	case raw == nil || raw.ID == "" || raw.Created <= 0 && !raw.Deleted:
		return customer.Customer{}, errUnclear
	case raw.Deleted:
		return customer.Customer{ID: raw.ID, Deleted: true}, nil
	case raw.Livemode != g.mode.Live:
		return customer.Customer{}, errOtherMode
	}
	c := customer.Customer{ID: raw.ID, Name: raw.Name, Email: raw.Email, Created: unix(raw.Created), Metadata: map[string]string{}}
	maps.Copy(c.Metadata, raw.Metadata)
	return c, nil
}

func (g *Gateway) cardOf(raw *sdk.PaymentMethod, _ *answer) (customer.Card, error) {
	switch {
	case raw == nil || raw.ID == "" || raw.Card == nil || raw.Created <= 0:
		return customer.Card{}, errUnclear
	case raw.Livemode != g.mode.Live:
		return customer.Card{}, errOtherMode
	}
	c := customer.Card{
		ID: raw.ID, Brand: string(raw.Card.Brand), Last4: raw.Card.Last4, ExpMonth: int(raw.Card.ExpMonth), ExpYear: int(raw.Card.ExpYear),
		Funding: string(raw.Card.Funding), Fingerprint: raw.Card.Fingerprint, Created: unix(raw.Created), Metadata: map[string]string{},
	}
	maps.Copy(c.Metadata, raw.Metadata)
	return c, nil
}
