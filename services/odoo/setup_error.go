package odoo

import (
	"strings"
)

// Problem is one thing that a person has to change before cards can be booked.
type Problem struct {
	Code string // for tests and translation: "journal_missing", "outstanding_account", …
	Text string // what is the matter
	Fix  string // what to do, and where
}

// SetupError lists everything found wrong with the configuration or with Odoo's set-up. Nothing was written.
type SetupError struct{ Problems []Problem }

// Error lists the problems with their remedies.
func (e *SetupError) Error() string {
	var b strings.Builder
	b.WriteString("odoo set-up: ")
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.Text + " – " + p.Fix)
	}
	return b.String()
}

// Unwrap gives a Failure of kind Refused, so that explain knows that nothing was executed.
func (e *SetupError) Unwrap() error { return refuse("set-up", "%d problems", len(e.Problems)) }

// Has says whether a problem with this code is among them.
func (e *SetupError) Has(code string) bool {
	for _, p := range e.Problems {
		if p.Code == code {
			return true
		}
	}
	return false
}
