package stripesim

import (
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// Facts §1.4: before a card is presented the second payment wins, silently. A friendlier reader would hide from the
// kiosk that a colleague's payment can be killed.
func TestSecondPaymentReplacesTheFirstSilently(t *testing.T) {
	b := newBench(t)
	first, second := b.create(1200, ""), b.create(3400, "")
	b.ask("tmr_front", first.ID)
	b.ask("tmr_front", second.ID)
	if got := b.reader("tmr_front").Action.ProcessPaymentIntent.PaymentIntent.ID; got != second.ID {
		t.Fatalf("action carries %s", got)
	}
	b.pay("tmr_front", "")
	if a, z := b.intent(first.ID).Status, b.intent(second.ID).Status; a != "requires_payment_method" || z != "succeeded" {
		t.Fatalf("first %s, second %s", a, z)
	}
}

// The same intent again replaces itself: a transport retry without a key must not be busy.
func TestSamePaymentReplacesItself(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	if l := b.sim.Ledger().Intents[0]; l.Received != 1200 || l.Attempts != 1 {
		t.Fatalf("%+v", l)
	}
}

// A cart kills a running payment just the same (facts §1.4, third party).
func TestDisplayReplacesPayment(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	r, err := b.sdk.V1TerminalReaders.SetReaderDisplay(t.Context(), "tmr_front", &stripe.TerminalReaderSetReaderDisplayParams{
		Type: stripe.String("cart"),
		Cart: &stripe.TerminalReaderSetReaderDisplayCartParams{
			Currency: stripe.String("usd"), Total: stripe.Int64(1200), Tax: stripe.Int64(100),
			LineItems: []*stripe.TerminalReaderSetReaderDisplayCartLineItemParams{
				{Description: stripe.String("INV/1"), Amount: stripe.Int64(1100), Quantity: stripe.Int64(1)},
			},
		},
	})
	b.ok(err)
	if r.Action.Type != "set_reader_display" || r.Action.SetReaderDisplay.Cart.LineItems[0].Amount != 1100 || b.screen("tmr_front") != ScreenCart {
		t.Fatalf("%+v", r.Action)
	}
	b.clock.pass(time.Hour)
	if b.reader("tmr_front").Action.Status != "in_progress" {
		t.Fatal("a display action never ends by itself")
	}
	_, err = b.clear("tmr_front")
	b.ok(err)
	if b.reader("tmr_front").Action != nil {
		t.Fatal("the cart was not cleared")
	}
}

// While a card is read or authorised everything is too late, cancel_action and cancelling the intent included.
func TestBusyWhileAuthorising(t *testing.T) {
	b := newBench(t)
	in, other := b.create(1200, ""), b.create(500, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureTap, "")
	for _, moment := range []time.Duration{100 * time.Millisecond, 600 * time.Millisecond} { // reading, at the bank
		b.clock.pass(moment)
		_, err := b.process("tmr_front", other.ID)
		wantCode(t, err, 400, "terminal_reader_busy")
		_, err = b.clear("tmr_front")
		wantCode(t, err, 400, "terminal_reader_busy")
	}
	_, err := b.cancel(in.ID)
	if e := wantCode(t, err, 400, "payment_intent_unexpected_state"); e.PaymentIntent == nil || e.PaymentIntent.ID != in.ID {
		t.Fatalf("the refusal carries intent %+v", e.PaymentIntent)
	}
	_, err = b.process("tmr_back", in.ID)
	wantCode(t, err, 400, "intent_invalid_state")
	b.clock.pass(2 * time.Second)
	if b.intent(in.ID).Status != "succeeded" {
		t.Fatal("the authorisation must have gone through")
	}
	_, err = b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "intent_invalid_state")
	_, err = b.cancel(in.ID)
	wantCode(t, err, 400, "payment_intent_unexpected_state")
}

