package stripe

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/customer"
	"paydesk/services/explain"
)

// Lost if it fails: a payment is filed under another customer, or a card that is kept for somebody else is offered.
func TestCustomersAndCardsAreRead(t *testing.T) {
	at := time.Unix(1793610000, 0).UTC()
	g, _, _ := desk(t, ok(customerJSON))
	got, err := g.Customer(bg, "cus_1")
	want := customer.Customer{ID: "cus_1", Name: "Mara Lind", Email: "mara@lind.example", Created: at, Metadata: map[string]string{"pd_partner": "9"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	g, _, _ = desk(t, ok(`{"id":"cus_1","object":"customer","deleted":true}`))
	if got, err = g.Customer(bg, "cus_1"); err != nil || !got.Deleted {
		t.Errorf("%+v, %v", got, err)
	}
	card := `{"id":"pm_1","object":"payment_method","type":"card","created":1793610000,"customer":"cus_1","metadata":{},
		"card":{"brand":"visa","last4":"4242","exp_month":8,"exp_year":2028,"funding":"credit","fingerprint":"f1"}}`
	g, _, _ = desk(t, ok(`{"data":[`+card+`],"has_more":false}`))
	cards, err := g.Cards(bg, "cus_1")
	wantCards := []customer.Card{{ID: "pm_1", Brand: "visa", Last4: "4242", ExpMonth: 8, ExpYear: 2028, Funding: "credit", Fingerprint: "f1",
		Created: at, Metadata: map[string]string{}}}
	if diff := cmp.Diff(wantCards, cards); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for name, body := range map[string]string{
		"another": `{"id":"cus_2","created":1}`, "no time": `{"id":"cus_1"}`, "nothing": `{}`, "live": `{"id":"cus_1","created":1,"livemode":true}`,
	} {
		g, _, _ = desk(t, ok(body))
		if _, err := g.Customer(bg, "cus_1"); !explain.Is(err, explain.Unanswered) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g, _, _ = desk(t, ok(`{"data":[{"id":"pm_1","type":"sepa_debit","created":1}],"has_more":false}`))
	if _, err := g.Cards(bg, "cus_1"); !explain.Is(err, explain.Unanswered) {
		t.Errorf("no card: %v", err)
	}
}
