package refund

import (
	"context"
	"errors"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// drive does what a refund's state asks for until it asks for nothing. One goroutine at a time drives a life.
func (d *Desk) drive(id string) {
	d.mu.Lock()
	l := d.lives[id]
	l.again = true
	start := !l.driven
	l.driven = true
	d.mu.Unlock()
	if start {
		d.Runner.Go(func() { d.driven(d.ctx, id) })
	}
}

func (d *Desk) driven(ctx context.Context, id string) {
	var wait time.Duration
	for {
		d.mu.Lock()
		l := d.lives[id]
		act, n := Next(l.state)
		if act == DoNothing && !l.again || ctx.Err() != nil {
			l.driven = false
			d.mu.Unlock()
			return
		}
		before := l.state
		l.again = false
		d.mu.Unlock()
		if act == DoNothing {
			continue
		}
		err := d.act(ctx, id, act, n)
		if ctx.Err() != nil {
			continue
		}
		after := d.peek(id)
		if err == nil && (after.Phase != before.Phase || after.progress(n) != before.progress(n)) {
			wait = 0
			continue
		}
		// the same again, later: nothing is lost by waiting, and the other side is not run over
		wait = min(max(2*wait, firstPause(act)), longestPause(act, d.Clock.Now().Sub(after.Since)))
		d.pause(ctx, id, wait)
	}
}

func (s State) progress(n int) Progress {
	if n < 0 || n >= len(s.Shares) {
		return Waits
	}
	return s.Shares[n].Progress
}

func firstPause(a Act) time.Duration {
	if a == DoWatch {
		return time.Second
	}
	return 2 * time.Second
}

// longestPause: an unanswered refund is asked about at least every minute (I13); a bank may take days.
func longestPause(a Act, since time.Duration) time.Duration {
	switch {
	case a == DoWatch:
		return time.Second
	case a == DoFollow && since > time.Hour:
		return 10 * time.Minute
	}
	return time.Minute
}

// act is one try of one step. An error means: the same again, later.
func (d *Desk) act(ctx context.Context, id string, a Act, n int) error {
	s := d.peek(id)
	switch a {
	case DoCheck:
		return d.check(ctx, s)
	case DoNote:
		return d.makeNote(ctx, s)
	case DoSend:
		if s.Transfer {
			return d.transfer(ctx, s, n)
		}
		return d.send(ctx, s, n)
	case DoAsk:
		return d.ask(ctx, s, n)
	case DoWatch:
		return d.watch(ctx, s, n)
	case DoBook:
		return d.book(ctx, s, n)
	case DoTakeBack:
		return d.takeBack(ctx, s, n)
	case DoFollow:
		return d.follow(ctx, s)
	}
	return nil
}

// failure makes a Problem of a gateway's refusal.
func failure(err error, kind payment.ProblemKind) *payment.Problem {
	p := payment.ProblemOf(err)
	if kind != "" {
		p.Kind = kind
	}
	return &p
}

// definite says that an error is an answer: asking again gives the same.
func definite(err error) bool {
	return explain.Is(err, explain.Refused, explain.NotFound, explain.Forbidden, explain.KeyRefused, explain.Unsupported, explain.IntentState)
}

// check is R1: what was approved is still what may be given back.
func (d *Desk) check(ctx context.Context, s State) error {
	o, err := d.offer(ctx, s)
	switch {
	case err == nil:
	case errors.Is(err, ErrNoDocument), definite(err):
		_, err = d.record(ctx, s.ID, RefundChecked{Problem: failure(err, ProblemNote)})
		return err
	case d.Clock.Now().Sub(s.OpenedAt) > checkPatience:
		// nothing was sent: a manager who stands at the counter is told, and begins again when both sides answer
		_, err = d.record(ctx, s.ID, RefundChecked{Problem: failure(err, "")})
		return err
	default:
		return err
	}
	if p := s.judge(o); p != nil {
		_, err := d.record(ctx, s.ID, RefundChecked{Problem: p})
		return err
	}
	_, err = d.record(ctx, s.ID, RefundChecked{})
	return err
}

const checkPatience = 30 * time.Second

// judge compares what was approved with what may be given back now.
func (s State) judge(o Offer) *payment.Problem {
	if !s.Loose {
		doc, want := o.document(), s.Note
		if o.Note == nil {
			want = s.Original
		}
		if doc.ID != want.ID || doc.Number != want.Number || doc.Company != s.Company || doc.Total.Currency != s.Amount.Currency {
			return &payment.Problem{Kind: ProblemNote, Text: want.Number}
		}
	}
	var sum int64
	most := o.Most
	for _, sh := range s.Shares {
		sum += sh.Minor
		if s.Transfer {
			most = o.Owed
			continue
		}
		c, ok := o.ChargeOf(sh.Intent)
		switch {
		case !ok:
			return &payment.Problem{Kind: ProblemChanged, Text: sh.Intent}
		case c.Disputed:
			return &payment.Problem{Kind: ProblemDisputed, Text: sh.Share.Card()}
		case sh.Minor > c.Left.Minor:
			return &payment.Problem{Kind: ProblemChanged, Text: c.Left.String()}
		}
	}
	if sum > most.Minor {
		return &payment.Problem{Kind: ProblemChanged, Text: most.String()}
	}
	if !s.Loose && o.Charging.Payment != "" {
		return &payment.Problem{Kind: ProblemCharging, Counter: o.Charging.Counter.Name}
	}
	if o.Note == nil && !s.Loose && s.NoteAmount.Minor > o.Original.Creditable().Minor {
		return &payment.Problem{Kind: ProblemChanged, Text: o.Original.Creditable().String()}
	}
	return nil
}

// makeNote is R6. The gateway looks before and after, so the whole of it may be repeated.
func (d *Desk) makeNote(ctx context.Context, s State) error {
	row := NoteRow{
		RID: s.ID, Original: s.Original.ID, Number: s.Original.Number, Reason: s.Reason,
		Date: d.Odoo.Day(d.Clock.Now()), Amount: s.NoteAmount,
	}
	if !s.Noted {
		if _, err := d.record(ctx, s.ID, NoteIntended{row}); err != nil {
			return err
		}
	}
	note, err := d.Odoo.DraftNote(ctx, row)
	if err == nil {
		note, err = d.Odoo.PostNote(ctx, note.ID)
	}
	if definite(err) {
		_, err = d.record(ctx, s.ID, NoteRefused{*failure(err, "")})
		return err
	}
	if err != nil {
		return err
	}
	_, err = d.record(ctx, s.ID, NoteMade{Note: Document{note.ID, note.Number}, Left: note.Residual.Minor})
	return err
}
