package recovery

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/payment"
)

const (
	strangerWithin = 15 * time.Minute // between a charge and the payment that was given up here (PROTOCOLS H1)
	strangerLooks  = 30 * time.Minute // in this run; after that nothing new will be known of it
)

// stranger is money of this account that names no shop: taken by other software, in Stripe's dashboard, or on our reader by
// another till.
type stranger struct {
	payment.Intent
	seen   time.Time // first in this run
	reader bool      // a reader of this shop ran it
}

// noteStranger keeps what may be the money for a payment that was given up here. Of a busy account's month only what fits is kept,
// and what is so young that the payment may still be given up.
func (h *Healer) noteStranger(i payment.Intent) {
	if _, known := h.strangers[i.ID]; known || i.Status != payment.Succeeded || i.Metadata[payment.MetaShop] != "" {
		return
	}
	if young := h.Stripe.Now().Sub(i.Created) < strangerWithin+overlap; young || len(h.givenUp(i)) > 0 {
		h.strangers[i.ID] = stranger{Intent: i, seen: h.Clock.Now()}
	}
}

// meetStrangers proposes a booking where amount, currency, reader or customer and fifteen minutes leave one candidate,
// and lets a person choose where they leave several (PROTOCOLS H1). It is never booked without a person: nobody proves that it is this money.
func (h *Healer) meetStrangers(ctx context.Context) error {
	fitting := map[string][]payment.Claim{}
	for id, s := range h.strangers {
		if h.Clock.Now().Sub(s.seen) > strangerLooks {
			delete(h.strangers, id)
		} else if c := h.givenUp(s.Intent); len(c) > 0 {
			fitting[id] = c
		}
	}
	if len(fitting) == 0 {
		return nil
	}
	readers, err := h.Stripe.Readers(ctx)
	if err != nil {
		return err
	}
	var errs error
	for _, id := range slices.Sorted(maps.Keys(fitting)) {
		s := h.strangers[id]
		for _, r := range readers {
			s.reader = s.reader || r.Runs(id)
		}
		h.strangers[id] = s
		over, err := h.meet(ctx, s, fitting[id])
		h.noteOdoo(err)
		errs = errors.Join(errs, err)
		if over {
			delete(h.strangers, id)
		}
	}
	return errs
}

// givenUp lists the payments of this shop that ended without money, for the same amount and around the same time, one per
// set of documents.
func (h *Healer) givenUp(i payment.Intent) []payment.Claim {
	var out []payment.Claim
	for _, c := range h.Desk.Index.Claims() {
		same := !(payment.Intent{Status: c.Status}).Money() && c.Amount.Minor == i.Received && c.Amount.Currency == i.Currency
		if !same || c.Created.Sub(i.Created).Abs() > strangerWithin {
			continue
		}
		if !slices.ContainsFunc(out, func(o payment.Claim) bool { return slices.Equal(o.Parts, c.Parts) }) {
			out = append(out, c)
		}
	}
	return out
}

// meet judges one stranger against its candidates, all read anew.
func (h *Healer) meet(ctx context.Context, s stranger, candidates []payment.Claim) (over bool, err error) {
	i, err := h.Stripe.Intent(ctx, s.ID)
	if err != nil {
		return false, err
	}
	if i.Metadata[payment.MetaShop] != "" || i.Charge == nil || i.Charge.Refunded > 0 || closedWord(i.Metadata[payment.MetaClosed], Entry{Kind: Stranger}) {
		return true, nil
	}
	name := ""
	if i.Customer != "" {
		c, err := h.Stripe.Customer(ctx, i.Customer)
		if err != nil && !explain.Is(err, explain.NotFound, explain.Forbidden) { // a key may be without that right: the reader may tell
			return false, err
		}
		name = strings.TrimSpace(c.Name)
	}
	var found []payment.Claim
	var customer document.Partner
	for _, c := range candidates {
		docs, err := h.Desk.Odoo.Documents(ctx, payment.Order{Parts: c.Parts}.Documents())
		if err != nil {
			return false, err
		}
		if free, err := h.owes(ctx, c, docs); err != nil {
			return false, err
		} else if !free || !s.reader && !(name != "" && strings.EqualFold(docs[0].Partner.Name, name)) {
			continue
		}
		found, customer = append(found, c), docs[0].Partner
	}
	if len(found) == 0 {
		return false, nil
	}
	if booked, err := h.Odoo.FindBookings(ctx, i.ID); err != nil || len(booked) > 0 {
		return err == nil, err
	}
	e := entryFor(i, found[0], Stranger)
	e.Customer, e.Partner = customer.Name, customer.CommercialID
	if len(found) > 1 { // a person chooses; which of them it is, nobody knows
		e.Parts, e.Customer, e.Partner, e.Fits = nil, "", 0, len(found)
	}
	e.Counter, e.Person = "", "" // nobody here took it
	if i.Charge.Last4 != "" {
		brand := i.Charge.Brand
		if brand != "" {
			brand = strings.ToUpper(brand[:1]) + brand[1:] + " "
		}
		e.Text = brand + "•••• " + i.Charge.Last4
	}
	return true, h.Attention.Open(e)
}

// owes says that a claim's documents still owe what it was for, and that nobody has money for them or is about to take it.
func (h *Healer) owes(ctx context.Context, c payment.Claim, docs []document.Fresh) (bool, error) {
	for _, p := range c.Parts {
		n := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == p.Document && f.Number == p.Number })
		if n < 0 || !docs[n].Open() || docs[n].Residual.Minor < p.Minor {
			return false, nil
		}
	}
	for _, o := range h.Desk.Index.On(c.Parts) {
		if o.Status == payment.Canceled || o.Closed {
			continue
		}
		if free, err := h.Desk.OutOfTheWay(ctx, o.Intent); err != nil || !free {
			return false, err
		}
	}
	return true, nil
}
