package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/ui/kit"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// fakeHolds is a shop's holds that do what the test says.
type fakeHolds struct {
	held    []payment.Hold
	heldErr error
	orders  []string
}

func (f *fakeHolds) Holds(context.Context) ([]payment.Hold, error) { return f.held, f.heldErr }
func (f *fakeHolds) CaptureHold(_ context.Context, intent string, minor int64, by string) (string, error) {
	f.orders = append(f.orders, fmt.Sprintf("capture %s %d %s", intent, minor, by))
	return "h1", nil
}
func (f *fakeHolds) ReleaseHold(_ context.Context, intent, by, approver, reason string) (string, error) {
	f.orders = append(f.orders, fmt.Sprintf("release %s %s %s: %s", intent, by, approver, reason))
	return "h1", nil
}

// holding is a kiosk in a shop with one hold of another counter's, and a manager.
func holding(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	f.held = []payment.Hold{{Amount: money.New(128450, "EUR"), Until: s.now.Add(47 * time.Hour), Brand: "visa", Last4: "4242",
		Claim: payment.Claim{Intent: "pi_1", Counter: payment.Counter{Name: "Counter 2"}, By: "Tomás Oliveira", Parts: []payment.Part{{Document: 1, Number: "INV/1", Minor: 128450}}}}}
	life := payment.State{Phase: payment.Capturing}
	life.Order = payment.Order{ID: "h1", Amount: money.New(128450, "EUR"), Parts: f.held[0].Claim.Parts}
	f.gone = map[string]payment.State{"h1": life}
	k.loadPeople()
	s.run()
	signIn(k, s)
	s.now = s.now.Add(2 * holdsEvery)
	k.touch()
	k.onTick()
	s.run()
	k.goTo(shell.PlaceHolds)
	s.run()
	return k, f, s
}

// Lost if it fails: a hold is not found at the counter, is called paid there, or another amount is charged than the one typed.
func TestHoldIsChargedInPart(t *testing.T) {
	k, f, s := holding(t)
	vm := k.holdsVM(f.about)
	if len(vm.Items) != 1 || vm.Items[0].Money != "€1,284.50 is reserved. Nothing was charged." || vm.Items[0].Who != "1 day 22 h left" || vm.Items[0].Title != "€1,284.50 · Customer INV/1" {
		t.Fatalf("%+v", vm.Items)
	}
	act := k.holdActions()
	act.Act("pi_1")
	for _, key := range []kit.Key{5, 0, kit.KeyDoubleZero} {
		k.captureActions().Key(key)
	}
	if vm := k.captureVM(f.about); vm.Amount != "€50.00" || vm.After.Amount != "€1,234.50" {
		t.Errorf("%+v", vm)
	}
	k.capture()
	k.capture() // a second tap
	s.run()
	if len(f.orders) != 1 || f.orders[0] != "capture pi_1 5000 Aisha Karim" || k.paying != "h1" {
		t.Errorf("%v, overlay %q", f.orders, k.paying)
	}
}

// Lost if it fails: a hold is let go without a manager's PIN, or without a reason.
func TestHoldIsLetGoWithAManagersPIN(t *testing.T) {
	k, f, s := holding(t)
	k.holdActions().More("pi_1")
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.orders) != 0 {
		t.Fatalf("let go without a reason: %v", f.orders)
	}
	k.consentActions().Reason(0)
	k.giveConsent()
	s.run()
	if len(f.orders) != 1 || f.orders[0] != "release pi_1 Aisha Karim Ingrid Solheim: The goods came back" {
		t.Errorf("%v", f.orders)
	}
}

// Lost if it fails: the entry that warns of a hold leads nowhere.
func TestWarningLeadsToTheHold(t *testing.T) {
	k, _, _ := holding(t)
	k.place = shell.PlaceAttention
	e := recovery.Entry{ID: "hold_ends:pi_1", Kind: recovery.HoldEnds, Mark: "pi_1", Intent: "pi_1", Amount: money.New(128450, "EUR")}
	k.decide(e, e.Actions()[0])
	if k.place != shell.PlaceHolds {
		t.Errorf("it leads to %s", k.place)
	}
}

// Lost if it fails: Hold charges, By phone goes to the reader without a manager, or the way chosen for one invoice is taken for
// the next.
func TestWayToPayGoesWithTheInvoice(t *testing.T) {
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	f.about.Phone = true
	for i := range f.readers.Readers {
		f.readers.Readers[i].Type = "stripe_s700"
	}
	k.loadPeople()
	s.run()
	signIn(k, s)
	k.choose(1)
	s.run()
	k.pickActions().Method(present.WayPhone)
	k.charge(1)
	s.run()
	if len(f.charged) != 0 || !k.consent.open {
		t.Fatalf("charged %v without a manager", f.charged)
	}
	k.consentActions().Reason(0)
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.charged) != 1 || f.charged[0].Way.Method != payment.ByMOTO || f.charged[0].Approver != "Ingrid Solheim" || f.charged[0].Way.Why == "" {
		t.Fatalf("%+v", f.charged)
	}
	f.set(payment.Done)
	k.overlayTapped(present.ButtonNext)
	k.paying = ""
	k.choose(2)
	s.run()
	k.pickActions().Method(present.WayHold)
	k.choose(1)
	k.choose(2)
	s.run()
	k.charge(2)
	s.run()
	if len(f.charged) != 2 || f.charged[1].Way.Hold {
		t.Fatalf("the way of the choice before was taken: %+v", f.charged)
	}
}
