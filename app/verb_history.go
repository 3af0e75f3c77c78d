package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"paydesk/assets"
	"paydesk/services/history"
	"paydesk/services/receipt"
)

// showHistory lists what the journal holds, newest first: for people, as JSON, or as CSV for a spreadsheet.
func showHistory(_ context.Context, e Env, o options, c *Counter) (int, error) {
	if err := errors.Join(c.loadRefunds(), c.History.Load()); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err)) // the others are there all the same
	}
	found := c.History.Find(history.Query{Text: o.search})
	if o.csv {
		return ExitOK, history.WriteCSV(e.Stdout, found)
	}
	return ExitOK, e.print(o, append([]history.Row{}, found...), func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
		for _, r := range found {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.At.Local().Format("2006-01-02 15:04"), oneLine(strings.Join(r.Numbers, " ")), r.Asked,
				assets.T("history.outcome."+string(r.Outcome)), oneLine(r.Customer), r.ID)
		}
		_ = t.Flush() // into memory
	})
}

// showDay prints the X report: today so far, closing nothing.
func showDay(_ context.Context, e Env, o options, c *Counter) (int, error) {
	if err := errors.Join(c.loadRefunds(), c.History.Load()); err != nil {
		fmt.Fprintln(e.Stderr, Explain(err))
	}
	now := c.Clock.Now()
	day := history.DayOf(c.History.Find(history.Query{}), history.Since(now), now.Add(time.Second))
	slip := receipt.XReport(day, receipt.Shop{Name: c.Name, Banner: c.banner()}, now)
	if o.pdf != "" {
		pdf, err := slip.PDF(receipt.A4, now)
		if err != nil {
			return ExitFailed, err
		}
		if err := os.WriteFile(o.pdf, pdf, 0o600); err != nil {
			return ExitFailed, say(err, "cli.keep_report")
		}
		return ExitOK, nil
	}
	return ExitOK, e.print(o, day, func(w io.Writer) { fmt.Fprint(w, slip.Text(48)) })
}
