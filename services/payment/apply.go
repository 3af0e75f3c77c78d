package payment

import (
	"errors"
	"fmt"
	"time"
)

// ErrUnexpected is a fact that cannot happen in the phase it arrived in. The state is returned unchanged.
var ErrUnexpected = errors.New("unexpected fact")

// Apply is the life of a payment: pure, total, and the only place where a phase changes. A fact that the phase does not
// allow returns ErrUnexpected and the unchanged state.
func Apply(s State, e Event) (State, []Command, error) {
	switch f := e.Fact.(type) {
	case Opened:
		return s.opened(e, f)
	case Checked:
		return s.checked(e, f)
	case ClaimIntended:
		if s.Phase != Claiming {
			return s.unexpected(e)
		}
		s.ClaimSent, s.ClaimKey, s.ClaimAt = true, f.Key, e.At
		s.ClaimN, s.Unseen = f.N, false
		s.ClaimTries++
		return s, nil, nil
	case ClaimAnswered:
		return s.claimAnswered(e, f)
	case ClaimChecked:
		return s.claimChecked(e, f)
	case DispatchIntended:
		if s.Phase != Dispatching {
			return s.unexpected(e)
		}
		s.Dispatched, s.Sent, s.Epoch = true, f.Reader.ID, f.Epoch
		return s, nil, nil
	case DispatchAnswered:
		return s.dispatchAnswered(e, f)
	case SlotIntended, SlotAnswered:
		if s.Phase == Draft {
			return s.unexpected(e)
		}
		return s, nil, nil // kept for the record: the slot decides nothing about money
	case TakeoverIntended, TakeoverAnswered:
		if s.Phase != Checking {
			return s.unexpected(e)
		}
		return s, nil, nil // about another payment's intent
	case Observed:
		return s.observed(e, f)
	case ReaderLost:
		return s.readerLost(e, f)
	case ContactLost:
		if s.Phase != Waiting && s.Phase != Authorising && s.Phase != Dispatching {
			return s.unexpected(e)
		}
		return s.to(Unknown, e), []Command{DoWatch}, nil
	case RetryDue:
		if s.Phase != DeclinedAgain {
			return s.unexpected(e)
		}
		s.Automatic++
		return s.to(Claimed, e), []Command{DoGate}, nil
	case RetryRequested:
		if s.Phase != Declined && s.Phase != NeedReader {
			return s.unexpected(e)
		}
		s.Moved = s.Moved || f.Reader.ID != s.Order.Reader.ID
		s.Order.Reader, s.Problem, s.Resets = f.Reader, nil, 0
		if f.By != "" && f.By != s.Person {
			s.With = f.By
		}
		return s.to(Claimed, e), []Command{DoGate}, nil
	case CancelRequested:
		return s.cancelRequested(e, f)
	case CancelIntended:
		if s.Phase != Cancelling && s.Phase != TooLate && s.Phase != Releasing {
			return s.unexpected(e)
		}
		s.CancelSent = e.At
		return s, nil, nil
	case CancelAnswered:
		if s.Phase != Cancelling && s.Phase != TooLate && s.Phase != Releasing {
			return s.unexpected(e)
		}
		s.CancelSilent = f.Failure
		return s, nil, nil
	case PostIntended:
		if f.Register {
			s.Registered = e.At
		}
		switch s.Phase {
		case Approved, Outbox, PostingHeld:
			s.Problem = nil
			return s.to(Posting, e), nil, nil
		case Posting:
			return s, nil, nil
		}
		return s.unexpected(e)
	case Drafted:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		s.BookingID, s.Again = f.ID, false // what a person wanted again is there
		return s, nil, nil
	case MoveIntended, MoveAnswered:
		return s.moving(e)
	case CashDrafted:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		s.CashDraft = f.ID
		return s, nil, nil
	case CashBooked:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		s.CashID, s.CashName, s.CashProblem = f.ID, f.Name, nil
		return s, nil, nil
	case CashHeld:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		p := f.Problem
		s.CashProblem, s.CashLeft = &p, s.CashAgain
		return s, nil, nil
	case Mended:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		s.Twins = append(s.Twins[:len(s.Twins):len(s.Twins)], f.Canceled...)
		return s, nil, nil
	case PostDelayed:
		if s.Phase != Approved && s.Phase != Posting && s.Phase != Outbox {
			return s.unexpected(e)
		}
		s.Delay = f.Failure
		if s.Delayed.IsZero() {
			s.Delayed = e.At
		}
		if s.Phase == Outbox {
			return s, nil, nil
		}
		return s.to(Outbox, e), nil, nil
	case PostHeld:
		if !s.Phase.Charged() || s.Phase.Final() {
			return s.unexpected(e)
		}
		p := f.Problem
		s.Problem, s.Delayed = &p, time.Time{}
		return s.to(PostingHeld, e), nil, nil
	case ReceiptMade:
		switch {
		case s.Phase.Charged():
			s.Receipts++
		case s.Phase.Refused() || s.Phase == Reserved:
			if !s.SlipOf.Equal(s.Since) { // of another end than the last one's
				s.Slips, s.SlipOf = 0, s.Since
			}
			s.Slips++
		default:
			return s.unexpected(e)
		}
		return s, nil, nil
	case ReceiptMailed:
		if !s.Phase.Charged() {
			return s.unexpected(e)
		}
		s.Mailed = f.To
		return s, nil, nil
	case PostRequested:
		if s.Phase != PostingHeld && s.Phase != Outbox {
			return s.unexpected(e)
		}
		return s.postRequested(e, f)
	case Posted:
		if s.Phase != Posting {
			return s.unexpected(e)
		}
		s.BookingID, s.Booking, s.Residual, s.Credit, s.Problem = f.ID, f.Name, f.Residual, f.Credit, nil
		s.Dated, s.Delayed = f.Dated, time.Time{}
		return s.to(Done, e), nil, nil
	case Resumed:
		return s.resumed(e)
	case Adopted:
		return s.adopted(e, f)
	case Closed:
		if s.Phase != PostingHeld {
			return s.unexpected(e)
		}
		s.ClosedBy, s.Reason = f.By, f.Reason
		return s.to(Settled, e), nil, nil
	case CaptureRequested, CaptureIntended, CaptureAnswered, ReleaseRequested:
		return s.holding(e)
	case Disowned:
		if s.Phase == Draft || s.Phase.Final() || s.Phase.Charged() {
			return s.unexpected(e)
		}
		return s.to(LeftBehind, e), []Command{DoStop}, nil
	}
	return s.unexpected(e)
}

