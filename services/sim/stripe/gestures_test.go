package stripesim

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// A customer can only do what the reader offers at that moment.
func TestGesturesNeedTheirMoment(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	want := func(g Gesture, err error) {
		t.Helper()
		if got := b.sim.Gesture(g); !errors.Is(got, err) {
			t.Fatalf("%+v: %v, want %v", g, got, err)
		}
	}
	want(Gesture{Reader: "tmr_front", Kind: GestureTap}, ErrNotAsking)
	want(Gesture{Reader: "tmr_front", Kind: GestureCancel}, ErrNotAsking)
	want(Gesture{Reader: "tmr_front", Kind: GestureRemoveCard}, ErrNoCard)
	want(Gesture{Reader: "tmr_dead", Kind: GestureTap}, ErrReaderOff)
	want(Gesture{Reader: "Nowhere", Kind: GestureTap}, ErrUnknownReader)
	want(Gesture{Reader: "Front", Kind: "dance"}, ErrUnknownGesture)
	b.ask("tmr_front", in.ID)
	want(Gesture{Reader: "tmr_front", Kind: GestureTap, Card: "library-card"}, ErrUnknownCard)
	want(Gesture{Reader: "tmr_front", Kind: GestureTap}, nil)
	want(Gesture{Reader: "tmr_front", Kind: GestureTap}, ErrNotAsking) // only one card at a time
	want(Gesture{Reader: "tmr_front", Kind: GestureOtherCounter}, ErrReaderBusy)
}

func TestCustomerPressesCancel(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	_, err := b.sdk.V1TerminalReaders.ProcessPaymentIntent(t.Context(), "tmr_front", &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(in.ID)})
	b.ok(err)
	if got := b.sim.Gesture(Gesture{Reader: "tmr_front", Kind: GestureCancel}); !errors.Is(got, ErrNoCancelButton) {
		t.Fatalf("%v", got)
	}
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureCancel, "")
	a := b.reader("tmr_front").Action
	if got := b.intent(in.ID); a.FailureCode != "customer_canceled" || got.Status != "requires_payment_method" || got.LastPaymentError != nil {
		t.Fatalf("%+v, intent %s", a, got.Status)
	}
	b.ask("tmr_front", in.ID) // the same intent again
}

// Chip and PIN takes longer and shows it.
func TestInsertWithPIN(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureInsert, "visa-debit")
	for _, s := range []struct {
		pass time.Duration
		want Screen
	}{{500 * time.Millisecond, ScreenReading}, {time.Second, ScreenPIN}, {3 * time.Second, ScreenAuthorising}, {2 * time.Second, ScreenApproved}} {
		b.clock.pass(s.pass)
		if got := b.screen("tmr_front"); got != s.want {
			t.Fatalf("screen %s, want %s", got, s.want)
		}
	}
	c := b.intent(in.ID).LatestCharge.PaymentMethodDetails.CardPresent
	if c.ReadMethod != "contact_emv" || c.Receipt.CardholderVerificationMethod != "offline_pin" || c.Receipt.AccountType != "checking" {
		t.Fatalf("%+v %+v", c, c.Receipt)
	}
}

// Foreign software takes the reader (PROTOCOLS S9): our intent is untouched, the slot is not ours.
func TestOtherCounterTakesTheReader(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureOtherCounter, "")
	got := b.reader("tmr_front").Action.ProcessPaymentIntent.PaymentIntent.ID
	if got == in.ID || b.intent(got).Metadata["pd"] != "" || b.intent(in.ID).Status != "requires_payment_method" {
		t.Fatalf("action carries %s", got)
	}
	b.pay("tmr_front", "")
	if l := b.sim.Ledger().Intents; l[0].Received != 0 || l[1].Received != foreignAmount {
		t.Fatalf("%+v", l)
	}
}

// Scripted customers let the demo and the soak tests run without hands.
func TestScriptedCustomers(t *testing.T) {
	b := newBench(t)
	if err := b.sim.SetAuto("tmr_front", Auto{Customer: "robber"}); err == nil {
		t.Fatal("unknown customer accepted")
	}
	b.ok(b.sim.SetAuto("Front", Auto{Customer: AutoDeclinedThenGood, After: 4 * time.Second}))
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.clock.pass(3 * time.Second)
	if b.screen("tmr_front") != ScreenAsking {
		t.Fatal("too quick")
	}
	b.clock.pass(3 * time.Second)
	if got := b.intent(in.ID).LastPaymentError; got == nil || got.DeclineCode != "insufficient_funds" {
		t.Fatalf("%+v", got)
	}
	b.ask("tmr_front", in.ID)
	b.clock.pass(time.Minute)
	if b.intent(in.ID).Status != "succeeded" {
		t.Fatal("the second card was not good")
	}
	shy := b.create(1200, "")
	b.ask("tmr_front", shy.ID)
	b.gesture("tmr_front", GestureWalkAway, "")
	b.clock.pass(time.Hour)
	if b.screen("tmr_front") != ScreenAsking {
		t.Fatal("he walked away and paid")
	}
	b.ok(b.sim.SetAuto("", Auto{Customer: AutoGood}))
	b.clock.pass(time.Minute)
	if b.intent(shy.ID).Status != "succeeded" {
		t.Fatal("a new customer takes up a waiting prompt")
	}
}

// Interac is not read by a payment that does not take it, and never held.
func TestInterac(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "interac")
	if b.screen("tmr_front") != ScreenAsking {
		t.Fatalf("screen %s", b.screen("tmr_front"))
	}
	for capture, want := range map[string]string{"automatic": "succeeded", "manual": "requires_payment_method"} {
		p := createParams("")
		p.PaymentMethodTypes = []*string{stripe.String("card_present"), stripe.String("interac_present")}
		p.CaptureMethod = stripe.String(capture)
		in, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
		b.ok(err)
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", "interac")
		got := b.intent(in.ID)
		if string(got.Status) != want {
			t.Fatalf("%s: %s", capture, got.Status)
		}
		if got.LatestCharge.PaymentMethodDetails.InteracPresent == nil {
			t.Fatalf("%+v", got.LatestCharge.PaymentMethodDetails)
		}
	}
}

// The demo window draws from the snapshot alone.
func TestSnapshotTellsTheScreen(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	s := b.sim.Snapshot()
	v := s.Readers[0]
	if v.AmountMinor != 1200 || v.Currency != "usd" || !v.CancelButton || v.Intent != in.ID || v.ActionStatus != "in_progress" || !v.Since.Equal(s.Now) {
		t.Fatalf("%+v", v)
	}
	if len(s.Log) == 0 || s.Log[len(s.Log)-1].Kind != "command" {
		t.Fatalf("%+v", s.Log)
	}
	for range 3 * maxLog {
		b.gesture("tmr_front", GestureWalkAway, "")
	}
	if n := len(b.sim.Snapshot().Log); n != maxLog {
		t.Fatalf("the log has %d lines", n)
	}
}

// Every card that the demo offers can be held to the reader.
func TestEveryCardName(t *testing.T) {
	b := newBench(t)
	for _, name := range CardNames() {
		in := b.create(1200, "")
		b.ask("tmr_front", in.ID)
		b.gesture("tmr_front", GestureTap, name)
		b.clock.pass(time.Minute)
		_, declines := declines[name]
		if got := b.intent(in.ID); !strings.HasPrefix(name, "interac") && declines == (got.Status == "succeeded") {
			t.Errorf("%s: %s", name, got.Status)
		}
	}
}
