package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"paydesk/assets"
	"paydesk/services/clock"
	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/services/print"
	"paydesk/services/stripe"
)

// probeSection looks at one side of the set-up. It only reads, and says everything it finds, most basic first.
type probeSection func(context.Context, Settings) []explain.Finding

// probeSections are asked in this order.
var probeSections = []probeSection{probeOdoo, probeStripe, probePrinter}

// probe shows the set-up of Odoo and Stripe, each fact with its meaning and fix. It needs no store, so it may run beside
// the kiosk.
func probe(ctx context.Context, e Env, o options) int {
	s, demo, err := e.settings(o)
	if err == nil && demo {
		err = say(nil, "cli.no_config")
	}
	if err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
		return ExitUsage
	}
	s.Odoo.Clock, s.Stripe.Clock, s.Stripe.Rand = clock.Real{}, clock.Real{}, cryptoRand
	code := ExitOK
	findings := []explain.Finding{}
	for _, section := range probeSections {
		findings = append(findings, section(ctx, s)...)
	}
	for _, f := range findings {
		if f.State == explain.Stop {
			code = ExitFailed
		}
	}
	if err := e.print(o, findings, func(w io.Writer) { writeFindings(w, findings) }); err != nil {
		return e.fail(err)
	}
	return code
}

func writeFindings(w io.Writer, findings []explain.Finding) {
	var side explain.Side
	for _, f := range findings {
		if f.Side != side {
			side = f.Side
			fmt.Fprintln(w, assets.T("probe.side."+string(side)))
		}
		fmt.Fprintf(w, "  %-5s %s\n", assets.T("cli.state."+string(f.State)), oneLine(f.What))
		if f.State != explain.OK {
			fmt.Fprintf(w, "        %s\n        → %s\n", oneLine(f.Meaning), oneLine(f.Fix))
		}
		if f.Said != "" {
			fmt.Fprintf(w, "        (%s)\n", oneLine(f.Said))
		}
	}
}

func probeStripe(ctx context.Context, s Settings) []explain.Finding {
	return stripe.Probe(ctx, s.Stripe)
}

func probeOdoo(ctx context.Context, s Settings) []explain.Finding { return odoo.Probe(ctx, s.Odoo) }

// probePrinter asks the receipt printer how it is, and prints nothing.
func probePrinter(ctx context.Context, s Settings) []explain.Finding {
	if !s.Printer.Set() {
		return []explain.Finding{explain.Found(explain.Printer, "none", explain.OK)}
	}
	place := s.Printer.Place.String()
	spoke, err := print.Look(ctx, s.Printer.Place, clock.Real{}, print.DefaultWaits)
	var why *print.Failure
	switch {
	case errors.As(err, &why):
		what, todo := print.Status{Phase: print.Failed, Why: why.Trouble}.Words()
		return []explain.Finding{explain.Found(explain.Printer, "trouble", explain.Care, "place", place, "what", what, "todo", todo)}
	case spoke:
		return []explain.Finding{explain.Found(explain.Printer, "ready", explain.OK, "place", place)}
	}
	return []explain.Finding{explain.Found(explain.Printer, "silent", explain.OK, "place", place)}
}
