package stripe

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/refund"
)

var bg = context.Background()

func params() payment.IntentParams {
	return payment.IntentParams{
		Amount:      money.New(4200, "EUR"),
		Description: "INV/2026/00042",
		Metadata:    map[string]string{"pd": "1", "pd_pay": "u1", "d0": "42:4200:INV/2026/00042"},
	}
}

func refundParams() refund.Params {
	return refund.Params{Intent: intentID, Amount: money.New(1200, "EUR"), Reason: refund.RequestedByCustomer,
		Metadata: map[string]string{"pd_cn": "77", "pd_rid": "r1"}}
}

var letterA = reader.Cart{Lines: []reader.CartLine{{Text: "A", Quantity: 1}}, Currency: "EUR"}

const chargeJSON = `"latest_charge":{"id":"ch_1","object":"charge","created":1793610050,"amount_refunded":100,
	"disputed":true,"outcome":{"advice_code":"do_not_try_again","type":"blocked","reason":"highest_risk_level","risk_level":"highest",
	"risk_score":88,"seller_message":"Stripe blocked this payment as too risky.","network_status":"not_sent_to_network"},
	"payment_method_details":{"type":"card_present","card_present":{"brand":"visa","last4":"4242","read_method":"contactless_emv","receipt":{
	"account_type":"credit","application_cryptogram":"0F1E2D3C4B5A6978","application_preferred_name":"Visa Credit","authorization_code":"083412",
	"authorization_response_code":"3030","cardholder_verification_method":"online_pin","dedicated_file_name":"A000000003101001",
	"terminal_verification_results":"0880008000","transaction_status_information":"6800"}}}}`

// Two requests with the same meaning must be the same bytes, or a simulation cannot be replayed.
func TestBodiesDoNotDependOnMapOrder(t *testing.T) {
	p := params()
	p.Metadata = map[string]string{}
	for _, k := range []string{"pd", "pd_shop", "pd_pay", "pd_counter", "pd_by", "d0", "d1", "d2", "d3", "d4"} {
		p.Metadata[k] = "v"
	}
	var first []sent
	for range 20 {
		g, wire, _ := desk(t, ok(intentJSON("requires_payment_method")))
		if _, err := g.CreateIntent(bg, "k", p); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = wire.sent
		} else if !reflect.DeepEqual(first[0].form, wire.sent[0].form) || first[0].body != wire.sent[0].body {
			t.Fatalf("another body:\n%s\n%s", first[0].body, wire.sent[0].body)
		}
	}
}

var blocked = payment.Outcome{Type: "blocked", Reason: "highest_risk_level", RiskLevel: "highest", RiskScore: 88,
	Words: "Stripe blocked this payment as too risky."}

// What the desk decides on must be what Stripe said, not a part of it.
func TestAnswersAreReadInFull(t *testing.T) {
	g, _, _ := desk(t, ok(intentJSON("succeeded", `"amount_received":4200`, chargeJSON)))
	got, err := g.Intent(bg, intentID)
	if err != nil {
		t.Fatal(err)
	}
	want := payment.Intent{
		ID: "pi_1", Status: payment.Succeeded, Amount: 4200, Received: 4200, Currency: "EUR",
		Created: time.Unix(1793610000, 0).UTC(), Metadata: map[string]string{"pd": "1", "pd_pay": "u1"},
		Charge: &payment.Charge{ID: "ch_1", Created: time.Unix(1793610050, 0).UTC(), Refunded: 100, Disputed: true,
			Brand: "visa", Last4: "4242", Method: "contactless_emv", Type: "card_present", Outcome: blocked, EMV: payment.EMV{Application: "Visa Credit", AID: "A000000003101001",
				Account: "credit", Approval: "083412", Response: "3030", Cryptogram: "0F1E2D3C4B5A6978", TVR: "0880008000", TSI: "6800", Verification: "online_pin"}},
		ReadAt: stripeDay, Request: "req_1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("intent (-want +got):\n%s", diff)
	}

	g, _, _ = desk(t, ok(intentJSON("requires_payment_method", chargeJSON,
		`"last_payment_error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","charge":"ch_1"}`)))
	got, err = g.Intent(bg, intentID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&payment.Decline{Code: "card_declined", Decline: "insufficient_funds", Advice: "do_not_try_again", Charge: "ch_1", Outcome: blocked}, got.Declined); diff != "" {
		t.Errorf("decline (-want +got):\n%s", diff)
	}

	g, _, _ = desk(t, ok(readerJSON(`"action":{"type":"process_payment_intent","status":"failed","failure_code":"customer_canceled",
		"process_payment_intent":{"payment_intent":"pi_1"}}`)))
	r, err := g.Reader(bg, readerID)
	if err != nil {
		t.Fatal(err)
	}
	wantReader := reader.Reader{ID: "tmr_1", Label: "Front", Type: "stripe_s700", Status: "online", Serial: "S1", Location: "tml_1",
		Action: &reader.Action{Type: "process_payment_intent", Status: reader.Failed, Intent: "pi_1", FailureCode: "customer_canceled"},
		Epoch:  7, MovedAt: time.Unix(1793610000, 0).UTC(), MovedBy: "Till 2", ReadAt: stripeDay, Request: "req_1"}
	if diff := cmp.Diff(wantReader, r); diff != "" {
		t.Errorf("reader (-want +got):\n%s", diff)
	}
}

