package ui

import (
	"strings"
	"testing"

	"paydesk/services/document"
	"paydesk/services/payment"
	"paydesk/ui/kit"
	"paydesk/ui/present"
)

func (k *Kiosk) typeAmount(keys ...kit.Key) {
	for _, key := range keys {
		k.amountKey(key)
	}
}

// Lost if it fails: Charge takes all of an invoice of which Odoo asks for a part, or takes the part where the cashier chose all.
func TestChargeTakesWhatOdooAsksForOrWhatIsChosen(t *testing.T) {
	k, f, s := newKiosk(t)
	f.asks = map[int64]document.Ask{1: {Amount: eur(30000), Reason: document.Next}}
	signIn(k, s)
	k.choose(1)
	s.run()
	vm := present.Picker(k.desk(f.about)).Detail
	if vm.Amount != "€300.00" || vm.Charge.Label != "Charge €300.00" || !strings.Contains(vm.LeftLabel, "€1,284.50") {
		t.Fatalf("%s, %s, %s", vm.Amount, vm.LeftLabel, vm.Charge.Label)
	}
	k.openAmount(1)
	k.amountTile(3) // all
	k.useAmount()
	if vm = present.Picker(k.desk(f.about)).Detail; vm.Charge.Label != "Charge €1,284.50" {
		t.Fatalf("%s", vm.Charge.Label)
	}
	k.charge(1)
	s.run()
	if len(f.charged) != 1 || f.charged[0].Amount != eur(128450) {
		t.Fatalf("%+v", f.charged)
	}
}

// Lost if it fails: a typed amount goes to another invoice than it was typed for, or is above what is left or what the counter
// may take at once.
func TestTypedAmountStaysWithItsInvoiceAndWithinItsLimits(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.openAmount(1)
	k.typeAmount(5, kit.KeyDoubleZero, kit.KeyDoubleZero)
	if k.pick.typing.Minor != 50000 || k.pick.typing.Full {
		t.Fatalf("%+v", k.pick.typing)
	}
	k.typeAmount(0)
	if k.pick.typing.Minor != 50000 || !k.pick.typing.Full {
		t.Errorf("more than is left: %+v", k.pick.typing)
	}
	most := eur(40000)
	f.about.Most = &most
	k.render()
	k.amountTile(0)
	k.typeAmount(4, 0, 0, kit.KeyDoubleZero)
	if k.pick.typing.Minor != 40000 {
		t.Errorf("the counter's maximum cannot be typed: %+v", k.pick.typing)
	}
	k.typeAmount(1)
	if k.pick.typing.Minor != 40000 || !k.pick.typing.Full {
		t.Errorf("above the maximum: %+v", k.pick.typing)
	}
	k.useAmount()
	k.choose(2)
	s.run()
	k.charge(2)
	s.run()
	if len(f.charged) != 1 || f.charged[0].Amount != eur(8600) {
		t.Errorf("%+v", f.charged)
	}
}

// Lost if it fails: the card is charged what was given in cash, the button does not say what is charged, or cash is offered where
// it cannot be recorded.
func TestPartInCashLeavesTheRestForTheCard(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.openAmount(1)
	if tiles := present.Amount(k.desk(f.about), k.typed(k.desk(f.about)), *k.pick.typing).Tiles; strings.Contains(tiles[len(tiles)-1].Label, "cash") {
		t.Fatalf("cash is offered without a journal: %+v", tiles)
	}
	f.about.CashDesk = true
	k.amountTile(3)
	if !k.pick.typing.Cash {
		t.Fatalf("%+v", k.pick.typing)
	}
	k.typeAmount(5, kit.KeyDoubleZero, kit.KeyDoubleZero)
	vm := present.CashPart(k.desk(f.about), k.detail(), *k.pick.typing)
	if vm.Use != "Use €500.00 in cash" || !vm.Ready || vm.After.Amount != "€784.50" {
		t.Fatalf("%+v", vm)
	}
	k.useAmount()
	detail := present.Picker(k.desk(f.about)).Detail
	if detail.Charge.Label != "Charge €784.50" || detail.LeftLabel != "By card, and €500.00 in cash" {
		t.Fatalf("%+v", detail)
	}
	k.charge(1)
	s.run()
	if len(f.charged) != 1 || f.charged[0].Amount != eur(78450) || f.charged[0].Cash != 50000 || f.charged[0].Parts[0].Owed != 128450 {
		t.Fatalf("%+v", f.charged)
	}
	k.closeOverlay()
	k.choose(2)
	s.run()
	k.openAmount(2)
	k.amountTile(3)
	k.typeAmount(8, 5, 6, 0)
	if k.pick.typing.Minor != 856 || !k.pick.typing.Full {
		t.Errorf("less than a card takes would be left: %+v", k.pick.typing)
	}
	k.amountTile(3)
	if k.pick.typing.Cash {
		t.Error("there is no way back to the card")
	}
}

// Lost if it fails: a cashier keeps cash that is in no book, gives back what is booked, or is not told where it is.
func TestOverlaySaysWhereTheCashIs(t *testing.T) {
	state := func(p payment.Phase) payment.State {
		st := payment.State{Phase: p, Received: eur(6000), CashName: "CSH1/1"}
		st.Order = payment.Order{Amount: eur(6000), Cash: 4000, Customer: "Brandt", Parts: []payment.Part{{Number: "INV/1", Minor: 6000, Owed: 10000}}}
		return st
	}
	booked, left := state(payment.Done), state(payment.Done)
	booked.CashID = 7
	left.CashLeft, left.CashProblem = true, &payment.Problem{Text: "locked"}
	for want, st := range map[string]payment.State{
		"€40.00 in cash is in your hands": state(payment.Waiting), "Give the €40.00 in cash back": state(payment.Cancelled),
		"€40.00 in cash goes into Odoo": state(payment.Outbox), "€40.00 in cash, Odoo payment CSH1/1": booked, "The €40.00 in cash is not in Odoo: locked": left,
	} {
		vm := present.Overlay(st, present.Scene{Own: "EUR"})
		said := vm.Happened + " " + vm.Todo.Text
		for _, c := range vm.Chips {
			said += " " + c.Text
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %s", st.Phase, said)
		}
	}
	if vm := present.Overlay(state(payment.Declined), present.Scene{Own: "EUR"}); strings.Contains(vm.Todo.Text, "back") {
		t.Errorf("another card may pay: %s", vm.Todo.Text)
	}
}
