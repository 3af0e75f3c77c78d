package document

import (
	"context"
	"testing"
	"time"

	"paydesk/services/money"
)

// Lost if it fails: a credit note that waits to be paid back is not offered, stays offered after it was, or stands among the
// invoices that may be charged.
func TestOpenCreditNotesStandApart(t *testing.T) {
	m, f, c, keep := newMirror(t)
	note := func(id int64, due string) Document {
		d := doc(id, "Harbour Dental Practice", due, 12845)
		d.Kind, d.WriteDate = CreditNote, c.now.Add(time.Second)
		return d
	}
	f.docs[7], f.docs[6] = note(7, "2026-11-17"), note(6, "2026-11-19")
	c.now = c.now.Add(time.Minute)
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s := m.Snapshot(); ids(s.Notes) != "76" || ids(s.Open) != "2134" && ids(s.Open) != "2143" {
		t.Fatalf("notes %s, open %s", ids(s.Notes), ids(s.Open))
	}
	again, err := NewMirror(f, keep, c, nil)
	if err != nil || ids(again.Snapshot().Notes) != "76" {
		t.Fatalf("after a restart %s, %v", ids(again.Snapshot().Notes), err)
	}
	paid := f.docs[7]
	paid.PaymentState, paid.Residual, paid.WriteDate = "in_payment", money.New(0, "EUR"), c.now
	f.docs[7] = paid
	c.now = c.now.Add(time.Minute)
	if err := m.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s := m.Snapshot(); ids(s.Notes) != "6" || ids(s.Paid) != "" {
		t.Errorf("after it was paid back: notes %s, just paid %s", ids(s.Notes), ids(s.Paid))
	}
}
