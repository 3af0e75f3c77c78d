package refund

// answered takes the answer to a send of one share.
func (s *State) answered(sh *ShareState, f RefundAnswered) bool {
	switch sh.Progress {
	case Sent, Unsure, Prompting:
	case Waits: // the reading before the send tells: it may not go back any more, or it has gone already
		if s.Phase != Sending || f.Problem == nil && f.Refund == nil {
			return false
		}
	case Given: // a transfer that Odoo does not record
		if !s.Transfer || sh.BookingID != 0 || f.Problem == nil {
			return false
		}
	default:
		return false
	}
	switch {
	case f.Refund != nil:
		sh.Progress = Sent // the refund says how far it is
		return sh.observed(*f.Refund)
	case f.Prompting:
		sh.Progress = Prompting
	case f.Stored:
		sh.Tries++
		sh.Progress = Unsure
	case f.Unknown:
		sh.Progress = Unsure
	case f.Collided:
		sh.Collisions++
		sh.Progress = Waits
	case f.Problem != nil:
		// Stripe said no before anything moved. What was not sent yet is not sent any more: a person looks first.
		s.Problem = f.Problem
		sh.Progress = Refused
		for i := range s.Shares {
			if s.Shares[i].Progress == Waits {
				s.Shares[i].Progress = Refused
			}
		}
	default:
		return false
	}
	return true
}

// observed takes a refund's state. A status that is not known counts as not confirmed.
func (sh *ShareState) observed(r Refund) bool {
	if sh.Refund != "" && sh.Refund != r.ID {
		return false
	}
	sh.Refund, sh.RefundAt = r.ID, r.Created
	sh.Why = r.PendingReason
	switch {
	case r.Lost():
		sh.Why = r.FailureReason
		switch sh.Progress {
		case Back, BackToo:
		case Booked:
			if sh.Progress = BackToo; sh.BookingID == 0 {
				sh.Progress = Back // there was nothing to book
			}
		default:
			sh.Progress = Back
			if sh.BookingID != 0 {
				sh.Progress = BackToo // begun to be booked: its payment must not stay
			}
		}
	case r.Status == Succeeded:
		switch sh.Progress {
		case Booked:
		case Back, BackToo:
			return false // a refund that failed is over (Stripe facts §6): never money again by itself
		default:
			sh.Progress = Given
		}
	default:
		switch sh.Progress {
		case Sent, Unsure, Prompting, OnItsWay:
			sh.Progress = OnItsWay
		default:
			return false
		}
	}
	return true
}
