package staff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"paydesk/services/money"
)

func euro(minor int64) money.Amount { return money.New(minor, "EUR") }

// Every act has one answer for every role; a door that is missing here would be open to an auditor.
func TestWhatEachRoleMay(t *testing.T) {
	up := func(minor int64) Limit { return Limit{Most: euro(minor)} }
	rights := Rights{
		Cashier: {Refund: up(5000), Away: up(25000)},
		Manager: {Refund: up(100000), RefundPart: true, Away: up(100000), FreeReader: true, Settings: true},
	}
	const yes, no, pin = "yes", "no", "with a manager's PIN"
	for _, row := range []struct {
		ask                       Ask
		cashier, manager, auditor string
	}{
		{Ask{Act: Charge}, yes, yes, no},
		{Ask{Act: CallOff}, yes, yes, no},
		{Ask{Act: ChargeAway, Amount: euro(25000)}, yes, yes, no},
		{Ask{Act: ChargeAway, Amount: euro(25001)}, pin, yes, no},
		{Ask{Act: ChargeAway, Amount: euro(100001)}, pin, no, no},
		{Ask{Act: ChargeAway, Amount: money.New(1, "JPY")}, pin, no, no},
		{Ask{Act: AskRefund}, yes, yes, no},
		{Ask{Act: Refund, Amount: euro(5000)}, yes, yes, no},
		{Ask{Act: Refund, Amount: euro(5000), Part: true}, pin, yes, no},
		{Ask{Act: Refund, Amount: euro(5001)}, pin, yes, no},
		{Ask{Act: Refund, Amount: euro(100001)}, pin, no, no},
		{Ask{Act: Book}, yes, yes, no},
		{Ask{Act: Prefer}, yes, yes, no},
		{Ask{Act: Mail}, yes, yes, no},
		{Ask{Act: Decide}, pin, yes, no},
		{Ask{Act: FreeReader}, pin, yes, no},
		{Ask{Act: Settings}, no, yes, no},
		{Ask{Act: People}, no, yes, no},
		{Ask{Act: "something new"}, pin, no, no},
	} {
		for role, want := range map[Role]string{Cashier: row.cashier, Manager: row.manager, Auditor: row.auditor, "": no} {
			got := yes
			var d *Denial
			if err := rights.Judge(role, row.ask); errors.As(err, &d) {
				if got = no; d.Approvable {
					got = pin
				}
				if d.Error() == "" || d.Role != role {
					t.Errorf("%+v", d)
				}
			}
			if got != want {
				t.Errorf("%s, %+v: %s, want %s", role, row.ask, got, want)
			}
		}
	}
	if (Limit{}).Covers(euro(0)) || !(Limit{Any: true}).Covers(euro(1<<40)) || (Limit{Most: euro(0)}).Covers(euro(0)) {
		t.Error("a limit that nobody set lets something through, or none does not")
	}
}

// A name on a screen may be older than a change: what the store says at the door counts.
func TestTheDoorAsksTheStore(t *testing.T) {
	c := newCounter(t)
	boss := c.session(t)
	tom, err := c.Add(boss, "Tom", Cashier, "5209")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.May("tom", Ask{Act: Charge}); err != nil {
		t.Error(err)
	}
	if err := c.SetRole(boss, tom.ID, Auditor); err != nil {
		t.Fatal(err)
	}
	var d *Denial
	for _, act := range []Act{Charge, CallOff, Book, Prefer, AskRefund, Mail} {
		if err := c.May("Tom", Ask{Act: act}); !errors.As(err, &d) || d.Approvable {
			t.Errorf("an auditor's %s: %v", act, err)
		}
	}
	if err := c.May("Nobody", Ask{Act: Charge}); !errors.Is(err, ErrNoPerson) {
		t.Errorf("somebody unknown: %v", err)
	}
	if err := c.May("", Ask{Act: Charge}); !errors.Is(err, ErrNoPerson) {
		t.Errorf("nobody: %v", err)
	}
	if err := c.May("", Ask{Act: CallOff}); err != nil {
		t.Errorf("a payment that a restart left on the screen must be stoppable: %v", err)
	}
	empty := counter{store: &memory{people: map[string]Record{}, attempts: map[string]Attempts{}}, clock: c.clock}
	empty.restart(t)
	if err := empty.May("Mia", Ask{Act: Charge}); err != nil {
		t.Errorf("a counter without people: %v", err)
	}
	if err := empty.May("Mia", Ask{Act: Decide}); !errors.As(err, &d) {
		t.Errorf("a counter without people lets anybody decide: %v", err)
	}
}

// A manager who may not refund so much must not get past the PIN with it, nor a cashier past the own limit.
func TestAPINApprovesOnlyWhatItsRoleMay(t *testing.T) {
	c := newCounter(t)
	c.rights = Rights{Cashier: {Refund: Limit{Most: euro(5000)}}, Manager: {Refund: Limit{Most: euro(9000)}}}
	tom, err := c.Add(c.session(t), "Tom", Cashier, "5209")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		person, pin string
		minor       int64
		ok          bool
	}{{tom.ID, "5209", 5000, true}, {tom.ID, "5209", 5001, false}, {c.boss.ID, "8261", 9000, true}, {c.boss.ID, "8261", 9001, false}} {
		c.store.attempts = map[string]Attempts{}
		_, err := c.Approve(row.person, row.pin, Ask{Act: Refund, Amount: euro(row.minor)}, fmt.Sprint("refund ", row.minor))
		if (err == nil) != row.ok || err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("%d: %v", row.minor, err)
		}
	}
}

