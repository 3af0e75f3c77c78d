package ui

import (
	"strings"
	"testing"

	"paydesk/services/document"
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
