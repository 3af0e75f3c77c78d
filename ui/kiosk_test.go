package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/recovery"
	"paydesk/services/staff"
	"paydesk/ui/lock"
	"paydesk/ui/overlay"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// fakeTill is a counter that does what the test says.
type fakeTill struct {
	about     About
	approvers []string
	shop      document.Snapshot
	readers   reader.Snapshot
	active    []payment.State
	gone      map[string]payment.State
	lately    *payment.Lately
	asks      map[int64]document.Ask
	owedErr   error
	people    []staff.Person
	pin       string
	wait      time.Duration
	refreshed int
	checked   int
	charged   []payment.Bill
	readerOf  []string
	cancels   []string
	retries   []string
	prefers   []string
	started   error
	asked     []string // approvals
	entries   []recovery.Entry
	over      []recovery.Settled
	payables  []document.Document
	settled   []string
	pinned    []bool
	fakeCare
	fakeRecords
	fakeRefunds
	fakeOffice
	fakeSlips
	fakeHolds
}

var _ Till = (*fakeTill)(nil)

func (f *fakeTill) Entries() []recovery.Entry                   { return f.entries }
func (f *fakeTill) Settled() []recovery.Settled                 { return f.over }
func (f *fakeTill) Payables(recovery.Entry) []document.Document { return f.payables }
func (f *fakeTill) BookOn(id string, d document.Document, by string) error {
	f.settled = append(f.settled, id+" on "+d.Number+" "+by)
	return nil
}
func (f *fakeTill) GiveBackEntry(id, person, by, reason string) (string, error) {
	f.settled = append(f.settled, id+" back "+person+" "+by+" "+reason)
	return "", f.giveErr
}
func (f *fakeTill) GiveBackAgain(id, person, by, reason string) (string, error) {
	f.settled = append(f.settled, id+" again "+person+" "+by+" "+reason)
	return "", f.giveErr
}
func (f *fakeTill) Settle(id string, v recovery.Verb, by, reason string) error {
	f.settled = append(f.settled, id+" "+string(v)+" "+by+" "+reason)
	return nil
}

func (f *fakeTill) PinShop(_ string, copied bool) error {
	f.pinned = append(f.pinned, copied)
	return nil
}

