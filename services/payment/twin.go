package payment

import "errors"

// twin is PROTOCOLS G3: a claim with our counter's id that our journal does not hold, which is written before a claim is
// made. Another machine has this counter's identity, and "ours" would mean two.
func (d *Desk) twin() *Problem {
	if d.Counter == "" {
		return nil
	}
	for _, c := range d.Index.Claims() {
		if c.Counter.ID != d.Counter || c.Created.Before(d.Complete) || d.running(c.Payment) {
			continue
		}
		if _, err := d.State(c.Payment); errors.Is(err, ErrNoSuchPayment) {
			return &Problem{Kind: ProblemTwin, Counter: c.Counter.Name, Intent: c.Intent, At: c.Created}
		}
	}
	return nil
}
