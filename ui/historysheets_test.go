package ui

import (
	"slices"
	"testing"

	"paydesk/services/payment"
	"paydesk/services/staff"
	historyview "paydesk/ui/history"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

// Lost if it fails: a second receipt passes for the first, is made twice by a nervous finger, or shows after somebody else signed in.
func TestReprintOnceATapAndOnlyForWhoAsked(t *testing.T) {
	k, f, s := openPast(t)
	k.chooseRecord("a")
	s.run()
	k.recordAct(historyview.ActReceipt, "a")
	k.recordAct(historyview.ActReceipt, "a")
	s.run()
	if !slices.Equal(f.made, []string{"a Aisha Karim"}) || k.past.sheet != paperSheet || !shot.Says(k.Content(), "DUPLICATE") || !shot.Says(k.Content(), "1.pdf") {
		t.Fatalf("made %v, sheet %v", f.made, k.past.sheet)
	}
	k.paperTapped("done")
	k.recordAct(historyview.ActReceipt, "a")
	k.lockNow()
	s.run()
	signIn(k, s)
	k.goTo(shell.PlaceHistory)
	s.run()
	if k.past.sheet != noSheet || k.past.query != "" {
		t.Error("the next person sees the last one's receipt")
	}
}

// Lost if it fails: a customer who calls for the receipt gets none by e-mail, another payment's goes out, or an auditor sends it.
func TestAReceiptOfThePastGoesByMail(t *testing.T) {
	k, f, s := openPast(t)
	st := payment.State{Phase: payment.Done}
	st.Order = payment.Order{ID: "a", Parts: []payment.Part{{Document: 7, Number: "INV/a"}}}
	f.gone = map[string]payment.State{"a": st}
	k.chooseRecord("a")
	s.run()
	k.recordAct(historyview.ActReceipt, "a")
	s.run()
	k.paperTapped(present.PaperMail)
	s.run()
	if !k.typingMail() || k.giving.id != "a" {
		t.Fatalf("nobody asks for the address: %+v", k.giving)
	}
	k.TypedRune('x') // goes to the address, not to the search
	k.mailTyped("nikos@example.gr")
	s.run()
	if k.past.query != "" || k.typingMail() || !slices.Equal(f.mailed, []string{"nikos@example.gr"}) || !shot.Says(k.Content(), "…@example.gr") {
		t.Errorf("query %q, mailed %v", k.past.query, f.mailed)
	}
	k.session.Person.Role = staff.Auditor
	k.paperTapped(present.PaperMail)
	s.run()
	if k.typingMail() || shot.Find(k.Content(), "E-mail") != nil {
		t.Error("an auditor sends a receipt")
	}
	k.session.Person.Role = staff.Cashier
	k.paperTapped(present.PaperMail)
	s.run()
	k.goTo(shell.PlaceDay)
	k.goTo(shell.PlaceHistory)
	s.run()
	if k.typingMail() {
		t.Error("the page for the address comes back over another payment")
	}
}
