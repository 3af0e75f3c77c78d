package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/services/refund"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	refundsheet "paydesk/ui/refund"
)

// Lost if it fails: the ordinary refund takes more than three taps and the PIN, a nervous finger refunds twice, or what goes back is not
// what was approved.
func TestRefundInThreeTapsOnce(t *testing.T) {
	k, f, s := refundOpen(t) // the first tap
	if !k.back.open || k.refunds.sheet == nil || len(f.charged) != 0 {
		t.Fatal("the credit note's button does not open the sheet")
	}
	k.refundActions().Reason(1)
	typePIN(k, "1111")
	k.refundActions().Approve.Act()
	k.refundActions().Approve.Act()
	s.run()
	k.refundActions().Approve.Act()
	k.giveConsent()
	s.run()
	if len(f.given) != 1 {
		t.Fatalf("%d refunds", len(f.given))
	}
	o := f.given[0]
	if o.Amount != eur(15000) || o.Approver != "Ingrid Solheim" || o.Person != "Aisha Karim" || o.Reason != "Goods returned" || len(o.Shares) != 2 || o.Shares[0] != f.offer.Charges[0].Share(10000) || o.Shares[1].Minor != 5000 {
		t.Errorf("%+v", o)
	}
	if want := "refund EUR 150.00 on RINV/18: Goods returned"; f.asked[len(f.asked)-1] != want {
		t.Errorf("the journal of people says %q, want %q", f.asked[len(f.asked)-1], want)
	}
	if k.paying != "rf1" || k.back.open || k.consent.open || len(k.consent.pin) != 0 || k.overlay.Model().Amount != "−€150.00" {
		t.Errorf("no overlay: %q, sheet %v, %q", k.paying, k.back.open, k.overlay.Model().Amount)
	}
}

// Lost if it fails: money goes back without a manager's PIN, without a reason, or while a wrong PIN makes one wait.
func TestNoRefundWithoutThePIN(t *testing.T) {
	k, f, s := refundOpen(t)
	act := func(pin string) {
		typePIN(k, pin)
		k.refundActions().Approve.Act()
		s.run()
	}
	act("1111")
	if len(f.asked) != 0 {
		t.Fatal("judged without a reason")
	}
	k.refundActions().Reason(0)
	for range 4 {
		k.consentActions().Backspace()
	}
	act("2222")
	if len(f.given) != 0 || !k.back.open || k.refundDesk().PIN.Message == "" || len(k.consent.pin) != 0 {
		t.Fatal("a wrong PIN refunds, says nothing, or stays")
	}
	f.wait = 30 * time.Second
	act("1111")
	f.wait = 0
	act("1111") // within the wait
	if len(f.given) != 0 || !k.refundDesk().PIN.Wait {
		t.Fatalf("refunded while one must wait: %d", len(f.given))
	}
	s.now = s.now.Add(31 * time.Second)
	act("1111")
	if len(f.given) != 1 {
		t.Error("the right PIN after the wait does not refund")
	}
}

// Lost if it fails: somebody types more than may go back, or the button refunds another amount than the one that stands there.
func TestTypedAmountStaysWithinTheGuard(t *testing.T) {
	k, f, s := refundOpen(t)
	a := k.refundActions()
	a.Reason(0)
	a.Change()
	typePIN(k, "12000") // a hardware keyboard types the amount, not the PIN
	if k.back.edit.Minor != 12000 || len(k.consent.pin) != 0 {
		t.Fatalf("typed %+v", k.back.edit)
	}
	a.Digit(kit.Key(0))
	if k.back.edit.Minor != 12000 || !k.back.edit.Full {
		t.Errorf("a key goes over what may go back: %+v", k.back.edit)
	}
	a.Approve.Act() // while typing nothing is refunded
	s.run()
	a.Use()
	if d := k.refundDesk(); d.Sum() != eur(12000) || d.Shares[1].Minor != 2000 {
		t.Errorf("newest first: %+v", d.Shares)
	}
	a.Share("pi_b")
	if k.back.edit.Limit != 10000 {
		t.Errorf("a share may be %d", k.back.edit.Limit)
	}
	a.Digit(kit.Key(0))
	a.Use()
	a.Share("pi_a")
	k.TypedRune('9')
	k.TypedRune('9')
	k.TypedRune('0')
	k.TypedRune('0')
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	typePIN(k, "1111")
	a.Approve.Act()
	s.run()
	if len(f.given) != 1 || f.given[0].Amount != eur(9900) || len(f.given[0].Shares) != 1 || f.given[0].Shares[0].Intent != "pi_a" {
		t.Errorf("%+v", f.given)
	}
}

