package payment

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"paydesk/services/clock"
	"paydesk/services/document"
	"paydesk/services/explain"
)

// ErrLater says that a booking could not be finished now and that nobody has to decide anything: go on later.
var ErrLater = errors.New("booking waits")

// Held is the error of a booking that needs a person; the money is safe.
type Held struct{ Problem }

// Error says what and why.
func (h Held) Error() string { return fmt.Sprintf("a person must decide: %s %s", h.Kind, h.Text) }

// Work is what is booked for one mark.
type Work struct {
	Row     BookingRow
	Company int64
	// Parts are what of Row.Amount belongs to each document, full minor units; their sum may be less than the amount (a tip)
	// but not more. Those of Row.Documents are assigned, in this order, partly paid ones last (PROTOCOLS B6).
	Parts []Part
	// Known are the account.payment ids it is said to have been booked as: by the journal, or by pd_odoo on the intent.
	Known []int64
	// Drafted is the one that the journal's last Drafted names, 0 if none.
	Drafted int64
	// Speaks is what speaks against creating a payment now (PROTOCOLS B3). One that exists is finished all the same.
	Speaks *Problem
	// Again: a person wants a payment although one was taken back or is gone. It holds until a new one is Drafted.
	Again bool
	// Credit: a person wants it booked on the customer without a document (B4, B5 without B6).
	Credit bool
	// Plain: only created once, never by the register wizard, which may book more than the amount.
	Plain bool
	// Registered is when the register wizard was last sent for it; zero: never (PROTOCOLS B9).
	Registered time.Time
	// Patient: the wizard is not ours to use yet, the charge's own counter has ten minutes (PROTOCOLS B9).
	Patient bool
	// Record puts a fact on disk before what it allows is sent: Mended, Drafted, and PostIntended with Register. A plain
	// PostIntended with Row is on disk already.
	Record func(Fact) error
}

// Reading is B2 and B4's look: every payment of the mark, in all states, and the documents.
type Reading struct {
	Bookings  []Booking
	Documents []document.Fresh
}

// Booker makes of money in Stripe one payment in Odoo (PROTOCOLS B2-B7, B9, B10): for the desk, for the healer, and of
// refunds for credit notes. Every step is create-once or decides by reading, so any number of bookers, killed anywhere,
// end with one payment (B8). It keeps nothing between calls.
type Booker struct {
	Books  Books
	Clock  clock.Clock
	Runner clock.Runner
	Rand   io.Reader // spreads the tries of counters that are in each other's way
}

// Pauses of a booking.
const (
	conflictTries   = 8                      // of load, when others create the same payment
	conflictPause   = 200 * time.Millisecond // at least, before the next one; at most five times that (PROTOCOLS B4)
	registerPause   = 30 * time.Second       // between two look-ups that found nothing, before a wizard is sent again
	postTries       = 4
	RegisterPatient = 10 * time.Minute // after the charge, others may use the wizard for it
)

// Look reads what Odoo knows of a mark and of the documents; both at once.
func (b Booker) Look(ctx context.Context, mark string, known, documents []int64) (Reading, error) {
	var r Reading
	var findErr, docErr error
	b.Runner.Parallel(
		func() { r.Bookings, findErr = b.Books.FindBookings(ctx, mark, known...) },
		func() { r.Documents, docErr = b.Books.Documents(ctx, documents) },
	)
	return r, cmp.Or(findErr, docErr, ctx.Err())
}

// Book takes a reading that is fresh to its end: posted, reconciled, verified. A Held error needs a person; explain.Refused
// carries Odoo's own words for one; after anything else Look and Book again.
func (b Booker) Book(ctx context.Context, w Work, r Reading) (Posted, error) {
	p, err := b.pick(ctx, &w, r)
	if err != nil {
		return Posted{}, err
	}
	if p == nil {
		if p, err = b.create(ctx, w, r.Documents); err != nil {
			return Posted{}, err
		}
		if p.State == BookingLive { // the wizard's, or a colleague's: it may stand on the documents already
			if r.Documents, err = b.Books.Documents(ctx, w.documents()); err != nil {
				return Posted{}, err
			}
		}
	}
	switch {
	case p.State == BookingCanceled: // load answers also one that a person took back
		return Posted{}, Held{Problem{Kind: ProblemTakenBack, Text: p.Name}}
	case p.Amount != w.Row.Amount || p.Partner != w.Row.Partner || p.Foreign && !p.Reconciled:
		return Posted{}, Held{Problem{Kind: ProblemRefused, Text: fmt.Sprintf("payment %d in Odoo holds %s", p.ID, p.Amount)}}
	}
	if w.Drafted != p.ID {
		if err := w.Record(Drafted{p.ID}); err != nil {
			return Posted{}, err
		}
	}
	if p, err = b.post(ctx, p); err != nil {
		return Posted{}, err
	}
	elsewhere := p.Reconciled && !slices.ContainsFunc(r.Documents, func(f document.Fresh) bool { return applied(f, p.ID) > 0 })
	if w.Credit || elsewhere { // a person put it on other documents: nothing is left to assign
		return b.verify(ctx, w, p.ID, nil)
	}
	return b.reconcile(ctx, w, p, r.Documents)
}

