package recovery

import (
	"errors"
	"slices"
	"testing"
	"time"

	"paydesk/services/money"
)

func entry(k Kind, mark string, at time.Time) Entry {
	return Entry{Kind: k, Mark: mark, Intent: mark, Amount: money.New(1000, "EUR"), At: at}
}

func (f *shopFixture) ids() (out []string) {
	for _, e := range f.Attention.List() {
		out = append(out, e.ID)
	}
	return out
}

// Lost if it fails: the same fact stands in the list twice, an entry leaves without a person, or one that a person closed comes back.
func TestAnEntryIsOneFact(t *testing.T) {
	f := open(t)
	say := func(e Entry) {
		t.Helper()
		if err := f.Attention.Open(e); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		say(entry(TakenBack, "pi_1", noon))
		f.clock.now = f.clock.now.Add(time.Minute)
	}
	say(entry(Dispute, "pi_1", noon)) // another fact about the same charge
	if got := f.ids(); !slices.Equal(got, []string{"taken_back:pi_1", "dispute:pi_1"}) {
		t.Fatalf("%v", got)
	}
	if err := f.Attention.Close("taken_back:pi_1", " ", "because"); !errors.Is(err, ErrNoReason) {
		t.Errorf("closed by nobody: %v", err)
	}
	if err := f.Attention.Close("taken_back:pi_1", "Ingrid", "\t"); !errors.Is(err, ErrNoReason) {
		t.Errorf("closed without a reason: %v", err)
	}
	if err := f.Attention.Close("taken_back:pi_1", "Ingrid", "paid back in cash"); err != nil {
		t.Fatal(err)
	}
	if err := f.Attention.Close("taken_back:pi_1", "Jonas", "again"); !errors.Is(err, ErrNoEntry) {
		t.Errorf("closed twice: %v", err)
	}
	f.reopen(t, f.Desk, f.Config)
	say(entry(TakenBack, "pi_1", noon))
	if got := f.ids(); !slices.Equal(got, []string{"dispute:pi_1"}) {
		t.Errorf("after a restart: %v", got)
	}
	// what the program ended because it was not so any more may be so again
	if err := f.Attention.ends("dispute:pi_1", "it was won"); err != nil {
		t.Fatal(err)
	}
	say(entry(Dispute, "pi_1", noon))
	if got := f.ids(); !slices.Equal(got, []string{"dispute:pi_1"}) {
		t.Errorf("%v", got)
	}
}

// Lost if it fails: the entry with the most uncertain money, or the one that waits longest, stands below others.
func TestEntriesStandWorstFirstThenOldest(t *testing.T) {
	f := open(t)
	for n, e := range []Entry{entry(Credit, "pi_1", noon.Add(-9*time.Hour)), entry(Refused, "pi_2", noon), entry(Refused, "pi_3", noon.Add(-time.Hour)), entry(NoMoney, "pi_4", noon), entry(TakenBack, "pi_5", noon)} {
		f.clock.now = noon.Add(time.Duration(n) * time.Second)
		if err := f.Attention.Open(e); err != nil {
			t.Fatal(err)
		}
	}
	if got := f.ids(); !slices.Equal(got, []string{"no_money:pi_4", "taken_back:pi_5", "refused:pi_3", "refused:pi_2", "credit:pi_1"}) {
		t.Errorf("%v", got)
	}
}

// Lost if it fails: who closed an entry today, and why, is gone after a restart; or what only changed its name counts as settled.
func TestWhatWasSettledTodayIsKnownAfterARestart(t *testing.T) {
	f := open(t)
	for _, e := range []Entry{entry(TakenBack, "pi_1", noon), entry(Document, "pi_2", noon), entry(Refused, "pi_3", noon)} {
		if err := f.Attention.Open(e); err != nil {
			t.Fatal(err)
		}
	}
	f.clock.now = noon.Add(time.Hour)
	err := errors.Join(f.Attention.Close("taken_back:pi_1", "Ingrid", "paid back in cash"), f.Attention.superseded("pi_2", "", "booked as PSTRP/2"),
		f.Attention.superseded("pi_3", Document, "now document"), f.Attention.Open(entry(Document, "pi_3", noon)))
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		var got []string
		for _, s := range f.Attention.Settled(noon) {
			got = append(got, s.ID+" "+s.By)
		}
		slices.Sort(got)
		if !slices.Equal(got, []string{"document:pi_2 ", "taken_back:pi_1 Ingrid"}) {
			t.Errorf("%s: %q", when, got)
		}
		if n := len(f.Attention.Settled(noon.Add(2 * time.Hour))); n != 0 {
			t.Errorf("%s: %d settled later than they were", when, n)
		}
	}
	check("at once")
	f.reopen(t, f.Desk, f.Config)
	for _, e := range f.disk.entries {
		f.Attention.Recall(e)
	}
	check("after a restart")
}
