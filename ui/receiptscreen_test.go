package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/services/payment"
	"paydesk/services/print"
	historyview "paydesk/ui/history"
	"paydesk/ui/kit"
	"paydesk/ui/overlay"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// fakeSlips notes what is asked for.
type fakeSlips struct {
	printer bool
	status  print.Status
	printed []string
	kept    []string
	mailed  []string
	refuse  error
}

func (f *fakeSlips) HasPrinter() bool            { return f.printer }
func (f *fakeSlips) Printed(string) print.Status { return f.status }
func (f *fakeSlips) PrintSlip(id, by string) error {
	f.printed = append(f.printed, id+" "+by)
	return f.refuse
}

func (f *fakeSlips) KeepSlip(id, by string) (string, error) {
	f.kept = append(f.kept, id+" "+by)
	return "receipts/r.pdf", f.refuse
}

func (f *fakeSlips) MailSlip(_ context.Context, _, address, _ string) (payment.State, error) {
	f.mailed = append(f.mailed, address)
	return payment.State{Mailed: payment.Shortened(address)}, f.refuse
}

// booked is a cashier's kiosk with a booked payment on the overlay.
func booked(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	f.set(payment.Done)
	k.render()
	s.now = s.now.Add(time.Second)
	return k, f, s
}

// tap is one on a button of the overlay that has stood there long enough.
func tapOverlay(k *Kiosk, s *steps, button string) {
	s.now = s.now.Add(2 * time.Second)
	k.overlayTapped(button)
	s.run()
}

// overlayOf is what stands on the overlay.
func overlayOf(k *Kiosk) overlay.ViewModel {
	s, err := k.Till.Payment(k.paying)
	if err != nil {
		return overlay.ViewModel{}
	}
	return present.Overlay(s, k.scene(k.Till.About(), s))
}

// overlayButton finds a button of the overlay, and says whether it is the filled one.
func overlayButton(k *Kiosk, id string) (label string, filled bool) {
	for _, b := range overlayOf(k).Buttons {
		if b.ID == id {
			return b.Label, b.Kind == kit.Filled
		}
	}
	return "", false
}

// Lost if it fails: the customer gets no receipt, two for one tap, or the cashier is kept from the next customer by a printer.
func TestReceiptIsPrintedOnceAndHoldsNobodyUp(t *testing.T) {
	k, f, s := booked(t)
	f.printer = true
	k.render()
	if label, filled := overlayButton(k, present.ButtonPrint); label != "Print" || !filled {
		t.Errorf("%q, filled %t", label, filled)
	}
	for range 3 { // the printer is done with each at once
		k.render()
		s.now = s.now.Add(settleTime)
		k.overlayTapped(present.ButtonPrint)
		s.run()
		f.status = print.Status{Phase: print.Printed}
	}
	if len(f.printed) != 1 || f.printed[0] != k.paying+" Aisha Karim" {
		t.Fatalf("printed %q", f.printed)
	}
	for phase, want := range map[print.Phase]string{print.Printing: "goes to the printer", print.Printed: "is printed", print.Handed: "does not say"} {
		f.status = print.Status{Phase: phase}
		vm := overlayOf(k)
		if !strings.Contains(vm.Todo.Text, want) {
			t.Errorf("%v: %q", phase, vm.Todo.Text)
		}
		if label, filled := overlayButton(k, present.ButtonNext); label != "Next invoice" || !filled {
			t.Errorf("%v: the way forward is %q, filled %t", phase, label, filled)
		}
	}
	f.status = print.Status{Phase: print.Failed, Why: print.Away}
	vm := overlayOf(k)
	if !strings.Contains(vm.Happened, "does not answer") || !strings.Contains(vm.Happened, "payment is not touched") || vm.Money.Text != "€1,284.50 was charged, once." {
		t.Errorf("%q, %q", vm.Happened, vm.Money.Text)
	}
	if label, filled := overlayButton(k, present.ButtonPrint); label != "Print again" || !filled {
		t.Errorf("after a failure: %q, filled %t", label, filled)
	}
	k.render()
	tapOverlay(k, s, present.ButtonNext)
	if k.paying != "" {
		t.Error("a dead printer holds the cashier at the overlay")
	}
}

// Lost if it fails: without a printer there is no receipt at all; a second payment shows what became of the first one's.
func TestReceiptIsAFileWithoutAPrinter(t *testing.T) {
	k, f, s := booked(t)
	if label, filled := overlayButton(k, present.ButtonSave); label != "Save PDF" || !filled {
		t.Errorf("%q, filled %t", label, filled)
	}
	tapOverlay(k, s, present.ButtonSave)
	if vm := overlayOf(k); !strings.Contains(vm.Todo.Text, "receipts/r.pdf") {
		t.Errorf("%q", vm.Todo.Text)
	}
	f.refuse = errors.New("disk full")
	tapOverlay(k, s, present.ButtonSave)
	if vm := overlayOf(k); !strings.Contains(vm.Happened, "No receipt was made: disk full.") {
		t.Errorf("%q", vm.Happened)
	}
	if got := k.slips("another", false); got.Last != present.SlipNone || got.Saved != "" {
		t.Errorf("another payment: %+v", got)
	}
}

