package staff

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

type fakeClock struct{ now time.Time }

func (c *fakeClock) Now() time.Time                                   { return c.now }
func (c *fakeClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// memory is a Store; failAt makes the call of that name fail.
type memory struct {
	people   map[string]Record
	attempts map[string]Attempts
	events   []Event
	failAt   string
}

var _ Store = (*memory)(nil)

var errDisk = errors.New("the disk is full")

func (m *memory) fail(name string) error {
	if m.failAt == name {
		return errDisk
	}
	return nil
}

func (m *memory) People() ([]Record, error) {
	return slices.Collect(maps.Values(m.people)), m.fail("People")
}

func (m *memory) SavePerson(r Record) error {
	if err := m.fail("SavePerson"); err != nil {
		return err
	}
	m.people[r.ID] = r
	return nil
}

func (m *memory) Attempts(id string) (Attempts, error) { return m.attempts[id], m.fail("Attempts") }

func (m *memory) SaveAttempts(id string, a Attempts) error {
	if err := m.fail("SaveAttempts"); err != nil {
		return err
	}
	m.attempts[id] = a
	return nil
}

func (m *memory) RecordStaff(e Event) error {
	if err := m.fail("RecordStaff"); err != nil {
		return err
	}
	m.events = append(m.events, e)
	return nil
}

type counter struct {
	*Register
	store *memory
	clock *fakeClock
	boss  Person
}

// cheap makes hashing quick for a test that judges many PINs.
func cheap(t *testing.T) {
	t.Helper()
	old := hashing
	hashing.Memory, hashing.Iterations = 64, 1
	t.Cleanup(func() { hashing = old })
}

func newCounter(t *testing.T) counter {
	t.Helper()
	cheap(t)
	c := counter{
		store: &memory{people: map[string]Record{}, attempts: map[string]Attempts{}},
		clock: &fakeClock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)},
	}
	c.restart(t)
	var err error
	if c.boss, err = c.CreateFirstManager("  Ines   van der Meer ", "8261"); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *counter) restart(t *testing.T) {
	t.Helper()
	var err error
	c.Register, err = New(Params{Store: c.store, Clock: c.clock, Rand: rand.NewChaCha8([32]byte{9}), Rights: UsualRights()})
	if err != nil {
		t.Fatal(err)
	}
}

