package odoo

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// ShopProtocol is the version of the shop record that this program understands; a higher one means "update this counter"
// (PROTOCOLS H5).
const ShopProtocol = 1

const (
	shopName  = "PAYDESK-SHOP"
	shopModel = "account.payment.method.line" // the record hangs on the inbound manual line, where all Billing users read it
)

// Why a shop record does not belong to what the counter talks to (PROTOCOLS G2). Charging and booking must stop.
var (
	ErrOtherShop = fmt.Errorf("%w: the shop's record in Odoo was made for another Odoo, database or mode", payment.ErrOtherShop)
	ErrNewerShop = fmt.Errorf("%w: it wrote the shop's record in Odoo", payment.ErrNewer)
	ErrTestKey   = fmt.Errorf("%w: this Odoo takes real money, and the Stripe key is a test key", payment.ErrOtherShop)
	ErrNewerOdoo = errors.New("this version of Odoo is newer than Paydesk knows, and lacks something that bookings need")
)

// Shop is the shop's identity as it stands in Odoo, made once for all counters.
type Shop struct {
	ID       string   // 32 hex digits
	Mode     string   // live or test
	URLs     []string // the addresses of the Odoo it was made for
	Database string
	Protocol int
	Record   int64 // ir.attachment id
}

var (
	shopIDForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
	modeForm   = regexp.MustCompile(`^(live|test)$`)
)

// Belongs says whether the record was made for this Odoo and mode: a copied database carries its original's record.
func (s Shop) Belongs(f Facts, mode string) error {
	switch {
	case f.Unproven != "":
		return fmt.Errorf("%w: %s", ErrNewerOdoo, f.Unproven)
	case s.Protocol > ShopProtocol:
		return fmt.Errorf("%w: version %d", ErrNewerShop, s.Protocol)
	case !slices.Contains(s.URLs, f.URL):
		return fmt.Errorf("%w: made for %s, this is %s", ErrOtherShop, strings.Join(s.URLs, ", "), f.URL)
	case s.Database != f.Database:
		return fmt.Errorf("%w: made for database %s, this is %s", ErrOtherShop, s.Database, f.Database)
	case s.Mode != mode:
		return fmt.Errorf("%w: made for mode %s, this is %s", ErrOtherShop, s.Mode, mode)
	}
	return nil
}

// ShopRecord reads the shop's identity for a mode, "live" or "test". None yet is a Failure of kind NotFound. It does not
// judge: see Belongs.
func (g *Gateway) ShopRecord(ctx context.Context, mode string) (Shop, error) {
	const op = "ir.attachment.search_read"
	s, err := g.site(ctx)
	if err != nil {
		return Shop{}, err
	}
	list, err := g.rows(ctx, s, "ir.attachment", "search_read",
		keywords{Fields: []string{"id", "url", "create_date"}, Order: "id", Context: s.context()},
		[]any{leaf("res_model", "=", shopModel), leaf("res_id", "=", s.inbound), leaf("name", "=", shopName)})
	if err != nil {
		return Shop{}, err
	}
	var found []Shop
	for _, r := range list {
		shop, ok := shopFrom(r)
		if r.err != nil {
			return Shop{}, misread(op, r.err)
		}
		if ok && shop.Mode == mode {
			found = append(found, shop)
		}
	}
	switch len(found) {
	case 0:
		return Shop{}, &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound, Op: op, Text: "no shop record for mode " + mode}
	case 1:
		return found[0], nil
	}
	return Shop{}, refuse(op, "%d shop records for mode %s; a person copied one", len(found), mode)
}

// CreateShopRecord returns the shop's identity, made now with this id or earlier by anyone (PROTOCOLS A5). The id is 128
// bits from crypto/rand as 32 hex digits.
func (g *Gateway) CreateShopRecord(ctx context.Context, mode, id string) (Shop, error) {
	const op = "ir.attachment.load"
	if !shopIDForm.MatchString(id) || !modeForm.MatchString(mode) {
		return Shop{}, refuse(op, "not a shop id or mode")
	}
	shop, err := g.ShopRecord(ctx, mode)
	if !explain.Is(err, explain.NotFound) {
		return shop, err
	}
	s, err := g.site(ctx)
	if err != nil {
		return Shop{}, err
	}
	mine := Shop{ID: id, Mode: mode, URLs: []string{s.facts.URL}, Database: s.facts.Database, Protocol: ShopProtocol}
	record, err := g.load(ctx, s, "ir.attachment", []string{"id", "name", "type", "url", "res_model", "res_id"},
		[]string{"paydesk_shop_" + number(s.facts.Company) + "_" + mode, shopName, "url", mine.address(), shopModel, number(s.inbound)})
	if err != nil {
		return Shop{}, err
	}
	// By its id, not by the method line: an earlier record stays on its old line when the journal's lines are replaced.
	list, err := g.rows(ctx, s, "ir.attachment", "read", keywords{Context: s.context()}, []int64{record}, []string{"url"})
	if err != nil {
		return Shop{}, err
	}
	if len(list) == 1 {
		if shop, ok := shopFrom(list[0]); ok && shop.Mode == mode {
			return shop, nil
		}
	}
	return Shop{}, refuse(op, "attachment %d is the shop record, but cannot be read as one", record)
}

