package app

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"paydesk/services/odoo"
	"paydesk/services/payment"
	"paydesk/services/sim"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
	"paydesk/services/stripe"
)

// TestMain looks for goroutines that nobody ended; the toolkit's own queue lives as long as the program.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("fyne.io/fyne/v2/internal/async.(*UnboundedChan[...]).processing"))
}

// newLab is the demo shop on loopback for one test.
func newLab(t *testing.T, customer string) *sim.Lab {
	t.Helper()
	lab, err := sim.Start(sim.Options{Seed: 1, Auto: stripesim.Auto{Customer: customer, After: 100 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := lab.Close(); err != nil {
			t.Error(err)
		}
	})
	return lab
}

func newTestCounter(t *testing.T, lab *sim.Lab, name, dir string) *Counter {
	t.Helper()
	c, err := NewCounter(context.Background(), Settings{
		Name: name, DataDir: dir, Log: quiet(),
		Odoo:   odoo.Config{URL: lab.OdooURL, Database: sim.OdooDatabase, User: sim.OdooUser, Key: sim.OdooKey},
		Stripe: stripe.Config{URL: lab.StripeURL, Key: sim.StripeKey, Location: sim.Location},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, role := range map[string]staff.Role{"Ingrid Solheim": staff.Manager, "Aisha Karim": staff.Cashier} {
		if _, err := c.Staff.Enrol(name, role, "5209"); err != nil && !errors.Is(err, staff.ErrNameTaken) {
			t.Fatal(err)
		}
	}
	return c
}

// changes wakes whoever waits for the counter's next change.
func changes(c *Counter) <-chan struct{} {
	ch := make(chan struct{}, 1)
	c.OnChange(func() {
		select {
		case ch <- struct{}{}:
		default:
		}
	})
	return ch
}

func until(t *testing.T, ch <-chan struct{}, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for !ok() {
		select {
		case <-ch:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// Lost if it fails: a counter leaves goroutines behind when it closes, or money between the two books.
func TestCounterChargesBooksAndEndsCleanly(t *testing.T) {
	lab := newLab(t, stripesim.AutoDeclinedThenGood)
	c := newTestCounter(t, lab, "Counter 1", t.TempDir())
	ch := changes(c)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, ch, "list and readers", func() bool {
		_, ready := c.Readers.Find("Front desk")
		_, known := c.Desk.Index.Age()
		return len(c.Mirror.Snapshot().Open) > 0 && ready && known && c.Facts().Currency != ""
	})
	bill, err := c.bill(t.Context(), options{documents: []string{"INV/2026/00427"}})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := c.Readers.Find("Front desk")
	id, err := c.Charge(bill, staff.Person{Name: "Aisha Karim", Role: staff.Cashier}, r, "")
	if err != nil {
		t.Fatal(err)
	}
	var s payment.State
	until(t, ch, "the payment to be booked", func() bool {
		s, err = c.Desk.State(id)
		return err != nil || s.Phase.Final()
	})
	if err != nil || s.Phase != payment.Done || s.Attempt != 2 {
		t.Fatalf("%v, %s after %d attempts: %+v", err, s.Phase, s.Attempt, s.Problem)
	}
	until(t, ch, "the paid invoice to leave the list", func() bool {
		_, err := findDocument(c.Mirror, "INV/2026/00427")
		return err != nil
	})
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if a := lab.Ledger().Agreement; !a.Agree() || a.Charges != 1 || a.Bookings != 1 {
		t.Errorf("the books: %+v", a)
	}
}

// Lost if it fails: a shop's database copied for a test is charged with the shop's own cards, or the reverse.
func TestForeignPinStopsCharging(t *testing.T) {
	lab := newLab(t, stripesim.AutoNone)
	dir := t.TempDir()
	c := newTestCounter(t, lab, "Counter 1", dir)
	if err := c.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := c.Stripe.SetLocationShop(context.Background(), "0123456789abcdef0123456789abcdef"); err != nil {
		t.Fatal(err)
	}
	if err := c.checkIdentity(context.Background()); err == nil {
		t.Error("another shop's pin was accepted")
	}
	if _, err := c.identity.ShopID(); err == nil {
		t.Error("charging goes on under another shop's pin")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

// Lost if it fails: a till that was left on its test key books test money among the real one, and the cashier sees "paid".
func TestATestKeyIsRefusedInALiveShop(t *testing.T) {
	lab := newLab(t, stripesim.AutoNone)
	c := newTestCounter(t, lab, "Counter 1", t.TempDir())
	if err := c.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Odoo.CreateShopRecord(context.Background(), "live", "0123456789abcdef0123456789abcdef"); err != nil {
		t.Fatal(err)
	}
	if err := c.checkIdentity(context.Background()); !errors.Is(err, payment.ErrOtherShop) || !strings.Contains(err.Error(), "test key") {
		t.Errorf("a test key at a shop that takes real money: %v", err)
	}
	if _, err := c.identity.ShopID(); err == nil {
		t.Error("charging goes on with test money")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}
