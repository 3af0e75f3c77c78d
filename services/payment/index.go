package payment

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"paydesk/services/clock"
)

const (
	indexSpan    = 48 * time.Hour    // no claim before the index covers this without a gap
	indexOverlap = 300 * time.Second // objects may become visible late (PROTOCOLS §1)
)

// Index holds the claims of the whole account that this counter has seen. Its states are hints; whoever decides reads
// the intent again, but for canceled, which is final. Safe for concurrent use.
type Index struct {
	stripe Stripe
	clock  clock.Clock
	shop   func() string

	mu     sync.Mutex
	claims map[string]Claim
	listed time.Time // latest created in a complete listing; what was noted elsewhere proves nothing of its neighbours
	since  time.Time // covered without a gap from here
	read   time.Time // local time of the last complete listing
}

// NewIndex returns an empty index: it covers nothing until Refresh has succeeded once.
func NewIndex(s Stripe, c clock.Clock, shop func() string) *Index {
	return &Index{stripe: s, clock: c, shop: shop, claims: map[string]Claim{}}
}

// Refresh lists what is new, with overlap; the first time the last 48 hours. On an error nothing is forgotten.
func (x *Index) Refresh(ctx context.Context) error {
	x.mu.Lock()
	since := x.listed.Add(-indexOverlap)
	first := x.since.IsZero()
	x.mu.Unlock()
	began := x.clock.Now()
	if first {
		since = x.stripe.Now().Add(-indexSpan)
	}
	intents, err := x.stripe.Intents(ctx, since)
	if span := x.stripe.Now().Add(-indexSpan); err == nil && first && span.Before(since) {
		// the first answer brought Stripe's time, and this machine's clock had been ahead
		since = span
		intents, err = x.stripe.Intents(ctx, since)
	}
	if err != nil {
		return fmt.Errorf("list claims: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.since.IsZero() {
		x.since, x.listed = since, since.Add(indexOverlap)
	}
	for _, i := range intents {
		if i.Created.After(x.listed) {
			x.listed = i.Created
		}
		x.noteLocked(i)
	}
	if began.After(x.read) {
		x.read = began
	}
	return nil
}

// Note takes an intent read elsewhere into the index at once.
func (x *Index) Note(i Intent) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.noteLocked(i)
}

func (x *Index) noteLocked(i Intent) {
	c, ok := ReadClaim(i, x.shop())
	if !ok {
		return
	}
	if old, known := x.claims[i.ID]; known && old.Status == Canceled {
		c.Status = Canceled
	}
	x.claims[i.ID] = c
}

// Age is how long ago the last complete listing began; ok is false before the first.
func (x *Index) Age() (age time.Duration, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.read.IsZero() {
		return 0, false
	}
	return elapsed(x.read, x.clock.Now()), true
}

// On lists the claims on any of the parts' documents, oldest first.
func (x *Index) On(parts []Part) []Claim {
	x.mu.Lock()
	defer x.mu.Unlock()
	var out []Claim
	for _, c := range x.claims {
		if c.covers(parts) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Claim) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
	return out
}

// Of returns the claim of an intent.
func (x *Index) Of(intent string) (Claim, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	c, ok := x.claims[intent]
	return c, ok
}

// attempts is n of PROTOCOLS C3: how many different payments the index holds for the lowest document of parts.
func (x *Index) attempts(document int64) int {
	x.mu.Lock()
	defer x.mu.Unlock()
	seen := map[string]bool{}
	for _, c := range x.claims {
		if slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Document == document }) {
			seen[c.Payment] = true
		}
	}
	return len(seen)
}

// newer says that a claim speaks a later version of the protocol: this program must not charge (PROTOCOLS H5).
func (x *Index) newer() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range x.claims {
		if c.Protocol > Protocol {
			return true
		}
	}
	return false
}

// elapsed is the longer of what wall and monotonic clock say passed: a suspended machine or a changed clock fails one
// of them (PROTOCOLS G1).
func elapsed(from, to time.Time) time.Duration {
	return max(to.Sub(from), to.Round(0).Sub(from.Round(0)))
}
