package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/services/staff"
	"paydesk/ui/approve"
)

func withManager(t *testing.T) (*Kiosk, *fakeTill, *steps, *[]string) {
	t.Helper()
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	k.loadPeople()
	s.run()
	signIn(k, s)
	var done []string
	k.approve(approval{show: approve.VM{Title: "Free reader B", Reasons: []string{"It hangs", "Wrong reader"}, PIN: approve.PINVM{Act: "Free it"}}, journal: "free reader B",
		do: func(by staff.Session, reason string) { done = append(done, by.Person.Name+": "+reason) }})
	return k, f, s, &done
}

func typePIN(k *Kiosk, pin string) {
	for _, r := range pin {
		k.TypedRune(r) // a hardware keyboard takes the same way as the keypad
	}
}

// Lost if it fails: what needs a manager happens without one, or without the reason that the journal asks for.
func TestOnlyAManagersPINApproves(t *testing.T) {
	k, f, s, done := withManager(t)
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(*done) != 0 || len(f.asked) != 0 {
		t.Fatalf("approved without a reason: %v", *done)
	}
	k.consentActions().Reason(1)
	k.consentActions().Choose("aisha") // a cashier's right PIN is no approval
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(*done) != 0 || len(f.asked) != 0 || k.consentVM().PIN.Selected != "" {
		t.Fatalf("a cashier approved: %v", *done)
	}
	k.consentActions().Choose("ingrid")
	typePIN(k, "2222")
	k.giveConsent()
	s.run()
	if len(*done) != 0 || len(k.consent.pin) != 0 {
		t.Fatalf("a wrong PIN approved, or was kept: %v", *done)
	}
	typePIN(k, "1111")
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	k.giveConsent() // twice is once
	s.run()
	if len(*done) != 1 || (*done)[0] != "Ingrid Solheim: Wrong reader" || k.consent.open {
		t.Fatalf("%v, open %v", *done, k.consent.open)
	}
	if last := f.asked[len(f.asked)-1]; last != "free reader B: Wrong reader" {
		t.Errorf("the journal gets %q", last)
	}
}

// Lost if it fails: an approval that is judged while the sheet closes acts behind everybody's back, or in another sheet.
func TestAClosedSheetApprovesNothing(t *testing.T) {
	k, _, s, done := withManager(t)
	again := k.consent.approval
	k.consentActions().Reason(0)
	typePIN(k, "1111")
	k.giveConsent()
	k.consentActions().Close()
	k.approve(again)
	s.run()
	if len(*done) != 0 || !k.consent.open || k.consent.busy {
		t.Errorf("%v, open %v, busy %v", *done, k.consent.open, k.consent.busy)
	}
	k.lockNow()
	s.run()
	if k.consent.open {
		t.Error("the sheet outlives who opened it")
	}
}

// Lost if it fails: a PIN is guessed as fast as fingers type.
func TestAWrongPINWaits(t *testing.T) {
	k, f, s, done := withManager(t)
	k.consentActions().Reason(0)
	f.wait = 30 * time.Second
	typePIN(k, "2222")
	k.giveConsent()
	s.run()
	f.wait = 0
	if p := k.consentVM().PIN; !p.Wait || p.Message != "Wait 30 s, then try again." {
		t.Fatalf("%+v", p)
	}
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(*done) != 0 || len(k.consent.pin) != 0 {
		t.Fatal("keys counted while one must wait")
	}
	s.now = s.now.Add(31 * time.Second)
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(*done) != 1 {
		t.Errorf("%v", *done)
	}
}
