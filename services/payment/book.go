package payment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
)

const mostPosting = 4 // bookings at once (PROTOCOLS B11): an Odoo that has just come back is not run over

var errLater = errors.New("booking waits")

// held carries the Problem of a booking that needs a person.
type held struct{ Problem }

func (h held) Error() string { return fmt.Sprintf("a person must decide: %s %s", h.Kind, h.Text) }

// book is B1-B8 for one charge, again and again until it is booked or a person must decide. Every step is create-once or
// decides by reading, so it may be killed and begun anew at any point, here or on another counter.
func (d *Desk) book(ctx context.Context, id string) {
	defer func() {
		d.mu.Lock()
		again := ctx.Err() == nil && d.lives[id].state.Phase == Approved // asked for again while this one ended
		d.lives[id].booking = again
		d.mu.Unlock()
		if again {
			d.Runner.Go(func() { d.book(ctx, id) })
		}
	}()
	for n := 0; ctx.Err() == nil; n++ {
		if !d.turn(ctx, id) {
			return
		}
		err := d.bookOnce(ctx, id)
		d.mu.Lock()
		d.lives[id].posting = false
		d.mu.Unlock()
		var h held
		switch {
		case err == nil, ctx.Err() != nil:
			return
		case errors.As(err, &h):
			d.record(ctx, id, PostHeld{h.Problem})
			return
		case explain.Is(err, explain.Refused):
			p := failure(err)
			p.Kind = ProblemRefused
			d.record(ctx, id, PostHeld{*p})
			return
		}
		// Everything else waits in the outbox, lost rights too: they come back, and then nobody has to press anything (B11).
		if s := d.peek(id); s.Phase != Outbox || s.Delay != explain.KindOf(err) {
			if _, err := d.record(ctx, id, PostDelayed{Failure: explain.KindOf(err), Text: err.Error()}); err != nil {
				return
			}
		}
		if !d.pause(ctx, id, min(time.Second<<min(n, 6), time.Minute)) {
			return
		}
	}
}

// turn waits until this booking may go on: one document's bookings in their order, and four in all (PROTOCOLS B11).
func (d *Desk) turn(ctx context.Context, id string) bool {
	for {
		s := d.peek(id)
		older, posting := false, 0
		d.mu.Lock()
		for other, l := range d.lives {
			o := l.state
			if l.posting {
				posting++
			}
			if other != id && o.shares(s.Order) && (o.Phase == Approved || o.Phase == Posting || o.Phase == Outbox) && o.ChargedAt.Before(s.ChargedAt) {
				older = true
			}
		}
		mine := !older && posting < mostPosting
		d.lives[id].posting = mine
		d.mu.Unlock()
		if mine {
			return true
		}
		if d.Clock.Sleep(ctx, time.Second) != nil {
			return false
		}
	}
}

// pause waits before the next try; Rebook and Ask end it early.
func (d *Desk) pause(ctx context.Context, id string, wait time.Duration) bool {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	d.lives[id].wake = cancel
	d.mu.Unlock()
	_ = d.Clock.Sleep(inner, wait) // waking early is no failure
	d.mu.Lock()
	d.lives[id].wake = nil
	d.mu.Unlock()
	return ctx.Err() == nil
}

func (d *Desk) bookOnce(ctx context.Context, id string) error {
	s := d.peek(id)
	var (
		paid                     Intent
		found                    []Booking
		docs                     []document.Fresh
		paidErr, findErr, docErr error
	)
	d.Runner.Parallel( // B1, B2 and B4 only read
		func() { paid, paidErr = d.received(ctx, s) },
		func() { found, findErr = d.Odoo.FindBookings(ctx, s.Intent) },
		func() { docs, docErr = d.Odoo.Documents(ctx, s.Documents()) },
	)
	if err := cmp.Or(paidErr, findErr, docErr); err != nil {
		return err
	}
	row := d.bookingRow(s, paid)
	s, err := d.record(ctx, id, PostIntended{Mark: s.Intent, Row: row})
	if err != nil {
		return err
	}
	b, err := d.pick(s, found)
	if err != nil {
		return err
	}
	if b == nil {
		if paid.Charge.Refunded > 0 || paid.Charge.Disputed {
			return held{Problem{Kind: ProblemRefunded, Intent: s.Intent}}
		}
		if p := bookable(s, docs); p != nil {
			if bookedOn(docs, s.Intent) {
				return errLater // somebody books it right now: look again
			}
			return held{*p}
		}
		bookingID, err := d.Odoo.CreateDraft(ctx, row)
		if err != nil {
			return err
		}
		if s.BookingID != bookingID {
			if s, err = d.record(ctx, id, Drafted{bookingID}); err != nil {
				return err
			}
		}
		if b, err = d.reread(ctx, bookingID); err != nil {
			return err
		}
	}
	if b.Amount != row.Amount || b.Partner != row.Partner {
		return held{Problem{Kind: ProblemRefused, Text: fmt.Sprintf("payment %d in Odoo holds %s", b.ID, b.Amount)}}
	}
	if s.BookingID != b.ID {
		if _, err := d.record(ctx, id, Drafted{b.ID}); err != nil {
			return err
		}
	}
	for n := 0; b.State == BookingDraft; n++ { // B5: whatever it answers, the state decides
		posted := d.Odoo.Post(ctx, b.ID)
		if b, err = d.reread(ctx, b.ID); err != nil {
			return err
		}
		if b.State == BookingDraft && (posted != nil || n >= 3) {
			return postRefusal(posted)
		}
	}
	if b.State == BookingCanceled {
		return held{Problem{Kind: ProblemTakenBack, Text: b.Name}}
	}
	return d.reconcile(ctx, s, b, docs)
}

