package stripesim

import (
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// Facts §1.2: the timeout that is none. The customer sees the prompt and can pay.
func TestTimeoutAlthoughTheReaderLitUp(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.fault(Fault{Name: FaultReaderTimeoutLit, Target: "Front", Count: 1})
	before := b.clock.Now()
	_, err := b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "terminal_reader_timeout")
	if b.clock.Now().Sub(before) != ackTimeout {
		t.Fatal("a timeout takes its time")
	}
	b.pay("tmr_front", "")
	if b.intent(in.ID).Status != "succeeded" {
		t.Fatal("the reader was not lit")
	}
}

// The honest timeout: nothing arrived.
func TestTimeoutAndNothingArrived(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.fault(Fault{Name: FaultReaderTimeout, Target: "tmr_front", Count: 1})
	_, err := b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "terminal_reader_timeout")
	if b.reader("tmr_front").Action != nil || b.screen("tmr_front") != ScreenIdle {
		t.Fatal("something arrived")
	}
	b.ask("tmr_back", in.ID) // the other reader was not meant
}

// Facts §1.7: the action blames the connection, the money is taken.
func TestConnectionErrorHidesApproval(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.fault(Fault{Name: FaultConnectionError, Count: 1})
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	a := b.reader("tmr_front").Action
	if a.Status != "failed" || a.FailureCode != "connection_error" || b.intent(in.ID).Status != "succeeded" {
		t.Fatalf("action %+v, intent %s", a, b.intent(in.ID).Status)
	}
}

// Facts §4.5: the outcome can stand in the answer of the command.
func TestActionFinalInTheAnswer(t *testing.T) {
	b := newBench(t)
	good, bad := b.create(1200, ""), b.create(1205, "") // 05: declined
	b.fault(Fault{Name: FaultActionFinal, Count: 2})
	r, err := b.process("tmr_front", good.ID)
	b.ok(err)
	if r.Action.Status != "succeeded" || b.intent(good.ID).Status != "succeeded" {
		t.Fatalf("%+v", r.Action)
	}
	r, err = b.process("tmr_front", bad.ID)
	b.ok(err)
	if r.Action.Status != "failed" || r.Action.FailureCode != "card_declined" {
		t.Fatalf("%+v", r.Action)
	}
}

// Less approved than asked: only amount_received tells.
func TestPartialAuthorisation(t *testing.T) {
	b := newBench(t)
	in := b.create(1000, "")
	b.fault(Fault{Name: FaultPartial, Target: "Front", Count: 1})
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	got := b.intent(in.ID)
	if got.Status != "succeeded" || got.Amount != 1000 || got.AmountReceived != 600 || got.LatestCharge.AmountCaptured != 600 ||
		got.LatestCharge.PaymentMethodDetails.CardPresent.AmountAuthorized != 600 {
		t.Fatalf("amount %d, received %d", got.Amount, got.AmountReceived)
	}
}

func TestReaderBusyAndOfflineByName(t *testing.T) {
	b := newBench(t)
	in := b.create(1200, "")
	b.fault(Fault{Name: FaultReaderBusy, Target: "tmr_front", Count: 1})
	_, err := b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "terminal_reader_busy")
	b.fault(Fault{Name: FaultReaderOffline, Target: "tmr_front", Count: 1})
	_, err = b.process("tmr_front", in.ID)
	wantCode(t, err, 400, "terminal_reader_offline")
	if b.reader("tmr_front").Status != "online" {
		t.Fatal("the status is only a hint, and says online here")
	}
	b.ask("tmr_front", in.ID)
}

// cancel_action with nothing to cancel is undocumented: both answers.
func TestCancelActionWithoutAction(t *testing.T) {
	b := newBench(t)
	r, err := b.clear("tmr_front")
	b.ok(err)
	if r.Action != nil {
		t.Fatal("an action from nowhere")
	}
	b.fault(Fault{Name: FaultCancelNoAction, Count: 1})
	_, err = b.clear("tmr_front")
	wantCode(t, err, 400, "invalid_request_error")
}

// A cancel_action is held in the network, its sender gave up: it clears somebody else's prompt (PROTOCOLS S10).
func TestLateCancelActionHitsTheNextPrompt(t *testing.T) {
	b := newBench(t)
	in, next := b.create(1200, ""), b.create(500, "")
	b.ask("tmr_front", in.ID)
	b.fault(Fault{Name: FaultHeld, Target: "terminal.readers.cancel_action", Count: 1, Delay: 30 * time.Second})
	_, err := b.sdk.V1TerminalReaders.CancelAction(b.givenUp(), "tmr_front", &stripe.TerminalReaderCancelActionParams{})
	if err == nil {
		t.Fatal("the sender should have given up")
	}
	b.ask("tmr_front", next.ID)
	b.clock.pass(29 * time.Second)
	if b.reader("tmr_front").Action == nil {
		t.Fatal("too early")
	}
	b.clock.pass(time.Second)
	if b.reader("tmr_front").Action != nil || b.intent(next.ID).Status != "requires_payment_method" {
		t.Fatal("the late command did not arrive")
	}
}

// Test-mode presentation works on simulated readers only, and remembers the card for half an hour (facts §9).
func TestPresentPaymentMethod(t *testing.T) {
	b := newBench(t)
	present := func(reader, number string) error {
		p := &stripe.TestHelpersTerminalReaderPresentPaymentMethodParams{}
		if number != "" {
			p.Type = stripe.String("card_present")
			p.CardPresent = &stripe.TestHelpersTerminalReaderPresentPaymentMethodCardPresentParams{Number: stripe.String(number)}
		}
		_, err := b.sdk.V1TestHelpersTerminalReaders.PresentPaymentMethod(t.Context(), reader, p)
		return err
	}
	wantCode(t, present("tmr_back", ""), 400, "invalid_request_error")
	wantCode(t, present("tmr_front", ""), 400, "invalid_request_error") // it does not ask
	in := b.create(1200, "")
	b.ask("tmr_front", in.ID)
	b.ok(present("tmr_front", "4000000000009995"))
	b.clock.pass(5 * time.Second)
	if got := b.intent(in.ID).LastPaymentError; got == nil || got.DeclineCode != "insufficient_funds" {
		t.Fatalf("%+v", got)
	}
	b.ask("tmr_front", in.ID)
	b.ok(present("tmr_front", ""))
	b.clock.pass(31 * time.Minute)
	if b.intent(in.ID).Status != "requires_payment_method" {
		t.Fatal("the declined card was not remembered")
	}
	b.ask("tmr_front", in.ID)
	b.ok(present("tmr_front", ""))
	b.clock.pass(5 * time.Second)
	if b.intent(in.ID).Status != "succeeded" {
		t.Fatal("the card was remembered for too long")
	}
}
