package document

import "time"

// cursor says from which write_date on the changes are asked for. Odoo stamps a record with the start of its transaction, so
// one that is stamped earlier may appear later, by changeOverlap at most (Odoo contract §5). Odoo's clock and the counter's
// are never compared.
type cursor struct {
	newest  time.Time // write_date seen
	seen    time.Time // when, by the counter's clock
	settled time.Time // write_date up to which nothing can appear any more
}

func (c *cursor) see(written, now time.Time) {
	if written.After(c.newest) {
		c.newest, c.seen = written, now
	}
}

// read notes that the changes were read at now, when newest was known already: what was newest for longer than any
// transaction takes has nothing before it left to appear. Without that, a night's thousand invoices would be read again
// and again until somebody writes the next one.
func (c *cursor) read(newest, now time.Time) {
	if newest.Equal(c.newest) && now.Sub(c.seen) >= changeOverlap {
		c.settled = newest
	}
}

func (c *cursor) since() time.Time {
	since := c.newest.Add(-changeOverlap)
	if next := c.settled.Add(time.Second); !c.settled.IsZero() && next.After(since) {
		return next // whole seconds
	}
	return since
}
