package stripesim

import "fmt"

// What becomes of a disputed charge. Its charge stays marked as disputed whatever the end.
const (
	disputeOpen = "needs_response"
	disputeWon  = "won"
	disputeLost = "lost"
)

// accountActs are the gestures of people who are not at a reader: somebody in Stripe's dashboard, a bank, a cardholder.
var accountActs = map[string]func(*Server, Gesture) error{
	GestureRefund: (*Server).dashboardRefund,
	GestureRefundFails: func(s *Server, g Gesture) error {
		return s.decideRefund(g, refundFailed, reasonLostCard)
	},
	GestureRefundArrives: func(s *Server, g Gesture) error { return s.decideRefund(g, refundSucceeded, "") },
	GestureDispute:       (*Server).openDispute,
	GestureDisputeWon:    func(s *Server, g Gesture) error { return s.closeDispute(g, disputeWon) },
	GestureDisputeLost:   func(s *Server, g Gesture) error { return s.closeDispute(g, disputeLost) },
}

func (s *Server) paidCharge(intent string) (*charge, error) {
	in := s.intents[intent]
	if in == nil || in.latestCharge() == nil || in.latestCharge().captured == 0 {
		return nil, fmt.Errorf("%w: %q", ErrNotPaid, intent)
	}
	return in.latestCharge(), nil
}

// dashboardRefund is a refund that no till knows of; amount 0 is the rest.
func (s *Server) dashboardRefund(g Gesture) error {
	ch, err := s.paidCharge(g.Intent)
	if err != nil {
		return err
	}
	amount := g.Amount
	if amount == 0 {
		amount = ch.captured - ch.refunded
	}
	if e := ch.refuses(amount); e != nil {
		return fmt.Errorf("%w: %s", ErrNotRefundable, e.Message)
	}
	s.addRefund(&refund{charge: ch, amount: amount, reason: "requested_by_customer"}, "refunds.create")
	return nil
}

// decideRefund lets a refund meet its end now: one that is pending, or one that comes back although it had succeeded.
func (s *Server) decideRefund(g Gesture, status, reason string) error {
	r := s.findRefund(g.Refund)
	if r == nil || r.status == status || r.status == refundFailed {
		return fmt.Errorf("%w: %q", ErrNoRefund, g.Refund)
	}
	s.endRefund(r, status, reason)
	return nil
}

// openDispute takes the charge out of the shop's hands; refunds of it that are still pending fail (facts §6).
func (s *Server) openDispute(g Gesture) error {
	ch, err := s.paidCharge(g.Intent)
	switch {
	case err != nil:
		return err
	case ch.dispute != "":
		return fmt.Errorf("%w: %q has one", ErrDispute, g.Intent)
	}
	ch.dispute, ch.disputed = disputeOpen, s.now
	for _, r := range s.refunds {
		if r.charge == ch && r.status == refundPending {
			s.endRefund(r, refundFailed, reasonDisputed)
		}
	}
	return nil
}

func (s *Server) closeDispute(g Gesture, end string) error {
	ch, err := s.paidCharge(g.Intent)
	switch {
	case err != nil:
		return err
	case ch.dispute != disputeOpen:
		return fmt.Errorf("%w: %q has none that is open", ErrDispute, g.Intent)
	}
	ch.dispute = end
	return nil
}
