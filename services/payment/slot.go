package payment

import (
	"context"
	"fmt"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

func slotKey(readerID string, epoch int64) string {
	return fmt.Sprintf("pd1:s:%s:%d", readerID, epoch)
}

func (d *Desk) slot(s State, epoch int64) reader.Slot {
	return reader.Slot{Epoch: epoch, At: d.Stripe.Now(), By: s.Counter.Name}
}

// taken is S1. A leftover action of an intent that is dead, or paid on a reader that lost its power then, is cleared on
// the way (S7).
func (d *Desk) taken(ctx context.Context, s State, r reader.Reader) (holder string, taken bool) {
	a := r.Action
	if a == nil || a.Intent == s.Intent {
		return "", false
	}
	if r.ShowsLetter() { // nobody's payment waits behind it (S11)
		return r.MovedBy, d.clearLetter(ctx, func(f Fact) error { _, err := d.record(ctx, s.ID, f); return err }, r.ID) != nil
	}
	c, ours := d.Index.Of(a.Intent)
	quiet := d.Stripe.Now().Sub(latestOf(c.Created, r.MovedAt))
	if a.Status == reader.InProgress {
		if ours && (quiet >= quietMine || c.Counter.ID == s.Counter.ID && !d.tending(c.Payment)) {
			if i, err := d.Stripe.Intent(ctx, a.Intent); err == nil && (i.Dead() || i.Money()) {
				d.Index.Note(i)
				if _, err := d.record(ctx, s.ID, SlotIntended{Verb: "clear", Reader: r.ID}); err != nil {
					return c.Counter.Name, true
				}
				cleared, err := d.Stripe.CancelAction(ctx, r.ID)
				d.record(ctx, s.ID, slotAnswered("clear", cleared, err))
				return c.Counter.Name, err != nil
			}
		}
		if c.Counter.Name == "" {
			return r.MovedBy, true
		}
		return c.Counter.Name, true
	}
	if !ours || c.Status == Canceled || (Intent{Status: c.Status}).Money() || quiet >= quietMine {
		return "", false
	}
	i, err := d.Stripe.Intent(ctx, a.Intent)
	if err != nil {
		return c.Counter.Name, true
	}
	d.Index.Note(i)
	return c.Counter.Name, !i.Dead() && !i.Money() // a declined payment about to be asked again by its owner
}

// tending says that a payment of this desk is not over, or its prompt is being cleared: a second clear could meet the next
// prompt.
func (d *Desk) tending(payment string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l, ok := d.lives[payment]
	return ok && (!l.state.Phase.Final() || l.clearing)
}

func latestOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// retire moves the epoch on after an end of ours, so that the next payment meets an unused one (S6).
func (d *Desk) retire(ctx context.Context, s State) {
	if s.Phase.Charged() {
		d.clearElsewhere(ctx, s)
	}
	r, err := d.Stripe.Reader(ctx, s.Sent)
	for n := 0; s.Phase.Charged() && (err != nil || r.Busy() && r.Runs(s.Intent)); n++ {
		// the intent knows already, its reader a moment later; one that lost its power meanwhile never does
		if n == endingLooks {
			d.clearReader(ctx, s, s.Sent)
			return
		}
		if d.Clock.Sleep(ctx, endingPause) != nil {
			return
		}
		r, err = d.Stripe.Reader(ctx, s.Sent)
	}
	if err != nil || r.Epoch != s.Epoch || r.ID != s.Sent || (r.Busy() && !r.Runs(s.Intent)) {
		return // somebody moved it, or will find it used and walk on
	}
	if _, err := d.record(ctx, s.ID, SlotIntended{Verb: "move", Reader: r.ID, Epoch: r.Epoch + 1}); err != nil {
		return
	}
	moved, err := d.Stripe.MoveSlot(ctx, "", r.ID, d.slot(s, r.Epoch+1))
	d.record(ctx, s.ID, slotAnswered("move", moved, err))
}

func readerProblem(err error) *Problem {
	p := failure(err)
	switch p.Failure {
	case explain.ReaderOff:
		p.Kind = ProblemReaderOff
	case explain.ReaderFault, explain.ReaderSilent, explain.NotFound:
		p.Kind = ProblemReaderFault
	}
	return p
}