// Lost if it fails: a wrong answer, or a wrong key, mixes test money into the books, or a live key drives a reader that is none.
func TestTestAndLiveAreNotMixed(t *testing.T) {
	for name, c := range map[string]struct {
		key, body string
		want      explain.Kind
	}{
		"live intent, test key":       {testKey, intentJSON("succeeded", `"livemode":true`), explain.Unanswered},
		"test intent, live key":       {liveKey, intentJSON("succeeded"), explain.Unanswered},
		"live reader, test key":       {testKey, readerJSON(`"livemode":true`), explain.Unanswered},
		"test reader, live key":       {liveKey, readerJSON(), explain.Unanswered},
		"live location, test key":     {testKey, `{"id":"tml_1","livemode":true}`, explain.Unanswered},
		"simulated reader, live key":  {liveKey, readerJSON(`"livemode":true`, `"device_type":"simulated_stripe_s700"`), explain.ReaderFault},
		"simulated reader, test key":  {testKey, readerJSON(`"device_type":"simulated_stripe_s700"`), ""},
		"real reader, live key":       {liveKey, readerJSON(`"livemode":true`), ""},
		"a reader that was removed":   {liveKey, `{"id":"tmr_1","deleted":true}`, ""},
		"live intent, live key":       {liveKey, intentJSON("succeeded", `"livemode":true`), ""},
		"live location, live key":     {liveKey, `{"id":"tml_1","livemode":true}`, ""},
		"test location without a say": {testKey, `{"id":"tml_1"}`, ""},
	} {
		g, err := New(Config{Key: c.key, Location: "tml_1", HTTP: &script{replies: []reply{ok(c.body)}}, Clock: newClock(), Rand: dry{}})
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.Contains(c.body, "pi_1"):
			_, err = g.Intent(bg, intentID)
		case strings.Contains(c.body, "tml_1") && !strings.Contains(c.body, "tmr_1"):
			_, err = g.LocationShop(bg)
		default:
			_, err = g.Reader(bg, readerID)
		}
		if explain.KindOf(err) != c.want || c.want == "" && err != nil {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// Words Stripe adds later must neither stop the desk nor turn into something known.
func TestUnknownWordsPassThrough(t *testing.T) {
	g, _, _ := desk(t, ok(readerJSON(`"device_type":"stripe_s900"`, `"status":"dreaming"`,
		`"action":{"type":"print_content","status":"queued"}`, `"metadata":{"pd_epoch":"seven","pd_at":"-3"}`)))
	r, err := g.Reader(bg, readerID)
	if err != nil {
		t.Fatal(err)
	}
	if r.Type != "stripe_s900" || r.Status != "dreaming" || r.Action.Type != "print_content" || r.Action.Status != "queued" ||
		r.Epoch != 0 || !r.MovedAt.IsZero() {
		t.Errorf("got %+v %+v", r, r.Action)
	}
	g, _, _ = desk(t, ok(intentJSON("requires_tea")))
	in, err := g.Intent(bg, intentID)
	if err != nil || in.Status != "requires_tea" || in.Money() || in.Dead() {
		t.Errorf("got %+v, %v", in, err)
	}
}

// A poll that needs two calls where one would do reaches Stripe's limits twice as fast; one that believes a bare id would
// show a decline without its advice.
func TestWatchTakesOneCallWhereTheAnswerServes(t *testing.T) {
	full := ok(readerJSON(actionJSON("succeeded", intentJSON("succeeded", chargeJSON))))
	direct := ok(intentJSON("succeeded", chargeJSON))
	cases := []struct {
		name    string
		replies []reply
		sent    int
	}{
		{"whole intent inside", []reply{full}, 1},
		{"nothing charged yet", []reply{ok(readerJSON(actionJSON("in_progress", intentJSON("requires_payment_method"))))}, 1},
		{"not expanded", []reply{ok(readerJSON(actionJSON("succeeded", `"pi_1"`))), direct}, 2},
		{"charge not expanded", []reply{ok(readerJSON(actionJSON("succeeded", intentJSON("succeeded", `"latest_charge":"ch_1"`)))), direct}, 2},
		{"another's intent", []reply{ok(readerJSON(actionJSON("in_progress", `"pi_2"`))), direct}, 2},
		{"idle reader", []reply{ok(readerJSON()), direct}, 2},
		{"expansion refused", []reply{refusal(400, "invalid_request_error", "", "This property cannot be expanded"), ok(readerJSON()), direct}, 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g, wire, _ := desk(t, c.replies...)
			r, in, err := g.Watch(bg, readerID, intentID)
			if err != nil {
				t.Fatal(err)
			}
			if len(wire.sent) != c.sent {
				t.Errorf("%d calls, want %d", len(wire.sent), c.sent)
			}
			if r.ID != readerID || in.ID != intentID {
				t.Errorf("got %v %v", r.ID, in.ID)
			}
			if in.Status == payment.Succeeded && (in.Charge == nil || in.Charge.Last4 != "4242") {
				t.Errorf("charge missing: %+v", in.Charge)
			}
		})
	}
}

// The refused expansion is remembered, but only after the plain call proved that it was the expansion.
func TestWatchRemembersThatExpansionIsRefused(t *testing.T) {
	no := refusal(400, "invalid_request_error", "", "This property cannot be expanded")
	g, wire, _ := desk(t, no, no, no, ok(readerJSON()), ok(intentJSON("succeeded")), ok(readerJSON()), ok(intentJSON("succeeded")))
	if _, _, err := g.Watch(bg, readerID, intentID); !explain.Is(err, explain.Refused) {
		t.Fatalf("got %v", err)
	}
	for i, want := range []int{5, 7} {
		if _, _, err := g.Watch(bg, readerID, intentID); err != nil {
			t.Fatal(err)
		}
		if len(wire.sent) != want {
			t.Errorf("poll %d: %d calls in all, want %d", i, len(wire.sent), want)
		}
	}
	if wire.sent[5].form.Has("expand[0]") {
		t.Error("asked for the expansion again")
	}
}

// A claim on a page that was not read is a second charge.
func TestListsReadEveryPage(t *testing.T) {
	page := func(id string, more bool) reply {
		return ok(`{"data":[` + intentJSON("succeeded", `"id":"`+id+`a"`) + "," + intentJSON("canceled", `"id":"`+id+`b"`) + `],"has_more":` + map[bool]string{true: "true", false: "false"}[more] + `}`)
	}
	// The second page fails once: the repetition must ask for the same page.
	g, wire, _ := desk(t, page("pi_1", true), reply{status: 503, body: `{}`}, page("pi_2", true), page("pi_3", false))
	got, err := g.Intents(bg, time.Unix(1793610000, 0))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, in := range got {
		ids = append(ids, in.ID)
	}
	if diff := cmp.Diff([]string{"pi_1a", "pi_1b", "pi_2a", "pi_2b", "pi_3a", "pi_3b"}, ids); diff != "" {
		t.Error(diff)
	}
	var after []string
	for _, s := range wire.sent {
		after = append(after, s.form.Get("starting_after"))
	}
	if diff := cmp.Diff([]string{"", "pi_1b", "pi_1b", "pi_2b"}, after); diff != "" {
		t.Error(diff)
	}
}

// A list that cannot be read to its end is no list.
func TestBrokenListsAreNotLists(t *testing.T) {
	endless := `{"data":[` + intentJSON("succeeded") + `],"has_more":true}`
	for name, body := range map[string]string{
		"more of nothing":   `{"data":[],"has_more":true}`,
		"null item":         `{"data":[null],"has_more":false}`,
		"item without id":   `{"data":[{"status":"succeeded"}],"has_more":false}`,
		"always same page":  endless,
		"string for a list": `{"data":"x","has_more":false}`,
	} {
		g, wire, _ := desk(t, ok(body))
		if got, err := g.Intents(bg, stripeDay); !explain.Is(err, explain.Unanswered) || got != nil || len(wire.sent) > 3 {
			t.Errorf("%s: %v, %v, sent %d", name, got, err, len(wire.sent))
		}
	}
}
