package reader

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paydesk/services/money"
)

// list reads the readers that belong to this counter's list.
func (g *Registry) list(ctx context.Context) ([]Reader, error) {
	places, err := g.places()
	if err != nil {
		return nil, err
	}
	added, err := g.included(prefAdded)
	if err != nil {
		return nil, err
	}
	if len(places) == 0 || len(places) == 1 && len(added) == 0 {
		return g.lister.Readers(ctx)
	}
	readers, err := g.lister.ReadersAt(ctx, "")
	return slices.DeleteFunc(readers, func(r Reader) bool {
		return !slices.Contains(places, r.Location) && !slices.Contains(added, r.ID)
	}), err
}

// places are the locations whose readers are listed, the shop's own first; empty: all.
func (g *Registry) places() ([]string, error) {
	if g.home == "" {
		return nil, nil
	}
	more, err := g.included(prefPlaces)
	return append([]string{g.home}, more...), err
}

func (g *Registry) included(key string) ([]string, error) {
	v, _, err := g.prefs.Preference("", key)
	if err != nil {
		return nil, fmt.Errorf("what belongs to the list of readers: %w", err)
	}
	return strings.Fields(v), nil
}

func (g *Registry) include(key, id string) error {
	ids, err := g.included(key)
	if err != nil || slices.Contains(ids, id) {
		return err
	}
	return g.keep(key, append(ids, id))
}

// forget takes a removed reader out of what this counter keeps. Its letter is free again.
func (g *Registry) forget(id string) error {
	ids, err := g.included(prefAdded)
	if err != nil {
		return err
	}
	if err := g.prefs.SetPreference("", prefLetter+id, ""); err != nil {
		return fmt.Errorf("free the letter: %w", err)
	}
	return g.keep(prefAdded, slices.DeleteFunc(ids, func(s string) bool { return s == id }))
}

func (g *Registry) keep(key string, ids []string) error {
	if err := g.prefs.SetPreference("", key, strings.Join(ids, " ")); err != nil {
		return fmt.Errorf("keep the list of readers: %w", err)
	}
	return nil
}

// RefreshPlaces reads the account's locations: their country says what their readers charge.
func (g *Registry) RefreshPlaces(ctx context.Context) error {
	all, err := g.lister.Locations(ctx)
	if err != nil {
		return fmt.Errorf("list locations: %w", err)
	}
	places := map[string]Location{}
	for _, l := range all {
		places[l.ID] = l
	}
	g.mu.Lock()
	g.snap.Places = places
	g.mu.Unlock()
	return nil
}

// Preflight looks at everything that can be known of a payment on a reader before it is claimed.
func (g *Registry) Preflight(readerID string, amount money.Amount) []Check {
	f := Flight{Amount: amount}
	snap := g.Snapshot()
	for _, l := range snap.Readers {
		if l.ID == readerID {
			f.Reader, f.Known = l, true
		}
	}
	f.Location, f.Located = snap.Places[f.Reader.Location]
	return Preflight(f)
}
