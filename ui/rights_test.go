package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/staff"
	"paydesk/ui/attention"
	"paydesk/ui/picker"
	"paydesk/ui/present"
	"paydesk/ui/readers"
)

// auditing is a kiosk at which an auditor has signed in, with a payment of a colleague under way.
func auditing(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager}, staff.Person{ID: "ruth", Name: "Ruth Adler", Role: staff.Auditor})
	k.loadPeople()
	s.run()
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	k.lockNow()
	s.run()
	k.lockActions().Choose("ruth")
	for _, r := range "1111" {
		k.pinKey(r)
	}
	k.pinEnter()
	s.run()
	if !k.reads() {
		t.Fatal("the auditor is not signed in")
	}
	return k, f, s
}

// Lost if it fails: an auditor's tap moves money or changes something, from any screen.
func TestAnAuditorsTapsChangeNothing(t *testing.T) {
	k, f, s := auditing(t)
	active := f.active[0].ID
	before := len(f.charged)
	k.closeOverlay()
	k.choose(2)
	s.run()
	d := present.Picker(k.desk(f.about)).Detail
	if d.Charge.State != picker.ChargeRefused || d.Charge.Action != "" || d.Charge.Reason == "" {
		t.Errorf("the picker offers %+v", d.Charge)
	}
	k.showActive(1)
	s.run()
	if k.paying != active {
		t.Fatalf("the payment is not shown: %q", k.paying)
	}
	for _, b := range k.onlyReading(present.Overlay(f.active[0], k.scene(f.about, f.active[0])).Buttons) {
		if !slices.Contains(harmless, b.ID) {
			t.Errorf("the overlay offers %s", b.ID)
		}
	}
	s.now = s.now.Add(time.Minute)
	k.overlayTapped(present.ButtonBack)
	s.run()
	if k.paying != "" {
		t.Error("the auditor cannot leave the payment")
	}
	for name, tap := range map[string]func(){
		"charge":     func() { k.charge(2) },
		"together":   func() { k.openTogether(2) },
		"chooser":    func() { k.openChooser("", nil) },
		"amount":     func() { k.openAmount(2) },
		"refund":     func() { k.openRefund(2) },
		"pin":        func() { k.pinShop("moved") },
		"approval":   func() { k.approve(approval{}) },
		"free":       func() { k.readerAct(readers.ActFree, "tmr_b") },
		"mine":       func() { k.readerAct(readers.ActMine, "tmr_b") },
		"counter":    func() { k.readerAct(readers.ActCounter, "tmr_b") },
		"letter":     func() { k.readerAct(readers.ActLetter, "tmr_b") },
		"rename":     func() { k.readerAct(readers.ActRename, "tmr_b") },
		"remove":     func() { k.readerAct(readers.ActRemove, "tmr_b") },
		"add reader": func() { k.addReader() },
		"settle":     func() { k.attentionActions().Act("e1") },
		"book":       func() { k.bookNow(active) },
		"cancel": func() {
			k.paying = active
			k.stands = map[string]stand{}
			k.overlayTapped(present.ButtonCancel)
			k.paying = ""
		},
	} {
		tap()
		s.run()
		if k.consent.open || k.back.open || k.pick.typing != nil || k.pick.together != nil || k.sheet.open || k.readers.adding.step != stepNone {
			t.Errorf("%s opens a sheet", name)
			k.closeConsent()
		}
		if len(f.charged) != before || len(f.cancels) > 0 || len(f.retries) > 0 || len(f.prefers) > 0 || len(f.asked) > 0 || len(f.settled) > 0 {
			t.Fatalf("%s did something: %+v", name, f)
		}
	}
	if items := k.quiet([]attention.Item{{ID: "x", Action: "Book it", Filled: true, More: true}}); items[0].Action != "" || items[0].More {
		t.Errorf("needs attention offers %+v", items[0])
	}
}

