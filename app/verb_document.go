package app

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"paydesk/assets"
	"paydesk/services/document"
)

// documentShown is one document as a program reads it.
type documentShown struct {
	document.Detail
	PDF string `json:"pdf,omitempty"`
}

// showDocument reads one open document anew. The link for the customer is made only where it is asked for: Odoo writes a
// secret into the document for it.
func showDocument(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	if err := c.Mirror.Refresh(ctx); err != nil {
		return ExitFailed, err
	}
	found, err := findDocument(c.Mirror, o.words[0])
	if err != nil {
		return ExitFailed, err
	}
	var out documentShown
	if out.Detail, err = c.Odoo.Detail(ctx, found.ID); err != nil {
		return ExitFailed, err
	}
	if o.link {
		if out.PDF, err = c.Odoo.PortalPDF(ctx, found.ID); err != nil {
			return ExitFailed, err
		}
	}
	return ExitOK, e.print(o, out, func(w io.Writer) { writeDocument(w, out) })
}

func writeDocument(w io.Writer, d documentShown) {
	fmt.Fprintf(w, "%s  %s  %s\n", oneLine(d.Number), oneLine(d.Partner.Name), assets.T("cli.left_of", "left", d.Residual, "total", d.Total))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, l := range d.Lines {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", oneLine(l.Text), l.Quantity, l.Amount)
	}
	for _, i := range d.Terms {
		fmt.Fprintf(t, "  %s\t\t%s", assets.T("cli.due", "date", i.Due), i.Residual)
		if i.Until != "" {
			fmt.Fprint(t, assets.T("cli.discounted", "amount", i.Discounted, "date", i.Until))
		}
		fmt.Fprintln(t)
	}
	for _, p := range d.Payments {
		fmt.Fprintf(t, "  %s\t\t%s\n", assets.T("cli.paid", "date", p.Date), p.Amount)
	}
	for _, p := range d.Online {
		fmt.Fprintf(t, "  %s\n", assets.T("cli.online", "state", p.State))
	}
	_ = t.Flush() // into memory
	fmt.Fprintln(w, assets.T("cli.asked", "amount", d.Ask.Amount, "why", assets.T("cli.ask."+string(d.Ask.Reason))))
	if d.PDF != "" {
		fmt.Fprintln(w, d.PDF)
	}
}
