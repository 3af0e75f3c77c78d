package stripesim

import "slices"

func (s *Server) createRefund(c *call) (any, *apiError) {
	x, e := c.expandsFor("refund", false)
	if e != nil {
		return nil, e
	}
	ch, e := s.refundedCharge(c)
	if e != nil {
		return nil, e
	}
	amount, ok, e := c.integer("amount")
	rest := ch.captured - ch.refunded
	r := &refund{charge: ch}
	if e == nil {
		r.metadata, e = c.mergeMetadata(nil)
	}
	if e == nil {
		e = choice(c, "reason", &r.reason, "duplicate", "fraudulent", "requested_by_customer")
	}
	switch {
	case e != nil:
		return nil, e
	case ok && amount < 1:
		return nil, invalid("parameter_invalid_integer", "amount", "Invalid positive integer")
	case !ch.paid || ch.captured == 0:
		return nil, refused("", "", "This charge has not been captured and cannot be refunded.")
	case rest == 0:
		return nil, refused("charge_already_refunded", "", "Charge %s has already been refunded.", ch.id)
	case ok && amount > rest:
		return nil, refused("", "amount", "Refund amount (%d) is greater than unrefunded amount on charge (%d)", amount, rest)
	case ch.card.interac:
		return nil, refused("", "", "Interac payments must be refunded on a reader with the card present.")
	case !ok:
		amount = rest
	}
	s.sequence++
	r.id, r.seq, r.created, r.amount = s.newID("re_3", 23), s.sequence, s.now, amount
	if f, late := s.fault(FaultListLag, c.targets()...); late {
		r.visibleAt = s.now.Add(f.Delay)
	}
	ch.refunded += amount
	s.refunds = append(s.refunds, r)
	s.note(Happening{Kind: "refunded", Intent: ch.in.id, Text: "refund " + r.id})
	return s.refundJSON(r, x), nil
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

func (s *Server) retrieveRefund(c *call) (any, *apiError) {
	i := slices.IndexFunc(s.refunds, func(r *refund) bool { return r.id == c.id })
	if i < 0 {
		return nil, missing("refund", "id", c.id, true)
	}
	x, e := c.expandsFor("refund", false)
	if e != nil {
		return nil, e
	}
	return s.refundJSON(s.refunds[i], x), nil
}
