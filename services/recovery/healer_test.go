package recovery

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
)

// Lost if it fails: after a day without Odoo the newest charges are booked first, and customers of the morning are asked to pay
// again; or all of them at once run Odoo over when it comes back (PROTOCOLS B11).
func TestChargesNobodyBookedAreTakenOnOldestFirst(t *testing.T) {
	f := open(t)
	const charges = mostAdopted + 5
	for n := range charges {
		f.account.charged(n+1, noon.Add(-time.Duration((n*7)%charges+5)*time.Minute))
	}
	taken := func() (at []time.Time) {
		for _, id := range f.payments.kinds(payment.KindName(payment.Adopted{})) {
			s, err := f.Desk.State(id)
			if err != nil {
				t.Fatal(err)
			}
			at = append(at, s.ChargedAt)
		}
		return at
	}
	f.look(t, 0)
	first := taken()
	if len(first) != mostAdopted || !slices.IsSortedFunc(first, func(a, b time.Time) int { return a.Compare(b) }) {
		t.Fatalf("%d taken on, in the order %v", len(first), first)
	}
	f.look(t, lookEvery)
	if all := taken(); len(all) != charges || !slices.IsSortedFunc(all, func(a, b time.Time) int { return a.Compare(b) }) {
		t.Errorf("%d taken on after the next look, in the order %v", len(all), all)
	}
	f.look(t, time.Hour)
	if n := len(taken()); n != charges {
		t.Errorf("%d taken on of %d: one twice", n, charges)
	}
}

