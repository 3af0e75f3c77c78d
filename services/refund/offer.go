package refund

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// Charge is one card charge behind a credit note or invoice, with what may be given back of it at this moment (R1).
type Charge struct {
	Intent   payment.Intent
	Claim    payment.Claim // who took it, where
	Refunds  []Refund      // whoever made them, newest first
	Received money.Amount
	Refunded money.Amount // Stripe says given back
	OnItsWay money.Amount // accepted, not confirmed by the bank
	Left     money.Amount // refundable now
	Disputed bool
	Interac  bool // only with the card, on a reader (Stripe facts §6)
}

// At is when the card was charged.
func (c Charge) At() time.Time {
	if c.Intent.Charge != nil {
		return c.Intent.Charge.Created
	}
	return c.Intent.Created
}

// Outside is what somebody gave back without Paydesk, in minor units: nothing of ours says for what (R9).
func (c Charge) Outside() (minor int64) {
	for _, r := range c.Refunds {
		if r.Metadata[metaRID] == "" && !r.Lost() {
			minor += r.Amount.Minor
		}
	}
	return minor
}

// Share is a part of this charge, in minor units.
func (c Charge) Share(minor int64) Share {
	sh := Share{Intent: c.Intent.ID, Minor: minor}
	if ch := c.Intent.Charge; ch != nil {
		sh.Charge, sh.Brand, sh.Last4 = ch.ID, ch.Brand, ch.Last4
	}
	return sh
}

// Offer is what may be given back, all read anew.
type Offer struct {
	Note     *CreditNote // nil where Paydesk would make one
	Original *Original   // nil for a note without an original
	Charges  []Charge    // newest first
	// Charging is a card payment of the invoice that is not over: a note made now could pay what a card is being asked for.
	Charging payment.Claim
	// Owed is what the note owes its customer that is not on its way already; without a note, what one made now could.
	Owed money.Amount
	Most money.Amount // what may be given back now: never more than Owed, nor than the charges have left
}

// Numbers is how people call it: the note's number, else the invoice's.
func (o Offer) Numbers() string {
	if o.Note != nil {
		return o.Note.Number
	}
	if o.Original != nil {
		return o.Original.Number
	}
	return ""
}

// Allocate spreads an amount over the charges, newest first. rest is what found no place.
func (o Offer) Allocate(minor int64) (shares []Share, rest int64) {
	for _, c := range o.Charges {
		part := min(minor, c.Left.Minor)
		if part <= 0 {
			continue
		}
		shares = append(shares, c.Share(part))
		minor -= part
	}
	return shares, minor
}

// ChargeOf returns the charge of an intent.
func (o Offer) ChargeOf(intent string) (Charge, bool) {
	i := slices.IndexFunc(o.Charges, func(c Charge) bool { return c.Intent.ID == intent })
	if i < 0 {
		return Charge{}, false
	}
	return o.Charges[i], true
}

// made counts the refunds of this note, whatever became of them: n of the next key (R2).
func (o Offer) made(note int64) int {
	n := 0
	for _, c := range o.Charges {
		for _, r := range c.Refunds {
			if noteOf(r) == note {
				n++
			}
		}
	}
	return n
}

// OfferNote reads what may be given back on a posted credit note.
func (d *Desk) OfferNote(ctx context.Context, id int64) (Offer, error) {
	notes, err := d.Odoo.CreditNotes(ctx, []int64{id})
	if err != nil {
		return Offer{}, err
	}
	if len(notes) == 0 {
		return Offer{}, fmt.Errorf("%w: credit note %d", ErrNoDocument, id)
	}
	o := Offer{Note: &notes[0]}
	if o.Note.Original != 0 {
		original, err := d.Odoo.Original(ctx, o.Note.Original)
		if err != nil {
			return Offer{}, err
		}
		o.Original = &original
	}
	return d.fill(ctx, o)
}

// OfferInvoice reads what may be given back of an invoice, by a credit note that Paydesk would make.
func (d *Desk) OfferInvoice(ctx context.Context, id int64) (Offer, error) {
	original, err := d.Odoo.Original(ctx, id)
	if err != nil {
		return Offer{}, err
	}
	return d.fill(ctx, Offer{Original: &original})
}

