package payment

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
)

const (
	fresh         = 10 * time.Second // PROTOCOLS G1
	indexFresh    = 60 * time.Second // PROTOCOLS C1
	quietMine     = 3 * time.Minute  // PROTOCOLS C9
	quietOnReader = 10 * time.Minute
)

// reading is C1's reads of one set of documents.
type reading struct {
	docs []document.Fresh
	at   time.Time
}

func warmKey(ids []int64) string {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString(" ")
		b.WriteString(strconv.FormatInt(id, 10))
	}
	return b.String()
}

// Warm keeps C1's reads fresh while a document is shown, so that Charge begins with the claim.
func (d *Desk) Warm(ctx context.Context, ids []int64) error {
	var q question
	var err2 error
	at := d.Clock.Now()
	documents, online := q.calls(ctx, d.Odoo, ids)
	d.Runner.Parallel(
		documents, online,
		func() {
			if age, ok := d.Index.Age(); !ok || age > indexFresh/2 {
				err2 = d.Index.Refresh(ctx)
			}
		},
	)
	docs, err := q.answer()
	if err == nil {
		d.mu.Lock()
		clear(d.warm)
		d.warm[warmKey(ids)] = reading{docs, at}
		d.mu.Unlock()
	}
	return errors.Join(err, err2)
}

// check is C1 and C2.
func (d *Desk) check(ctx context.Context, id string) {
	s := d.peek(id)
	shop, err := d.Shop.ShopID()
	if err != nil {
		d.record(ctx, id, Checked{Problem: failure(err)})
		return
	}
	if err := s.Amount.Chargeable(); err != nil {
		d.record(ctx, id, Checked{Problem: &Problem{Kind: ProblemAmount, Text: err.Error()}})
		return
	}
	if p := d.rightsLost(); p != nil {
		d.record(ctx, id, Checked{Problem: p})
		return
	}
	d.mu.Lock()
	r, warm := d.warm[warmKey(s.Documents())]
	d.mu.Unlock()
	docs, odooErr, indexErr := r.docs, error(nil), error(nil)
	var q question
	var calls []func()
	if warm = warm && elapsed(r.at, d.Clock.Now()) <= fresh; !warm {
		documents, online := q.calls(ctx, d.Odoo, s.Documents())
		calls = append(calls, documents, online)
	}
	d.Runner.Parallel(append(calls,
		func() {
			if age, ok := d.Index.Age(); !ok || age > indexFresh || s.Collisions > 0 {
				indexErr = d.Index.Refresh(ctx)
			}
		},
	)...)
	if ctx.Err() != nil {
		return
	}
	if !warm {
		docs, odooErr = q.answer()
	}
	if indexErr != nil {
		d.record(ctx, id, Checked{Problem: failure(indexErr)})
		return
	}
	if d.Index.newer() {
		d.record(ctx, id, Checked{Problem: &Problem{Kind: ProblemUpdate}})
		return
	}
	if p := d.twin(); p != nil {
		d.record(ctx, id, Checked{Problem: p})
		return
	}
	p, away := d.judge(s, docs, odooErr)
	if p == nil {
		p = d.rivals(ctx, s, shop, docs, away, false)
	}
	if ctx.Err() != nil {
		return
	}
	d.record(ctx, id, Checked{Problem: p, Away: away})
}

// rightsLost says why nothing more is charged: Odoo has refused this counter's user or key while it booked, and what is
// charged now could not be booked either (PROTOCOLS B11). The waiting bookings find out by themselves when that is over.
func (d *Desk) rightsLost() *Problem {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, l := range d.lives {
		if !l.state.Delayed.IsZero() && (l.state.Delay == explain.Forbidden || l.state.Delay == explain.KeyRefused) {
			return &Problem{Kind: ProblemFailure, Side: explain.Odoo, Failure: l.state.Delay}
		}
	}
	return nil
}

// judge decides on the documents as read, or on the mirror where Odoo is away.
func (d *Desk) judge(s State, docs []document.Fresh, err error) (p *Problem, away bool) {
	if err != nil {
		if !explain.Is(err, explain.Unreachable, explain.Unanswered) {
			return failure(err), false
		}
		return d.judgeAway(s, err), true
	}
	return d.judgeDocuments(s.Order, docs), false
}

// judgeDocuments is the last part of C1: everything as tapped, and a discount not over. Its day is Odoo's, by Stripe's clock:
// so will the charge be dated.
func (d *Desk) judgeDocuments(o Order, docs []document.Fresh) *Problem {
	partial := 0
	for _, part := range o.Parts {
		i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == part.Document })
		if i < 0 {
			return &Problem{Kind: ProblemDocument, Text: part.Number}
		}
		f := docs[i]
		if f.Number != part.Number || f.State != document.Posted || f.Company != o.Company ||
			f.Partner.CommercialID != o.Partner || f.Residual.Currency != o.Amount.Currency || f.Residual.Minor < o.due(part) {
			return &Problem{Kind: ProblemDocument, Text: part.Number}
		}
		if len(f.Online) > 0 {
			return &Problem{Kind: ProblemOnline, Text: part.Number}
		}
		switch {
		case part.Until != "":
			if f.Residual.Minor != part.Owed || d.over(part) {
				return &Problem{Kind: ProblemDiscount, Text: part.Number}
			}
		case f.Residual.Minor > o.due(part):
			partial++
		}
	}
	if partial > 1 { // Odoo would give the first of them what belongs to the second (C11)
		return &Problem{Kind: ProblemAmount, Text: o.Numbers()}
	}
	return nil
}

// over says that the discount of a part has ended.
func (d *Desk) over(p Part) bool { return p.Until < d.Odoo.Day(d.Stripe.Now()) }

// judgeAway is PROTOCOLS C13: Odoo is away, the mirror is young, and nothing happened to the document since.
func (d *Desk) judgeAway(s State, err error) *Problem {
	no := func() *Problem {
		p := failure(err)
		p.Kind = ProblemAwayLimit
		return p
	}
	if d.AwayLimit == nil || s.Amount.Minor > d.AwayLimit(s.Order) {
		return no()
	}
	for _, part := range s.Parts {
		doc, at, ok := d.Mirror.Mirrored(part.Document)
		age := elapsed(at, d.Clock.Now()) // below zero: the clock was set back, and nobody knows how old it is
		if !ok || age < 0 || age > 24*time.Hour || !doc.Open() || doc.Number != part.Number ||
			doc.Residual.Currency != s.Amount.Currency || doc.Residual.Minor < s.due(part) {
			return no()
		}
		if part.Until != "" && (doc.Residual.Minor != part.Owed || d.over(part)) {
			return &Problem{Kind: ProblemDiscount, Text: part.Number}
		}
		// A colleague's booked charge is invisible in the mirror: Stripe's times tell.
		readAt := d.Stripe.Now().Add(-age)
		for _, c := range d.Index.On([]Part{part}) {
			if c.Payment == s.ID || c.Status == Canceled {
				continue
			}
			if !(Intent{Status: c.Status}).Money() || c.Created.After(readAt.Add(-10*time.Minute)) {
				return no()
			}
		}
	}
	return nil
}