// cancel_action empties the slot; the intent lives on and can be paid by a late command.
func TestClearingTheReaderIsNoCancel(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	r, err := b.clear("tmr_front")
	b.ok(err)
	if r.Action != nil || b.screen("tmr_front") != ScreenCancelled || b.intent(in.ID).Status != "requires_payment_method" {
		t.Fatalf("action %+v, screen %s", r.Action, b.screen("tmr_front"))
	}
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	if b.intent(in.ID).Status != "succeeded" {
		t.Fatal("the intent was dead")
	}
}

// Cancelling the intent leaves the prompt alight; the card then goes nowhere (A1).
func TestCancelledIntentNeverCharges(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	got, err := b.cancel(in.ID)
	b.ok(err)
	if got.Status != "canceled" || got.CanceledAt == 0 || b.screen("tmr_front") != ScreenAsking {
		t.Fatalf("%s, screen %s", got.Status, b.screen("tmr_front"))
	}
	b.pay("tmr_front", "")
	if a := b.reader("tmr_front").Action; a.Status != "failed" || b.screen("tmr_front") != ScreenError {
		t.Fatalf("action %+v", a)
	}
	if l := b.sim.Ledger().Intents[0]; l.Status != "canceled" || l.Attempts != 0 {
		t.Fatalf("%+v", l)
	}
}

// PROTOCOLS §9: nobody knows yet whether Stripe refuses this; both answers are played.
func TestCancelIntentOnReaderCanBeRefused(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.fault(Fault{Name: FaultCancelRefused, On: true})
	_, err := b.cancel(in.ID)
	wantCode(t, err, 400, "payment_intent_unexpected_state")
	_, err = b.clear("tmr_front")
	b.ok(err)
	_, err = b.cancel(in.ID)
	b.ok(err)
}

// Two readers, one intent: one charge.
func TestOneIntentOnTwoReadersChargesOnce(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.ask("tmr_back", in.ID)
	b.gesture("tmr_front", GestureTap, "")
	b.gesture("tmr_back", GestureTap, "")
	b.clock.pass(3 * time.Second)
	if l := b.sim.Ledger().Intents[0]; l.Attempts != 1 || l.Received != 1200 {
		t.Fatalf("%+v", l)
	}
	if a := b.reader("tmr_back").Action; a.Status != "failed" {
		t.Fatalf("second reader: %+v", a)
	}
}

// Power lost while waiting: the action stays in_progress for ever; two minutes of timeouts, then offline (facts §3).
func TestPulledPlugLeavesTheActionStuck(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureUnplug, "")
	if b.reader("tmr_front").Status != "online" {
		t.Fatal("Stripe cannot know yet")
	}
	_, err := b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "terminal_reader_timeout")
	b.clock.pass(2 * time.Minute)
	r := b.reader("tmr_front")
	if r.Status != "offline" || r.Action.Status != "in_progress" {
		t.Fatalf("%s, action %+v", r.Status, r.Action)
	}
	_, err = b.clear("tmr_front")
	wantCode(t, err, 400, "terminal_reader_offline")
	b.clock.pass(24 * time.Hour)
	b.gesture("tmr_front", GesturePlug, "")
	if r := b.reader("tmr_front"); r.Status != "online" || r.Action.Status != "in_progress" || b.screen("tmr_front") != ScreenIdle {
		t.Fatalf("%s, action %+v", r.Status, r.Action)
	}
	_, err = b.clear("tmr_front")
	b.ok(err)
	if b.reader("tmr_front").Action != nil {
		t.Fatal("still stuck")
	}
}

// The card was at the bank when the power went: charged, and the reader never says so (facts §1.6).
func TestChargedAlthoughTheReaderDied(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureTap, "")
	b.clock.pass(time.Second)
	b.gesture("tmr_front", GestureUnplug, "")
	b.clock.pass(10 * time.Minute)
	if b.intent(in.ID).Status != "succeeded" || b.reader("tmr_front").Action.Status != "in_progress" {
		t.Fatalf("intent %s, action %s", b.intent(in.ID).Status, b.reader("tmr_front").Action.Status)
	}
}

