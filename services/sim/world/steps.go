package world

import "paydesk/services/payment"

// Step is a kind of fact that came in a phase of a payment.
type Step struct {
	Phase payment.Phase
	Fact  string
}

// walked counts a durable fact.
func (w *world) walked(e payment.Entry, f payment.Fact) {
	before := w.lives[e.Payment]
	w.steps[Step{before.Phase, e.Kind}]++
	if next, _, err := payment.Apply(before, payment.Event{At: e.At, Fact: f}); err == nil {
		w.lives[e.Payment] = next
	}
}
