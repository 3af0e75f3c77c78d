package refund

import (
	"context"
	"fmt"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// Interac cards are paid back on a reader, with the card (Stripe facts §6, PROTOCOLS R8). The reader's slot is used by the
// same rules as for a payment (S2-S6); before every send and after every unknown the charge's refunds are listed.

const (
	promptDeadline = 120 * time.Second
	readerTries    = 3
)

func slotKey(readerID string, epoch int64) string { return fmt.Sprintf("pd1:s:%s:%d", readerID, epoch) }

// sendToReader asks for the card under an epoch nobody has used.
func (d *Desk) sendToReader(ctx context.Context, s State, n int, params Params) error {
	sh := s.Shares[n]
	r, err := d.Stripe.Reader(ctx, sh.Reader.ID)
	switch {
	case err != nil && !definite(err):
		return err
	case err != nil:
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: failure(err, ProblemReader)})
	case r.Busy():
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: &payment.Problem{Kind: ProblemReader, Counter: r.MovedBy}})
	}
	intended := RefundIntended{Share: n, Key: slotKey(r.ID, r.Epoch), Params: params, Reader: r.ID, Epoch: r.Epoch, At: d.Stripe.Now()}
	if s, err = d.record(ctx, s.ID, intended); err != nil {
		return err
	}
	answer, err := d.Stripe.RefundOnReader(ctx, intended.Key, r.ID, params)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil && s.runs(answer, sh.Intent):
		return d.acted(ctx, s, n, answer)
	case explain.Is(err, explain.Mismatch): // somebody used this epoch: walk on (S3)
		if err := d.moveOn(ctx, s, r.ID); err != nil {
			return d.unsure(ctx, s, n, err)
		}
		return d.answer(ctx, s.ID, n, RefundAnswered{Collided: true})
	case definite(err), explain.Is(err, explain.ReaderBusy, explain.ReaderOff, explain.ReaderFault):
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: failure(err, ProblemReader)})
	}
	return d.answer(ctx, s.ID, n, RefundAnswered{Unknown: true})
}

// runs says that what a reader does, or did last, is this refund's share of a charge: another refund of the same charge is not.
func (s State) runs(r reader.Reader, intent string) bool {
	return r.Action != nil && r.Action.RefundOf == intent && r.Action.Approval == s.ID
}

// acted reads what the reader does with our command.
func (d *Desk) acted(ctx context.Context, s State, n int, r reader.Reader) error {
	switch {
	case r.Action.Status == reader.InProgress:
		if s.Shares[n].Progress == Prompting {
			return nil
		}
		return d.answer(ctx, s.ID, n, RefundAnswered{Prompting: true})
	case r.Action.Status == reader.Succeeded && r.Action.Refund != "":
		refund, err := d.Stripe.Refund(ctx, r.Action.Refund)
		if err != nil {
			return err
		}
		return d.answer(ctx, s.ID, n, RefundAnswered{Refund: &refund})
	case r.Action.Status == reader.Failed:
		return d.ended(ctx, s, n, &payment.Problem{Kind: ProblemReader, Code: r.Action.FailureCode})
	}
	return d.ended(ctx, s, n, nil)
}

// ended is a prompt that is over without naming a refund: the list decides. p is why, where the reader said so; without it
// nobody knows.
func (d *Desk) ended(ctx context.Context, s State, n int, p *payment.Problem) error {
	refunds, err := d.Stripe.RefundsOf(ctx, s.Shares[n].Intent)
	if err != nil {
		return err
	}
	if r, found := mine(s, refunds); found {
		return d.answer(ctx, s.ID, n, RefundAnswered{Refund: &r})
	}
	if p == nil {
		return d.answer(ctx, s.ID, n, RefundAnswered{Unknown: true})
	}
	if err := d.moveOn(ctx, s, s.Shares[n].Reader.ID); err != nil {
		d.Log.Warn("epoch not moved", "refund", s.ID, "error", err)
	}
	return d.answer(ctx, s.ID, n, RefundAnswered{Problem: p})
}

