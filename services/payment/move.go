package payment

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"paydesk/services/explain"
)

// Facts of a charge that a person books on other documents than it was taken for.
type (
	// MoveIntended stands before the intent is made to name the documents that a person chose.
	MoveIntended struct {
		Intent   string            `json:"intent"`
		Metadata map[string]string `json:"metadata"` // as written; an empty value removes a key
	}
	// MoveAnswered is its answer; Failure is empty on success.
	MoveAnswered struct {
		Failure explain.Kind `json:"failure,omitempty"`
		Request string       `json:"request,omitempty"`
	}
)

func (MoveIntended) fact() {}
func (MoveAnswered) fact() {}

// moveClaim makes the intent name the documents that a person chose, before anything is booked on them: whoever is about to
// charge one of them then sees money on it and stops (PROTOCOLS C2, C4), and any counter can book it there (G5). It waits while
// somebody else has a live claim on them, or money that is not booked, and as in C4 looks again when the intent names them.
func (d *Desk) moveClaim(ctx context.Context, s State) error {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLater, err)
	}
	i, err := d.Stripe.Intent(ctx, s.Intent)
	if err != nil {
		return err
	}
	c, ours := ReadClaim(i, shop)
	switch {
	case !ours && i.Metadata[MetaShop] != "" && i.Metadata[MetaShop] != shop:
		return Held{Problem{Kind: ProblemRefused, Intent: i.ID, Text: "This charge belongs to another shop."}}
	case ours && slices.Equal(c.Parts, s.Parts):
		return d.alone(ctx, s)
	case s.Named: // two managers: the later word stands, and is a person's to see
		return Held{Problem{Kind: ProblemDocument, Intent: i.ID, Text: Order{Parts: c.Parts}.Numbers()}}
	}
	if err := d.alone(ctx, s); err != nil {
		return err
	}
	docs, err := d.Odoo.Documents(ctx, s.Documents())
	if err != nil {
		return err
	}
	row := BookingRow{Mark: s.Intent, Partner: s.Partner, Amount: s.Received}
	if p := bookable(Work{Row: row, Company: s.Company, Parts: s.Allocated()}, docs); p != nil && !bookedOn(docs, s.Intent) {
		return Held{*p}
	}
	if i, err = d.nameDocuments(ctx, s, i, s.naming(shop, i, ours)); err != nil {
		return err
	}
	d.Index.Note(i)
	return d.alone(ctx, s)
}

// alone lists anew and says whether nobody else can still take money for the state's documents; ErrLater: not yet.
func (d *Desk) alone(ctx context.Context, s State) error {
	if err := d.Index.Refresh(ctx); err != nil {
		return err
	}
	for _, other := range d.Index.On(s.Parts) {
		if other.Intent == s.Intent || other.Status == Canceled || other.Closed {
			continue
		}
		free, err := d.OutOfTheWay(ctx, other.Intent)
		if err != nil {
			return err
		}
		if !free {
			return fmt.Errorf("%w: %s is on these documents too", ErrLater, other.Intent)
		}
	}
	return nil
}

// naming is the metadata that makes the intent a claim on the state's documents. Of one that is ours already only those change.
func (s State) naming(shop string, i Intent, ours bool) map[string]string {
	m := s.metadata(shop)
	for k := range m {
		if _, there := i.Metadata[k]; ours && there && k[0] != 'd' {
			delete(m, k)
		}
	}
	for n := len(s.Parts); n < MaxParts; n++ {
		if k := "d" + strconv.Itoa(n); i.Metadata[k] != "" {
			m[k] = ""
		}
	}
	return m
}

func (d *Desk) nameDocuments(ctx context.Context, s State, i Intent, metadata map[string]string) (Intent, error) {
	if _, err := d.record(ctx, s.ID, MoveIntended{i.ID, metadata}); err != nil {
		return Intent{}, err
	}
	after, err := d.Stripe.NameDocuments(ctx, i.ID, metadata)
	if ctx.Err() != nil {
		return Intent{}, ctx.Err()
	}
	if _, jerr := d.record(ctx, s.ID, MoveAnswered{explain.KindOf(err), requestOf(err, after.Request)}); jerr != nil {
		return Intent{}, jerr
	}
	return after, err
}

// OutOfTheWay reads and says that another claim can take nothing more of its documents than they already show.
func (d *Desk) OutOfTheWay(ctx context.Context, intent string) (bool, error) {
	i, err := d.Stripe.Intent(ctx, intent)
	if err != nil {
		return false, err
	}
	d.Index.Note(i)
	switch {
	case i.Dead():
		return true, nil
	case i.Status != Succeeded:
		return false, nil
	case i.Charge != nil && i.Received > 0 && i.Charge.Refunded >= i.Received:
		return true, nil
	}
	found, err := d.Odoo.FindBookings(ctx, i.ID)
	return slices.ContainsFunc(found, func(b Booking) bool { return b.State == BookingLive && b.Reconciled }), err
}
