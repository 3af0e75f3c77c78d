package app

import (
	"errors"
	"testing"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/recovery"
	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
)

// Every door of the desks asks who comes. Lost if it fails: an auditor moves money or changes something as soon as a screen
// forgets to hide a button; a cashier refunds, frees or decides without a manager.
func TestEveryDoorRefusesWhoMayNot(t *testing.T) {
	lab := newLab(t, stripesim.AutoNone)
	c := newTestCounter(t, lab, "Counter 1", t.TempDir())
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx := t.Context()
	people := map[staff.Role]staff.Person{}
	for name, role := range map[string]staff.Role{"Ingrid": staff.Manager, "Aisha": staff.Cashier, "Ruth": staff.Auditor} {
		p, err := c.Staff.Enrol(name, role, "5209")
		if err != nil {
			t.Fatal(err)
		}
		people[role] = p
	}
	if err := c.Prepare(ctx); err != nil {
		t.Fatal(err)
	}
	if err := c.Mirror.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	bill, err := c.bill(ctx, options{documents: []string{"INV/2026/00427"}})
	if err != nil {
		t.Fatal(err)
	}
	front, _ := c.Readers.Find("Front desk")
	euros := money.New(1000, "EUR")
	seen := payment.Running{Reader: reader.Reader{ID: front.ID}}
	order := func(person, approver string) refund.Order {
		return refund.Order{Person: person, Approver: approver, Reason: "test", Amount: euros, Shares: []refund.Share{{Intent: "pi_1", Minor: 1000}}, Note: refund.Document{ID: 1, Number: "RINV/1"}}
	}
	for _, intent := range []string{"pi_x", "pi_y"} {
		if err := c.Attention.Open(recovery.Entry{Kind: recovery.TakenBack, Mark: intent, Intent: intent}); err != nil {
			t.Fatal(err)
		}
	}
	care := &reader.Manager{Stripe: c.Stripe, Registry: c.Readers, Clock: c.Clock, Rand: cryptoRand, May: c.Staff.May}
	manager := people[staff.Manager].Name
	const refused, asks = "refused", "asks a manager"
	for name, door := range map[string]struct {
		open            func(staff.Person) error
		cashier, manage string // empty: goes in, whatever it finds there
	}{
		"charge": {func(p staff.Person) error { _, err := c.Charge(bill, p, front, ""); return err }, "", ""},
		"charge, approved": {func(p staff.Person) error {
			_, err := c.ChargeApproved(bill, people[staff.Cashier], front, p.Name)
			return err
		}, asks, refused},
		"charge, keyed in": {func(p staff.Person) error {
			keyed := bill
			keyed.Way, keyed.Approver = payment.Way{Method: payment.ByMOTO, Why: "by phone"}, p.Name
			_, err := c.Charge(keyed, people[staff.Cashier], front, "")
			return err
		}, asks, ""},
		"charge a hold": {func(p staff.Person) error { _, err := c.Desk.Capture(ctx, "pi_none", 100, p.Name); return err }, "", ""},
		"let a hold go": {func(p staff.Person) error {
			_, err := c.Desk.Release(ctx, "pi_none", people[staff.Cashier].Name, p.Name, "test")
			return err
		}, asks, ""},
		"cancel":         {func(p staff.Person) error { return c.Desk.Cancel("none", p.Name) }, "", ""},
		"try again":      {func(p staff.Person) error { return c.Desk.Retry("none", payment.ReaderRef{}, p.Name) }, "", ""},
		"mail a receipt": {func(p staff.Person) error { _, err := c.MailSlip(ctx, "none", "a@b.c", p.Name); return err }, "", ""},
		"book again":     {func(p staff.Person) error { return c.Desk.Rebook("none", p.Name) }, "", ""},
		"free a reader": {func(p staff.Person) error {
			_, _, err := c.Desk.Free(ctx, payment.Freeing{Seen: seen, Manager: p.Name})
			return err
		}, asks, ""},
		"refund":           {func(p staff.Person) error { _, err := c.Refunds.Start(order(p.Name, p.Name)); return err }, asks, ""},
		"ask for a refund": {func(p staff.Person) error { _, err := c.Refunds.Start(order(p.Name, manager)); return err }, "", ""},
		"stop a refund":    {func(p staff.Person) error { return c.Refunds.GiveUp("none", p.Name) }, "", ""},
		"book a refund":    {func(p staff.Person) error { return c.Refunds.Rebook("none", p.Name) }, "", ""},
		"book as ordered": {func(p staff.Person) error {
			return c.Healer.Act(ctx, "taken_back:pi_x", recovery.BookAgain, p.Name, "")
		}, asks, ""},
		"book elsewhere": {func(p staff.Person) error { return c.Healer.BookOn(ctx, "taken_back:pi_x", nil, p.Name) }, asks, ""},
		"close an entry": {func(p staff.Person) error {
			return c.Healer.Act(ctx, "taken_back:pi_y", recovery.Close, p.Name, "test")
		}, asks, ""},
		"pin the shop":   {func(p staff.Person) error { return c.pin(ctx, p.Name, false) }, asks, ""},
		"renew identity": {func(p staff.Person) error { return c.RenewIdentity(p.Name) }, asks, ""},
		"pair a reader":  {func(p staff.Person) error { _, err := care.Register(ctx, p.Name, "", "", ""); return err }, asks, ""},
		"add a reader":   {func(p staff.Person) error { _, err := care.Add(ctx, p.Name, ""); return err }, asks, ""},
		"name a reader":  {func(p staff.Person) error { return care.Rename(ctx, p.Name, "", "") }, asks, ""},
		"add a person": {func(p staff.Person) error {
			_, err := c.Staff.Add(staff.Session{Person: p}, "", staff.Cashier, "")
			return err
		}, refused, ""},
		"change a role": {func(p staff.Person) error { return c.Staff.SetRole(staff.Session{Person: p}, "none", staff.Cashier) }, refused, ""},
		"rename":        {func(p staff.Person) error { return c.Staff.Rename(staff.Session{Person: p}, "none", "x") }, refused, ""},
		"another's PIN": {func(p staff.Person) error { return c.Staff.SetPIN(staff.Session{Person: p}, "none", "5209") }, refused, ""},
		"switch off":    {func(p staff.Person) error { return c.Staff.SwitchOff(staff.Session{Person: p}, "none") }, refused, ""},
		"switch on":     {func(p staff.Person) error { return c.Staff.SwitchOn(staff.Session{Person: p}, "none") }, refused, ""},
	} {
		wants := map[staff.Role]string{staff.Cashier: door.cashier, staff.Manager: door.manage, staff.Auditor: refused}
		for _, role := range []staff.Role{staff.Auditor, staff.Cashier, staff.Manager} { // who may goes last, and may change what is there
			want := wants[role]
			got, err := "", door.open(people[role])
			var d *staff.Denial
			switch {
			case errors.As(err, &d) && d.Approvable:
				got = asks
			case errors.As(err, &d), errors.Is(err, staff.ErrNotManager):
				got = refused
			}
			if got != want {
				t.Errorf("%s, %s: %q, want %q (%v)", name, role, got, want, err)
			}
		}
	}
	entries, err := c.Store.Entries("none")
	if err != nil || len(entries) != 0 {
		t.Errorf("a refused door wrote %d entries, %v", len(entries), err)
	}
}
