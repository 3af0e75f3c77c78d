package history

import (
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

// Mark is how a step of a timeline is drawn: what it says of the money.
type Mark int

// Marks.
const (
	Plain Mark = iota
	Good       // charged, booked
	Bad        // the bank said no
	Care       // not known, or waits
)

// Step is one line of a timeline.
type Step struct {
	At     time.Time
	Mark   Mark
	Title  string
	Detail string // ids and names; may be empty
}

// Timeline tells a payment's life in words, oldest first. Facts that say nothing to a person (epochs, readings without
// news) are left out; the command line's `payment show` has them all.
func Timeline(events []payment.Event, own money.Currency) []Step {
	var s payment.State
	t := telling{own: own}
	for _, e := range events {
		next, _, err := payment.Apply(s, e)
		if err != nil {
			t.add(e.At, Care, "history.step.unreadable", "", "kind", payment.KindName(e.Fact))
			break
		}
		t.tell(s, next, e)
		s = next
	}
	return t.steps
}

// Life reads one payment's facts for a timeline.
func (b *Book) Life(id string) ([]payment.Event, error) {
	entries, err := b.journal.Entries(id)
	if err != nil {
		return nil, err
	}
	return payment.Events(entries)
}

type telling struct {
	own   money.Currency
	steps []Step
}

func (t *telling) add(at time.Time, m Mark, key, detail string, args ...any) {
	t.steps = append(t.steps, Step{at, m, assets.T(key, args...), detail})
}

func (t *telling) tell(s, next payment.State, e payment.Event) {
	switch f := e.Fact.(type) {
	case payment.Opened:
		t.add(e.At, Plain, "history.step.opened", f.Order.Counter.Name, "person", f.Order.Person)
	case payment.ClaimAnswered:
		if f.Collided {
			t.add(e.At, Care, "history.step.collided", "")
		}
	case payment.DispatchAnswered:
		if f.OnReader {
			t.add(e.At, Plain, "history.step.asks", next.Intent, "reader", next.Reader.Tag)
		}
	case payment.Observed:
		t.observed(s, next, e, f)
	case payment.ReaderLost:
		t.add(e.At, Care, "history.step.reader_lost", f.By)
	case payment.ContactLost:
		t.add(e.At, Care, "history.step.contact_lost", "")
	case payment.RetryRequested:
		t.add(e.At, Plain, "history.step.again", f.Reader.Label, "reader", f.Reader.Tag)
	case payment.CancelRequested:
		if f.By != "" {
			t.add(e.At, Plain, "history.step.cancel", "", "person", f.By)
		}
	case payment.TakeoverIntended:
		t.add(e.At, Care, "history.step.takeover", f.Intent)
	case payment.PostDelayed:
		if s.Phase != payment.Outbox {
			t.add(e.At, Care, "history.step.outbox", explain.Words(explain.Odoo, f.Failure, "").What)
		}
	case payment.PostHeld:
		t.add(e.At, Care, "history.step.held", f.Problem.Text)
	case payment.PostRequested:
		t.add(e.At, Plain, "history.step.book_again", "", "person", f.By)
	case payment.Posted:
		detail := f.Name
		if f.Credit != nil {
			detail += " · " + assets.T("history.step.credit", "amount", f.Credit.Format(t.own))
		}
		t.add(e.At, Good, "history.step.posted", detail)
	case payment.Resumed:
		t.add(e.At, Plain, "history.step.resumed", "")
	}
	switch {
	case next.Phase == s.Phase:
	case next.Phase == payment.Cancelled:
		t.add(e.At, Plain, "history.step.cancelled", next.Intent)
	case next.Phase == payment.Stopped:
		t.add(e.At, Plain, "history.step.stopped", problem(next.Problem))
	}
}

// judged tells what Radar made of a card, where a manager should know of it: the bank never decided, or somebody should look.
func (t *telling) judged(at time.Time, o payment.Outcome) {
	switch {
	case o.Blocked():
		t.add(at, Care, "history.step.blocked", o.String())
	case o.Type == "manual_review", o.RiskLevel == "elevated", o.RiskLevel == "highest":
		t.add(at, Care, "history.step.risk", o.String())
	}
}

func (t *telling) observed(s, next payment.State, e payment.Event, f payment.Observed) {
	switch {
	case next.Phase == payment.Approved && s.Phase != payment.Approved:
		t.add(e.At, Good, "history.step.charged", card(next.Charge), "amount", next.Received.Format(t.own))
		t.judged(e.At, next.Judged())
	case next.Decline != nil && (s.Decline == nil || *s.Decline != *next.Decline):
		d := *next.Decline
		t.add(e.At, Bad, "history.step.declined", assets.T("history.step.attempt", "attempt", s.Attempt), "reason", explain.Decline(d.Decline, d.Code).Reason)
		t.judged(e.At, d.Outcome)
	case next.Phase == payment.Declined && next.Problem != nil && next.Problem.Kind == payment.ProblemCustomer:
		t.add(e.At, Plain, "history.step.customer", "")
	case next.Phase == payment.Authorising && s.Phase != payment.Authorising:
		t.add(e.At, Plain, "history.step.bank", "")
	case f.Action != nil && f.Action.Status == reader.Failed && f.Action.FailureCode == "connection_error":
		t.add(e.At, Care, "history.step.reader_dropped", "")
	}
}

func problem(p *payment.Problem) string {
	if p == nil {
		return ""
	}
	if key := "problem." + string(p.Kind) + ".title"; assets.Has(key) {
		at := ""
		if !p.At.IsZero() {
			at = p.At.Local().Format("15:04")
		}
		return assets.T(key, "counter", p.Counter, "text", strings.TrimRight(p.Text, ". "), "time", at, "deadline", strconv.Itoa(int(payment.PromptDeadline.Seconds())))
	}
	return p.Text
}

// card names the card as far as it may be named, with the charge.
func card(c *payment.Charge) string {
	if c == nil {
		return ""
	}
	parts := []string{}
	if c.Last4 != "" {
		parts = append(parts, Card(c.Brand, c.Last4))
	}
	return strings.Join(append(parts, c.ID), " · ")
}

// Card is brand and last four digits as people write them: "Visa •••• 4242".
func Card(brand, last4 string) string {
	if brand != "" {
		brand = strings.ToUpper(brand[:1]) + brand[1:] + " "
	}
	if last4 == "" {
		return strings.TrimSpace(brand)
	}
	return brand + "•••• " + last4
}
