package recovery

import (
	"errors"
	"slices"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// Watch keeps the entries about this counter's own payments: one opens when Odoo refuses, and it is over when the charge
// is booked after all. It is told of every state of a payment, and may be told again.
func (a *Attention) Watch(s payment.State) error {
	if err := a.watchCash(s); err != nil {
		return err
	}
	switch {
	case s.Phase == payment.PostingHeld && s.Problem != nil:
		e := entryOf(s, Kind(s.Problem.Kind))
		e.Text = s.Problem.Text
		if err := a.superseded(s.Intent, e.Kind, "now "+string(e.Kind)); err != nil {
			return err
		}
		return a.Open(e)
	case s.Phase == payment.Released:
		return a.holdOver(s.Intent, holdEntry(s, HoldLost), s.Problem != nil && s.Problem.Kind == payment.ProblemHoldEnded)
	case s.Phase == payment.Approved:
		return a.holdOver(s.Intent, Entry{}, false)
	case s.Phase == payment.Done:
		err := a.superseded(s.Intent, "", "booked as "+s.Booking)
		if err == nil && s.Credit != nil {
			e := entryOf(s, Credit)
			e.Rest, e.Text = s.Credit, s.Booking
			err = a.Open(e)
		}
		return err
	}
	return nil
}

// watchCash opens the entry about cash that Odoo did not take: a person enters it there and closes it.
func (a *Attention) watchCash(s payment.State) error {
	if !s.CashLeft {
		return nil
	}
	e := entryOf(s, Cash)
	e.Mark = payment.CashMark(s.Intent)
	rest := money.New(s.Cash, s.Amount.Currency)
	e.Rest, e.Text = &rest, s.CashProblem.Text
	return a.Open(e)
}

func entryOf(s payment.State, k Kind) Entry {
	return Entry{
		Kind: k, Mark: s.Intent, Intent: s.Intent, Amount: s.Received, Parts: s.Parts, Customer: s.Customer, Partner: s.Partner,
		Counter: s.Counter.Name, Person: s.Person, At: s.ChargedAt,
	}
}

// superseded ends the entries that say a charge is not booked, but for one kind.
func (a *Attention) superseded(intent string, but Kind, reason string) error {
	var errs error
	for _, e := range a.About(intent) {
		switch {
		case e.Kind == but || !(e.Kind.unbooked() || e.Kind == Changed || e.Kind == Stranger):
		case e.Kind == Restored && but == "":
			errs = errors.Join(errs, a.without(e, intent, reason))
		case e.Kind != Restored:
			errs = errors.Join(errs, a.ends(e.ID, reason))
		}
	}
	return errs
}

// without takes a charge out of an entry of many; the last one ends it.
func (a *Attention) without(e Entry, intent, reason string) error {
	e.Marks = slices.DeleteFunc(slices.Clone(e.Marks), func(m string) bool { return m == intent })
	if len(e.Marks) == 0 {
		return a.ends(e.ID, reason)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.write(e.ID, factAttention, e, false); err != nil {
		return err
	}
	a.open[e.ID] = e
	return nil
}
