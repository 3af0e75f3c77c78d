package app

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/payment"
	"paydesk/services/refund"
	"paydesk/services/staff"
)

// worded is an error in the words of the catalogue. What it wraps stays known to errors.Is.
type worded struct {
	text string
	err  error
}

func (s worded) Error() string { return s.text }
func (s worded) Unwrap() error { return s.err }

// say makes an error of a text of the catalogue. {why} is err in the language of the program; err may be nil.
func say(err error, key string, args ...any) error {
	if err != nil {
		args = append(args, "why", reason(err))
	}
	return worded{assets.T(key, args...), err}
}

// reason is an error in one line of the program's language, where the catalogue has words for it.
func reason(err error) string {
	var s worded
	if errors.As(err, &s) {
		return s.text
	}
	for _, e := range commonErrors {
		if errors.Is(err, e.err) {
			text := assets.T(e.key)
			if more, ok := strings.CutPrefix(err.Error(), e.err.Error()); ok {
				return text + more // what the error adds: a number, an amount
			}
			return text
		}
	}
	return err.Error()
}

// commonErrors are those that the rules of money and people give, with their words.
var commonErrors = []struct {
	err error
	key string
}{
	{staff.ErrPINForm, "cli.error.pin_form"},
	{staff.ErrPINTrivial, "cli.error.pin_trivial"},
	{staff.ErrRefused, "cli.error.refused"},
	{staff.ErrNoPIN, "cli.error.no_pin"},
	{staff.ErrOff, "cli.error.off"},
	{staff.ErrUserOff, "cli.error.user_off"},
	{staff.ErrNotManager, "cli.error.not_manager"},
	{staff.ErrNotFirst, "cli.error.not_first"},
	{staff.ErrLastManager, "cli.error.last_manager"},
	{staff.ErrNoPerson, "cli.error.nobody"},
	{staff.ErrName, "cli.error.name"},
	{staff.ErrRole, "cli.error.role_form"},
	{staff.ErrUserTaken, "cli.error.user_taken"},
	{staff.ErrNameTaken, "cli.error.name_taken"},
	{payment.ErrNoSuchPayment, "cli.error.no_such_payment"},
	{payment.ErrBusyDocument, "cli.error.busy_document"},
	{payment.ErrNothing, "cli.error.nothing"},
	{payment.ErrOver, "cli.error.over"},
	{payment.ErrTooMany, "cli.error.too_many"},
	{payment.ErrMixed, "cli.error.mixed"},
	{payment.ErrUncovered, "cli.error.uncovered"},
	{payment.ErrDiscount, "cli.error.own_discount"},
	{payment.ErrCash, "cli.error.cash"},
	{refund.ErrNoRefund, "cli.error.no_refund"},
	{refund.ErrNoDocument, "cli.error.refund_no_document"},
	{refund.ErrBusyNote, "cli.error.refund_busy"},
	{refund.ErrAmount, "cli.error.refund_amount"},
	{ErrOtherCompany, "cli.error.other_company"},
	{ErrMaxPayment, "cli.error.max_payment"},
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

func phase(p payment.Phase) string      { return assets.T("cli.phase." + p.String()) }
func refundPhase(p refund.Phase) string { return assets.T("cli.refund." + p.String()) }
func role(r staff.Role) string          { return assets.T("cli.role." + string(r)) }

// tongue makes --language the program's before anything else of the command line is judged. A wrong one is judged with the rest.
func tongue(args []string) {
	for i, a := range args {
		name, value, has := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if name == a || name != "language" {
			continue
		}
		if !has && i+1 < len(args) {
			value = args[i+1]
		}
		if slices.Contains(assets.Languages(), value) {
			_ = language.Use(value) // it is there
		}
	}
}
