package ui

import (
	"slices"
	"testing"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

func waiting() []recovery.Entry {
	e := recovery.Entry{ID: "refused:pi_1", Kind: recovery.Refused, Mark: "pi_1", Intent: "pi_1", Amount: money.New(231000, "EUR"), Customer: "Brandt", Text: "Locked."}
	back := recovery.Entry{ID: "taken_back:pi_2", Kind: recovery.TakenBack, Mark: "pi_2", Intent: "pi_2", Amount: money.New(9650, "EUR")}
	return []recovery.Entry{back, e}
}

// Lost if it fails: a cashier orders what only a manager may, or an entry is closed without a person, a PIN and a reason.
func TestEntriesAreSettledByWhomTheyMay(t *testing.T) {
	k, f, s, _ := withManager(t)
	k.closeConsent()
	f.entries = waiting()
	k.goTo(shell.PlaceAttention)
	act := k.attentionActions()
	act.Act("refused:pi_1") // the cashier may ask Odoo once more
	s.run()
	by := k.session.Person.Name
	if want := []string{"refused:pi_1 book_again " + by + " "}; !slices.Equal(f.settled, want) {
		t.Fatalf("%q", f.settled)
	}
	act.Act("taken_back:pi_2") // what a person undid, only a manager orders again
	s.run()
	if len(f.settled) != 1 || !k.consent.open {
		t.Fatalf("%q, asked %v", f.settled, k.consent.open)
	}
	k.closeConsent()
	act.More("refused:pi_1")
	if k.entrySheet() == nil {
		t.Fatal("no sheet")
	}
	k.entrySheetActions().Choose("close")
	s.run()
	if len(f.settled) != 1 || !k.consent.open || len(k.consent.show.Reasons) == 0 {
		t.Fatalf("%q, %+v", f.settled, k.consent.show)
	}
	k.consentActions().Reason(1)
	typePIN(k, f.pin)
	k.giveConsent()
	s.run()
	if len(f.settled) != 2 || f.settled[1] != "refused:pi_1 close "+k.consentManager(f)+" "+present.EntryReasons()[1] {
		t.Errorf("%q", f.settled)
	}
}

// consentManager is the one who approves in these tests.
func (k *Kiosk) consentManager(f *fakeTill) string {
	i := slices.IndexFunc(f.people, func(p staff.Person) bool { return p.Role == "manager" })
	return f.people[i].Name
}

// Lost if it fails: a shop that moved stays closed, or a copied database goes on as the original.
func TestPinningAsksWhatHappened(t *testing.T) {
	k, f, s, _ := withManager(t)
	for i, copied := range []bool{false, true} {
		f.about.Stopped, f.about.Unpinned = "other shop", true
		k.stripTapped(present.StripPin)
		k.consentActions().Reason(i)
		typePIN(k, f.pin)
		k.giveConsent()
		s.run()
		if len(f.pinned) != i+1 || f.pinned[i] != copied {
			t.Fatalf("%v", f.pinned)
		}
	}
}

// Lost if it fails: a charge is booked on another invoice than the one a manager tapped, or without his PIN.
func TestChargeIsBookedOnTheChosenInvoiceByAManagersPIN(t *testing.T) {
	k, f, s, _ := withManager(t)
	k.closeConsent()
	f.entries = []recovery.Entry{{ID: "document:pi_1", Kind: recovery.Document, Mark: "pi_1", Intent: "pi_1", Amount: money.New(12000, "EUR"), Customer: "Brandt", Partner: 7}}
	for n, number := range []string{"INV/1", "INV/2"} {
		d := document.Document{ID: int64(n + 1), Number: number, Residual: money.New(4500, "EUR")}
		d.Partner.Name = "Brandt"
		f.payables = append(f.payables, d)
	}
	k.goTo(shell.PlaceAttention)
	k.attentionActions().More("document:pi_1")
	k.entrySheetActions().Choose("elsewhere")
	if k.entrySheet() == nil || k.consent.open {
		t.Fatal("no invoices to choose from, or asked for a PIN before one is chosen")
	}
	k.entrySheetActions().Choose("2")
	s.run()
	if !k.consent.open || len(f.settled) != 0 {
		t.Fatalf("asked %v, done %q", k.consent.open, f.settled)
	}
	typePIN(k, f.pin)
	k.giveConsent()
	s.run()
	if want := "document:pi_1 on INV/2 " + k.consentManager(f); len(f.settled) != 1 || f.settled[0] != want {
		t.Errorf("%q, must be %q", f.settled, want)
	}
}

// Lost if it fails: money leaves without a manager's PIN and a reason, or in the wrong person's name.
func TestGivingBackAsksForAManagersPINAndAReason(t *testing.T) {
	k, f, s, _ := withManager(t)
	k.closeConsent()
	f.entries = []recovery.Entry{{ID: "document:pi_1", Kind: recovery.Document, Mark: "pi_1", Intent: "pi_1", Amount: money.New(12000, "EUR"), Customer: "Brandt"}}
	k.goTo(shell.PlaceAttention)
	k.attentionActions().More("document:pi_1")
	k.entrySheetActions().Choose("give_back")
	s.run()
	if !k.consent.open || len(k.consent.show.Reasons) == 0 || len(f.settled) != 0 {
		t.Fatalf("asked %v, done %q", k.consent.open, f.settled)
	}
	typePIN(k, f.pin)
	k.giveConsent() // no reason yet
	s.run()
	if len(f.settled) != 0 {
		t.Fatalf("%q", f.settled)
	}
	k.consentActions().Reason(0)
	k.giveConsent()
	s.run()
	if want := "document:pi_1 back " + k.by() + " " + k.consentManager(f) + " " + present.GiveBackReasons()[0]; len(f.settled) != 1 || f.settled[0] != want {
		t.Errorf("%q, must be %q", f.settled, want)
	}
}
