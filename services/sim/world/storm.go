package world

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

const gust = 3 * time.Second // between two opportunities of faults that do not wait for a request

// armed are faults of the simulated servers that strike the next request.
var armedStripe = map[Kind]stripesim.Fault{
	Stored500: {Name: stripesim.FaultError500Made}, Stored500None: {Name: stripesim.FaultError500NotMade},
	BadGateway: {Name: stripesim.FaultBadGateway}, RateLimited: {Name: stripesim.FaultRateLimited},
	LockTimeout: {Name: stripesim.FaultLockTimeout}, SlowStripe: {Name: stripesim.FaultSlow},
	NoDate: {Name: stripesim.FaultNoDate}, ListLag: {Name: stripesim.FaultListLag, Delay: 2 * time.Second},
	KeyForgotten: {Name: stripesim.FaultKeyForgotten}, ReaderTimeout: {Name: stripesim.FaultReaderTimeout},
	ReaderTimeout2: {Name: stripesim.FaultReaderTimeoutLit}, ReaderBusy: {Name: stripesim.FaultReaderBusy},
	ReaderOffline: {Name: stripesim.FaultReaderOffline}, ConnectionLost: {Name: stripesim.FaultConnectionError},
	ActionFinal: {Name: stripesim.FaultActionFinal}, CancelRefused: {Name: stripesim.FaultCancelRefused},
	PartialAuth: {Name: stripesim.FaultPartial},
}

// stripeTargets are the writes that a fault of Stripe's is aimed at; the others strike any request.
var stripeTargets = []string{
	"payment_intents.create", "payment_intents.cancel", "terminal.readers.process_payment_intent", "terminal.readers.cancel_action",
	"terminal.readers.update", "payment_intents.list", "payment_intents.retrieve", "terminal.readers.retrieve",
}

var armedOdoo = map[Kind]odoosim.Fault{
	OdooSerialize: {Name: "serialize"}, OdooRefuses: {Name: "refuse-booking"}, OdooError: {Name: "error-1"},
	OdooPage: {Name: "html-page"}, OdooTruncated: {Name: "truncated"},
}

var odooTargets = []string{
	"account.payment.load", "account.payment.action_post", "account.move.js_assign_outstanding_line", "account.move.search_read",
	"account.payment.search_read", "account.payment.read",
}

// storm is the weather that needs no request to happen.
func (w *world) storm() {
	clock := &localClock{&w.scheduler, 0}
	for w.now < w.weather.until {
		if err := clock.Sleep(context.Background(), gust); err != nil {
			return
		}
		for _, k := range w.weather.kinds() {
			if gusty(k) && w.weather.strikes(k, w.now) {
				w.trace.line("weather", "%s", k)
				w.blow(k)
			}
		}
	}
}

// gusty says that a kind strikes by itself, not at a request or an entry.
func gusty(k Kind) bool {
	switch k {
	case Lost, AnswerLost, Held, Twice, Error500, Slow, KillBefore, KillAfter, DiskFull, WrongClock, CardLeft:
		return false
	}
	return true
}

func (w *world) blow(k Kind) {
	lots := w.weather.lots[k]
	one := w.counters[lots.IntN(len(w.counters))]
	reader := pick(lots, w.readers...)
	if f, ok := armedStripe[k]; ok {
		w.armStripe(k, f, lots, reader)
		return
	}
	if f, ok := armedOdoo[k]; ok {
		f.Count = 1
		if k != OdooRefuses && k != OdooSerialize {
			f.Target = pick(lots, odooTargets...)
		}
		w.try(w.odoo.Fault(f))
		return
	}
	away := lots.spread(4*time.Second, 6*time.Minute)
	switch k {
	case StripeAway:
		w.awayTil[toStripe] = w.now + away
	case OdooAway:
		w.awayTil[toOdoo] = w.now + away
	case LineDown:
		one.lines[toStripe].downTil, one.lines[toOdoo].downTil = w.now+away, w.now+away
	case OdooAwayOne:
		one.lines[toOdoo].downTil = w.now + away
	case StripeAwayOne:
		one.lines[toStripe].downTil = w.now + away
	case OdooRights:
		f := odoosim.Fault{Name: pick(lots, "rights-lost", "access-denied")}
		w.try(w.odoo.Fault(f))
		w.after(away, func() { f.Off = true; w.try(w.odoo.Fault(f)) })
	case KillBetween:
		one.kill()
	case Restart:
		one.stop()
	case Asleep:
		one.asleepUntil = w.now + away
	default:
		w.handle(k, lots, reader)
	}
}

func (w *world) armStripe(k Kind, f stripesim.Fault, lots chance, reader string) {
	f.Count = 1
	switch k {
	case ListLag, ReaderTimeout, ReaderTimeout2, ReaderBusy, ReaderOffline, ConnectionLost, ActionFinal, PartialAuth:
	case KeyForgotten:
		f.Target = pick(lots, "payment_intents.create", "terminal.readers.process_payment_intent")
	case SlowStripe:
		f.Target, f.Delay = pick(lots, stripeTargets...), lots.spread(time.Second, time.Minute)
	default:
		f.Target = pick(lots, stripeTargets...)
	}
	if strings.HasPrefix(string(k), "Stripe: reader") && lots.hit(0.5) {
		f.Target = reader
	}
	w.try(w.stripe.Fault(f))
}

