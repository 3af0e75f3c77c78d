//go:build !headless

package app

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
)

func (t till) Settled() []recovery.Settled {
	now := t.Clock.Now().Local()
	return t.Attention.Settled(time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location()))
}

func (t till) Payables(e recovery.Entry) []document.Document { return t.payables(e) }

func (t till) BookOn(id string, d document.Document, by string) error {
	if err := t.Healer.BookOn(t.ctx, id, []payment.Part{{Document: d.ID, Number: d.Number}}, by); err != nil {
		t.Log.Error("attention", "entry", id, "document", d.Number, "error", err)
		return spoken{assets.T("attention.not_done") + ": " + Explain(err), err}
	}
	return nil
}

func (t till) GiveBackEntry(id, person, by, reason string) (string, error) {
	refundID, err := t.giveBack(t.ctx, id, person, by, reason)
	return refundID, t.looseError(id, err)
}

func (t till) GiveBackAgain(id, person, by, reason string) (string, error) {
	refundID, err := t.giveBackAgain(t.ctx, id, person, by, reason)
	return refundID, t.looseError(id, err)
}

// looseError says in words why a refund without a credit note did not begin.
func (t till) looseError(what string, err error) error {
	key := ""
	switch {
	case err == nil, errors.Is(err, refund.ErrBusyNote): // it goes on already, and is shown
		return nil
	case errors.Is(err, refund.ErrNeedsCard):
		key = "attention.give_back.needs_card"
	case errors.Is(err, refund.ErrAmount):
		key = "attention.give_back.nothing"
	}
	t.Log.Error("a refund could not begin", "of", what, "error", err)
	if key != "" {
		return spoken{assets.T(key), err}
	}
	return spoken{assets.T("refund.error.other") + " " + Explain(err), err}
}

// payables lists the open invoices that an entry's charge could be booked on: those of its customer, or for the same amount where the
// customer is not known; the same amount first, then the oldest debt.
func (c *Counter) payables(e recovery.Entry) []document.Document {
	partner := e.Partner
	for _, p := range e.Parts {
		if d, _, ok := c.Mirror.Mirrored(p.Document); ok && partner == 0 && d.Number == p.Number {
			partner = d.Partner.CommercialID
		}
	}
	own := c.Facts().Company
	same := func(d document.Document) bool { return d.Residual == e.Amount }
	var out []document.Document
	for _, d := range c.Mirror.Snapshot().Open {
		if d.Kind != document.Invoice || d.Residual.Currency != e.Amount.Currency || own != 0 && d.Company != own {
			continue
		}
		if partner != 0 && d.Partner.CommercialID == partner || partner == 0 && same(*d) {
			out = append(out, *d)
		}
	}
	slices.SortStableFunc(out, func(a, b document.Document) int {
		if same(a) != same(b) {
			if same(a) {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.ID, b.ID))
	})
	return out
}
