package payment

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paydesk/services/document"
)

func (Adopted) fact()  {}
func (Closed) fact()   {}
func (Disowned) fact() {}

// adopted begins where the money is: there is nothing to claim and nothing to ask a reader.
func (s State) adopted(e Event, f Adopted) (State, []Command, error) {
	if s.Phase != Draft || !f.Intent.Money() {
		return s.unexpected(e)
	}
	s.Order, s.OpenedAt, s.Adopted = f.Order, e.At, true
	s.Intent, s.CreatedAt = f.Intent.ID, f.Intent.Created
	s.Again, s.AsCredit, s.Move = f.Again, f.Credit, f.Move
	if f.Intent.Status == RequiresCapture {
		return s.reserved(e, f.Intent)
	}
	s, _, err := s.charged(e, f.Intent)
	return s, []Command{DoBook}, err
}

// postRequested is a person's order to book, with whatever he decided.
func (s State) postRequested(e Event, f PostRequested) (State, []Command, error) {
	s.Problem, s.CashAgain = nil, s.CashProblem != nil
	s.Again, s.AsCredit = s.Again || f.Again, s.AsCredit || f.Credit
	if len(f.Parts) > 0 {
		s.Parts, s.Move, s.Named, s.AsCredit = f.Parts, true, false, false
	}
	return s.to(Approved, e), []Command{DoBook}, nil
}

// moving notes that the intent was made to name the documents of a person's choice.
func (s State) moving(e Event) (State, []Command, error) {
	if !s.Move || s.Phase != Approved && s.Phase != Posting && s.Phase != Outbox {
		return s.unexpected(e)
	}
	if f, answered := e.Fact.(MoveAnswered); answered {
		s.Named = f.Failure == ""
	}
	return s, nil, nil
}

// Adopt takes on a charge that nobody has booked, from the intent as it was just read; its documents are read for the
// customer. A charge that a life of this desk holds already is not adopted twice: that life's id is returned. by is the
// person who ordered it, empty for the healer; again and credit are as in PostRequested.
func (d *Desk) Adopt(ctx context.Context, i Intent, by string, again, credit bool) (string, error) {
	if i.Status != Succeeded {
		return "", fmt.Errorf("%s is not charged: %s", i.ID, i.Status)
	}
	return d.adopt(ctx, i, Adopted{By: by, Again: again, Credit: credit}, true)
}

// adopt begins a life with money that another counter took. named: it is of no use while Odoo cannot say whose it is.
func (d *Desk) adopt(ctx context.Context, i Intent, f Adopted, named bool) (string, error) {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return "", err
	}
	c, ok := ReadClaim(i, shop)
	if !ok || !i.Money() || i.Charge == nil {
		return "", fmt.Errorf("%s is not money of this shop: %s", i.ID, i.Status)
	}
	docs, err := d.Odoo.Documents(ctx, Order{Parts: c.Parts}.Documents())
	if err != nil && named {
		return "", err
	}
	f.Order, f.Intent = orderOf(c, docs), i
	return d.take(ctx, f)
}

// AdoptOn takes on a charge for documents that a person chose, o's, instead of those that the intent names; it may name none
// (PROTOCOLS H1: proposed, not booked). Whose the documents are, o says; its amount is what was received.
func (d *Desk) AdoptOn(ctx context.Context, i Intent, o Order, by string, again bool) (string, error) {
	if i.Status != Succeeded || i.Charge == nil || len(o.Parts) == 0 || len(o.Parts) > MaxParts || o.Partner == 0 {
		return "", fmt.Errorf("%s cannot be booked on %s: %s", i.ID, o.Numbers(), i.Status)
	}
	return d.take(ctx, Adopted{Order: o, Intent: i, By: by, Again: again, Move: true})
}

// take begins a life with money. A charge that a life of this desk holds already is not taken on twice.
func (d *Desk) take(ctx context.Context, f Adopted) (string, error) {
	var err error
	o, i := &f.Order, &f.Intent
	if o.ID, err = d.token(16); err != nil {
		return "", err
	}
	if err := d.Journal.Ready(); err != nil {
		return "", err
	}
	d.mu.Lock()
	for _, l := range d.lives {
		if l.state.Intent == i.ID && !l.state.Phase.Final() {
			d.mu.Unlock()
			return l.state.ID, nil
		}
	}
	d.lives[o.ID] = &life{state: State{Intent: i.ID}}
	d.mu.Unlock()
	i.Metadata = nil
	if _, err := d.record(ctx, o.ID, f); err != nil {
		d.mu.Lock()
		delete(d.lives, o.ID)
		d.mu.Unlock()
		return "", err
	}
	return o.ID, nil
}

// orderOf reads an order back from its claim. The customer is the documents'; one that is not theirs any more leaves the
// partner out, and B4 asks a person.
func orderOf(c Claim, docs []document.Fresh) Order {
	o := Order{Counter: c.Counter, Person: c.By, Company: c.Company, Parts: c.Parts, Amount: c.Amount, Cash: c.Cash, Way: c.Way}
	for _, p := range c.Parts {
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == p.Document && f.Number == p.Number })
		if i < 0 {
			continue
		}
		o.Partner, o.Customer = docs[i].Partner.CommercialID, docs[i].Partner.Name
	}
	return o
}

// Held finds the life of this desk that holds an intent's money and is not over.
func (d *Desk) Held(intent string) (State, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.lives {
		if l.state.Intent == intent && !l.state.Phase.Final() {
			return l.state, true
		}
	}
	return State{}, false
}

// Book is a person's order for a held or waiting booking.
func (d *Desk) Book(id string, f PostRequested) error {
	_, err := d.record(d.ctx, id, f)
	return err
}

// Close ends a held booking by a person's word; both are required.
func (d *Desk) Close(id, by, reason string) error {
	if strings.TrimSpace(by) == "" || strings.TrimSpace(reason) == "" {
		return fmt.Errorf("closing needs a person and a reason")
	}
	_, err := d.record(d.ctx, id, Closed{by, reason})
	return err
}

// Booked says under which number this counter's own journal knows a payment as booked; 0 if it does not.
func (d *Desk) Booked(payment string) int64 {
	s, err := d.State(payment)
	if err != nil || s.Phase != Done {
		return 0
	}
	return s.BookingID
}
