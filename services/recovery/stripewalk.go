package recovery

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

const (
	overlap     = 300 * time.Second // objects may become visible late (PROTOCOLS H1)
	ownersTime  = 60 * time.Second  // a charge's own counter books it first (PROTOCOLS B8)
	shortOutage = 2 * time.Minute
	headStart   = 5 * time.Minute // after a longer one, because there is more to book
	mostAdopted = 40              // charges taken on in one look

	cursorIntents = "healer-intents"
)

// listIntents lists what is new since the cursor and notes our claims that may have money.
func (h *Healer) listIntents(ctx context.Context, shop string) error {
	since := h.newest
	if since.IsZero() {
		at, err := h.Cursors.Cursor(cursorIntents)
		if err != nil {
			return err
		}
		since = later(at, h.Stripe.Now().Add(-wholeSpan))
	}
	list, err := h.Stripe.Intents(ctx, since.Add(-overlap))
	if err != nil {
		return fmt.Errorf("walk the charges: %w", err)
	}
	if h.newest.IsZero() {
		h.newest = since
	}
	for _, i := range list {
		h.newest = later(h.newest, i.Created)
		h.noteStranger(i)
		c, ours := payment.ReadClaim(i, shop)
		h.Desk.Index.Note(i)
		if _, done := h.settled[i.ID]; !ours || done || i.Dead() || c.Protocol > payment.Protocol {
			continue
		}
		h.pending[i.ID] = c
	}
	maps.DeleteFunc(h.settled, func(_ string, at time.Time) bool { return at.Before(h.newest.Add(-2 * overlap)) })
	return nil
}

// settle judges every claim that is not settled, oldest first, and remembers how far everything is.
func (h *Healer) settle(ctx context.Context, shop string) error {
	var errs error
	adopted := 0
	for _, c := range slices.SortedFunc(maps.Values(h.pending), older) {
		if _, mine := h.Desk.Held(c.Intent); mine {
			continue // the desk asks for it itself
		}
		over, took, err := h.judge(ctx, shop, c, adopted < mostAdopted)
		h.noteOdoo(err)
		if took {
			adopted++
		}
		if over {
			h.settled[c.Intent] = c.Created
			delete(h.pending, c.Intent)
		}
		errs = errors.Join(errs, err)
		if explain.Is(err, explain.Unreachable, explain.Unanswered, explain.KeyRefused, explain.Forbidden) || ctx.Err() != nil {
			break // the others would meet the same
		}
	}
	upTo := h.newest
	for _, c := range h.pending {
		if c.Created.Before(upTo) {
			upTo = c.Created
		}
	}
	if upTo.IsZero() {
		return errs
	}
	return errors.Join(errs, h.keep(cursorIntents, upTo))
}

