package stripesim

import (
	"strings"
	"time"
)

// keyTime stands for keying a number, an expiry and a code in: people take longer, and nobody wants to watch that.
const keyTime = 2 * time.Second

// keysNumbers says whether a model lets card numbers be keyed in (facts §1.12).
func (r *reader) keysNumbers() bool {
	t := strings.TrimPrefix(r.deviceType, "simulated_")
	return t == "bbpos_wisepos_e" || t == "wisepos_e" || strings.HasPrefix(t, "stripe_s7")
}

// keying says why a phone order cannot be taken; nil: it can. What Stripe really answers without its support's permission
// is not published (facts §13): the two answers that it gives to parameters it does not know are played.
func (s *Server) keying(in *intent, r *reader) *apiError {
	switch {
	case !s.cfg.MOTO || s.fires(FaultNoMOTO, r.id):
		return invalid("parameter_unknown", "process_config[moto]", "Received unknown parameter: process_config[moto]")
	case !r.keysNumbers():
		return refused("", "process_config[moto]", "This reader does not support MOTO payments.")
	case len(in.types) != 1 || in.types[0] != methodCard:
		return refused("payment_intent_incompatible_payment_method", "payment_intent", "A MOTO payment's payment_method_types must be card alone.")
	}
	return nil
}

// takes says whether the running action wants what a customer offers.
func (a *action) takes(p presented) bool {
	switch {
	case a.back != nil:
		return p.card.interac
	case a.in == nil:
		return false
	case p.keyed:
		return a.config.moto
	}
	return !a.config.moto && a.in.accepts(p.card.methodType())
}

// kind is the type of payment method that a charge was made with.
func (ch *charge) kind() string {
	if ch.method.keyed {
		return methodCard
	}
	return ch.card.methodType()
}

// keyedDetailsJSON is what a charge without a card at hand tells of it.
type keyedDetailsJSON struct {
	AmountAuthorized *int64          `json:"amount_authorized"`
	Brand            string          `json:"brand"`
	CaptureBefore    *int64          `json:"capture_before,omitempty"`
	Checks           keyedChecksJSON `json:"checks"`
	Country          string          `json:"country"`
	ExpMonth         int             `json:"exp_month"`
	ExpYear          int             `json:"exp_year"`
	Fingerprint      string          `json:"fingerprint"`
	Funding          string          `json:"funding"`
	Installments     *struct{}       `json:"installments"`
	Last4            string          `json:"last4"`
	Mandate          *string         `json:"mandate"`
	Network          string          `json:"network"`
	ThreeDSecure     *struct{}       `json:"three_d_secure"`
	Wallet           *struct{}       `json:"wallet"`
}

type keyedChecksJSON struct {
	Line1  *string `json:"address_line1_check"`
	Postal *string `json:"address_postal_code_check"`
	CVC    string  `json:"cvc_check"`
}

func keyedDetails(ch *charge) *keyedDetailsJSON {
	c := ch.card
	d := &keyedDetailsJSON{
		Brand: c.brand, Checks: keyedChecksJSON{CVC: "pass"}, Country: "US", ExpMonth: cardExpMonth, ExpYear: cardExpYear, Fingerprint: c.fingerprint,
		Funding: c.funding, Last4: c.last4(), Network: c.brand,
	}
	if ch.decline == nil {
		authorized := ch.authorized
		d.AmountAuthorized = &authorized
		if ch.in.capture == captureManual {
			d.CaptureBefore = stamp(ch.in.holdUntil)
		}
	}
	return d
}

func keyedMethodJSON(m *paymentMethod) *paymentMethodJSON {
	c := m.card
	return &paymentMethodJSON{
		ID: m.id, Object: "payment_method", Created: m.created.Unix(), Metadata: map[string]string{}, Type: methodCard, Customer: text(m.customer),
		Card: &keptCardJSON{
			Brand: c.brand, Country: "US", ExpMonth: cardExpMonth, ExpYear: cardExpYear, Fingerprint: c.fingerprint, Funding: c.funding,
			Last4: c.last4(), Networks: networksJSON{Available: []string{c.brand}},
		},
	}
}
