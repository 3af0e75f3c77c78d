package payment

import (
	"context"
	"testing"
	"time"
)

// listing is a Stripe that only lists, and remembers from when on it was asked to.
type listing struct {
	Stripe
	now     time.Time
	intents []Intent
	since   []time.Time
}

func (l *listing) Now() time.Time { return l.now }

func (l *listing) Intents(_ context.Context, since time.Time) ([]Intent, error) {
	l.since = append(l.since, since)
	return l.intents, nil
}

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
