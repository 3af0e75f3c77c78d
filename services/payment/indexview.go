package payment

import (
	"maps"
	"slices"
)

// Claims lists what the index holds, oldest first.
func (x *Index) Claims() []Claim {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.SortedFunc(maps.Values(x.claims), func(a, b Claim) int {
		if a.before(b) {
			return -1
		}
		return 1
	})
}

// Working says that this desk has a payment in its hands that is not over.
func (d *Desk) Working(payment string) bool { return d.running(payment) }
