package payment

import (
	"errors"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/reader"
)

// Why nothing may be charged, booked or healed, whoever finds out (PROTOCOLS G2, H5).
var (
	ErrOtherShop = errors.New("this Odoo, this Stripe account and this counter do not belong to the same shop")
	ErrNewer     = errors.New("a newer Paydesk is at work in this shop: update this counter")
)

// failure makes a Problem of an error.
func failure(err error) *Problem {
	p := &Problem{Kind: ProblemFailure}
	switch {
	case errors.Is(err, ErrOtherShop):
		return &Problem{Kind: ProblemShop, Text: err.Error()}
	case errors.Is(err, ErrNewer):
		return &Problem{Kind: ProblemUpdate, Text: err.Error()}
	}
	var f *explain.Failure
	if errors.As(err, &f) {
		p.Failure, p.Side, p.Code, p.Text, p.Request = f.Kind, f.Side, f.Code, f.Text, f.RequestID
	} else {
		p.Text = err.Error()
	}
	return p
}

// ProblemOf reads an error as a Problem, for the words.
func ProblemOf(err error) Problem { return *failure(err) }

// slotAnswered is what became of a write to a reader.
func slotAnswered(verb string, r reader.Reader, err error) SlotAnswered {
	return SlotAnswered{Verb: verb, Failure: explain.KindOf(err), Request: requestOf(err, r.Request)}
}

// requestOf is Stripe's id of the request that ended in err, or else in an answer with its own.
func requestOf(err error, answered string) string {
	var f *explain.Failure
	if errors.As(err, &f) {
		return f.RequestID
	}
	return answered
}

// Failed is the failure behind the problem, for the catalogue of failures.
func (p Problem) Failed() *explain.Failure {
	return &explain.Failure{Side: p.Side, Kind: p.Failure, Code: p.Code, Text: p.Text, RequestID: p.Request}
}

// Sentence puts a problem's failure into one sentence with what to do, where no payment is touched.
func Sentence(p Problem) string {
	if p.Failure == "" && p.Text != "" {
		return p.Text
	}
	t := p.Failed().Words(explain.Idle)
	return t.What + " " + t.Do
}

// Situation is where a payment of this phase stands, for the words of what fails in it.
func (p Phase) Situation() explain.Situation {
	switch p {
	case Dispatching, Waiting, DeclinedAgain, Declined, NeedReader:
		return explain.Waiting
	case Authorising, Unknown, TooLate:
		return explain.Authorising
	case Cancelling, Cancelled:
		return explain.Cancelling
	case Approved, Posting, Outbox, PostingHeld, Done:
		return explain.Booking
	}
	return explain.Before
}

// Words is the bank's no in words; nil is a no without a reason.
func (d *Decline) Words() explain.Text {
	if d == nil {
		return explain.Decline()
	}
	t := explain.Decline(d.Decline, d.Code, "advice_code="+d.Advice)
	risk := ""
	if d.Outcome.RiskLevel != "" {
		risk = assets.T("explain.risk", "level", d.Outcome.RiskLevel)
	}
	t.Details = d.Outcome.Words
	t.Manager = explain.ForManager(t.Manager, d.Code, d.Decline, d.Advice, d.Outcome.Type, d.Outcome.Reason, risk)
	return t
}
