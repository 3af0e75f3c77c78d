package refund

import (
	"context"
	"errors"
	"slices"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

const (
	lapsesAfter   = 20 * time.Hour // keys are kept for 24 h (PROTOCOLS R3)
	storedTries   = 3
	mostCollision = 5
)

// send is R2 for one share: everything is listed, then intended, then sent under the number that the list gives.
func (d *Desk) send(ctx context.Context, s State, n int) error {
	shop, err := d.Shop.ShopID()
	if err != nil {
		return err
	}
	o, err := d.offer(ctx, s)
	if err != nil {
		return d.refuse(ctx, s, n, err)
	}
	sh := s.Shares[n]
	c, ok := o.ChargeOf(sh.Intent)
	if ok {
		if r, found := mine(s, c.Refunds); found { // sent by us, and the answer never came
			return d.answer(ctx, s.ID, n, RefundAnswered{Refund: &r})
		}
	}
	var p *payment.Problem
	switch {
	case !ok:
		p = &payment.Problem{Kind: ProblemChanged, Text: sh.Intent}
	case c.Disputed:
		p = &payment.Problem{Kind: ProblemDisputed, Text: sh.Card()}
	case sh.Minor > min(c.Left.Minor, o.Most.Minor):
		p = &payment.Problem{Kind: ProblemChanged, Text: o.Most.String()}
	case sh.Collisions > mostCollision:
		p = &payment.Problem{Kind: ProblemStored}
	}
	if p != nil {
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: p})
	}
	params := Params{Intent: sh.Intent, Amount: s.Amount, Reason: RequestedByCustomer, Metadata: s.metadata(shop)}
	params.Amount.Minor = sh.Minor
	if sh.Reader != nil {
		params.Reason = ""
		return d.sendToReader(ctx, s, n, params)
	}
	number := o.made(s.Note.ID) + sh.Collisions
	number = max(number, s.unusedBy(n))
	intended := RefundIntended{Share: n, N: number, Key: s.refundKey(shop, sh.Intent, number), Params: params, At: d.Stripe.Now()}
	if s, err = d.record(ctx, s.ID, intended); err != nil {
		return err
	}
	return d.post(ctx, s, n, false)
}

// post sends what is intended, under its key. again: an earlier send of it was not answered, so only an answer about the
// refund itself may end the doubt, not one about the key or its rights.
func (d *Desk) post(ctx context.Context, s State, n int, again bool) error {
	sh := s.Shares[n]
	r, err := d.Stripe.CreateRefund(ctx, sh.Key, sh.Params)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	a := RefundAnswered{}
	switch {
	case err == nil && r.Metadata[metaRID] == s.ID && r.Intent == sh.Intent:
		a.Refund = &r
	case err == nil, explain.Is(err, explain.Mismatch):
		a.Collided = true
	case explain.Is(err, explain.InFlight, explain.RateLimited, explain.Conflict):
		a.Unknown = true
	case again && explain.Is(err, explain.KeyRefused, explain.Forbidden):
		a.Unknown = true
	case definite(err):
		a.Problem = failure(err, refusal(err))
	case stored(err):
		a.Stored = true
	default:
		a.Unknown = true
	}
	return d.answer(ctx, s.ID, n, a)
}

// stored says that Stripe itself answered with a server error, which it gives again under the same key.
func stored(err error) bool {
	var f *explain.Failure
	return errors.As(err, &f) && f.Kind == explain.Unanswered && f.RequestID != ""
}

// refusal names Stripe's definite no's that have words of their own.
func refusal(err error) payment.ProblemKind {
	var f *explain.Failure
	if errors.As(err, &f) {
		switch f.Code {
		case "charge_already_refunded":
			return ProblemChanged
		case "charge_disputed":
			return ProblemDisputed
		}
	}
	return ""
}

// ask is R3: the list first, then the same send again. Nothing is ever taken for not refunded but by Stripe's word.
func (d *Desk) ask(ctx context.Context, s State, n int) error {
	sh := s.Shares[n]
	refunds, err := d.Stripe.RefundsOf(ctx, sh.Intent)
	if err != nil {
		return d.unsure(ctx, s, n, err)
	}
	if r, found := mine(s, refunds); found {
		return d.answer(ctx, s.ID, n, RefundAnswered{Refund: &r})
	}
	switch {
	case d.Stripe.Now().Sub(sh.SentAt) > lapsesAfter:
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: &payment.Problem{Kind: ProblemLapsed}})
	case sh.Tries >= storedTries:
		return d.answer(ctx, s.ID, n, RefundAnswered{Problem: &payment.Problem{Kind: ProblemStored}})
	case sh.Reader != nil:
		return d.askReader(ctx, s, n)
	}
	return d.post(ctx, s, n, true)
}

// unsure shows after a failed reading that nobody knows, once.
func (d *Desk) unsure(ctx context.Context, s State, n int, err error) error {
	if s.Shares[n].Progress == Sent {
		if err := d.answer(ctx, s.ID, n, RefundAnswered{Unknown: true}); err != nil {
			return err
		}
	}
	return err
}

// refuse ends a share that was not sent where the reading before it is a definite no.
func (d *Desk) refuse(ctx context.Context, s State, n int, err error) error {
	if !definite(err) && !errors.Is(err, ErrNoDocument) {
		return err
	}
	return d.answer(ctx, s.ID, n, RefundAnswered{Problem: failure(err, ProblemNote)})
}

func (d *Desk) answer(ctx context.Context, id string, n int, a RefundAnswered) error {
	a.Share = n
	_, err := d.record(ctx, id, a)
	return err
}

// mine finds this refund's own among those of one charge.
func mine(s State, refunds []Refund) (Refund, bool) {
	i := slices.IndexFunc(refunds, func(r Refund) bool { return r.Metadata[metaRID] == s.ID })
	if i < 0 {
		return Refund{}, false
	}
	return refunds[i], true
}

// follow asks what the bank has done with the shares on their way.
func (d *Desk) follow(ctx context.Context, s State) error {
	for n, sh := range s.Shares {
		if sh.Progress != OnItsWay {
			continue
		}
		r, err := d.Stripe.Refund(ctx, sh.Refund)
		if err != nil {
			return err
		}
		if err := d.Notice(ctx, s.ID, n, r); err != nil {
			return err
		}
	}
	return nil
}

// Notice takes a refund as Stripe has it now; what says nothing new is not written down.
func (d *Desk) Notice(ctx context.Context, id string, n int, r Refund) error {
	s := d.peek(id)
	f := RefundObserved{Share: n, Refund: r}
	next, err := Apply(s, Event{d.Clock.Now(), f})
	if errors.Is(err, ErrUnexpected) || err == nil && next.progress(n) == s.progress(n) && next.Shares[n].Why == s.Shares[n].Why {
		return nil
	}
	_, err = d.record(ctx, id, f)
	return err
}
