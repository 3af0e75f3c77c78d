package refund

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// Money that pays no document goes back without a credit note: a charge whose invoice was paid otherwise in the seconds of the tap, or
// what of it stands on the customer's account (PROTOCOLS B4). A credit note would take back a sale that stands. It is one refund of one
// charge; where the charge is booked, one payment out on the customer stands against it, else there is nothing to book.

// ErrNeedsCard says that the card itself must come back to a reader: a loose refund does not ask for it.
var ErrNeedsCard = errors.New("only the card that paid can take it back, on a reader")

// OfferCharge reads what may be given back of one charge, at most most. ErrAmount: nothing, or it pays a document by now.
func (d *Desk) OfferCharge(ctx context.Context, intent string, most money.Amount) (Offer, error) {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return Offer{}, err
	}
	c, err := d.charge(ctx, intent, shop)
	if err != nil {
		return Offer{}, err
	}
	if c.Claim.Payment == "" || c.Received.Currency != most.Currency {
		return Offer{}, fmt.Errorf("%w: %s", ErrNoDocument, intent)
	}
	booked, err := d.Odoo.FindBookings(ctx, intent)
	if err != nil {
		return Offer{}, err
	}
	if slices.ContainsFunc(booked, func(b payment.Booking) bool { return b.State == payment.BookingLive && b.Reconciled }) {
		most.Minor = 0
	}
	for _, r := range c.Refunds {
		if noteOf(r) == 0 && r.Metadata[metaRID] != "" && !r.Lost() {
			most.Minor -= r.Amount.Minor // loose ones: what stands on the account is given back once
		}
	}
	most.Minor = max(most.Minor, 0)
	return Offer{Charges: []Charge{c}, Owed: most, Most: money.New(min(most.Minor, c.Left.Minor), most.Currency)}, nil
}

// StartLoose begins the refund of a charge that pays no document and returns its id.
func (d *Desk) StartLoose(ctx context.Context, o Order, intent string, most money.Amount) (string, error) {
	offer, err := d.OfferCharge(ctx, intent, most)
	if err != nil {
		return "", err
	}
	c := offer.Charges[0]
	switch {
	case c.Interac:
		return "", ErrNeedsCard
	case offer.Most.Minor == 0:
		return "", fmt.Errorf("%w: nothing of %s", ErrAmount, intent)
	}
	o.Loose, o.Company, o.Amount, o.Owed = true, c.Claim.Company, offer.Most, most
	o.Shares = []Share{c.Share(offer.Most.Minor)}
	return d.Start(o)
}

// offer is what may be given back of this refund's document or charge, read anew.
func (d *Desk) offer(ctx context.Context, s State) (Offer, error) {
	switch {
	case s.Loose:
		return d.OfferCharge(ctx, s.Shares[0].Intent, s.Owed)
	case s.Note.ID != 0:
		return d.OfferNote(ctx, s.Note.ID)
	}
	return d.OfferInvoice(ctx, s.Original.ID)
}

// bookLoose books a loose refund: a payment out on the customer where the charge stands in the books, else nothing.
func (d *Desk) bookLoose(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	charge, err := d.Odoo.FindBookings(ctx, sh.Intent)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(charge, func(b payment.Booking) bool { return b.State == payment.BookingLive })
	if i < 0 && sh.BookingID == 0 {
		_, err := d.record(ctx, s.ID, RefundBooked{Share: n})
		return err
	}
	booker := payment.Booker{Books: d.Odoo, Clock: d.Clock, Runner: d.Runner, Rand: d.Rand}
	w := payment.Work{
		Row: payment.BookingRow{
			Mark: sh.Refund, Memo: sh.Refund + " " + sh.Intent, Partner: s.Partner, Amount: money.New(sh.Minor, s.Amount.Currency), Date: d.Odoo.Day(sh.RefundAt),
		},
		Company: s.Company, Drafted: sh.BookingID, Credit: true,
		Record: func(f payment.Fact) error { return d.translate(ctx, s.ID, n, f) },
	}
	if i >= 0 {
		w.Row.Partner = charge[i].Partner
	}
	if sh.BookingID != 0 {
		w.Known = []int64{sh.BookingID}
	}
	read, err := booker.Look(ctx, sh.Refund, w.Known, nil)
	if err != nil {
		return err
	}
	if _, err := d.record(ctx, s.ID, RefundPostIntended{Share: n, Row: w.Row}); err != nil {
		return err
	}
	posted, err := booker.Book(ctx, w, read)
	if err != nil {
		return err
	}
	_, err = d.record(ctx, s.ID, RefundBooked{Share: n, ID: posted.ID, Name: posted.Name})
	return err
}
