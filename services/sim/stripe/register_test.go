package stripesim

import (
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

func registration(code, label string) *stripe.TerminalReaderCreateParams {
	p := &stripe.TerminalReaderCreateParams{RegistrationCode: stripe.String(code), Location: stripe.String("tml_shop")}
	if label != "" {
		p.Label = stripe.String(label)
	}
	return p
}

// The codes of facts §9 and the device types of facts §3. Lost if it fails: a shop that tries the program in a sandbox cannot
// register what Stripe's own pages tell it to. Types that the published description does not list yet are taken as they are.
func TestSandboxCodes(t *testing.T) {
	b := newBench(t)
	unchecked := sdkClient(testKey, "", b.sim)
	for code, kind := range map[string]string{
		"simulated-wpe": "simulated_wisepos_e", "simulated-s700": "simulated_stripe_s700", "simulated-s710": "simulated_stripe_s710",
		"simulated-v660p": "simulated_verifone_v660p",
	} {
		r, err := unchecked.V1TerminalReaders.Create(t.Context(), registration(code, ""))
		b.ok(err)
		if string(r.DeviceType) != kind || !strings.HasPrefix(r.SerialNumber, code+"-") || r.Label != r.SerialNumber || r.IPAddress != "0.0.0.0" {
			t.Errorf("%s: %+v", code, r)
		}
		if _, err := unchecked.V1TerminalReaders.ProcessPaymentIntent(t.Context(), r.ID, &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(b.create(900, "").ID)}); err != nil {
			t.Errorf("%s cannot be driven: %v", code, err)
		}
	}
	twin, err := b.sdk.V1TerminalReaders.Create(t.Context(), registration("simulated-wpe", ""))
	b.ok(err)
	again, err := b.sdk.V1TerminalReaders.Create(t.Context(), registration("simulated-wpe", ""))
	b.ok(err)
	if twin.ID == again.ID || twin.SerialNumber == again.SerialNumber {
		t.Error("each registration makes another reader")
	}
}

// Facts §3: three words from the reader's own menu; they work once. Lost if it fails: any three words pair something.
func TestReadersAreRegisteredAndRemoved(t *testing.T) {
	b := newBenchOf(t, func(cfg *Config) {
		cfg.Boxed = []BoxedReader{{Code: "quick-brown-fox", ReaderSpec: ReaderSpec{Type: "bbpos_wisepos_e", Serial: "WPC32"}}}
	})
	refused := func(code string) {
		t.Helper()
		_, err := b.sdk.V1TerminalReaders.Create(t.Context(), registration(code, "Gate"))
		if e := wantCode(t, err, 400, "invalid_request_error"); e.Param != "registration_code" {
			t.Errorf("refused for %q", e.Param)
		}
	}
	refused("three-other-words")
	r, err := b.sdk.V1TerminalReaders.Create(t.Context(), registration("quick-brown-fox", "Gate"))
	b.ok(err)
	if r.DeviceType != "bbpos_wisepos_e" || r.Label != "Gate" || r.SerialNumber != "WPC32" || r.Status != "online" {
		t.Errorf("%+v", r)
	}
	refused("quick-brown-fox")
	in := b.create(1000, "")
	b.ask(r.ID, in.ID)
	gone, err := b.sdk.V1TerminalReaders.Delete(t.Context(), r.ID, &stripe.TerminalReaderDeleteParams{})
	b.ok(err)
	if !gone.Deleted || gone.ID != r.ID {
		t.Errorf("%+v", gone)
	}
	_, err = b.sdk.V1TerminalReaders.Retrieve(t.Context(), r.ID, nil)
	wantCode(t, err, 404, "resource_missing")
	b.clock.pass(time.Hour)
	b.ask("tmr_front", in.ID) // what it asked for can be asked elsewhere
}

// A reader that is removed does not stop the bank. Lost if it fails: a charge that nobody sees, on an intent that stays open.
func TestRemovedWhileTheBankDecides(t *testing.T) {
	b := newBench(t)
	in := b.create(1000, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureTap, "")
	b.clock.pass(time.Second)
	_, err := b.sdk.V1TerminalReaders.Delete(t.Context(), "tmr_front", &stripe.TerminalReaderDeleteParams{})
	b.ok(err)
	b.clock.pass(10 * time.Second)
	if got := b.intent(in.ID); got.Status != "succeeded" {
		t.Errorf("%s", got.Status)
	}
}
