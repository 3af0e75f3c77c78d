package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"paydesk/assets"
	"paydesk/services/print"
)

// showReceipt makes the customer's receipt of a charged payment, or the slip that nothing was charged: as text, as a PDF or on the
// printer. Every one after the first is a duplicate and says so.
func showReceipt(ctx context.Context, e Env, o options, c *Counter) (int, error) {
	id, err := paymentID(c.Store, o.words[0])
	if err != nil {
		return ExitFailed, err
	}
	by := cmp.Or(o.as, assets.T("cli.command_line"))
	if o.print {
		return c.printNow(ctx, e, o, id, by)
	}
	c.slips.mu.Lock()
	defer c.slips.mu.Unlock()
	slip, err := c.slip(id, by)
	if err != nil {
		return ExitFailed, err
	}
	if o.pdf == "" {
		return ExitOK, e.print(o, slip, func(w io.Writer) { fmt.Fprint(w, slip.Text(42)) })
	}
	pdf, err := slip.PDF(c.Receipt.paper(), c.Clock.Now())
	if err != nil {
		return ExitFailed, err
	}
	if err := os.WriteFile(o.pdf, pdf, 0o600); err != nil {
		return ExitFailed, say(err, "cli.keep_receipt")
	}
	return ExitOK, nil
}

// printNow prints and waits for the end.
func (c *Counter) printNow(ctx context.Context, e Env, o options, id, by string) (int, error) {
	if c.slips.printer == nil {
		return ExitUsage, say(ErrNoPrinter, "cli.no_printer")
	}
	moved := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	c.run.Go(func() { c.slips.printer.Run(c.ctx) })
	if err := c.PrintSlip(id, by); err != nil {
		return ExitFailed, err
	}
	for {
		switch s := c.Printed(id); s.Phase {
		case print.Printed, print.Handed:
			return ExitOK, e.print(o, s, func(w io.Writer) { fmt.Fprintln(w, printWords(s)) })
		case print.Failed:
			return ExitFailed, errors.New(printWords(s))
		}
		select {
		case <-ctx.Done():
			return ExitFailed, ctx.Err()
		case <-moved:
		}
	}
}

// printWords says how a slip ended: what happened, and what to do.
func printWords(s print.Status) string {
	happened, todo := s.Words()
	return happened + " " + todo
}
