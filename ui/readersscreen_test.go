package ui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
	"paydesk/ui/readers"
	"paydesk/ui/shell"
)

// fakeCare is the readers' side of a till that does what the test says.
type fakeCare struct {
	running  payment.Running
	runErr   error
	outcome  payment.FreeOutcome
	paid     payment.Intent
	freed    []payment.Freeing
	freeErr  error
	showErr  error
	shown    []string
	did      []string // by, what
	careErr  error
	checks   []reader.Check
	claims   map[string]payment.Claim
	prefer   map[string]string
	location []reader.Location
}

func (f *fakeCare) PreferredID(person string) (string, error) { return f.prefer[person], nil }
func (f *fakeCare) ClaimOf(intent string) (payment.Claim, bool) {
	c, ok := f.claims[intent]
	return c, ok
}
func (f *fakeCare) Preflight(string, money.Amount) []reader.Check { return f.checks }
func (f *fakeCare) Running(context.Context, string) (payment.Running, error) {
	return f.running, f.runErr
}
func (f *fakeCare) Free(_ context.Context, o payment.Freeing) (payment.FreeOutcome, payment.Intent, error) {
	f.freed = append(f.freed, o)
	return f.outcome, f.paid, f.freeErr
}
func (f *fakeCare) ShowLetter(_ context.Context, r reader.Listed) error {
	f.shown = append(f.shown, r.ID)
	return f.showErr
}
func (f *fakeCare) Locations(context.Context) ([]reader.Location, func(string) bool, error) {
	return f.location, func(id string) bool { return id == "tml_shop" }, f.careErr
}
func (f *fakeCare) RegisterReader(_ context.Context, by, code, label, location string) (reader.Reader, error) {
	f.did = append(f.did, strings.Join([]string{by, "register", code, label, location}, " "))
	return reader.Reader{}, f.careErr
}
func (f *fakeCare) AddReader(_ context.Context, by, id string) (reader.Reader, error) {
	f.did = append(f.did, by+" add "+id)
	return reader.Reader{}, f.careErr
}
func (f *fakeCare) ImportReaders(_ context.Context, by, location string) error {
	f.did = append(f.did, by+" import "+location)
	return f.careErr
}
func (f *fakeCare) RenameReader(_ context.Context, by, id, label string) error {
	f.did = append(f.did, by+" rename "+id+" "+label)
	return f.careErr
}
func (f *fakeCare) RemoveReader(_ context.Context, by, id string) error {
	f.did = append(f.did, by+" remove "+id)
	return f.careErr
}

// atReaders signs the cashier in and opens the readers' screen; Ingrid is a manager with the same PIN.
func atReaders(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	k.loadPeople()
	s.run()
	signIn(k, s)
	k.goTo(shell.PlaceReaders)
	s.run()
	return k, f, s
}

func busyB(f *fakeTill) payment.Running {
	a := &reader.Action{Type: "process_payment_intent", Status: reader.InProgress, Intent: "pi_2"}
	f.readers.Readers = slices.Clone(f.readers.Readers)
	f.readers.Readers[1].Action, f.readers.Readers[1].Availability = a, reader.InUse
	claim := payment.Claim{Intent: "pi_2", Counter: payment.Counter{ID: "c2", Name: "Counter 2"}, By: "Tomás Oliveira", Amount: money.New(31800, "EUR"), Parts: []payment.Part{{Document: 9, Number: "INV/9"}}}
	f.claims = map[string]payment.Claim{"pi_2": claim}
	return payment.Running{Reader: f.readers.Readers[1].Reader, Intent: payment.Intent{ID: "pi_2", Status: payment.RequiresPaymentMethod}, Claim: claim, Ours: true}
}

func said(k *Kiosk) string {
	if k.readers.said == nil {
		return ""
	}
	return k.readers.said.Lead + " " + k.readers.said.Text
}

