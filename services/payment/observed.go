package payment

import (
	"paydesk/services/money"
	"paydesk/services/reader"
)

// observed is where money decides: the intent first, the reader's action second.
func (s State) observed(e Event, f Observed) (State, []Command, error) {
	if s.Intent == "" || f.Intent.ID != s.Intent {
		return s.unexpected(e)
	}
	if s.Phase == LeftBehind {
		return s, nil, nil // the other machine's to tell
	}
	if s.Phase.Charged() || s.Phase.Final() {
		if s.Phase.Charged() == (f.Intent.Status == Succeeded) && f.Intent.Status != RequiresCapture {
			return s, nil, nil
		}
		return s.unexpected(e) // money where we said there was none, or the reverse: never by itself
	}
	switch f.Intent.Status {
	case Succeeded:
		return s.charged(e, f.Intent)
	case Canceled:
		return s.dead(e, f.Intent)
	case RequiresPaymentMethod:
		return s.unpaid(e, f)
	case RequiresCapture:
		return s.reserved(e, f.Intent)
	}
	// processing, requires_action, requires_confirmation and words not known yet: nobody can say.
	switch s.Phase {
	case Capturing, Releasing:
		return s, nil, nil
	case Cancelling, TooLate:
		return s.to(TooLate, e), nil, nil
	case Waiting, Authorising, Unknown, Dispatching:
		next := s.to(Authorising, e)
		return next, restart(s.Phase, Authorising), nil
	case Claimed, Declined, DeclinedAgain, NeedReader:
		return s.to(Authorising, e), []Command{DoWatch}, nil
	}
	return s.unexpected(e)
}

// restart asks for a new watch only where none runs yet.
func restart(from, to Phase) []Command {
	if from == Dispatching && to != Dispatching {
		return []Command{DoWatch}
	}
	return nil
}

func (s State) charged(e Event, i Intent) (State, []Command, error) {
	after := []Command{DoStop, DoRetire, DoBook}
	if s.Phase.Holding() {
		after = []Command{DoStop, DoBook} // its prompt was ended when the money was reserved
	}
	s.Received = money.New(i.Received, i.Currency)
	s.Charge, s.ChargedAt, s.Problem = i.Charge, e.At, nil
	if i.Charge != nil {
		s.ChargedAt = i.ChargedAt()
	}
	return s.to(Approved, e), after, nil
}

func (s State) dead(e Event, i Intent) (State, []Command, error) {
	if s.Phase.Holding() {
		return s.ended(e, i)
	}
	after := []Command{DoStop}
	if s.Dispatched {
		after = []Command{DoStop, DoClear}
	}
	switch s.Phase {
	case Cancelling, TooLate:
		if s.CancelCause != nil {
			return s.stop(s.CancelCause, e), after, nil
		}
		s.Problem = nil
		return s.to(Cancelled, e), after, nil
	}
	return s.stop(&Problem{Kind: ProblemTakenFromUs}, e), after, nil
}

// unpaid handles requires_payment_method: waiting, declined, or the customer's cancel.
func (s State) unpaid(e Event, f Observed) (State, []Command, error) {
	ours := f.Action != nil && f.Action.Intent == s.Intent
	running := ours && f.Action.Status == reader.InProgress
	switch s.Phase {
	case Cancelling, TooLate:
		// the bank said no meanwhile: the cancel goes on
		s = s.keepDecline(f.Intent.Declined)
		return s.to(Cancelling, e), nil, nil
	case Dispatching, Waiting, Authorising, Unknown:
	case Claimed, Declined, DeclinedAgain, NeedReader:
		return s, nil, nil
	default:
		return s.unexpected(e)
	}
	if d := f.Intent.Declined; d != nil && !d.same(s.Decline) && !running {
		s = s.keepDecline(d)
		s.Attempt++
		if s.Automatic < AutomaticRetries && d.RetryAllowed() {
			return s.to(DeclinedAgain, e), []Command{DoRetry, DoRetire}, nil
		}
		return s.to(Declined, e), []Command{DoAwait, DoRetire}, nil
	}
	if ours && f.Action.Status == reader.Failed {
		switch f.Action.FailureCode {
		case "customer_canceled":
			s.Problem = &Problem{Kind: ProblemCustomer}
			return s.to(Declined, e), []Command{DoAwait, DoRetire}, nil
		case "connection_error":
			// may hide a charge (stripe facts §1.7): cancelling the intent is what makes it certain
			s.CancelCause = &Problem{Kind: ProblemReaderDropped}
			return s.to(Cancelling, e), []Command{DoCancel}, nil
		case "card_declined":
			return s, restart(s.Phase, Waiting), nil // the intent will say why
		}
		s.Problem = &Problem{Kind: ProblemReaderFault, Code: f.Action.FailureCode}
		return s.to(NeedReader, e), []Command{DoAwait, DoRetire}, nil
	}
	if running {
		return s.to(Waiting, e), restart(s.Phase, Waiting), nil
	}
	return s, nil, nil
}

func (s State) keepDecline(d *Decline) State {
	if d != nil {
		c := *d
		s.Decline = &c
	}
	return s
}
