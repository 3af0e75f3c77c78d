package published

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Lost if it fails: a wrong answer of the simulated Stripe goes unnoticed, and the gateway is tried against nonsense.
func TestWrongAnswersAreNoticed(t *testing.T) {
	const good = `{"object":"terminal.reader","id":"tmr_1","device_type":"bbpos_wisepos_e","label":"a","livemode":false,"metadata":{"x":"y"},"serial_number":"1","action":null}`
	check := func(body string) error {
		return Answer("GET", "/v1/terminal/readers/tmr_1", http.StatusOK, []byte(body))
	}
	if err := check(good); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"label":"a",`, ``}, {`"bbpos_wisepos_e"`, `"toaster"`}, {`"livemode":false`, `"livemode":"no"`}, {`"action":null`, `"action":{"type":"dance","status":"failed"}`},
		{`"label":"a"`, `"label":null`}, {`"label":"a"`, `"label":"a","price":1`},
	} {
		if check(strings.Replace(good, change[0], change[1], 1)) == nil {
			t.Errorf("%s instead of %s was not noticed", change[1], change[0])
		}
	}
}

// Lost if it fails: a parameter that Stripe refuses is first refused at the counter, in front of the customer. One planted
// fault of each kind, and most of them nested, where stripe-mock lets them pass (Stripe facts §11).
func TestWrongRequestsAreRefused(t *testing.T) {
	const process, display, create = "/v1/terminal/readers/tmr_1/process_payment_intent", "/v1/terminal/readers/tmr_1/set_reader_display", "/v1/payment_intents"
	cart := "type=cart&cart[currency]=eur&cart[total]=100&cart[line_items][0][description]=A&cart[line_items][0][amount]=100&cart[line_items][0][quantity]=1"
	for _, c := range []struct{ method, path, good, bad, why string }{
		{"POST", process, "payment_intent=pi_1&process_config[skip_tipping]=true", "payment_intent=pi_1&process_config[pin]=true", "process_config[pin]: Stripe has no such parameter"},
		{"POST", process, "payment_intent=pi_1&process_config[tipping][amount_eligible]=5", "payment_intent=pi_1&process_config[tipping][amount_eligible]=1.5", "no integer"},
		{"POST", process, "payment_intent=pi_1", "payment_intent=pi_1&process_config[skip_tipping]=yes", "no boolean"},
		{"POST", process, "payment_intent=pi_1&process_config[allow_redisplay]=always", "payment_intent=pi_1&process_config[allow_redisplay]=sometimes", "no string"},
		{"POST", process, "payment_intent=pi_1&process_config[skip_tipping]=true", "payment_intent=pi_1&process_config=true", "no object"},
		{"POST", process, "payment_intent=pi_1", "payment_intent[id]=pi_1", "a group instead of string"},
		{"POST", process, "payment_intent=pi_1", "process_config[skip_tipping]=true", "[payment_intent] is missing"},
		{"POST", process, "payment_intent=pi_1", "payment_intent=pi_1&payment_intent=pi_2", "given twice"},
		{"POST", display, cart, strings.Replace(cart, "&cart[line_items][0][quantity]=1", "", 1), "cart[line_items][0][quantity] is missing"},
		{"POST", display, cart, cart + "&cart[line_items][0][price]=1", "cart[line_items][0][price]: Stripe has no such parameter"},
		{"POST", display, cart, strings.ReplaceAll(cart, "[0]", "[1]"), "no number 0"},
		{"POST", display, cart, strings.ReplaceAll(cart, "type=cart", "type=poem"), "no string [cart]"},
		{"POST", create, "amount=1&currency=eur&metadata[a]=b", "amount=1&currency=eur&metadata[a][b]=c", "a group instead of string"},
		{"POST", create, "amount=1&currency=eur", "amount=1&currency=eur&colour=red", "colour: Stripe has no such parameter"},
		{"GET", create, "created[gte]=1&limit=100&expand[0]=data.latest_charge", "created[since]=1", "created[since]: Stripe has no such parameter"},
		{"GET", create, "limit=100", "limit=many", "no integer"},
		{"DELETE", "/v1/terminal/readers/tmr_1", "", "force=true", "no such parameter"},
		{"GET", "/v1/terminal/readers/tmr_1", "", "colour=red", "no such parameter"},
	} {
		for text, want := range map[string]string{c.good: "", c.bad: c.why} {
			form, err := url.ParseQuery(text)
			if err != nil {
				t.Fatal(err)
			}
			err = Request(c.method, c.path, form)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: %v, want %q", text, err, want)
			}
		}
	}
	if err := Request("POST", "/v1/toasters", nil); err == nil {
		t.Error("an unknown address passed")
	}
}
