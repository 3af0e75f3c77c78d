package app

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	stripesim "paydesk/services/sim/stripe"
	"paydesk/services/staff"
	"paydesk/storage"
)

// What the owner of the machine does to people from the command line, up to the way back after a forgotten PIN. Lost if it
// fails: a shop that forgot its manager's PIN can refund nothing, or whoever resets one is not found out.
func TestPeopleFromTheCommandLine(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stripesim.AutoNone)
	pin := func(pin string, args ...string) said { return d.do(command{stdin: pin + "\n", args: args}) }
	d.must(ExitOK, pin("8261", "people", "add", "Ingrid Solheim", "--role", "manager", "--pin-stdin"))
	d.must(ExitOK, pin("5209", "people", "add", "Ruth Adler", "--role", "auditor", "--pin-stdin"))
	d.must(ExitOK, pin("5209", "people", "add", "Noor", "--role", "cashier", "--odoo-user", "NOOR@northgate.example", "--pin-stdin"))
	if s := d.must(ExitFailed, pin("5209", "people", "add", "Bo", "--role", "cashier", "--odoo-user", "nobody", "--pin-stdin")); !strings.Contains(s.err, "people odoo lists them") {
		t.Error(s.err)
	}
	if s := d.must(ExitOK, d.run("people", "odoo")); !strings.Contains(s.out, "Ingrid Solheim") || strings.Contains(s.out, "OdooBot") {
		t.Error(s.out)
	}
	for _, args := range [][]string{{"people", "off", "Ingrid Solheim"}, {"people", "role", "Ingrid Solheim", "--role", "cashier"}} {
		if s := d.must(ExitFailed, d.run(args...)); !strings.Contains(s.err, "last manager") {
			t.Errorf("%v: %s", args, s.err)
		}
	}
	d.must(ExitOK, d.run("people", "rename", "ruth adler", "--to", "Ruth Adler-Meyer"))
	if s := d.must(ExitOK, d.run("people", "off", "Ruth Adler-Meyer")); !strings.Contains(s.out, "switched off here") {
		t.Error(s.out)
	}
	d.must(ExitOK, d.run("people", "on", "Ruth Adler-Meyer"))
	if s := d.must(ExitOK, pin("1234", "people", "reset-pin", "Ingrid Solheim", "--pin-stdin")); !strings.Contains(s.err, "first that people try") {
		t.Error(s.err)
	}
	if s := d.must(ExitOK, d.run("people")); !strings.Contains(s.out, "from Odoo: noor@northgate.example") || strings.Contains(s.out, "1234") {
		t.Error(s.out)
	}
	if s := d.must(ExitFailed, pin("8261", "shop", "pin", "--as", "Ingrid Solheim", "--pin-stdin")); !strings.Contains(s.err, "try again") {
		t.Errorf("the old PIN: %s", s.err)
	}
	if s := d.must(ExitFailed, pin("5209", "shop", "pin", "--as", "Ruth Adler-Meyer", "--pin-stdin")); !strings.Contains(s.err, "PIN of somebody who may") {
		t.Errorf("an auditor pins: %s", s.err)
	}

	store, err := storage.Open(filepath.Join(d.data, "paydesk-test.db"), storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	register, err := staff.New(staff.Params{Store: store, Clock: storeOptions().Clock, Rand: cryptoRand, Rights: staff.UsualRights()})
	if err != nil {
		t.Fatal(err)
	}
	people, err := register.People()
	if err != nil || people[0].Name != "Ingrid Solheim" {
		t.Fatal(people, err)
	}
	news, err := register.News(people[0].ID)
	if err != nil || len(news) != 1 || news[0].Kind != staff.PINReset {
		t.Errorf("the manager is told %+v, %v", news, err)
	}
	var kinds []string
	if err := store.Walk(1, func(e storage.Entry) error {
		kinds = append(kinds, e.Kind)
		if strings.Contains(string(e.Body), "1234") || strings.Contains(string(e.Body), "8261") {
			t.Errorf("a PIN in the journal: %s", e.Body)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []staff.EventKind{staff.PersonAdded, staff.Renamed, staff.SwitchedOff, staff.SwitchedOn, staff.PINReset, staff.Refused} {
		if !strings.Contains(strings.Join(kinds, " "), string(want)) {
			t.Errorf("%s is not in the journal: %v", want, kinds)
		}
	}
}

// Lost if it fails: switching the kiosk off and on again makes guessing a PIN free.
func TestWrongPINsAreCountedAcrossRestarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "paydesk-test.db")
	var id string
	for try := range 6 {
		store, err := storage.Open(path, storeOptions())
		if err != nil {
			t.Fatal(err)
		}
		register, err := staff.New(staff.Params{Store: store, Clock: storeOptions().Clock, Rand: cryptoRand, Rights: staff.UsualRights()})
		if err != nil {
			t.Fatal(err)
		}
		if try == 0 {
			p, err := register.CreateFirstManager("Ingrid", "8261")
			if err != nil {
				t.Fatal(err)
			}
			id = p.ID
		}
		_, err = register.SignIn(id, "0007")
		if want := try >= 3; errors.As(err, new(*staff.WaitError)) != want {
			t.Errorf("try %d: %v, want a wait: %v", try+1, err, want)
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
