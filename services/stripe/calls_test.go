package stripe

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/payment"
	"paydesk/services/reader"
)

// gatewayCall is one way to call the gateway, and the one request it makes of that. The first word of its name is the method's.
type gatewayCall struct {
	name   string
	answer string
	call   func(*Gateway) error
	method string
	path   string
	key    string
	form   url.Values
	within time.Duration
}

// everyCall lists all of them; TestEveryCallIsListed sees to it.
func everyCall() []gatewayCall {
	slot := reader.Slot{Epoch: 8, At: stripeDay, By: "Till 1"}
	cad := params()
	cad.Amount.Currency = "CAD"
	cad.Metadata = nil
	return []gatewayCall{
		{"CreateIntent", intentJSON("requires_payment_method"), func(g *Gateway) error { _, err := g.CreateIntent(bg, "k1", params()); return err },
			"POST", "/v1/payment_intents", "k1", url.Values{"amount": {"4200"}, "currency": {"eur"},
				"payment_method_types[0]": {"card_present"}, "capture_method": {"automatic"}, "description": {"INV/2026/00042"},
				"metadata[pd]": {"1"}, "metadata[pd_pay]": {"u1"}, "metadata[d0]": {"42:4200:INV/2026/00042"}}, 10 * time.Second},
		{"CreateIntent in Canada", intentJSON("requires_payment_method"), func(g *Gateway) error { _, err := g.CreateIntent(bg, "k1", cad); return err },
			"POST", "/v1/payment_intents", "k1", url.Values{"amount": {"4200"}, "currency": {"cad"},
				"payment_method_types[0]": {"card_present"}, "payment_method_types[1]": {"interac_present"},
				"capture_method": {"automatic"}, "description": {"INV/2026/00042"}}, 10 * time.Second},
		{"Intent", intentJSON("succeeded"), func(g *Gateway) error { _, err := g.Intent(bg, intentID); return err },
			"GET", "/v1/payment_intents/pi_1", "", url.Values{"expand[0]": {"latest_charge"}}, 5 * time.Second},
		{"CancelIntent", intentJSON("canceled"), func(g *Gateway) error { _, err := g.CancelIntent(bg, "k2", intentID); return err },
			"POST", "/v1/payment_intents/pi_1/cancel", "k2", url.Values{}, 10 * time.Second},
		{"CreateIntent of a hold", intentJSON("requires_payment_method"), func(g *Gateway) error {
			p := params()
			p.Hold, p.Amount.Currency = true, "CAD" // Interac cannot be held
			_, err := g.CreateIntent(bg, "k1", p)
			return err
		},
			"POST", "/v1/payment_intents", "k1", url.Values{"amount": {"4200"}, "currency": {"cad"}, "payment_method_types[0]": {"card_present"},
				"capture_method": {"manual"}, "description": {"INV/2026/00042"},
				"metadata[pd]": {"1"}, "metadata[pd_pay]": {"u1"}, "metadata[d0]": {"42:4200:INV/2026/00042"}}, 10 * time.Second},
		{"CreateIntent of a phone order", intentJSON("requires_payment_method"), func(g *Gateway) error {
			p := params()
			p.Method = payment.ByMOTO
			_, err := g.CreateIntent(bg, "k1", p)
			return err
		},
			"POST", "/v1/payment_intents", "k1", url.Values{"amount": {"4200"}, "currency": {"eur"}, "payment_method_types[0]": {"card"},
				"capture_method": {"automatic"}, "description": {"INV/2026/00042"},
				"metadata[pd]": {"1"}, "metadata[pd_pay]": {"u1"}, "metadata[d0]": {"42:4200:INV/2026/00042"}}, 10 * time.Second},
		{"CaptureIntent", intentJSON("succeeded"), func(g *Gateway) error {
			_, err := g.CaptureIntent(bg, "pi_1:capture", intentID, 4000, map[string]string{"pd_cap": "1793610000:Aisha"})
			return err
		},
			"POST", "/v1/payment_intents/pi_1/capture", "pi_1:capture", url.Values{"amount_to_capture": {"4000"}, "metadata[pd_cap]": {"1793610000:Aisha"}}, 10 * time.Second},
		{"Intents", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Intents(bg, time.Unix(1793610000, 0)); return err },
			"GET", "/v1/payment_intents", "", url.Values{"created[gte]": {"1793610000"}, "limit": {"100"}}, 5 * time.Second},
		{"Watch", readerJSON(actionJSON("in_progress", intentJSON("requires_payment_method"))),
			func(g *Gateway) error { _, _, err := g.Watch(bg, readerID, intentID); return err },
			"GET", "/v1/terminal/readers/tmr_1", "", url.Values{"expand[0]": {"action.process_payment_intent.payment_intent.latest_charge"}}, 5 * time.Second},
		{"Reader", readerJSON(), func(g *Gateway) error { _, err := g.Reader(bg, readerID); return err },
			"GET", "/v1/terminal/readers/tmr_1", "", url.Values{}, 5 * time.Second},
		{"Readers", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Readers(bg); return err },
			"GET", "/v1/terminal/readers", "", url.Values{"location": {"tml_1"}, "limit": {"100"}}, 5 * time.Second},
		{"Process", readerJSON(actionJSON("in_progress", `"pi_1"`)), func(g *Gateway) error { _, err := g.Process(bg, "k3", readerID, intentID, payment.ByCard); return err },
			"POST", "/v1/terminal/readers/tmr_1/process_payment_intent", "k3", url.Values{"payment_intent": {"pi_1"},
				"process_config[skip_tipping]": {"true"}, "process_config[enable_customer_cancellation]": {"true"}}, 10 * time.Second},
		{"Process of a phone order", readerJSON(actionJSON("in_progress", `"pi_1"`)), func(g *Gateway) error { _, err := g.Process(bg, "k3", readerID, intentID, payment.ByMOTO); return err },
			"POST", "/v1/terminal/readers/tmr_1/process_payment_intent", "k3", url.Values{"payment_intent": {"pi_1"}, "process_config[moto]": {"true"},
				"process_config[skip_tipping]": {"true"}, "process_config[enable_customer_cancellation]": {"true"}}, 10 * time.Second},
		{"MoveSlot with the key it burns", readerJSON(), func(g *Gateway) error { _, err := g.MoveSlot(bg, "pd1:s:tmr_1:7", readerID, slot); return err },
			"POST", "/v1/terminal/readers/tmr_1", "pd1:s:tmr_1:7", url.Values{"metadata[pd_epoch]": {"8"}, "metadata[pd_at]": {"1793610000"}, "metadata[pd_by]": {"Till 1"}}, 10 * time.Second},
		{"MoveSlot", readerJSON(), func(g *Gateway) error { _, err := g.MoveSlot(bg, "", readerID, slot); return err },
			"POST", "/v1/terminal/readers/tmr_1", "", url.Values{"metadata[pd_epoch]": {"8"}, "metadata[pd_at]": {"1793610000"}, "metadata[pd_by]": {"Till 1"}}, 10 * time.Second},
		{"CancelAction", readerJSON(), func(g *Gateway) error { _, err := g.CancelAction(bg, readerID); return err },
			"POST", "/v1/terminal/readers/tmr_1/cancel_action", "", url.Values{}, 5 * time.Second},
		{"NameDocuments", intentJSON("succeeded"), func(g *Gateway) error {
			_, err := g.NameDocuments(bg, intentID, map[string]string{"d0": "7:4500:INV/7", "d1": ""})
			return err
		}, "POST", "/v1/payment_intents/pi_1", "", url.Values{"metadata[d0]": {"7:4500:INV/7"}, "metadata[d1]": {""}}, 10 * time.Second},
		{"NoteBooked", intentJSON("succeeded"), func(g *Gateway) error { return g.NoteBooked(bg, intentID, 193) },
			"POST", "/v1/payment_intents/pi_1", "", url.Values{"metadata[pd_odoo]": {"193"}}, 10 * time.Second},
		{"NoteClosed", intentJSON("succeeded"), func(g *Gateway) error { return g.NoteClosed(bg, intentID, "refused dispute") },
			"POST", "/v1/payment_intents/pi_1", "", url.Values{"metadata[pd_closed]": {"refused dispute"}}, 10 * time.Second},
		{"Charged", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Charged(bg, time.Unix(1793610000, 0)); return err },
			"GET", "/v1/payment_intents", "", url.Values{"created[gte]": {"1793610000"}, "expand[0]": {"data.latest_charge"}, "limit": {"100"}}, 5 * time.Second},
		{"DisputeDue", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.DisputeDue(bg, intentID); return err },
			"GET", "/v1/disputes", "", url.Values{"payment_intent": {"pi_1"}, "limit": {"100"}}, 5 * time.Second},
		{"Refunds", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Refunds(bg, time.Unix(1793610000, 0)); return err },
			"GET", "/v1/refunds", "", url.Values{"created[gte]": {"1793610000"}, "limit": {"100"}}, 5 * time.Second},
		{"LocationShop", `{"id":"tml_1","metadata":{"pd_shop":"s1"}}`, func(g *Gateway) error { _, err := g.LocationShop(bg); return err },
			"GET", "/v1/terminal/locations/tml_1", "", url.Values{}, 5 * time.Second},
		{"SetLocationShop", `{"id":"tml_1","metadata":{"pd_shop":"s1"}}`, func(g *Gateway) error { return g.SetLocationShop(bg, "s1") },
			"POST", "/v1/terminal/locations/tml_1", "", url.Values{"metadata[pd_shop]": {"s1"}}, 10 * time.Second},
		{"ReadersAt", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.ReadersAt(bg, "tml_2"); return err },
			"GET", "/v1/terminal/readers", "", url.Values{"location": {"tml_2"}, "limit": {"100"}}, 5 * time.Second},
		{"ReadersAt everywhere", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.ReadersAt(bg, ""); return err },
			"GET", "/v1/terminal/readers", "", url.Values{"limit": {"100"}}, 5 * time.Second},
		{"CreateReader", readerJSON(), func(g *Gateway) error {
			_, err := g.CreateReader(bg, "k4", "quick-brown-fox", "Bar", "tml_1")
			return err
		},
			"POST", "/v1/terminal/readers", "k4", url.Values{"registration_code": {"quick-brown-fox"}, "label": {"Bar"}, "location": {"tml_1"}}, 10 * time.Second},
		{"UpdateReader", readerJSON(), func(g *Gateway) error { _, err := g.UpdateReader(bg, readerID, "Bar"); return err },
			"POST", "/v1/terminal/readers/tmr_1", "", url.Values{"label": {"Bar"}}, 10 * time.Second},
		{"NoteLetter", readerJSON(), func(g *Gateway) error { return g.NoteLetter(bg, readerID, "C") },
			"POST", "/v1/terminal/readers/tmr_1", "", url.Values{"metadata[pd_letter]": {"C"}}, 10 * time.Second},
		{"DeleteReader", `{"id":"tmr_1","object":"terminal.reader","deleted":true}`, func(g *Gateway) error { return g.DeleteReader(bg, readerID) },
			"DELETE", "/v1/terminal/readers/tmr_1", "", url.Values{}, 10 * time.Second},
		{"SetReaderDisplay", readerJSON(), func(g *Gateway) error {
			_, err := g.SetReaderDisplay(bg, "pd1:s:tmr_1:7", readerID, letterA)
			return err
		},
			"POST", "/v1/terminal/readers/tmr_1/set_reader_display", "pd1:s:tmr_1:7", url.Values{"type": {"cart"}, "cart[currency]": {"eur"}, "cart[total]": {"0"},
				"cart[line_items][0][description]": {"A"}, "cart[line_items][0][amount]": {"0"}, "cart[line_items][0][quantity]": {"1"}}, 10 * time.Second},
		{"CreateRefund", refundJSON("succeeded"), func(g *Gateway) error { _, err := g.CreateRefund(bg, "k5", refundParams()); return err },
			"POST", "/v1/refunds", "k5", url.Values{"payment_intent": {"pi_1"}, "amount": {"1200"}, "reason": {"requested_by_customer"},
				"metadata[pd_cn]": {"77"}, "metadata[pd_rid]": {"r1"}}, 10 * time.Second},
		{"MailReceipt", `{"id":"ch_1","object":"charge"}`, func(g *Gateway) error { return g.MailReceipt(bg, "pd1:m:1", "ch_1", "mara@lind.example") },
			"POST", "/v1/charges/ch_1", "pd1:m:1", url.Values{"receipt_email": {"mara@lind.example"}}, 10 * time.Second},
		{"NoteRefundBooked", refundJSON("succeeded"), func(g *Gateway) error { return g.NoteRefundBooked(bg, "re_1", 193) },
			"POST", "/v1/refunds/re_1", "", url.Values{"metadata[pd_odoo]": {"193"}}, 10 * time.Second},
		{"Refund", refundJSON("succeeded"), func(g *Gateway) error { _, err := g.Refund(bg, "re_1"); return err },
			"GET", "/v1/refunds/re_1", "", url.Values{}, 5 * time.Second},
		{"RefundsOf", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.RefundsOf(bg, intentID); return err },
			"GET", "/v1/refunds", "", url.Values{"payment_intent": {"pi_1"}, "limit": {"100"}}, 5 * time.Second},
		{"RefundsSince", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.RefundsSince(bg, time.Unix(1793610000, 0)); return err },
			"GET", "/v1/refunds", "", url.Values{"created[gte]": {"1793610000"}, "limit": {"100"}}, 5 * time.Second},
		{"RefundOnReader", readerJSON(), func(g *Gateway) error {
			_, err := g.RefundOnReader(bg, "pd1:s:tmr_1:7", readerID, refundParams())
			return err
		}, // it takes no reason (Stripe facts §2)
			"POST", "/v1/terminal/readers/tmr_1/refund_payment", "pd1:s:tmr_1:7", url.Values{"payment_intent": {"pi_1"}, "amount": {"1200"},
				"metadata[pd_cn]": {"77"}, "metadata[pd_rid]": {"r1"}, "refund_payment_config[enable_customer_cancellation]": {"true"}}, 10 * time.Second},
		{"Locations", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Locations(bg); return err },
			"GET", "/v1/terminal/locations", "", url.Values{"limit": {"100"}}, 5 * time.Second},
		{"IntentPages", `{"data":[],"has_more":false}`, func(g *Gateway) error {
			return g.IntentPages(bg, time.Unix(1793610000, 0), time.Unix(1793620000, 0), func([]payment.Intent) error { return nil })
		},
			"GET", "/v1/payment_intents", "", url.Values{"created[gte]": {"1793610000"}, "created[lt]": {"1793620000"}, "limit": {"100"}}, 5 * time.Second},
		{"Customer", customerJSON, func(g *Gateway) error { _, err := g.Customer(bg, "cus_1"); return err },
			"GET", "/v1/customers/cus_1", "", url.Values{}, 5 * time.Second},
		{"CustomersWithEmail", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.CustomersWithEmail(bg, "a@b.example"); return err },
			"GET", "/v1/customers", "", url.Values{"email": {"a@b.example"}, "limit": {"100"}}, 5 * time.Second},
		{"Cards", `{"data":[],"has_more":false}`, func(g *Gateway) error { _, err := g.Cards(bg, "cus_1"); return err },
			"GET", "/v1/customers/cus_1/payment_methods", "", url.Values{"type": {"card"}, "limit": {"100"}}, 5 * time.Second},
	}
}

