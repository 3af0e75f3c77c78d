package stripe

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/reader"
	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: the shop believes a refund that is not on its way, or books one that failed.
func TestRefundsAreReadInFull(t *testing.T) {
	g, _, _ := desk(t, ok(refundJSON("failed", `"failure_reason":"lost_or_stolen_card"`, `"reason":"duplicate"`)))
	got, err := g.Refund(bg, "re_1")
	want := refund.Refund{ID: "re_1", Status: refund.Failed, Amount: money.New(1200, "EUR"), Intent: "pi_1", Charge: "ch_1",
		Created: time.Unix(1793610000, 0).UTC(), Reason: refund.Duplicate, FailureReason: "lost_or_stolen_card",
		Metadata: map[string]string{"pd_cn": "77"}, ReadAt: stripeDay, Request: "req_1"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" || !got.Lost() {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	g, _, _ = desk(t, ok(refundJSON("pending", `"pending_reason":"insufficient_funds"`)))
	if got, err = g.Refund(bg, "re_1"); err != nil || got.PendingReason != "insufficient_funds" || got.Lost() {
		t.Errorf("%+v, %v", got, err)
	}
	g, _, _ = desk(t, ok(refundJSON("dreaming")))
	if got, err = g.Refund(bg, "re_1"); err != nil || got.Status != "dreaming" || got.Lost() {
		t.Errorf("a word of tomorrow: %+v, %v", got, err)
	}
}

// Lost if it fails: an answer about another refund, or about another amount, is taken for ours.
func TestRefundAnswersMustBeAboutWhatWasAsked(t *testing.T) {
	for name, body := range map[string]string{
		"another intent": refundJSON("succeeded", `"payment_intent":"pi_2"`), "another amount": refundJSON("succeeded", `"amount":1`),
		"another currency": refundJSON("succeeded", `"currency":"usd"`), "no status": refundJSON(""), "no amount": refundJSON("succeeded", `"amount":0`),
		"no intent": refundJSON("succeeded", `"payment_intent":null`), "nothing": "{}", "a list": `[]`,
	} {
		g, _, _ := desk(t, ok(body))
		if _, err := g.CreateRefund(bg, "k", refundParams()); !explain.Is(err, explain.Unanswered) {
			t.Errorf("%s: %v", name, err)
		}
	}
	g, _, _ := desk(t, ok(refundJSON("succeeded", `"id":"re_2"`)))
	if _, err := g.Refund(bg, "re_1"); !explain.Is(err, explain.Unanswered) {
		t.Errorf("another refund: %v", err)
	}
}

// Lost if it fails: without a key a lost answer pays twice; without an amount everything is given back.
func TestRefundsAreNotSentWithoutKeyOrAmount(t *testing.T) {
	for name, change := range map[string]func(key *string, p *refund.Params){
		"no key":     func(key *string, _ *refund.Params) { *key = "" },
		"no amount":  func(_ *string, p *refund.Params) { p.Amount.Minor = 0 },
		"less":       func(_ *string, p *refund.Params) { p.Amount.Minor = -5 },
		"no payment": func(_ *string, p *refund.Params) { p.Intent = "" },
	} {
		key, p := "k", refundParams()
		change(&key, &p)
		g, wire, _ := desk(t, ok(refundJSON("succeeded")))
		_, e1 := g.CreateRefund(bg, key, p)
		_, e2 := g.RefundOnReader(bg, key, readerID, p)
		for _, err := range []error{e1, e2} {
			if !explain.Is(err, explain.Refused) || len(wire.sent) != 0 {
				t.Errorf("%s: %v, sent %d", name, err, len(wire.sent))
			}
		}
	}
}

// Lost if it fails: two managers, or one lost answer, give the money back twice; or more is given back than was taken.
func TestRefundOnTheSimulation(t *testing.T) {
	s := newShop(t)
	in := s.asking(0)
	s.must(s.sim.Gesture(stripesim.Gesture{Reader: "tmr_front", Kind: stripesim.GestureTap}))
	s.pass(5 * time.Second)
	p := refund.Params{Intent: in.ID, Amount: money.New(500, "USD"), Metadata: map[string]string{"pd_cn": "77"}}
	first, err := s.desk.CreateRefund(bg, "pd1:r:s:77:0", p)
	s.must(err)
	again, err := s.desk.CreateRefund(bg, "pd1:r:s:77:0", p)
	if err != nil || again.ID != first.ID {
		t.Errorf("same key: %s and %s, %v", first.ID, again.ID, err)
	}
	p.Amount.Minor = 400
	if _, err = s.desk.CreateRefund(bg, "pd1:r:s:77:0", p); !explain.Is(err, explain.Mismatch) {
		t.Errorf("same key, other amount: %v", err)
	}
	p.Amount.Minor = 701
	if _, err = s.desk.CreateRefund(bg, "pd1:r:s:77:1", p); !explain.Is(err, explain.Refused) || explain.OutcomeUnknown(err) {
		t.Errorf("more than is left: %v", err)
	}
	list, err := s.desk.RefundsOf(bg, in.ID)
	if err != nil || len(list) != 1 || list[0].Amount.Minor != 500 || list[0].Metadata["pd_cn"] != "77" {
		t.Errorf("%+v, %v", list, err)
	}
	since, err := s.desk.RefundsSince(bg, stripeDay)
	for _, l := range [][]refund.Refund{list, since} {
		for i := range l {
			l[i].Request = "" // each list has its own
		}
	}
	if diff := cmp.Diff(list, since); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if got, err := s.desk.Intent(bg, in.ID); err != nil || got.Charge == nil || got.Charge.Refunded != 500 || got.Charge.Type != "card_present" {
		t.Errorf("%+v, %v", got.Charge, err)
	}
}

// Lost if it fails: a refund on the reader counts as a payment of its own, or its refund cannot be found.
func TestRefundActionsAreRead(t *testing.T) {
	g, _, _ := desk(t, ok(readerJSON(`"action":{"type":"refund_payment","status":"succeeded",
		"refund_payment":{"payment_intent":"pi_1","amount":1200,"refund":"re_1","metadata":{"pd_rid":"rf1"}}}`)))
	r, err := g.RefundOnReader(bg, "pd1:s:tmr_1:7", readerID, refundParams())
	want := reader.Action{Type: "refund_payment", Status: reader.Succeeded, RefundOf: "pi_1", Refund: "re_1", Approval: "rf1"}
	if err != nil || r.Action == nil || *r.Action != want || r.Runs("pi_1") {
		t.Errorf("%+v, %v", r.Action, err)
	}
}
