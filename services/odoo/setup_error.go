package odoo

import (
	"strings"

	"paydesk/services/explain"
)

// SetupError lists what stops the counter: in the configuration or in Odoo's set-up. Nothing was written.
type SetupError struct{ Problems []explain.Finding }

// Error lists the problems with their remedies.
func (e *SetupError) Error() string {
	var b strings.Builder
	b.WriteString("odoo set-up: ")
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.What + " " + p.Fix)
	}
	return b.String()
}

// Unwrap gives a Failure of kind Refused, so that explain knows that nothing was executed.
func (e *SetupError) Unwrap() error { return refuse("set-up", "%d problems", len(e.Problems)) }

// Has says whether a problem with this code is among them.
func (e *SetupError) Has(code string) bool {
	for _, p := range e.Problems {
		if p.Name == code {
			return true
		}
	}
	return false
}
