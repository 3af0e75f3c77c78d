package reader

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"paydesk/services/clock"
)

type memory map[string]string

func (m memory) Preference(person, key string) (string, bool, error) {
	v, ok := m[person+"|"+key]
	return v, ok, nil
}
func (m memory) SetPreference(person, key, value string) error {
	m[person+"|"+key] = value
	return nil
}

type shelf struct {
	readers   []Reader
	locations []Location
	home      string
	err       error
	calls     int
}

func (s *shelf) Readers(ctx context.Context) ([]Reader, error) { return s.ReadersAt(ctx, s.home) }
func (s *shelf) ReadersAt(_ context.Context, location string) ([]Reader, error) {
	s.calls++
	return slices.DeleteFunc(slices.Clone(s.readers), func(r Reader) bool { return location != "" && r.Location != location }), s.err
}
func (s *shelf) Locations(context.Context) ([]Location, error) { return s.locations, s.err }

var _ clock.Clock = (*still)(nil)

type still struct{ now time.Time }

func (s *still) Now() time.Time                             { return s.now }
func (s *still) Sleep(context.Context, time.Duration) error { return nil }

func newRegistry(t *testing.T) (*Registry, *shelf, memory) {
	t.Helper()
	s := &shelf{readers: []Reader{
		{ID: "tmr_w", Label: "Window", Type: "bbpos_wisepos_e", Status: "online"},
		{ID: "tmr_f", Label: "Front desk", Type: "stripe_s700", Status: "online"},
		{ID: "tmr_m", Label: "Mobile", Type: "stripe_m2", Status: "online"},
	}}
	m := memory{}
	g := NewRegistry(s, m, &still{time.Unix(0, 0)}, "", nil)
	if err := g.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	return g, s, m
}

func tag(g *Registry, id string) string {
	l, _ := g.Find(id)
	return l.Tag
}

// Lost if it fails: the sticker on a device names another one after a new reader was registered.
func TestLettersStay(t *testing.T) {
	g, s, _ := newRegistry(t)
	front, window := tag(g, "tmr_f"), tag(g, "tmr_w")
	if front != "A" || window != "C" {
		t.Fatalf("Front desk %s, Window %s", front, window)
	}
	s.readers = append(s.readers, Reader{ID: "tmr_a", Label: "Annex", Type: "stripe_s710"})
	s.readers[1].Label = "Zebra" // renamed
	if err := g.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if tag(g, "tmr_f") != front || tag(g, "tmr_w") != window || tag(g, "tmr_a") != "D" {
		t.Errorf("letters moved: %s %s %s", tag(g, "tmr_f"), tag(g, "tmr_w"), tag(g, "tmr_a"))
	}
	s.readers = s.readers[1:] // Window is gone, its letter is not given away
	s.readers = append(s.readers, Reader{ID: "tmr_n", Label: "New", Type: "stripe_s700"})
	if err := g.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if l := g.Snapshot().Readers; len(l) != 4 {
		t.Fatalf("%d readers", len(l))
	}
}

func (s *shelf) NoteLetter(_ context.Context, id, letter string) error {
	s.calls++
	for i := range s.readers {
		if s.readers[i].ID == id {
			s.readers[i].Letter = letter
		}
	}
	return s.err
}

// Lost if it fails: the sticker C on a device is reader B at the next counter, or two counters rename it in turn for ever.
func TestALetterMeansTheSameAtEveryCounter(t *testing.T) {
	ctx := context.Background()
	one, s, _ := newRegistry(t) // Front desk A, Mobile B, Window C
	if err := one.NoteLetters(ctx, s); err != nil {
		t.Fatal(err)
	}
	s.readers = append(s.readers, Reader{ID: "tmr_a", Label: "Annex"}) // the second counter sees it first, and all at once
	two := NewRegistry(s, memory{}, &still{time.Unix(0, 0)}, "", nil)
	look := func(g *Registry) string {
		if err := errors.Join(g.Refresh(ctx), g.NoteLetters(ctx, s)); err != nil {
			t.Fatal(err)
		}
		return tag(g, "tmr_f") + tag(g, "tmr_m") + tag(g, "tmr_w") + tag(g, "tmr_a")
	}
	for range 3 {
		if a, b := look(two), look(one); a != "ABCD" || b != a {
			t.Errorf("counter 2 says %s, counter 1 says %s", a, b)
		}
	}
	s.readers[0].Letter = "A" // two were given one letter at the same moment
	a, b := look(one), look(two)
	if a != b || a == "ABAD" {
		t.Errorf("two readers A: %s at counter 1, %s at counter 2", a, b)
	}
	calls := s.calls
	if look(one); s.calls != calls+1 {
		t.Errorf("%d calls for a list in which nothing is new", s.calls-calls)
	}
}

// Lost if it fails: a payment is sent to a reader that cannot take it, or none is offered while one is free.
func TestPreferredReader(t *testing.T) {
	g, s, m := newRegistry(t)
	if err := g.Prefer("aisha", "tmr_w"); err != nil {
		t.Fatal(err)
	}
	l, offered, ok, err := g.Preferred("aisha")
	if err != nil || !ok || offered || l.ID != "tmr_w" {
		t.Fatalf("%+v %v %v %v", l.ID, offered, ok, err)
	}
	s.readers[0].Action = &Action{Type: "process_payment_intent", Status: InProgress, Intent: "pi_other"}
	if err := g.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if l, offered, _, _ = g.Preferred("aisha"); l.ID != "tmr_f" || !offered {
		t.Errorf("hers is taken: offered %v %s", offered, l.ID)
	}
	for _, r := range g.Snapshot().Readers {
		if r.ID == "tmr_m" && r.Availability != Undriven {
			t.Errorf("an M2 is %s", r.Availability)
		}
	}
	if m["aisha|reader"] != "tmr_w" {
		t.Error("the preference was changed by an offer")
	}
}

// Lost if it fails: with Stripe away the readers look ready, or vanish.
func TestReadersWhileStripeIsAway(t *testing.T) {
	g, s, _ := newRegistry(t)
	s.err = errors.New("no route")
	if err := g.Refresh(context.Background()); err == nil {
		t.Fatal("no error")
	}
	snap := g.Snapshot()
	if len(snap.Readers) != 3 || snap.Err == nil || snap.Readers[0].Availability != Uncertain {
		t.Errorf("%d readers, %v, %s", len(snap.Readers), snap.Err, snap.Readers[0].Availability)
	}
}

// Lost if it fails: after Z two readers share a letter.
func TestTags(t *testing.T) {
	seen := map[string]bool{}
	for n := range 800 {
		tag := Tag(n)
		if seen[tag] || tagNumber(tag) != n {
			t.Fatalf("%d → %s → %d", n, tag, tagNumber(tag))
		}
		seen[tag] = true
	}
}