// Lost if it fails: a call that nobody holds against Stripe's description is first refused at the counter.
func TestEveryCallIsListed(t *testing.T) {
	silent := []string{"GoString", "Mode", "Now", "String"} // say something without asking Stripe
	var listed []string
	for _, c := range everyCall() {
		listed = append(listed, strings.Fields(c.name)[0])
	}
	gateway := reflect.TypeFor[*Gateway]()
	for i := range gateway.NumMethod() {
		if name := gateway.Method(i).Name; !slices.Contains(silent, name) && !slices.Contains(listed, name) {
			t.Errorf("%s is called by no test", name)
		}
	}
}

// A field that is not sent, or another one, is money taken in another way than the cashier was shown.
func TestRequestsAreExactlyTheProtocol(t *testing.T) {
	for _, c := range everyCall() {
		t.Run(c.name, func(t *testing.T) {
			g, wire, _ := desk(t, ok(c.answer))
			if err := c.call(g); err != nil {
				t.Fatal(err)
			}
			if len(wire.sent) != 1 {
				t.Fatalf("sent %d requests, want 1", len(wire.sent))
			}
			s := wire.sent[0]
			if s.method != c.method || s.path != c.path {
				t.Errorf("sent %s %s", s.method, s.path)
			}
			if diff := cmp.Diff(c.form, s.form); diff != "" {
				t.Errorf("parameters (-want +got):\n%s", diff)
			}
			if _, present := s.header["Idempotency-Key"]; s.key() != c.key || present != (c.key != "") {
				t.Errorf("key %q, want %q", s.key(), c.key)
			}
			if s.deadline > c.within || s.deadline < c.within-2*time.Second {
				t.Errorf("deadline %v, want %v", s.deadline, c.within)
			}
			checkShape(t, s)
		})
	}
}