func shopFrom(r *record) (Shop, bool) {
	shop, ok := parseShop(r.text("url"))
	shop.Record = r.id("id")
	return shop, ok && r.err == nil
}

// address is the record's url: paydesk://shop/<id>?db=…&mode=…&odoo=…&pd=1.
func (s Shop) address() string {
	q := url.Values{"mode": {s.Mode}, "odoo": s.URLs, "db": {s.Database}, "pd": {strconv.Itoa(s.Protocol)}}
	return "paydesk://shop/" + s.ID + "?" + q.Encode()
}

func parseShop(text string) (Shop, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "paydesk" || u.Host != "shop" {
		return Shop{}, false
	}
	q := u.Query()
	version, err := strconv.Atoi(q.Get("pd"))
	s := Shop{ID: strings.TrimPrefix(u.Path, "/"), Mode: q.Get("mode"), URLs: q["odoo"], Database: q.Get("db"), Protocol: version}
	return s, err == nil && shopIDForm.MatchString(s.ID)
}

// mostAddresses is how many addresses of one Odoo a record names.
const mostAddresses = 8

// Shop is the shop's id for a mode, "live" or "test": NotFound where there is none yet, ErrOtherShop and ErrNewerShop where
// it must not be used.
func (g *Gateway) Shop(ctx context.Context, mode string) (string, error) {
	facts, err := g.Facts(ctx)
	if err != nil {
		return "", err
	}
	if mode == "test" {
		// A test charge would be booked among the real ones. A copy made for trying things out has another name or address.
		switch live, err := g.ShopRecord(ctx, "live"); {
		case err == nil && live.Belongs(facts, "live") == nil:
			return "", ErrTestKey
		case err != nil && !explain.Is(err, explain.NotFound):
			return "", err
		}
	}
	shop, err := g.ShopRecord(ctx, mode)
	if err != nil {
		return "", err
	}
	return shop.ID, shop.Belongs(facts, mode)
}

// MakeShop makes the shop's id, or returns the one that another counter has made.
func (g *Gateway) MakeShop(ctx context.Context, mode, id string) (string, error) {
	shop, err := g.CreateShopRecord(ctx, mode, id)
	return shop.ID, err
}

// PinShop makes the record belong to the Odoo it stands in, by a manager's order: under its old id where that Odoo has moved or
// has another address, under a new one where this is a copy (PROTOCOLS G2).
func (g *Gateway) PinShop(ctx context.Context, mode, newID string) (string, error) {
	const op = "ir.attachment.write"
	facts, err := g.Facts(ctx)
	if err != nil {
		return "", err
	}
	shop, err := g.ShopRecord(ctx, mode)
	if err != nil {
		return "", err
	}
	switch {
	case shop.Protocol > ShopProtocol:
		return "", fmt.Errorf("%w: version %d", ErrNewerShop, shop.Protocol)
	case newID != "" && !shopIDForm.MatchString(newID):
		return "", refuse(op, "not a shop id")
	case newID != "":
		shop.ID, shop.URLs = newID, nil
	}
	if !slices.Contains(shop.URLs, facts.URL) {
		shop.URLs = append(shop.URLs, facts.URL)
	}
	if n := len(shop.URLs); n > mostAddresses {
		shop.URLs = shop.URLs[n-mostAddresses:]
	}
	shop.Database, shop.Mode = facts.Database, mode
	s, err := g.site(ctx)
	if err != nil {
		return "", err
	}
	if err := g.command(ctx, s, "ir.attachment", "write", []int64{shop.Record}, map[string]any{"url": shop.address()}); err != nil {
		return "", err
	}
	return g.Shop(ctx, mode)
}
