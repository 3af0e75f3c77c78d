package refund

import (
	"errors"
	"fmt"
	"slices"

	"paydesk/services/payment"
)

// ErrUnexpected is a fact that cannot happen in the phase it arrived in. The state is returned unchanged.
var ErrUnexpected = errors.New("unexpected fact")

// Apply is the life of a refund: pure, total, and the only place where a phase changes. What to do next follows from the
// state alone: see Next.
func Apply(s State, e Event) (State, error) {
	if _, ok := e.Fact.(RefundOpened); ok != (s.Phase == Draft) {
		return s.unexpected(e)
	}
	switch f := e.Fact.(type) {
	case RefundOpened:
		return s.opened(e, f)
	case RefundChecked:
		if s.Phase != Checking {
			return s.unexpected(e)
		}
		if f.Problem != nil {
			return s.stop(e, f.Problem)
		}
		s.Checked = true
		if f.Note.ID != 0 {
			s.Order.Note = f.Note
		}
	case NoteIntended:
		if s.Phase != Noting {
			return s.unexpected(e)
		}
		s.Noted = true
	case NoteMade:
		if s.Phase != Noting {
			return s.unexpected(e)
		}
		s.Order.Note = f.Note
		if f.Left < s.Amount.Minor {
			return s.stop(e, &payment.Problem{Kind: ProblemNothingOwed, Text: f.Note.Number})
		}
	case NoteRefused:
		if s.Phase != Noting {
			return s.unexpected(e)
		}
		p := f.Problem
		return s.stop(e, &p)
	case RefundGivenUp:
		return s.givenUp(e, f)
	case RefundSlotIntended, RefundSlotAnswered:
		return s, nil // the slot decides nothing about money
	case RefundDelayed:
		if s.first(Given) < 0 {
			return s.unexpected(e)
		}
		s.Delay, s.HeldBy = f.Failure, nil
	case RefundHeld:
		if s.first(Given, BackToo) < 0 {
			return s.unexpected(e)
		}
		p := f.Problem
		s.HeldBy, s.Delay = &p, ""
	case RefundPostRequested:
		if s.Phase != Held && s.Phase != Outbox {
			return s.unexpected(e)
		}
		s.HeldBy, s.Delay = nil, ""
	default:
		return s.ofShare(e)
	}
	return s.settle(e), nil
}

// Fold applies facts in order; it is how a refund comes back from the journal.
func Fold(events []Event) (State, error) {
	var s State
	for n, e := range events {
		next, err := Apply(s, e)
		if err != nil {
			return s, fmt.Errorf("entry %d: %w", n, err)
		}
		s = next
	}
	return s, nil
}

func (s State) unexpected(e Event) (State, error) {
	return s, fmt.Errorf("%w: %s while %s", ErrUnexpected, KindName(e.Fact), s.Phase)
}

func (s State) opened(e Event, f RefundOpened) (State, error) {
	s.Order, s.OpenedAt, s.Since = f.Order, e.At, e.At
	for _, sh := range f.Order.Shares {
		s.Shares = append(s.Shares, ShareState{Share: sh})
	}
	if r := f.Adopted; r != nil { // never to be sent: it is with Stripe already
		if len(s.Shares) != 1 {
			return State{}, fmt.Errorf("%w: an adopted refund has one share", ErrUnexpected)
		}
		s.Checked = true
		s.Shares[0].Progress, s.Shares[0].BookingID = Sent, f.Booking
		s.Shares[0].observed(*r)
	}
	return s.settle(e), nil
}

func (s State) stop(e Event, p *payment.Problem) (State, error) {
	s.Problem, s.Phase, s.Since = p, Stopped, e.At
	return s, nil
}

