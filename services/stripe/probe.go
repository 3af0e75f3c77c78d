package stripe

import (
	"context"
	"errors"
	"time"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/reader"
)

// clockOff is how far the machine's clock may be away from Stripe's before somebody should look at it. Nothing of ours depends
// on it, but TLS certificates and the times on the screen do.
const clockOff = time.Minute

// Probe looks at the account as a counter would use it: the key, each of its rights, the location, the readers. It changes nothing.
func Probe(ctx context.Context, cfg Config) []explain.Finding {
	g, err := New(cfg)
	var wrong *KeyError
	switch {
	case errors.As(err, &wrong):
		return []explain.Finding{{Side: explain.Stripe, Name: "key", State: explain.Stop, What: wrong.Problem, Fix: wrong.Fix}}
	case err != nil:
		return []explain.Finding{explain.FoundFailure(explain.Stripe, err)}
	}
	found := g.aboutKey()
	for _, p := range permissions {
		f, ok := p.finding(ctx, g)
		if found = append(found, f); !ok {
			return found
		}
	}
	found = append(found, g.aboutLocation(ctx)...)
	found = append(found, g.aboutReaders(ctx)...)
	off := g.clock.Now().Sub(g.Now()).Round(time.Second)
	if off.Abs() > clockOff {
		found = append(found, explain.Found(explain.Stripe, "clock", explain.Care, "off", off.String()))
	}
	return found
}

func (g *Gateway) aboutKey() []explain.Finding {
	mode, kind := explain.Found(explain.Stripe, "test_mode", explain.OK), explain.Found(explain.Stripe, "restricted_key", explain.OK)
	if g.mode.Live {
		mode = explain.Found(explain.Stripe, "live_mode", explain.OK)
	}
	if !g.mode.Restricted {
		kind = explain.Found(explain.Stripe, "secret_key", explain.Care)
	}
	return []explain.Finding{mode, kind}
}

func (g *Gateway) aboutLocation(ctx context.Context) []explain.Finding {
	if g.location == "" {
		return []explain.Finding{explain.Found(explain.Stripe, "no_location", explain.Care)}
	}
	all, err := g.Locations(ctx)
	if explain.Is(err, explain.Forbidden) {
		return nil // said already
	}
	if err != nil {
		return []explain.Finding{explain.FoundFailure(explain.Stripe, err)}
	}
	for _, l := range all {
		if l.ID != g.location {
			continue
		}
		own, known := l.Currency()
		if !known {
			return []explain.Finding{explain.Found(explain.Stripe, "location_country", explain.Care, "name", l.Name, "country", l.Country)}
		}
		return []explain.Finding{explain.Found(explain.Stripe, "location", explain.OK, "name", l.Name, "country", l.Country, "currency", string(own))}
	}
	return []explain.Finding{explain.Found(explain.Stripe, "location_unknown", explain.Stop, "id", g.location)}
}

func (g *Gateway) aboutReaders(ctx context.Context) []explain.Finding {
	readers, err := g.Readers(ctx)
	if explain.Is(err, explain.Forbidden) {
		return nil // said already
	}
	if err != nil {
		return []explain.Finding{explain.FoundFailure(explain.Stripe, err)}
	}
	drivable := 0
	for _, r := range readers {
		if r.Drivable() {
			drivable++
		}
	}
	switch {
	case len(readers) == 0:
		return []explain.Finding{explain.Found(explain.Stripe, "no_readers", explain.Stop)}
	case drivable == 0:
		return []explain.Finding{explain.Found(explain.Stripe, "readers_not_driven", explain.Stop, "count", len(readers), "model", readers[0].Model())}
	}
	return []explain.Finding{explain.Found(explain.Stripe, "readers", explain.OK, "count", drivable, "all", len(readers), "asleep", asleep(readers))}
}

// asleep counts the readers that Stripe has not heard of for two minutes: a hint, not a fault (Stripe facts §3).
func asleep(readers []reader.Reader) (n int) {
	for _, r := range readers {
		if r.Status == "offline" {
			n++
		}
	}
	return n
}

// why says what a permission is for.
func why(purpose string) string { return assets.T("probe.stripe.why." + purpose) }

func said(err error) string {
	var f *explain.Failure
	if errors.As(err, &f) {
		return f.Text
	}
	return ""
}
