package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"paydesk/services/clock"
	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/stripe"
)

// ErrIdentity says that Odoo, Stripe and this counter do not belong together (PROTOCOLS G2). Charging, booking and
// healing stop until a manager pins the shop anew.
var ErrIdentity = errors.New("this Odoo and this Stripe account do not belong to the same shop")

// ErrTestKey is an ErrIdentity: a test charge would be booked among real ones.
var ErrTestKey = fmt.Errorf("%w: this Odoo takes real money, and the Stripe key is a test key", ErrIdentity)

// identity keeps the shop id that claims carry, as pinned in Odoo and in the Stripe location.
type identity struct {
	odoo   *odoo.Gateway
	stripe *stripe.Gateway
	pinned bool // a location is configured: the id must stand in it too
	clock  clock.Clock
	rand   io.Reader
	keep   func(shop string) error // remembers the id for a start without Odoo
	recall func() (string, error)

	mu  sync.Mutex
	id  string
	err error
	at  time.Time
}

// ShopID is the id, or why nothing may be charged.
func (i *identity) ShopID() (string, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.err != nil {
		return "", i.err
	}
	if i.id == "" {
		return "", &explain.Failure{Side: explain.Odoo, Kind: explain.Unreachable, Op: "shop identity"}
	}
	return i.id, nil
}

// check reads the identity at both sides and pins it where it was never pinned. With Odoo away the location alone
// decides, against what was remembered.
func (i *identity) check(ctx context.Context) error {
	id, err := i.compare(ctx)
	var setup *odoo.SetupError
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case err == nil:
		i.id, i.err, i.at = id, nil, i.clock.Now()
	case errors.Is(err, ErrIdentity), errors.Is(err, odoo.ErrOtherShop), errors.Is(err, odoo.ErrNewerShop),
		errors.Is(err, odoo.ErrNewerOdoo), errors.As(err, &setup):
		i.err = err
	case i.id == "":
		i.err = err
	}
	return err
}

func (i *identity) compare(ctx context.Context) (string, error) {
	mode := "test"
	if i.stripe.Mode().Live {
		mode = "live"
	}
	shop, err := i.shopInOdoo(ctx, mode)
	if err != nil {
		if !explain.Is(err, explain.Unreachable, explain.Unanswered) {
			return "", err
		}
		known, rerr := i.recall()
		if rerr != nil || known == "" {
			return "", errors.Join(err, rerr)
		}
		if i.pinned {
			meta, lerr := i.stripe.LocationShop(ctx)
			if lerr != nil {
				return "", lerr
			}
			if meta[stripe.MetaShop] != known {
				return "", fmt.Errorf("%w: the Stripe location is pinned to another shop", ErrIdentity)
			}
		}
		return known, nil
	}
	if i.pinned {
		meta, err := i.stripe.LocationShop(ctx)
		if err != nil {
			return "", err
		}
		switch meta[stripe.MetaShop] {
		case shop:
		case "":
			if err := i.stripe.SetLocationShop(ctx, shop); err != nil {
				return "", err
			}
		default:
			return "", fmt.Errorf("%w: the Stripe location is pinned to another shop", ErrIdentity)
		}
	}
	return shop, i.keep(shop)
}

func (i *identity) shopInOdoo(ctx context.Context, mode string) (string, error) {
	facts, err := i.odoo.Facts(ctx)
	if err != nil {
		return "", err
	}
	if mode == "test" {
		// A test charge would be booked among the real ones. A copy made for trying things out has another name or address.
		switch live, err := i.odoo.ShopRecord(ctx, "live"); {
		case err == nil && live.Belongs(facts, "live") == nil:
			return "", ErrTestKey
		case err != nil && !explain.Is(err, explain.NotFound):
			return "", err
		}
	}
	shop, err := i.odoo.ShopRecord(ctx, mode)
	if explain.Is(err, explain.NotFound) {
		b := make([]byte, 16)
		if _, err := io.ReadFull(i.rand, b); err != nil {
			return "", fmt.Errorf("draw a shop id: %w", err)
		}
		shop, err = i.odoo.CreateShopRecord(ctx, mode, hex.EncodeToString(b))
	}
	if err != nil {
		return "", err
	}
	if err := shop.Belongs(facts, mode); err != nil {
		return "", err
	}
	return shop.ID, nil
}

var cryptoRand io.Reader = rand.Reader
