package stripesim

import (
	"slices"
	"strings"
)

const (
	captureManual = "manual"
	intentParams  = "amount currency payment_method_types payment_method_options capture_method description metadata receipt_email setup_future_usage statement_descriptor statement_descriptor_suffix customer"

	maxAmountMinor = 99_999_999
)

// smallest amounts, in minor units (Stripe's published minimums); others: 50.
var minimumAmounts = map[string]int64{"gbp": 30, "sek": 300, "dkk": 250, "nok": 300, "czk": 1500, "myr": 200, "pln": 200, "jpy": 50}

// currencies that intents of this account can have: those of the countries with smart readers (facts §4) and a few for
// invoices that no reader can take.
var currencies = strings.Fields("usd cad gbp sgd aud nzd czk dkk myr nok pln sek chf jpy eur huf isk ron bgn inr brl mxn kwd")

func (in *intent) accepts(method string) bool { return slices.Contains(in.types, method) }

func (s *Server) findIntent(c *call) (*intent, *apiError) {
	if in := s.intents[c.id]; in != nil {
		return in, nil
	}
	return nil, missing("payment_intent", "intent", c.id, true)
}

func (s *Server) intentAnswer(c *call, in *intent) (any, *apiError) {
	x, e := c.expandsFor("payment_intent", false)
	if e != nil {
		return nil, e
	}
	return s.intentJSON(in, x), nil
}

func (s *Server) createIntent(c *call) (any, *apiError) {
	if _, e := c.expandsFor("payment_intent", false); e != nil {
		return nil, e
	}
	in := &intent{capture: "automatic_async", types: []string{methodCard}, status: statusRequiresPaymentMethod, metadata: map[string]string{}}
	for _, required := range []string{"amount", "currency"} {
		if c.get(required) == "" {
			return nil, invalid("parameter_missing", required, "Missing required param: %s.", required)
		}
	}
	if e := s.apply(c, in); e != nil {
		return nil, e
	}
	confirm, e := c.flag("confirm")
	switch {
	case e != nil:
		return nil, e
	case confirm:
		return nil, invalid("", "confirm", "You cannot confirm a PaymentIntent of this account on the server: a card_present payment is confirmed by a reader.")
	}
	s.addIntent(in)
	if f, ok := s.fault(FaultListLag, c.targets()...); ok {
		in.visibleAt = s.now.Add(f.Delay)
	}
	return s.intentAnswer(c, in)
}

func (s *Server) addIntent(in *intent) {
	s.sequence++
	in.id, in.seq, in.created = s.newID("pi_3", 23), s.sequence, s.now
	in.secret = in.id + "_secret_" + s.scramble("secret"+in.id, 0, 25)
	s.intents[in.id] = in
	s.order = append(s.order, in)
	s.note(Happening{Kind: "created", Intent: in.id, Text: "payment intent created"})
}

// apply reads the parameters that create and update share into in; on an error in is left half done.
func (s *Server) apply(c *call, in *intent) *apiError {
	if c.has("currency") {
		in.currency = strings.ToLower(c.get("currency"))
		if !slices.Contains(currencies, in.currency) {
			return invalid("", "currency", "Invalid currency: %s. Stripe currently supports these currencies: %s", c.get("currency"), strings.Join(currencies, ", "))
		}
	}
	amount, ok, e := c.integer("amount")
	switch {
	case e != nil:
		return e
	case !ok:
	case amount < 1:
		return invalid("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.")
	case amount > maxAmountMinor:
		return invalid("amount_too_large", "amount", "Amount must be no more than %d in the smallest unit of the currency", maxAmountMinor)
	default:
		least := minimumAmounts[in.currency]
		if least == 0 {
			least = 50
		}
		if amount < least {
			return invalid("amount_too_small", "amount", "Amount must be at least %d in the smallest unit of %s", least, in.currency)
		}
		in.amount = amount
	}
	if types := c.list("payment_method_types"); len(types) > 0 {
		for _, t := range types {
			if t != methodCard && t != methodCardPresent && t != methodInteracPresent {
				return invalid("payment_intent_invalid_parameter", "payment_method_types", "The payment method type provided: %s is invalid.", t)
			}
		}
		in.types = types
	}
	if e := choice(c, "capture_method", &in.capture, "automatic", "automatic_async", captureManual); e != nil {
		return e
	}
	if e := choice(c, "setup_future_usage", &in.future, "on_session", "off_session"); e != nil {
		return e
	}
	return s.applyTexts(c, in)
}

func choice(c *call, name string, to *string, allowed ...string) *apiError {
	if !c.has(name) {
		return nil
	}
	if !slices.Contains(allowed, c.get(name)) {
		return invalid("", name, "Invalid %s: must be one of %s", name, strings.Join(allowed, ", "))
	}
	*to = c.get(name)
	return nil
}

func (s *Server) applyTexts(c *call, in *intent) *apiError {
	switch {
	case c.get("customer") != "" && (s.customerNamed(c.get("customer")) == nil || s.customerNamed(c.get("customer")).deleted):
		return missing("customer", "customer", c.get("customer"), false)
	case c.has("statement_descriptor"):
		return invalid("", "statement_descriptor", "Card payments do not take statement_descriptor; use statement_descriptor_suffix.")
	case len(c.get("statement_descriptor_suffix")) > 22:
		return invalid("", "statement_descriptor_suffix", "The statement descriptor must be at most 22 characters.")
	case len([]rune(c.get("description"))) > 1000:
		return invalid("", "description", "Invalid string: description must be at most 1000 characters")
	}
	meta, e := c.mergeMetadata(in.metadata)
	if e != nil {
		return e
	}
	in.metadata = meta
	for name, to := range map[string]*string{"description": &in.description, "receipt_email": &in.receiptMail, "customer": &in.customer, "statement_descriptor_suffix": &in.suffix} {
		if c.has(name) {
			*to = c.get(name)
		}
	}
	return nil
}