// handle is what people do: at the readers, in Odoo, in other software.
func (w *world) handle(k Kind, lots chance, reader string) {
	id := pick(lots, w.docs...)
	number := w.numbers[id]
	switch k {
	case ResetInvoice, Amended, CancelsDoc:
		w.check.reopened[id] = true
	}
	switch k {
	case Unplugged:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureUnplug})
		w.after(lots.spread(3*time.Second, 4*time.Minute), func() { w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GesturePlug}) })
	case Rebooted:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureReboot})
	case ForeignTill:
		w.gesture(stripesim.Gesture{Reader: reader, Kind: stripesim.GestureOtherCounter})
		w.customer(reader)
		w.after(lots.between(20*time.Second, 90*time.Second), func() { w.foreignEnds(reader) })
	case ForeignMany:
		if w.weather.struck[ForeignMany] > 1 {
			return
		}
		for range 250 {
			w.admin("payment_intents", url.Values{"amount": {"700"}, "currency": {"eur"}, "metadata[till]": {"other"}})
		}
	case EpochWiped:
		w.admin("terminal/readers/"+reader, url.Values{"metadata[pd_epoch]": {pick(lots, "", "0", "1")}})
	case HandPayment:
		inv, ok := w.invoice(id)
		if !ok || inv.ResidualMinor <= 0 {
			return
		}
		minor := inv.ResidualMinor
		if lots.hit(0.5) {
			minor = 1 + lots.Int64N(minor)
		}
		w.person(id, "pays %d of %s by transfer", minor, number)
		_, err := w.odoo.RegisterHandPayment(number, minor)
		w.try(err)
	case PortalPays:
		w.person(id, "begins to pay %s in the portal", number)
		tx, err := w.odoo.AddPortalTransaction(number, pick(lots, "pending", "authorized"))
		w.try(err)
		if err == nil {
			w.after(lots.between(10*time.Second, 3*time.Minute), func() { w.try(w.odoo.SetTransaction(tx, "cancel")) })
		}
	case ResetInvoice:
		w.person(id, "resets %s", number)
		w.try(w.odoo.ResetToDraft(number))
		w.after(lots.between(5*time.Second, 2*time.Minute), func() {
			w.person(id, "posts %s", number)
			w.try(w.odoo.Post(number))
		})
	case Amended:
		minor := int64(1+lots.IntN(400)) * 100
		w.person(id, "amends %s to %s", number, money.New(minor, "EUR"))
		w.try(w.odoo.ChangeAmount(number, minor))
	case CancelsDoc:
		w.person(id, "cancels %s", number)
		w.try(w.odoo.CancelInvoice(number))
	case CreditNote:
		w.person(id, "credits %s", number)
		_, _, err := w.odoo.CreditNote(number, 0)
		w.try(err)
	case OdooRestored:
		w.restoreOdoo()
	case Refunded:
		w.refund(lots)
	case TakenBack, Deleted:
		booked := slices.DeleteFunc(w.odoo.Ledger().Payments, func(p odoosim.LedgerPayment) bool { return p.ByHand })
		if len(booked) == 0 {
			return
		}
		p := pick(lots, booked...)
		if k == Deleted && !w.check.known(p.ID) {
			return // what is deleted before anybody heard of it leaves nothing that could tell
		}
		w.check.undone[markOf(p)] = true
		for _, part := range p.Reconciled {
			w.check.reopened[int64(part.ID)] = true
			w.person(int64(part.ID), "takes the booking of %s back", part.Number)
		}
		if k == TakenBack {
			w.try(w.odoo.CancelPayment(p.ID))
		} else {
			w.try(w.odoo.DeletePayment(p.ID))
		}
	}
}

// restoreOdoo puts Odoo back to where it was when the shop opened: what was booked since is gone.
func (w *world) restoreOdoo() {
	for _, p := range w.odoo.Ledger().Payments {
		if p.ByHand {
			continue
		}
		if !w.check.known(p.ID) {
			return // what is lost before anybody heard of it leaves nothing that could tell
		}
		w.check.undone[markOf(p)] = true
	}
	for _, id := range w.docs {
		w.check.reopened[id] = true
		w.person(id, "restores Odoo with %s", w.numbers[id])
	}
	w.odoo.Restore(w.backup)
}

// refund gives a customer a part back without telling anybody.
func (w *world) refund(lots chance) {
	paid := slices.DeleteFunc(w.stripe.Ledger().Intents, func(i stripesim.LedgerIntent) bool {
		return i.Status != "succeeded" || i.Metadata["pd_shop"] != shopID || i.Refunded > 0
	})
	if len(paid) == 0 {
		return
	}
	i := pick(lots, paid...)
	w.check.refunded[i.ID] = true
	w.admin("refunds", url.Values{"payment_intent": {i.ID}, "amount": {strconv.FormatInt(1+lots.Int64N(i.Received), 10)}})
}

// person notes that somebody touched a document by hand: what the shop is owed may have changed.
func (w *world) person(id int64, format string, args ...any) {
	w.trace.line("person", format, args...)
	w.check.touched[id] = w.now
}

// foreignEnds is the other till's software giving up.
func (w *world) foreignEnds(reader string) {
	for _, v := range w.stripe.Snapshot().Readers {
		if v.ID == reader && v.ActionStatus == "in_progress" && !w.check.ours(v.ActionIntent) {
			w.admin("terminal/readers/"+reader+"/cancel_action", url.Values{})
		}
	}
}

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

func (w *world) invoice(id int64) (odoosim.LedgerInvoice, bool) {
	for _, inv := range w.odoo.Ledger().Invoices {
		if int64(inv.ID) == id {
			return inv, true
		}
	}
	return odoosim.LedgerInvoice{}, false
}

// try notes what the world refused: a person may want what is not possible.
func (w *world) try(err error) {
	if err != nil && !errors.Is(err, odoosim.ErrNotFound) {
		w.trace.line("person", "refused: %v", err)
	}
}
