package app

import (
	"errors"

	"paydesk/services/explain"
	"paydesk/services/odoo"
	"paydesk/storage"
)

// Explain writes an error for a person at the command line: what happened, what it means for the money, what to do.
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
		return explain.Words(f.Side, f.Kind, f.Text).Sentence() + "\n(" + err.Error() + ")"
	}
	return err.Error()
}