func older(a, b payment.Claim) int {
	if d := a.Created.Compare(b.Created); d != 0 {
		return d
	}
	if a.Intent < b.Intent {
		return -1
	}
	return 1
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// judge reads a claim and its bookings anew and decides what becomes of them. over: nothing more is to be done.
func (h *Healer) judge(ctx context.Context, shop string, c payment.Claim, mayAdopt bool) (over, took bool, err error) {
	i, err := h.Stripe.Intent(ctx, c.Intent)
	if err != nil {
		return false, false, err
	}
	h.Desk.Index.Note(i)
	c, ours := payment.ReadClaim(i, shop)
	switch {
	case !ours || c.Protocol > payment.Protocol:
		return true, false, nil
	case i.Dead():
		return true, false, h.holdDead(i, c)
	case i.Status == payment.RequiresCapture:
		return false, false, h.holding(i, c)
	case i.Status != payment.Succeeded || i.Charge == nil:
		return false, false, nil // its owner's, or the sweep's
	}
	if err := h.Attention.holdOver(i.ID, Entry{}, false); err != nil {
		return false, false, err
	}
	if err := h.closedElsewhere(i); err != nil {
		return false, false, err
	}
	if c.Closed {
		return true, false, nil
	}
	if h.Stripe.Now().Sub(i.ChargedAt()) < ownersTime || (!h.back.IsZero() && h.Clock.Now().Sub(h.back) < headStart) {
		return false, false, nil
	}
	once := c.Booked
	if n := h.Desk.Booked(c.Payment); n != 0 {
		once = n
	}
	var known []int64 // a person may have rewritten its memo
	if once != 0 {
		known = append(known, once)
	}
	found, err := h.Odoo.FindBookings(ctx, i.ID, known...)
	h.noteOdoo(err)
	if err != nil {
		return false, false, err
	}
	return h.decide(ctx, i, c, found, once, mayAdopt)
}

// decide is B2 for somebody who did not charge. once is the payment that is known to have booked the charge; 0: none is.
func (h *Healer) decide(ctx context.Context, i payment.Intent, c payment.Claim, found []payment.Booking, once int64, mayAdopt bool) (over, took bool, err error) {
	var live, drafts, canceled []payment.Booking
	for _, b := range found {
		if !strings.HasPrefix(b.Memo, i.ID) && b.Amount.Minor != i.Received {
			continue // known by an id that a restored database has given to another payment since
		}
		switch b.State {
		case payment.BookingLive:
			if len(live) == 1 && !strings.HasPrefix(b.Memo, i.ID) {
				continue // known by its id alone: no twin
			}
			live = append(live, b)
		case payment.BookingDraft:
			drafts = append(drafts, b)
		default:
			canceled = append(canceled, b)
		}
	}
	switch {
	case len(live) == 1 && len(drafts) == 0 && live[0].Reconciled:
		return true, false, h.booked(ctx, i, c, live[0])
	case once != 0 && len(live) == 1 && len(drafts) == 0:
		return true, false, h.unassigned(ctx, i, c, live[0])
	case once != 0 && len(live) == 0 && len(drafts) > 0:
		return true, false, h.open(i, c, TakenBack, drafts[0].Name)
	case len(live) == 0 && len(drafts) == 0 && len(canceled) > 0:
		return true, false, h.open(i, c, TakenBack, canceled[0].Name)
	case once != 0 && len(live) == 0:
		return true, false, h.open(i, c, Gone, fmt.Sprint(once))
	case !mayAdopt || h.taken[i.ID]:
		return false, false, nil
	}
	if _, err := h.Desk.Adopt(ctx, i, "", false, false); err != nil {
		return false, false, err
	}
	h.taken[i.ID] = true
	h.Log.Info("a charge that nobody booked is taken on", "intent", i.ID, "counter", c.Counter.Name)
	return false, true, nil
}

// booked notes a booking that was found: nobody may take its absence later for "never booked".
func (h *Healer) booked(ctx context.Context, i payment.Intent, c payment.Claim, b payment.Booking) error {
	err := h.Attention.superseded(i.ID, "", "booked as "+b.Name)
	if c.Booked != b.ID {
		err = errors.Join(err, h.Stripe.NoteBooked(ctx, i.ID, b.ID))
	}
	return err
}

// closedElsewhere ends here what a person closed at another counter.
func (h *Healer) closedElsewhere(i payment.Intent) error {
	const by, reason = AnotherCounter, "closed there: pd_closed"
	said := i.Metadata[payment.MetaClosed]
	if said == "" {
		return nil
	}
	var errs error
	for _, e := range h.Attention.About(i.ID) {
		if closedWord(said, e) || e.Kind == Restored && closedWord(said, Entry{Kind: Gone}) {
			errs = errors.Join(errs, h.Attention.Close(e.ID, by, reason))
		}
	}
	if s, ok := h.Desk.Held(i.ID); ok && s.Phase == payment.PostingHeld && s.Problem != nil && closedWord(said, Entry{Kind: Kind(s.Problem.Kind)}) {
		errs = errors.Join(errs, h.Desk.Close(s.ID, by, reason))
	}
	return errs
}

// open makes an entry of a charge, unless a person closed it at any counter.
func (h *Healer) open(i payment.Intent, c payment.Claim, k Kind, text string) error {
	e := entryFor(i, c, k)
	e.Text = text
	if closedWord(i.Metadata[payment.MetaClosed], e) {
		return nil
	}
	return h.Attention.Open(e)
}
