package payment

import (
	"context"
	"time"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

const (
	slotRounds  = 32 // epochs walked in one send; PROTOCOLS S3 has 8 and a walk behind: a late write may set the epoch far back
	burnRounds  = 8
	busyPause   = 2 * time.Second
	busyPatient = 30 * time.Second
	endingPause = 2 * time.Second // how long a reader is given to end the action of an approved payment: five looks
	endingLooks = 5
)

// send is S1-S5: the reader is asked under an epoch nobody has used, and never twice under the same one.
func (d *Desk) send(ctx context.Context, id string) {
	s := d.peek(id)
	r, ok := d.gated(s)
	patience := d.Clock.Now().Add(busyPatient)
	for round := 0; round < slotRounds; {
		if !ok {
			var err error
			if r, err = d.Stripe.Reader(ctx, s.Reader.ID); err != nil {
				d.record(ctx, id, DispatchAnswered{Problem: readerProblem(err)})
				return
			}
		}
		ok = false
		if holder, taken := d.taken(ctx, s, r); taken {
			if !d.Clock.Now().Before(patience) {
				d.record(ctx, id, DispatchAnswered{Problem: &Problem{Kind: ProblemReaderTaken, Counter: holder}})
				return
			}
			if d.Clock.Sleep(ctx, busyPause) != nil {
				return
			}
			continue
		}
		if d.stale(id) { // the wait for the reader made the gate old
			if !d.regate(ctx, id) {
				return
			}
			r, ok = d.gated(s)
			continue
		}
		if now := d.peek(id); round == 0 && now.Dispatched && now.Sent == r.ID && now.Epoch == r.Epoch {
			round++
			if !d.burn(ctx, id, s, r) { // an earlier send of ours under this epoch may still be on its way
				return
			}
			continue
		}
		key := slotKey(r.ID, r.Epoch)
		if _, err := d.record(ctx, id, DispatchIntended{Key: key, Reader: s.Reader, Epoch: r.Epoch, Intent: s.Intent}); err != nil {
			return
		}
		round++
		answer, err := d.Stripe.Process(ctx, key, r.ID, s.Intent, s.Method)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err == nil && answer.Runs(s.Intent):
			d.prompted(ctx, id, s, answer)
			return
		case err == nil || explain.OutcomeUnknown(err):
			if explain.Is(err, explain.InFlight) {
				if d.Clock.Sleep(ctx, 300*time.Millisecond) != nil {
					return
				}
			}
			if d.settle(ctx, id, s, r) {
				return
			}
			if !d.burn(ctx, id, s, r) {
				return
			}
		case explain.Is(err, explain.Mismatch):
			if !d.walkOn(ctx, id, s, r) {
				return
			}
		case explain.Is(err, explain.IntentState):
			i, ierr := d.Stripe.Intent(ctx, s.Intent)
			if ierr != nil {
				d.record(ctx, id, DispatchAnswered{Unknown: true})
				return
			}
			d.Index.Note(i)
			if i.Status == RequiresPaymentMethod {
				d.record(ctx, id, DispatchAnswered{Problem: readerProblem(err)})
				return
			}
			d.record(ctx, id, Observed{Intent: i})
			return
		case explain.Is(err, explain.ReaderBusy):
			if !d.Clock.Now().Before(patience) {
				d.record(ctx, id, DispatchAnswered{Problem: &Problem{Kind: ProblemReaderTaken, Failure: explain.ReaderBusy, Side: explain.Stripe, Request: requestOf(err, "")}})
				return
			}
			if d.Clock.Sleep(ctx, busyPause) != nil || !d.burn(ctx, id, s, r) {
				return
			}
		case explain.Is(err, explain.RateLimited, explain.Conflict):
			if d.Clock.Sleep(ctx, busyPause) != nil || !d.burn(ctx, id, s, r) {
				return
			}
		case s.Method == ByMOTO && explain.Is(err, explain.Refused):
			p := failure(err)
			p.Kind = ProblemMOTO // no other reader and no second try helps: the claim is given up
			d.record(ctx, id, CancelRequested{Problem: p})
			return
		default:
			d.record(ctx, id, DispatchAnswered{Problem: readerProblem(err)})
			return
		}
	}
	d.record(ctx, id, DispatchAnswered{Problem: &Problem{Kind: ProblemReaderTaken}})
}

