package world

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	stripesim "paydesk/services/sim/stripe"
)

// chance is one stream of lots. Each purpose has its own, so that one thing that changes does not shuffle the others.
type chance struct{ *rand.Rand }

func newChance(seed uint64, purpose string) chance {
	h := fnv.New64a()
	_, _ = h.Write([]byte(purpose)) // never fails
	return chance{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// bytesOf is a source of random bytes for tokens.
func bytesOf(seed uint64, purpose string) *rand.ChaCha8 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(purpose)) // never fails
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	binary.LittleEndian.PutUint64(key[8:], h.Sum64())
	return rand.NewChaCha8(key)
}

func (c chance) hit(p float64) bool { return p > 0 && c.Float64() < p }

// between draws evenly.
func (c chance) between(a, b time.Duration) time.Duration {
	return a + time.Duration(c.Int64N(int64(b-a)+1))
}

// spread draws each doubling between a and b alike: as often seconds as hours. Integers only, so that every machine
// draws the same.
func (c chance) spread(a, b time.Duration) time.Duration {
	doublings := 0
	for d := a; d < b; d *= 2 {
		doublings++
	}
	low := a << c.IntN(doublings+1)
	return min(c.between(low, 2*low), b)
}

func pick[T any](c chance, list ...T) T { return list[c.IntN(len(list))] }

// switches draws which of the things that nobody knows of Stripe yet are the other way in this world (PROTOCOLS §9). Objects that
// are late in lists are weather.
func switches(seed uint64) []string {
	c := newChance(seed, "switches")
	return slices.DeleteFunc(stripesim.SwitchNames(), func(name string) bool {
		return !c.hit(0.3) || name == stripesim.FaultListLag
	})
}