// Lost if it fails: what an accountant cancelled or deleted in Odoo is booked again by a program, once a day, for ever (PROTOCOLS B2).
func TestWhatAnAccountantTookBackIsNeverRedone(t *testing.T) {
	for name, c := range map[string]struct {
		kind   Kind
		change func(*shopFixture, payment.Intent)
	}{
		"cancelled": {TakenBack, func(f *shopFixture, i payment.Intent) {
			f.books.bookings = []payment.Booking{{ID: 5, Name: "PSTRP/5", Memo: i.ID, State: payment.BookingCanceled, Written: noon}}
		}},
		"deleted": {Gone, func(f *shopFixture, i payment.Intent) { f.account.intents[i.ID].Metadata[payment.MetaBooked] = "5" }},
		"reset to draft": {TakenBack, func(f *shopFixture, i payment.Intent) {
			f.account.intents[i.ID].Metadata[payment.MetaBooked] = "5"
			f.books.bookings = []payment.Booking{{ID: 5, Name: "PSTRP/5", Memo: i.ID, State: payment.BookingDraft, Written: noon}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			i := f.account.charged(1, noon.Add(-time.Hour))
			c.change(f, i)
			f.look(t, 0)
			list := f.Attention.List()
			if len(list) != 1 || list[0].Kind != c.kind || list[0].ID != string(c.kind)+":"+i.ID {
				t.Fatalf("%+v", list)
			}
			for range 3 {
				f.look(t, 2*time.Hour)
			}
			f.reopen(t, f.Desk, f.Config)
			f.look(t, 24*time.Hour)
			if list := f.Attention.List(); len(list) != 1 || list[0].ID != string(c.kind)+":"+i.ID || list[0].Opened != noon {
				t.Errorf("after a day and a restart: %+v", list)
			}
			if err := f.Act(context.Background(), list[0].ID, Close, "Ingrid", "paid back in cash"); err != nil {
				t.Fatal(err)
			}
			f.look(t, 24*time.Hour)
			f.reopen(t, f.Desk, f.Config)
			f.look(t, time.Hour)
			if list := f.Attention.List(); len(list) != 0 {
				t.Errorf("closed and back: %+v", list)
			}
			if taken := f.payments.kinds(payment.KindName(payment.Adopted{})); len(taken) != 0 {
				t.Errorf("booked again without a person: %v", taken)
			}
			if said := f.account.intents[i.ID].Metadata[payment.MetaClosed]; said != string(c.kind) {
				t.Errorf("other counters are told %q", said)
			}
		})
	}
}

// Lost if it fails: one counter's people close an entry, and another counter's list shows it for ever, or opens it anew.
func TestClosedAtAnotherCounterIsClosedHere(t *testing.T) {
	f := open(t)
	i := f.account.charged(1, noon.Add(-time.Hour))
	f.account.intents[i.ID].Metadata[payment.MetaBooked] = "5"
	f.look(t, 0)
	if n := len(f.Attention.List()); n != 1 {
		t.Fatalf("%d entries", n)
	}
	f.account.intents[i.ID].Metadata[payment.MetaClosed] = string(Gone)
	f.look(t, sweepEvery)
	if list := f.Attention.List(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	over := f.Attention.Settled(noon)
	if len(over) != 1 || over[0].By != AnotherCounter {
		t.Errorf("%+v", over)
	}
}

// Lost if it fails: a dispute is in no list and its deadline passes, or one that a person closed comes back each hour.
func TestDisputeIsOneEntryUntilAPersonClosesIt(t *testing.T) {
	f := open(t)
	i := f.account.charged(1, noon.Add(-time.Hour))
	i.Charge.Disputed = true
	f.account.due = noon.Add(9 * 24 * time.Hour)
	f.books.bookings = []payment.Booking{{ID: 5, Name: "PSTRP/5", Memo: i.ID, State: payment.BookingLive, Reconciled: true, Written: noon}}
	f.look(t, 0)
	f.look(t, 2*time.Hour)
	list := f.Attention.List()
	if len(list) != 1 || list[0].ID != "dispute:"+i.ID {
		t.Fatalf("%+v", list)
	}
	if !list[0].Due.Equal(f.account.due) || !strings.Contains(list[0].Fact("EUR"), "29 Nov") {
		t.Errorf("the deadline is not said: %v, %q", list[0].Due, list[0].Fact("EUR"))
	}
	if a := list[0].Actions(); len(a) != 1 || a[0].Verb != Close || !a[0].Manager {
		t.Errorf("%+v", a)
	}
	if err := f.Act(context.Background(), list[0].ID, Close, "Ingrid", "answered"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		f.look(t, 2*time.Hour)
	}
	if list := f.Attention.List(); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if c, ok := payment.ReadClaim(f.account.intents[i.ID], "shop"); !ok || c.Closed {
		t.Errorf("a closed dispute says that the charge is settled: %+v", fmt.Sprint(c))
	}
}

// Lost if it fails: a key without the right to read disputes hides that there is one.
func TestDisputeWithoutADeadlineIsAnEntryAllTheSame(t *testing.T) {
	f := open(t)
	f.account.charged(1, noon.Add(-time.Hour)).Charge.Disputed = true
	f.books.bookings = []payment.Booking{{ID: 5, Name: "PSTRP/5", Memo: "pi_1", State: payment.BookingLive, Reconciled: true, Written: noon}}
	f.account.dueErr = &explain.Failure{Side: explain.Stripe, Kind: explain.Forbidden}
	f.look(t, 0)
	if list := f.Attention.List(); len(list) != 1 || list[0].Kind != Dispute || !list[0].Due.IsZero() || list[0].Fact("EUR") == "" {
		t.Errorf("%+v", list)
	}
}

// Lost if it fails: on an account with a busy webshop the till keeps a month of other people's payments in memory.
func TestStrangersThatFitNothingAreNotKept(t *testing.T) {
	f := open(t)
	for n := range 1000 {
		i := f.account.charged(n+1, noon.Add(-time.Duration(n+1)*time.Hour/2))
		i.Metadata = map[string]string{"order": fmt.Sprint(n)}
		f.account.intents[i.ID] = i
	}
	given := f.account.charged(2000, noon.Add(-3*time.Hour))
	given.Status, given.Received, given.Charge = payment.Canceled, 0, nil
	f.account.intents[given.ID] = given
	f.look(t, 0)
	if n := len(f.strangers); n == 0 || n > 2 {
		t.Errorf("%d kept", n)
	}
}
