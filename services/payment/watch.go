package payment

import (
	"context"
	"slices"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/reader"
)

const (
	pollEvery      = 500 * time.Millisecond // at most two calls a second (PROTOCOLS S6)
	rereadEvery    = 10 * time.Second       // C6
	contactPatient = 4 * time.Second        // then the screen says that it does not know
	askEvery       = 5 * time.Second        // how often Stripe is asked while it does not answer
)

// watch is S6, C6 and S9-S11: it looks at intent and reader until the payment leaves the reader, or the deadline passes.
func (d *Desk) watch(ctx context.Context, id string) {
	s := d.peek(id)
	began, contact, reread := d.Clock.Now(), d.Clock.Now(), d.Clock.Now()
	if s.Phase == Waiting {
		began = s.Since
	}
	var seen Observed
	gone, silent := 0, 0
	for {
		r, i, err := d.Stripe.Watch(ctx, s.Reader.ID, s.Intent)
		if ctx.Err() != nil {
			return
		}
		now := d.Clock.Now()
		if err != nil {
			if s.Phase != Unknown && elapsed(contact, now) >= contactPatient {
				if s, err = d.record(ctx, id, ContactLost{Failure: explain.KindOf(err)}); err == nil {
					return // a watch of its own goes on
				}
			}
		} else {
			contact = now
			d.Index.Note(i)
			o := thin(Observed{Intent: i, Action: r.Action})
			if !same(o, seen) || (s.Phase == Unknown && decided(s, o)) {
				seen = o
				was := s.Phase
				next, err := d.record(ctx, id, o)
				if err != nil {
					return
				}
				if s = next; !watching(s.Phase) {
					return
				}
				if was == Authorising && s.Phase == Waiting {
					began = now
				}
			}
			lost, by := d.lost(s, r, i)
			if gone = count(gone, lost); gone >= 2 && lost {
				d.record(ctx, id, ReaderLost{Replaced: r.Busy(), By: by})
				return
			}
		}
		if s.Phase == Waiting || s.Phase == Unknown {
			if elapsed(began, now) >= PromptDeadline && s.Phase == Waiting {
				d.record(ctx, id, CancelRequested{Problem: &Problem{Kind: ProblemPresented}})
				return
			}
			if elapsed(reread, now) >= rereadEvery {
				reread = now
				if p := d.changedMeanwhile(ctx, s); p != nil {
					d.record(ctx, id, CancelRequested{Problem: p})
					return
				}
			}
		}
		pause := pollEvery
		if err != nil && s.Phase == Unknown {
			pause = min(pollEvery<<min(silent, 4), askEvery)
			silent++
		} else {
			silent = 0
		}
		if !d.pause(ctx, id, pause) {
			return
		}
	}
}

func count(n int, more bool) int {
	if more {
		return n + 1
	}
	return 0
}

func watching(p Phase) bool { return p == Waiting || p == Authorising || p == Unknown }

// decided says that an observation would bring an unknown payment back to a known phase.
func decided(s State, o Observed) bool {
	next, _, err := Apply(s, Event{s.Since, o})
	return err == nil && next.Phase != s.Phase
}

// lost says that the prompt is not ours any more while the intent still waits for a card.
func (d *Desk) lost(s State, r reader.Reader, i Intent) (bool, string) {
	if i.Status != RequiresPaymentMethod || (r.Busy() && r.Runs(s.Intent)) {
		return false, ""
	}
	if !r.Busy() {
		return true, "" // nothing runs, or what ran is over and decided nothing
	}
	if c, ok := d.Index.Of(r.Action.Intent); ok {
		return true, c.Counter.Name
	}
	return true, ""
}

// changedMeanwhile is C6. Odoo's silence changes nothing.
func (d *Desk) changedMeanwhile(ctx context.Context, s State) *Problem {
	docs, err := d.ask(ctx, s.Documents())
	if err != nil {
		return nil
	}
	return d.judgeDocuments(s.Order, docs)
}

// thin keeps of an observation what decides and what a receipt needs.
func thin(o Observed) Observed {
	o.Intent.Metadata = nil
	o.Intent.ReadAt = time.Time{}
	return o
}

func same(a, b Observed) bool {
	if a.Intent.ID != b.Intent.ID || a.Intent.Status != b.Intent.Status || a.Intent.Received != b.Intent.Received {
		return false
	}
	if !a.Intent.Declined.same(b.Intent.Declined) {
		return false
	}
	if (a.Action == nil) != (b.Action == nil) {
		return false
	}
	return a.Action == nil || *a.Action == *b.Action
}

// retry lets the reason stand, then asks for the next attempt.
func (d *Desk) retry(ctx context.Context, id string) {
	s := d.peek(id)
	if d.Clock.Sleep(ctx, ReasonStands-elapsed(s.Since, d.Clock.Now())) != nil {
		return
	}
	d.record(ctx, id, RetryDue{})
}

// await looks at the intent while the cashier decides, and cancels it when nobody does.
func (d *Desk) await(ctx context.Context, id string) {
	s := d.peek(id)
	for {
		if d.Clock.Sleep(ctx, 5*time.Second) != nil {
			return
		}
		if i, err := d.Stripe.Intent(ctx, s.Intent); err == nil && i.Status != RequiresPaymentMethod {
			d.record(ctx, id, thin(Observed{Intent: i}))
			return
		}
		if elapsed(s.Since, d.Clock.Now()) >= ChoiceDeadline {
			p := s.Problem
			if p == nil {
				p = &Problem{Kind: ProblemPresented}
			}
			d.record(ctx, id, CancelRequested{Problem: p})
			return
		}
	}
}

// left says what a document still owes by these readings; -1 where it is not among them.
func left(docs []document.Fresh, id int64) int64 {
	if i := slices.IndexFunc(docs, func(f document.Fresh) bool { return f.ID == id }); i >= 0 {
		return docs[i].Residual.Minor
	}
	return -1
}
