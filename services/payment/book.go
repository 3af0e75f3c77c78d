package payment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
)

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
	var pause time.Duration
	for n := 0; ctx.Err() == nil; n++ {
		if !d.turn(ctx, id, pause) {
			return
		}
		err := d.bookOnce(ctx, id)
		wait, all := d.release(id, err, n)
		var h Held
		switch {
		case err == nil, ctx.Err() != nil:
			return
		case errors.As(err, &h):
			d.record(ctx, id, PostHeld{h.Problem})
			d.hint(ctx, h.Problem, d.peek(id))
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
		if pause = 0; all {
			pause = wait // in the queue, where it keeps its place
		} else if !d.pause(ctx, id, wait) {
			return
		}
	}
}

// hint tells other counters at once that a booking of ours was deleted: they would take it for one that was never made.
func (d *Desk) hint(ctx context.Context, p Problem, s State) {
	if p.Kind != ProblemGone || s.BookingID == 0 {
		return
	}
	if err := d.Stripe.NoteBooked(context.WithoutCancel(ctx), s.Intent, s.BookingID); err != nil {
		d.Log.Warn("hint pd_odoo not written", "payment", s.ID, "error", err)
	}
}

func (d *Desk) bookOnce(ctx context.Context, id string) error {
	s := d.peek(id)
	if s.Move {
		if err := d.moveClaim(ctx, s); err != nil {
			return err
		}
		s = d.peek(id)
	}
	booker := Booker{Books: d.Odoo, Clock: d.Clock, Runner: d.Runner, Rand: d.Rand}
	known := d.known(s)
	var (
		paid             Intent
		read             Reading
		paidErr, lookErr error
	)
	d.Runner.Parallel( // B1, B2 and B4 only read
		func() { paid, paidErr = d.received(ctx, s) },
		func() { read, lookErr = booker.Look(ctx, s.Intent, known, s.Documents()) },
	)
	if err := cmp.Or(paidErr, lookErr); err != nil {
		return err
	}
	if hinted := d.known(s); len(hinted) > len(known) && len(read.Bookings) == 0 { // B1 has just brought pd_odoo
		known = hinted
		var err error
		if read.Bookings, err = d.Odoo.FindBookings(ctx, s.Intent, known...); err != nil {
			return err
		}
	}
	if s.cashOwed() {
		if err := d.bookCash(ctx, s, paid, booker); err != nil {
			return err
		}
		var err error
		if read, err = booker.Look(ctx, s.Intent, known, s.Documents()); err != nil {
			return err
		}
	}
	w := d.work(s, paid, known)
	s, err := d.record(ctx, id, PostIntended{Mark: s.Intent, Row: w.Row})
	if err != nil {
		return err
	}
	w.Record = func(f Fact) error {
		_, err := d.record(ctx, id, f)
		return err
	}
	posted, err := booker.Book(ctx, w, read)
	if err != nil {
		return err
	}
	if s, err = d.record(ctx, id, posted); err != nil {
		return err
	}
	// a program that is being closed still gives its colleagues the hint
	if err := d.Stripe.NoteBooked(context.WithoutCancel(ctx), s.Intent, posted.ID); err != nil {
		d.Log.Warn("hint pd_odoo not written", "payment", s.ID, "error", err)
	}
	d.Runner.Go(func() { d.say(ctx, s) })
	return nil
}

// known are the payments that this charge is said to be booked as: by this journal, and by the hint on the intent.
func (d *Desk) known(s State) []int64 {
	var ids []int64
	if s.BookingID != 0 {
		ids = append(ids, s.BookingID)
	}
	if c, ok := d.Index.Of(s.Intent); ok && c.Booked != 0 && c.Booked != s.BookingID {
		ids = append(ids, c.Booked)
	}
	return ids
}

// work is what is booked: the amount that was received, on its day. The day needs an Odoo that was read in this run, whose
// time zone it is.
func (d *Desk) work(s State, i Intent, known []int64) Work {
	w := Work{
		Row: BookingRow{
			Mark: i.ID, Memo: i.ID + " " + s.Numbers(), Partner: s.Partner,
			Amount: money.New(i.Received, i.Currency), Date: d.Odoo.Day(i.ChargedAt()),
		},
		Company: s.Company, Parts: s.Allocated(), Known: known, Drafted: s.BookingID, Registered: s.Registered,
		Again: s.Again, Credit: s.AsCredit,
		Patient: s.Adopted && d.Stripe.Now().Sub(i.ChargedAt()) < RegisterPatient,
	}
	for _, p := range w.Parts {
		if p.Minor > 0 && !s.AsCredit {
			w.Row.Documents = append(w.Row.Documents, p.Document)
		}
	}
	w.Row.Tip = max(i.Received-s.Amount.Minor, 0)
	if i.Charge.Refunded > 0 || i.Charge.Disputed {
		left := money.New(i.Received-i.Charge.Refunded, i.Currency)
		w.Speaks = &Problem{Kind: ProblemRefunded, Intent: i.ID, Text: left.String()}
	}
	return w
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
		return Intent{}, fmt.Errorf("%w: %w", ErrLater, err)
	}
	if _, ok := ReadClaim(i, shop); !ok || i.Status != Succeeded || i.Charge == nil {
		return Intent{}, Held{Problem{Kind: ProblemRefused, Intent: i.ID, Text: "Stripe does not show this charge as money of this shop"}}
	}
	return i, nil
}