func (f *fakeTill) About() About                 { return f.about }
func (f *fakeTill) Documents() document.Snapshot { return f.shop }
func (f *fakeTill) Search(q string) []*document.Document {
	var out []*document.Document
	for _, d := range f.shop.Open {
		if strings.Contains(d.Number, q) {
			out = append(out, d)
		}
	}
	return out
}
func (f *fakeTill) Readers() reader.Snapshot { return f.readers }
func (f *fakeTill) Active() []payment.State  { return f.active }
func (f *fakeTill) Payment(id string) (payment.State, error) {
	for _, s := range f.active {
		if s.ID == id {
			return s, nil
		}
	}
	if s, ok := f.gone[id]; ok {
		return s, nil
	}
	return payment.State{}, payment.ErrNoSuchPayment
}
func (f *fakeTill) Lately(payment.Bill) (payment.Lately, bool) {
	if f.lately == nil {
		return payment.Lately{}, false
	}
	return *f.lately, true
}
func (f *fakeTill) People() ([]staff.Person, error)  { return f.people, nil }
func (f *fakeTill) NeedsFirstManager() (bool, error) { return len(f.people) == 0, nil }
func (f *fakeTill) CreateFirstManager(name, pin string) (staff.Person, error) {
	p := staff.Person{ID: "m", Name: name, Role: staff.Manager}
	f.people, f.pin = append(f.people, p), pin
	return p, nil
}
func (f *fakeTill) SignIn(person, pin string) (staff.Session, error) {
	if f.wait > 0 {
		return staff.Session{}, &staff.WaitError{Wait: f.wait}
	}
	if pin != f.pin {
		return staff.Session{}, staff.ErrRefused
	}
	for _, p := range f.people {
		if p.ID == person {
			return staff.Session{Person: p}, nil
		}
	}
	return staff.Session{}, staff.ErrRefused
}
func (f *fakeTill) Approve(person, pin string, ask staff.Ask, what string) (staff.Session, error) {
	f.asked = append(f.asked, what)
	s, err := f.SignIn(person, pin)
	if err == nil && f.about.Rights.Judge(s.Person.Role, ask) != nil {
		return staff.Session{}, staff.ErrRefused
	}
	return s, err
}
func (f *fakeTill) Preferred(string) (reader.Listed, bool, bool, error) {
	if len(f.readers.Readers) == 0 {
		return reader.Listed{}, false, false, nil
	}
	return f.readers.Readers[0], false, true, nil
}
func (f *fakeTill) Prefer(_ staff.Person, _ bool, id string) error {
	f.prefers = append(f.prefers, id)
	return nil
}
func (f *fakeTill) Detail(_ context.Context, id int64) (document.Detail, error) {
	for _, d := range f.shop.Open {
		if d.ID == id {
			detail := document.Listed(*d)
			detail.Ask = f.asks[id]
			return detail, nil
		}
	}
	return document.Detail{}, errors.New("gone")
}
func (f *fakeTill) Owed(ctx context.Context, ids []int64) ([]document.Detail, error) {
	var out []document.Detail
	for _, id := range ids {
		d, err := f.Detail(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, f.owedErr
}
func (f *fakeTill) Warm(context.Context, []int64) {}
func (f *fakeTill) RefreshNow()                   { f.refreshed++ }
func (f *fakeTill) CheckNow()                     { f.checked++ }
func (f *fakeTill) Charge(b payment.Bill, _ staff.Person, r reader.Listed, _ string) (string, error) {
	if f.started != nil {
		return "", f.started
	}
	f.charged, f.readerOf = append(f.charged, b), append(f.readerOf, r.ID)
	s := payment.State{Phase: payment.Waiting}
	s.Order = payment.Order{ID: "p" + b.Numbers() + r.ID, Amount: b.Amount, Customer: b.Customer, Reader: payment.ReaderRef{ID: r.ID, Tag: r.Tag}, Parts: b.Parts}
	f.active = append(f.active, s)
	return s.ID, nil
}
func (f *fakeTill) Cancel(id, _ string) error { f.cancels = append(f.cancels, id); return nil }
func (f *fakeTill) ChargeApproved(b payment.Bill, who staff.Person, r reader.Listed, approver string) (string, error) {
	f.approvers = append(f.approvers, approver)
	return f.Charge(b, who, r, "")
}
func (f *fakeTill) Retry(id string, r reader.Listed, _ string) error {
	f.retries = append(f.retries, id+"@"+r.ID)
	return nil
}
func (f *fakeTill) Rebook(string, string) error { return nil }
func (f *fakeTill) Ask(string)                  {}
func (f *fakeTill) OnChange(func())             {}

// set moves a payment on.
func (f *fakeTill) set(p payment.Phase) {
	for i := range f.active {
		f.active[i].Phase = p
		if p.Final() {
			if f.gone == nil {
				f.gone = map[string]payment.State{}
			}
			f.gone[f.active[i].ID] = f.active[i]
		}
	}
	if p.Final() {
		f.active = nil
	}
}

// steps runs queued hops and work in the order they came, when the test says so.
type steps struct {
	now   time.Time
	queue []func()
}

func (s *steps) Now() time.Time                             { return s.now }
func (s *steps) Sleep(context.Context, time.Duration) error { return context.Canceled }
func (s *steps) Go(f func())                                { s.queue = append(s.queue, f) }
func (s *steps) Do(f func())                                { s.queue = append(s.queue, f) }
func (s *steps) Parallel(fs ...func())                      { s.queue = append(s.queue, fs...) }
func (s *steps) run() {
	for len(s.queue) > 0 {
		f := s.queue[0]
		s.queue = s.queue[1:]
		f()
	}
}

func newKiosk(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	return newKioskOn(t, theme.New(theme.Light, theme.Counter), fyne.NewSize(1280, 800))
}

func newKioskOn(t *testing.T, th *theme.Theme, size fyne.Size) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(th)
	eur := func(n int64) money.Amount { return money.New(n, "EUR") }
	doc := func(id int64, number string, minor int64) *document.Document {
		return &document.Document{ID: id, Number: number, Kind: document.Invoice, State: document.Posted, PaymentState: "not_paid", Due: "2026-11-08", Partner: document.Partner{ID: id, CommercialID: id, Name: "Customer " + number}, Total: eur(minor), Residual: eur(minor)}
	}
	f := &fakeTill{
		about:   About{Shop: "Northgate Supply", Counter: "Counter 1", Own: "EUR", Rights: staff.UsualRights()},
		shop:    document.Snapshot{Open: []*document.Document{doc(1, "INV/1", 128450), doc(2, "INV/2", 8600)}, Loaded: true, ReadAt: time.Unix(1000, 0)},
		readers: reader.Snapshot{Readers: []reader.Listed{{Reader: reader.Reader{ID: "tmr_a", Label: "Front desk"}, Tag: "A", Availability: reader.Ready}, {Reader: reader.Reader{ID: "tmr_b", Label: "Window"}, Tag: "B", Number: 1, Availability: reader.Ready}}},
		people:  []staff.Person{{ID: "aisha", Name: "Aisha Karim", Role: staff.Cashier}}, pin: "1111",
	}
	s := &steps{now: time.Unix(1000, 0)}
	k := New(context.Background(), Params{Till: f, Clock: s, Runner: s, Do: s.Do, Dark: func(bool) {}})
	k.Content().Resize(size)
	k.Start()
	s.run()
	return k, f, s
}

func signIn(k *Kiosk, s *steps) {
	k.lockActions().Choose("aisha")
	for _, r := range "1111" {
		k.pinKey(r)
	}
	k.pinEnter()
	s.run()
}

// Lost if it fails: a nervous finger charges twice.
func TestDoubleTapOnChargeStartsOnePayment(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	k.charge(1)
	k.charge(1)
	s.run()
	k.charge(1)
	s.run()
	if len(f.charged) != 1 {
		t.Fatalf("%d payments for three taps", len(f.charged))
	}
	if k.paying == "" || k.overlay.Model().Amount != "€1,284.50" {
		t.Errorf("no overlay with the amount: %q %+v", k.paying, k.overlay.Model().Amount)
	}
}

// Lost if it fails: Charge takes another invoice than the one shown, after a quick change of mind.
func TestChargeTakesOnlyTheChosenInvoice(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	k.choose(2)
	k.charge(1) // the button of the invoice before
	s.run()
	if len(f.charged) != 0 {
		t.Fatalf("charged %s, another one is chosen", f.charged[0].Numbers())
	}
	k.charge(2)
	s.run()
	if len(f.charged) != 1 || f.charged[0].Parts[0].Document != 2 {
		t.Fatalf("charged %+v", f.charged)
	}
}

// Lost if it fails: Charge takes an invoice that the search has put out of sight.
func TestSearchLetsGoOfWhatItHides(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.search("INV/2")
	k.charge(1)
	s.run()
	if len(f.charged) != 0 || k.pick.selected != 0 {
		t.Fatalf("%d charged, %d chosen", len(f.charged), k.pick.selected)
	}
	k.choose(2)
	k.search("INV/2")
	if k.pick.selected != 2 {
		t.Error("a hit was let go")
	}
}

// Lost if it fails: the same invoice is charged again minutes later without a question.
func TestRecentChargeAsksFirst(t *testing.T) {
	k, f, s := newKiosk(t)
	f.lately = &payment.Lately{Order: payment.Order{Amount: money.New(8600, "EUR")}, At: s.now.Add(-4 * time.Minute), SameDocument: true}
	signIn(k, s)
	k.choose(2)
	s.run()
	if w := present.Picker(k.desk(f.about)).Detail.Warning; !strings.Contains(w, "€86.00") || !strings.Contains(w, "4 min") {
		t.Errorf("warning %q", w)
	}
	k.charge(2)
	s.run()
	if len(f.charged) != 0 {
		t.Fatal("charged without the second tap")
	}
	k.charge(2)
	s.run()
	if len(f.charged) != 1 {
		t.Fatal("the second tap did not charge")
	}
}

// Lost if it fails: the next person sees what the last one looked at, or a PIN stays in memory on the screen.
func TestLockForgets(t *testing.T) {
	k, f, s := newKiosk(t)
	k.lockActions().Choose("aisha")
	for _, r := range "9999" {
		k.pinKey(r)
	}
	k.pinEnter()
	s.run()
	if k.session != nil || k.signing.message == "" || len(k.signing.pin) != 0 {
		t.Fatalf("a wrong PIN: session %v, message %q, %d digits kept", k.session, k.signing.message, len(k.signing.pin))
	}
	signIn(k, s)
	k.pick.query = "INV"
	k.choose(1)
	s.run()
	k.lockNow()
	s.run()
	if k.session != nil || k.pick.selected != 0 || k.pick.query != "" || k.pick.detail != nil {
		t.Errorf("left behind: %+v", k.pick)
	}
	_ = f
}

// Lost if it fails: an unattended counter stays open, or locks in the middle of a payment.
func TestIdleLocksButNeverInAPayment(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	s.now = s.now.Add(time.Hour)
	k.onTick()
	s.run()
	if k.session == nil {
		t.Fatal("locked while a card is awaited")
	}
	f.set(payment.Done)
	k.render()
	s.now = s.now.Add(time.Second)
	k.overlayTapped(present.ButtonNext)
	s.now = s.now.Add(idleAfter + time.Second)
	k.onTick()
	s.run()
	if k.session != nil {
		t.Error("nobody was there for minutes and the counter is open")
	}
}

// Lost if it fails: a payment that a power cut interrupted goes on out of sight.
func TestRestartComesBackToTheOverlay(t *testing.T) {
	_, f, s := newKiosk(t)
	st := payment.State{Phase: payment.Waiting}
	st.Order = payment.Order{ID: "p9", Amount: money.New(8600, "EUR"), Parts: []payment.Part{{Document: 2, Number: "INV/2", Minor: 8600}}, Reader: payment.ReaderRef{ID: "tmr_a", Tag: "A"}}
	f.active = []payment.State{st}
	k := New(context.Background(), Params{Till: f, Clock: s, Runner: s, Do: s.Do, Dark: func(bool) {}})
	k.Start()
	s.run()
	if k.paying != "p9" || k.overlay.Model().Amount != "€86.00" || k.overlay.Model().Panel != overlay.Working {
		t.Errorf("paying %q, overlay %+v", k.paying, k.overlay.Model())
	}
}

// Lost if it fails: "other reader" puts a second prompt up while the first may still be paid.
func TestOtherReaderWaitsForStripesCancel(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	st, _ := f.Payment(k.paying)
	k.switchReader(st, f.readers.Readers[1])
	s.run()
	k.render()
	s.run()
	if len(f.cancels) != 1 || len(f.charged) != 1 {
		t.Fatalf("%d cancels, %d payments before Stripe said canceled", len(f.cancels), len(f.charged))
	}
	f.set(payment.Cancelled)
	k.render()
	s.run()
	if len(f.charged) != 2 || f.readerOf[1] != "tmr_b" {
		t.Fatalf("after Stripe said canceled: %d payments, readers %v", len(f.charged), f.readerOf)
	}
}

// Lost if it fails: "other reader" charges again although the card was faster than the cancel.
func TestOtherReaderDoesNotChargeAfterTooLate(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	st, _ := f.Payment(k.paying)
	k.switchReader(st, f.readers.Readers[1])
	s.run()
	f.set(payment.Done)
	k.render()
	s.run()
	if len(f.charged) != 1 {
		t.Fatal("charged again after the money was there")
	}
}

// Lost if it fails: while one customer dithers, the queue waits.
func TestCancelAndNextLeavesAtOnce(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	s.now = s.now.Add(time.Second)
	k.overlayTapped(present.ButtonCancelNext)
	s.run()
	if k.paying != "" || len(f.cancels) != 1 || k.pick.selected != 0 {
		t.Fatalf("paying %q, %d cancels, selected %d", k.paying, len(f.cancels), k.pick.selected)
	}
	f.set(payment.Cancelling)
	strips := present.Picker(k.desk(f.about)).Strips
	if len(strips) != 1 || !strings.Contains(strips[0].Text, "€1,284.50") {
		t.Errorf("the payment being cancelled is not said: %+v", strips)
	}
	k.choose(2)
	s.run()
	k.charge(2)
	s.run()
	if len(f.charged) != 2 {
		t.Error("the next invoice could not be charged meanwhile")
	}
}

// Lost if it fails: a new shop cannot be set up at its counter.
func TestFirstManager(t *testing.T) {
	k, f, s := newKiosk(t)
	f.people, f.pin = nil, ""
	k.loadPeople()
	s.run()
	if k.signing.step != lock.StepName {
		t.Fatalf("step %v", k.signing.step)
	}
	a := k.lockActions()
	a.Name("Mia Berg")
	type2 := func(pin string) {
		for _, r := range pin {
			k.pinKey(r)
		}
		k.pinEnter()
		s.run()
	}
	type2("4711")
	type2("4712")
	if len(f.people) != 0 || k.signing.message == "" {
		t.Fatal("two different PINs were taken")
	}
	type2("4711")
	type2("4711")
	if len(f.people) != 1 || f.pin != "4711" || k.signing.step != lock.StepNone {
		t.Errorf("people %+v, step %v", f.people, k.signing.step)
	}
}

// Lost if it fails: a charge that could not start looks like one that did.
func TestFailedStartIsSaid(t *testing.T) {
	k, f, s := newKiosk(t)
	f.started = errors.New("the disk is full. Nothing was charged")
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	strips := present.Picker(k.desk(f.about)).Strips
	if k.paying != "" || len(strips) == 0 || !strings.Contains(strips[0].Text, "disk is full") {
		t.Errorf("paying %q, strips %+v", k.paying, strips)
	}
}

// Lost if it fails: the second tap of a double tap on Charge hits what the overlay puts in its place, and cancels the payment; or
// the second tap on Cancel walks away from the payment.
func TestSecondTapDoesNotHitWhatJustCameToStandThere(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	k.overlayTapped(present.ButtonCancelNext)
	s.run()
	if k.paying == "" || len(f.cancels) != 0 {
		t.Fatalf("a tap in the same moment as the overlay came: paying %q, %d cancels", k.paying, len(f.cancels))
	}
	k.overlayTapped(present.ButtonCancel)
	s.run()
	if len(f.cancels) != 1 {
		t.Fatal("Cancel payment must count at any moment")
	}
	f.set(payment.Cancelling)
	k.render()
	k.overlayTapped(present.ButtonGoOn)
	if k.paying == "" {
		t.Error("the second tap on Cancel went back to the list")
	}
	s.now = s.now.Add(settleTime)
	k.overlayTapped(present.ButtonGoOn)
	if k.paying != "" {
		t.Error("Go on does nothing")
	}
}

// Lost if it fails: the sheet of readers stays over the fact that the card was charged.
func TestReaderSheetClosesWhenThePaymentGoesOn(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	s.now = s.now.Add(time.Second)
	k.overlayTapped(present.ButtonOtherReader)
	if !k.sheet.open {
		t.Fatal("no sheet")
	}
	f.set(payment.Approved)
	k.render()
	if k.sheet.open {
		t.Error("the sheet covers an approved payment")
	}
}

// Lost if it fails: a counter left on a finished payment stays signed in for whoever comes next.
func TestLocksOnAFinishedPaymentButNeverDuringOne(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	f.active[0].Since = s.now
	s.now = s.now.Add(idleAfter + time.Second)
	k.onTick()
	if k.session == nil || k.paying == "" {
		t.Fatal("locked in the middle of a payment")
	}
	f.active[0].Since = s.now
	f.set(payment.Done)
	k.onTick()
	if k.session == nil || k.paying == "" {
		t.Fatal("locked before anybody could read that it is paid")
	}
	s.now = s.now.Add(idleAfter + time.Second)
	k.onTick()
	if k.session != nil || k.paying != "" {
		t.Error("still signed in")
	}
}

// Lost if it fails: "Start again" charges an amount that nobody has seen, because the invoice changed meanwhile.
func TestStartAgainNeverChargesAnotherAmount(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	f.set(payment.Cancelled)
	k.render()
	f.shop.Open[0].Residual = money.New(100000, "EUR")
	s.now = s.now.Add(time.Second)
	k.overlayTapped(present.ButtonStart)
	k.overlayTapped(present.ButtonStart)
	if k.paying == "" {
		t.Error("the second tap closed the overlay")
	}
	s.run()
	if len(f.charged) != 1 || k.paying != "" || k.pick.selected != 1 || k.pick.error == "" {
		t.Errorf("%d payments, overlay %q, selected %d, said %q", len(f.charged), k.paying, k.pick.selected, k.pick.error)
	}
	f.shop.Open[0].Residual = money.New(128450, "EUR")
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	if len(f.charged) != 2 {
		t.Error("the invoice cannot be charged any more")
	}
}

// Lost if it fails: after a restart the overlay offers what does nothing, because nobody is signed in.
func TestResumedOverlayOffersOnlyWhatWorksForNobody(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	k.session = nil
	k.render()
	for _, b := range k.overlay.Model().Buttons {
		if b.ID == present.ButtonOtherReader {
			t.Error("a reader is offered that cannot be chosen")
		}
	}
	f.set(payment.Cancelled)
	k.render()
	if b := k.overlay.Model().Buttons; len(b) != 1 || b[0].ID != present.ButtonBack {
		t.Errorf("buttons %+v", b)
	}
}

// Lost if it fails: a hardware keyboard types digits into an unseen PIN while the first manager's name is asked, and a PIN of two
// digits is refused only after it was typed twice.
func TestFirstManagerByHardwareKeyboard(t *testing.T) {
	k, f, s := newKiosk(t)
	f.people, f.pin = nil, ""
	k.loadPeople()
	s.run()
	k.render()
	typed := func(text string) {
		for _, r := range text {
			k.TypedRune(r)
		}
		k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.run()
	}
	typed("")
	if k.signing.step != lock.StepName {
		t.Fatal("went on without a name")
	}
	typed("Mia 2")
	if k.signing.step != lock.StepPIN || k.signing.name != "Mia 2" || len(k.signing.pin) != 0 {
		t.Fatalf("step %v, name %q, %d digits", k.signing.step, k.signing.name, len(k.signing.pin))
	}
	typed("12")
	if k.signing.step != lock.StepPIN || k.signing.message == "" {
		t.Errorf("a PIN of two digits: step %v, said %q", k.signing.step, k.signing.message)
	}
	typed("4711")
	typed("4711")
	if f.pin != "4711" || k.signing.step != lock.StepNone {
		t.Errorf("PIN %q, step %v", f.pin, k.signing.step)
	}
}

// Lost if it fails: after some wrong PINs the keys stay dead until the program is started again.
func TestKeysComeBackAfterTheWait(t *testing.T) {
	k, f, s := newKiosk(t)
	f.wait = 5 * time.Second
	signIn(k, s)
	k.render()
	if vm := k.lockVM(f.about); !vm.Wait || !strings.Contains(vm.Message, "5 s") {
		t.Fatalf("wait %v, said %q", vm.Wait, vm.Message)
	}
	f.wait = 0
	s.now = s.now.Add(2 * time.Second)
	if vm := k.lockVM(f.about); !vm.Wait || !strings.Contains(vm.Message, "3 s") {
		t.Errorf("after 2 s: wait %v, said %q", vm.Wait, vm.Message)
	}
	s.now = s.now.Add(3 * time.Second)
	if vm := k.lockVM(f.about); vm.Wait || vm.Message != "" {
		t.Errorf("after 5 s: wait %v, said %q", vm.Wait, vm.Message)
	}
	signIn(k, s)
	if k.session == nil {
		t.Error("cannot sign in after the wait")
	}
}

// Lost if it fails: Odoo has gone and the cashier reads "cannot be shown" until the list's next turn, although the invoice may be
// charged without Odoo.
func TestUnreadableInvoiceAsksOdooAtOnce(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(99)
	s.run()
	if f.refreshed != 1 {
		t.Errorf("asked %d times", f.refreshed)
	}
}

// Lost if it fails: the second scan is appended to the first and finds nothing, or a scan beside the list goes nowhere.
func TestEveryScanIsANewSearch(t *testing.T) {
	k, _, s := newKiosk(t)
	signIn(k, s)
	scan := func(code string) {
		for _, r := range code {
			k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(r)}) // the toolkit tells the key before its letter
			k.TypedRune(r)
		}
		k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		s.run()
	}
	for i, code := range []string{"INV/1", "INV/2"} {
		k.goTo(shell.PlaceAttention)
		scan(code)
		if k.place != shell.PlacePay || k.pick.query != code || k.pick.selected != int64(i+1) {
			t.Errorf("%s: place %v, query %q, selected %d", code, k.place, k.pick.query, k.pick.selected)
		}
	}
	k.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	k.TypedRune('1')
	if k.pick.query != "INV/1" {
		t.Errorf("what was searched cannot be corrected: %q", k.pick.query)
	}
}

// Lost if it fails: right after a payment its reader still counts as taken, and the next customer is sent to another one.
func TestReadersAreAskedWhenAPaymentIsLeft(t *testing.T) {
	k, f, s := newKiosk(t)
	signIn(k, s)
	k.choose(1)
	s.run()
	k.charge(1)
	s.run()
	f.set(payment.Done)
	k.render()
	s.now = s.now.Add(time.Second)
	k.overlayTapped(present.ButtonNext)
	s.run()
	if f.checked != 1 {
		t.Errorf("readers asked %d times", f.checked)
	}
}

// Lost if it fails: a person reads the program's words for an error instead of the catalogue's.
func TestRefusalsAreInTheCatalogue(t *testing.T) {
	for _, s := range spokenErrors {
		got := say(fmt.Errorf("deep: %w", s.err))
		if got == "" || strings.Contains(got, "⟦") || strings.Contains(got, "deep") {
			t.Errorf("%v: %q", s.err, got)
		}
	}
}
