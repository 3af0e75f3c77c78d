package ui

import (
	"errors"
	"strings"

	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
	"paydesk/services/staff"
)

// spokenErrors are the refusals that a person at the screen can meet, with their words in the catalogue.
var spokenErrors = []struct {
	err error
	key string
}{
	{staff.ErrPINForm, "staff.pin.form"}, {staff.ErrPINTrivial, "staff.pin.trivial"}, {staff.ErrName, "staff.name"},
	{staff.ErrNameTaken, "staff.name.taken"}, {staff.ErrNotFirst, "staff.first"}, {staff.ErrNoPIN, "staff.nopin"},
	{staff.ErrNoPerson, "staff.gone"}, {staff.ErrOff, "staff.off"}, {staff.ErrUserOff, "staff.off.odoo"}, {staff.ErrLastManager, "staff.last"},
	{staff.ErrNotManager, "staff.not_manager"}, {staff.ErrUserTaken, "staff.user.taken"},
	{reader.ErrLabel, "reader.error.label"}, {reader.ErrCode, "reader.error.code"}, {reader.ErrID, "reader.error.id"},
	{reader.ErrTwice, "reader.error.twice"}, {reader.ErrBusy, "reader.error.busy"}, {reader.ErrGone, "reader.error.gone"},
	{reader.ErrOtherMode, "reader.error.mode"},
	{refund.ErrBusyNote, "refund.error.busy"}, {refund.ErrAmount, "refund.error.amount"},
	{errGone, "error.gone"}, {errAmount, "error.amount"},
}

// say puts an error into words. Errors that carry words of their own (the till's) keep them; causes stay in the log.
func say(err error) string {
	if d, ok := denial(err); ok {
		return denied(d, d.Ask.Amount.Currency)
	}
	for _, s := range spokenErrors {
		if errors.Is(err, s.err) {
			return assets.T(s.key)
		}
	}
	return strings.TrimSpace(err.Error())
}

// inWords puts an error into words too where a server failed: what happened and what to do.
func inWords(err error) string {
	if explain.KindOf(err) != "" {
		return payment.Sentence(payment.ProblemOf(err))
	}
	return say(err)
}
