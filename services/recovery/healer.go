package recovery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"paydesk/services/clock"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/staff"
)

// How often the healer looks, and how far back.
const (
	lookEvery  = 30 * time.Second
	sweepEvery = 5 * time.Minute  // PROTOCOLS C10
	auditEvery = 10 * time.Minute // over the last two days; over all that can still change, each hour
	deepEvery  = time.Hour
	auditSpan  = 48 * time.Hour
	wholeSpan  = WholeSpan
)

// WholeSpan is how far back a charge can still change (PROTOCOLS §1), and how far a restored store looks back (H4).
const WholeSpan = 35 * 24 * time.Hour

// CursorNames are the cursors that a Healer keeps.
var CursorNames = []string{cursorIntents, cursorRefunds, cursorOdoo}

// Config is what a Healer needs; all fields are required.
type Config struct {
	Stripe    Stripe
	Odoo      Odoo
	Desk      *payment.Desk
	Shop      payment.Shop
	Attention *Attention
	Journal   payment.Journal // of Records
	Cursors   Cursors
	Clock     clock.Clock
	Rand      io.Reader
	Log       *slog.Logger
	Counter   string // this counter's id
	Name      string // and what people call it
	May       staff.May
}

// Healer keeps what nobody looks after from being lost. Its walks run one after the other, from one goroutine.
type Healer struct {
	Config
	newest    time.Time // created of the newest intent listed in this run
	pending   map[string]payment.Claim
	settled   map[string]time.Time // judged in this run, until the list passes them
	refunds   map[string]RefundSeen
	strangers map[string]stranger
	written   map[string]time.Time // of marks in Odoo, as judged last
	taken     map[string]bool      // adopted in this run
	cursors   map[string]time.Time // as they are on disk

	swept, audited, deep time.Time
	away, back           time.Time // Odoo was missed since, and is back since
	failing              bool
}

// New returns a healer that has looked at nothing yet.
func New(c Config) (*Healer, error) {
	if c.Stripe == nil || c.Odoo == nil || c.Desk == nil || c.Shop == nil || c.Attention == nil || c.Journal == nil || c.Cursors == nil ||
		c.Clock == nil || c.Rand == nil || c.Log == nil || c.Counter == "" || c.May == nil {
		return nil, errors.New("healer: a dependency is missing")
	}
	return &Healer{
		Config: c, pending: map[string]payment.Claim{}, settled: map[string]time.Time{}, refunds: map[string]RefundSeen{}, strangers: map[string]stranger{},
		written: map[string]time.Time{}, taken: map[string]bool{}, cursors: map[string]time.Time{},
	}, nil
}

// keep moves a cursor, on disk too where it changed.
func (h *Healer) keep(name string, t time.Time) error {
	if was, ok := h.cursors[name]; ok && was.Equal(t) {
		return nil
	}
	if err := h.Cursors.SetCursor(name, t); err != nil {
		return err
	}
	h.cursors[name] = t
	return nil
}

// Run looks again and again until ctx ends. What fails is tried at the next look.
func (h *Healer) Run(ctx context.Context) {
	for ctx.Err() == nil {
		err := h.Look(ctx)
		if err != nil && ctx.Err() == nil && !h.failing { // once per outage
			h.Log.Warn("the healer cannot look", "error", err)
		}
		h.failing = err != nil
		if h.Clock.Sleep(ctx, lookEvery) != nil {
			return
		}
	}
}

// Look walks both sides once. Where the shop's identity is in doubt nothing is healed (PROTOCOLS G2).
func (h *Healer) Look(ctx context.Context) error {
	shop, err := h.Shop.ShopID()
	if err != nil {
		return fmt.Errorf("healing is stopped: %w", err)
	}
	errs := h.own(ctx)
	now := h.Clock.Now()
	due := func(last *time.Time, every time.Duration) bool {
		if !last.IsZero() && now.Sub(*last) < every {
			return false
		}
		*last = now
		return true
	}
	if due(&h.swept, sweepEvery) {
		errs = errors.Join(errs, h.sweep(ctx), h.reread(ctx, shop))
	}
	errs = errors.Join(errs, h.listIntents(ctx, shop), h.walkOdoo(ctx, shop))
	switch {
	case due(&h.deep, deepEvery):
		h.audited = now
		errs = errors.Join(errs, h.audit(ctx, shop, wholeSpan))
	case due(&h.audited, auditEvery):
		errs = errors.Join(errs, h.audit(ctx, shop, auditSpan))
	}
	errs = errors.Join(errs, h.settle(ctx, shop), h.meetStrangers(ctx), h.walkRefunds(ctx, shop), h.say(ctx))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errs
}

