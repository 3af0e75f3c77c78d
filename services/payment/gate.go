package payment

import (
	"context"

	"paydesk/services/reader"
)

// gate is C4, after the intent exists, and C5 before every later dispatch: one listing, the documents, the intent and the
// reader, all read now. Whatever another counter does from here on, one of us has seen the other.
func (d *Desk) gate(ctx context.Context, id string) {
	if f := d.look(ctx, id); f != nil {
		d.record(ctx, id, f)
	}
}

// regate repeats the gate for a send that had to wait (C5). False: the payment went another way.
func (d *Desk) regate(ctx context.Context, id string) bool {
	f := d.look(ctx, id)
	if f == nil {
		return false
	}
	s, err := d.record(ctx, id, f)
	return err == nil && s.Phase == Dispatching && ctx.Err() == nil
}

// look reads what C4 reads and judges it; nil: the step is over.
func (d *Desk) look(ctx context.Context, id string) Fact {
	s := d.peek(id)
	shop, err := d.Shop.ShopID()
	if err != nil {
		return ClaimChecked{Problem: failure(err)}
	}
	var (
		own                 Intent
		r                   reader.Reader
		listErr, ownErr, rd error
	)
	at := d.Clock.Now()
	listUpTo := d.Stripe.Now()
	var q question
	documents, online := q.calls(ctx, d.Odoo, s.Documents())
	d.Runner.Parallel(
		func() { listErr = d.Index.Refresh(ctx) },
		documents, online,
		func() { own, ownErr = d.Stripe.Intent(ctx, s.Intent) },
		func() { r, rd = d.Stripe.Reader(ctx, s.Reader.ID) },
	)
	if ctx.Err() != nil {
		return nil
	}
	docs, docErr := q.answer()
	checked := ClaimChecked{ListUpTo: listUpTo}
	for _, f := range docs {
		checked.Documents = append(checked.Documents, DocumentState{f.ID, f.Residual.Minor, string(f.State)})
	}
	switch {
	case listErr != nil:
		checked.Problem = failure(listErr)
	case ownErr != nil:
		checked.Problem = failure(ownErr)
	case own.Status != RequiresPaymentMethod:
		// the card was faster, or a colleague cancelled: the fact decides, not the gate
		return Observed{Intent: own}
	case own.Amount != s.Amount.Minor || own.Currency != s.Amount.Currency:
		checked.Problem = &Problem{Kind: ProblemAmount, Text: "intent " + own.ID}
	case d.Stripe.Now().Sub(own.Created) > maxClaimAge:
		checked.Problem = &Problem{Kind: ProblemStale}
	}
	switch { // this list may be the first that shows them
	case checked.Problem != nil:
	case d.Index.newer():
		checked.Problem = &Problem{Kind: ProblemUpdate}
	default:
		checked.Problem = d.twin()
	}
	if checked.Problem == nil {
		p, away := d.judge(s, docs, docErr)
		if p == nil {
			p = d.rivals(ctx, s, shop, docs, away, true)
		}
		if ctx.Err() != nil {
			return nil
		}
		checked.Problem = p
	}
	d.mu.Lock()
	if l := d.lives[id]; l != nil {
		l.gate, l.gateAt = nil, at
		if rd == nil {
			l.gate = &r
		}
	}
	d.mu.Unlock()
	return checked
}

// stale says that C4's reads are too old for a dispatch.
func (d *Desk) stale(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lives[id]
	return l == nil || elapsed(l.gateAt, d.Clock.Now()) > fresh
}

// gated hands the gate's reading of the reader to the send right behind it, once and only while fresh.
func (d *Desk) gated(s State) (reader.Reader, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lives[s.ID]
	if l == nil || l.gate == nil || l.gate.ID != s.Reader.ID || elapsed(l.gateAt, d.Clock.Now()) > fresh {
		return reader.Reader{}, false
	}
	r := *l.gate
	l.gate = nil
	return r, true
}
