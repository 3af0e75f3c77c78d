package world

import (
	"context"
	"errors"
	"time"

	"paydesk/services/payment"
	stripesim "paydesk/services/sim/stripe"
)

// clearUp ends all trouble: nothing new goes wrong, what was broken is mended, what died starts again.
func (w *world) clearUp() {
	w.trace.line("world", "the shop closes, faults end")
	w.stripe.ClearFaults()
	w.odoo.ClearFaults()
	clear(w.awayTil)
	for _, c := range w.counters {
		c.asleepUntil = w.now
		for _, l := range c.lines {
			l.downTil = 0
		}
		w.after(c.lots.between(0, 10*time.Second), c.restart)
	}
	w.after(3*time.Minute, w.endHolds)
	for _, r := range w.readers {
		w.gesture(stripesim.Gesture{Reader: r, Kind: stripesim.GesturePlug})
		w.after(30*time.Second, func() {
			w.gesture(stripesim.Gesture{Reader: r, Kind: stripesim.GestureRemoveCard})
			w.foreignEnds(r)
		})
	}
}

// finish pays what is still open, one document after the other, with good cards and nothing going wrong.
func (w *world) finish() {
	clock := &localClock{&w.scheduler, 0}
	for _, id := range w.docs {
		inv, ok := w.invoice(id)
		if !ok || inv.State != "posted" || inv.ResidualMinor < 50 {
			continue
		}
		c := w.counters[w.people.IntN(len(w.counters))]
		done := false
		w.spawn(c.name+" last", c, func() {
			defer func() { done = true }()
			c.last(id)
		})
		for !done {
			_ = clock.Sleep(context.Background(), time.Second) // nothing ends it early
		}
	}
}

// last charges one document in full.
func (c *counter) last(id int64) {
	w := c.w
	takeOver := ""
	for range 2 {
		order := c.order(c.look([]int64{id}))
		if len(order.Parts) == 0 {
			return
		}
		order.TakeOver = takeOver
		pay, err := c.desk.Start(order)
		order.ID = pay
		if errors.Is(err, payment.ErrBusyDocument) && w.check.heldOn(payment.State{Order: order}) {
			return // charged already, and a person must decide what becomes of it
		}
		if err != nil {
			w.check.fail("I16", "%s cannot be charged at %s although nothing is wrong: %v", w.numbers[id], c.name, err)
			return
		}
		for range 90 {
			_ = c.clock.Sleep(c.ctx, time.Second) // the counter stays on
			if s, err := c.desk.State(pay); err == nil && (s.Phase.Final() || s.Phase == payment.PostingHeld) {
				break
			}
		}
		s, err := c.desk.State(pay)
		if err != nil {
			w.check.fail("I16", "payment %s: %v", pay, err)
			return
		}
		if s.Phase == payment.Stopped && s.Problem != nil && s.Problem.Kind == payment.ProblemUnfinished {
			takeOver = s.Problem.Intent
			continue
		}
		w.check.last(s)
		return
	}
}
