package stripesim

import "time"

const (
	methodCardPresent    = "card_present"
	methodInteracPresent = "interac_present"
	methodCard           = "card"

	cardExpMonth, cardExpYear = 12, 2034
	holdLasts                 = 48 * time.Hour // in-person holds (facts §4)
)

func (s *Server) intentJSON(in *intent, x expands) *paymentIntentJSON {
	out := &paymentIntentJSON{
		ID: in.id, Object: "payment_intent", Amount: in.amount, AmountCapturable: in.capturable, AmountReceived: in.received,
		CanceledAt: stamp(in.canceledAt), CancellationReason: text(in.reason), CaptureMethod: in.capture, ClientSecret: in.secret,
		ConfirmationMethod: "automatic", Created: in.created.Unix(), Currency: in.currency, Customer: text(in.customer), Description: text(in.description),
		Metadata: in.metadata, PaymentMethodTypes: in.types, ReceiptEmail: text(in.receiptMail), SetupFutureUsage: text(in.future),
		StatementDescriptorSuffix: text(in.suffix), Status: in.status,
	}
	if in.atBank && s.fires(FaultBankShown) {
		out.Status = statusProcessing
	}
	for _, t := range in.types {
		switch t {
		case methodCardPresent:
			out.PaymentMethodOptions.CardPresent = &cardPresentOptionsJSON{}
		case methodInteracPresent:
			out.PaymentMethodOptions.Interac = &struct{}{}
		}
	}
	if e := in.lastError; e != nil {
		out.LastPaymentError = &paymentErrorJSON{
			AdviceCode: e.advice, Charge: e.chargeID, Code: e.code, DeclineCode: e.declineCode, DocURL: docURL(e.code),
			Message: e.message, PaymentMethod: methodJSON(e.method), Type: typeCard,
		}
	}
	if ch := in.latestCharge(); ch != nil {
		out.LatestCharge = ch.id
		if x.has("latest_charge") {
			out.LatestCharge = s.chargeJSON(ch, x.below("latest_charge"))
		}
	}
	if in.method != nil {
		out.PaymentMethod = in.method.id
		if x.has("payment_method") {
			out.PaymentMethod = methodJSON(in.method)
		}
	}
	return out
}

func (c card) methodType() string {
	if c.interac {
		return methodInteracPresent
	}
	return methodCardPresent
}

func readMethod(contact bool) string {
	if contact {
		return "contact_emv"
	}
	return "contactless_emv"
}

func methodJSON(m *paymentMethod) *paymentMethodJSON {
	if m == nil {
		return nil
	}
	if m.customer != "" || m.keyed {
		return keyedMethodJSON(m)
	}
	c := m.card
	details := &methodCardJSON{
		Brand: c.brand, Country: "US", ExpMonth: cardExpMonth, ExpYear: cardExpYear, Fingerprint: c.fingerprint, Funding: c.funding,
		Last4: c.last4(), Networks: networksJSON{Available: []string{c.brand}}, PreferredLocales: []string{}, ReadMethod: readMethod(m.contact),
	}
	out := &paymentMethodJSON{
		ID: m.id, Object: "payment_method", Created: m.created.Unix(), Metadata: map[string]string{}, Type: c.methodType(),
	}
	if c.interac {
		out.Interac = details
	} else {
		out.CardPresent = details
	}
	return out
}

func (s *Server) chargeJSON(ch *charge, x expands) *chargeJSON {
	in := ch.in
	out := &chargeJSON{
		ID: ch.id, Object: "charge", Amount: ch.amount, AmountCaptured: ch.captured, AmountRefunded: ch.refunded,
		CalculatedStatementDescriptor: "PAYDESK DEMO", Captured: ch.captured > 0, Created: ch.created.Unix(),
		Currency: in.currency, Customer: text(in.customer), Description: text(in.description), Disputed: ch.dispute != "",
		Metadata: in.metadata, Paid: ch.paid, PaymentIntent: in.id,
		PaymentMethod: ch.method.id, ReceiptEmail: text(in.receiptMail), StatementDescriptorSuffix: text(in.suffix), Status: "succeeded",
		Refunded: ch.released || ch.captured > 0 && ch.refunded == ch.captured,
		Outcome: outcomeJSON{
			NetworkStatus: "approved_by_network", RiskLevel: "not_assessed", SellerMessage: "Payment complete.", Type: "authorized",
		},
	}
	if d := ch.decline; d != nil {
		out.Status, out.FailureCode, out.FailureMessage = "failed", text(d.errorCode), text(d.message)
		out.Outcome = outcomeJSON{
			AdviceCode: text(d.advice), NetworkDeclineCode: text(d.networkCode), NetworkStatus: "declined_by_network",
			Reason: text(d.code), RiskLevel: "not_assessed", SellerMessage: "The bank returned the decline code `" + d.code + "`.", Type: "issuer_declined",
		}
	} else {
		out.BalanceTransaction = text("txn_3" + ch.id[len("ch_3"):])
		if ch.captured == 0 {
			out.BalanceTransaction = nil
		}
	}
	if x.has("payment_intent") {
		out.PaymentIntent = s.intentJSON(in, x.below("payment_intent"))
	}
	out.PaymentMethodDetails.Type = ch.kind()
	switch {
	case ch.method.keyed:
		out.PaymentMethodDetails.Card = keyedDetails(ch)
	case ch.card.interac:
		out.PaymentMethodDetails.Interac = s.detailsJSON(ch)
	default:
		out.PaymentMethodDetails.CardPresent = s.detailsJSON(ch)
	}
	return out
}

