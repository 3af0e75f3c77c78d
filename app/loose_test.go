package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
)

// paidTwice is a counter whose customer was charged for an invoice that was paid by transfer in the seconds of the tap.
func paidTwice(t *testing.T) (lab *sim.Lab, c *Counter, ch <-chan struct{}, e recovery.Entry) {
	t.Helper()
	lab, c, ch = openCounter(t)
	bill, err := c.bill(context.Background(), options{documents: []string{"INV/2026/00427"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := lab.Odoo.Fault(odoosim.Fault{Name: "down", Target: "account.payment.*"}); err != nil { // the booking waits until the transfer is there
		t.Fatal(err)
	}
	r, _ := c.Readers.Find("Front desk")
	id, err := c.Charge(bill, staff.Person{Name: "Aisha Karim", Role: staff.Cashier}, r, "")
	if err != nil {
		t.Fatal(err)
	}
	until(t, ch, "the charge", func() bool { s, err := c.Desk.State(id); return err == nil && s.Phase.Charged() })
	if _, err := lab.Odoo.RegisterHandPayment("INV/2026/00427", bill.Amount.Minor); err != nil {
		t.Fatal(err)
	}
	lab.Odoo.ClearFaults()
	c.Desk.Ask(id)
	until(t, ch, "the entry", func() bool { return len(c.Attention.List()) > 0 })
	if e = c.Attention.List()[0]; e.Kind != recovery.Document || e.Amount != bill.Amount || e.Partner != bill.Partner {
		t.Fatalf("%+v", e)
	}
	return lab, c, ch, e
}

// Lost if it fails: a customer who paid twice gets it back by a credit note that takes back a sale that stands, or twice, or the entry
// stays and somebody books the money that is gone.
func TestChargeThatPaysNothingGoesBackWithoutACreditNote(t *testing.T) {
	t.Parallel()
	lab, c, ch, e := paidTwice(t)
	id, err := c.giveBack(context.Background(), e.ID, "Aisha Karim", "Ingrid Solheim", "Paid twice")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.giveBack(context.Background(), e.ID, "Aisha Karim", "Ingrid Solheim", "Paid twice"); !errors.Is(err, refund.ErrBusyNote) && !errors.Is(err, refund.ErrAmount) && !errors.Is(err, recovery.ErrNoEntry) {
		t.Errorf("a second tap begins %s: %v", again, err)
	}
	if s := ended(t, c, ch, id); s.Phase != refund.Done || s.Given() != e.Amount {
		t.Fatalf("%s, %s given back: %+v", s.Phase, s.Given(), s.Problem)
	}
	until(t, ch, "the entry to leave", func() bool { return len(c.Attention.List()) == 0 })
	l := lab.Ledger()
	if len(l.Stripe.Refunds) != 1 || l.Stripe.Refunds[0].Amount != e.Amount.Minor {
		t.Errorf("%+v", l.Stripe.Refunds)
	}
	for _, p := range l.Odoo.Payments {
		if !p.ByHand && p.State != "draft" && p.State != "canceled" {
			t.Errorf("money that is gone is booked: %+v", p)
		}
	}
	if slices.ContainsFunc(l.Odoo.Invoices, func(i odoosim.LedgerInvoice) bool { return i.Kind == "out_refund" }) {
		t.Error("a credit note was made")
	}
	if s, err := c.Desk.State(l.Stripe.Intents[0].Metadata["pd_pay"]); err != nil || s.Phase != payment.Settled || s.ClosedBy != "Ingrid Solheim" {
		t.Errorf("%+v, %v", s.Phase, err)
	}
}

// Lost if it fails: what stands on the customer's account goes back and the books still owe it to him, or more than that goes back.
func TestCreditGoesBackAndIsBookedOut(t *testing.T) {
	t.Parallel()
	lab, c, ch, e := paidTwice(t)
	if err := c.Healer.Act(context.Background(), e.ID, recovery.OnAccount, "Ingrid Solheim", ""); err != nil {
		t.Fatal(err)
	}
	until(t, ch, "the credit", func() bool { l := c.Attention.List(); return len(l) == 1 && l[0].Kind == recovery.Credit })
	e = c.Attention.List()[0]
	id, err := c.giveBack(context.Background(), e.ID, "Aisha Karim", "Ingrid Solheim", "Paid twice")
	if err != nil {
		t.Fatal(err)
	}
	if s := ended(t, c, ch, id); s.Phase != refund.Done || s.Given() != *e.Rest || s.Shares[0].BookingID == 0 {
		t.Fatalf("%s, %s given back: %+v", s.Phase, s.Given(), s.Shares)
	}
	until(t, ch, "the entry to leave", func() bool { return len(c.Attention.List()) == 0 })
	out := 0
	for _, p := range lab.Ledger().Odoo.Payments {
		if strings.HasPrefix(p.Memo, "re_") {
			out++
			if p.AmountMinor != e.Rest.Minor || p.Direction != "outbound" {
				t.Errorf("%+v", p)
			}
		}
	}
	if out != 1 {
		t.Errorf("%d payments out", out)
	}
	if _, err := c.giveBackAgain(context.Background(), id, "Aisha Karim", "Ingrid Solheim", "Paid twice"); !errors.Is(err, refund.ErrAmount) {
		t.Errorf("it goes back twice: %v", err)
	}
}

// Lost if it fails: money that came back from the bank days later is in no list, or cannot be sent once more, or is asked for for ever.
func TestLooseRefundThatCameBackIsGivenAgainOnce(t *testing.T) {
	t.Parallel()
	lab, c, ch, e := paidTwice(t)
	ctx := context.Background()
	id, err := c.giveBack(ctx, e.ID, "Aisha Karim", "Ingrid Solheim", "Paid twice")
	if err != nil {
		t.Fatal(err)
	}
	s := ended(t, c, ch, id)
	if n := len(c.backRefunds()); n != 0 {
		t.Fatalf("%d came back", n)
	}
	if err := lab.Stripe.Gesture(stripesim.Gesture{Kind: stripesim.GestureRefundFails, Refund: s.Shares[0].Refund}); err != nil {
		t.Fatal(err)
	}
	if err := c.reviewRefunds(ctx); err != nil {
		t.Fatal(err)
	}
	until(t, ch, "the refund that came back", func() bool { return len(c.backRefunds()) == 1 })
	again, err := c.giveBackAgain(ctx, id, "Aisha Karim", "Ingrid Solheim", "Paid twice")
	if err != nil {
		t.Fatal(err)
	}
	if s := ended(t, c, ch, again); s.Phase != refund.Done || s.Given() != e.Amount {
		t.Fatalf("%s, %s given back: %+v", s.Phase, s.Given(), s.Problem)
	}
	until(t, ch, "nothing to wait for", func() bool { return len(c.backRefunds()) == 0 })
	var status []string
	for _, r := range lab.Ledger().Stripe.Refunds {
		status = append(status, r.Status)
	}
	if !slices.Equal(status, []string{"failed", "succeeded"}) {
		t.Errorf("%v", status)
	}
}
