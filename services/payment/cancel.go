package payment

import (
	"context"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

// cancelIntent is C8: the intent is cancelled, and only Stripe's word on it ends the payment. A key per deliberate send,
// because a stored refusal would be replayed. Letting a hold go is the same (PROTOCOLS R7).
func (d *Desk) cancelIntent(ctx context.Context, id string) {
	var seen Observed
	cleared := false
	for n := 0; ; n++ {
		s := d.peek(id)
		if s.Phase == Cancelling || s.Phase == Releasing || n == 0 {
			token, err := d.token(16)
			if err != nil {
				d.Log.Error("cancel", "payment", id, "error", err)
				return
			}
			key := "pd1:k:" + token
			if _, err := d.record(ctx, id, CancelIntended{Key: key}); err != nil {
				return
			}
			i, err := d.Stripe.CancelIntent(ctx, key, s.Intent)
			if err == nil {
				d.Index.Note(i)
				d.record(ctx, id, thin(Observed{Intent: i}))
				return
			}
			if ctx.Err() != nil {
				return
			}
			if _, rerr := d.record(ctx, id, CancelAnswered{Failure: explain.KindOf(err), Request: requestOf(err, "")}); rerr != nil {
				return
			}
			if explain.Is(err, explain.IntentState, explain.Refused) && !cleared && s.Phase != Releasing {
				cleared = true
				d.clear(ctx, s) // Stripe may refuse while the intent is on a reader (PROTOCOLS S7)
			}
		}
		if i, err := d.Stripe.Intent(ctx, s.Intent); err == nil {
			d.Index.Note(i)
			if o := thin(Observed{Intent: i}); !same(o, seen) {
				seen = o
				next, err := d.record(ctx, id, o)
				if err != nil || (next.Phase != Cancelling && next.Phase != TooLate && next.Phase != Releasing) {
					return
				}
			}
		}
		if d.Clock.Sleep(ctx, min(time.Duration(n+1)*500*time.Millisecond, 5*time.Second)) != nil {
			return
		}
	}
}

// clearTries is how often a prompt of ours is cleared that does not go away: some ten minutes. After that, and after a
// restart, whoever uses the reader next clears it (PROTOCOLS S7).
const clearTries = 30

// clear is S7: only while the running action carries our intent, at once; each try is sent once and reads first. It never
// was what cancelled. A reader without power is waited for.
func (d *Desk) clear(ctx context.Context, s State) {
	d.clearElsewhere(ctx, s)
	d.clearReader(ctx, s, s.Sent)
}

// clearElsewhere clears the readers that the sale was moved away from: one that was silent then may ask now.
func (d *Desk) clearElsewhere(ctx context.Context, s State) {
	if !s.Moved {
		return
	}
	readers, err := d.Stripe.Readers(ctx)
	if err != nil {
		d.Log.Warn("other readers not looked at", "payment", s.ID, "error", err)
	}
	for _, r := range readers {
		if r.ID != s.Sent && r.Busy() && r.Runs(s.Intent) {
			d.Runner.Go(func() { d.clearReader(ctx, s, r.ID) })
		}
	}
}

func (d *Desk) clearReader(ctx context.Context, s State, id string) {
	for n := range clearTries {
		r, err := d.Stripe.Reader(ctx, id)
		if err == nil {
			if !r.Busy() || !r.Runs(s.Intent) {
				d.retireRead(ctx, s, r)
				return
			}
			if _, err := d.record(ctx, s.ID, SlotIntended{Verb: "clear", Reader: r.ID}); err == nil {
				cleared, err := d.Stripe.CancelAction(ctx, r.ID)
				d.record(ctx, s.ID, slotAnswered("clear", cleared, err))
				if err == nil {
					d.retireRead(ctx, s, r)
					return
				}
			}
		}
		if d.Clock.Sleep(ctx, min(time.Duration(n+1)*2*time.Second, 30*time.Second)) != nil {
			return
		}
	}
}

func (d *Desk) retireRead(ctx context.Context, s State, r reader.Reader) {
	if s.Dispatched && r.ID == s.Sent && r.Epoch == s.Epoch {
		d.retire(ctx, s)
	}
}