// Lost if it fails: a reader is freed without a manager, without naming whose payment stops, or the screen says another end
// than the desk.
func TestFreeingAReaderAsksAManagerAndSaysTheEnd(t *testing.T) {
	for _, c := range []struct {
		name    string
		outcome payment.FreeOutcome
		status  payment.IntentStatus
		err     error
		want    string
	}{
		{"freed", payment.Cleared, payment.Canceled, nil, "Reader B is free. The payment of Counter 2 was cancelled. Nothing was charged."},
		{"was charged", payment.Cleared, payment.Succeeded, nil, "Reader B is free. The payment of Counter 2 was charged, once."},
		{"too late", payment.FreeTooLate, payment.RequiresPaymentMethod, nil, "Reader B was not freed. A card may be on its way to the bank"},
		{"changed", payment.FreeChanged, payment.RequiresPaymentMethod, nil, "Reader B runs something else now and was left alone."},
		{"not known", payment.FreeUnknown, payment.Canceled, nil, "Not known yet whether reader B is free. The payment of Counter 2 was cancelled."},
		{"Stripe away", "", "", &explain.Failure{Side: explain.Stripe, Kind: explain.Unreachable}, "Not known yet whether reader B is free."},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, f, s := atReaders(t)
			f.running = busyB(f)
			f.outcome, f.paid, f.freeErr = c.outcome, payment.Intent{ID: "pi_2", Status: c.status}, c.err
			if got := k.readersVM().Readers[1]; got.Word != "In use by Counter 2" || got.Facts[0].Value != "€318.00, Tomás" {
				t.Errorf("the card says %q, %+v", got.Word, got.Facts[0])
			}
			k.readerAct(readers.ActFree, "tmr_b")
			s.run()
			vm := k.consentVM()
			if len(f.freed) != 0 || !k.consent.open || vm.Amount != "€318.00" || !strings.Contains(vm.What, "Counter 2") || !strings.Contains(vm.What, "INV/9") || !strings.Contains(vm.What, "Tomás Oliveira") {
				t.Fatalf("before the PIN: %d freed, %+v", len(f.freed), vm)
			}
			k.consentActions().Reason(1)
			typePIN(k, "1111")
			k.giveConsent()
			s.run()
			if len(f.freed) != 1 {
				t.Fatalf("%d freed", len(f.freed))
			}
			if o := f.freed[0]; o.Manager != "Ingrid Solheim" || o.By != "Aisha Karim" || o.Reason != "The reader hangs" || o.Warned || o.Seen.Claim.Intent != "pi_2" {
				t.Errorf("%+v", o)
			}
			if got := said(k); !strings.HasPrefix(got, c.want) {
				t.Errorf("said %q, want %q", got, c.want)
			}
		})
	}
}

// Lost if it fails: a customer of another till, or one whose card is in, is cut off without a word.
func TestFreeingWarnsOfAnotherTillAndRefusesWhileABankDecides(t *testing.T) {
	k, f, s := atReaders(t)
	f.running = busyB(f)
	f.running.Ours, f.running.Claim = false, payment.Claim{}
	f.outcome = payment.Cleared
	k.readerAct(readers.ActFree, "tmr_b")
	s.run()
	if vm := k.consentVM(); !strings.Contains(vm.Notice, "another till's customer") {
		t.Fatalf("no warning: %+v", vm)
	}
	k.consentActions().Reason(0)
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.freed) != 1 || !f.freed[0].Warned || !strings.Contains(said(k), "Tell whoever uses that till") {
		t.Errorf("%+v, said %q", f.freed, said(k))
	}
	f.running.Intent.Status = payment.Processing
	k.readerAct(readers.ActFree, "tmr_b")
	s.run()
	if k.consent.open || !strings.HasPrefix(said(k), "Reader B was not freed.") {
		t.Errorf("open %v, said %q", k.consent.open, said(k))
	}
	f.runErr = errors.New("no route")
	k.readerAct(readers.ActFree, "tmr_b")
	s.run()
	if k.consent.open || !strings.HasPrefix(said(k), "What reader B runs could not be read.") {
		t.Errorf("open %v, said %q", k.consent.open, said(k))
	}
}

// Lost if it fails: a cashier changes the shop's readers alone, or a refused code loses what was typed.
func TestPairingAReaderNeedsAManager(t *testing.T) {
	k, f, s := atReaders(t)
	f.about.Location = "tml_shop"
	k.addReader()
	k.addChosen("pair")
	k.entered("three-words-here")
	k.entered("Gate")
	if len(f.did) != 0 || !k.consent.open {
		t.Fatalf("done without a manager: %v", f.did)
	}
	f.careErr = &explain.Failure{Side: explain.Stripe, Kind: explain.Refused}
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.did) != 1 || f.did[0] != "Ingrid Solheim register three-words-here Gate tml_shop" {
		t.Fatalf("%v", f.did)
	}
	if a := k.readers.adding; a.step != stepCode || a.message == "" || a.busy {
		t.Fatalf("a refused code: %+v", a)
	}
	f.careErr = nil
	k.entered("three-words-again")
	k.entered("Gate")
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.did) != 2 || k.readers.adding.step != stepNone || said(k) != "Gate is in the list now. " {
		t.Errorf("%v, said %q", f.did, said(k))
	}
}