// Lost if it fails: while the manager's PIN is judged somebody makes more of the amount, and that goes back.
func TestWhatIsApprovedDoesNotChange(t *testing.T) {
	k, f, s := refundOpen(t)
	a := k.refundActions()
	a.Change()
	typePIN(k, "1000")
	a.Use()
	a.Reason(0)
	typePIN(k, "1111")
	a.Approve.Act()
	a.All()
	a.Reason(1)
	a.Change()
	s.run()
	if len(f.given) != 1 || f.given[0].Amount != eur(1000) || f.given[0].Reason != "Wrong item" {
		t.Errorf("%+v", f.given)
	}
}

// Lost if it fails: an approval judged while the sheet closes refunds behind everybody's back, or in the next sheet.
func TestAClosedRefundSheetRefundsNothing(t *testing.T) {
	k, f, s := refundOpen(t)
	k.refundActions().Reason(0)
	typePIN(k, "1111")
	k.refundActions().Approve.Act()
	k.refundActions().Close()
	if k.consent.open {
		t.Error("the sheet's approval stays open without the sheet")
	}
	k.openRefund(18)
	s.run()
	if len(f.given) != 0 || !k.back.open || k.back.reason != -1 {
		t.Errorf("%d refunds, open %v", len(f.given), k.back.open)
	}
}

// Lost if it fails: a reason of one's own is not asked for, or gets lost.
func TestOtherReasonIsTyped(t *testing.T) {
	k, f, s := refundOpen(t)
	k.refundActions().Reason(3)
	if !k.back.asking || k.refundDesk().Complete() {
		t.Fatal("no keyboard for another reason")
	}
	typePIN(k, "Broken 2")
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.given) != 1 || f.given[0].Reason != "Broken 2" {
		t.Errorf("%+v", f.given)
	}
}

// Lost if it fails: a refund that could not begin looks begun, or the sheet is dead after it.
func TestRefundThatCouldNotBegin(t *testing.T) {
	k, f, s := refundOpen(t)
	k.refundActions().Reason(0)
	f.giveErr = errors.New("The refund could not begin. Nothing was refunded.")
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if k.paying != "" || !k.back.open || k.back.said == "" {
		t.Fatalf("overlay %q, says %q", k.paying, k.back.said)
	}
	f.giveErr = nil
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.given) != 1 {
		t.Error("the second try does nothing")
	}
}

// Lost if it fails: who only reads opens the sheet, or the sheet offers something while nothing is known.
func TestWhoMayOpenTheSheet(t *testing.T) {
	k, f, s := newKiosk(t)
	f.people[0].Role = "auditor"
	signIn(k, s)
	k.openRefund(18)
	s.run()
	if k.back.open || len(f.offered) != 0 {
		t.Error("an auditor opens it")
	}
	k.session.Person.Role = staff.Cashier
	f.offerErr = errors.New("away")
	k.openRefund(18)
	if present.Refund(k.refundDesk()).State != refundsheet.Loading {
		t.Error("something is offered before it was read")
	}
	s.run()
	if present.Refund(k.refundDesk()).State != refundsheet.Closed {
		t.Error("something is offered that could not be read")
	}
	f.offer, f.offerErr = twoCharges(), nil
	k.refundActions().Way()
	s.run()
	if vm := present.Refund(k.refundDesk()); vm.State != refundsheet.Ready || len(f.offered) != 2 {
		t.Errorf("looked again: %v, %d times", vm.State, len(f.offered))
	}
}

// Lost if it fails: after a restart nobody sees that a refund is not known, and makes a second one.
func TestRestartComesBackToTheRefund(t *testing.T) {
	k, f, s := newKiosk(t)
	f.refunds = []refund.State{{Phase: refund.AtBank, Order: refund.Order{ID: "rf0", Amount: eur(1)}}, {Phase: refund.Unknown, Since: s.now, Order: refund.Order{ID: "rf1", Amount: eur(15000), Shares: []refund.Share{{Minor: 15000}}}}}
	k.resumeOverlay()
	k.render()
	if k.paying != "rf1" || k.overlay.Model().Money.Text != "It may have been refunded. Do not refund it again." {
		t.Fatalf("%q: %q", k.paying, k.overlay.Model().Money.Text)
	}
	s.now = s.now.Add(time.Hour)
	if k.leaveable(s.now) {
		t.Error("the screen locks over a refund that nobody knows about")
	}
	k.overlayTapped(present.ButtonGoOn)
	s.run()
	if k.paying != "" {
		t.Error("no way on")
	}
	signIn(k, s)
	if vm := k.attentionVM(f.about); len(vm.Items) != 1 || vm.Items[0].ID != "rf1" {
		t.Errorf("needs attention: %+v", vm.Items)
	}
	k.attentionActions().Act("rf1")
	if k.paying != "rf1" {
		t.Error("its button does not show it")
	}
}
