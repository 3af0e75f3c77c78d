package history

import (
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/refund"
)

// RefundTimeline tells a refund's life in words, oldest first, as Timeline does a payment's.
func RefundTimeline(events []refund.Event, own money.Currency) []Step {
	var s refund.State
	t := telling{own: own}
	for _, e := range events {
		next, err := refund.Apply(s, e)
		if err != nil {
			t.add(e.At, Care, "history.step.unreadable", "", "kind", refund.KindName(e.Fact))
			break
		}
		t.refund(s, next, e)
		s = next
	}
	return t.steps
}

func (t *telling) refund(s, next refund.State, e refund.Event) {
	switch f := e.Fact.(type) {
	case refund.RefundOpened:
		if f.Adopted != nil {
			t.add(e.At, Plain, "history.refund.adopted", Short(f.Adopted.ID))
			break
		}
		t.add(e.At, Plain, "history.refund.opened", next.Counter.Name, "person", next.Person, "amount", next.Amount.Format(t.own))
		t.add(e.At, Plain, "history.refund.approved", next.Reason, "person", next.Approver)
	case refund.NoteMade:
		t.add(e.At, Plain, "history.refund.note", f.Note.Number)
	case refund.RefundDelayed:
		if s.Delay == "" {
			t.add(e.At, Care, "history.step.outbox", explain.Words(explain.Odoo, f.Failure, "").What)
		}
	case refund.RefundHeld:
		t.add(e.At, Care, "history.step.held", f.Problem.Text)
	case refund.RefundPostRequested:
		t.add(e.At, Plain, "history.step.book_again", "", "person", f.By)
	}
	for i, now := range next.Shares {
		before := refund.ShareState{}
		if i < len(s.Shares) {
			before = s.Shares[i]
		}
		if before.Progress != now.Progress {
			t.share(e.At, before.Progress, now, now.Share, next)
		}
	}
	if next.Phase == refund.Stopped && s.Phase != refund.Stopped {
		t.add(e.At, Plain, "history.refund.stopped", problem(next.Problem))
	}
}

// share tells of one charge's part when it went on.
func (t *telling) share(at time.Time, before refund.Progress, now refund.ShareState, to refund.Share, s refund.State) {
	amount := money.New(to.Minor, s.Amount.Currency).Format(t.own)
	card := join(to.Card(), Short(now.Refund))
	switch now.Progress {
	case refund.Prompting:
		t.add(at, Plain, "history.refund.asks", to.Card())
	case refund.Unsure:
		t.add(at, Care, "history.step.contact_lost", to.Card())
	case refund.OnItsWay:
		t.add(at, Plain, "history.refund.way", card, "amount", amount)
	case refund.Given:
		if s.Transfer {
			t.add(at, Plain, "history.refund.transfer", "", "amount", amount)
			return
		}
		t.add(at, Good, "history.refund.given", card, "amount", amount)
	case refund.Booked:
		t.add(at, Good, "history.step.posted", now.Booking)
	case refund.Refused:
		t.add(at, Bad, "history.refund.refused", problem(s.Problem))
	case refund.BackToo:
		t.add(at, Bad, "history.refund.back", card, "amount", amount)
	case refund.Back:
		if before == refund.BackToo {
			t.add(at, Plain, "history.refund.taken_back", now.Booking)
			return
		}
		t.add(at, Bad, "history.refund.back", card, "amount", amount)
	}
}
