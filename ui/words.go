package ui

import (
	"errors"
	"strings"

	"paydesk/assets"
	"paydesk/services/staff"
)

// spokenErrors are the refusals that a person at the screen can meet, with their words in the catalogue.
var spokenErrors = []struct {
	err error
	key string
}{
	{staff.ErrPINForm, "staff.pin.form"}, {staff.ErrPINTrivial, "staff.pin.trivial"}, {staff.ErrName, "staff.name"},
	{staff.ErrNameTaken, "staff.name.taken"}, {staff.ErrNotFirst, "staff.first"}, {staff.ErrNoPIN, "staff.nopin"},
	{staff.ErrNoPerson, "staff.gone"},
}

// say puts an error into words. Errors that carry words of their own (the till's) keep them; causes stay in the log.
func say(err error) string {
	for _, s := range spokenErrors {
		if errors.Is(err, s.err) {
			return assets.T(s.key)
		}
	}
	return strings.TrimSpace(err.Error())
}
