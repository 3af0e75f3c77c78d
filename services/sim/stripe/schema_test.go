package stripesim

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"

	"paydesk/services/sim/published"
)

// checked is a transport that holds every answer against Stripe's description.
type checked struct {
	t    testing.TB
	next http.RoundTripper
}

func (c checked) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if resp.Header.Get("Content-Type") == "application/json" {
		if err := published.Answer(r.Method, r.URL.Path, resp.StatusCode, body); err != nil {
			c.t.Error(err)
		}
	}
	return resp, nil
}

// Every parameter that an endpoint takes here exists at Stripe, so that a caller cannot be praised for nonsense.
func TestParametersExistAtStripe(t *testing.T) {
	for _, r := range routes {
		known, err := published.Parameters(r.method, "/v1/"+strings.ReplaceAll(r.pattern, "{}", "x"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, name := range strings.Fields(r.params) {
			if !slices.Contains(known, name) {
				t.Errorf("%s takes %q, Stripe does not", r.op, name)
			}
		}
	}
}

// asks is one call of every endpoint that answers 200 in the shop of TestEveryRoute.
var asks = map[string][2]string{
	"payment_intents.create":                  {"payment_intents", "amount=900&currency=usd&payment_method_types[0]=card_present"},
	"payment_intents.list":                    {"payment_intents", "expand[0]=data.latest_charge&expand[1]=data.payment_method"},
	"payment_intents.retrieve":                {"payment_intents/PAID", "expand[0]=latest_charge"},
	"payment_intents.update":                  {"payment_intents/PAID", "metadata[pd]=2"},
	"payment_intents.cancel":                  {"payment_intents/OPEN/cancel", ""},
	"payment_intents.capture":                 {"payment_intents/HELD/capture", "amount_to_capture=100"},
	"charges.retrieve":                        {"charges/CHARGE", "expand[0]=payment_intent"},
	"charges.update":                          {"charges/CHARGE", "receipt_email=mara@lind.example"},
	"refunds.create":                          {"refunds", "payment_intent=PAID&amount=10&expand[0]=charge"},
	"refunds.list":                            {"refunds", "payment_intent=PAID"},
	"refunds.retrieve":                        {"refunds/REFUND", ""},
	"refunds.update":                          {"refunds/REFUND", "metadata[pd_cn]=1"},
	"disputes.list":                           {"disputes", "payment_intent=PAID"},
	"checkout.sessions.list":                  {"checkout/sessions", ""},
	"customers.list":                          {"customers", "email=mara@lind.example"},
	"customers.retrieve":                      {"customers/cus_mara", ""},
	"customers.payment_methods.list":          {"customers/cus_mara/payment_methods", "type=card"},
	"terminal.locations.list":                 {"terminal/locations", ""},
	"terminal.locations.retrieve":             {"terminal/locations/tml_shop", ""},
	"terminal.locations.update":               {"terminal/locations/tml_shop", "display_name=Shop"},
	"terminal.readers.list":                   {"terminal/readers", ""},
	"terminal.readers.create":                 {"terminal/readers", "registration_code=simulated-wpe&location=tml_shop"},
	"terminal.readers.delete":                 {"terminal/readers/tmr_back", ""},
	"terminal.readers.retrieve":               {"terminal/readers/tmr_front", ""},
	"terminal.readers.update":                 {"terminal/readers/tmr_front", "label=Front"},
	"terminal.readers.process_payment_intent": {"terminal/readers/tmr_front/process_payment_intent", "payment_intent=OPEN"},
	"terminal.readers.refund_payment":         {"terminal/readers/tmr_front/refund_payment", "payment_intent=INTERAC&metadata[pd_rid]=1&refund_payment_config[enable_customer_cancellation]=true"},
	"terminal.readers.set_reader_display": {"terminal/readers/tmr_front/set_reader_display",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[line_items][0][description]=A&cart[line_items][0][amount]=1&cart[line_items][0][quantity]=1"},
	"terminal.readers.cancel_action":      {"terminal/readers/tmr_front/cancel_action", ""},
	"test_helpers.present_payment_method": {"test_helpers/terminal/readers/tmr_front/present_payment_method", ""},
}

// Lost if it fails: an endpoint answers in a shape of our own making, and the gateway is built on it. Every endpoint is
// asked; its request and its answer fit Stripe's description, and a wrong word planted into the answer is noticed.
func TestEveryRoute(t *testing.T) {
	for i := range routes {
		r := &routes[i]
		ask, ok := asks[r.op]
		if !ok {
			t.Errorf("%s is never asked", r.op)
			continue
		}
		b := newBenchOf(t, func(cfg *Config) {
			cfg.Customers = []CustomerSpec{{ID: "cus_mara", Email: "mara@lind.example", Cards: []CardSpec{{Card: "visa"}}}}
		})
		words := b.everything()
		if r.op == "test_helpers.present_payment_method" {
			b.ask("tmr_front", b.create(900, "").ID)
		}
		form, err := url.ParseQuery(words.Replace(ask[1]))
		b.ok(err)
		path := "/v1/" + words.Replace(ask[0])
		if err := published.Request(r.method, path, form); err != nil {
			t.Error(err)
		}
		req, err := http.NewRequestWithContext(t.Context(), r.method, "http://127.0.0.1"+path+"?"+form.Encode(), nil)
		b.ok(err)
		req.Header.Set("Authorization", "Bearer "+testKey)
		resp, err := b.sim.RoundTrip(req)
		b.ok(err)
		body, err := io.ReadAll(resp.Body)
		b.ok(err)
		if err := published.Answer(r.method, path, resp.StatusCode, body); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %v\n%s", r.op, resp.StatusCode, err, body)
			continue
		}
		for _, wrong := range [][]byte{
			bytes.Replace(body, []byte("{"), []byte(`{"colour": "red",`), 1),
			bytes.Replace(body, []byte(`"object": "`), []byte(`"object": "red_`), 1),
		} {
			if bytes.Equal(wrong, body) || published.Answer(r.method, path, http.StatusOK, wrong) == nil {
				t.Errorf("%s: a wrong answer passes", r.op)
			}
		}
	}
}

// everything puts one thing of each kind into the account, and says what it is called.
func (b *bench) everything() *strings.Replacer {
	b.t.Helper()
	paid, interac := b.paid(1200, "visa"), b.paid(1200, "interac")
	back, err := b.giveBack(paid.ID, 100)
	b.ok(err)
	hold := createParams("")
	hold.CaptureMethod = stripe.String("manual")
	held, err := b.sdk.V1PaymentIntents.Create(b.t.Context(), hold)
	b.ok(err)
	b.ask("tmr_front", held.ID)
	b.pay("tmr_front", "")
	b.clock.pass(time.Minute)
	return strings.NewReplacer("PAID", paid.ID, "INTERAC", interac.ID, "OPEN", b.create(900, "").ID, "HELD", held.ID, "CHARGE", paid.LatestCharge.ID, "REFUND", back.ID)
}