// Fold applies facts in order; it is how a payment comes back from the journal.
func Fold(events []Event) (State, []Command, error) {
	var s State
	var last []Command
	for n, e := range events {
		next, commands, err := Apply(s, e)
		if err != nil {
			return s, nil, fmt.Errorf("entry %d: %w", n, err)
		}
		s, last = next, commands
	}
	return s, last, nil
}

func (s State) unexpected(e Event) (State, []Command, error) {
	return s, nil, fmt.Errorf("%w: %s while %s", ErrUnexpected, KindName(e.Fact), s.Phase)
}

func (s State) to(p Phase, e Event) State {
	if s.Phase != p {
		s.Phase, s.Since = p, e.At
	}
	return s
}

func (s State) stop(p *Problem, e Event) State {
	s.Problem = p
	return s.to(Stopped, e)
}

func (s State) opened(e Event, f Opened) (State, []Command, error) {
	if s.Phase != Draft {
		return s.unexpected(e)
	}
	s.Order, s.OpenedAt, s.Attempt = f.Order, e.At, 1
	return s.to(Checking, e), []Command{DoCheck}, nil
}

func (s State) checked(e Event, f Checked) (State, []Command, error) {
	if s.Phase != Checking {
		return s.unexpected(e)
	}
	if f.Problem != nil {
		return s.stop(f.Problem, e), []Command{DoStop}, nil
	}
	s.Away = f.Away
	return s.to(Claiming, e), []Command{DoClaim}, nil
}

