package stripesim

import (
	"testing"

	"github.com/stripe/stripe-go/v82"
)

// A reader that was paired cannot be used, one that was removed still answers, or any three words pair something.
func TestReadersAreRegisteredAndRemoved(t *testing.T) {
	b := newBench(t)
	params := func(code string) *stripe.TerminalReaderCreateParams {
		return &stripe.TerminalReaderCreateParams{RegistrationCode: stripe.String(code), Label: stripe.String("Gate"), Location: stripe.String(b.reader("tmr_front").Location.ID)}
	}
	_, err := b.sdk.V1TerminalReaders.Create(t.Context(), params("three-other-words"))
	if e := wantCode(t, err, 400, "invalid_request_error"); e.Param != "registration_code" {
		t.Errorf("refused for %q", e.Param)
	}
	r, err := b.sdk.V1TerminalReaders.Create(t.Context(), params("simulated-s700"))
	b.ok(err)
	if r.DeviceType != "simulated_stripe_s700" || r.Label != "Gate" || r.Status != "online" {
		t.Errorf("%+v", r)
	}
	b.ask(r.ID, b.create(1000, "").ID)
	gone, err := b.sdk.V1TerminalReaders.Delete(t.Context(), r.ID, &stripe.TerminalReaderDeleteParams{})
	b.ok(err)
	if !gone.Deleted || gone.ID != r.ID {
		t.Errorf("%+v", gone)
	}
	_, err = b.sdk.V1TerminalReaders.Retrieve(t.Context(), r.ID, nil)
	wantCode(t, err, 404, "resource_missing")
}
