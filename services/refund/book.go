package refund

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
)

// book books one share that was given back: one payment out, reconciled with the note (R4). It may be killed and begun anew
// at any point, here or on another counter.
func (d *Desk) book(ctx context.Context, s State, n int) error {
	err := d.bookOnce(ctx, s, n)
	var h payment.Held
	switch {
	case err == nil, ctx.Err() != nil:
		return err
	case s.Transfer && d.peek(s.ID).Shares[n].BookingID == 0 && (errors.As(err, &h) || explain.Is(err, explain.Refused)):
		return d.unrecorded(ctx, s, n, err)
	case errors.As(err, &h):
		_, err := d.record(ctx, s.ID, RefundHeld{h.Problem})
		return err
	case explain.Is(err, explain.Refused):
		_, err := d.record(ctx, s.ID, RefundHeld{*failure(err, payment.ProblemRefused)})
		return err
	}
	if d.firstFailure(s.ID) {
		return err // just started, or a moment's trouble: nothing is said of Odoo before the second try
	}
	kind := cmp.Or(explain.KindOf(err), explain.Unanswered)
	if now := d.peek(s.ID); now.Phase != Outbox || now.Delay != kind {
		if _, rerr := d.record(ctx, s.ID, RefundDelayed{Failure: kind, Text: err.Error()}); rerr != nil {
			return rerr
		}
	}
	return err
}

// firstFailure says so once in a life of this program.
func (d *Desk) firstFailure(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lives[id]
	first := !l.delayed
	l.delayed = true
	return first
}

func (d *Desk) bookOnce(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	if _, err := d.Shop.ShopID(); err != nil { // another shop's Odoo, or nobody knows whose: nothing is booked (G2)
		return err
	}
	known := []int64{sh.BookingID, 0}
	if !s.Transfer {
		r, err := d.Stripe.Refund(ctx, sh.Refund)
		if err != nil {
			return err
		}
		if r.Status != Succeeded {
			return d.Notice(ctx, s.ID, n, r)
		}
		known[1] = bookedAs(r)
	}
	known = slices.DeleteFunc(known, func(id int64) bool { return id == 0 })
	if s.Loose {
		return d.bookLoose(ctx, s, n)
	}
	notes, err := d.Odoo.CreditNotes(ctx, []int64{s.Note.ID})
	if err != nil {
		return err
	}
	if len(notes) == 0 || notes[0].Number != s.Note.Number {
		return payment.Held{Problem: payment.Problem{Kind: payment.ProblemDocument, Text: s.Note.Number}}
	}
	booker := payment.Booker{Books: d.Odoo, Clock: d.Clock, Runner: d.Runner, Rand: d.Rand}
	read, err := booker.Look(ctx, sh.Refund, known, []int64{s.Note.ID})
	if err != nil {
		return err
	}
	w := payment.Work{
		Row: Outbound(notes[0], sh.Refund, money.New(sh.Minor, s.Amount.Currency), d.Odoo.Day(sh.RefundAt)), Company: s.Company,
		Parts: []payment.Part{{Document: s.Note.ID, Number: s.Note.Number, Minor: sh.Minor}},
		Known: known, Drafted: sh.BookingID, Registered: sh.Registered,
		Record: func(f payment.Fact) error { return d.translate(ctx, s.ID, n, f) },
	}
	if s.Transfer {
		w.Row.Memo += " " + d.Words("refund.memo.transfer", s, sh) + " " + s.ID
	}
	if _, err := d.record(ctx, s.ID, RefundPostIntended{Share: n, Row: w.Row}); err != nil {
		return err
	}
	posted, err := booker.Book(ctx, w, read)
	if err != nil {
		return err
	}
	after, err := d.record(ctx, s.ID, RefundBooked{Share: n, ID: posted.ID, Name: posted.Name})
	if err != nil {
		return err
	}
	said := "booked"
	if s.Transfer {
		said = "transfer"
	} else if err := d.Stripe.NoteRefundBooked(context.WithoutCancel(ctx), sh.Refund, posted.ID); err != nil { // also of a program that is being closed
		d.Log.Warn("hint pd_odoo not written", "refund", s.ID, "error", err)
	}
	d.say(ctx, after, n, said)
	return nil
}

// translate writes the booker's facts as this life's own.
func (d *Desk) translate(ctx context.Context, id string, n int, f payment.Fact) error {
	var own Fact
	switch f := f.(type) {
	case payment.Drafted:
		if err := d.own(ctx, d.peek(id), f.ID); err != nil {
			return err
		}
		own = RefundDrafted{Share: n, ID: f.ID}
	case payment.PostIntended: // the wizard, where Odoo forbids the import: sent again only after two look-ups
		own = RefundPostIntended{Share: n, Row: f.Row, Register: f.Register}
	case payment.Mended:
		own = RefundMended{Share: n, Kept: f.Kept, Canceled: f.Canceled}
	default:
		return nil
	}
	_, err := d.record(ctx, id, own)
	return err
}