// A reboot forgets the prompt (PROTOCOLS S10), and a card still in the hand is not charged.
func TestRebootForgetsThePrompt(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureTap, "")
	b.gesture("tmr_front", GestureReboot, "")
	b.clock.pass(time.Minute)
	if b.reader("tmr_front").Action != nil || b.intent(in.ID).Status != "requires_payment_method" {
		t.Fatal("the reboot left something behind")
	}
}

// A card left inserted keeps the reader busy until somebody takes it (facts §3).
func TestCardLeftInReader(t *testing.T) {
	b := newBench(t)
	in, next := b.create(1200, ""), b.create(500, "")
	b.ask("tmr_front", in.ID)
	b.gesture("tmr_front", GestureLeaveCardIn, "visa")
	b.clock.pass(time.Minute)
	if b.intent(in.ID).Status != "succeeded" || b.screen("tmr_front") != ScreenRemoveCard {
		t.Fatalf("screen %s", b.screen("tmr_front"))
	}
	_, err := b.process("tmr_front", next.ID)
	wantCode(t, err, 400, "terminal_reader_busy")
	b.gesture("tmr_front", GestureRemoveCard, "")
	b.ask("tmr_front", next.ID)
}

// The reader is offline from the start: the command says so at once, whatever the status field is worth.
func TestOfflineReaderRefusesAtOnce(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	before := b.clock.Now()
	_, err := b.process("tmr_dead", in.ID)
	wantCode(t, err, 400, "terminal_reader_offline")
	if b.clock.Now() != before {
		t.Fatal("offline is known without waiting for the reader")
	}
}

// The customer never pays another amount than the one he sees (P5).
func TestAmountChangedUnderThePrompt(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	_, err := b.sdk.V1PaymentIntents.Update(t.Context(), in.ID, &stripe.PaymentIntentUpdateParams{Amount: stripe.Int64(9900)})
	b.ok(err)
	if got := b.sim.Snapshot().Readers[0].AmountMinor; got != 1200 {
		t.Fatalf("the screen changed to %d", got)
	}
	b.pay("tmr_front", "")
	if l := b.sim.Ledger().Intents[0]; l.Attempts != 0 || b.reader("tmr_front").Action.Status != "failed" {
		t.Fatalf("%+v", l)
	}
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	if got := b.intent(in.ID); got.AmountReceived != 9900 {
		t.Fatalf("received %d", got.AmountReceived)
	}
	_, err = b.sdk.V1PaymentIntents.Update(t.Context(), in.ID, &stripe.PaymentIntentUpdateParams{Amount: stripe.Int64(100)})
	wantCode(t, err, 400, "payment_intent_unexpected_state")
}

// A cart with a hole in it is Stripe's error to find, not the customer's.
func TestBadCart(t *testing.T) {
	b := newBench(t)
	for form, want := range map[string]string{
		"": "type", "type=cart": "cart[currency]", "type=cart&cart[currency]=usd": "cart[total]", "type=cart&cart[currency]=usd&cart[total]=1": "cart[line_items]",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[line_items][0][description]=a":                                       "[amount]",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[line_items][0][description]=a&cart[line_items][0][amount]=1.5":       "Invalid integer",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[tax]=x&cart[line_items][0][description]=a":                           "Invalid integer",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[line_items][0][description]=a&cart[line_items][0][amount]=1":         "[quantity]",
		"type=cart&cart[currency]=usd&cart[total]=1&cart[line_items][0][description]=a&cart[line_items][0][amount]=1&moto=on": "moto",
	} {
		status, body := b.raw("POST", "/v1/terminal/readers/tmr_front/set_reader_display", testKey, form)
		if status != 400 || !strings.Contains(body, want) {
			t.Errorf("%q: %d %s", form, status, body)
		}
	}
	if b.screen("tmr_front") != ScreenIdle {
		t.Fatal("something was shown")
	}
}
