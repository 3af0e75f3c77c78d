package world

import (
	"testing"
	"time"

	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// wizardShop is a shop whose Odoo forbids the import: every booking goes through the register wizard, which is not
// exactly-once (PROTOCOLS B9).
func wizardShop(t *testing.T) *shop {
	s := newShop(t)
	s.odooFault(odoosim.Fault{Name: "rights-lost", Target: "account.payment.load"})
	return s
}

// bookedByWizard waits for the end and counts what Odoo holds of the charge.
func (s *shop) bookedByWizard(id string) payment.State {
	s.t.Helper()
	st := s.reach(id, 5*time.Minute, payment.Done)
	s.neverEarly(id)
	all := 0
	for _, p := range s.odoo.Ledger().Payments {
		if markOf(p) == st.Intent {
			all++
			if !liveBooking(p) || !p.IsReconciled || int64(p.ID) != st.BookingID {
				s.fail("%+v", p)
			}
		}
	}
	if all != 1 || s.residual(0) != 0 {
		s.fail("%d payments of one charge, %d left to pay", all, s.residual(0))
	}
	return st
}

const fired = "account.payment.register.action_create_payments"

// The wizard was fired and its answer lost: it is found, not fired again.
func TestLostAnswerOfTheWizardIsLookedUp(t *testing.T) {
	s := wizardShop(t)
	_, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "lost-answer", Target: fired, Count: 1})
	s.tap(0)
	s.bookedByWizard(id)
}

// The order itself arrives twenty seconds later: two look-ups half a minute apart let it arrive.
func TestLateWizardIsWaitedForAndNotFiredAgain(t *testing.T) {
	s := wizardShop(t)
	_, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "late", Target: fired, Count: 1, Delay: 20 * time.Second})
	s.tap(0)
	s.bookedByWizard(id)
}

// The power fails while the order is on its way. The journal says that it was sent, so the counter that starts again looks
// first.
func TestPowerCutBehindTheWizardBooksOnce(t *testing.T) {
	s := wizardShop(t)
	c, id := s.asked()
	s.odooFault(odoosim.Fault{Name: "late", Target: fired, Count: 1, Delay: 20 * time.Second})
	s.on(payment.PostIntended{}, func(*counter, payment.State) {
		s.on(payment.PostIntended{}, func(_ *counter, st payment.State) {
			if st.Registered.IsZero() {
				t.Error("the wizard is fired without a word on disk")
			}
			s.after(300*time.Millisecond, func() { s.off(c) })
		})
	})
	s.tap(0)
	s.until("the power is off", time.Minute, func() bool { return c.dead })
	s.pass(2 * time.Second)
	c.start()
	s.bookedByWizard(id)
}

// The import is forbidden and the wizard's copy arrives an hour later as a twin: the next look takes it back.
func TestTwinOfTheWizardIsMendedByTheNextLook(t *testing.T) {
	s := wizardShop(t)
	c, id := s.asked()
	s.on(payment.PostIntended{}, func(*counter, payment.State) {
		s.on(payment.PostIntended{}, func(*counter, payment.State) { s.after(5*time.Second, func() { s.off(c) }) })
	})
	s.odooFault(odoosim.Fault{Name: "twice", Target: fired, Count: 1, Delay: 8 * time.Second})
	s.odooFault(odoosim.Fault{Name: "down", Target: "account.payment.read"}) // the counter dies before it has verified anything
	s.tap(0)
	s.until("the power is off", time.Minute, func() bool { return c.dead })
	s.odooFault(odoosim.Fault{Name: "down", Target: "account.payment.read", Off: true})
	s.pass(30 * time.Second)
	c.start()
	st := s.reach(id, 5*time.Minute, payment.Done)
	if len(st.Twins) != 1 {
		s.fail("no twin was seen: %v", st.Twins)
	}
	live := 0
	for _, p := range s.odoo.Ledger().Payments {
		if markOf(p) == st.Intent && liveBooking(p) {
			live++
		}
	}
	if live != 1 || s.residual(0) != 0 {
		s.fail("%d live payments, %d left to pay", live, s.residual(0))
	}
}
