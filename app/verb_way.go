package app

import (
	"strings"

	"paydesk/services/payment"
	"paydesk/services/staff"
)

// waysFit says what is wrong with the words for how to pay.
func (o options) waysFit() error {
	moto := o.method == payment.ByMOTO.String()
	switch {
	case !moto && o.method != payment.ByCard.String():
		return say(nil, "cli.way_method", "method", quote(o.method))
	case moto && o.hold:
		return say(nil, "cli.way_hold")
	case moto && (strings.TrimSpace(o.reason) == "" || !o.pinStdin):
		return say(nil, "cli.way_moto")
	case !moto && o.reason != "":
		return say(nil, "cli.way_reason")
	}
	return nil
}

// payer finds who takes the payment. What a manager must allow, a manager takes.
func (e Env) payer(o options, c *Counter) (who staff.Person, enrol bool, err error) {
	if o.method == payment.ByMOTO.String() {
		who, err = e.manager(o, c, "key a card number in: "+o.reason)
		return who, false, err
	}
	return e.person(o, c)
}

// in makes a bill one to be paid as the command line wants it.
func (o options) in(b payment.Bill, who staff.Person) payment.Bill {
	b.Way = payment.Way{Hold: o.hold}
	if o.method == payment.ByMOTO.String() {
		b.Way, b.Approver = payment.Way{Method: payment.ByMOTO, Why: o.reason}, who.Name
	}
	return b
}

// exitFor says whether a payment came to what the command wanted.
func (o options) exitFor(s payment.State) int {
	release := o.verb.name == "release"
	switch {
	case release && s.Phase == payment.Released, !release && s.Phase == payment.Done, o.hold && s.Phase == payment.Reserved:
		return ExitOK
	case release && s.Phase.Charged():
		return ExitFailed // somebody was faster, and took it
	case s.Phase == payment.Reserved:
		return ExitNotCharged
	case s.Phase.Charged(), !s.Phase.Final():
		return ExitUnsettled
	}
	return ExitNotCharged
}
