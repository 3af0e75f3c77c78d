package odoosim

import (
	"testing"
	"time"
)

// Lost: the trap of a domain leaf on an unsearchable field, which Odoo drops: every payment answers.
func TestUnsearchableLeafIsDropped(t *testing.T) {
	s, c, _ := newTestServer(t, 1000, 2000)
	for _, doc := range []string{"INV/2026/00001", "INV/2026/00002"} {
		if _, err := s.RegisterHandPayment(doc, 1000); err != nil {
			t.Fatal(err)
		}
	}
	count := func(domain ...any) int { return c.do("account.payment", "search_count", []any{domain}, nil).(int) }
	leaf := []any{"reconciled_invoice_ids", "in", []any{1}}
	if n := count(leaf); n != 2 {
		t.Errorf("unsearchable leaf found %d of 2", n)
	}
	if n := count("!", leaf); n != 2 {
		t.Errorf("negated unsearchable leaf found %d of 2", n)
	}
	if n := count([]any{"invoice_ids", "in", []any{1}}); n != 1 {
		t.Errorf("invoice_ids found %d, want 1", n)
	}
}

// Lost: the overlap a refresh must keep. write_date is the start of the transaction, told in whole seconds, while
// comparisons see the fraction.
func TestWriteDateIsTheStartOfTheTransaction(t *testing.T) {
	s, c, clk := newTestServer(t, 1000)
	must(t, s.Fault(Fault{Name: "slow", Target: "account.move.write", Delay: 90 * time.Second, Count: 1}))
	c.do("account.move", "write", []any{[]any{1}, object{{"ref", "x"}}}, nil)
	if got := c.row("account.move", 1, "write_date")["write_date"]; got != "2026-11-22 09:30:15" {
		t.Errorf("write_date %v, want the start of a call that ended at %v", got, clk.Now())
	}
	count := func(op string) any {
		return c.do("account.move", "search_count", []any{[]any{[]any{"write_date", op, "2026-11-22 09:30:15"}}}, nil)
	}
	if count(">") != 1 || count("=") != 0 {
		t.Error("the fraction of a second is not stored")
	}
	c.do("account.move", "message_post", []any{[]any{1}}, object{{"body", "note"}})
	if got := c.row("account.move", 1, "write_date")["write_date"]; got != "2026-11-22 09:30:15" {
		t.Errorf("a note moved write_date to %v", got)
	}
}

// Lost: all or nothing. A call that faults half-way leaves no trace.
func TestFaultRollsBack(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	id, gone := c.load("pi_1", "10.00", "1"), c.load("pi_0", "1.00", "1")
	c.none("account.payment", "action_post", []any{id, gone})
	c.none("account.payment", "action_cancel", []any{gone})
	c.fails(2, "Only draft journal entries can be cancelled.", "account.payment", "action_cancel", []any{[]any{id, gone}}, nil)
	if p := c.row("account.payment", id, "state"); p["state"] != "in_process" {
		t.Errorf("half a transaction stayed: %v", p)
	}
	bad := c.cells("pi_2", "10.00", "1")
	bad[8] = "22.11.2026"
	res := c.do("account.payment", "load", []any{loadColumns, []any{c.cells("pi_3", "10.00", "1"), bad}}, createOnce).(object)
	if ids, _ := res.get("ids"); ids != false {
		t.Errorf("load with a bad date answered %v", ids)
	}
	if l := s.Ledger(); len(l.Payments) != 2 || l.Created["paydesk_pi_3"] != 0 {
		t.Errorf("a good row of a bad load stayed: %+v", l)
	}
}

// Lost: a deleted payment's id is free, and that somebody booked twice is still known.
func TestDeletingFreesTheExternalID(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	id := c.load("pi_1", "10.00", "1")
	must(t, s.DeletePayment(id))
	again := c.load("pi_1", "10.00", "1")
	if again == id {
		t.Error("the id of a deleted payment was handed out again")
	}
	if n := s.Ledger().Created["paydesk_pi_1"]; n != 2 {
		t.Errorf("created %d times, want 2", n)
	}
}