// fill reads the charges: those Odoo knows by their booking's memo, and those that name the invoice in their metadata.
func (d *Desk) fill(ctx context.Context, o Offer) (Offer, error) {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return Offer{}, err
	}
	intents := o.intents(d.Charges)
	o.Charges = make([]Charge, len(intents))
	errs := make([]error, len(intents))
	var work []func()
	for n, id := range intents {
		work = append(work, func() { o.Charges[n], errs[n] = d.charge(ctx, id, shop) })
	}
	d.Runner.Parallel(work...)
	if err := cmp.Or(errs...); err != nil {
		return Offer{}, err
	}
	doc := o.document()
	if o.Note == nil && o.Original.Residual.Minor > 0 {
		for _, c := range o.Charges {
			if claim, ours := payment.ReadClaim(c.Intent, shop); ours && !c.Intent.Money() && !c.Intent.Dead() {
				o.Charging = claim
			}
		}
	}
	o.Charges = slices.DeleteFunc(o.Charges, func(c Charge) bool { return c.Claim.Payment == "" || c.Received.Currency != doc.Total.Currency })
	slices.SortStableFunc(o.Charges, func(a, b Charge) int { return b.At().Compare(a.At()) })
	o.Owed = money.New(0, doc.Total.Currency)
	switch {
	case o.Note != nil && o.Note.State == document.Posted:
		o.Owed.Minor = max(o.Note.Residual.Minor-o.claimed(), 0)
	case o.Note == nil && o.Original.State == document.Posted:
		// a note first pays what the invoice still owes; only what is above that goes back to a card
		o.Owed.Minor = max(o.Original.Creditable().Minor-o.Original.Residual.Minor, 0)
	}
	var left int64
	for _, c := range o.Charges {
		left += c.Left.Minor
	}
	o.Most = money.New(min(o.Owed.Minor, left), o.Owed.Currency)
	return o, nil
}

func (o Offer) document() document.Document {
	if o.Note != nil {
		return o.Note.Document
	}
	return o.Original.Document
}

// intents lists the charges behind the invoice once each.
func (o Offer) intents(known func(document.Document) []string) []string {
	if o.Original == nil {
		return nil
	}
	var ids []string
	for _, p := range o.Original.CardPayments() {
		ids = append(ids, p.Intent)
	}
	if known != nil {
		ids = append(ids, known(o.Original.Document)...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// claimed is what refunds of this note have taken of it without being booked on it yet, minor units (R1).
func (o Offer) claimed() int64 {
	var sum int64
	for _, c := range o.Charges {
		for _, r := range c.Refunds {
			if noteOf(r) == o.Note.ID && !r.Lost() && !o.Note.booked(r.ID) {
				sum += r.Amount.Minor
			}
		}
	}
	return sum
}

// booked says that a refund pays this note already.
func (n CreditNote) booked(refund string) bool {
	return bookingOf([]CreditNote{n}, refund) != 0
}

// charge reads one intent with its refunds. One that is not money of this shop comes back without a claim.
func (d *Desk) charge(ctx context.Context, id, shop string) (Charge, error) {
	i, err := d.Stripe.Intent(ctx, id)
	if err != nil {
		return Charge{}, err
	}
	c := Charge{Intent: i, Received: money.New(i.Received, i.Currency), Refunded: money.New(0, i.Currency), OnItsWay: money.New(0, i.Currency)}
	claim, ours := payment.ReadClaim(i, shop)
	if !ours || i.Status != payment.Succeeded || i.Charge == nil {
		return c, nil
	}
	c.Claim, c.Disputed, c.Interac = claim, i.Charge.Disputed, i.Charge.Type == interacPresent
	if c.Refunds, err = d.Stripe.RefundsOf(ctx, id); err != nil {
		return Charge{}, err
	}
	for _, r := range c.Refunds {
		switch {
		case r.Lost():
		case r.Status == Succeeded:
			c.Refunded.Minor += r.Amount.Minor
		default:
			c.OnItsWay.Minor += r.Amount.Minor
		}
	}
	gone := max(c.Refunded.Minor+c.OnItsWay.Minor, i.Charge.Refunded) // the list and the charge: the larger one counts
	c.Left = money.New(max(c.Received.Minor-gone, 0), i.Currency)
	if c.Disputed {
		c.Left.Minor = 0 // the bank decides (R9)
	}
	return c, nil
}

// interacPresent is the type of a charge that only its card, on a reader, can take back.
const interacPresent = "interac_present"
