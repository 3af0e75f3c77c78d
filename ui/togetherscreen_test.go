package ui

import (
	"errors"
	"strings"
	"testing"

	"paydesk/services/document"
	"paydesk/ui/present"
)

// oneCustomer gives both invoices and a third one to the same customer; the first is due last.
func oneCustomer(f *fakeTill) {
	third := *f.shop.Open[1]
	third.ID, third.Number, third.Residual = 3, "INV/3", eur(5000)
	f.shop.Open = append(f.shop.Open, &third)
	for _, d := range f.shop.Open {
		d.Partner.CommercialID = 1
	}
	f.shop.Open[0].Due = "2026-11-20"
}

// Lost if it fails: what is charged is not what is ticked, or an invoice that is due later is paid before an earlier one.
func TestTickedInvoicesArePaidTogether(t *testing.T) {
	k, f, s := newKiosk(t)
	oneCustomer(f)
	signIn(k, s)
	k.choose(1)
	s.run()
	if vm := present.Picker(k.desk(f.about)).Detail; vm.Together != "Add 2 more" {
		t.Fatalf("%q", vm.Together)
	}
	act := k.togetherActions()
	k.openTogether(1)
	s.run()
	if vm := k.togetherVM(f.about); len(vm.Rows) != 3 || !vm.Rows[2].Ticked || vm.Rows[0].Ticked || vm.Detail.Charge.Label != "Charge €1,284.50" {
		t.Fatalf("%+v", vm)
	}
	act.Tick("2")
	act.Charge("")
	if len(f.charged) != 0 {
		t.Fatal("charged before the new one was read")
	}
	s.run()
	vm := k.togetherVM(f.about)
	if vm.Detail.Charge.Label != "Charge €1,370.50" || len(vm.Detail.Lines) != 2 || vm.Detail.Lines[0].Text != "INV/2" {
		t.Fatalf("%+v", vm.Detail)
	}
	k.openAmount(0)
	k.typeAmount(9, 0, 0, 0)
	k.useAmount()
	if vm = k.togetherVM(f.about); vm.Detail.Charge.Label != "Charge €90.00" || !strings.Contains(vm.Detail.LeftLabel, "€1,370.50") || vm.Detail.Lines[1].Amount != "€4.00" {
		t.Fatalf("%+v", vm.Detail)
	}
	act.Tick("3")
	s.run()
	if vm = k.togetherVM(f.about); vm.Detail.Charge.Label != "Charge €1,420.50" {
		t.Errorf("a typed sum outlived its invoices: %+v", vm.Detail)
	}
	act.Tick("3")
	s.run()
	act.Charge("")
	act.Charge("")
	s.run()
	if len(f.charged) != 1 || f.charged[0].Amount != eur(137050) || f.charged[0].Numbers() != "INV/2 INV/1" || k.paying == "" {
		t.Fatalf("%+v", f.charged)
	}
}

// Lost if it fails: a discount is lost in a payment for several without a word, or something is charged that could not be read.
func TestTogetherSaysWhyNot(t *testing.T) {
	k, f, s := newKiosk(t)
	oneCustomer(f)
	f.asks = map[int64]document.Ask{2: {Amount: eur(8428), Reason: document.Discounted, Until: "2026-11-30"}}
	signIn(k, s)
	k.choose(1)
	s.run()
	act := k.togetherActions()
	k.openTogether(1)
	act.Tick("2")
	s.run()
	vm := k.togetherVM(f.about)
	if !strings.Contains(vm.Detail.Charge.Reason, "INV/2 has an early-payment discount") || !strings.Contains(vm.Rows[0].Due, "€84.28") {
		t.Errorf("%+v", vm)
	}
	act.Charge("")
	s.run()
	act.Tick("1")
	s.run()
	if vm = k.togetherVM(f.about); vm.Detail.Charge.Label != "Charge €84.28" {
		t.Errorf("by itself: %+v", vm.Detail)
	}
	f.owedErr = errors.New("away")
	act.Tick("1")
	act.Tick("2")
	s.run()
	if vm = k.togetherVM(f.about); vm.Detail.Charge.Reason == "" {
		t.Errorf("unread: %+v", vm.Detail)
	}
	act.Tick("1")
	if vm = k.togetherVM(f.about); vm.Detail.Charge.Reason != "Tick what the customer pays now." {
		t.Errorf("none: %+v", vm.Detail)
	}
	if len(f.charged) != 0 {
		t.Errorf("%+v", f.charged)
	}
	act.Back()
	s.run()
	if k.pick.together != nil || k.pick.selected != 1 {
		t.Error("the way back is lost")
	}
}

// Lost if it fails: an auditor is offered amounts and invoices to charge, who may only look.
func TestWhoOnlyLooksIsOfferedNoAmounts(t *testing.T) {
	k, f, s := newKiosk(t)
	oneCustomer(f)
	signIn(k, s)
	k.choose(1)
	s.run()
	d := k.desk(f.about)
	if vm := present.Picker(d).Detail; vm.OtherAmount == "" || vm.Together == "" {
		t.Fatalf("%+v", vm)
	}
	d.Reads = true
	if vm := present.Picker(d).Detail; vm.OtherAmount != "" || vm.Together != "" {
		t.Errorf("%+v", vm)
	}
}