func (c *counter) session(t *testing.T) Session {
	t.Helper()
	s, err := c.SignIn(c.boss.ID, "8261")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A new store has nobody who could let anybody in: exactly one manager may be made without a manager.
func TestFirstManagerIsMadeOnceOnly(t *testing.T) {
	c := newCounter(t)
	if c.boss.Role != Manager || c.boss.Name != "Ines van der Meer" || c.boss.Initials != "IM" {
		t.Errorf("made %+v", c.boss)
	}
	if need, err := c.NeedsFirstManager(); need || err != nil {
		t.Errorf("still needed: %v, %v", need, err)
	}
	if _, err := c.CreateFirstManager("Mallory", "7193"); !errors.Is(err, ErrNotFirst) {
		t.Errorf("a second one: %v", err)
	}
	empty := counter{store: &memory{people: map[string]Record{"x": {Person: Person{Role: Cashier}}}}, clock: c.clock}
	empty.restart(t)
	if need, err := empty.NeedsFirstManager(); !need || err != nil {
		t.Errorf("with cashiers only: %v, %v", need, err)
	}
}

// A PIN of four digits falls to 10,000 tries. Each wrong one must cost more time, on disk, whatever is restarted.
func TestWrongPINsWaitLongerAndLonger(t *testing.T) {
	c := newCounter(t)
	var waited []time.Duration
	for range freeTries + len(delays) + 2 {
		c.restart(t)
		_, err := c.SignIn(c.boss.ID, "0001")
		var wait *WaitError
		if errors.As(err, &wait) {
			waited = append(waited, wait.Wait)
			c.clock.now = c.clock.now.Add(wait.Wait - time.Millisecond)
			if _, err := c.SignIn(c.boss.ID, "8261"); !errors.As(err, &wait) {
				t.Fatalf("the right PIN, a moment too early: %v", err)
			}
			c.clock.now = c.clock.now.Add(time.Millisecond)
			_, err = c.SignIn(c.boss.ID, "0001")
		}
		if !errors.Is(err, ErrRefused) {
			t.Fatalf("got %v", err)
		}
	}
	if want := append(slices.Clone(delays), delays[len(delays)-1], delays[len(delays)-1]); !slices.Equal(waited, want) {
		t.Errorf("waited %v, want %v", waited, want)
	}
	c.clock.now = c.clock.now.Add(delays[len(delays)-1])
	c.session(t) // never locked out for good
	if _, err := c.SignIn(c.boss.ID, "0001"); !errors.Is(err, ErrRefused) {
		t.Errorf("after a success the count starts anew, got %v", err)
	}
}

// A clock that is set back must not keep people out for the hours in between.
func TestClockSetBackWaitsNoLongerThanTheDelay(t *testing.T) {
	c := newCounter(t)
	for range freeTries {
		if _, err := c.SignIn(c.boss.ID, "0001"); !errors.Is(err, ErrRefused) {
			t.Fatal(err)
		}
	}
	c.clock.now = c.clock.now.Add(-24 * time.Hour)
	var wait *WaitError
	if _, err := c.SignIn(c.boss.ID, "8261"); !errors.As(err, &wait) || wait.Wait != delays[0] {
		t.Errorf("got %v", err)
	}
}

// Switching the kiosk off between the count and the answer must not be a free try.
func TestTryIsCountedBeforeItIsJudged(t *testing.T) {
	c := newCounter(t)
	c.store.failAt = "RecordStaff" // the first write after the PIN was judged
	for range freeTries {
		if _, err := c.SignIn(c.boss.ID, "0001"); !errors.Is(err, errDisk) {
			t.Fatal(err)
		}
	}
	c.store.failAt = ""
	var wait *WaitError
	if _, err := c.SignIn(c.boss.ID, "8261"); !errors.As(err, &wait) {
		t.Errorf("got %v, want a wait", err)
	}
	c.store.failAt = "SaveAttempts" // a disk that cannot count must not judge
	c.clock.now = c.clock.now.Add(time.Hour)
	if _, err := c.SignIn(c.boss.ID, "8261"); !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
}

// No answer may say which part was wrong, and a cashier's right PIN is no approval.
func TestRefusalsAreAllTheSame(t *testing.T) {
	c := newCounter(t)
	cashier, err := c.Add(c.session(t), "Tom", Cashier, "5209")
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() (Session, error){
		"nobody":               func() (Session, error) { return c.SignIn("no such id", "8261") },
		"wrong PIN":            func() (Session, error) { return c.SignIn(c.boss.ID, "5209") },
		"no PIN":               func() (Session, error) { return c.SignIn(c.boss.ID, "") },
		"cashier approves":     func() (Session, error) { return c.Approve(cashier.ID, "5209", Ask{Act: FreeReader}, "free reader B") },
		"approval, wrong PIN":  func() (Session, error) { return c.Approve(c.boss.ID, "5209", Ask{Act: FreeReader}, "free reader B") },
		"approval, no manager": func() (Session, error) { return c.Approve("no such id", "8261", Ask{Act: FreeReader}, "free reader B") },
	} {
		c.store.attempts = map[string]Attempts{}
		if s, err := try(); err != ErrRefused || s != (Session{}) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	c.store.attempts = map[string]Attempts{}
	s, err := c.SignIn(cashier.ID, "5209")
	if err != nil || s.Person != cashier || !s.At.Equal(c.clock.now) {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := c.Approve(c.boss.ID, "8261", Ask{Act: FreeReader}, "free reader B"); err != nil || s.Person != c.boss {
		t.Errorf("%+v, %v", s, err)
	}
}

// Only who is a manager now may change people, and the counter must never be left without one.
func TestOnlyManagersChangePeople(t *testing.T) {
	c := newCounter(t)
	boss := c.session(t)
	tom, err := c.Add(boss, "Tom", Cashier, "5209")
	if err != nil {
		t.Fatal(err)
	}
	asTom := Session{Person: tom}
	asTom.Person.Role = Manager // a session that claims more than the store knows
	for name, err := range map[string]error{
		"add":                 second(c.Add(asTom, "Eve", Manager, "5209")),
		"switch off":          c.SwitchOff(asTom, c.boss.ID),
		"rename":              c.Rename(asTom, c.boss.ID, "Eve"),
		"promote oneself":     c.SetRole(asTom, tom.ID, Manager),
		"another one's PIN":   c.SetPIN(asTom, c.boss.ID, "5209"),
		"nobody's session":    c.SwitchOff(Session{}, tom.ID),
		"nobody sets own PIN": c.SetPIN(Session{}, "", "5209"),
	} {
		if name == "nobody sets own PIN" {
			if !errors.Is(err, ErrNoPerson) {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.Is(err, ErrNotManager) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ got, want error }{
		"own PIN":            {c.SetPIN(asTom, tom.ID, "7402"), nil},
		"same name":          {second(c.Add(boss, "tom", Cashier, "5209")), ErrNameTaken},
		"no name":            {second(c.Add(boss, " ", Cashier, "5209")), ErrName},
		"no such role":       {c.SetRole(boss, tom.ID, "owner"), ErrRole},
		"add odd role":       {second(c.Add(boss, "Kim", "owner", "5209")), ErrRole},
		"easy PIN":           {c.SetPIN(boss, tom.ID, "1234"), ErrPINTrivial},
		"unknown":            {c.SwitchOff(boss, "x"), ErrNoPerson},
		"switch off last":    {c.SwitchOff(boss, c.boss.ID), ErrLastManager},
		"the owner does":     {c.SwitchOff(Owner(), c.boss.ID), ErrLastManager},
		"owner demotes last": {c.SetRole(Owner(), c.boss.ID, Auditor), ErrLastManager},
		"rename to another":  {c.Rename(boss, tom.ID, " ines  van der meer"), ErrNameTaken},
		"rename to nothing":  {c.Rename(boss, tom.ID, " "), ErrName},
		"rename in case":     {c.Rename(boss, tom.ID, "TOM"), nil},
		"demote last":        {c.SetRole(boss, c.boss.ID, Cashier), ErrLastManager},
		"manager to manager": {c.SetRole(boss, c.boss.ID, Manager), nil},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	if _, err := c.SignIn(tom.ID, "7402"); err != nil {
		t.Errorf("the new PIN: %v", err)
	}
	if err := c.SetRole(boss, tom.ID, Manager); err != nil {
		t.Fatal(err)
	}
	if err := c.SwitchOff(boss, c.boss.ID); err != nil {
		t.Fatal(err)
	}
	if err := c.SwitchOff(boss, tom.ID); !errors.Is(err, ErrNotManager) {
		t.Errorf("the session of a manager who was switched off: %v", err)
	}
	people, err := c.People()
	if err != nil || len(people) != 2 || people[1].Name != "TOM" || people[1].Role != Manager || people[1].Off || !people[0].Off {
		t.Errorf("%+v, %v", people, err)
	}
	if _, err := c.SignIn(c.boss.ID, "8261"); !errors.Is(err, ErrOff) {
		t.Errorf("signs in although switched off: %v", err)
	}
	if _, err := c.Approve(c.boss.ID, "8261", Ask{Act: Decide}, "x"); !errors.Is(err, ErrOff) {
		t.Errorf("approves although switched off: %v", err)
	}
	if err := c.May(c.boss.Name, Ask{Act: Charge}); !errors.Is(err, ErrOff) {
		t.Errorf("charges although switched off: %v", err)
	}
	if need, err := c.NeedsFirstManager(); need || err != nil {
		t.Errorf("whoever stands there could become a manager: %v %v", need, err)
	}
}

func second(_ Person, err error) error { return err }

// Who did what must be in the journal, and never a PIN.
func TestEverythingIsJournaledWithoutPINs(t *testing.T) {
	c := newCounter(t)
	boss := c.session(t)
	tom, err := c.Add(boss, "Tom", Cashier, "5209")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.SignIn(tom.ID, "5200"); !errors.Is(err, ErrRefused) {
		t.Fatal(err)
	}
	for _, err := range []error{c.SetPIN(boss, tom.ID, "6137"), c.SetRole(boss, tom.ID, Manager), c.Rename(boss, tom.ID, "Thomas"), c.SwitchOff(boss, tom.ID), c.SwitchOn(boss, tom.ID)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Approve(c.boss.ID, "8261", Ask{Act: FreeReader}, "free reader B"); err != nil {
		t.Fatal(err)
	}
	var kinds []EventKind
	for _, e := range c.store.events {
		kinds = append(kinds, e.Kind)
		if e.At.IsZero() || e.Person == "" || e.Kind != Refused && e.By == "" {
			t.Errorf("incomplete: %+v", e)
		}
	}
	want := []EventKind{FirstManagerCreated, SignedIn, PersonAdded, Refused, PINChanged, RoleChanged, Renamed, SwitchedOff, SwitchedOn, Approved}
	if !slices.Equal(kinds, want) {
		t.Errorf("journaled %v, want %v", kinds, want)
	}
	if last := c.store.events[len(c.store.events)-1]; last.What != "free reader B" {
		t.Errorf("the approval does not say of what: %+v", last)
	}
	for _, rec := range c.store.people {
		if !strings.HasPrefix(rec.PINHash, "$argon2id$v=19$") || strings.Contains(rec.PINHash, "8261") {
			t.Errorf("stored PIN %q", rec.PINHash)
		}
	}
	c.store.failAt = "RecordStaff" // what cannot be journaled must not happen
	if _, err := c.Add(boss, "Kim", Cashier, "5209"); !errors.Is(err, errDisk) || len(c.store.people) != 2 {
		t.Errorf("%v, %d people", err, len(c.store.people))
	}
}

// A hash made with older parameters still lets its owner in, and is renewed; a broken one is an error, not a crash.
func TestStoredHashes(t *testing.T) {
	c := newCounter(t)
	set := func(hash string) {
		rec := c.store.people[c.boss.ID]
		rec.PINHash = hash
		c.store.people[c.boss.ID] = rec
		c.store.attempts = map[string]Attempts{}
	}
	old := hashing
	old.Iterations++
	hash, err := argon2id.CreateHash("8261", &old)
	if err != nil {
		t.Fatal(err)
	}
	set(hash)
	c.session(t)
	if got := c.store.people[c.boss.ID].PINHash; got == hash || !strings.Contains(got, ",t=1,") {
		t.Errorf("kept %q", got)
	}
	c.session(t)
	for _, broken := range []string{
		"", "8261", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Ng",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Ng",
		"$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Ng",
		"$argon2id$v=19$m=64,t=1,p=0$c29tZXNhbHRzb21l$MTIzNDU2Nzg5MDEyMzQ1Ng",
		"$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21l$",
	} {
		set(broken)
		if _, err := c.SignIn(c.boss.ID, "8261"); err == nil || errors.Is(err, ErrRefused) {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

func TestPINRules(t *testing.T) {
	for pin, want := range map[string]error{
		"8261": nil, "82617394": nil, "1122": nil, "1357": nil,
		"826": ErrPINForm, "826173945": ErrPINForm, "82a1": ErrPINForm, "٨٢٦١": ErrPINForm, "": ErrPINForm, "-261": ErrPINForm,
		"0000": ErrPINTrivial, "99999999": ErrPINTrivial, "1234": ErrPINTrivial, "7890": ErrPINTrivial, "4321": ErrPINTrivial,
		"2109": ErrPINTrivial, "1212": ErrPINTrivial, "123456": ErrPINTrivial,
	} {
		if err := (Policy{}).Check(pin); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", pin, err, want)
		}
		if err := (Policy{AllowTrivial: true}).Check(pin); want != ErrPINForm && err != nil {
			t.Errorf("%q in the demo: %v", pin, err)
		}
	}
}

// People at one counter are told apart by colour as long as there are colours.
func TestColoursAreSharedLast(t *testing.T) {
	c := newCounter(t)
	boss, seen := c.session(t), map[int]bool{c.boss.Colour: true}
	for i := range Colours - 1 {
		p, err := c.Add(boss, "P"+strings.Repeat("x", i), Cashier, "5209")
		if err != nil || seen[p.Colour] {
			t.Errorf("person %d has colour %d: %v", i, p.Colour, err)
		}
		seen[p.Colour] = true
	}
	if p, err := c.Add(boss, "Late", Cashier, "5209"); err != nil || p.Colour < 0 || p.Colour >= Colours {
		t.Errorf("%+v, %v", p, err)
	}
}

func BenchmarkJudgePIN(b *testing.B) {
	hash, err := hashPIN("8261")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if ok, _, err := matchPIN("8261", hash); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}
