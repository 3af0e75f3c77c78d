package stripesim

import (
	"slices"
	"time"
)

// Statuses of a refund (Stripe facts §6).
const (
	refundPending   = "pending"
	refundSucceeded = "succeeded"
	refundFailed    = "failed"
)

func (s *Server) createRefund(c *call) (any, *apiError) {
	x, e := c.expandsFor("refund", false)
	if e != nil {
		return nil, e
	}
	ch, amount, e := s.refundAsked(c)
	r := &refund{charge: ch, amount: amount}
	if e == nil {
		r.metadata, e = c.mergeMetadata(nil)
	}
	if e == nil {
		e = choice(c, "reason", &r.reason, "duplicate", "fraudulent", "requested_by_customer")
	}
	switch {
	case e != nil:
		return nil, e
	case ch.kind() == methodInteracPresent && !s.fires(FaultInteracOnline, c.targets()...):
		return nil, refused("", "", "Interac payments must be refunded on a reader with the card present.")
	}
	s.addRefund(r, c.targets()...)
	return s.refundJSON(r, x), nil
}

// refundAsked finds the charge that is to be refunded and how much of it, and refuses what cannot be.
func (s *Server) refundAsked(c *call) (*charge, int64, *apiError) {
	ch, e := s.refundedCharge(c)
	if e != nil {
		return nil, 0, e
	}
	amount, ok, e := c.integer("amount")
	switch {
	case e != nil:
		return nil, 0, e
	case ok && amount < 1:
		return nil, 0, invalid("parameter_invalid_integer", "amount", "Invalid positive integer")
	case !ok:
		amount = ch.captured - ch.refunded
	}
	return ch, amount, ch.refuses(amount)
}

// refuses says why so much of a charge cannot be refunded now, nil where it can.
func (ch *charge) refuses(amount int64) *apiError {
	rest := ch.captured - ch.refunded
	switch {
	case !ch.paid || ch.captured == 0:
		return refused("", "", "This charge has not been captured and cannot be refunded.")
	case ch.dispute != "" && ch.dispute != disputeWon:
		return refused("charge_disputed", "", "Charge %s has been charged back; cannot issue a refund.", ch.id)
	case rest == 0:
		return refused("charge_already_refunded", "", "Charge %s has already been refunded.", ch.id)
	case amount > rest:
		return refused("", "amount", "Refund amount (%d) is greater than unrefunded amount on charge (%d)", amount, rest)
	}
	return nil
}

// addRefund makes a refund and what becomes of it; targets are what a fault may have been aimed at.
func (s *Server) addRefund(r *refund, targets ...string) {
	s.sequence++
	r.id, r.seq, r.created = s.newID("re_3", 23), s.sequence, s.now
	if r.metadata == nil {
		r.metadata = map[string]string{}
	}
	if f, late := s.fault(FaultListLag, targets...); late {
		r.visibleAt = s.now.Add(f.Delay)
	}
	s.decideFate(r, targets)
	if r.status != refundFailed {
		r.charge.refunded += r.amount
	}
	s.refunds = append(s.refunds, r)
	s.note(Happening{Kind: "refunded", Intent: r.charge.in.id, Text: "refund " + r.id + " " + r.status})
}

// refundedCharge finds what payment_intent or charge names.
func (s *Server) refundedCharge(c *call) (*charge, *apiError) {
	switch {
	case c.has("charge"):
		ch := s.charges[c.get("charge")]
		if ch == nil {
			return nil, missing("charge", "charge", c.get("charge"), false)
		}
		return ch, nil
	case c.has("payment_intent"):
		in := s.intents[c.get("payment_intent")]
		if in == nil {
			return nil, missing("payment_intent", "payment_intent", c.get("payment_intent"), false)
		}
		ch := in.latestCharge()
		if ch == nil || !ch.paid {
			return nil, refused("", "", "This PaymentIntent (%s) does not have a successful charge to refund.", in.id)
		}
		return ch, nil
	}
	return nil, invalid("parameter_missing", "payment_intent", "One of the following params should be provided for this request: payment_intent or charge.")
}

