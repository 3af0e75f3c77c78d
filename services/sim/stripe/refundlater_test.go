package stripesim

import (
	"errors"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v82"
)

// paid is a charge of amount on a card.
func (b *bench) paid(amount int64, card string) *stripe.PaymentIntent {
	b.t.Helper()
	p := createParams("")
	p.Amount = stripe.Int64(amount)
	p.PaymentMethodTypes = []*string{stripe.String("card_present"), stripe.String("interac_present")}
	in, err := b.sdk.V1PaymentIntents.Create(b.t.Context(), p)
	b.ok(err)
	b.ask("tmr_front", in.ID)
	b.pay("tmr_front", card)
	b.clock.pass(10 * time.Second)
	if in = b.intent(in.ID); in.Status != "succeeded" {
		b.t.Fatalf("%d on %s: %s", amount, card, in.Status)
	}
	return in
}

func (b *bench) giveBack(intent string, amount int64) (*stripe.Refund, error) {
	p := &stripe.RefundCreateParams{PaymentIntent: stripe.String(intent)}
	if amount > 0 {
		p.Amount = stripe.Int64(amount)
	}
	return b.sdk.V1Refunds.Create(b.t.Context(), p)
}

func (b *bench) refund(id string) *stripe.Refund {
	b.t.Helper()
	r, err := b.sdk.V1Refunds.Retrieve(b.t.Context(), id, &stripe.RefundRetrieveParams{})
	b.ok(err)
	return r
}

// Facts §6 and §9: succeeded is not final, pending is not lost. Lost if it fails: a refund that came back stays booked as
// given, or one that is still on its way is given twice.
func TestRefundsThatChangeLater(t *testing.T) {
	for name, c := range map[string]struct {
		card, fault          string
		first, pending       string
		day, days            string // after one day, after four
		failure              string
		refundableAfter4Days bool
	}{
		"any card":           {"4242424242424242", "", "succeeded", "", "succeeded", "succeeded", "", false},
		"card 7726":          {"4000000000007726", "", "pending", "processing", "succeeded", "succeeded", "", false},
		"card 5126":          {"4000000000005126", "", "succeeded", "", "succeeded", "failed", "expired_or_canceled_card", true},
		"pending, then lost": {"4242424242424242", "refund-fails", "pending", "processing", "pending", "failed", "lost_or_stolen_card", true},
		"pending":            {"4242424242424242", "refund-pends", "pending", "processing", "succeeded", "succeeded", "", false},
		"comes back":         {"4242424242424242", "refund-comes-back", "succeeded", "", "succeeded", "failed", "expired_or_canceled_card", true},
		"balance, waits":     {"4242424242424242", "low-balance", "pending", "insufficient_funds", "succeeded", "succeeded", "", false},
		"balance, fails now": {"4242424242424242", "low-balance-fails", "failed", "", "failed", "failed", "insufficient_funds", true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			in := b.paid(1200, c.card)
			if c.fault != "" {
				b.fault(Fault{Name: c.fault, Target: "refunds.create", Count: 1})
			}
			r, err := b.giveBack(in.ID, 0)
			b.ok(err)
			if string(r.Status) != c.first || string(r.PendingReason) != c.pending {
				t.Errorf("at first %s, %s", r.Status, r.PendingReason)
			}
			if c.first != "failed" {
				_, err = b.giveBack(in.ID, 0)
				wantCode(t, err, 400, "charge_already_refunded")
			}
			b.clock.pass(24 * time.Hour)
			if got := b.refund(r.ID); string(got.Status) != c.day {
				t.Errorf("after a day %s", got.Status)
			}
			b.clock.pass(72 * time.Hour)
			got := b.refund(r.ID)
			if string(got.Status) != c.days || string(got.FailureReason) != c.failure || got.PendingReason != "" {
				t.Errorf("after four days %s: %s %s", got.Status, got.FailureReason, got.PendingReason)
			}
			if ch := b.intent(in.ID).LatestCharge; ch.Refunded == c.refundableAfter4Days || (ch.AmountRefunded == 0) != c.refundableAfter4Days {
				t.Errorf("charge: refunded %v, %d", ch.Refunded, ch.AmountRefunded)
			}
			if l := b.sim.Ledger().Refunds; len(l) != 1 || l[0].Status != c.days {
				t.Errorf("ledger %+v", l)
			}
		})
	}
}