// watch is one look at a reader that asks for the card.
func (d *Desk) watch(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	r, err := d.Stripe.Reader(ctx, sh.Reader.ID)
	if err != nil {
		return err
	}
	if !s.runs(r, sh.Intent) {
		return d.ended(ctx, s, n, nil) // vanished or replaced (S9, S10)
	}
	if r.Busy() {
		d.mu.Lock()
		unwanted := d.lives[s.ID].unwanted
		d.mu.Unlock()
		if unwanted == "" && d.Stripe.Now().Sub(sh.SentAt) < promptDeadline {
			return nil
		}
		return d.clear(ctx, s, n, r, unwanted)
	}
	return d.acted(ctx, s, n, r)
}

// clear takes our own prompt away (S7): sent once. A reader that is busy with the card is past stopping.
func (d *Desk) clear(ctx context.Context, s State, n int, r reader.Reader, by string) error {
	if _, err := d.record(ctx, s.ID, RefundSlotIntended{Verb: "clear", Reader: r.ID}); err != nil {
		return err
	}
	_, err := d.Stripe.CancelAction(ctx, r.ID)
	if _, rerr := d.record(ctx, s.ID, RefundSlotAnswered{Verb: "clear", Failure: explain.KindOf(err)}); rerr != nil {
		return rerr
	}
	if err != nil {
		return err
	}
	return d.ended(ctx, s, n, &payment.Problem{Kind: ProblemGivenUp, Text: by})
}

// askReader goes on after an unknown send: our action runs, or its epoch is burned so that a late copy can never start, and
// the share may be sent again (S4).
func (d *Desk) askReader(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	r, err := d.Stripe.Reader(ctx, sh.Reader.ID)
	if err != nil {
		return d.unsure(ctx, s, n, err)
	}
	if s.runs(r, sh.Intent) && (r.Busy() || r.Action.Status == reader.Succeeded) {
		return d.acted(ctx, s, n, r)
	}
	if _, err := d.record(ctx, s.ID, RefundSlotIntended{Verb: "burn", Reader: r.ID, Key: sh.Key, Epoch: sh.Epoch + 1}); err != nil {
		return err
	}
	_, err = d.Stripe.MoveSlot(ctx, sh.Key, r.ID, d.slot(s, sh.Epoch+1))
	if _, rerr := d.record(ctx, s.ID, RefundSlotAnswered{Verb: "burn", Failure: explain.KindOf(err)}); rerr != nil {
		return rerr
	}
	switch {
	case err == nil && sh.Collisions < readerTries:
		return d.answer(ctx, s.ID, n, RefundAnswered{Collided: true})
	case err == nil:
		return d.ended(ctx, s, n, &payment.Problem{Kind: ProblemReader})
	case explain.Is(err, explain.Mismatch):
		// the epoch was used, perhaps by our own command: it is over, or the list would know
		return d.ended(ctx, s, n, &payment.Problem{Kind: ProblemReader})
	}
	return d.unsure(ctx, s, n, err)
}

// moveOn moves the slot's epoch past one that was used (S3, S6).
func (d *Desk) moveOn(ctx context.Context, s State, readerID string) error {
	r, err := d.Stripe.Reader(ctx, readerID)
	if err != nil {
		return err
	}
	if r.Busy() {
		return nil // whoever runs it moves it
	}
	if _, err := d.record(ctx, s.ID, RefundSlotIntended{Verb: "move", Reader: r.ID, Epoch: r.Epoch + 1}); err != nil {
		return err
	}
	_, err = d.Stripe.MoveSlot(ctx, "", r.ID, d.slot(s, r.Epoch+1))
	if _, rerr := d.record(ctx, s.ID, RefundSlotAnswered{Verb: "move", Failure: explain.KindOf(err)}); rerr != nil {
		return rerr
	}
	return err
}

func (d *Desk) slot(s State, epoch int64) reader.Slot {
	return reader.Slot{Epoch: epoch, At: d.Stripe.Now(), By: s.Counter.Name}
}
