package payment

import "time"

// warnWithin is how long a charge makes the same invoice, or the same customer and amount, worth a second look.
const warnWithin = 10 * time.Minute

// Lately is a charge that the cashier should know of before charging again.
type Lately struct {
	Order        Order
	At           time.Time
	SameDocument bool
}

// ChargedLately finds a charge of the last ten minutes on the same document by any counter, or with the same customer
// and amount by this one.
func (d *Desk) ChargedLately(o Order) (Lately, bool) {
	now := d.Clock.Now()
	d.mu.Lock()
	var found Lately
	for _, l := range d.lives {
		s := l.state
		if !s.Phase.Charged() || now.Sub(s.ChargedAt) > warnWithin {
			continue
		}
		same := s.shares(o)
		if (same || (s.Partner == o.Partner && s.Amount == o.Amount)) && s.ChargedAt.After(found.At) {
			found = Lately{s.Order, s.ChargedAt, same}
		}
	}
	d.mu.Unlock()
	if !found.At.IsZero() {
		return found, true
	}
	stripeNow := d.Stripe.Now()
	for _, c := range d.Index.On(o.Parts) {
		if c.Status == Succeeded && stripeNow.Sub(c.Created) <= warnWithin {
			return Lately{Order{Counter: c.Counter, Person: c.By, Amount: c.Amount, Parts: c.Parts}, now.Add(-stripeNow.Sub(c.Created)), true}, true
		}
	}
	return Lately{}, false
}

// Finished lists the payments of this run that are over.
func (d *Desk) Finished() []State {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []State
	for _, l := range d.lives {
		if l.state.Phase.Final() {
			out = append(out, l.state)
		}
	}
	return out
}