// create is B3 and B4: a payment that never was. It is on disk as Drafted when it is returned.
func (b Booker) create(ctx context.Context, w Work, docs []document.Fresh) (*Booking, error) {
	if w.Speaks != nil && !w.Again {
		return nil, Held{*w.Speaks}
	}
	if p := bookable(w, docs); p != nil && !w.Credit {
		if bookedOn(docs, w.Row.Mark) {
			return nil, ErrLater // somebody books it right now: look again
		}
		return nil, Held{*p}
	}
	closing, err := b.closes(ctx, w, docs)
	if err != nil {
		return nil, err
	}
	var id int64
	if !closing {
		id, err = b.load(ctx, w.Row)
		closing = errors.Is(err, ErrNoCreateOnce)
	}
	if closing && (w.Credit || w.Plain) {
		return nil, Held{Problem{Kind: ProblemRefused, Text: err.Error()}} // the wizard pays documents only, and not exactly once
	}
	if closing {
		id, err = b.register(ctx, w)
	}
	if err != nil {
		return nil, err
	}
	return b.reread(ctx, id)
}

// load creates the draft, or finds it. Others who create the same one at the same time make Odoo say so, without a fault.
func (b Booker) load(ctx context.Context, row BookingRow) (int64, error) {
	for try := 1; ; try++ {
		id, err := b.Books.CreateDraft(ctx, row)
		if !explain.Is(err, explain.Conflict) || try == conflictTries {
			return id, err
		}
		if err := b.Clock.Sleep(ctx, b.spread(conflictPause)); err != nil {
			return 0, err
		}
	}
}

// spread is a pause of one to five times d.
func (b Booker) spread(d time.Duration) time.Duration {
	var chance [1]byte
	_, _ = io.ReadFull(b.Rand, chance[:]) // without chance they collide a little longer
	return d + time.Duration(chance[0])*4*d/255
}

// post is B5: whatever Odoo answers, the payment's state decides.
func (b Booker) post(ctx context.Context, p *Booking) (*Booking, error) {
	for try := 1; p.State == BookingDraft; try++ {
		refusal := b.Books.Post(ctx, p.ID)
		var err error
		if p, err = b.reread(ctx, p.ID); err != nil {
			return nil, err
		}
		if p.State == BookingDraft && (refusal != nil || try == postTries) {
			return nil, cmp.Or(refusal, ErrLater)
		}
	}
	if p.State == BookingCanceled {
		return nil, Held{Problem{Kind: ProblemTakenBack, Text: p.Name}}
	}
	return p, nil
}

// reconcile is B6 and B7: assign document by document, read back, and only then call it booked.
func (b Booker) reconcile(ctx context.Context, w Work, p *Booking, docs []document.Fresh) (Posted, error) {
	var refused error
	for n, part := range w.fullFirst(docs) {
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 || applied(docs[i], p.ID) > 0 {
			continue
		}
		if docs[i].State != document.Posted || docs[i].Number != part.Number {
			return Posted{}, Held{Problem{Kind: ProblemDocument, Text: part.Number}}
		}
		if docs[i].Residual.Minor > part.Minor && (n > 0 || p.Amount.Minor > part.Minor) {
			// Odoo gives a document all that the payment has left: what the others did not take must not end up here.
			rest, err := b.rest(ctx, w, p)
			if err != nil {
				return Posted{}, err
			}
			if rest > part.Minor {
				continue // it stays the customer's credit, and a person is told
			}
		}
		if err := b.Books.Assign(ctx, p.ID, part.Document); err != nil {
			if !explain.Is(err, explain.Refused) {
				return Posted{}, err
			}
			refused = err
		}
	}
	return b.verify(ctx, w, p.ID, refused)
}

// rest is what of the payment no document has taken yet.
func (b Booker) rest(ctx context.Context, w Work, p *Booking) (int64, error) {
	docs, err := b.Books.Documents(ctx, w.Row.Documents)
	if err != nil {
		return 0, err
	}
	rest := p.Amount.Minor
	for _, f := range docs {
		rest -= applied(f, p.ID)
	}
	return rest, nil
}

func (b Booker) reread(ctx context.Context, id int64) (*Booking, error) {
	p, err := b.Books.Booking(ctx, id)
	if err != nil {
		return nil, err
	}
	return &p, nil
}
