package payment

import (
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
)

// Reservation is what is known of a hold (PROTOCOLS C11, R7).
type Reservation struct {
	Amount money.Amount // what a capture may take at most
	Until  time.Time    // the bank ends the hold then, by Stripe's clock; zero: not known

	Wanted  int64             // what is being captured, minor units
	Key     string            // of the capture that was sent and is not answered; empty: none is
	Meta    map[string]string // that goes with it
	Plain   bool              // the key that all counters share was used by this life
	Refused int               // captures that Stripe refused while the hold stood
	Silent  int               // that it did not answer under this key, while the hold stood

	By       string // who captures it, or lets it go
	Approver string // the manager who allowed to let it go
	Reason   string
}

// Facts of a hold. What Stripe says of it is Observed.
type (
	// CaptureRequested is a person's order to charge a hold, all of it or less.
	CaptureRequested struct {
		By    string `json:"by"`
		Minor int64  `json:"minor"`
	}
	// CaptureIntended stands before the capture is sent.
	CaptureIntended struct {
		Key   string            `json:"key"`
		Minor int64             `json:"minor"`
		Meta  map[string]string `json:"meta"`
	}
	// CaptureAnswered is Stripe's refusal or silence. With Problem the capture was given up, and the hold stands.
	CaptureAnswered struct {
		Failure explain.Kind `json:"failure,omitempty"`
		Problem *Problem     `json:"problem,omitempty"`
		Request string       `json:"request,omitempty"`
	}
	// ReleaseRequested is a manager's order to let a hold go; it is carried out as a cancellation of the intent.
	ReleaseRequested struct {
		By       string `json:"by"`
		Approver string `json:"approver"`
		Reason   string `json:"reason"`
	}
)

func (CaptureRequested) fact() {}
func (CaptureIntended) fact()  {}
func (CaptureAnswered) fact()  {}
func (ReleaseRequested) fact() {}

// holding applies the facts of a hold.
func (s State) holding(e Event) (State, []Command, error) {
	r := &s.Reservation
	switch f := e.Fact.(type) {
	case CaptureRequested:
		if s.Phase != Reserved || f.Minor <= 0 || f.Minor > r.Amount.Minor {
			return s.unexpected(e)
		}
		r.Wanted, r.By, r.Key, r.Refused, r.Silent, s.Problem = f.Minor, f.By, "", 0, 0, nil
		return s.to(Capturing, e), []Command{DoCapture}, nil
	case CaptureIntended:
		if s.Phase != Capturing {
			return s.unexpected(e)
		}
		r.Key, r.Meta, r.Plain, r.Silent = f.Key, f.Meta, r.Plain || f.Key == sharedCaptureKey(s.Intent), 0
		return s, nil, nil
	case CaptureAnswered:
		if s.Phase != Capturing {
			return s.unexpected(e)
		}
		switch {
		case f.Problem != nil:
			s.Problem, r.Key, r.Wanted = f.Problem, "", 0
			return s.to(Reserved, e), []Command{DoMind}, nil
		case unknownKind(f.Failure):
			if r.Silent++; r.Silent == captureTries {
				r.Key = "" // an error stored under the key is replayed for ever (PROTOCOLS R7)
			}
		default:
			r.Key = ""
			r.Refused++
		}
		return s, nil, nil
	case ReleaseRequested:
		if s.Phase != Reserved {
			return s.unexpected(e)
		}
		r.By, r.Approver, r.Reason, s.Problem = f.By, f.Approver, f.Reason, nil
		return s.to(Releasing, e), []Command{DoCancel}, nil
	}
	return s.unexpected(e)
}

// reserved is requires_capture: the money is held, and nothing is charged.
func (s State) reserved(e Event, i Intent) (State, []Command, error) {
	next := []Command{DoMind, DoRetire}
	switch s.Phase {
	case Reserved, Capturing, Releasing:
		next = nil
	case Draft: // adopted: no prompt of this counter stands anywhere
		next = []Command{DoMind}
	case Claimed, Dispatching, Waiting, Authorising, Unknown, Declined, DeclinedAgain, NeedReader, Cancelling, TooLate:
		s.Problem = nil
	default:
		return s.unexpected(e)
	}
	if i.Reserved > 0 {
		s.Reservation.Amount = money.New(i.Reserved, i.Currency)
	}
	if i.Charge != nil {
		s.Charge, s.Reservation.Until = i.Charge, i.Charge.Until
	}
	if s.Phase.Holding() {
		return s, next, nil
	}
	return s.to(Reserved, e), next, nil
}

// ended is canceled while the money was held: nothing was charged, and it never will be.
func (s State) ended(e Event, i Intent) (State, []Command, error) {
	switch {
	case i.Lapsed:
		s.Problem = &Problem{Kind: ProblemHoldEnded, Intent: s.Intent, At: s.Reservation.Until}
	case s.Phase == Releasing:
		s.Problem = nil
	default:
		s.Problem = &Problem{Kind: ProblemHoldReleased, Intent: s.Intent}
	}
	return s.to(Released, e), []Command{DoStop}, nil
}

// unknownKind says that a call which ended so may have been executed, or may be repeated under its key.
func unknownKind(k explain.Kind) bool {
	err := &explain.Failure{Kind: k}
	return explain.OutcomeUnknown(err) || explain.Is(err, explain.RateLimited, explain.Conflict, explain.InFlight)
}