// takeBack is R5: the booking of a refund that came back is cancelled, and its note is open again. It is looked up anew: a
// restored database hands ids out again, and the one that is known may be another charge's by now.
func (d *Desk) takeBack(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	bookings, err := d.Odoo.FindBookings(ctx, sh.Refund, sh.BookingID)
	if err != nil {
		return err
	}
	for _, b := range bookings {
		if b.State == payment.BookingCanceled {
			continue
		}
		if _, err := d.record(ctx, s.ID, TakeBackIntended{Share: n, ID: b.ID}); err != nil {
			return err
		}
		if err := d.Odoo.TakeBack(ctx, b.ID); err != nil {
			if explain.Is(err, explain.Refused) {
				_, err = d.record(ctx, s.ID, RefundHeld{*failure(err, payment.ProblemRefused)})
			}
			return err
		}
	}
	after, err := d.record(ctx, s.ID, TakenBack{Share: n})
	if err != nil {
		return err
	}
	d.say(ctx, after, n, "back")
	return nil
}

// say writes one fact into the chatter of note and invoice: best effort, looked for before it is written.
func (d *Desk) say(ctx context.Context, s State, n int, what string) {
	sh := s.Shares[n]
	text := d.Words("refund.chatter."+what, s, sh)
	for _, doc := range []int64{s.Note.ID, s.Original.ID} {
		if doc == 0 {
			continue
		}
		if err := d.Odoo.Say(ctx, doc, sh.Refund+":"+what, text); err != nil {
			d.Log.Warn("chatter", "refund", s.ID, "document", doc, "error", err)
		}
	}
}

// watchedDays is how long a refund that succeeded may still come back and be noticed by itself (R5).
const watchedDays = 60

// Review looks at every refund of this shop of the last days (at most 60): one that came back after it was booked is taken
// back, one that this counter began and lost sight of is answered, and one of another counter that nobody has booked a
// minute after it succeeded is booked here (R5, H1). Any number of counters may do so. Drafts that nobody will post go (R6).
func (d *Desk) Review(ctx context.Context, days int) error {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return err
	}
	now := d.Stripe.Now()
	refunds, err := d.Stripe.RefundsSince(ctx, now.AddDate(0, 0, -min(days, watchedDays)))
	if err != nil {
		return err
	}
	bad := d.tidy(ctx)
	for _, r := range refunds {
		if r.Metadata[metaShop] != shop || r.Metadata[metaRID] == "" {
			continue
		}
		if err := d.review(ctx, r, now); err != nil {
			bad = errors.Join(bad, err)
		}
	}
	return bad
}

const healAfter = time.Minute // the counter that made it is at it before (PROTOCOLS B8)

func (d *Desk) review(ctx context.Context, r Refund, now time.Time) error {
	id := adoptedID(r.ID)
	for _, known := range []string{r.Metadata[metaRID], id} {
		s, err := d.take(known)
		if errors.Is(err, ErrNoRefund) {
			continue
		}
		if err != nil {
			return err
		}
		for n, sh := range s.Shares {
			if sh.Refund == r.ID {
				return d.Notice(ctx, known, n, r)
			}
		}
		if !s.Phase.Final() {
			return nil // asks by itself
		}
	}
	if noteOf(r) == 0 || now.Sub(r.Created) < healAfter || r.Status != Succeeded && !r.Lost() {
		return nil
	}
	notes, err := d.Odoo.CreditNotes(ctx, []int64{noteOf(r)})
	if err != nil {
		return err
	}
	want := documentOf(r)
	booked := len(notes) > 0 && notes[0].booked(r.ID)
	if booked == (r.Status == Succeeded) {
		return nil // booked and given, or neither
	}
	return d.adopt(ctx, id, r, want, notes)
}

// take makes sure that a refund of the journal is in hand.
func (d *Desk) take(id string) (State, error) {
	d.mu.Lock()
	if l, ok := d.lives[id]; ok {
		defer d.mu.Unlock()
		return l.state, nil
	}
	d.mu.Unlock()
	s, err := Load(d.Journal, id)
	if err != nil {
		return State{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.lives[id]; !ok {
		d.lives[id] = &life{state: s}
	}
	return d.lives[id].state, nil
}

func adoptedID(refund string) string { return IDPrefix + "-" + refund }

// adopt opens a life for a refund of another counter: what is left is its booking, or taking it back.
func (d *Desk) adopt(ctx context.Context, id string, r Refund, want Document, notes []CreditNote) error {
	o := Order{
		ID: id, Counter: counterOf(r), Person: r.Metadata[metaBy], Approver: r.Metadata[metaBy], Note: want, Amount: r.Amount,
		Shares: []Share{{Intent: r.Intent, Charge: r.Charge, Minor: r.Amount.Minor}},
	}
	if len(notes) > 0 {
		n := notes[0]
		o.Company, o.Customer, o.Original = n.Company, n.Partner.Name, Document{n.Original, n.OriginalNumber}
	}
	d.mu.Lock()
	d.lives[id] = &life{}
	d.mu.Unlock()
	if _, err := d.record(ctx, id, RefundOpened{Order: o, Adopted: &r, Booking: bookingOf(notes, r.ID)}); err != nil {
		d.mu.Lock()
		delete(d.lives, id)
		d.mu.Unlock()
		return err
	}
	return nil
}

// bookingOf is the payment that a refund is booked as on the note, 0 if there is none.
func bookingOf(notes []CreditNote, refund string) int64 {
	for _, n := range notes {
		for _, p := range n.Payments {
			if markOf(p.Memo) == refund {
				return p.ID
			}
		}
	}
	return 0
}