// Two managers who demote each other in the same moment would leave a counter on which nothing can be refunded or mended.
func TestTwoChangesAtOnceLeaveAManager(t *testing.T) {
	for range 50 {
		c := newCounter(t)
		second, err := c.Add(c.session(t), "Mia", Manager, "5209")
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		errs := make([]error, 2)
		wg.Go(func() { errs[0] = c.SetRole(Session{Person: second}, c.boss.ID, Cashier) })
		wg.Go(func() { errs[1] = c.SwitchOff(Session{Person: c.boss}, second.ID) })
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%v, %v", errs[0], errs[1])
		}
		people, err := c.People()
		if err != nil || !slices.ContainsFunc(people, func(p Person) bool { return p.Role == Manager && !p.Off }) {
			t.Fatalf("%+v %v", people, err)
		}
	}
}

// What the owner of the machine did to managers is told to each of them, once, and the new PIN is nowhere in it.
func TestAResetIsToldToEveryManager(t *testing.T) {
	c := newCounter(t)
	mia, err := c.Add(c.session(t), "Mia", Manager, "5209")
	if err != nil {
		t.Fatal(err)
	}
	tom, err := c.Add(c.session(t), "Tom", Cashier, "6137")
	if err != nil {
		t.Fatal(err)
	}
	for range freeTries + 2 { // the reset ends the waiting too
		if _, err := c.SignIn(mia.ID, "0001"); err == nil {
			t.Fatal("let in")
		}
	}
	for _, err := range []error{c.SetPIN(Owner(), mia.ID, "1234"), c.SetPIN(Owner(), tom.ID, "7402")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.SignIn(mia.ID, "1234"); err != nil {
		t.Fatal(err)
	}
	for _, p := range []Person{c.boss, mia} {
		news, err := c.News(p.ID)
		if err != nil || len(news) != 1 || news[0].Kind != PINReset || news[0].Name != "Mia" || !news[0].At.Equal(c.clock.now) {
			t.Fatalf("%s is told %+v, %v", p.Name, news, err)
		}
		if err := c.Told(p.ID, 1); err != nil {
			t.Fatal(err)
		}
		if news, err := c.News(p.ID); err != nil || len(news) != 0 {
			t.Errorf("%s is told again: %+v %v", p.Name, news, err)
		}
	}
	if news, err := c.News(tom.ID); err != nil || len(news) != 0 {
		t.Errorf("a cashier is told %+v %v", news, err)
	}
	last := c.store.events[len(c.store.events)-3]
	if last.Kind != PINReset || last.By != byOwner || strings.Contains(fmt.Sprintf("%+v", c.store.events), "1234") {
		t.Errorf("journaled %+v", c.store.events)
	}
}

// shopUsers is what Odoo says of its users.
type shopUsers struct {
	users []User
	err   error
	asked int
}

func (s *shopUsers) Users(_ context.Context, ids []int64) ([]User, error) {
	s.asked++
	return slices.DeleteFunc(slices.Clone(s.users), func(u User) bool { return !u.Active && !slices.Contains(ids, u.ID) }), s.err
}

// Who left the shop must not charge on; and an Odoo that does not answer must not lock everybody out.
func TestPeopleTakenFromOdooFollowIt(t *testing.T) {
	c := newCounter(t)
	boss, ctx := c.session(t), context.Background()
	odoo := &shopUsers{users: []User{{7, "Noor Haddad", "noor", true}, {8, "Ruth", "ruth", true}}}
	if changed, err := c.Follow(ctx, odoo); changed || err != nil || odoo.asked != 0 {
		t.Errorf("nobody is from Odoo: %v %v, asked %d", changed, err, odoo.asked)
	}
	noor, err := c.Take(boss, odoo.users[0], "Noor", Manager, "5209")
	if err != nil || noor.User != 7 || noor.Login != "noor" {
		t.Fatal(noor, err)
	}
	if _, err := c.Take(boss, odoo.users[0], "Noor again", Cashier, "5209"); !errors.Is(err, ErrUserTaken) {
		t.Errorf("taken twice: %v", err)
	}
	follow := func(want bool) {
		t.Helper()
		if changed, err := c.Follow(ctx, odoo); changed != want || err != nil {
			t.Errorf("changed %v, %v", changed, err)
		}
	}
	follow(false)
	odoo.users[0].Active = false
	follow(true)
	follow(false)
	if _, err := c.SignIn(noor.ID, "5209"); !errors.Is(err, ErrUserOff) {
		t.Errorf("signs in: %v", err)
	}
	if _, err := c.Approve(noor.ID, "5209", Ask{Act: Decide}, "x"); !errors.Is(err, ErrUserOff) {
		t.Errorf("approves: %v", err)
	}
	if err := c.SwitchOff(boss, c.boss.ID); !errors.Is(err, ErrLastManager) {
		t.Errorf("a manager whom Odoo switched off counts as one: %v", err)
	}
	odoo.err = errors.New("away")
	if changed, err := c.Follow(ctx, odoo); changed || err == nil {
		t.Error("Odoo away changed something")
	}
	odoo.err, odoo.users[0].Active = nil, true
	follow(true)
	if _, err := c.SignIn(noor.ID, "5209"); err != nil {
		t.Errorf("active again: %v", err)
	}
	odoo.users = odoo.users[1:] // deleted
	follow(true)
	if _, err := c.SignIn(noor.ID, "5209"); !errors.Is(err, ErrUserOff) {
		t.Errorf("deleted, and signs in: %v", err)
	}
}
