package storage

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"paydesk/services/staff"
)

// A copied disk must not go on as the machine it was copied from (PROTOCOLS G3).
func TestCopiedDiskGetsANewCounterID(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	first, renewed, err := s.Identify("machine-a")
	if err != nil || renewed || len(first.ID) != 32 {
		t.Fatalf("first: %+v %v %v", first, renewed, err)
	}
	mustAppend(t, s, "p", "Begun", false)
	again, renewed, err := s.Identify("machine-a")
	if err != nil || renewed || again.ID != first.ID {
		t.Errorf("same machine: %+v %v %v", again, renewed, err)
	}
	other, renewed, err := s.Identify("machine-b")
	if err != nil || !renewed || other.ID == first.ID || other.SinceSeq != 1 || !slices.Equal(other.Previous, []string{first.ID}) {
		t.Errorf("other machine: %+v %v %v", other, renewed, err)
	}
	if _, _, err := s.Identify(""); err == nil {
		t.Error("an empty fingerprint was accepted")
	}
}

func TestPreferencesOfPeopleDoNotMix(t *testing.T) {
	s := mustOpen(t, storePath(t))
	for _, p := range [][3]string{{"a", "bc", "1"}, {"ab", "c", "2"}, {"", "bc", "3"}} {
		if err := s.SetPreference(p[0], p[1], p[2]); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range [][3]string{{"a", "bc", "1"}, {"ab", "c", "2"}, {"", "bc", "3"}, {"a", "c", ""}} {
		if v, ok, err := s.Preference(p[0], p[1]); v != p[2] || ok != (p[2] != "") || err != nil {
			t.Errorf("%v: %q %v %v", p, v, ok, err)
		}
	}
	if err := s.SetPreference("a", "", "x"); err == nil {
		t.Error("an empty key was accepted")
	}
}

func TestPeopleSurviveARestart(t *testing.T) {
	path := storePath(t)
	s := mustOpen(t, path)
	anna := staff.Record{Person: staff.Person{ID: "1", Name: "Anna", Role: staff.Manager, Initials: "A", Colour: 3}, PINHash: "$argon2id$x"}
	for _, err := range []error{
		s.SavePerson(anna),
		s.SaveAttempts("1", staff.Attempts{Failed: 4}),
		s.RecordStaff(staff.Event{Kind: staff.SwitchedOff, By: "1", Person: "2"}),
		s.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s = mustOpen(t, path)
	people, err := s.People()
	if err != nil || !reflect.DeepEqual(people, []staff.Record{anna}) {
		t.Errorf("%+v, %v", people, err)
	}
	for id, want := range map[string]int{"1": 4, "2": 0, "3": 0} {
		if a, err := s.Attempts(id); a.Failed != want || err != nil {
			t.Errorf("attempts of %s: %+v, %v", id, a, err)
		}
	}
	err = s.Walk(1, func(e Entry) error {
		if e.Kind != "StaffSwitchedOff" || string(e.Body) != `{"by":"1","person":"2"}` {
			return fmt.Errorf("journaled %s %s", e.Kind, e.Body)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// A first load of a large shop takes several transactions; the cursor may only be there once all rows are.
func TestMirrorCursorIsNeverAheadOfItsRows(t *testing.T) {
	s := mustOpen(t, storePath(t))
	s.db.NoSync = true
	rows := map[string][]byte{}
	for i := range 2*mirrorChunk + 1 {
		rows[fmt.Sprintf("%06d", i)] = []byte{1}
	}
	writes := 0
	full := errors.New("full")
	s.beforeCommit = func() error {
		if writes++; writes == 2 {
			return full
		}
		return nil
	}
	if err := s.MirrorPut(rows, "end"); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if got, cursor, err := s.MirrorLoad(); len(got) != mirrorChunk || cursor != "" || err != nil {
		t.Errorf("%d rows, cursor %q, %v", len(got), cursor, err)
	}
	if err := s.MirrorPut(rows, "end"); err != nil {
		t.Fatal(err)
	}
	if got, cursor, err := s.MirrorLoad(); len(got) != len(rows) || cursor != "end" || err != nil {
		t.Errorf("%d rows, cursor %q, %v", len(got), cursor, err)
	}
	if err := s.MirrorClear(); err != nil {
		t.Fatal(err)
	}
	if got, cursor, err := s.MirrorLoad(); len(got) != 0 || cursor != "" || err != nil {
		t.Errorf("cleared: %d rows, cursor %q, %v", len(got), cursor, err)
	}
}