// Lost if it fails: a receipt goes twice, or to something that is no address; that it was not sent is not said; a test shop is told that
// a mail is on its way.
func TestReceiptByMail(t *testing.T) {
	k, f, s := booked(t)
	f.about.Test = true
	k.pick.detail.Contact.Email = "mara@lind.example"
	tapOverlay(k, s, present.ButtonMail)
	vm := k.mailVM(true)
	if vm.Text != "mara@lind.example" || !strings.Contains(vm.Help, "test mode it sends none") {
		t.Errorf("%+v", vm)
	}
	for _, none := range []string{"mara", "mara@lind", "Mara <mara@lind.example>", "a@b.example, c@d.example", "mara@[10.0.0.1]", "@lind.example", "mara @lind.example"} {
		k.mailTyped(none)
		s.run()
		if k.giving.mail.message == "" {
			t.Errorf("%q was taken", none)
		}
	}
	f.refuse = errors.New("Stripe is away")
	k.mailTyped("mara@lind.example")
	s.run()
	if len(f.mailed) != 1 || !k.giving.mail.open || !strings.Contains(k.giving.mail.message, "No receipt was sent. Stripe is away") {
		t.Errorf("%q, %+v", f.mailed, k.giving.mail)
	}
	f.refuse = nil
	k.mailTyped("mara@lind.example")
	k.mailTyped("mara@lind.example")
	s.run()
	if len(f.mailed) != 2 || k.giving.mail.open {
		t.Errorf("%q, %+v", f.mailed, k.giving.mail)
	}
	if vm := overlayOf(k); !strings.Contains(vm.Todo.Text, "m…@lind.example") || !strings.Contains(vm.Todo.Text, "nothing in test mode") {
		t.Errorf("%q", vm.Todo.Text)
	}
}

// Lost if it fails: a receipt of the past that the printer did not print is stuck behind a sheet that only closes.
func TestReceiptOfThePastIsPrintedAgain(t *testing.T) {
	k, f, s := openPast(t)
	k.chooseRecord("a")
	s.run()
	k.recordAct(historyview.ActReceipt, "a")
	s.run()
	f.printer, f.status = true, print.Status{Phase: print.Failed, Why: print.Away}
	k.past.paper.Printed, k.past.paper.Path = true, ""
	k.render()
	if !shot.Says(k.Content(), "does not answer") || !shot.Says(k.Content(), "Print again") {
		t.Errorf("%+v", k.past.paper)
	}
	k.paperTapped(present.PaperPrint)
	s.run()
	if len(f.made) != 2 {
		t.Errorf("print again made %v", f.made)
	}
}

// Lost if it fails: the code on a receipt finds nothing at the counter it was printed at.
func TestTheCodeOfAReceiptFindsIt(t *testing.T) {
	k, _, s := openPast(t)
	k.goTo(shell.PlacePay)
	for _, r := range "pi_a" {
		k.TypedRune(r)
	}
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.run()
	if k.place != shell.PlaceHistory || k.past.query != "pi_a" || k.pick.query != "" {
		t.Errorf("place %v, looking for %q, list %q", k.place, k.past.query, k.pick.query)
	}
}

// Lost if it fails: the customer of a declined or cancelled payment who wants that in writing gets nothing, or may have a mail that
// Stripe will never send.
func TestSlipOfWhatWasNotCharged(t *testing.T) {
	k, f, s := booked(t)
	f.printer = true
	for _, phase := range []payment.Phase{payment.Declined, payment.Cancelled} {
		p := f.gone[k.paying]
		p.Phase, p.Dispatched, p.Decline = phase, true, &payment.Decline{Code: "card_declined"}
		f.gone[k.paying] = p
		k.render()
		f.printed = nil
		tapOverlay(k, s, present.ButtonPrint)
		label, filled := overlayButton(k, present.ButtonPrint)
		if mail, _ := overlayButton(k, present.ButtonMail); len(f.printed) != 1 || label != "Slip" || filled || mail != "" {
			t.Errorf("%v: %q, filled %t, mail %q, printed %q", phase, label, filled, mail, f.printed)
		}
	}
	p := f.gone[k.paying]
	p.Dispatched = false // nobody was asked for a card
	f.gone[k.paying] = p
	if label, _ := overlayButton(k, present.ButtonPrint); label != "" {
		t.Errorf("a slip for nothing: %q", label)
	}
}

// Lost if it fails: the page that asks for an address cannot be read or touched on one of the screens, or in one of the languages.
func TestPicturesOfTheMailPage(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	for _, code := range assets.Languages() {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
		for name, look := range map[string]struct {
			mode    theme.Mode
			profile theme.Profile
			size    fyne.Size
		}{
			"light-1280x800": {theme.Light, theme.Counter, shot.Size1280}, "dark-1280x800": {theme.Dark, theme.Counter, shot.Size1280},
			"light-1024x600": {theme.Light, theme.Compact, shot.Size1024}, "dark-1024x600": {theme.Dark, theme.Compact, shot.Size1024},
		} {
			k, _, _ := newKioskOn(t, theme.New(look.mode, look.profile), look.size)
			for state, m := range map[string]mailing{
				"known": {open: true, text: "buchhaltung@brandt-soehne.example"}, "late": {open: true, turn: 1, known: "buchhaltung@brandt-soehne.example"},
				"refused": {open: true, turn: 2, message: assets.T("slip.mail.refused")},
			} {
				k.giving.mail = m
				k.mailEntry.Set(k.mailVM(true))
				page := k.mailEntry.Object()
				shot.Lay(page, look.size)
				for _, fault := range append(shot.TextFaults(page, look.size), shot.TouchFaults(page, look.profile)...) {
					t.Errorf("%s %s %s: %s", code, state, name, fault)
				}
				if dir == "" {
					continue
				}
				if err := shot.Save(filepath.Join(dir, "mail-"+state+"-"+code+"-"+name+".png"), shot.Draw(page, look.size)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := language.Use(assets.English); err != nil {
		t.Fatal(err)
	}
}