func (s State) claimAnswered(e Event, f ClaimAnswered) (State, []Command, error) {
	if s.Phase != Claiming {
		return s.unexpected(e)
	}
	s.ClaimSent = false
	switch {
	case f.Intent != nil:
		s.Intent, s.CreatedAt = f.Intent.ID, f.Intent.Created
		if s.CancelWanted {
			return s.to(Cancelling, e), []Command{DoCancel}, nil
		}
		return s.to(Claimed, e), []Command{DoGate}, nil
	case f.Collided:
		s.Collisions++
		s.Unseen = f.Unseen
		switch {
		case s.CancelWanted:
			return s.to(Cancelled, e), []Command{DoStop}, nil
		case s.Collisions > maxCollisions:
			return s.stop(&Problem{Kind: ProblemClaimContest}, e), []Command{DoStop}, nil
		}
		return s.to(Checking, e), []Command{DoCheck}, nil
	case f.Problem != nil:
		return s.stop(f.Problem, e), []Command{DoStop}, nil
	}
	return s.unexpected(e)
}

func (s State) claimChecked(e Event, f ClaimChecked) (State, []Command, error) {
	if s.Phase != Claimed && s.Phase != Dispatching {
		return s.unexpected(e)
	}
	if f.Problem != nil {
		s.CancelCause = f.Problem
		return s.to(Cancelling, e), []Command{DoCancel}, nil
	}
	if s.Phase == Dispatching {
		return s, nil, nil // repeated by the send, which goes on (C5)
	}
	return s.to(Dispatching, e), []Command{DoSend}, nil
}

func (s State) dispatchAnswered(e Event, f DispatchAnswered) (State, []Command, error) {
	switch s.Phase {
	case Dispatching:
	case Cancelling, TooLate, Cancelled, Stopped, Unknown, Approved, Posting, Outbox, PostingHeld, Done, Settled, LeftBehind,
		Reserved, Capturing, Releasing, Released:
		return s, nil, nil // a late answer: the intent has been asked since
	default:
		return s.unexpected(e)
	}
	switch {
	case f.OnReader:
		s.Problem = nil
		return s.to(Waiting, e), []Command{DoWatch}, nil
	case f.Unknown:
		return s.to(Unknown, e), []Command{DoWatch}, nil
	case f.Problem != nil:
		s.Problem = f.Problem
		return s.to(NeedReader, e), []Command{DoAwait}, nil
	}
	return s.unexpected(e)
}

func (s State) readerLost(e Event, f ReaderLost) (State, []Command, error) {
	switch s.Phase {
	case Waiting, Authorising, Unknown, Dispatching:
	default:
		return s.unexpected(e)
	}
	if !f.Replaced && s.Resets < maxResets {
		s.Resets++
		return s.to(Claimed, e), []Command{DoGate}, nil
	}
	kind := ProblemTakenOver
	if !f.Replaced {
		kind = ProblemReaderReset
	}
	s.Problem = &Problem{Kind: kind, Counter: f.By}
	return s.to(NeedReader, e), []Command{DoAwait}, nil
}

func (s State) cancelRequested(e Event, f CancelRequested) (State, []Command, error) {
	if s.Phase == Draft || s.Phase.Final() || s.Phase.Charged() || s.Phase.Holding() {
		return s.unexpected(e) // a hold is let go by a manager, never by a cancel
	}
	if !s.CancelWanted {
		s.CancelWanted, s.CancelCause = true, f.Problem
	}
	switch s.Phase {
	case Checking:
		if f.Problem != nil {
			return s.stop(f.Problem, e), []Command{DoStop}, nil
		}
		return s.to(Cancelled, e), []Command{DoStop}, nil
	case Claiming:
		return s, nil, nil // an answer must come first: only then is there something to cancel
	case Cancelling, TooLate:
		return s, nil, nil
	}
	return s.to(Cancelling, e), []Command{DoCancel}, nil
}
