package world

import (
	"time"

	"paydesk/services/payment"
	"paydesk/services/reader"
)

// manager comes by now and then: looks at a reader and frees it, or lets it show its letter.
func (c *counter) manager() {
	w := c.w
	for w.now < w.closes {
		if c.clock.Sleep(c.ctx, c.boss.between(5*time.Second, time.Minute)) != nil {
			return
		}
		id := pick(c.boss, w.readers...)
		if c.boss.hit(0.25) {
			if err := c.desk.ShowLetter(c.ctx, c.name, id, reader.LetterCart("A", id, w.currency)); err != nil {
				w.trace.line(c.name, "letter on %s: %v", id, err)
			}
			continue
		}
		seen, err := c.desk.Running(c.ctx, id)
		if err != nil || !seen.Reader.Busy() {
			continue
		}
		if c.clock.Sleep(c.ctx, c.boss.between(time.Second, 15*time.Second)) != nil { // the PIN
			return
		}
		outcome, in, err := c.desk.Free(c.ctx, payment.Freeing{Seen: seen, By: "Kim", Manager: "Ingrid", Reason: "it hangs", Warned: c.boss.hit(0.7)})
		w.trace.line(c.name, "manager frees %s of %s: %q %s %v", id, seen.Claim.Counter.Name, outcome, in.Status, err)
		w.check.freed(c, seen, outcome, in)
	}
}

// freed is I4 for a manager's screen: what it says of the payment is so, and stays so.
func (k *checker) freed(c *counter, seen payment.Running, outcome payment.FreeOutcome, in payment.Intent) {
	for _, i := range k.w.stripe.Ledger().Intents {
		if i.ID != in.ID || !seen.Ours {
			continue
		}
		if in.Dead() && i.Status != "canceled" || in.Status == payment.Succeeded && i.Status != "succeeded" || in.Status == payment.RequiresCapture && i.Charge == "" {
			k.fail("I4", "%s says of %s on %s: %s; it is %s", c.name, i.ID, seen.Reader.ID, in.Status, i.Status)
		}
		if outcome == payment.Cleared && i.Status != "canceled" && i.Status != "succeeded" && i.Status != "requires_capture" {
			k.fail("I4", "%s says that %s is free; %s is %s", c.name, seen.Reader.ID, i.ID, i.Status)
		}
		if in.Dead() {
			k.deniedIn[i.ID] = "cancelled by the manager of " + c.name
		}
	}
}
