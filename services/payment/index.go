package payment

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"paydesk/services/clock"
)

const (
	indexSpan    = 48 * time.Hour      // no claim before the index covers this without a gap
	indexWhole   = 35 * 24 * time.Hour // all claims younger than this are held, older ones let go (PROTOCOLS §1)
	indexOverlap = 300 * time.Second   // objects may become visible late (PROTOCOLS §1)
)

// Index holds the claims of the whole account that this counter has seen. Its states are hints; whoever decides reads
// the intent again, but for canceled, which is final. Of a foreign intent nothing is kept but how many there were. Safe
// for concurrent use.
type Index struct {
	stripe Stripe
	clock  clock.Clock
	shop   func() string

	mu      sync.Mutex
	of      string // shop whose claims are held
	claims  map[string]Claim
	listed  time.Time // latest created in a complete listing; what was noted elsewhere proves nothing of its neighbours
	since   time.Time // covered without a gap from here; zero before the first complete listing
	read    time.Time // local time of the last complete listing
	reading bool      // the first listing runs
	reached time.Time // how far back the running listing of the past has come
	intents int       // listed so far while the past was read, foreign ones included
}

// NewIndex returns an empty index: it covers nothing until Refresh has succeeded once.
func NewIndex(s Stripe, c clock.Clock, shop func() string) *Index {
	return &Index{stripe: s, clock: c, shop: shop, claims: map[string]Claim{}}
}

// Progress is how far back the index reaches.
type Progress struct {
	Usable  bool          // 48 hours are covered without a gap: claims may be made
	Whole   bool          // and 35 days
	Back    time.Duration // read so far, from now; of the first 48 hours while not Usable
	Intents int           // of the whole account, ours or not, read so far
	Claims  int           // of this shop among them
}

// Progress says how far the reading of the past has come.
func (x *Index) Progress() Progress {
	now := x.stripe.Now()
	x.mu.Lock()
	defer x.mu.Unlock()
	p := Progress{Usable: !x.since.IsZero(), Intents: x.intents, Claims: len(x.claims)}
	back := x.since
	if !x.reached.IsZero() && (back.IsZero() || x.reached.Before(back)) {
		back = x.reached
	}
	if !back.IsZero() {
		p.Back = max(now.Sub(back), 0)
	}
	p.Whole = p.Usable && now.Sub(x.since) >= indexWhole-time.Hour
	return p
}

// Refresh lists what is new, with overlap; the first time the last 48 hours. On an error nothing is forgotten. While another
// call reads the first 48 hours it waits for that, and then lists what is new since.
func (x *Index) Refresh(ctx context.Context) error {
	shop, first, err := x.begin(ctx)
	if err != nil {
		return err
	}
	began := x.clock.Now()
	x.mu.Lock()
	since := x.listed.Add(-indexOverlap)
	x.mu.Unlock()
	if first {
		defer x.endFirst()
		since = x.stripe.Now().Add(-indexSpan)
	}
	newest, err := x.list(ctx, since, time.Time{}, first)
	if span := x.stripe.Now().Add(-indexSpan); err == nil && first && span.Before(since) {
		// the first answer brought Stripe's time, and this machine's clock had been ahead
		since = span
		newest, err = x.list(ctx, since, time.Time{}, first)
	}
	if err != nil {
		return fmt.Errorf("list claims: %w", err)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.of != shop {
		return errNoShop // pinned anew meanwhile: what was listed proves nothing for this one
	}
	if x.since.IsZero() {
		x.since, x.listed = since, since.Add(indexOverlap)
	}
	if newest.After(x.listed) {
		x.listed = newest
	}
	if began.After(x.read) {
		x.read = began
	}
	x.forgetLocked()
	return nil
}

// Deepen reads on from the 48 hours to 35 days, and goes on where an earlier call broke off. It does nothing before the
// first Refresh and nothing when all is read. Nobody waits for it (see Background).
func (x *Index) Deepen(ctx context.Context) error {
	from := x.stripe.Now().Add(-indexWhole)
	x.mu.Lock()
	shop, before := x.of, x.since
	x.mu.Unlock()
	if before.IsZero() || before.Sub(from) < time.Hour { // an hour: what is whole ages, and is whole all the same
		return nil
	}
	_, err := x.list(Background(ctx), from, before, true)
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.of != shop:
		return errNoShop
	case err == nil:
		x.since = from
		return nil
	case x.reached.Before(x.since) && !x.reached.IsZero():
		x.since = x.reached // newest first: all that is younger than the last page has been read
	}
	return fmt.Errorf("read earlier claims: %w", err)
}

// errNoShop: without the shop's id no claim can be told from a foreign intent, and a listing would prove nothing.
var errNoShop = errors.New("list claims: the shop is not known")

// begin says for which shop is listed, and whether this is the first listing, after waiting for another that is. A shop that
// was pinned anew is read anew.
func (x *Index) begin(ctx context.Context) (shop string, first bool, err error) {
	for {
		if shop = x.shop(); shop == "" {
			return "", false, errNoShop
		}
		x.mu.Lock()
		if x.of != shop && !x.reading {
			x.of, x.since, x.listed, x.read, x.reached, x.intents = shop, time.Time{}, time.Time{}, time.Time{}, time.Time{}, 0
			x.claims = map[string]Claim{}
		}
		first, running := x.since.IsZero(), x.reading
		if first && !running {
			x.reading = true
		}
		x.mu.Unlock()
		if !first || !running {
			return shop, first, nil
		}
		if err := x.clock.Sleep(ctx, 200*time.Millisecond); err != nil {
			return "", false, err
		}
	}
}

func (x *Index) endFirst() {
	x.mu.Lock()
	x.reading = false
	x.mu.Unlock()
}

// list notes every claim of a span, page by page, and returns the latest created. past: its progress is of interest.
func (x *Index) list(ctx context.Context, from, before time.Time, past bool) (newest time.Time, err error) {
	err = x.stripe.IntentPages(ctx, from, before, func(page []Intent) error {
		x.mu.Lock()
		defer x.mu.Unlock()
		for _, i := range page {
			if i.Created.After(newest) {
				newest = i.Created
			}
			x.noteLocked(i)
		}
		if past && len(page) > 0 {
			x.intents += len(page)
			x.reached = page[len(page)-1].Created.Add(time.Second) // others of that second may be on the next page
		}
		return nil
	})
	return newest, err
}

// forgetLocked lets go of the claims that nobody asks for any more.
func (x *Index) forgetLocked() {
	oldest := x.listed.Add(-indexWhole)
	maps.DeleteFunc(x.claims, func(_ string, c Claim) bool { return c.Created.Before(oldest) })
}

// Note takes an intent read elsewhere into the index at once.
func (x *Index) Note(i Intent) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.noteLocked(i)
}

func (x *Index) noteLocked(i Intent) {
	c, ok := ReadClaim(i, x.of)
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