func postRefusal(err error) error {
	if err != nil {
		return err
	}
	return errLater
}

// received is B1: the intent as Stripe has it now, with its charge.
func (d *Desk) received(ctx context.Context, s State) (Intent, error) {
	i, err := d.Stripe.Intent(ctx, s.Intent)
	if err != nil {
		return Intent{}, err
	}
	d.Index.Note(i)
	shop, err := d.Shop.ShopID()
	if err != nil {
		return Intent{}, fmt.Errorf("%w: %w", errLater, err)
	}
	if _, ok := ReadClaim(i, shop); !ok || i.Status != Succeeded || i.Charge == nil {
		return Intent{}, held{Problem{Kind: ProblemRefused, Intent: i.ID, Text: "Stripe does not show this charge as money of this shop"}}
	}
	return i, nil
}

// bookingRow is what is booked: the amount that was received, on its day. The day needs an Odoo that was read in this run,
// whose time zone it is.
func (d *Desk) bookingRow(s State, i Intent) BookingRow {
	return BookingRow{
		Mark: i.ID, Memo: i.ID + " " + s.Numbers(), Partner: s.Partner,
		Amount: money.New(i.Received, i.Currency), Date: d.Odoo.Day(i.Charge.Created), Documents: s.Documents(),
	}
}

func (d *Desk) reread(ctx context.Context, id int64) (*Booking, error) {
	b, err := d.Odoo.Booking(ctx, id)
	if err != nil {
		return nil, err
	}
	return &b, nil
}

// reconcile is B6 and B7: assign document by document, read back, and only then call it booked.
func (d *Desk) reconcile(ctx context.Context, s State, b *Booking, docs []document.Fresh) error {
	var refused error
	for _, part := range s.fullFirst(docs) {
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 || bookedOn(docs[i:i+1], s.Intent) {
			continue
		}
		if docs[i].State != document.Posted || docs[i].Number != part.Number {
			return held{Problem{Kind: ProblemDocument, Text: part.Number}}
		}
		if err := d.Odoo.Assign(ctx, b.ID, part.Document); err != nil {
			if !explain.Is(err, explain.Refused) {
				return err
			}
			refused = err
		}
	}
	var docErr, readErr error
	bookingID := b.ID
	d.Runner.Parallel(
		func() { docs, docErr = d.Odoo.Documents(ctx, s.Documents()) },
		func() { b, readErr = d.reread(ctx, bookingID) },
	)
	if err := cmp.Or(docErr, readErr); err != nil {
		return err
	}
	var applied int64
	posted := Posted{ID: b.ID, Name: b.Name}
	astray := ""
	for n, part := range s.Parts {
		posted.Residual = append(posted.Residual, left(docs, part.Document))
		var here int64
		for _, f := range docs {
			for _, p := range f.Payments {
				if f.ID == part.Document && hasMark(p.Memo, s.Intent) {
					here += p.Amount.Minor
				}
			}
		}
		if here > s.allocation()[n] {
			astray = part.Number
		}
		applied += here
	}
	switch {
	case astray != "":
		return held{Problem{Kind: ProblemDocument, Text: astray}}
	case b.State != BookingLive || !b.HasEntry:
		return held{Problem{Kind: ProblemRefused, Text: b.Name}}
	case applied == 0:
		if refused != nil {
			return refused
		}
		return held{Problem{Kind: ProblemDocument, Text: s.Numbers()}}
	case applied < b.Amount.Minor:
		credit := money.New(b.Amount.Minor-applied, b.Amount.Currency)
		posted.Credit = &credit
	}
	if _, err := d.record(ctx, s.ID, posted); err != nil {
		return err
	}
	// a program that is being closed still gives its colleagues the hint
	if err := d.Stripe.NoteBooked(context.WithoutCancel(ctx), s.Intent, b.ID); err != nil {
		d.Log.Warn("hint pd_odoo not written", "payment", s.ID, "error", err)
	}
	return nil
}