func (s *Server) retrieveIntent(c *call) (any, *apiError) {
	in, e := s.findIntent(c)
	if e != nil {
		return nil, e
	}
	return s.intentAnswer(c, in)
}

// updateIntent changes what may be changed; any update clears last_payment_error (facts §1.8).
func (s *Server) updateIntent(c *call) (any, *apiError) {
	in, e := s.findIntent(c)
	if e != nil {
		return nil, e
	}
	moneyChange := c.has("amount") || c.has("currency") || len(c.list("payment_method_types")) > 0 || c.has("capture_method")
	if moneyChange && (in.status != statusRequiresPaymentMethod || in.atBank) {
		e := refused("payment_intent_unexpected_state", "", "This PaymentIntent's amount, currency or types could not be updated because it has a status of %s.", in.status)
		e.PaymentIntent = s.intentJSON(in, nil)
		return nil, e
	}
	changed := *in
	if e := s.apply(c, &changed); e != nil {
		return nil, e
	}
	changed.lastError = nil
	*in = changed
	return s.intentAnswer(c, in)
}

func (s *Server) unexpected(in *intent, verb string) *apiError {
	e := refused("payment_intent_unexpected_state", "", "You cannot %s this PaymentIntent because it has a status of %s.", verb, in.status)
	e.PaymentIntent = s.intentJSON(in, nil)
	return e
}

// cancelIntent makes an intent dead for good. A reader that waits for its card keeps waiting.
func (s *Server) cancelIntent(c *call) (any, *apiError) {
	in, e := s.findIntent(c)
	if e != nil {
		return nil, e
	}
	reason := "" // requested by nobody in particular
	if e := choice(c, "cancellation_reason", &reason, "duplicate", "fraudulent", "requested_by_customer", "abandoned"); e != nil {
		return nil, e
	}
	if in.atBank {
		return nil, s.unexpected(in, "cancel") // its status does not show it yet
	}
	if in.status != statusRequiresPaymentMethod && in.status != statusRequiresCapture {
		return nil, s.unexpected(in, "cancel")
	}
	if s.onReader(in) && s.fires(FaultCancelRefused, c.targets()...) {
		return nil, s.unexpected(in, "cancel")
	}
	s.kill(in, reason)
	return s.intentAnswer(c, in)
}

// kill ends an intent without money and gives a hold back.
func (s *Server) kill(in *intent, reason string) {
	in.status, in.reason, in.canceledAt, in.capturable = statusCanceled, reason, s.now, 0
	if ch := in.latestCharge(); ch != nil && ch.paid {
		ch.released, ch.refunded = true, ch.authorized
	}
	s.note(Happening{Kind: "canceled", Intent: in.id, Text: "payment intent canceled"})
}

func (s *Server) onReader(in *intent) bool {
	return slices.ContainsFunc(s.readers, func(r *reader) bool {
		return r.action != nil && r.action.in == in && r.action.status == actionInProgress
	})
}

// captureIntent takes held money, all or less; the rest is released.
func (s *Server) captureIntent(c *call) (any, *apiError) {
	in, e := s.findIntent(c)
	if e != nil {
		return nil, e
	}
	if in.status != statusRequiresCapture {
		if in.status == statusSucceeded && in.capture == captureManual {
			return nil, refused("charge_already_captured", "", "Charge %s has already been captured.", in.latestCharge().id)
		}
		return nil, s.unexpected(in, "capture")
	}
	amount, ok, e := c.integer("amount_to_capture")
	if e != nil {
		return nil, e
	}
	if !ok {
		amount = in.capturable
	}
	if amount < 1 || amount > in.capturable {
		return nil, invalid("amount_too_large", "amount_to_capture", "The amount to capture must be between 1 and %d.", in.capturable)
	}
	meta, e := c.mergeMetadata(in.metadata)
	if e != nil {
		return nil, e
	}
	ch := in.latestCharge()
	ch.captured = amount
	in.metadata, in.status, in.received, in.capturable = meta, statusSucceeded, amount, 0
	return s.intentAnswer(c, in)
}

func (s *Server) listIntents(c *call) (any, *apiError) {
	keep, e := createdFilter(c)
	if e != nil {
		return nil, e
	}
	var found []*intent
	for _, in := range slices.Backward(s.order) {
		if keep(in.created) && !in.visibleAt.After(s.now) && (!c.has("customer") || c.get("customer") == in.customer) {
			found = append(found, in)
		}
	}
	return page(c, "payment_intent", found, func(in *intent) string { return in.id }, func(in *intent, x expands) any { return s.intentJSON(in, x) })
}

// updateCharge changes where the receipt of a charge goes, which sends another one (facts §4).
func (s *Server) updateCharge(c *call) (any, *apiError) {
	ch := s.charges[c.id]
	if ch == nil {
		return nil, missing("charge", "id", c.id, true)
	}
	if mail := c.get("receipt_email"); c.has("receipt_email") {
		if !strings.Contains(mail, "@") || strings.ContainsAny(mail, " ,;") {
			return nil, invalid("email_invalid", "receipt_email", "Invalid email address: %s", mail)
		}
		ch.in.receiptMail = mail
		ch.in.mails = append(ch.in.mails, mail)
	}
	return s.retrieveCharge(c)
}

func (s *Server) retrieveCharge(c *call) (any, *apiError) {
	ch := s.charges[c.id]
	if ch == nil {
		return nil, missing("charge", "id", c.id, true)
	}
	x, e := c.expandsFor("charge", false)
	if e != nil {
		return nil, e
	}
	return s.chargeJSON(ch, x), nil
}
