package payment

import (
	"context"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/reader"
)

// rivals is C2, and the half of C4 that looks at other claims. gated says that our own intent exists.
func (d *Desk) rivals(ctx context.Context, s State, shop string, docs []document.Fresh, away, gated bool) *Problem {
	for _, c := range d.Index.On(s.Parts) {
		if c.Payment == s.ID || c.Status == Canceled || c.Closed {
			continue
		}
		if c.settledOn(s.Parts, docs) {
			continue
		}
		i, err := d.Stripe.Intent(ctx, c.Intent)
		if err != nil {
			return failure(err)
		}
		d.Index.Note(i)
		if now, ok := ReadClaim(i, shop); ok {
			c = now
		}
		if p := d.rival(ctx, s, c, i, away, gated); p != nil {
			return p
		}
	}
	return nil
}

func (d *Desk) rival(ctx context.Context, s State, c Claim, i Intent, away, gated bool) *Problem {
	switch {
	case i.Dead() || c.Closed:
		return nil
	case i.Status == RequiresCapture:
		return paidBy(i, c.Counter.Name)
	case i.Status == Succeeded:
		if i.Charge != nil && i.Received > 0 && i.Charge.Refunded >= i.Received {
			return nil
		}
		if away { // judgeAway knows when it was claimed; that it was charged after the mirror's reading, only its charge tells
			if i.Charge == nil || d.afterMirror(s, i.Charge.Created) {
				return &Problem{Kind: ProblemBeingBooked, Counter: c.Counter.Name, Intent: i.ID, At: i.Created}
			}
			return nil
		}
		found, err := d.Odoo.FindBookings(ctx, i.ID)
		if err != nil {
			return failure(err)
		}
		if !slices.ContainsFunc(found, func(b Booking) bool { return b.State == BookingLive && b.Reconciled }) {
			return &Problem{Kind: ProblemBeingBooked, Counter: c.Counter.Name, Intent: i.ID, At: i.Created}
		}
		// Reconciled since the documents were read, or with others: only a reading from now says what is left.
		again, err := d.ask(ctx, s.Documents())
		if err != nil {
			return failure(err)
		}
		return d.judgeDocuments(s.Order, again)
	}
	return d.liveRival(ctx, s, c, i, gated)
}

// liveRival is C9: who may cancel whose live claim, and C4's order between two young ones.
func (d *Desk) liveRival(ctx context.Context, s State, c Claim, i Intent, gated bool) *Problem {
	elsewhere := &Problem{Kind: ProblemElsewhere, Counter: c.Counter.Name, Intent: i.ID, At: i.Created}
	if gated {
		own := Claim{Intent: s.Intent, Created: s.CreatedAt}
		if !own.before(c) {
			return elsewhere
		}
		return d.outlast(ctx, c, elsewhere)
	}
	if c.Counter.ID == s.Counter.ID {
		if d.running(c.Payment) {
			return &Problem{Kind: ProblemHere, Intent: i.ID}
		}
		return d.fence(ctx, s, i, elsewhere) // ours, but no life of this desk: left over
	}
	if i.Authorising() {
		return elsewhere
	}
	quiet, onReader, err := d.quiet(ctx, i)
	if err != nil {
		return failure(err)
	}
	if !s.Manager && (quiet < quietMine || (onReader && quiet < quietOnReader)) { // a manager may at any time
		return elsewhere
	}
	if s.TakeOver == i.ID {
		return d.fence(ctx, s, i, elsewhere)
	}
	return &Problem{Kind: ProblemUnfinished, Counter: c.Counter.Name, Intent: i.ID, At: i.Created}
}

// afterMirror says that money moved after the mirror's reading of one of the documents, less ten minutes (PROTOCOLS C13).
func (d *Desk) afterMirror(s State, charged time.Time) bool {
	return slices.ContainsFunc(s.Parts, func(p Part) bool {
		_, at, ok := d.Mirror.Mirrored(p.Document)
		return !ok || charged.After(d.Stripe.Now().Add(-elapsed(at, d.Clock.Now())-10*time.Minute))
	})
}

func (d *Desk) running(payment string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, ok := d.lives[payment]
	return ok && !l.state.Phase.Final()
}

