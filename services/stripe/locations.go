package stripe

import (
	"context"
	"maps"

	sdk "github.com/stripe/stripe-go/v82"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

// MetaShop is the location's metadata key that holds the shop id (PROTOCOLS G2).
const MetaShop = "pd_shop"

// Locations lists the account's locations.
func (g *Gateway) Locations(ctx context.Context) ([]reader.Location, error) {
	return pages(ctx, g, "list_locations",
		func(page sdk.ListParams) ([]*sdk.TerminalLocation, bool, error) {
			list := &sdk.TerminalLocationList{}
			err := g.list("/v1/terminal/locations", &sdk.TerminalLocationListParams{ListParams: page}, list)
			return list.Data, list.HasMore, err
		},
		g.locationOf,
		func(l reader.Location) string { return l.ID })
}

// LocationShop reads the metadata of the configured location; the shop id stands under MetaShop.
func (g *Gateway) LocationShop(ctx context.Context) (map[string]string, error) {
	const op = "get_location"
	if g.location == "" {
		return nil, refuse(op, "no location configured")
	}
	return send(ctx, g, op, reading, func(ctx context.Context, a *answer) (map[string]string, error) {
		l, err := g.api.V1TerminalLocations.Retrieve(ctx, g.location, nil)
		if err != nil {
			return nil, err
		}
		return g.shopOf(op, l, a)
	})
}

// SetLocationShop pins the shop id to the configured location; sent once. Who may pin, and over what, is decided before
// (PROTOCOLS G2).
func (g *Gateway) SetLocationShop(ctx context.Context, shopID string) error {
	const op = "pin_location"
	if g.location == "" || shopID == "" {
		return refuse(op, "no location configured or no shop id")
	}
	_, err := send(ctx, g, op, sentOnce, func(ctx context.Context, a *answer) (map[string]string, error) {
		params := &sdk.TerminalLocationUpdateParams{Metadata: map[string]string{MetaShop: shopID}}
		params.SetIdempotencyKey("")
		l, err := g.api.V1TerminalLocations.Update(ctx, g.location, params)
		if err != nil {
			return nil, err
		}
		return g.shopOf(op, l, a)
	})
	return err
}

func (g *Gateway) shopOf(op string, raw *sdk.TerminalLocation, a *answer) (map[string]string, error) {
	if raw != nil && raw.Deleted {
		return nil, &explain.Failure{
			Side: explain.Stripe, Kind: explain.NotFound, Op: op, Text: "the location was deleted", RequestID: a.requestID,
		}
	}
	l, err := g.locationOf(raw, a)
	if err != nil {
		return nil, err
	}
	if l.ID != g.location {
		return nil, errUnclear
	}
	return l.Metadata, nil
}

func (g *Gateway) locationOf(raw *sdk.TerminalLocation, _ *answer) (reader.Location, error) {
	if raw == nil || raw.ID == "" {
		return reader.Location{}, errUnclear
	}
	if raw.Livemode != g.mode.Live {
		return reader.Location{}, errOtherMode
	}
	l := reader.Location{ID: raw.ID, Name: raw.DisplayName, Livemode: raw.Livemode, Metadata: map[string]string{}}
	maps.Copy(l.Metadata, raw.Metadata)
	if raw.Address != nil {
		l.Country = raw.Address.Country
	}
	return l, nil
}
