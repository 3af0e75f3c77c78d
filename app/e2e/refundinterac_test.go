//go:build proof && linux

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"paydesk/services/sim"
)

// chargesInterac is a charge that another counter took with a Canadian debit card, and that somebody booked by hand.
func (s *shop) chargesInterac(number string) {
	s.t.Helper()
	l := s.ledger()
	var owed int64
	form := url.Values{"currency": {"eur"}, "payment_method_types[]": {"card_present", "interac_present"}}
	for key, value := range l.Stripe.Intents[0].Metadata {
		form.Set("metadata["+key+"]", value)
	}
	for _, d := range l.Odoo.Invoices {
		if d.Number == number {
			owed = d.ResidualMinor
			form.Set("amount", fmt.Sprint(owed))
			form.Set("metadata[d0]", fmt.Sprintf("%d:%d:%s", d.ID, d.ResidualMinor, number))
		}
	}
	form.Set("metadata[pd_pay]", "interac")
	made := s.calls("/v1/payment_intents", form)
	s.calls("/v1/terminal/readers/tmr_frontdesk/process_payment_intent", url.Values{"payment_intent": {made}})
	s.gesture("insert", "interac")
	eventually(s.t, "the Interac charge", func() bool { return s.ledger().Stripe.Intents[len(l.Stripe.Intents)].Status == "succeeded" })
	s.post("/gesture", map[string]any{"kind": "hand-payment", "document": number, "minor": owed})
}

// calls asks the simulated Stripe and returns the id of the answer.
func (s *shop) calls(path string, form url.Values) (id string) {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.stripe.url()+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+sim.StripeKey)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	var made struct{ ID string }
	if err := json.NewDecoder(r.Body).Decode(&made); err != nil || r.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %v", path, r.StatusCode, err)
	}
	return made.ID
}
