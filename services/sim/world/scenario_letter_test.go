package world

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/payment"
	"paydesk/services/reader"
	stripesim "paydesk/services/sim/stripe"
)

// letter lets somebody at a counter ask the first reader for its letter.
func (s *shop) letter(c *counter) error {
	s.t.Helper()
	var err error
	s.do(c, func() {
		err = c.desk.ShowLetter(c.ctx, c.name, s.readers[0], reader.LetterCart("A", "Front desk", "EUR"))
	})
	return err
}

func (s *shop) screen() stripesim.Screen { return s.stripe.Snapshot().Readers[0].Screen }

// The letter shows, goes away by itself, and the next payment needs no more steps than ever.
func TestLetterShowsAndGoesAway(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.must(s.letter(c))
	if s.screen() != stripesim.ScreenCart {
		s.fail("the reader shows %s", s.screen())
	}
	s.until("it is gone", 12*time.Second, func() bool { return s.screen() != stripesim.ScreenCart })
	s.pass(2 * time.Second)
	_, id := s.asked()
	s.tap(0)
	st := s.paidOnce(id)
	if n := s.prompts(st.Intent); n != 1 {
		s.fail("%d prompts", n)
	}
}

// A customer stands at the reader, or is about to tap again after a decline: nothing is shown over his payment.
func TestLetterNeverCoversAPayment(t *testing.T) {
	t.Run("asking", func(t *testing.T) {
		s := newShop(t)
		_, id := s.asked()
		for _, c := range s.counters {
			if err := s.letter(c); !errors.Is(err, payment.ErrReaderInUse) {
				s.fail("%s: %v", c.name, err)
			}
		}
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("declined, about to tap again", func(t *testing.T) {
		s := newShop(t)
		c, id := s.asked()
		s.hand(0, stripesim.GestureDeclined, "lost_card")
		s.reach(id, 10*time.Second, payment.Declined)
		two := s.counters[1]
		s.do(two, func() { s.must(two.desk.Index.Refresh(two.ctx)) })
		if err := s.letter(two); !errors.Is(err, payment.ErrReaderInUse) {
			s.fail("%v", err)
		}
		s.retry(c, id, 0)
		s.reach(id, 10*time.Second, payment.Waiting)
		s.tap(0)
		s.paidOnce(id)
	})
	t.Run("another till's customer", func(t *testing.T) {
		s := newShop(t)
		s.hand(0, stripesim.GestureOtherCounter, "")
		if err := s.letter(s.counters[0]); !errors.Is(err, payment.ErrReaderInUse) {
			s.fail("%v", err)
		}
		s.tap(0)
	})
}

// A payment does not wait for a letter, whoever showed it; and one that nobody takes away, because the power went, blocks
// nobody.
func TestPaymentDoesNotWaitForALetter(t *testing.T) {
	for name, who := range map[string]func(*shop) *counter{
		"the own":        func(s *shop) *counter { return s.counters[0] },
		"a colleague's":  func(s *shop) *counter { return s.counters[1] },
		"a dead counter": func(s *shop) *counter { return s.counters[1] },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			c := who(s)
			s.must(s.letter(c))
			if name == "a dead counter" {
				s.off(c)
				s.pass(time.Hour)
			}
			_, id := s.asked()
			s.pass(15 * time.Second) // whoever takes the letter away meets the prompt now
			if got := s.states[id].Phase; got != payment.Waiting || s.screen() != stripesim.ScreenAsking {
				s.fail("the payment is %s, the reader shows %s", got, s.screen())
			}
			s.tap(0)
			if st := s.paidOnce(id); s.prompts(st.Intent) != 1 {
				s.fail("%d prompts", s.prompts(st.Intent))
			}
		})
	}
}

// The command for the letter hangs in the network and arrives while a customer pays: it starts nothing.
func TestLateLetterStartsNothing(t *testing.T) {
	s := newShop(t)
	c := s.counters[0]
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultHeld, Target: "terminal.readers.set_reader_display", Count: 1, Delay: 40 * time.Second})
	if err := s.letter(c); err == nil || s.screen() == stripesim.ScreenCart {
		s.fail("%v, the reader shows %s", err, s.screen())
	}
	_, id := s.asked()
	s.pass(45 * time.Second)
	if s.screen() != stripesim.ScreenAsking {
		s.fail("the reader shows %s", s.screen())
	}
	s.tap(0)
	s.paidOnce(id)
}

// Its answer is lost, but it shows: it is taken away again all the same.
func TestLetterWhoseAnswerIsLostGoesAway(t *testing.T) {
	s := newShop(t)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultLostAnswer, Target: "terminal.readers.set_reader_display", Count: 1})
	s.must(s.letter(s.counters[0]))
	if s.screen() != stripesim.ScreenCart {
		s.fail("the reader shows %s", s.screen())
	}
	s.until("it is gone", 15*time.Second, func() bool { return s.screen() != stripesim.ScreenCart })
}

// The epoch was used by a payment whose counter died before it moved it: the letter walks on as payments do.
func TestLetterWalksOverAUsedEpoch(t *testing.T) {
	s := newShop(t)
	one, id := s.asked()
	s.on(payment.SlotIntended{}, func(c *counter, _ payment.State) { s.off(c) })
	s.tap(0)
	s.until("it died", time.Minute, func() bool { return one.dead })
	s.pass(5 * time.Minute)
	s.must(s.letter(s.counters[1]))
	if s.screen() != stripesim.ScreenCart {
		s.fail("the reader shows %s", s.screen())
	}
	one.start()
	s.paidOnce(id)
}
