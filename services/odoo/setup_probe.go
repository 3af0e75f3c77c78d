package odoo

import (
	"context"
	"errors"

	"paydesk/services/explain"
)

// Probe reads the set-up facts of an Odoo and judges each, most basic first. It only reads. Where one fact makes the next
// ones unreadable, those are left out.
func Probe(ctx context.Context, cfg Config) []explain.Finding {
	g, err := New(cfg)
	var setup *SetupError
	if errors.As(err, &setup) {
		return setup.Problems
	}
	if err != nil {
		return []explain.Finding{explain.FoundFailure(explain.Odoo, err)}
	}
	v := g.newSurvey()
	if err := v.run(ctx); err != nil && !errors.As(err, &setup) {
		return append(v.found, explain.FoundFailure(explain.Odoo, err))
	}
	if v.facts.CompanyName == "" {
		return v.found
	}
	for _, look := range []func(context.Context) error{v.allRights, v.createOnce, v.cash, v.modules, v.lockDates, v.clocks} {
		err := look(ctx)
		switch {
		case err == nil:
		case explain.Is(err, explain.Refused, explain.Forbidden, explain.ServerError): // not told to this user: not said
		default:
			return append(v.found, explain.FoundFailure(explain.Odoo, err))
		}
	}
	return v.found
}
