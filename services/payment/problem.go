package payment

import (
	"errors"

	"paydesk/services/explain"
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

// Sentence puts a problem's failure into one sentence with what to do.
func Sentence(p Problem) string {
	t := explain.Words(p.Side, p.Failure, "")
	if p.Failure == "" && p.Text != "" {
		return p.Text
	}
	return t.What + " " + t.Do
}
