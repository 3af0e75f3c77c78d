package stripesim

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// The plain way: lost, nothing else here could be trusted.
func TestSalePaidByTap(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "k1")
	if in.Status != "requires_payment_method" || in.Livemode {
		t.Fatalf("fresh intent: %s, livemode %v", in.Status, in.Livemode)
	}
	r, err := b.process("tmr_front", in.ID)
	b.ok(err)
	if r.Action.Status != "in_progress" || r.Action.ProcessPaymentIntent.PaymentIntent.ID != in.ID {
		t.Fatalf("action %+v", r.Action)
	}
	if b.screen("tmr_front") != ScreenAsking {
		t.Fatal("the reader does not ask")
	}
	b.gesture("Front", GestureTap, "")
	b.clock.pass(time.Second)
	if got := b.intent(in.ID).Status; got != "requires_payment_method" || b.screen("tmr_front") != ScreenAuthorising {
		t.Fatalf("while authorising: intent %s, screen %s", got, b.screen("tmr_front"))
	}
	b.clock.pass(time.Second)
	paid := b.intent(in.ID)
	if paid.Status != "succeeded" || paid.AmountReceived != 1200 || !paid.LatestCharge.Paid {
		t.Fatalf("after the tap: %s, received %d", paid.Status, paid.AmountReceived)
	}
	if c := paid.LatestCharge.PaymentMethodDetails.CardPresent; c.Last4 != "4242" || c.Receipt.DedicatedFileName == "" {
		t.Fatalf("charge details %+v", c)
	}
	if got := b.reader("tmr_front").Action.Status; got != "succeeded" || b.screen("tmr_front") != ScreenApproved {
		t.Fatalf("reader: action %s, screen %s", got, b.screen("tmr_front"))
	}
	b.clock.pass(5 * time.Second)
	if b.screen("tmr_front") != ScreenIdle {
		t.Fatalf("screen stays %s", b.screen("tmr_front"))
	}
	l := b.sim.Ledger().Intents[0]
	if l.Received != 1200 || l.Charge != paid.LatestCharge.ID || l.Metadata["pd"] != "1" {
		t.Fatalf("ledger %+v", l)
	}
}

// The same through a real listener, as the demo runs it.
func TestSaleOverHTTP(t *testing.T) {
	b := newBench(t)
	srv := httptest.NewServer(b.sim)
	defer srv.Close()
	b.sdk = sdkClient(testKey, srv.URL, checked{t, srv.Client().Transport})
	in := b.create(1200, "k1")
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "mastercard")
	if got := b.intent(in.ID); got.Status != "succeeded" || got.LastResponse.Header.Get("Date") != "Mon, 02 Mar 2026 09:00:02 GMT" {
		t.Fatalf("%s at %q", got.Status, got.LastResponse.Header.Get("Date"))
	}
	b.fault(Fault{Name: FaultNoDate, Count: 1})
	if got := b.intent(in.ID); got.LastResponse.Header.Get("Date") != "" {
		t.Fatalf("Date %q although it is switched off", got.LastResponse.Header.Get("Date"))
	}
	b.fault(Fault{Name: FaultDown, On: true}) // Go's transport repeats a POST with an Idempotency-Key by itself once
	if _, err := b.tryCreate(500, "k2"); err == nil {
		t.Fatal("the connection should break")
	}
}

// A poller needs one call: the reader with its intent inside (PROTOCOLS S6).
func TestReaderWithIntentInside(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	p := &stripe.TerminalReaderRetrieveParams{}
	p.AddExpand("action.process_payment_intent.payment_intent.latest_charge")
	r, err := b.sdk.V1TerminalReaders.Retrieve(t.Context(), "tmr_front", p)
	b.ok(err)
	if got := r.Action.ProcessPaymentIntent.PaymentIntent; got.Status != "succeeded" || got.LatestCharge.Amount != 1200 {
		t.Fatalf("inline intent: %+v", got)
	}
}
