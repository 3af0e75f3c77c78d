package stripesim

import (
	"slices"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// Each decline: the action says card_declined only, the reason stands on the intent, the same intent can be paid.
func TestEveryDeclineCode(t *testing.T) {
	b := newBench(t)
	if len(DeclineCodes()) < 12 {
		t.Fatalf("only %d codes", len(DeclineCodes()))
	}
	for _, code := range DeclineCodes() {
		in := b.create(1200, "")
		b.ask("tmr_front", in.ID)
		b.gesture("tmr_front", GestureDeclined, code)
		b.clock.pass(10 * time.Second)
		got := b.intent(in.ID)
		a := b.reader("tmr_front").Action
		if a.Status != "failed" || a.FailureCode != "card_declined" || got.Status != "requires_payment_method" {
			t.Fatalf("%s: action %+v, intent %s", code, a, got.Status)
		}
		if string(got.LastPaymentError.DeclineCode) != code || got.LastPaymentError.ChargeID != got.LatestCharge.ID {
			t.Fatalf("%s: error %+v", code, got.LastPaymentError)
		}
		if o := got.LatestCharge.Outcome; o.Reason != code || string(o.AdviceCode) != declines[code].advice || got.LatestCharge.Paid {
			t.Fatalf("%s: outcome %+v", code, o)
		}
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", "")
		if b.intent(in.ID).Status != "succeeded" || b.intent(in.ID).LastPaymentError != nil {
			t.Fatalf("%s: not payable afterwards", code)
		}
	}
}

// Facts §1.8: any update wipes the reason; a new command does not, so an old reason stands beside a new prompt.
func TestReasonIsWipedByUpdates(t *testing.T) {
	b := newBench(t)
	decline := func() *stripe.PaymentIntent {
		in := b.create(1200, "")
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", "lost_card")
		return b.intent(in.ID)
	}
	in := decline()
	b.ask("tmr_front", in.ID)
	if b.intent(in.ID).LastPaymentError == nil {
		t.Fatal("wiped by the command")
	}
	got, err := b.sdk.V1PaymentIntents.Update(t.Context(), in.ID, &stripe.PaymentIntentUpdateParams{Metadata: map[string]string{"pd_closed": "1"}})
	b.ok(err)
	if got.LastPaymentError != nil || got.Metadata["pd"] != "1" || got.Metadata["pd_closed"] != "1" {
		t.Fatalf("%+v", got)
	}
	in = decline()
	b.fault(Fault{Name: FaultErrorCleared, On: true})
	b.ask("tmr_front", in.ID)
	if b.intent(in.ID).LastPaymentError != nil {
		t.Fatal("the other answer is not played")
	}
}

// The amount endings of facts §9, with the standard test cards.
func TestAmountEndings(t *testing.T) {
	b := newBench(t)
	for amount, want := range map[int64]string{
		1200: "", 1201: "call_issuer", 1205: "generic_decline", 1255: "incorrect_pin", 1265: "withdrawal_count_limit_exceeded", 1275: "pin_try_exceeded", 1299: "",
	} {
		in := b.create(amount, "")
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", "mastercard")
		got := b.intent(in.ID)
		code := ""
		if got.LastPaymentError != nil {
			code = string(got.LastPaymentError.DeclineCode)
		}
		if code != want {
			t.Errorf("%d: %q, want %q", amount, code, want)
		}
	}
}

// The bank wants a PIN: a failed charge and a reason on the intent while the reader still works on it. Who calls this
// declined loses a paid sale.
func TestSoftDeclineAsksForPIN(t *testing.T) {
	b := newBench(t)
	for _, c := range []struct {
		amount int64
		card   string
		cvm    string
	}{{1202, "visa", "offline_pin"}, {1203, "visa", "offline_pin"}, {1200, "4000002760000008", "online_pin"}, {1200, "sca-offline-pin", "offline_pin"}} {
		in := b.create(c.amount, "")
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", c.card)
		soft := b.intent(in.ID)
		if soft.LastPaymentError == nil || b.screen("tmr_front") != ScreenPIN || b.reader("tmr_front").Action.Status != "in_progress" {
			t.Fatalf("%+v: screen %s", c, b.screen("tmr_front"))
		}
		b.clock.pass(6 * time.Second)
		got := b.intent(in.ID)
		if got.Status != "succeeded" || got.LatestCharge.ID == soft.LatestCharge.ID || got.LatestCharge.PaymentMethodDetails.CardPresent.Receipt.CardholderVerificationMethod != c.cvm {
			t.Fatalf("%+v: %s %+v", c, got.Status, got.LatestCharge.PaymentMethodDetails.CardPresent.Receipt)
		}
	}
	if l := b.sim.Ledger().Intents[0]; l.Attempts != 2 || l.Received != 1202 {
		t.Fatalf("%+v", l)
	}
}

// Held money is no payment until captured; cancelling gives it back.
func TestHold(t *testing.T) {
	b := newBench(t)
	hold := func() *stripe.PaymentIntent {
		p := createParams("")
		p.CaptureMethod = stripe.String("manual")
		in, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
		b.ok(err)
		b.ask("tmr_front", in.ID)
		b.pay("tmr_front", "")
		return b.intent(in.ID)
	}
	in := hold()
	if in.Status != "requires_capture" || in.AmountCapturable != 1200 || in.AmountReceived != 0 || in.LatestCharge.Captured {
		t.Fatalf("%+v", in)
	}
	if got := in.LatestCharge.PaymentMethodDetails.CardPresent.CaptureBefore; got != in.LatestCharge.Created+48*3600 {
		t.Fatalf("capture_before %d", got)
	}
	got, err := b.sdk.V1PaymentIntents.Capture(t.Context(), in.ID, &stripe.PaymentIntentCaptureParams{AmountToCapture: stripe.Int64(1000)})
	b.ok(err)
	if got.Status != "succeeded" || got.AmountReceived != 1000 || got.AmountCapturable != 0 {
		t.Fatalf("%+v", got)
	}
	_, err = b.sdk.V1PaymentIntents.Capture(t.Context(), in.ID, &stripe.PaymentIntentCaptureParams{})
	wantCode(t, err, 400, "charge_already_captured")
	in = hold()
	b.clock.pass(49 * time.Hour)
	if got := b.intent(in.ID); got.Status != "canceled" || got.CancellationReason != "automatic" || got.CanceledAt != in.LatestCharge.Created+48*3600 {
		t.Fatalf("expired hold: %s %s", got.Status, got.CancellationReason)
	}
	in = hold()
	_, err = b.cancel(in.ID)
	b.ok(err)
	if got := b.intent(in.ID); got.Status != "canceled" || !got.LatestCharge.Refunded || got.LatestCharge.AmountCaptured != 0 {
		t.Fatalf("%+v", got.LatestCharge)
	}
}

// Refunds by intent: parts up to the whole, never more.
func TestRefunds(t *testing.T) {
	b := newBench(t)
	in := b.create(1000, "")
	refund := func(amount int64) (*stripe.Refund, error) {
		p := &stripe.RefundCreateParams{PaymentIntent: stripe.String(in.ID), Metadata: map[string]string{"pd": "1"}, Reason: stripe.String("requested_by_customer")}
		if amount > 0 {
			p.Amount = stripe.Int64(amount)
		}
		return b.sdk.V1Refunds.Create(t.Context(), p)
	}
	_, err := refund(0)
	wantCode(t, err, 400, "invalid_request_error")
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", "")
	part, err := refund(400)
	b.ok(err)
	if part.Status != "succeeded" || part.Amount != 400 || part.Metadata["pd"] != "1" {
		t.Fatalf("%+v", part)
	}
	_, err = refund(601)
	wantCode(t, err, 400, "invalid_request_error")
	rest, err := refund(0)
	b.ok(err)
	_, err = refund(1)
	wantCode(t, err, 400, "charge_already_refunded")
	ch := b.intent(in.ID).LatestCharge
	if rest.Amount != 600 || !ch.Refunded || ch.AmountRefunded != 1000 {
		t.Fatalf("rest %d, charge %+v", rest.Amount, ch)
	}
	var ids []string
	for r, err := range b.sdk.V1Refunds.List(t.Context(), &stripe.RefundListParams{PaymentIntent: stripe.String(in.ID)}) {
		b.ok(err)
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, []string{rest.ID, part.ID}) {
		t.Fatalf("%v", ids)
	}
	if l := b.sim.Ledger(); l.Intents[0].Refunded != 1000 || len(l.Refunds) != 2 {
		t.Fatalf("%+v", l)
	}
	rp := &stripe.RefundRetrieveParams{}
	rp.AddExpand("charge.payment_intent")
	got, err := b.sdk.V1Refunds.Retrieve(t.Context(), part.ID, rp)
	b.ok(err)
	if got.Charge.PaymentIntent.Amount != 1000 {
		t.Fatalf("%+v", got.Charge)
	}
	_, err = b.sdk.V1Charges.Retrieve(t.Context(), ch.ID, &stripe.ChargeRetrieveParams{})
	b.ok(err)
}

// A request that Stripe would refuse must not pass here, or the shop finds out on its first day.
func TestBadIntentsAreRefused(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct {
		change func(*stripe.PaymentIntentCreateParams)
		code   string
	}{
		"no amount":      {func(p *stripe.PaymentIntentCreateParams) { p.Amount = nil }, "parameter_missing"},
		"no currency":    {func(p *stripe.PaymentIntentCreateParams) { p.Currency = nil }, "parameter_missing"},
		"too small":      {func(p *stripe.PaymentIntentCreateParams) { p.Amount = stripe.Int64(49) }, "amount_too_small"},
		"negative":       {func(p *stripe.PaymentIntentCreateParams) { p.Amount = stripe.Int64(-1) }, "parameter_invalid_integer"},
		"too large":      {func(p *stripe.PaymentIntentCreateParams) { p.Amount = stripe.Int64(100_000_000) }, "amount_too_large"},
		"currency zzz":   {func(p *stripe.PaymentIntentCreateParams) { p.Currency = stripe.String("zzz") }, "invalid_request_error"},
		"fraction":       {func(p *stripe.PaymentIntentCreateParams) { p.Amount = nil; p.AddExtra("amount", "12.5") }, "parameter_invalid_integer"},
		"unknown name":   {func(p *stripe.PaymentIntentCreateParams) { p.AddExtra("amout", "1") }, "parameter_unknown"},
		"long metadata":  {func(p *stripe.PaymentIntentCreateParams) { p.AddMetadata("k", string(make([]byte, 501))) }, "invalid_request_error"},
		"descriptor":     {func(p *stripe.PaymentIntentCreateParams) { p.StatementDescriptor = stripe.String("SHOP") }, "invalid_request_error"},
		"confirmed":      {func(p *stripe.PaymentIntentCreateParams) { p.Confirm = stripe.Bool(true) }, "invalid_request_error"},
		"bogus type":     {func(p *stripe.PaymentIntentCreateParams) { p.PaymentMethodTypes = []*string{stripe.String("gold")} }, "payment_intent_invalid_parameter"},
		"nobody's money": {func(p *stripe.PaymentIntentCreateParams) { p.Customer = stripe.String("cus_1") }, "resource_missing"},
	} {
		p := createParams("")
		c.change(p)
		_, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
		t.Run(name, func(t *testing.T) { wantCode(t, err, 400, c.code) })
	}
	if n := len(b.sim.Ledger().Intents); n != 0 {
		t.Fatalf("%d intents made", n)
	}
}

// What a reader cannot charge is refused at the command.
func TestWrongIntentsForAReader(t *testing.T) {
	b := newBench(t)
	p := createParams("")
	p.Currency = stripe.String("eur")
	foreign, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
	b.ok(err)
	_, err = b.process("tmr_front", foreign.ID)
	wantCode(t, err, 400, "invalid_request_error")
	p = createParams("")
	p.PaymentMethodTypes = []*string{stripe.String("card")}
	online, err := b.sdk.V1PaymentIntents.Create(t.Context(), p)
	b.ok(err)
	_, err = b.process("tmr_front", online.ID)
	wantCode(t, err, 400, "payment_intent_incompatible_payment_method")
	_, err = b.process("tmr_front", "pi_nothing")
	wantCode(t, err, 400, "resource_missing")
	moto := &stripe.TerminalReaderProcessPaymentIntentParams{PaymentIntent: stripe.String(b.create(1200, "").ID)}
	moto.AddExtra("process_config[moto]", "true")
	_, err = b.sdk.V1TerminalReaders.ProcessPaymentIntent(t.Context(), "tmr_front", moto)
	wantCode(t, err, 400, "parameter_unknown")
}
