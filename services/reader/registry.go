package reader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"paydesk/services/clock"
)

// Preferences keeps small choices; the empty person is the counter.
type Preferences interface {
	Preference(person, key string) (string, bool, error)
	SetPreference(person, key, value string) error
}

// Availability is what a cashier needs to know of a reader.
type Availability string

// Availabilities. They are hints: the command decides (stripe facts §3).
const (
	Ready     Availability = "ready"
	InUse     Availability = "in_use"
	Away      Availability = "away"      // Stripe has not heard of it
	Undriven  Availability = "undriven"  // a type that Stripe does not drive from a server
	Uncertain Availability = "uncertain" // Stripe did not answer
)

// Listed is a reader with its letter.
type Listed struct {
	Reader
	Tag          string // "A": on its tile and as a sticker on the device
	Number       int    // 0 for A: selects the tile's colour
	Availability Availability
	Heard        time.Time // when this program last saw it online; zero if not since it started
}

// Snapshot is the list at one moment; it must not be written.
type Snapshot struct {
	Readers []Listed // by letter
	ReadAt  time.Time
	Err     error               // why the last reading failed
	Places  map[string]Location // of the account, as far as they could be read, by id
}

// Lister lists readers, all pages, with one call. It only reads.
type Lister interface {
	// Readers lists those of the shop's own location, or of the account where none is configured.
	Readers(ctx context.Context) ([]Reader, error)
	// ReadersAt lists those of a location; of the whole account if it is empty.
	ReadersAt(ctx context.Context, location string) ([]Reader, error)
	Locations(ctx context.Context) ([]Location, error)
}

// Letterer writes a reader's letter where every counter finds it.
type Letterer interface {
	NoteLetter(ctx context.Context, readerID, letter string) error
}

// Registry keeps the list of readers fresh with one call for all of them. Safe for concurrent use.
type Registry struct {
	lister  Lister
	prefs   Preferences
	clock   clock.Clock
	home    string
	changed func()

	mu    sync.Mutex
	snap  Snapshot
	heard map[string]time.Time
	noted map[string]string // letters written to Stripe
}

const (
	prefLetter = "reader-letter:"
	prefReader = "reader"
	prefPlaces = "reader-locations" // imported beside the shop's own, ids with a space between
	prefAdded  = "readers-added"    // single readers of other locations, the same way
)

// NewRegistry returns an empty registry. home is the shop's own location; where it is empty, all readers of the account are
// in the list. changed is called after every reading.
func NewRegistry(l Lister, p Preferences, c clock.Clock, home string, changed func()) *Registry {
	return &Registry{lister: l, prefs: p, clock: c, home: home, changed: changed, heard: map[string]time.Time{}, noted: map[string]string{}}
}

// Refresh reads all readers. On failure the old list stays, marked.
func (g *Registry) Refresh(ctx context.Context) error {
	readers, err := g.list(ctx)
	if err == nil {
		var listed []Listed
		if listed, err = g.letter(readers); err == nil {
			g.mu.Lock()
			now := g.clock.Now()
			for i, l := range listed {
				if l.Status == "online" {
					g.heard[l.ID] = now
				}
				listed[i].Heard = g.heard[l.ID]
			}
			g.snap = Snapshot{Readers: listed, ReadAt: now, Places: g.snap.Places}
			g.mu.Unlock()
		}
	}
	if err != nil && ctx.Err() == nil {
		g.mu.Lock()
		old := g.snap
		old.Err = err
		old.Readers = slices.Clone(old.Readers)
		for i := range old.Readers {
			old.Readers[i].Availability = Uncertain
		}
		g.snap = old
		g.mu.Unlock()
	}
	if g.changed != nil {
		g.changed()
	}
	return err
}