// givenUp is allowed while nothing is with Stripe that could still become money.
func (s State) givenUp(e Event, f RefundGivenUp) (State, error) {
	switch s.Phase {
	case Checking, Noting, Sending:
	default:
		return s.unexpected(e)
	}
	if s.first(Sent, Unsure, Prompting) >= 0 {
		return s.unexpected(e)
	}
	p := f.Problem
	if p == nil {
		p = &payment.Problem{Kind: ProblemGivenUp, Text: f.By}
	}
	s.Shares = slices.Clone(s.Shares)
	for i := range s.Shares {
		if s.Shares[i].Progress == Waits {
			s.Shares[i].Progress = Refused
		}
	}
	s.Problem = p
	return s.settle(e), nil
}

// ofShare are the facts about one share.
func (s State) ofShare(e Event) (State, error) {
	n := share(e.Fact)
	if n < 0 || n >= len(s.Shares) || s.Phase == Draft || s.Phase == Stopped {
		return s.unexpected(e)
	}
	before := s
	s.Shares = slices.Clone(s.Shares)
	sh := &s.Shares[n]
	ok := false
	switch f := e.Fact.(type) {
	case RefundIntended:
		if ok = sh.Progress == Waits; ok {
			sh.Progress, sh.N, sh.Key, sh.Epoch, sh.SentAt, sh.Params = Sent, f.N, f.Key, f.Epoch, f.At, f.Params
		}
	case RefundAnswered:
		ok = s.answered(sh, f)
	case RefundObserved:
		ok = sh.observed(f.Refund)
	case TransferIntended:
		if ok = s.Transfer && s.Phase == Sending && sh.Progress == Waits; ok {
			sh.Progress, sh.Refund, sh.RefundAt = Given, f.Mark, f.At
		}
	case RefundPostIntended:
		if ok = sh.Progress == Given; ok && f.Register {
			sh.Registered = e.At
		}
	case RefundMended:
		ok = sh.Progress == Given
	case RefundDrafted:
		if ok = sh.Progress == Given; ok {
			sh.BookingID = f.ID
		}
	case RefundBooked:
		if ok = sh.Progress == Given; ok {
			sh.Progress, sh.BookingID, sh.Booking = Booked, f.ID, f.Name
			s.HeldBy, s.Delay = nil, ""
		}
	case TakeBackIntended:
		ok = sh.Progress == BackToo
	case TakenBack:
		if ok = sh.Progress == BackToo; ok {
			sh.Progress = Back
		}
	}
	if !ok {
		return before.unexpected(e)
	}
	return s.settle(e), nil
}

func share(f Fact) int {
	switch f := f.(type) {
	case RefundIntended:
		return f.Share
	case RefundAnswered:
		return f.Share
	case RefundObserved:
		return f.Share
	case TransferIntended:
		return f.Share
	case RefundPostIntended:
		return f.Share
	case RefundDrafted:
		return f.Share
	case RefundMended:
		return f.Share
	case RefundBooked:
		return f.Share
	case TakeBackIntended:
		return f.Share
	case TakenBack:
		return f.Share
	}
	return -1
}

// settle names the phase that the shares are in. The worst doubt about money wins.
func (s State) settle(e Event) State {
	p := s.phase()
	if p != s.Phase {
		s.Phase, s.Since = p, e.At
	}
	return s
}

func (s State) phase() Phase {
	switch {
	case !s.Checked:
		if s.first(Refused) >= 0 {
			return Stopped
		}
		return Checking
	case s.Order.Note.ID == 0 && !s.Loose:
		if s.first(Refused) >= 0 {
			return Stopped
		}
		return Noting
	case s.first(Unsure) >= 0:
		return Unknown
	case s.first(Prompting) >= 0:
		return AtReader
	case s.first(Sent) >= 0:
		return Sending
	case s.first(BackToo) >= 0:
		if s.HeldBy != nil {
			return Held
		}
		return Undoing
	case s.first(Waits) >= 0:
		return Sending
	case s.first(Given) >= 0:
		switch {
		case s.HeldBy != nil:
			return Held
		case s.Delay != "":
			return Outbox
		}
		return Booking
	case s.first(OnItsWay) >= 0:
		return AtBank
	case s.first(Back) >= 0:
		return CameBack
	case s.first(Booked) >= 0:
		return Done
	}
	return Stopped
}
