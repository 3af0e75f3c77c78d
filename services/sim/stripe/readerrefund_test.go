package stripesim

import (
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// The card of facts §9.
const interacNumber = "4506445006931933"

func (b *bench) askBack(reader, intent string, amount int64, key string) (*stripe.TerminalReader, error) {
	p := &stripe.TerminalReaderRefundPaymentParams{
		PaymentIntent: stripe.String(intent), Metadata: map[string]string{"pd_rid": "r1"},
		RefundPaymentConfig: &stripe.TerminalReaderRefundPaymentRefundPaymentConfigParams{EnableCustomerCancellation: stripe.Bool(true)},
	}
	if amount > 0 {
		p.Amount = stripe.Int64(amount)
	}
	if key != "" {
		p.SetIdempotencyKey(key)
	}
	return b.sdk.V1TerminalReaders.RefundPayment(b.t.Context(), reader, p)
}

// PROTOCOLS R8, facts §6: the card is held to the reader again, and the action names the refund once it has succeeded. Lost
// if it fails: an Interac refund is shown as given before it is.
func TestInteracIsGivenBackAtTheReader(t *testing.T) {
	b := newBench(t)
	in := b.paid(1200, interacNumber)
	if d := in.LatestCharge.PaymentMethodDetails; d.Type != "interac_present" || d.InteracPresent == nil || d.CardPresent != nil {
		t.Fatalf("%+v", d)
	}
	_, err := b.giveBack(in.ID, 0)
	wantCode(t, err, 400, "invalid_request_error")
	r, err := b.askBack("tmr_front", in.ID, 400, "e1")
	b.ok(err)
	a := r.Action
	if a.Type != "refund_payment" || a.Status != "in_progress" || a.RefundPayment.Refund != nil || a.RefundPayment.Amount != 400 || a.RefundPayment.PaymentIntent.ID != in.ID {
		t.Fatalf("%+v", a)
	}
	if v := b.sim.Snapshot().Readers[0]; v.AmountMinor != 400 || v.Screen != ScreenAsking || !v.CancelButton {
		t.Errorf("the display: %+v", v)
	}
	if len(b.sim.Ledger().Refunds) != 0 {
		t.Fatal("given back before the card was there")
	}
	b.pay("tmr_front", "visa") // another kind of card is not even read
	if b.screen("tmr_front") != ScreenAsking {
		t.Errorf("screen %s", b.screen("tmr_front"))
	}
	b.pay("tmr_front", interacNumber)
	a = b.reader("tmr_front").Action
	if a.Status != "succeeded" || a.RefundPayment.Refund == nil {
		t.Fatalf("%+v", a)
	}
	got := b.refund(a.RefundPayment.Refund.ID)
	if got.Status != "succeeded" || got.Amount != 400 || got.Metadata["pd_rid"] != "r1" || got.PaymentIntent.ID != in.ID {
		t.Errorf("%+v", got)
	}
	b.clock.pass(time.Minute)
	_, err = b.askBack("tmr_front", in.ID, 801, "")
	if e := wantCode(t, err, 400, "invalid_request_error"); e.Param != "amount" {
		t.Errorf("refused for %q", e.Param)
	}
	_, err = b.askBack("tmr_front", in.ID, 0, "") // the rest
	b.ok(err)
	b.pay("tmr_front", interacNumber)
	b.clock.pass(time.Minute)
	_, err = b.askBack("tmr_front", in.ID, 0, "")
	wantCode(t, err, 400, "charge_already_refunded")
	if l := b.sim.Ledger().Intents[0]; l.Refunded != 1200 {
		t.Errorf("%+v", l)
	}
}

// Facts §9: a partial Interac refund with one of these endings is declined, a whole one is not.
func TestPartialInteracRefundsByEnding(t *testing.T) {
	for amount, declined := range map[int64]bool{100: false, 101: true, 102: false, 103: false, 105: true, 155: true, 165: true, 175: true, 199: false} {
		b := newBench(t)
		in := b.paid(1200, interacNumber)
		_, err := b.askBack("tmr_front", in.ID, amount, "")
		b.ok(err)
		b.pay("tmr_front", interacNumber)
		a := b.reader("tmr_front").Action
		if (a.Status == "failed") != declined || declined && (a.FailureCode != "card_declined" || len(b.sim.Ledger().Refunds) != 0) {
			t.Errorf("%d: %+v", amount, a)
		}
		whole := b.paid(amount, interacNumber)
		_, err = b.askBack("tmr_front", whole.ID, 0, "")
		b.ok(err)
		b.pay("tmr_front", interacNumber)
		if a := b.reader("tmr_front").Action; a.Status != "succeeded" {
			t.Errorf("all of %d: %+v", amount, a)
		}
	}
}

// Everything that a reader may do to a payment it may do to a refund. Lost if it fails: money given back twice, because the
// simulation knew only the smooth way.
func TestRefundAtTheReaderHasTheTrapsOfTheSlot(t *testing.T) {
	start := func() (*bench, string) {
		b := newBench(t)
		in := b.paid(1200, interacNumber)
		_, err := b.askBack("tmr_front", in.ID, 0, "e1")
		b.ok(err)
		return b, in.ID
	}
	made := func(b *bench, want int) {
		t.Helper()
		if n := len(b.sim.Ledger().Refunds); n != want {
			t.Fatalf("%d refunds, want %d", n, want)
		}
	}
	t.Run("the same key asks once", func(t *testing.T) {
		b, id := start()
		b.pay("tmr_front", interacNumber)
		r, err := b.askBack("tmr_front", id, 0, "e1")
		b.ok(err)
		if r.Action.Status != "in_progress" || r.LastResponse.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("%+v", r.Action)
		}
		made(b, 1)
	})
	t.Run("a payment replaces it silently", func(t *testing.T) {
		b, _ := start()
		b.ask("tmr_front", b.create(500, "").ID)
		if a := b.reader("tmr_front").Action; a.Type != "process_payment_intent" {
			t.Errorf("%+v", a)
		}
		made(b, 0)
	})
	t.Run("busy while the bank decides", func(t *testing.T) {
		b, id := start()
		b.gesture("tmr_front", GestureTap, interacNumber)
		b.clock.pass(time.Second)
		_, err := b.clear("tmr_front")
		wantCode(t, err, 400, "terminal_reader_busy")
		_, err = b.askBack("tmr_front", id, 0, "")
		wantCode(t, err, 400, "terminal_reader_busy")
	})
	t.Run("the customer cancels", func(t *testing.T) {
		b, _ := start()
		b.gesture("tmr_front", GestureCancel, "")
		if a := b.reader("tmr_front").Action; a.Status != "failed" || a.FailureCode != "customer_canceled" {
			t.Errorf("%+v", a)
		}
		made(b, 0)
	})
	t.Run("the plug is pulled while the bank decides", func(t *testing.T) {
		b, _ := start()
		b.gesture("tmr_front", GestureTap, interacNumber)
		b.clock.pass(time.Second)
		b.gesture("tmr_front", GestureUnplug, "")
		b.clock.pass(time.Hour)
		if a := b.reader("tmr_front").Action; a.Status != "in_progress" || a.RefundPayment.Refund != nil {
			t.Errorf("%+v", a)
		}
		made(b, 1)
	})
	t.Run("connection_error though given", func(t *testing.T) {
		b, _ := start()
		b.fault(Fault{Name: FaultConnectionError, Count: 1})
		b.pay("tmr_front", interacNumber)
		if a := b.reader("tmr_front").Action; a.Status != "failed" || a.FailureCode != "connection_error" || a.RefundPayment.Refund != nil {
			t.Errorf("%+v", a)
		}
		made(b, 1)
	})
	t.Run("final in the answer", func(t *testing.T) {
		b := newBench(t)
		in := b.paid(1200, interacNumber)
		b.fault(Fault{Name: FaultActionFinal, Count: 1})
		r, err := b.askBack("tmr_front", in.ID, 0, "")
		b.ok(err)
		if r.Action.Status != "succeeded" || r.Action.RefundPayment.Refund == nil {
			t.Errorf("%+v", r.Action)
		}
	})
	t.Run("timeout although the reader asks", func(t *testing.T) {
		b := newBench(t)
		in := b.paid(1200, interacNumber)
		b.fault(Fault{Name: FaultReaderTimeoutLit, Target: "terminal.readers.refund_payment", Count: 1})
		_, err := b.askBack("tmr_front", in.ID, 0, "e1")
		wantCode(t, err, 400, "terminal_reader_timeout")
		b.pay("tmr_front", interacNumber)
		made(b, 1)
	})
	t.Run("somebody was quicker", func(t *testing.T) {
		b, id := start()
		_, err := b.askBack("tmr_back", id, 0, "e2")
		b.ok(err)
		b.pay("tmr_front", interacNumber)
		b.pay("tmr_back", interacNumber)
		if a := b.reader("tmr_back").Action; a.Status != "failed" {
			t.Errorf("%+v", a)
		}
		made(b, 1)
	})
	t.Run("two readers send it to the bank at once", func(t *testing.T) {
		b, id := start()
		_, err := b.askBack("tmr_back", id, 0, "e2")
		b.ok(err)
		b.gesture("tmr_front", GestureTap, interacNumber)
		b.gesture("tmr_back", GestureTap, interacNumber)
		b.clock.pass(3 * time.Second)
		if a := b.reader("tmr_back").Action; a.Status != "failed" {
			t.Errorf("%+v", a)
		}
		made(b, 1)
	})
	t.Run("the card of somebody else", func(t *testing.T) {
		b, _ := start()
		b.pay("tmr_front", "interac-of-another")
		if a := b.reader("tmr_front").Action; a.Status != "failed" || a.RefundPayment.Refund != nil {
			t.Errorf("%+v", a)
		}
		made(b, 0)
	})
	t.Run("a disputed charge", func(t *testing.T) {
		b, id := start()
		b.ok(b.sim.Gesture(Gesture{Kind: GestureDispute, Intent: id}))
		_, err := b.askBack("tmr_back", id, 0, "e2")
		wantCode(t, err, 400, "charge_disputed")
		b.pay("tmr_front", interacNumber)
		made(b, 0)
	})
	t.Run("scripted customer brings the card", func(t *testing.T) {
		b, _ := start()
		b.ok(b.sim.SetAuto("tmr_front", Auto{Customer: AutoGood}))
		b.clock.pass(time.Minute)
		made(b, 1)
	})
}

// Facts §1.13: a card that is no Interac card never goes to the reader for its refund.
func TestOnlyInteracIsGivenBackAtTheReader(t *testing.T) {
	b := newBench(t)
	in := b.paid(1200, "visa")
	_, err := b.askBack("tmr_front", in.ID, 0, "")
	wantCode(t, err, 400, "invalid_request_error")
	if b.reader("tmr_front").Action.Type != "process_payment_intent" {
		t.Error("the reader was asked")
	}
}
