package history

import (
	"paydesk/assets"
	"paydesk/services/explain"
	"paydesk/services/payment"
	"paydesk/services/recovery"
)

// decided tells what people ordered about a charge, and what counters took on from each other.
func (t *telling) decided(next payment.State, e payment.Event) {
	switch f := e.Fact.(type) {
	case payment.PostRequested:
		switch {
		case f.By == "": // the program's own, told by what follows
		case len(f.Parts) > 0:
			t.add(e.At, Plain, "history.step.book_on", "", "person", f.By, "number", next.Numbers())
		case f.Credit:
			t.add(e.At, Plain, "history.step.book_credit", "", "person", f.By)
		default:
			t.add(e.At, Plain, "history.step.book_again", "", "person", f.By)
		}
	case payment.Adopted:
		t.add(e.At, Plain, "history.step.adopted", Short(f.Intent.ID), "counter", f.Order.Counter.Name)
		if f.By != "" {
			t.add(e.At, Plain, "history.step.book_on", "", "person", f.By, "number", next.Numbers())
		}
	case payment.MoveAnswered:
		if f.Failure != "" {
			t.add(e.At, Care, "history.step.unmoved", explain.Words(explain.Stripe, f.Failure, "").What)
		}
	case payment.Closed:
		by := f.By
		if by == recovery.AnotherCounter {
			by = assets.T("overlay.someone")
		}
		t.add(e.At, Plain, "history.step.closed", f.Reason, "person", by)
	}
}
