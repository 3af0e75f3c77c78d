package recovery

import (
	"errors"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// holdWarning is how long before its end a person is told of a hold that nobody has charged: a shop that is closed
// overnight must hear of it the day before.
const holdWarning = 24 * time.Hour

// holding warns of another counter's hold before it is lost.
func (h *Healer) holding(i payment.Intent, c payment.Claim) error {
	if i.Charge == nil || !h.endsSoon(i.Charge.Until) {
		return nil
	}
	e := entryFor(i, c, HoldEnds)
	e.Amount, e.At = money.New(i.Reserved, i.Currency), i.Charge.Until
	if closedWord(i.Metadata[payment.MetaClosed], e) {
		return nil
	}
	return h.Attention.Open(e)
}

// ownHold warns of a hold of this counter's.
func (h *Healer) ownHold(s payment.State) error {
	if !s.Phase.Holding() || !h.endsSoon(s.Reservation.Until) {
		return nil
	}
	return h.Attention.Open(holdEntry(s, HoldEnds))
}

func holdEntry(s payment.State, k Kind) Entry {
	e := entryOf(s, k)
	e.Amount, e.At = s.Reservation.Amount, s.Reservation.Until
	return e
}

func (h *Healer) endsSoon(until time.Time) bool {
	return !until.IsZero() && until.Sub(h.Stripe.Now()) <= holdWarning
}

// holdDead ends the warning of a hold that is over, and tells of one that was lost.
func (h *Healer) holdDead(i payment.Intent, c payment.Claim) error {
	if !c.Way.Hold {
		return nil
	}
	lost := i.Lapsed && i.Charge != nil
	e := Entry{}
	if lost {
		e = entryFor(i, c, HoldLost)
		e.Amount, e.At = c.Amount, i.Charge.Until
		lost = !closedWord(i.Metadata[payment.MetaClosed], e)
	}
	return h.Attention.holdOver(i.ID, e, lost)
}

// holdOver ends the warning about a hold; lost opens the entry that tells that it was lost.
func (a *Attention) holdOver(intent string, e Entry, lost bool) error {
	var errs error
	for _, o := range a.About(intent) {
		if o.Kind == HoldEnds {
			errs = errors.Join(errs, a.ends(o.ID, "the hold is over"))
		}
	}
	if lost {
		errs = errors.Join(errs, a.Open(e))
	}
	return errs
}
