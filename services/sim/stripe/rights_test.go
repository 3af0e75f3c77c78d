package stripesim

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v82"
)

const restrictedKey = "rk_test_0123456789abcdef"

// The rights of facts §10, and what needs each. Lost if it fails: a key that lacks a right works here and refuses in the shop.
func TestEachRightOfARestrictedKey(t *testing.T) {
	for right, calls := range map[string][]string{
		"PaymentIntents.Read":       {"GET payment_intents", "GET payment_intents/pi_0"},
		"PaymentIntents.Write":      {"POST payment_intents", "POST payment_intents/pi_0", "POST payment_intents/pi_0/cancel", "POST payment_intents/pi_0/capture"},
		"Charges and refunds.Read":  {"GET charges/ch_0", "GET refunds", "GET refunds/re_0"},
		"Charges and refunds.Write": {"POST charges/ch_0", "POST refunds", "POST refunds/re_0"},
		"Disputes.Read":             {"GET disputes"},
		"Checkout Sessions.Read":    {"GET checkout/sessions"},
		"Customers.Read":            {"GET customers", "GET customers/cus_0"},
		"PaymentMethods.Read":       {"GET customers/cus_0/payment_methods"},
		"Terminal locations.Read":   {"GET terminal/locations", "GET terminal/locations/tml_0"},
		"Terminal locations.Write":  {"POST terminal/locations/tml_0"},
		"Terminal readers.Read":     {"GET terminal/readers", "GET terminal/readers/tmr_0"},
		"Terminal readers.Write": {"POST terminal/readers", "POST terminal/readers/tmr_0", "DELETE terminal/readers/tmr_0",
			"POST terminal/readers/tmr_0/process_payment_intent", "POST terminal/readers/tmr_0/refund_payment",
			"POST terminal/readers/tmr_0/set_reader_display", "POST terminal/readers/tmr_0/cancel_action"},
	} {
		others := []string{}
		for _, name := range RightNames() {
			if name != right && strings.TrimSuffix(name, "Write") != strings.TrimSuffix(right, "Read") {
				others = append(others, name)
			}
		}
		reader, write := strings.CutSuffix(right, ".Read")
		for _, call := range calls {
			method, path, _ := strings.Cut(call, " ")
			for what, c := range map[string]struct {
				rights []string
				may    bool
			}{"all others": {others, false}, "it alone": {[]string{right}, true}, "to write": {[]string{reader + ".Write"}, write}} {
				if what == "to write" && !write {
					continue
				}
				b := newBenchOf(t, func(cfg *Config) { cfg.Keys = []APIKey{{Secret: restrictedKey, Rights: c.rights}} })
				if got := b.status(restrictedKey, method, path); (got != http.StatusForbidden) != c.may || got == http.StatusUnauthorized {
					t.Errorf("%s with %s of %s: %d", call, what, right, got)
				}
			}
		}
	}
}

func (b *bench) status(key, method, path string) int {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, "http://127.0.0.1/v1/"+path, nil)
	b.ok(err)
	req.Header.Set("Authorization", "Bearer "+key)
	resp, err := checked{b.t, b.sim}.RoundTrip(req)
	b.ok(err)
	return resp.StatusCode
}

// A right that is lost while the shop is open, by the right's name or by the resource's; a refusal leaves the idempotency key free.
func TestRightLostMeanwhile(t *testing.T) {
	b := newBench(t)
	for _, target := range []string{"PaymentIntents", "PaymentIntents.Write"} {
		b.fault(Fault{Name: FaultPermission, Target: target, On: true})
		_, err := b.tryCreate(1200, "k1")
		if e := wantCode(t, err, http.StatusForbidden, "invalid_request_error"); strings.Contains(e.Msg, testKey) {
			t.Error("the key stands in the message")
		}
		if got := b.status(testKey, "GET", "payment_intents"); (got == http.StatusForbidden) != (target == "PaymentIntents") {
			t.Errorf("%s: %d", target, got)
		}
		b.sim.ClearFaults()
	}
	b.create(1200, "k1")
}

// The key of somebody else's account opens nothing.
func TestUnknownKey(t *testing.T) {
	b := newBenchOf(t, func(cfg *Config) { cfg.Keys = []APIKey{{Secret: restrictedKey}} })
	sdk := sdkClient("rk_test_somebody_else", "", checked{t, b.sim})
	_, err := sdk.V1PaymentIntents.Retrieve(t.Context(), "pi_0", &stripe.PaymentIntentRetrieveParams{})
	wantCode(t, err, http.StatusUnauthorized, "invalid_request_error")
}
