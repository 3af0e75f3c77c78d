package ui

import (
	"slices"
	"testing"

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