// prompted takes the answer of a send; the action may be final already.
func (d *Desk) prompted(ctx context.Context, id string, s State, r reader.Reader) {
	if r.Action.Status == reader.InProgress {
		d.record(ctx, id, DispatchAnswered{OnReader: true, Request: r.Request})
		return
	}
	i, err := d.Stripe.Intent(ctx, s.Intent)
	if err != nil {
		d.record(ctx, id, DispatchAnswered{Unknown: true, Request: r.Request})
		return
	}
	d.record(ctx, id, DispatchAnswered{OnReader: true, Request: r.Request})
	d.record(d.ctx, id, Observed{Intent: i, Action: r.Action})
}

// settle asks reader and intent for 3 s after a send whose outcome is not known. True: the fact is recorded.
func (d *Desk) settle(ctx context.Context, id string, s State, before reader.Reader) bool {
	until := d.Clock.Now().Add(3 * time.Second)
	answered := false
	for {
		r, i, err := d.Stripe.Watch(ctx, before.ID, s.Intent)
		if ctx.Err() != nil {
			return true
		}
		if err == nil {
			answered = true
			d.Index.Note(i)
			switch {
			case i.Status != RequiresPaymentMethod || newDecline(s, i):
				d.record(ctx, id, DispatchAnswered{OnReader: true})
				d.record(d.ctx, id, Observed{Intent: i, Action: r.Action})
				return true
			case r.Runs(s.Intent) && r.Action.Status == reader.InProgress:
				d.record(ctx, id, DispatchAnswered{OnReader: true})
				return true
			}
		}
		if !d.Clock.Now().Before(until) {
			if !answered {
				d.record(ctx, id, DispatchAnswered{Unknown: true})
				return true
			}
			return false
		}
		if d.Clock.Sleep(ctx, 500*time.Millisecond) != nil {
			return true
		}
	}
}

func newDecline(s State, i Intent) bool {
	return i.Declined != nil && !i.Declined.same(s.Decline)
}

// burn is S4: the epoch of our unanswered command is moved under that command's own key, so that a late copy of it can
// never start anything. False: a fact is recorded and the step is over.
func (d *Desk) burn(ctx context.Context, id string, s State, r reader.Reader) bool {
	key := slotKey(r.ID, r.Epoch)
	for range burnRounds {
		if _, err := d.record(ctx, id, SlotIntended{Verb: "burn", Reader: r.ID, Key: key, Epoch: r.Epoch + 1}); err != nil {
			return false
		}
		moved, err := d.Stripe.MoveSlot(ctx, key, r.ID, d.slot(s, r.Epoch+1))
		d.record(ctx, id, slotAnswered("burn", moved, err))
		switch {
		case err == nil:
			return true
		case explain.Is(err, explain.Mismatch):
			return d.walkOn(ctx, id, s, r)
		case ctx.Err() != nil:
			return false
		case explain.OutcomeUnknown(err) || explain.Is(err, explain.RateLimited, explain.Conflict):
			// the command still runs, or nobody answered: look, then burn again under the same key
			if now, i, err := d.Stripe.Watch(ctx, r.ID, s.Intent); err == nil && (now.Busy() && now.Runs(s.Intent) || i.Status != RequiresPaymentMethod) {
				d.record(ctx, id, DispatchAnswered{OnReader: true})
				return false
			}
			if d.Clock.Sleep(ctx, time.Second) != nil {
				return false
			}
		default:
			d.record(ctx, id, DispatchAnswered{Problem: readerProblem(err)})
			return false
		}
	}
	d.record(ctx, id, DispatchAnswered{Unknown: true})
	return false
}

// walkOn handles an epoch that was used before: ours may be running, a colleague's too; else the epoch read now is moved
// on without a key.
func (d *Desk) walkOn(ctx context.Context, id string, s State, r reader.Reader) bool {
	now, i, err := d.Stripe.Watch(ctx, r.ID, s.Intent)
	if err != nil {
		if ctx.Err() == nil {
			d.record(ctx, id, DispatchAnswered{Unknown: true})
		}
		return false
	}
	switch {
	case i.Status != RequiresPaymentMethod || newDecline(s, i):
		d.record(ctx, id, DispatchAnswered{OnReader: true})
		d.record(d.ctx, id, Observed{Intent: i, Action: now.Action})
		return false
	case now.Busy() && now.Runs(s.Intent):
		d.record(ctx, id, DispatchAnswered{OnReader: true})
		return false
	case now.Busy(), now.Epoch != r.Epoch:
		return true // taken, or walked on already: the next round reads and judges
	}
	if _, err := d.record(ctx, id, SlotIntended{Verb: "move", Reader: r.ID, Epoch: now.Epoch + 1}); err != nil {
		return false
	}
	moved, err := d.Stripe.MoveSlot(ctx, "", r.ID, d.slot(s, now.Epoch+1))
	d.record(ctx, id, slotAnswered("move", moved, err))
	return ctx.Err() == nil
}
