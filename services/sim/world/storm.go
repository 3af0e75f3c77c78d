package world

import (
	"context"
	"errors"
	"strings"
	"time"

	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

const longestSleep = 6 * time.Minute

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
	PartialAuth: {Name: stripesim.FaultPartial}, BankShown: {Name: stripesim.FaultBankShown},
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
	case Lost, AnswerLost, Held, Twice, Error500, Slow, KillBefore, KillAfter, DiskFull, WrongClock, CardLeft,
		RefundHeld, RefundTwice, RefundUnheard, NoteTwice, TwoManagers, ShutForDays:
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
	if w.refundGust(k, lots) {
		return
	}
	away := lots.spread(4*time.Second, longestSleep)
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
	case ListLag, KeyForgotten: // a bad minute
		f.Count, f.On = 0, true
		f.Target = "payment_intents.create" // a slot has no second exclusion: A2 must hold there
		w.after(time.Minute, func() { w.try(w.stripe.Fault(stripesim.Fault{Name: f.Name, Target: f.Target})) })
	case BankShown:
		f.Count, f.On = 0, true
		w.after(time.Minute, func() { w.try(w.stripe.Fault(stripesim.Fault{Name: f.Name})) })
	case CancelRefused, ReaderTimeout, ReaderTimeout2, ReaderBusy, ReaderOffline, ConnectionLost, ActionFinal, PartialAuth:
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

// try notes what the world refused: a person may want what is not possible.
func (w *world) try(err error) {
	if err != nil && !errors.Is(err, odoosim.ErrNotFound) {
		w.trace.line("person", "refused: %v", err)
	}
}
