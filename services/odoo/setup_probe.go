package odoo

import (
	"context"
	"errors"

	"paydesk/services/explain"
)

// Probe reads the set-up facts of an Odoo and judges each. It only reads.
func Probe(ctx context.Context, cfg Config) []explain.Finding {
	g, err := Connect(ctx, cfg)
	var setup *SetupError
	switch {
	case errors.As(err, &setup):
		var found []explain.Finding
		for _, p := range setup.Problems {
			found = append(found, explain.Finding{Side: explain.Odoo, Name: p.Code, State: explain.Stop, What: p.Text, Fix: p.Fix})
		}
		return found
	case err != nil:
		return []explain.Finding{explain.FoundFailure(explain.Odoo, err)}
	}
	f, _ := g.Facts(ctx)
	return []explain.Finding{
		explain.Found(explain.Odoo, "version", explain.OK, "version", f.Version, "url", f.URL, "database", f.Database),
		explain.Found(explain.Odoo, "journal", explain.OK, "name", f.JournalName, "code", f.JournalCode),
	}
}
