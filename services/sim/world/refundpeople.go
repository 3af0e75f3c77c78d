package world

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// openRefunds gives a counter that starts its refund desk, and those who use it.
func (c *counter) openRefunds(gate refund.Stripe, books refund.Odoo, tokens interface{ Read([]byte) (int, error) }) {
	w := c.w
	var err error
	c.refunds, err = refund.NewDesk(c.ctx, refund.Config{
		Stripe: gate, Odoo: books, Journal: refundDisk{c.disk}, Shop: c, Clock: c.clock, Runner: runner{&w.scheduler, c}, Rand: tokens, Log: slog.New(slog.DiscardHandler), May: anybody,
		Charges: func(d document.Document) (ids []string) {
			for _, claim := range c.desk.Index.On([]payment.Part{{Document: d.ID, Number: d.Number}}) {
				if claim.Status != payment.Canceled {
					ids = append(ids, claim.Intent)
				}
			}
			return ids
		},
		Words:   func(key string, _ refund.State, sh refund.ShareState) string { return key + " " + sh.Refund },
		Changed: func(s refund.State) { w.check.refundShown(c, s) },
	})
	if err != nil {
		panic(err) // nothing is missing
	}
}

// tradeRefunds starts what a running counter does about refunds.
func (c *counter) tradeRefunds() {
	w := c.w
	if err := c.refunds.Resume(); err != nil {
		w.trace.line(c.name, "resume refunds: %v", err)
	}
	w.spawn(c.name+" refunds", c, c.givesBack)
	w.spawn(c.name+" review", c, func() {
		for pause := 10 * time.Second; c.clock.Sleep(c.ctx, pause) == nil; pause = 5 * time.Minute {
			if err := c.refunds.Review(payment.Background(c.ctx), 60); err != nil {
				w.trace.line(c.name, "review: %v", err)
				pause = time.Minute
			}
		}
	})
}

// givesBack is a manager at a counter who refunds until the shop closes.
func (c *counter) givesBack() {
	w := c.w
	for w.now < w.closes {
		if c.clock.Sleep(c.ctx, c.till.between(5*time.Second, 45*time.Second)) != nil {
			return
		}
		if active := c.refunds.Active(); len(active) > 0 && c.till.hit(0.7) {
			c.tendRefund(pick(c.till, active...))
			continue
		}
		o, ok := c.refundOrder(c.till)
		if !ok || c.clock.Sleep(c.ctx, c.till.between(2*time.Second, 20*time.Second)) != nil { // reason and PIN
			continue
		}
		id, err := c.refunds.Start(o)
		if err != nil {
			w.trace.line(c.name, "refund: %v", err)
			continue
		}
		if c.till.hit(0.2) {
			if _, err := c.refunds.Start(o); !errors.Is(err, refund.ErrBusyNote) && !c.dead && c.disk.Ready() == nil {
				w.check.fail("I9", "%s: a double tap began a second refund beside [%.6s]: %v", c.name, id, err)
			}
		}
		if w.weather.strikes(TwoManagers, w.now) {
			w.sameElsewhere(c, o)
		}
	}
}

// sameElsewhere is a second manager who has the same credit note or invoice before him.
func (w *world) sameElsewhere(c *counter, o refund.Order) {
	lots := w.weather.lots[TwoManagers]
	for _, other := range w.counters {
		if other == c || other.dead {
			continue
		}
		w.after(lots.spread(time.Millisecond, 2*time.Second), func() {
			if other.dead || other.stopping {
				return
			}
			o.Counter = payment.Counter{ID: other.ident, Name: other.name}
			w.spawn(other.name+" second manager", other, func() {
				_, err := other.refunds.Start(o)
				w.trace.line(other.name, "the same refund: %v", err)
			})
		})
	}
}

// tendRefund is what a manager does with a refund that is not over.
func (c *counter) tendRefund(s refund.State) {
	var err error
	switch s.Phase {
	case refund.Held, refund.Outbox:
		if c.till.hit(0.3) {
			err = c.refunds.Rebook(s.ID, "Ingrid")
		}
	case refund.Checking, refund.Noting, refund.Sending, refund.AtReader:
		if c.till.hit(0.2) {
			err = c.refunds.GiveUp(s.ID, "Ingrid")
		}
	default:
		if c.till.hit(0.3) {
			c.refunds.Ask(s.ID)
		}
	}
	if err != nil {
		c.w.trace.line(c.name, "[%.6s] manager: %v", s.ID, err)
	}
}