// letter gives every reader its letter for good. Its metadata at Stripe decides, so that the sticker means the same at every
// counter; then what this counter keeps; new ones get the next free letter, in the order of their labels.
func (g *Registry) letter(readers []Reader) ([]Listed, error) {
	readers = slices.DeleteFunc(slices.Clone(readers), func(r Reader) bool { return r.Deleted })
	used, number := map[int]bool{}, map[string]int{}
	take := func(id string, n int) {
		if _, has := number[id]; !has && n >= 0 && !used[n] {
			number[id], used[n] = n, true
		}
	}
	slices.SortFunc(readers, func(a, b Reader) int { return strings.Compare(a.ID, b.ID) }) // every counter settles a quarrel alike
	for _, r := range readers {
		take(r.ID, tagNumber(r.Letter))
	}
	kept := map[string]string{}
	for _, r := range readers {
		v, _, err := g.prefs.Preference("", prefLetter+r.ID)
		if err != nil {
			return nil, fmt.Errorf("letter of reader %s: %w", r.ID, err)
		}
		kept[r.ID] = v
		take(r.ID, tagNumber(v))
	}
	slices.SortFunc(readers, func(a, b Reader) int {
		return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.Serial, b.Serial))
	})
	listed := make([]Listed, len(readers))
	for i, r := range readers {
		for next := 0; next <= len(readers); next++ {
			take(r.ID, next)
		}
		n := number[r.ID]
		if tag := Tag(n); kept[r.ID] != tag {
			if err := g.prefs.SetPreference("", prefLetter+r.ID, tag); err != nil {
				return nil, fmt.Errorf("letter of reader %s: %w", r.ID, err)
			}
		}
		listed[i] = Listed{Reader: r, Tag: Tag(n), Number: n, Availability: availability(r)}
	}
	slices.SortFunc(listed, func(a, b Listed) int { return a.Number - b.Number })
	return listed, nil
}

// NoteLetters writes letters to Stripe that do not stand there, each once in this run: a hint for the other counters, which
// needs no journal (PROTOCOLS G6).
func (g *Registry) NoteLetters(ctx context.Context, w Letterer) error {
	var errs error
	for _, l := range g.Snapshot().Readers {
		g.mu.Lock()
		done := l.Letter == l.Tag || g.noted[l.ID] == l.Tag || l.Availability == Uncertain
		if !done {
			g.noted[l.ID] = l.Tag
		}
		g.mu.Unlock()
		if !done {
			errs = errors.Join(errs, w.NoteLetter(ctx, l.ID, l.Tag))
		}
	}
	return errs
}

func availability(r Reader) Availability {
	switch {
	case !r.Drivable():
		return Undriven
	case r.Status == "offline":
		return Away // what it ran when it went away still stands in its slot
	case r.Busy() && !r.ShowsLetter():
		return InUse
	}
	return Ready
}

// Tag is the letter of a number: A to Z, then AA, AB …
func Tag(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return Tag(n/26-1) + string(rune('A'+n%26))
}

func tagNumber(tag string) int {
	n := -1
	for _, r := range tag {
		if r < 'A' || r > 'Z' {
			return -1
		}
		n = (n+1)*26 + int(r-'A')
	}
	return n
}

// Snapshot returns the list as it is now.
func (g *Registry) Snapshot() Snapshot {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.snap
}

// Preferred picks the reader that person chose last, or the counter's, or a ready one; another ready one is offered where
// the chosen one is taken (offered true).
func (g *Registry) Preferred(person string) (l Listed, offered, ok bool, err error) {
	readers := g.Snapshot().Readers
	if len(readers) == 0 {
		return Listed{}, false, false, nil
	}
	for _, who := range []string{person, ""} {
		id, found, err := g.prefs.Preference(who, prefReader)
		if err != nil {
			return Listed{}, false, false, fmt.Errorf("preferred reader: %w", err)
		}
		if i := slices.IndexFunc(readers, func(l Listed) bool { return l.ID == id }); found && i >= 0 {
			if readers[i].Availability == Ready || readers[i].Availability == Uncertain {
				return readers[i], false, true, nil
			}
			if j := slices.IndexFunc(readers, func(l Listed) bool { return l.Availability == Ready }); j >= 0 {
				return readers[j], true, true, nil
			}
			return readers[i], false, true, nil
		}
	}
	if j := slices.IndexFunc(readers, func(l Listed) bool { return l.Availability == Ready }); j >= 0 {
		return readers[j], false, true, nil
	}
	return readers[0], false, true, nil
}

// PreferredID is the reader that a person chose, or the counter where person is empty; empty for none.
func (g *Registry) PreferredID(person string) (string, error) {
	id, _, err := g.prefs.Preference(person, prefReader)
	if err != nil {
		return "", fmt.Errorf("preferred reader: %w", err)
	}
	return id, nil
}

// Prefer keeps a person's choice.
func (g *Registry) Prefer(person, readerID string) error {
	if err := g.prefs.SetPreference(person, prefReader, readerID); err != nil {
		return fmt.Errorf("keep the preferred reader: %w", err)
	}
	return nil
}

// Find looks a reader up by id, label (any case) or letter.
func (g *Registry) Find(name string) (Listed, bool) {
	for _, l := range g.Snapshot().Readers {
		if l.ID == name || strings.EqualFold(l.Label, name) || l.Tag == name {
			return l, true
		}
	}
	return Listed{}, false
}
