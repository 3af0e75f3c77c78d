package stripesim

// giveBack is a refund at a reader: the card that paid has to be held to it again (facts §6, PROTOCOLS R8).
type giveBack struct {
	charge   *charge
	amount   int64
	metadata map[string]string
	refund   *refund // once it has succeeded
}

// refundOnReader asks a reader for the card of an Interac charge.
func (s *Server) refundOnReader(c *call) (any, *apiError) {
	r, e := s.findReader(c)
	if e != nil {
		return nil, e
	}
	ch, amount, e := s.refundAsked(c)
	back := &giveBack{charge: ch, amount: amount}
	var config processConfig
	if e == nil {
		back.metadata, e = c.mergeMetadata(nil)
	}
	if e == nil && c.has("refund_payment_config[enable_customer_cancellation]") {
		var yes bool
		yes, e = c.flag("refund_payment_config[enable_customer_cancellation]")
		config.customerCancel = &yes
	}
	switch {
	case e != nil:
		return nil, e
	case ch.kind() != methodInteracPresent:
		return nil, refused("", "", "Only Interac payments are refunded on a reader. Create a Refund instead.")
	}
	return s.reach(c, r, func() *apiError {
		r.action = &action{kind: kindRefund, status: actionInProgress, back: back, config: config}
		s.prompt(r, ch.in, amount)
		if s.fires(FaultActionFinal, r.id) {
			s.rush(r, ch.card)
		}
		return nil
	})
}

// sendBack sends the card to the bank, if it is the one that paid and there is still something to give back.
func (s *Server) sendBack(r *reader) {
	back := r.action.back
	if e := back.charge.refuses(back.amount); e != nil {
		s.finish(r, actionFailed, e.Code, e.Message, ScreenError)
		return
	}
	if r.card.card.name != back.charge.card.name { // the code is not published (facts §13)
		s.finish(r, actionFailed, "card_declined", "The card presented is not the card that was used for the payment.", ScreenDeclined)
		return
	}
	r.bank = &attempt{back: back, card: *r.card, due: s.now.Add(bankTime)}
	s.show(r, ScreenAuthorising, 0)
}

// settleBack is the bank's answer to a refund at a reader.
func (s *Server) settleBack(r *reader, b *attempt) {
	no := refundAnswer(b.back)
	if no == nil && b.back.charge.refuses(b.back.amount) != nil { // somebody was quicker
		no = declineFor("generic_decline")
	}
	var made *refund
	if no == nil {
		made = &refund{charge: b.back.charge, amount: b.back.amount, metadata: b.back.metadata}
		s.addRefund(made, r.id)
	}
	switch {
	case b.severed:
		s.note(Happening{Kind: "severed", Reader: r.id, Intent: b.back.charge.in.id, Text: "the bank answered, the reader was gone: its action stays in progress"})
	case s.fires(FaultConnectionError, r.id):
		s.finish(r, actionFailed, "connection_error", "The reader lost its connection while the refund was being processed.", ScreenError)
	case no != nil:
		s.finish(r, actionFailed, "card_declined", no.message, ScreenDeclined)
	default:
		b.back.refund = made
		s.finish(r, actionSucceeded, "", "", ScreenApproved)
	}
}

// refundAnswer decides by the ending of a partial refund (facts §9); a full one is always given.
func refundAnswer(back *giveBack) *decline {
	if back.amount == back.charge.captured {
		return nil
	}
	if code, ok := amountEndings[back.amount%100]; ok {
		return declineFor(code)
	}
	return nil
}
