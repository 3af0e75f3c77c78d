package payment

import (
	"context"

	"paydesk/assets"
)

// say tells the accountant, in each paid document's chatter, what paid it. It is asked for once per charge and document;
// that it fails is no trouble (PROTOCOLS G6).
func (d *Desk) say(ctx context.Context, s State) {
	for _, p := range s.Allocated() {
		if p.Minor == 0 {
			continue
		}
		share := s.Received
		share.Minor = p.Minor
		text := assets.T("chatter.paid", "amount", share.String(), "card", s.card(), "counter", s.Counter.Name, "person", s.Person)
		if err := d.Odoo.Say(ctx, p.Document, "paid:"+s.Intent, text); err != nil {
			d.Log.Warn("note not written", "payment", s.ID, "document", p.Document, "error", err)
		}
	}
}

// card names the card as its receipt does, "visa •••• 4242"; with nothing known, the charge.
func (s State) card() string {
	if s.Charge == nil || s.Charge.Last4 == "" {
		return s.Intent
	}
	return s.Charge.Brand + " •••• " + s.Charge.Last4
}