// Lost if it fails: a cashier charges above the limit while Odoo is away, or nobody can although a manager stands there.
func TestAboveTheAwayLimitAManagerIsAsked(t *testing.T) {
	k, f, s := newKiosk(t)
	f.people = append(f.people, staff.Person{ID: "ingrid", Name: "Ingrid Solheim", Role: staff.Manager})
	up := func(minor int64) staff.Limit { return staff.Limit{Most: euro(minor)} }
	f.about.Rights = staff.Rights{staff.Cashier: {Away: up(10000)}, staff.Manager: {Away: up(200000)}}
	k.loadPeople()
	s.run()
	signIn(k, s)
	f.shop.Err = errors.New("away")
	k.choose(2) // €86.00: within the limit
	s.run()
	if d := present.Picker(k.desk(f.about)).Detail; d.Charge.State != picker.ChargeReady {
		t.Errorf("within the limit: %+v", d.Charge)
	}
	k.choose(1) // €1,284.50
	s.run()
	d := present.Picker(k.desk(f.about)).Detail
	if d.Charge.State != picker.ChargeRefused || d.Charge.Action != "Ask a manager" || !strings.Contains(d.Charge.Reason, "€100.00") {
		t.Fatalf("above the limit: %+v", d.Charge)
	}
	k.wayOn(1)
	s.run()
	if !k.consent.open || len(k.consentVM().PIN.Managers) != 1 {
		t.Fatalf("no manager is asked: %+v", k.consentVM().PIN)
	}
	for _, r := range "1111" {
		k.consentKey(r)
	}
	k.giveConsent()
	s.run()
	if len(f.charged) != 1 || len(f.approvers) != 1 || f.approvers[0] != "Ingrid Solheim" || !strings.Contains(f.asked[0], "INV/1") {
		t.Errorf("charged %d, approved by %v, journal %v", len(f.charged), f.approvers, f.asked)
	}
	f.about.Rights[staff.Manager] = staff.Limits{Away: up(100)}
	f.active = nil
	k.closeOverlay()
	k.choose(1)
	s.run()
	if d := present.Picker(k.desk(f.about)).Detail; d.Charge.Action != "" {
		t.Errorf("a manager is asked who may not either: %+v", d.Charge)
	}
}

// Lost if it fails: a refusal says that something is wrong, and not what, or who can help.
func TestADenialSaysWhoCanHelp(t *testing.T) {
	rights := staff.Rights{staff.Cashier: {Refund: staff.Limit{Most: euro(5000)}}, staff.Manager: {Refund: staff.Limit{Most: euro(9000)}}}
	for want, err := range map[string]error{
		"The role Cashier may do this up to €50.00. Ask a manager for the PIN.":                         rights.Judge(staff.Cashier, staff.Ask{Act: staff.Refund, Amount: euro(5001)}),
		"The role Cashier may refund only all that can go back, not a part. Ask a manager for the PIN.": rights.Judge(staff.Cashier, staff.Ask{Act: staff.Refund, Amount: euro(5000), Part: true}),
		"The role Manager may do this up to €90.00. Nobody at this counter may do more.":                rights.Judge(staff.Manager, staff.Ask{Act: staff.Refund, Amount: euro(9001)}),
		"An auditor looks and changes nothing.":                                                         rights.Judge(staff.Auditor, staff.Ask{Act: staff.Charge}),
		"The role Cashier may not do this. Ask a manager for the PIN.":                                  rights.Judge(staff.Cashier, staff.Ask{Act: staff.Decide}),
	} {
		if got := say(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func euro(minor int64) money.Amount { return money.New(minor, "EUR") }

// Lost if it fails: a cashier refunds more than the limit with the own PIN, must fetch a manager for less, or a shop where nobody may
// refund so much is asked for a PIN that never fits.
func TestARefundAsksForThePINOfWhoeverMay(t *testing.T) {
	k, f, s := refundOpen(t) // €150.00 over two charges
	f.about.Rights = staff.Rights{
		staff.Cashier: {Refund: staff.Limit{Most: euro(15000)}},
		staff.Manager: {Refund: staff.Limit{Any: true}, RefundPart: true},
	}
	may := func() (names []string) {
		for _, p := range k.consentVM().PIN.Managers {
			names = append(names, p.Name)
		}
		return names
	}
	if got := may(); !slices.Equal(got, []string{"Aisha Karim", "Ingrid Solheim"}) {
		t.Errorf("all of it, within the limit: %q", got)
	}
	k.consentActions().Choose("aisha")
	k.back.shares = k.back.shares[:1] // €100.00 is less than all that can go back
	if got := may(); !slices.Equal(got, []string{"Ingrid Solheim"}) {
		t.Errorf("a part: %q", got)
	}
	k.refundActions().Reason(0)
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.given) != 0 || len(f.asked) != 0 {
		t.Errorf("the cashier's PIN refunded a part: %v", f.asked)
	}
	k.consentActions().Choose("ingrid")
	typePIN(k, "1111")
	k.giveConsent()
	s.run()
	if len(f.given) != 1 || f.given[0].Approver != "Ingrid Solheim" || f.given[0].Person != "Aisha Karim" {
		t.Errorf("%+v", f.given)
	}

	k, f, _ = refundOpen(t)
	f.about.Rights = staff.Rights{staff.Manager: {Refund: staff.Limit{Most: euro(9000)}, RefundPart: true}}
	if vm := k.consentVM().PIN; len(vm.Managers) != 0 || !strings.Contains(vm.Nobody, "€90.00") {
		t.Errorf("nobody may: %+v", vm)
	}
}