// refundOrder chooses a credit note or an invoice and asks for all that may be given back, a part, or too much.
func (c *counter) refundOrder(lots chance) (refund.Order, bool) {
	offer, ok := c.offer(lots)
	if !ok {
		return refund.Order{}, false
	}
	amount := offer.Most
	if amount.Minor > 1 && lots.hit(0.4) {
		amount.Minor = 1 + lots.Int64N(amount.Minor)
	}
	charges := slices.Clone(offer.Charges)
	if lots.hit(0.2) { // edited by hand: the oldest first
		slices.Reverse(charges)
		offer.Charges = charges
	}
	shares, rest := offer.Allocate(amount.Minor)
	if tooMuch := lots.hit(0.1); tooMuch && len(charges) > 0 {
		amount.Minor = charges[0].Left.Minor + 100
		shares, rest = []refund.Share{charges[0].Share(amount.Minor)}, 0
	}
	if len(shares) == 0 || rest > 0 {
		return refund.Order{}, false
	}
	return c.approved(offer, amount, shares, lots), true
}

// approved is what the screen makes of an offer, with a manager's PIN on it.
func (c *counter) approved(offer refund.Offer, amount money.Amount, shares []refund.Share, lots chance) refund.Order {
	for i, sh := range shares {
		if ch, _ := offer.ChargeOf(sh.Intent); ch.Interac {
			r := c.w.reader(lots)
			shares[i].Reader = &r
		}
	}
	o := refund.Order{
		Counter: payment.Counter{ID: c.ident, Name: c.name}, Person: "Kim", Approver: "Ingrid", Reason: "Goods returned", Amount: amount, Shares: shares,
	}
	if n := offer.Note; n != nil {
		o.Note, o.Company, o.Customer = refund.Document{ID: n.ID, Number: n.Number}, n.Company, n.Partner.Name
	}
	if i := offer.Original; i != nil {
		o.Original, o.Company, o.Customer = refund.Document{ID: i.ID, Number: i.Number}, i.Company, i.Partner.Name
		if offer.Note == nil {
			o.NoteAmount = money.New(amount.Minor+i.Residual.Minor, amount.Currency)
		}
	}
	return o
}

// offer reads what may be given back on a credit note, or on an invoice that a card has paid.
func (c *counter) offer(lots chance) (refund.Offer, bool) {
	w := c.w
	notes := w.notes()
	if open := slices.DeleteFunc(slices.Clone(notes), func(n odoosim.LedgerInvoice) bool { return n.ResidualMinor <= 0 }); len(open) > 0 && lots.hit(0.8) {
		notes = open
	}
	var paid []int64
	for _, p := range w.odoo.Ledger().Payments {
		for _, part := range p.Reconciled {
			if strings.HasPrefix(markOf(p), "pi_") {
				paid = append(paid, int64(part.ID))
			}
		}
	}
	var o refund.Offer
	var err error
	switch {
	case len(notes) > 0 && (len(paid) == 0 || lots.hit(0.5)):
		o, err = c.refunds.OfferNote(c.ctx, int64(pick(lots, notes...).ID))
	case len(paid) > 0:
		o, err = c.refunds.OfferInvoice(c.ctx, pick(lots, paid...))
	default:
		return o, false
	}
	if err != nil {
		w.trace.line(c.name, "offer: %v", err)
		return o, false
	}
	return o, len(o.Charges) > 0
}

// bookkeeper writes credit notes of invoices that are paid, for managers to pay back.
func (w *world) bookkeeper() {
	lots, clock := newChance(w.seed, "bookkeeper"), &localClock{&w.scheduler, 0}
	for range 3 {
		if clock.Sleep(context.Background(), lots.between(20*time.Second, 2*time.Minute)) != nil || w.now >= w.closes {
			return
		}
		paid := slices.DeleteFunc(w.odoo.Ledger().Invoices, func(i odoosim.LedgerInvoice) bool {
			return i.Kind != "out_invoice" || i.State != "posted" || i.ResidualMinor > 0
		})
		if len(paid) == 0 {
			continue
		}
		i := pick(lots, paid...)
		minor := int64(0)
		if lots.hit(0.5) {
			minor = 1 + lots.Int64N(i.TotalMinor)
		}
		_, number, err := w.odoo.CreditNote(i.Number, minor)
		w.trace.line("person", "credits %d of %s: %s", minor, i.Number, number)
		w.try(err)
	}
}

// cardholder stands before a reader that asks for the card that paid.
func (w *world) cardholder(reader string) {
	lots := w.holders
	g := stripesim.Gesture{Reader: reader, Kind: stripesim.GestureTap, Card: "interac"}
	wait := lots.between(time.Second, 12*time.Second)
	switch n := lots.IntN(100); {
	case w.calm:
	case n < 70:
	case n < 80:
		g.Card = pick(lots, "interac-of-another", "visa")
	case n < 86:
		g.Kind = stripesim.GestureCancel
	case n < 92:
		g.Kind = stripesim.GestureWalkAway
	default:
		wait = lots.between(20*time.Second, 3*time.Minute)
	}
	w.after(wait, func() { w.gesture(g) })
}
