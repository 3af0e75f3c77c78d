package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// listing is a Stripe that only lists, and remembers from when on it was asked to.
type listing struct {
	Stripe
	now     time.Time
	intents []Intent
	since   []time.Time
	pages   int // answered before the connection breaks, 0: it holds
	// meanwhile happens before each page
	meanwhile func()
}

func (l *listing) Now() time.Time { return l.now }

func (l *listing) IntentPages(_ context.Context, since, before time.Time, page func([]Intent) error) error {
	l.since = append(l.since, since)
	left := l.pages
	for from := 0; ; from += 2 {
		if l.meanwhile != nil {
			l.meanwhile()
		}
		if l.pages != 0 {
			if left--; left < 0 {
				return errBroken
			}
		}
		var two []Intent
		more := false
		for n, i := range slices.DeleteFunc(slices.Clone(l.intents), func(i Intent) bool {
			return i.Created.Before(since) || !before.IsZero() && !i.Created.Before(before)
		}) {
			if n >= from && n < from+2 {
				two = append(two, i)
			}
			more = n >= from+2
		}
		if err := page(two); err != nil || !more {
			return err
		}
	}
}

var errBroken = errors.New("no connection")

type standing struct{ t time.Time }

func (c *standing) Now() time.Time                             { return c.t }
func (c *standing) Sleep(context.Context, time.Duration) error { return nil }

// Lost if it fails: a counter would not see its colleagues' claims, and charge what they are charging. Its clock is a day
// ahead and Stripe has not told the time yet; or it noted a claim of its own after a long sleep.
func TestIndexListsFromTheLastCompleteListing(t *testing.T) {
	stripeNow := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	ahead := stripeNow.Add(24 * time.Hour)
	l := &listing{now: ahead}
	x := NewIndex(l, &standing{ahead}, func() string { return "shop" })
	refresh := func() time.Time {
		t.Helper()
		if err := x.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		return l.since[len(l.since)-1]
	}
	refresh()
	if from := refresh(); from.After(stripeNow) {
		t.Errorf("listed from %s on, which is still to come", from)
	}
	seen := stripeNow.Add(-time.Hour)
	l.intents = []Intent{{ID: "pi_1", Created: seen}}
	refresh()
	x.Note(Intent{ID: "pi_2", Created: stripeNow})
	if from := refresh(); from.After(seen.Add(-indexOverlap)) {
		t.Errorf("listed from %s on: a claim made after %s was never listed", from, seen)
	}
}

func claimed(id string, created time.Time) Intent {
	return Intent{ID: id, Status: Succeeded, Created: created, Currency: "EUR", Metadata: map[string]string{
		"pd": "1", "pd_shop": "shop", "pd_pay": "p" + id, "d0": "7:100:INV/7",
	}}
}

// Lost if it fails: a list that was read before the shop was known, or for another shop, counts as read: a colleague's claim of a
// quarter of an hour ago is never seen, and its invoice is charged again.
func TestTheIndexBelongsToOneShop(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	l := &listing{now: now, intents: []Intent{claimed("pi_1", now.Add(-time.Hour))}}
	shop := ""
	x := NewIndex(l, &standing{now}, func() string { return shop })
	if err := x.Refresh(t.Context()); err == nil {
		t.Error("the claims of nobody were read")
	}
	if _, ok := x.Age(); ok || x.Progress().Usable {
		t.Error("an index of nobody counts as read")
	}
	part := []Part{{Document: 7, Number: "INV/7", Minor: 100}}
	for _, who := range []string{"other", "shop", "other"} {
		shop = who
		if err := x.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := len(x.On(part)); got != map[string]int{"shop": 1}[who] {
			t.Errorf("%s: %d claims", who, got)
		}
	}
}

// Lost if it fails: a listing that began before a shop was pinned anew counts as read for the new one.
func TestAListingOfTheOldShopProvesNothing(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	l := &listing{now: now, intents: []Intent{claimed("pi_1", now.Add(-time.Hour)), claimed("pi_2", now.Add(-72*time.Hour))}}
	who := "old"
	x := NewIndex(l, &standing{now}, func() string { return who })
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]func() error{
		"what is new": func() error { return x.Refresh(t.Context()) }, "the past": func() error { return x.Deepen(t.Context()) },
	} {
		who = "old"
		l.meanwhile = nil
		if err := x.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.meanwhile = func() { // another goroutine notices the new pin, and has not finished its own listing
			l.meanwhile = func() {}
			who = "new"
			l.pages = -1
			if err := x.Refresh(t.Context()); err == nil {
				t.Error("listed without an answer")
			}
			l.pages = 0
		}
		if err := list(); err == nil {
			t.Errorf("%s: listed for another shop, and nobody is told", name)
		}
		if p := x.Progress(); p.Usable {
			t.Errorf("%s: the new shop counts as read: %+v", name, p)
		}
	}
}

// Lost if it fails: a claim of three weeks ago is not seen, the whole month is listed again after a lost connection, or claims pile
// up in a till that runs for a year.
func TestTheIndexReadsOnToThirtyFiveDays(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	l := &listing{now: now}
	for day := range 40 {
		at := now.Add(-time.Duration(day)*24*time.Hour - time.Hour)
		l.intents = append(l.intents, claimed(fmt.Sprint("pi_", day), at), Intent{ID: fmt.Sprint("pi_foreign", day), Created: at.Add(-time.Minute)})
	}
	x := NewIndex(l, &standing{now}, func() string { return "shop" })
	part := []Part{{Document: 7, Number: "INV/7", Minor: 100}}
	if err := x.Deepen(t.Context()); err != nil || len(l.since) != 0 {
		t.Errorf("read the past before the present: %v", err)
	}
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if p := x.Progress(); !p.Usable || p.Whole || p.Back != 48*time.Hour || p.Claims != 2 || p.Intents != 4 {
		t.Errorf("after the first listing: %+v", p)
	}
	l.pages = 3                            // each holds two
	for n, want := range []int{5, 8, 10} { // at each break one intent is read twice: others of its second may follow it
		if err := x.Deepen(t.Context()); !errors.Is(err, errBroken) {
			t.Fatal(err)
		}
		if got := len(x.On(part)); got != want {
			t.Errorf("after %d broken listings: %d claims, want %d: it must go on where it stopped", n+1, got, want)
		}
	}
	l.pages = 0
	for range 2 {
		if err := x.Deepen(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if p := x.Progress(); !p.Whole || p.Claims != 35 || p.Intents != 73 || p.Back != indexWhole {
		t.Errorf("after all: %+v", p)
	}
	lists := len(l.since)
	if err := x.Deepen(t.Context()); err != nil || len(l.since) != lists {
		t.Errorf("read again what is whole: %v", err)
	}
	l.now = now.Add(72 * time.Hour)
	l.intents = append([]Intent{claimed("pi_new", l.now)}, l.intents...)
	if err := x.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(x.On(part)); got != 33 {
		t.Errorf("%d claims after three more days, want 33: what is older than 35 days is let go", got)
	}
}