// Lost: what a wizard does that create-once does not: every action posts another payment, without a fault.
func TestWizardPostsAgain(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	context := object{{"context", object{{"active_model", "account.move"}, {"active_ids", []any{1}}}}}
	w := c.do("account.payment.register", "create", []any{object{{"journal_id", s.db.stripe}}}, context)
	for range 2 {
		c.do("account.payment.register", "action_create_payments", []any{[]any{w}}, context)
	}
	l := s.Ledger()
	if len(l.Payments) != 2 || !l.Payments[0].IsReconciled || l.Payments[1].IsReconciled {
		t.Errorf("two actions left %+v", l.Payments)
	}
}

// Lost: a guard on the document's state. Assigning to a draft is refused by 18, to a paid one does nothing.
func TestAssigningToADocumentThatChanged(t *testing.T) {
	s, c, _ := newTestServer(t, 1000, 1000)
	id := c.load("pi_1", "10.00", "1")
	c.none("account.payment", "action_post", []any{id})
	must(t, s.ResetToDraft("INV/2026/00001"))
	c.fails(2, "You can only reconcile posted entries.", "account.move", "js_assign_outstanding_line", []any{[]any{1}, c.line(id)}, nil)
	must(t, s.Post("INV/2026/00001"))
	if _, err := s.RegisterHandPayment("INV/2026/00001", 1000); err != nil {
		t.Fatal(err)
	}
	c.none("account.move", "js_assign_outstanding_line", []any{1}, c.line(id))
	if c.row("account.payment", id, "is_reconciled")["is_reconciled"] != false {
		t.Error("a paid document took another payment")
	}
}

// Lost: taking a booking back. Cancelling opens the document again and cannot be done twice; posting it again does
// nothing.
func TestCancelOpensTheDocumentAgain(t *testing.T) {
	_, c, _ := newTestServer(t, 1000)
	id := c.load("pi_1", "10.00", "1")
	c.none("account.payment", "action_post", []any{id})
	c.none("account.move", "js_assign_outstanding_line", []any{1}, c.line(id))
	c.none("account.payment", "action_cancel", []any{id})
	c.fails(2, "Only draft journal entries can be cancelled.", "account.payment", "action_cancel", []any{[]any{id}}, nil)
	c.none("account.payment", "action_post", []any{id})
	if p := c.row("account.payment", id, "state", "is_reconciled"); p["state"] != "canceled" || p["is_reconciled"] != false {
		t.Errorf("payment reads %v", p)
	}
	if m := c.row("account.move", 1, "payment_state", "amount_residual"); m["payment_state"] != "not_paid" || m["amount_residual"] != 10.0 {
		t.Errorf("invoice reads %v", m)
	}
	if again := c.load("pi_1", "10.00", "1"); again != id {
		t.Error("a cancelled payment lost its external id")
	}
}

// Lost: closed invoices that an incremental refresh must notice. Booking, cancelling and resetting all move the
// invoice's write_date.
func TestEveryChangeMovesWriteDate(t *testing.T) {
	s, c, clk := newTestServer(t, 1000)
	last := c.row("account.move", 1, "write_date")["write_date"]
	moved := func(step string) {
		t.Helper()
		now := c.row("account.move", 1, "write_date")["write_date"]
		if now == last {
			t.Errorf("%s left write_date at %v", step, now)
		}
		last = now
		clk.advance(time.Minute)
	}
	clk.advance(time.Minute)
	id, err := s.RegisterHandPayment("INV/2026/00001", 1000)
	must(t, err)
	moved("a payment")
	must(t, s.CancelPayment(id))
	moved("its cancellation")
	_, _, err = s.CreditNote("INV/2026/00001", 500)
	must(t, err)
	moved("a credit note")
	must(t, s.ResetToDraft("INV/2026/00001"))
	moved("a reset")
}

// Lost: a booking into locked books. Nothing faults; the payment keeps its date, the entry moves to today.
func TestLockedBooksMoveTheEntry(t *testing.T) {
	s, c, _ := newTestServer(t, 1000)
	must(t, s.LockBooks(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -1)))
	cells := c.cells("pi_1", "10.00", "1")
	cells[8] = "2026-10-15"
	ids, _ := c.do("account.payment", "load", []any{loadColumns, []any{cells}}, createOnce).(object).get("ids")
	id := ids.([]any)[0].(int)
	c.none("account.payment", "action_post", []any{id})
	p := c.row("account.payment", id, "date", "move_id")
	entry := c.row("account.move", p["move_id"].([]any)[0].(int), "date")
	if p["date"] != "2026-10-15" || entry["date"] != "2026-11-22" {
		t.Errorf("payment of %v, entry of %v", p["date"], entry["date"])
	}
}
