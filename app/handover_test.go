package app

import (
	"strings"
	"testing"

	"paydesk/services/payment"
	"paydesk/services/sim"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
)

// One cashier begins, the card is refused, a colleague goes on and it is paid. Lost if it fails: the journal, the receipt or the
// history names only one of them, and nobody can say who stood there when the money moved.
func TestAChangeOfCashierKeepsBothNames(t *testing.T) {
	t.Parallel()
	lab := newLab(t, stripesim.AutoNone)
	c := newTestCounter(t, lab, "Counter 1", t.TempDir())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
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
	reach := func(phase payment.Phase) {
		t.Helper()
		until(t, ch, phase.String(), func() bool {
			s, err = c.Desk.State(id)
			return err != nil || s.Phase == phase
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	play := func(kind, card string) {
		t.Helper()
		if err := lab.Gesture(sim.GestureRequest{Gesture: gesture("tmr_frontdesk", kind, card)}); err != nil {
			t.Fatal(err)
		}
	}
	reach(payment.Waiting)
	play(stripesim.GestureDeclined, "stolen_card")
	reach(payment.Declined)
	if err := c.Desk.Retry(id, s.Reader, "Ingrid Solheim"); err != nil {
		t.Fatal(err)
	}
	reach(payment.Waiting)
	play(stripesim.GestureTap, "visa")
	reach(payment.Done)
	if s.Person != "Aisha Karim" || s.With != "Ingrid Solheim" {
		t.Errorf("the payment is of %q with %q", s.Person, s.With)
	}
	again, err := payment.Load(journal{store: c.Store}, id)
	if err != nil || again.With != s.With {
		t.Errorf("the journal says %q, %v", again.With, err)
	}
	slip, err := c.slip(id, "Ingrid Solheim")
	if err != nil || !strings.Contains(slip.Text(60), "Aisha Karim, Ingrid Solheim") {
		t.Errorf("the receipt: %v\n%s", err, slip.Text(60))
	}
	row, ok := c.History.Row(id)
	if !ok || row.Person != s.Person || row.With != s.With {
		t.Errorf("the history: %+v", row)
	}
	steps, err := c.History.Steps(id, "EUR")
	var told []string
	for _, step := range steps {
		told = append(told, step.Title)
	}
	if all := strings.Join(told, "\n"); err != nil || !strings.Contains(all, "Aisha Karim taps Charge") || !strings.Contains(all, "Asked again by Ingrid Solheim") {
		t.Errorf("the timeline: %v\n%s", err, all)
	}
}
