package stripesim

import (
	"testing"

	"github.com/stripe/stripe-go/v82"
)

// keyed asks a reader for a card number.
func (b *bench) keyed(reader string, method string) (*stripe.PaymentIntent, *stripe.TerminalReader, error) {
	b.t.Helper()
	in, err := b.sdk.V1PaymentIntents.Create(b.t.Context(), &stripe.PaymentIntentCreateParams{
		Amount: stripe.Int64(4200), Currency: stripe.String("usd"), PaymentMethodTypes: []*string{stripe.String(method)},
	})
	b.ok(err)
	p := &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(in.ID)}
	p.AddExtra("process_config[moto]", "true")
	r, err := b.sdk.V1TerminalReaders.ProcessPaymentIntent(b.t.Context(), reader, p)
	return in, r, err
}

// Facts §1.12: card types alone, WisePOS E or S700, and only where Stripe allows it. Lost if it fails: a phone order that
// works in the demo is refused at a counter, or is booked with a chip that was never read.
func TestNumberIsKeyedInOnTheReader(t *testing.T) {
	b := newBenchOf(t, func(c *Config) {
		c.MOTO = true
		c.Readers = append(c.Readers, ReaderSpec{ID: "tmr_v", Label: "V660", Type: "verifone_v660p"})
	})
	_, _, err := b.keyed("tmr_front", "card_present")
	wantCode(t, err, 400, "payment_intent_incompatible_payment_method")
	_, _, err = b.keyed("tmr_v", "card")
	wantCode(t, err, 400, "invalid_request_error")
	in, r, err := b.keyed("tmr_front", "card")
	b.ok(err)
	if r.Action.Status != "in_progress" || !b.sim.Snapshot().Readers[0].Keyed {
		t.Fatalf("%+v", r.Action)
	}
	b.ok(b.sim.Gesture(Gesture{Reader: "tmr_front", Kind: GestureTap}))
	if b.screen("tmr_front") != ScreenAsking {
		t.Errorf("a card was taken: %s", b.screen("tmr_front"))
	}
	b.ok(b.sim.Gesture(Gesture{Reader: "tmr_front", Kind: GestureKey, Card: "visa"}))
	b.clock.pass(keyTime + bankTime)
	got := b.intent(in.ID)
	if d := got.LatestCharge.PaymentMethodDetails; got.Status != "succeeded" || d.Type != "card" || d.Card == nil || d.Card.Last4 != "4242" || d.CardPresent != nil {
		t.Errorf("%s %+v", got.Status, d)
	}
}

// Lost if it fails: an account without phone orders seems to have them.
func TestNumberIsNotKeyedInWithoutStripesPermission(t *testing.T) {
	b := newBench(t)
	_, _, err := b.keyed("tmr_front", "card")
	wantCode(t, err, 400, "parameter_unknown")
}
