package recovery

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// ShopBook is Odoo as the shop's identity needs it. mode is "live" or "test".
type ShopBook interface {
	// Shop is the shop's id. None yet is a Failure of kind NotFound; payment.ErrOtherShop and payment.ErrNewer say that the
	// record must not be used.
	Shop(ctx context.Context, mode string) (string, error)
	// MakeShop makes the id once for all counters and returns it, or the one that another counter made.
	MakeShop(ctx context.Context, mode, id string) (string, error)
	// PinShop makes the record belong to this Odoo, under its own id, or under newID where that is not empty.
	PinShop(ctx context.Context, mode, newID string) (string, error)
}

// Location is the Stripe location as the shop's identity needs it.
type Location interface {
	// LocationShop is the shop id in the location's metadata, empty if none was ever written.
	LocationShop(ctx context.Context) (map[string]string, error)
	SetLocationShop(ctx context.Context, shopID string) error
}

// metaShop is the location's metadata key that holds the shop id.
const metaShop = "pd_shop"

// IdentityConfig is what an Identity needs.
type IdentityConfig struct {
	Odoo     ShopBook
	Location Location // nil: none is configured
	Live     bool
	Rand     io.Reader
	// Keep and Recall hold the id between runs, for a start without Odoo.
	Keep   func(shop string) error
	Recall func() (string, error)
	// Stops says that an error must stop everything although the shop is known: a set-up that would book wrongly. May be nil.
	Stops func(error) bool
	// Pinned journals that an id is about to be written to Odoo or the location; by is empty where nobody had pinned one yet.
	Pinned func(by, id string) error
}

// Identity is the shop id that claims carry, as pinned in Odoo and in the Stripe location. Any difference stops charging,
// booking and healing until a manager pins anew (PROTOCOLS G2). Safe for concurrent use.
type Identity struct {
	IdentityConfig
	mu  sync.Mutex
	id  string
	err error
}

// NewIdentity knows nothing before its first Check.
func NewIdentity(c IdentityConfig) *Identity { return &Identity{IdentityConfig: c} }

// ShopID is the id, or why nothing may be charged, booked or healed.
func (i *Identity) ShopID() (string, error) {
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

// Problem says why everything is stopped, nil if it is not.
func (i *Identity) Problem() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.err
}

// Check reads the identity at both sides and pins it where it was never pinned. With Odoo away the location alone decides,
// against what was remembered. A side that does not answer changes nothing that is known.
func (i *Identity) Check(ctx context.Context) error {
	id, err := i.compare(ctx)
	i.settle(id, err)
	return err
}

func (i *Identity) settle(id string, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case err == nil:
		i.id, i.err = id, nil
	case errors.Is(err, payment.ErrOtherShop), errors.Is(err, payment.ErrNewer), i.id == "", i.Stops != nil && i.Stops(err):
		i.err = err
	}
}

func (i *Identity) mode() string {
	if i.Live {
		return "live"
	}
	return "test"
}

func (i *Identity) compare(ctx context.Context) (string, error) {
	shop, err := i.Odoo.Shop(ctx, i.mode())
	if explain.Is(err, explain.NotFound) {
		shop, err = i.make(ctx)
	}
	if err != nil {
		if !explain.Is(err, explain.Unreachable, explain.Unanswered) {
			return "", err
		}
		known, rerr := i.Recall()
		if rerr != nil || known == "" {
			return "", errors.Join(err, rerr)
		}
		return known, i.atStripe(ctx, known, false)
	}
	if err := i.atStripe(ctx, shop, true); err != nil {
		return "", err
	}
	return shop, i.Keep(shop)
}

func (i *Identity) make(ctx context.Context) (string, error) {
	id, err := i.token()
	if err != nil {
		return "", err
	}
	if err := i.Pinned("", id); err != nil {
		return "", err
	}
	if _, err := i.Odoo.MakeShop(ctx, i.mode(), id); err != nil {
		return "", err
	}
	return i.Odoo.Shop(ctx, i.mode())
}

func (i *Identity) token() (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(i.Rand, b); err != nil {
		return "", fmt.Errorf("draw a shop id: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// atStripe compares with the location, and pins one that was never pinned where Odoo has just said who we are.
func (i *Identity) atStripe(ctx context.Context, shop string, pin bool) error {
	if i.Location == nil {
		return nil
	}
	meta, err := i.Location.LocationShop(ctx)
	if err != nil {
		return err
	}
	switch meta[metaShop] {
	case shop:
		return nil
	case "":
		if !pin {
			return fmt.Errorf("%w: the Stripe location names no shop", payment.ErrOtherShop)
		}
		if err := i.Pinned("", shop); err != nil {
			return err
		}
		return i.Location.SetLocationShop(ctx, shop)
	}
	return fmt.Errorf("%w: the Stripe location is pinned to another shop", payment.ErrOtherShop)
}

// ErrLocationTaken refuses to pin: the location is another shop's, whose counters would stop.
var ErrLocationTaken = errors.New("the Stripe location belongs to another shop. Name a location of this shop's own in the configuration, or remove pd_shop from the metadata of this one in Stripe's dashboard; then pin again")

// Pin makes Odoo, location and counter one shop by a manager's order. copied says that this database was copied from
// another one, which stays a shop of its own: this one gets a new id, and needs a location of its own.
func (i *Identity) Pin(ctx context.Context, by string, copied bool) error {
	var at string
	if i.Location != nil {
		meta, err := i.Location.LocationShop(ctx)
		if err != nil {
			return err
		}
		at = meta[metaShop]
	}
	var newID string
	if copied {
		var err error
		if newID, err = i.token(); err != nil {
			return err
		}
		if at != "" {
			return ErrLocationTaken
		}
	} else if shop, err := i.Odoo.Shop(ctx, i.mode()); at != "" && shop != at {
		if shop == "" && err != nil && !explain.Is(err, explain.NotFound) {
			return err
		}
		return ErrLocationTaken
	}
	if err := i.Pinned(by, newID); err != nil {
		return err
	}
	id, err := i.Odoo.PinShop(ctx, i.mode(), newID)
	if explain.Is(err, explain.NotFound) {
		id, err = i.make(ctx)
	}
	if err != nil {
		return err
	}
	if i.Location != nil && at == "" {
		if err := i.Pinned(by, id); err != nil {
			return err
		}
		if err := i.Location.SetLocationShop(ctx, id); err != nil {
			return err
		}
	}
	return i.Check(ctx)
}