// Lost if it fails: a manager is asked for the own PIN at every turn, the wrong location is imported, or a reader is removed
// without a PIN.
func TestLookingAfterReadersAsAManager(t *testing.T) {
	k, f, s := atReaders(t)
	k.session.Person = f.people[1]
	f.location = []reader.Location{{ID: "tml_shop", Name: "Shop"}, {ID: "tml_yard", Name: "Yard"}}
	k.addReader()
	k.addChosen("place")
	s.run()
	if vm := k.choiceVM(); len(vm.Options) != 2 || !vm.Options[0].Off || vm.Options[1].Off {
		t.Fatalf("%+v", vm)
	}
	k.addChosen("tml_yard")
	s.run()
	k.addReader()
	k.addChosen("id")
	k.entered("tmr_x")
	s.run()
	k.readerAct(readers.ActRename, "tmr_b")
	if vm := k.entryVM(); vm.Text != "Window" {
		t.Errorf("renaming begins with %q", vm.Text)
	}
	k.entered("Gate")
	s.run()
	want := "Ingrid Solheim import tml_yard; Ingrid Solheim add tmr_x; Ingrid Solheim rename tmr_b Gate"
	if got := strings.Join(f.did, "; "); got != want {
		t.Errorf("did %s", got)
	}
	k.readerAct(readers.ActRemove, "tmr_b")
	s.run()
	if len(f.did) != 3 || !k.consent.open {
		t.Fatal("removed without a PIN")
	}
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.did) != 4 || f.did[3] != "Ingrid Solheim remove tmr_b" {
		t.Errorf("did %v", f.did)
	}
}

// Lost if it fails: keys typed for a reader's name search among the invoices, or a scan is lost in a page nobody sees.
func TestKeysGoToTheOpenPage(t *testing.T) {
	k, _, s := atReaders(t)
	k.addReader()
	k.addChosen("id")
	k.TypedRune('x')
	if k.pick.query != "" || k.place != shell.PlaceReaders {
		t.Errorf("the key went to the search: %q", k.pick.query)
	}
	k.readers.adding = adding{}
	k.TypedRune('7')
	s.run()
	if k.place != shell.PlacePay || k.pick.query != "7" {
		t.Errorf("a scan on the readers' screen: %s %q", k.place, k.pick.query)
	}
}

// Lost if it fails: a letter is said to show although the reader was in use.
func TestLetterSaysWhatHappened(t *testing.T) {
	for err, want := range map[error]string{nil: "Reader A shows its letter.", payment.ErrReaderInUse: "Reader A is in use.", errors.New("no route"): "Reader A did not show its letter."} {
		k, f, s := atReaders(t)
		f.showErr = err
		k.readerAct(readers.ActLetter, "tmr_a")
		s.run()
		if got := said(k); !strings.HasPrefix(got, want) || len(f.shown) != 1 {
			t.Errorf("%v: said %q, shown %v", err, got, f.shown)
		}
	}
}

// Lost if it fails: the chooser offers a reader that cannot take this payment, without a word why.
func TestChooserSaysWhyAReaderIsRefused(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	f.checks = []reader.Check{{Kind: reader.CheckCurrency, Result: reader.Bad, Wants: "CHF"}}
	for _, row := range k.chooserVM().Readers {
		if row.Usable || !row.Refused || row.Detail != "Charges CHF only" {
			t.Errorf("%+v", row)
		}
	}
	f.checks = []reader.Check{{Kind: reader.CheckType, Result: reader.Bad, Bar: reader.BarBluetooth}}
	if row := k.chooserVM().Readers[0]; row.Usable || row.Word != "Bluetooth only" || row.Detail != "Use a WisePOS E, S700 or S710" {
		t.Errorf("%+v", row)
	}
	f.checks = []reader.Check{{Kind: reader.CheckStatus, Result: reader.Doubtful}}
	if row := k.chooserVM().Readers[0]; !row.Usable || row.Detail == "" {
		t.Errorf("a doubt refuses: %+v", row)
	}
}