// own opens what could not be opened when a payment of this counter was refused: its disk may have been full then. That a
// booking is gone, other counters must be able to see too.
func (h *Healer) own(ctx context.Context) error {
	var errs error
	for _, s := range h.Desk.Active() {
		errs = errors.Join(errs, h.Attention.Watch(s), h.ownHold(s))
		if s.Phase != payment.PostingHeld || s.Problem == nil || s.Problem.Kind != payment.ProblemGone || s.BookingID == 0 {
			continue
		}
		i, err := h.Stripe.Intent(ctx, s.Intent)
		if err == nil && i.Metadata[payment.MetaBooked] == "" {
			err = h.Stripe.NoteBooked(ctx, s.Intent, s.BookingID)
		}
		errs = errors.Join(errs, err)
	}
	return errs
}

// reread puts the charges of open entries before the judge again: a person may have closed or booked them elsewhere.
func (h *Healer) reread(ctx context.Context, shop string) error {
	var errs error
	for _, e := range h.Attention.List() {
		for _, id := range append([]string{e.Intent}, e.Marks...) {
			if id == "" || e.Kind == NoMoney {
				continue
			}
			i, err := h.Stripe.Intent(ctx, id)
			if err != nil {
				errs = errors.Join(errs, err)
				continue
			}
			errs = errors.Join(errs, h.closedElsewhere(i), h.bookedElsewhere(ctx, i))
			if e.Kind == Stranger && i.Charge != nil && i.Charge.Refunded >= i.Received {
				errs = errors.Join(errs, h.Attention.ends(e.ID, "refunded in Stripe"))
			}
			if c, ours := payment.ReadClaim(i, shop); ours {
				errs = errors.Join(errs, h.movedElsewhere(id, c))
				delete(h.settled, id)
				h.pending[id] = c
			}
		}
	}
	return errs
}

// bookedElsewhere lets a booking that Odoo refused here see that another counter has made it since: on its documents, or by a
// person's decision on others or on the customer's account, which pd_odoo tells.
func (h *Healer) bookedElsewhere(ctx context.Context, i payment.Intent) error {
	s, ok := h.Desk.Held(i.ID)
	if !ok || s.Phase != payment.PostingHeld {
		return nil
	}
	found, err := h.Odoo.FindBookings(ctx, i.ID)
	h.noteOdoo(err)
	if err != nil {
		return err
	}
	for _, b := range found {
		switch {
		case b.State != payment.BookingLive:
		case b.Reconciled:
			return h.Desk.Book(s.ID, payment.PostRequested{})
		case i.Metadata[payment.MetaBooked] == strconv.FormatInt(b.ID, 10):
			reason := "booked there as " + b.Name
			return errors.Join(h.Desk.Close(s.ID, AnotherCounter, reason), h.Attention.superseded(i.ID, "", reason))
		}
	}
	return nil
}

// movedElsewhere follows a person's choice of other documents at another counter, which may be dead by now: the intent names them.
func (h *Healer) movedElsewhere(intent string, c payment.Claim) error {
	s, ok := h.Desk.Held(intent)
	if !ok || s.Phase != payment.PostingHeld || s.Move || slices.Equal(s.Parts, c.Parts) {
		return nil
	}
	return h.Desk.Book(s.ID, payment.PostRequested{Parts: c.Parts})
}

// say writes pd_closed where a person closed an entry, so that other counters stay quiet (PROTOCOLS H3).
func (h *Healer) say(ctx context.Context) error {
	var errs error
	for _, e := range h.Attention.silent() {
		if err := h.sayOne(ctx, e); err != nil {
			errs = errors.Join(errs, err)
			continue
		}
		errs = errors.Join(errs, h.Attention.told(e.ID))
	}
	return errs
}

func (h *Healer) sayOne(ctx context.Context, e Entry) error {
	intents := []string{e.Intent}
	kind := e.Kind
	if e.Kind == Restored {
		intents, kind = e.Marks, Gone
	}
	for _, id := range intents {
		i, err := h.Stripe.Intent(ctx, id)
		if explain.Is(err, explain.NotFound) { // NoMoney: there is none to write to
			continue
		}
		if err != nil {
			return err
		}
		said := withWord(i.Metadata[payment.MetaClosed], string(kind)+refundOf(e))
		if said == i.Metadata[payment.MetaClosed] {
			continue
		}
		if err := h.Stripe.NoteClosed(ctx, id, said); err != nil {
			return err
		}
	}
	return nil
}

// noteOdoo remembers whether Odoo answers: after an outage the owners of charges book first.
func (h *Healer) noteOdoo(err error) {
	switch {
	case explain.Is(err, explain.Unreachable, explain.Unanswered):
		if h.away.IsZero() {
			h.away = h.Clock.Now()
		}
	case err == nil && !h.away.IsZero():
		if h.Clock.Now().Sub(h.away) >= shortOutage {
			h.back = h.Clock.Now()
		}
		h.away = time.Time{}
	}
}