// By hand, so that a demo and a test of the program need not wait for days.
func TestRefundsEndByGesture(t *testing.T) {
	b := newBench(t)
	in := b.paid(1200, "refund-pends")
	r, err := b.giveBack(in.ID, 500)
	b.ok(err)
	b.ok(b.sim.Gesture(Gesture{Kind: GestureRefundArrives, Refund: r.ID}))
	if got := b.refund(r.ID); got.Status != "succeeded" {
		t.Errorf("%s", got.Status)
	}
	b.ok(b.sim.Gesture(Gesture{Kind: GestureRefundFails, Refund: r.ID}))
	if got := b.refund(r.ID); got.Status != "failed" || got.FailureReason != "lost_or_stolen_card" {
		t.Errorf("%s %s", got.Status, got.FailureReason)
	}
	for _, kind := range []string{GestureRefundArrives, GestureRefundFails} {
		if err := b.sim.Gesture(Gesture{Kind: kind, Refund: r.ID}); !errors.Is(err, ErrNoRefund) {
			t.Errorf("a failed refund is final: %v", err)
		}
	}
	b.clock.pass(100 * time.Hour)
	if got := b.refund(r.ID); got.Status != "failed" {
		t.Errorf("what was to become of it came after its end: %s", got.Status)
	}
}

// PROTOCOLS R9: a refund that no counter made, with no metadata of ours.
func TestRefundInTheDashboard(t *testing.T) {
	b := newBench(t)
	in := b.paid(1200, "visa")
	b.ok(b.sim.Gesture(Gesture{Kind: GestureRefund, Intent: in.ID, Amount: 300}))
	if ch := b.intent(in.ID).LatestCharge; ch.AmountRefunded != 300 || ch.Refunded {
		t.Errorf("%d, %v", ch.AmountRefunded, ch.Refunded)
	}
	b.ok(b.sim.Gesture(Gesture{Kind: GestureRefund, Intent: in.ID}))
	if l := b.sim.Ledger().Refunds; len(l) != 2 || l[1].Amount != 900 || len(l[1].Metadata) != 0 {
		t.Errorf("%+v", l)
	}
	for _, g := range []struct {
		Gesture
		want error
	}{{Gesture{Kind: GestureRefund, Intent: in.ID}, ErrNotRefundable}, {Gesture{Kind: GestureRefund, Intent: "pi_0"}, ErrNotPaid}, {Gesture{Kind: GestureRefund, Intent: b.create(900, "").ID}, ErrNotPaid}} {
		if err := b.sim.Gesture(g.Gesture); !errors.Is(err, g.want) {
			t.Errorf("%+v: %v", g.Gesture, err)
		}
	}
}

// Facts §6, errors table: a disputed charge is not refunded, and a refund that waits is stopped. Lost if it fails: the shop
// pays a customer who has his money from the bank already.
func TestDisputes(t *testing.T) {
	b := newBench(t)
	in := b.paid(1200, "refund-pends")
	part, err := b.giveBack(in.ID, 200)
	b.ok(err)
	for _, kind := range []string{GestureDisputeWon, GestureDisputeLost} {
		if err := b.sim.Gesture(Gesture{Kind: kind, Intent: in.ID}); !errors.Is(err, ErrDispute) {
			t.Errorf("%s without a dispute: %v", kind, err)
		}
	}
	if b.intent(in.ID).LatestCharge.Disputed {
		t.Error("disputed by nobody")
	}
	b.ok(b.sim.Gesture(Gesture{Kind: GestureDispute, Intent: in.ID}))
	if got := b.refund(part.ID); got.Status != "failed" || got.FailureReason != "charge_for_pending_refund_disputed" {
		t.Errorf("the waiting refund: %s %s", got.Status, got.FailureReason)
	}
	_, err = b.giveBack(in.ID, 100)
	wantCode(t, err, 400, "charge_disputed")
	if err := b.sim.Gesture(Gesture{Kind: GestureDispute, Intent: in.ID}); !errors.Is(err, ErrDispute) {
		t.Errorf("a second dispute: %v", err)
	}
	listed := 0
	for d, err := range b.sdk.V1Disputes.List(t.Context(), &stripe.DisputeListParams{PaymentIntent: stripe.String(in.ID)}) {
		b.ok(err)
		if listed++; d.Status != stripe.DisputeStatusNeedsResponse || d.EvidenceDetails.DueBy <= d.Created || d.Charge.ID != b.intent(in.ID).LatestCharge.ID {
			t.Errorf("%+v", d)
		}
	}
	if listed != 1 {
		t.Errorf("%d disputes are listed", listed)
	}
	b.ok(b.sim.Gesture(Gesture{Kind: GestureDisputeLost, Intent: in.ID}))
	_, err = b.giveBack(in.ID, 100)
	wantCode(t, err, 400, "charge_disputed")
	won := b.paid(1200, "visa")
	b.ok(b.sim.Gesture(Gesture{Kind: GestureDispute, Intent: won.ID}))
	b.ok(b.sim.Gesture(Gesture{Kind: GestureDisputeWon, Intent: won.ID}))
	_, err = b.giveBack(won.ID, 100)
	b.ok(err)
	if l := b.sim.Ledger().Intents; l[0].Dispute != "lost" || l[1].Dispute != "won" || !b.intent(won.ID).LatestCharge.Disputed {
		t.Errorf("%+v", l)
	}
}