func (s *Server) detailsJSON(ch *charge) *cardDetailsJSON {
	c := ch.card
	d := &cardDetailsJSON{
		Brand: c.brand, Country: "US", ExpMonth: cardExpMonth, ExpYear: cardExpYear, Fingerprint: c.fingerprint, Funding: c.funding,
		Last4: c.last4(), Network: c.brand, PreferredLocales: []string{}, ReadMethod: readMethod(ch.contact),
		Receipt: receiptJSON{
			AccountType: map[string]string{"debit": "checking"}[c.funding], ApplicationCryptogram: s.hex("cryptogram"+ch.id, 16),
			ApplicationPreferredName: c.product, AuthorizationResponseCode: "3030", CardholderVerificationMethod: verification(ch),
			DedicatedFileName: c.aid, TerminalVerificationResults: "0880008000", TransactionStatusInformation: "6800",
		},
	}
	if d.Receipt.AccountType == "" {
		d.Receipt.AccountType = "credit"
	}
	if ch.decline != nil {
		d.Receipt.AuthorizationResponseCode = "3035"
	} else {
		d.Receipt.AuthorizationCode = text(s.hex("approval"+ch.id, 6))
	}
	if c.interac {
		return d
	}
	no := false
	d.Incremental, d.Overcapture = &no, &no
	if ch.decline == nil {
		authorized := ch.authorized
		d.AmountAuthorized = &authorized
		if ch.in.capture == "manual" {
			d.CaptureBefore = stamp(ch.in.holdUntil)
		}
	}
	return d
}

func verification(ch *charge) string {
	switch {
	case !ch.pin:
		return "none"
	case ch.card.pin == pinOnline || ch.card.pin == pinAfterSoftOnline:
		return "online_pin"
	default:
		return "offline_pin"
	}
}

func (s *Server) refundJSON(r *refund, x expands) *refundJSON {
	ch := r.charge
	out := &refundJSON{
		ID: r.id, Object: "refund", Amount: r.amount, BalanceTransaction: text("txn_3" + r.id[len("re_3"):]), Charge: ch.id,
		Created: r.created.Unix(), Currency: ch.in.currency, Metadata: r.metadata, PaymentIntent: ch.in.id, Reason: text(r.reason), Status: r.status,
		PendingReason: r.pendingReason, FailureReason: r.failureReason,
		DestinationDetails: destinationDetailsJSON{
			Type: "card", Card: destinationCardJSON{ReferenceStatus: "pending", ReferenceType: "acquirer_reference_number", Type: "refund"},
		},
	}
	if r.status == refundFailed {
		out.FailureTransaction = "txn_4" + r.id[len("re_3"):]
	}
	if x.has("charge") {
		out.Charge = s.chargeJSON(ch, x.below("charge"))
	}
	if x.has("payment_intent") {
		out.PaymentIntent = s.intentJSON(ch.in, x.below("payment_intent"))
	}
	return out
}

func (s *Server) readerJSON(r *reader, x expands) *readerJSON {
	out := &readerJSON{
		ID: r.id, Object: "terminal.reader", DeviceSWVersion: "2.37.2.0", DeviceType: r.deviceType, IPAddress: r.ip, Label: r.label,
		Location: r.location, Metadata: r.metadata, SerialNumber: r.serial, Status: r.status(s.now),
	}
	if l := s.locations[r.location]; l != nil && x.has("location") {
		out.Location = locationToJSON(l)
	}
	if r.action != nil {
		out.Action = s.actionJSON(r.action, x)
	}
	return out
}

func (s *Server) actionJSON(a *action, x expands) *actionJSON {
	out := &actionJSON{Type: a.kind, Status: a.status, FailureCode: text(a.failureCode), FailureMessage: text(a.failureMessage)}
	if a.kind == kindDisplay {
		c := &cartJSON{Currency: a.cart.currency, Total: a.cart.total, Tax: a.cart.tax, LineItems: []lineItemJSON{}}
		for _, l := range a.cart.lines {
			c.LineItems = append(c.LineItems, lineItemJSON{Amount: l.amount, Description: l.description, Quantity: l.quantity})
		}
		out.Display = &displayActionJSON{Type: "cart", Cart: c}
		return out
	}
	if b := a.back; b != nil {
		out.Refund = &refundActionJSON{Amount: b.amount, Charge: b.charge.id, Metadata: b.metadata, PaymentIntent: b.charge.in.id}
		if b.refund != nil {
			out.Refund.Refund = b.refund.id
		}
		if a.config.customerCancel != nil {
			out.Refund.Config = &refundConfigJSON{CustomerCancel: *a.config.customerCancel}
		}
		return out
	}
	const path = "action.process_payment_intent.payment_intent"
	p := &processActionJSON{PaymentIntent: a.in.id}
	if x.has(path) {
		p.PaymentIntent = s.intentJSON(a.in, x.below(path))
	}
	if c := a.config; c.customerCancel != nil || c.skipTipping != nil || c.returnURL != "" {
		p.Config = &processConfigJSON{CustomerCancel: c.customerCancel, ReturnURL: c.returnURL, SkipTipping: c.skipTipping}
	}
	out.Process = p
	return out
}

func locationToJSON(l *location) *locationJSON {
	return &locationJSON{
		ID: l.id, Object: "terminal.location", DisplayName: l.name, Metadata: l.metadata,
		Address: addressJSON{City: text("Sampletown"), Country: text(l.country), Line1: text("1 Market Street"), PostalCode: text("12345")},
	}
}
