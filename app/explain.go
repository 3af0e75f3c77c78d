package app

import (
	"errors"

	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/storage"
)

// Explain writes an error for a person at the command line: what happened, what to do, and what whoever mends it needs to know.
// What it means for the money is said by the payment, never by an error.
func Explain(err error) string {
	var stored *storage.Error
	var setup *odoo.SetupError
	switch {
	case errors.As(err, &stored):
		return stored.Error()
	case errors.As(err, &setup):
		return setup.Error()
	}
	var f *explain.Failure
	if errors.As(err, &f) {
		text := f.Words(explain.Idle)
		return text.Sentence() + "\n" + text.Manager + "\n(" + err.Error() + ")"
	}
	return err.Error()
}