func (s *Server) listRefunds(c *call) (any, *apiError) {
	keep, e := createdFilter(c)
	if e != nil {
		return nil, e
	}
	var found []*refund
	for _, r := range slices.Backward(s.refunds) {
		if keep(r.created) && !r.visibleAt.After(s.now) &&
			(!c.has("payment_intent") || c.get("payment_intent") == r.charge.in.id) && (!c.has("charge") || c.get("charge") == r.charge.id) {
			found = append(found, r)
		}
	}
	return page(c, "refund", found, func(r *refund) string { return r.id }, func(r *refund, x expands) any { return s.refundJSON(r, x) })
}

func (s *Server) findRefund(id string) *refund {
	for _, r := range s.refunds {
		if r.id == id {
			return r
		}
	}
	return nil
}

func (s *Server) retrieveRefund(c *call) (any, *apiError) {
	r := s.findRefund(c.id)
	if r == nil {
		return nil, missing("refund", "id", c.id, true)
	}
	x, e := c.expandsFor("refund", false)
	if e != nil {
		return nil, e
	}
	return s.refundJSON(r, x), nil
}

// updateRefund changes the metadata, which is all that can be changed.
func (s *Server) updateRefund(c *call) (any, *apiError) {
	r := s.findRefund(c.id)
	if r == nil {
		return nil, missing("refund", "id", c.id, true)
	}
	meta, e := c.mergeMetadata(r.metadata)
	if e != nil {
		return nil, e
	}
	r.metadata = meta
	return s.retrieveRefund(c)
}

// fate is what becomes of a refund later.
type fate struct {
	at             time.Time
	status, reason string // reason: of a failure
}

// Why a refund failed, of the list in Stripe facts §6.
const (
	reasonNoCard   = "expired_or_canceled_card"
	reasonLostCard = "lost_or_stolen_card"
	reasonBalance  = "insufficient_funds"
	reasonDisputed = "charge_for_pending_refund_disputed"
)

// decideFate gives a new refund its status and, where that is not the last word, what comes later: by the balance, the card
// (facts §9) or a fault. Without any of them it succeeds at once.
func (s *Server) decideFate(r *refund, targets []string) {
	meets := func(name string) (Fault, bool) {
		if r.charge.card.refund == name {
			return Fault{Name: name, Delay: faultTable[name].delay}, true
		}
		return s.fault(name, targets...)
	}
	r.status = refundSucceeded
	if s.fires(FaultBalanceFails, targets...) {
		r.status, r.failureReason = refundFailed, reasonBalance
		return
	}
	for _, row := range []struct{ fault, status, pending, then, why string }{
		{FaultBalance, refundPending, "insufficient_funds", refundSucceeded, ""},
		{FaultRefundPends, refundPending, "processing", refundSucceeded, ""},
		{FaultRefundFails, refundPending, "processing", refundFailed, reasonLostCard},
		{FaultRefundReturns, refundSucceeded, "", refundFailed, reasonNoCard},
	} {
		if f, ok := meets(row.fault); ok {
			r.status, r.pendingReason = row.status, row.pending
			r.fate = &fate{at: s.now.Add(f.Delay), status: row.then, reason: row.why}
			return
		}
	}
}

func (s *Server) meetFate(r *refund) { s.endRefund(r, r.fate.status, r.fate.reason) }

// endRefund gives a refund another status. What failed is the shop's again and can be refunded anew.
func (s *Server) endRefund(r *refund, status, reason string) {
	if status == refundFailed && r.status != refundFailed {
		r.charge.refunded -= r.amount
	}
	r.status, r.pendingReason, r.failureReason, r.fate = status, "", reason, nil
	s.note(Happening{Kind: "refunded", Intent: r.charge.in.id, Text: "refund " + r.id + " " + status})
}
