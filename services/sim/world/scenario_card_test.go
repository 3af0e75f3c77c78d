package world

import (
	"slices"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// neverSaid are the reasons that a customer with a stolen card in his hand must not read, and the one that says nothing.
var neverSaid = []string{"lost_card", "stolen_card", "pickup_card", "fraudulent", "restricted_card", "generic_decline"}

// The bank says no. Twice the same payment asks again by itself, after the reason has stood three seconds; a lost, stolen,
// seized or "do not try again" card never. Then the cashier decides, and a good card pays the same intent.
func TestDeclinedCardIsAskedAgainAsItsReasonAllows(t *testing.T) {
	for code, again := range map[string]bool{
		"insufficient_funds": true, "generic_decline": true, "do_not_honor": true, "call_issuer": true, "incorrect_pin": true, "issuer_not_available": true,
		"card_velocity_exceeded": true, "processing_error": true, "withdrawal_count_limit_exceeded": true, "card_not_supported": true,
		"lost_card": false, "stolen_card": false, "pickup_card": false, "fraudulent": false, "do_not_try_again": false, "expired_card": false, "restricted_card": false, "invalid_account": false,
	} {
		t.Run(code, func(t *testing.T) {
			s := newShop(t)
			c, id := s.asked()
			intent := s.states[id].Intent
			declined := 1
			s.hand(0, stripesim.GestureDeclined, code)
			if again {
				for range 2 {
					st := s.reach(id, 10*time.Second, payment.DeclinedAgain)
					if st.Decline == nil || st.Decline.Decline != code {
						s.fail("the reason is %+v", st.Decline)
					}
					said := s.now
					s.until("the reason has stood", 10*time.Second, func() bool { return s.states[id].Phase != payment.DeclinedAgain })
					if d := s.now - said; d != 3*time.Second {
						s.fail("the reason stood %s", d)
					}
					s.reach(id, 10*time.Second, payment.Waiting)
					s.hand(0, stripesim.GestureDeclined, code)
					declined++
				}
			}
			st := s.reach(id, 10*time.Second, payment.Declined)
			if st.Decline == nil || st.Decline.Decline != code || st.Attempt != declined+1 {
				s.fail("reason %+v, attempt %d", st.Decline, st.Attempt)
			}
			if neutral := explain.Decline(st.Decline.Decline, st.Decline.Code).What == explain.Decline().What; neutral != slices.Contains(neverSaid, code) {
				s.fail("%s is put into words of its own: %v", code, !neutral)
			}
			if n := s.prompts(intent); n != declined {
				s.fail("%d prompts for %d cards", n, declined)
			}
			s.pass(20 * time.Second)
			if s.states[id].Phase != payment.Declined || s.prompts(intent) != declined {
				s.fail("it went on by itself: %s", s.states[id].Phase)
			}
			s.retry(c, id, 0)
			s.reach(id, 10*time.Second, payment.Waiting)
			s.tap(0)
			if st := s.paidOnce(id); st.Intent != intent {
				s.fail("the intent was %s and is %s", intent, st.Intent)
			}
			if got := s.intents(0); len(got) != 1 || got[0].Attempts != declined+1 {
				s.fail("%+v", got)
			}
		})
	}
}

// A bank that wants a PIN declines the tap first; the reader asks for the PIN by itself, and nobody says "declined".
func TestPINWantedByTheBankIsNoDecline(t *testing.T) {
	for _, card := range []string{"sca-offline-pin", "sca-online-pin", "offline-pin", "online-pin"} {
		t.Run(card, func(t *testing.T) {
			s := newShop(t)
			_, id := s.asked()
			s.hand(0, stripesim.GestureTap, card)
			s.paidOnce(id)
			s.went(id, straight)
		})
	}
}

// The customer presses Cancel on the reader: said as such, the cashier decides.
func TestCustomerCancelsOnTheReader(t *testing.T) {
	t.Run("and pays after all", func(t *testing.T) {
		s := newShop(t)
		c, id := s.asked()
		s.hand(0, stripesim.GestureCancel, "")
		s.because(s.reach(id, 4*time.Second, payment.Declined), payment.ProblemCustomer)
		s.retry(c, id, 0)
		s.reach(id, 10*time.Second, payment.Waiting)
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("and leaves", func(t *testing.T) {
		s := newShop(t)
		c, id := s.asked()
		s.hand(0, stripesim.GestureCancel, "")
		s.reach(id, 4*time.Second, payment.Declined)
		s.cancel(c, id)
		s.notCharged(id, payment.Cancelled)
	})
	t.Run("and the cashier has left too", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		s.hand(0, stripesim.GestureCancel, "")
		s.because(s.notCharged(id, payment.Stopped), payment.ProblemCustomer)
	})
}

// Nobody presents a card: after 120 s the payment is cancelled, the reader dark, and the reason stands for the cashier.
func TestNobodyPresentsACardCancelledAtTheDeadline(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	began := s.now
	s.until("the deadline is noticed", 3*time.Minute, func() bool { return s.states[id].Phase != payment.Waiting })
	if d := s.now - began; d < 120*time.Second || d > 122*time.Second {
		s.fail("asked for %s", d)
	}
	s.because(s.notCharged(id, payment.Stopped), payment.ProblemPresented)
	if v := s.stripe.Snapshot().Readers[0]; v.Screen != stripesim.ScreenIdle {
		s.fail("the reader shows %s", v.Screen)
	}
	s.went(id, "Checking Claiming Claimed Dispatching Waiting Cancelling Stopped")
}

// The card comes in the very second of the deadline: the bank decides, not the clock.
func TestCardAtTheDeadlineIsChargedAndBooked(t *testing.T) {
	s := newShop(t)
	_, id := s.asked()
	s.pass(120*time.Second - 600*time.Millisecond)
	s.tap(0)
	s.paidOnce(id)
}
