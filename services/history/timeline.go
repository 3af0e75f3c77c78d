package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
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

// Steps reads the timeline of one row, payment or refund, from the journal.
func (b *Book) Steps(id string, own money.Currency) ([]Step, error) {
	entries, err := b.journal.Entries(id)
	if err != nil {
		return nil, fmt.Errorf("timeline of %s: %w", id, err)
	}
	if !strings.HasPrefix(id, refund.IDPrefix) {
		events, err := payment.Events(entries)
		if err != nil {
			return nil, fmt.Errorf("timeline of %s: %w", id, err)
		}
		return Timeline(events, own), nil
	}
	events := make([]refund.Event, len(entries))
	for i, e := range entries {
		f, err := refund.Decode(e.Kind, e.Body)
		if err != nil {
			return nil, fmt.Errorf("timeline of %s: %w", id, err)
		}
		events[i] = refund.Event{At: e.At, Fact: f}
	}
	return RefundTimeline(events, own), nil
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
		switch {
		case f.Order.Method == payment.ByMOTO:
			t.add(e.At, Care, "history.step.moto", f.Order.Why, "person", f.Order.Approver)
		case f.Order.Approver != "":
			t.add(e.At, Plain, "history.step.allowed", "", "person", f.Order.Approver)
		}
	case payment.ClaimAnswered:
		if f.Collided {
			t.add(e.At, Care, "history.step.collided", "")
		}
	case payment.DispatchAnswered:
		if f.OnReader {
			t.add(e.At, Plain, "history.step.asks", Short(next.Intent), "reader", next.Reader.Tag)
		}
	case payment.Observed:
		t.observed(s, next, e, f)
	case payment.ReaderLost:
		t.add(e.At, Care, "history.step.reader_lost", f.By)
	case payment.ContactLost:
		t.add(e.At, Care, "history.step.contact_lost", "")
	case payment.RetryRequested:
		key := "history.step.again"
		if next.With != "" && next.With == f.By {
			key = "history.step.again.by"
		}
		t.add(e.At, Plain, key, f.Reader.Label, "reader", f.Reader.Tag, "person", f.By)
	case payment.CancelRequested:
		if f.By != "" {
			t.add(e.At, Plain, "history.step.cancel", "", "person", f.By)
		}
	case payment.CaptureRequested:
		t.add(e.At, Plain, "history.step.capture", money.New(f.Minor, s.Reservation.Amount.Currency).Format(t.own), "person", f.By)
	case payment.CaptureAnswered:
		if f.Problem != nil {
			t.add(e.At, Care, "history.step.capture_no", problem(f.Problem))
		}
	case payment.ReleaseRequested:
		t.add(e.At, Plain, "history.step.release", f.Reason, "person", f.Approver)
	case payment.TakeoverIntended:
		t.add(e.At, Care, "history.step.takeover", Short(f.Intent))
	case payment.PostDelayed:
		if s.Phase != payment.Outbox {
			t.add(e.At, Care, "history.step.outbox", explain.Words(explain.Odoo, f.Failure, "").What)
		}
	case payment.PostHeld:
		t.add(e.At, Care, "history.step.held", f.Problem.Text)
	case payment.PostRequested, payment.Adopted, payment.MoveAnswered, payment.Closed:
		t.decided(next, e)
	case payment.Posted:
		detail := f.Name
		if f.Credit != nil {
			detail += " · " + assets.T("history.step.credit", "amount", f.Credit.Format(t.own))
		}
		t.add(e.At, Good, "history.step.posted", detail)
	case payment.ReceiptMade:
		key := "history.step.receipt"
		if next.Receipts > 1 {
			key = "history.step.receipt_again"
		}
		t.add(e.At, Plain, key, assets.T("history.step.by", "person", f.By))
	case payment.ReceiptMailed:
		t.add(e.At, Plain, "history.step.mailed", join(f.To, assets.T("history.step.by", "person", f.By)))
	case payment.Resumed:
		t.add(e.At, Plain, "history.step.resumed", "")
	}
	switch {
	case next.Phase == s.Phase:
	case next.Phase == payment.Reserved && !s.Phase.Holding():
		t.add(e.At, Good, "history.step.reserved", card(next.Charge), "amount", next.Reservation.Amount.Format(t.own))
	case next.Phase == payment.Released:
		detail := Short(next.Intent)
		if next.Problem != nil {
			detail = problem(next.Problem)
		}
		t.add(e.At, Plain, "history.step.released", detail)
	case next.Phase == payment.Cancelled:
		t.add(e.At, Plain, "history.step.cancelled", Short(next.Intent))
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
	own := ""
	if c.Last4 != "" {
		own = Card(c.Brand, c.Last4)
	}
	approval := ""
	if c.EMV.Approval != "" {
		approval = assets.T("history.step.approval", "code", c.EMV.Approval)
	}
	return join(own, approval, Short(c.ID))
}

// join puts what is there side by side.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// Short is an id of Stripe's as far as a person compares it: "pi_3QaK…x81".
func Short(id string) string {
	if len(id) <= 14 {
		return id
	}
	return id[:7] + "…" + id[len(id)-3:]
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
