package app

import (
	"context"
	"fmt"
	"time"

	"paydesk/services/history"
	"paydesk/services/payment"
	"paydesk/services/receipt"
)

// How far back payments are looked for whose receipt does not hang in Odoo yet: what a crash or an outage kept from it.
const attachDays = 3

// attachReceipts hangs the shop's copy of each receipt on its payment in Odoo, where the configuration asks for it. It is looked up before
// it is written, so a second look does no harm; that it fails is no trouble to the money (PROTOCOLS B7).
func (c *Counter) attachReceipts(ctx context.Context) error {
	ctx = payment.Background(ctx)
	since := c.Clock.Now().AddDate(0, 0, -attachDays)
	for _, r := range c.History.Find(history.Query{From: since, Kind: history.Payment}) {
		if r.Outcome != history.Booked && r.Outcome != history.BookedLate || r.BookingID == 0 || c.attached[r.ID] {
			continue
		}
		if err := c.attach(ctx, r.ID); err != nil {
			return fmt.Errorf("receipt of %s on its payment in Odoo: %w", r.ID, err)
		}
		c.attached[r.ID] = true
	}
	return nil
}

func (c *Counter) attach(ctx context.Context, id string) error {
	s, err := c.Desk.State(id)
	if err != nil {
		return err
	}
	c.slips.mu.Lock()
	shop := c.shop()
	c.slips.mu.Unlock()
	zone, err := time.LoadLocation(c.Facts().Zone)
	if err != nil {
		return fmt.Errorf("zone of the company: %w", err)
	}
	slip := receipt.Books(s, shop, zone)
	body, err := slip.PDF(c.Receipt.paper(), s.ChargedAt)
	if err != nil {
		return err
	}
	_, err = c.Odoo.Attach(ctx, s.BookingID, slip.Name+".pdf", "application/pdf", body)
	return err
}
