package world

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"paydesk/services/payment"
	"paydesk/services/recovery"
	stripesim "paydesk/services/sim/stripe"
)

// holdLasts is how long the banks of a world keep a hold: some let it go while the shop is open.
func holdLasts(seed uint64) time.Duration {
	lots := newChance(seed, "banks")
	if lots.hit(0.7) {
		return 48 * time.Hour
	}
	return lots.between(20*time.Second, 4*time.Minute)
}

// holder is the manager who looks through the holds of the whole shop and charges them or lets them go, at whichever counter
// he stands: two of them may choose the same one. Now and then somebody does it in the dashboard.
func (c *counter) holder() {
	w := c.w
	for w.now < w.closes {
		if c.clock.Sleep(c.ctx, c.holds.between(5*time.Second, 40*time.Second)) != nil {
			return
		}
		held, err := c.desk.Holds(c.ctx)
		if err != nil {
			w.trace.line(c.name, "holds: %v", err)
		}
		if len(held) == 0 {
			continue
		}
		c.decide(held[c.holds.IntN(len(held))])
	}
}

// decide is what becomes of one hold.
func (c *counter) decide(h payment.Hold) {
	w := c.w
	var err error
	switch n := c.holds.IntN(100); {
	case n < 40:
		_, err = c.desk.Capture(c.ctx, h.Claim.Intent, h.Amount.Minor, "Ingrid")
	case n < 60:
		_, err = c.desk.Capture(c.ctx, h.Claim.Intent, max(50, h.Amount.Minor/2), "Ingrid")
	case n < 75:
		_, err = c.desk.Release(c.ctx, h.Claim.Intent, "Kim", "Ingrid", "the goods came back")
	case n < 80:
		w.admin("payment_intents/"+h.Claim.Intent+"/capture", url.Values{"amount_to_capture": {strconv.FormatInt(h.Amount.Minor, 10)}})
	case n < 85:
		w.admin("payment_intents/"+h.Claim.Intent+"/cancel", nil)
	default: // later
	}
	if err != nil {
		w.trace.line(c.name, "hold %s: %v", h.Claim.Intent, err)
	}
}

// endHolds charges or lets go whatever is still held after the shop has closed.
func (w *world) endHolds() {
	for _, i := range w.stripe.Ledger().Intents {
		if i.Status != "requires_capture" || i.Metadata["pd_shop"] != shopID {
			continue
		}
		c := w.counters[w.people.IntN(len(w.counters))]
		release := w.people.hit(0.5)
		w.spawn(c.name+" ends a hold", c, func() {
			var err error
			if release {
				_, err = c.desk.Release(c.ctx, i.ID, "Kim", "Ingrid", "the shop closes")
			} else {
				_, err = c.desk.Capture(c.ctx, i.ID, i.Capturable, "Ingrid")
			}
			if err != nil {
				w.trace.line(c.name, "hold %s: %v", i.ID, err)
			}
		})
	}
	if slices.ContainsFunc(w.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return i.Status == "requires_capture" && i.Metadata["pd_shop"] == shopID
	}) {
		w.after(time.Minute, w.endHolds) // what an invoice's change stopped is let go in the end
	}
}

// holdShown is I4 for holds: what a screen calls held was reserved, and what it calls let go is canceled for good.
func (k *checker) holdShown(c *counter, s payment.State, in stripesim.LedgerIntent) {
	switch {
	case in.Charge == "":
		k.fail("I4", "%s shows [%.4s] as %s, and no money of %s was ever reserved", c.name, s.ID, s.Phase, in.ID)
	case s.Phase != payment.Released:
		return
	case in.Status != "canceled":
		k.fail("I4", "%s shows [%.4s] as let go, %s is %s", c.name, s.ID, in.ID, in.Status)
	}
	k.denied[s.ID] = "Released at " + c.name
	k.deniedIn[s.Intent] = k.denied[s.ID]
}

// freshBooks is I3 for a capture: no money is taken on a reading of the documents that is older than 10 s, nor for a document
// that was seen to owe less.
func (k *checker) freshBooks(c *call) {
	const age = 10*time.Second + time.Second
	seen, now := c.counter.seen, k.w.now
	if k.w.awayLimit != nil {
		return // C13
	}
	if now-seen.odooHeard > age {
		k.fail("I3", "%s captures %s; its last reading of Odoo is %s old", c.counter.name, c.op, now-seen.odooHeard)
	}
	rest, _ := strconv.ParseInt(c.form.Get("amount_to_capture"), 10, 64)
	for _, i := range k.w.stripe.Ledger().Intents {
		if c.op != "POST payment_intents/"+i.ID+"/capture" {
			continue
		}
		for _, p := range partsOf(i) {
			share := min(p.Minor, rest)
			rest -= share
			if l := k.left[p.Document]; l.minor < share && now-l.since > age {
				k.fail("I3", "%s captures %d for %s, which owes %d since %s", c.counter.name, share, p.Number, l.minor, stamp(l.since))
			}
		}
	}
}

// holdEntry is I17 for holds.
func (k *checker) holdEntry(c *counter, e recovery.Entry, l stripesim.Ledger) {
	want := map[recovery.Kind]string{recovery.HoldEnds: "requires_capture", recovery.HoldLost: "canceled"}[e.Kind]
	for _, i := range l.Intents {
		if i.ID == e.Intent && i.Status != want {
			k.fail("I17", "%s: %s, and %s is %s", c.name, e.ID, i.ID, i.Status)
		}
	}
}
