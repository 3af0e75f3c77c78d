package stripesim

import (
	"testing"

	"github.com/stripe/stripe-go/v82"
)

// Lost if it fails: a customer is looked up here in a way that finds nobody, or somebody else, at Stripe.
func TestCustomersAndTheirCards(t *testing.T) {
	b := newBenchOf(t, func(cfg *Config) {
		cfg.Customers = []CustomerSpec{
			{ID: "cus_mara", Name: "Mara Lind", Email: "mara@lind.example", Metadata: map[string]string{"pd_partner": "9"},
				Cards: []CardSpec{{ID: "pm_visa", Card: "4242424242424242"}, {ID: "pm_amex", Card: "378282246310005"}}},
			{Name: "Twin", Email: "mara@lind.example"},
			{ID: "cus_gone", Email: "mara@lind.example", Deleted: true, Cards: []CardSpec{{Card: "visa"}}},
		}
	})
	count := func(email string) (n int) {
		for cu, err := range b.sdk.V1Customers.List(t.Context(), &stripe.CustomerListParams{Email: stripe.String(email)}) {
			b.ok(err)
			if cu.Deleted {
				t.Errorf("%s is listed", cu.ID)
			}
			n++
		}
		return n
	}
	if n, m := count("mara@lind.example"), count("Mara@lind.example"); n != 2 || m != 0 {
		t.Errorf("%d with this address, %d with its capital", n, m)
	}
	cu, err := b.sdk.V1Customers.Retrieve(t.Context(), "cus_mara", nil)
	b.ok(err)
	if cu.Name != "Mara Lind" || cu.Metadata["pd_partner"] != "9" {
		t.Errorf("%+v", cu)
	}
	cu, err = b.sdk.V1Customers.Retrieve(t.Context(), "cus_gone", nil)
	b.ok(err)
	if !cu.Deleted {
		t.Errorf("%+v", cu)
	}
	_, err = b.sdk.V1Customers.Retrieve(t.Context(), "cus_nobody", nil)
	wantCode(t, err, 404, "resource_missing")
	cards := func(id, kind string) (out []string) {
		p := &stripe.CustomerListPaymentMethodsParams{Customer: stripe.String(id), Type: stripe.String(kind)}
		p.Limit = stripe.Int64(1)
		for m, err := range b.sdk.V1Customers.ListPaymentMethods(t.Context(), p) {
			if err != nil {
				wantCode(t, err, 404, "resource_missing")
				return nil
			}
			if m.Customer.ID != id {
				t.Errorf("%s belongs to %s", m.ID, m.Customer.ID)
			}
			out = append(out, m.ID+" "+string(m.Card.Brand)+" "+m.Card.Last4)
		}
		return out
	}
	if got := cards("cus_mara", "card"); len(got) != 2 || got[0] != "pm_visa visa 4242" || got[1] != "pm_amex amex 0005" {
		t.Errorf("%v", got)
	}
	if a, z := cards("cus_mara", "sepa_debit"), cards("cus_gone", "card"); len(a)+len(z) != 0 {
		t.Errorf("%v %v", a, z)
	}
	p := createParams("")
	p.Customer = stripe.String("cus_mara")
	in, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
	b.ok(err)
	if in.Customer == nil || in.Customer.ID != "cus_mara" {
		t.Errorf("%+v", in.Customer)
	}
	b.create(900, "")
	if got := b.list(&stripe.PaymentIntentListParams{Customer: stripe.String("cus_mara")}); len(got) != 1 || got[0] != in.ID {
		t.Errorf("%v", got)
	}
	p.Customer = stripe.String("cus_gone")
	_, err = b.sdk.V1PaymentIntents.Create(t.Context(), p)
	wantCode(t, err, 400, "resource_missing")
}
