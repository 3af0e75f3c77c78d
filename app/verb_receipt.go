package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"

	"paydesk/services/receipt"
)

// showReceipt makes the customer's receipt of a charged payment, as text or as a PDF. Every one after the first is a
// duplicate and says so.
func showReceipt(_ context.Context, e Env, o options, c *Counter) (int, error) {
	id, err := paymentID(c.Store, o.words[0])
	if err != nil {
		return ExitFailed, err
	}
	s, err := c.Desk.State(id)
	if err != nil {
		return ExitFailed, err
	}
	if !s.Phase.Charged() {
		return ExitFailed, fmt.Errorf("%s is %s: there is nothing to give a receipt for", s.Numbers(), s.Phase)
	}
	if s, err = c.Desk.NoteReceipt(id, cmp.Or(o.as, "command line")); err != nil {
		return ExitFailed, err
	}
	now := c.Clock.Now()
	shop := receipt.Shop{Name: cmp.Or(c.Facts().CompanyName, c.Name), Counter: c.Name, Banner: c.banner(), Header: c.Receipt.Header, Footer: c.Receipt.Footer}
	slip := receipt.Payment(s, shop, now)
	if o.pdf == "" {
		return ExitOK, e.print(o, slip, func(w io.Writer) { fmt.Fprint(w, slip.Text(42)) })
	}
	pdf, err := slip.PDF(receipt.A5, now)
	if err != nil {
		return ExitFailed, err
	}
	if err := os.WriteFile(o.pdf, pdf, 0o600); err != nil {
		return ExitFailed, fmt.Errorf("keep the receipt: %w", err)
	}
	return ExitOK, nil
}
