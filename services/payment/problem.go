package payment

import (
	"errors"

	"paydesk/services/explain"
	"paydesk/services/reader"
)

// failure makes a Problem of an error.
func failure(err error) *Problem {
	p := &Problem{Kind: ProblemFailure}
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

// Sentence puts a problem's failure into one sentence with what to do.
func Sentence(p Problem) string {
	t := explain.Words(p.Side, p.Failure, "")
	if p.Failure == "" && p.Text != "" {
		return p.Text
	}
	return t.What + " " + t.Do
}