// fence cancels another claim's intent. Only canceled lets us go on; any other answer is a fact that stops us.
func (d *Desk) fence(ctx context.Context, s State, i Intent, otherwise *Problem) *Problem {
	after, _, err := d.cancelTheirs(ctx, func(f Fact) error { _, err := d.record(ctx, s.ID, f); return err }, i.ID)
	switch {
	case err != nil:
		return failure(err)
	case after.Dead():
		return nil
	case after.Money():
		return paidBy(after, otherwise.Counter)
	}
	return otherwise
}

// paidBy says that a claim of another has money: charged, or reserved.
func paidBy(i Intent, counter string) *Problem {
	kind := ProblemBeingBooked
	if i.Status == RequiresCapture {
		kind = ProblemReserved
	}
	return &Problem{Kind: kind, Counter: counter, Intent: i.ID, At: i.Created}
}

// cancelTheirs cancels an intent that no life of this desk stands for and returns it as it is then; refused says why
// Stripe did not. An error leaves open what became of it.
func (d *Desk) cancelTheirs(ctx context.Context, write func(Fact) error, id string) (after Intent, refused explain.Kind, err error) {
	token, err := d.token(16)
	if err != nil {
		return Intent{}, "", err
	}
	key := "pd1:k:" + token
	if err := write(TakeoverIntended{Key: key, Intent: id}); err != nil {
		return Intent{}, "", err
	}
	after, err = d.Stripe.CancelIntent(ctx, key, id)
	refused = explain.KindOf(err)
	request := requestOf(err, after.Request)
	if err != nil {
		after, err = d.Stripe.Intent(ctx, id)
	}
	if jerr := write(TakeoverAnswered{Intent: id, Status: after.Status, Failure: refused, Request: request}); jerr != nil {
		return after, refused, jerr
	}
	if err != nil {
		return Intent{}, refused, err
	}
	d.Index.Note(after)
	return after, refused, nil
}

// outlast waits up to 10 s for a claim that must withdraw before ours (PROTOCOLS C4).
func (d *Desk) outlast(ctx context.Context, c Claim, otherwise *Problem) *Problem {
	until := d.Clock.Now().Add(10 * time.Second)
	for {
		if err := d.Clock.Sleep(ctx, 500*time.Millisecond); err != nil {
			return otherwise
		}
		i, err := d.Stripe.Intent(ctx, c.Intent)
		if err == nil {
			d.Index.Note(i)
			if i.Dead() {
				return nil
			}
			if i.Money() {
				return paidBy(i, c.Counter.Name)
			}
		}
		if !d.Clock.Now().Before(until) {
			return &Problem{Kind: ProblemClaimContest, Counter: c.Counter.Name, Intent: c.Intent}
		}
	}
}

// quiet is how long nothing moved around an intent, by Stripe's clock, and whether a reader runs it now.
func (d *Desk) quiet(ctx context.Context, i Intent) (time.Duration, bool, error) {
	readers, err := d.Stripe.Readers(ctx)
	if err != nil {
		return 0, false, err
	}
	latest := i.Created
	if i.Charge != nil && i.Charge.Created.After(latest) {
		latest = i.Charge.Created
	}
	on := false
	for _, r := range readers {
		if !r.Runs(i.ID) {
			continue
		}
		on = on || r.Action.Status == reader.InProgress
		if r.MovedAt.After(latest) {
			latest = r.MovedAt
		}
	}
	return d.Stripe.Now().Sub(latest), on, nil
}

// settledOn says that each of the parts' documents which the claim covers lists its payment: their residuals contain it.
func (c Claim) settledOn(parts []Part, docs []document.Fresh) bool {
	return !slices.ContainsFunc(parts, func(p Part) bool {
		if !c.covers([]Part{p}) {
			return false
		}
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == p.Document })
		return i < 0 || !bookedOn(docs[i:i+1], c.Intent)
	})
}

// bookedOn says that a document lists a live payment with this mark.
func bookedOn(docs []document.Fresh, mark string) bool {
	return slices.ContainsFunc(docs, func(f document.Fresh) bool {
		return slices.ContainsFunc(f.Payments, func(p document.AppliedPayment) bool { return hasMark(p.Memo, mark) })
	})
}

// hasMark says whether a memo begins with the mark as a whole word.
func hasMark(memo, mark string) bool {
	rest, ok := strings.CutPrefix(memo, mark)
	return ok && (rest == "" || rest[0] == ' ')
}
