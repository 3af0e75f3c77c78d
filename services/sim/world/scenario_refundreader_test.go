package world

import (
	"testing"
	"time"

	"paydesk/services/refund"
	stripesim "paydesk/services/sim/stripe"
)

// R8, S4: the reader's command is stuck in the network for a minute. By then its epoch is burned: it lights no prompt, and whoever
// taps is not paid back twice.
func TestRefundR8LateCommandStartsNothing(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	o := s.approve(c, s.credit(some))
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultHeld, Count: 1, Target: "terminal.readers.refund_payment", Delay: time.Minute})
	begun := s.now
	id := s.giveBack(c, o)
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.hand(0, stripesim.GestureTap, "interac")
	s.refunded(c, id, time.Minute, refund.Done)
	s.pass(begun + 66*time.Second - s.now)                                                                     // by now it has arrived
	_ = s.stripe.Gesture(stripesim.Gesture{Reader: s.readers[0], Kind: stripesim.GestureTap, Card: "interac"}) // if it asked
	s.pass(time.Minute)
	s.once(some)
}

// R8: an Interac card is paid back on the reader, with the card that paid: another card, a customer who cancels and one who walks
// away give nothing back and say so; then the right one does.
func TestRefundR8InteracAtTheReader(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	note := s.credit(0)
	for _, g := range []stripesim.Gesture{{Kind: stripesim.GestureTap, Card: "interac-of-another"}, {Kind: stripesim.GestureCancel}, {Kind: stripesim.GestureWalkAway}} {
		id := s.giveBack(c, s.approve(c, note))
		s.refunded(c, id, time.Minute, refund.AtReader)
		g.Reader = s.readers[0]
		s.atStripe(g)
		st := s.refunded(c, id, 5*time.Minute, refund.Stopped)
		if _, given := s.out(); len(given) != 0 || st.Problem == nil {
			s.fail("%+v %+v", given, st.Problem)
		}
	}
	id := s.giveBack(c, s.approve(c, note))
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.hand(0, stripesim.GestureTap, "interac")
	s.refunded(c, id, time.Minute, refund.Done)
	s.once(owed[0])
}

// R8: the counter dies while its reader asks for the card, and the customer taps. It is not asked for twice.
func TestRefundR8KilledWhileTheReaderAsks(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	id := s.giveBack(c, s.approve(c, s.credit(some)))
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.off(c)
	s.pass(2 * time.Second)
	s.hand(0, stripesim.GestureTap, "interac")
	s.pass(20 * time.Second)
	c.start()
	s.refunded(c, id, time.Minute, refund.Done)
	s.once(some)
}

// R8, S4: the reader's command is lost on its way or its answer is; the reader asks once, or once more under another epoch or by
// another approval, and one refund is made.
func TestRefundR8CommandUnanswered(t *testing.T) {
	for _, name := range []string{
		stripesim.FaultReaderTimeout, stripesim.FaultReaderTimeoutLit, stripesim.FaultLostAnswer, stripesim.FaultDown, stripesim.FaultActionFinal, stripesim.FaultConnectionError,
	} {
		t.Run(name, func(t *testing.T) {
			s := newRefundShop(t, "CAD")
			s.sold("interac")
			c := s.counters[0]
			note := s.credit(some)
			o := s.approve(c, note)
			f := stripesim.Fault{Name: name, Count: 1, Target: "terminal.readers.refund_payment"}
			if name != stripesim.FaultLostAnswer && name != stripesim.FaultDown {
				f.Target = s.readers[0]
			}
			s.stripeFault(f)
			id := s.giveBack(c, o)
			st := s.refunded(c, id, 2*time.Minute, refund.AtReader, refund.Done, refund.Stopped)
			if st.Phase == refund.Stopped { // the reader never got it, and its key is used up: a manager sends anew
				if _, given := s.out(); name != stripesim.FaultReaderTimeout || len(given) != 0 {
					s.fail("%+v", st.Problem)
				}
				id = s.giveBack(c, s.approve(c, note))
				st = s.refunded(c, id, time.Minute, refund.AtReader)
			}
			if st.Phase == refund.AtReader {
				s.hand(0, stripesim.GestureTap, "interac")
			}
			s.refunded(c, id, time.Minute, refund.Done)
			s.once(some)
		})
	}
}

// R8: a second refund of the same charge whose command went unanswered. What the reader did last is the first one: taken for the
// answer it would show money as given back that never went.
func TestRefundR8AnEarlierRefundIsNotTheAnswer(t *testing.T) {
	s := newRefundShop(t, "CAD")
	s.sold("interac")
	c := s.counters[0]
	first := s.giveBack(c, s.approve(c, s.credit(some)))
	s.refunded(c, first, time.Minute, refund.AtReader)
	s.hand(0, stripesim.GestureTap, "interac")
	s.refunded(c, first, time.Minute, refund.Done)
	note := s.credit(some / 2)
	o := s.approve(c, note)
	s.stripeFault(stripesim.Fault{Name: stripesim.FaultDown, Count: 1, Target: "terminal.readers.refund_payment"})
	s.refunded(c, s.giveBack(c, o), time.Minute, refund.Stopped) // the reader never got it, and its key is used up
	id := s.giveBack(c, s.approve(c, note))
	s.refunded(c, id, time.Minute, refund.AtReader)
	s.hand(0, stripesim.GestureTap, "interac")
	s.refunded(c, id, time.Minute, refund.Done)
	live, given := s.out()
	if len(given) != 2 || len(live) != 2 || given[0].Amount+given[1].Amount != some+some/2 {
		s.fail("refunds %+v\nbooked as %+v", given, live)
	}
}
