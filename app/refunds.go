package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/document"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
)

// chargesOf lists the charges that name a document in their metadata: also those whose booking a person rewrote in Odoo.
func (c *Counter) chargesOf(d document.Document) []string {
	var ids []string
	for _, claim := range c.Desk.Index.On([]payment.Part{{Document: d.ID, Number: d.Number}}) {
		if claim.Status != payment.Canceled {
			ids = append(ids, claim.Intent)
		}
	}
	return ids
}

// chatter is what Odoo's chatter says of a refund.
func (c *Counter) chatter(key string, s refund.State, sh refund.ShareState) string {
	return assets.T(key, "amount", money.New(sh.Minor, s.Amount.Currency).Format(c.Facts().Currency), "card", sh.Card(), "refund", sh.Refund,
		"note", s.Note.Number, "invoice", s.Original.Number, "person", s.Person, "approver", s.Approver, "reason", s.Reason, "counter", s.Counter.Name)
}

// refundChanged keeps the history current and lets a note that was paid back leave the list.
func (c *Counter) refundChanged(s refund.State) {
	c.History.Put(refundRow(s))
	c.noteBack(s)
	c.settleLoose(s)
	if s.Phase.Final() {
		c.run.Go(c.refreshQuietly)
	}
}

// noteBack keeps the refunds that came back: a person must see to them after a restart too.
func (c *Counter) noteBack(s refund.State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.Phase != refund.CameBack {
		delete(c.cameBack, s.ID)
		return
	}
	if c.cameBack == nil {
		c.cameBack = map[string]refund.State{}
	}
	c.cameBack[s.ID] = s
}

// refundRow is a refund as the list, the day and the CSV show it.
func refundRow(s refund.State) history.Row {
	r := history.Row{
		ID: s.ID, Kind: history.Refund, At: s.OpenedAt, Customer: s.Customer, Person: s.Approver, Counter: s.Counter.Name, Asked: s.Amount,
		Outcome: refundOutcome(s), Why: s.Problem,
	}
	for _, d := range []refund.Document{s.Note, s.Original} {
		if d.ID == 0 && s.Loose && d.Number != "" { // for people: it pays no document
			r.Numbers = append(r.Numbers, d.Number)
		}
		if d.ID != 0 {
			r.Numbers, r.Documents = append(r.Numbers, d.Number), append(r.Documents, d.ID)
		}
	}
	for _, sh := range s.Shares {
		if s.Transfer { // its mark is none of Stripe's
			r.BookingID, r.Booking = sh.BookingID, sh.Booking
			continue
		}
		r.Shares = append(r.Shares, history.Share{Intent: sh.Intent, Refund: sh.Refund, Booking: sh.Booking, Minor: sh.Minor,
			Out: sh.Progress.Went(), Away: sh.Progress == refund.OnItsWay})
		if r.Charge == "" && sh.Refund != "" {
			r.Charge, r.Intent, r.Brand, r.Last4, r.MoneyAt = sh.Refund, sh.Intent, sh.Brand, sh.Last4, sh.RefundAt
			r.BookingID, r.Booking = sh.BookingID, sh.Booking
		}
		if sh.Reader != nil {
			r.Reader, r.Tag, r.ReaderID = sh.Reader.Label, sh.Reader.Tag, sh.Reader.ID
		}
	}
	if moved := s.Given().Minor + s.OnItsWay().Minor; moved > 0 && !s.Transfer {
		r.Moved = money.New(moved, s.Amount.Currency)
	}
	return r
}

func refundOutcome(s refund.State) history.Outcome {
	if s.Transfer && s.Phase != refund.Stopped { // no card gets anything
		if s.Phase == refund.Done {
			return history.Transferred
		}
		return history.UnderWay
	}
	switch s.Phase {
	case refund.Unknown:
		return history.Unknown
	case refund.AtBank:
		return history.OnItsWay
	case refund.Booking, refund.Outbox:
		return history.RefundBooking
	case refund.Held:
		return history.RefundHeld
	case refund.Done:
		return history.Refunded
	case refund.Undoing, refund.CameBack:
		return history.RefundFailed
	case refund.Stopped:
		return history.NotRefunded
	}
	return history.UnderWay
}

// How far back refunds are looked at: what comes back does so within days as a rule, and within two months at the longest.
const (
	reviewDays    = 4
	reviewAllDays = 60
	reviewAll     = time.Hour
)

// reviewRefunds notices refunds that came back, and books what another counter could not (PROTOCOLS R5).
func (c *Counter) reviewRefunds(ctx context.Context) error {
	days := reviewDays
	if now := c.Clock.Now(); c.reviewed.IsZero() || now.Sub(c.reviewed) > reviewAll {
		days = reviewAllDays
		defer func() { c.reviewed = now }()
	}
	return c.Refunds.Review(ctx, days)
}

// loadRefunds puts the refunds of the journal into the history.
func (c *Counter) loadRefunds() error {
	states, bad := map[string]refund.State{}, map[string]error{}
	err := journal{store: c.Store, refunds: true}.Walk(func(e payment.Entry) error {
		if recovery.Record(e.Payment) {
			c.Attention.Recall(e)
		}
		if !strings.HasPrefix(e.Payment, refund.IDPrefix) || bad[e.Payment] != nil {
			return nil
		}
		f, err := refund.Decode(e.Kind, e.Body)
		if err == nil {
			states[e.Payment], err = refund.Apply(states[e.Payment], refund.Event{At: e.At, Fact: f})
		}
		if err != nil {
			bad[e.Payment] = fmt.Errorf("refund %s: %w", e.Payment, err)
		}
		return nil
	})
	for _, e := range bad {
		err = errors.Join(err, e)
	}
	for _, s := range states {
		if s.Phase != refund.Draft {
			c.History.Put(refundRow(s))
			c.noteBack(s)
		}
	}
	return err
}

// backRefunds lists the refunds that came back and still wait for a person, oldest first: their credit note waits to be paid back. A
// new refund, or any other payment on the note, ends that.
func (c *Counter) backRefunds() []refund.State {
	c.mu.Lock()
	back := slices.SortedFunc(maps.Values(c.cameBack), func(a, b refund.State) int { return a.OpenedAt.Compare(b.OpenedAt) })
	c.mu.Unlock()
	notes := c.Mirror.Snapshot().Notes
	return slices.DeleteFunc(back, func(s refund.State) bool {
		if s.Loose {
			return c.begunAnew(s)
		}
		return !slices.ContainsFunc(notes, func(n *document.Document) bool { return n.ID == s.Note.ID })
	})
}

// begunAnew says that a loose refund that came back was approved once more since.
func (c *Counter) begunAnew(s refund.State) bool {
	return slices.ContainsFunc(c.History.Find(history.Query{From: s.OpenedAt.Add(1), Kind: history.Refund}), func(r history.Row) bool {
		return slices.ContainsFunc(r.Shares, func(sh history.Share) bool { return sh.Intent == s.Shares[0].Intent && sh.Out })
	})
}
