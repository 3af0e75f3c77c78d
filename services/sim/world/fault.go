package world

import (
	"slices"
	"time"
)

// Kind is a kind of fault. Each has its own stream of lots, so switching one off leaves the others as they were.
type Kind string

// Kinds of faults: those of the network, of the simulated servers, of the counters, of the readers, of people in Odoo.
const (
	Lost          Kind = "request lost"
	AnswerLost    Kind = "answer lost"
	Held          Kind = "request held and executed late"
	Twice         Kind = "request executed twice"
	Error500      Kind = "answered 500"
	Slow          Kind = "slow network"
	StripeAway    Kind = "Stripe away"
	OdooAway      Kind = "Odoo away"
	LineDown      Kind = "one counter cut off"
	OdooAwayOne   Kind = "Odoo away for one counter"
	StripeAwayOne Kind = "Stripe away for one counter"

	Stored500      Kind = "Stripe: 500 stored, made"
	Stored500None  Kind = "Stripe: 500 stored, not made"
	BadGateway     Kind = "Stripe: bad gateway"
	RateLimited    Kind = "Stripe: rate limited"
	LockTimeout    Kind = "Stripe: lock timeout"
	SlowStripe     Kind = "Stripe: slow, key in use"
	NoDate         Kind = "Stripe: no Date header"
	ListLag        Kind = "Stripe: object late in lists"
	KeyForgotten   Kind = "Stripe: key forgotten"
	ReaderTimeout  Kind = "Stripe: reader timeout, not done"
	ReaderTimeout2 Kind = "Stripe: reader timeout, done"
	ReaderBusy     Kind = "Stripe: reader busy"
	ReaderOffline  Kind = "Stripe: reader offline"
	ConnectionLost Kind = "Stripe: connection_error though paid"
	ActionFinal    Kind = "Stripe: action final in the answer"
	CancelRefused  Kind = "Stripe: intent on reader not cancelable"
	PartialAuth    Kind = "Stripe: partial authorisation"
	BankShown      Kind = "Stripe: says processing at the bank"

	OdooSerialize Kind = "Odoo: could not serialize"
	OdooRefuses   Kind = "Odoo: refuses to post"
	OdooError     Kind = "Odoo: server error"
	OdooPage      Kind = "Odoo: page of a proxy"
	OdooTruncated Kind = "Odoo: answer cut"
	OdooRights    Kind = "Odoo: rights lost for a while"

	KillBefore  Kind = "killed before an entry is durable"
	KillAfter   Kind = "killed after an entry is durable"
	KillBetween Kind = "killed between two steps"
	Restart     Kind = "stopped and started"
	DiskFull    Kind = "disk full at an answer"
	Asleep      Kind = "machine asleep"
	WrongClock  Kind = "counter's clock wrong"

	Unplugged    Kind = "reader unplugged"
	Rebooted     Kind = "reader rebooted"
	CardLeft     Kind = "card left in the reader"
	ForeignTill  Kind = "foreign till takes the reader"
	ForeignMany  Kind = "250 foreign payments"
	EpochWiped   Kind = "reader metadata wiped"
	HandPayment  Kind = "accountant: hand payment"
	PortalPays   Kind = "portal transaction"
	ResetInvoice Kind = "accountant: invoice reset and posted"
	Amended      Kind = "accountant: invoice amended"
	CancelsDoc   Kind = "accountant: invoice cancelled"
	CreditNote   Kind = "accountant: credit note"
	TakenBack    Kind = "accountant: booking cancelled"
	Deleted      Kind = "accountant: booking deleted"
	OdooRestored Kind = "Odoo restored from a backup"
	Refunded     Kind = "refund in Stripe's dashboard"
)

// Kinds lists all kinds of faults.
var Kinds = slices.Concat(paymentKinds, refundKinds)

var paymentKinds = []Kind{
	Lost, AnswerLost, Held, Twice, Error500, Slow, StripeAway, OdooAway, LineDown, OdooAwayOne, StripeAwayOne,
	Stored500, Stored500None, BadGateway, RateLimited, LockTimeout, SlowStripe, NoDate, ListLag, KeyForgotten,
	ReaderTimeout, ReaderTimeout2, ReaderBusy, ReaderOffline, ConnectionLost, ActionFinal, CancelRefused, PartialAuth, BankShown,
	OdooSerialize, OdooRefuses, OdooError, OdooPage, OdooTruncated, OdooRights,
	KillBefore, KillAfter, KillBetween, Restart, DiskFull, Asleep, WrongClock,
	Unplugged, Rebooted, CardLeft, ForeignTill, ForeignMany, EpochWiped,
	HandPayment, PortalPays, ResetInvoice, Amended, CancelsDoc, CreditNote, TakenBack, Deleted, OdooRestored, Refunded,
}

// weather is what may go wrong in one world, how often, and what did.
type weather struct {
	lots   map[Kind]chance
	rate   map[Kind]float64 // per opportunity
	struck map[Kind]int
	until  time.Duration // trouble ends
}

// newWeather draws which kinds this seed has: none in one world of ten, else one to eight, and one to four of refunds.
func newWeather(seed uint64, with, without []Kind, until time.Duration) *weather {
	w := &weather{lots: map[Kind]chance{}, rate: map[Kind]float64{}, struck: map[Kind]int{}, until: until}
	w.draw(seed, "weather", paymentKinds, 8)
	w.draw(seed, "weather of refunds", refundKinds, 4)
	for _, k := range with {
		w.rate[k] = 0.25
	}
	if w.rate[ListLag] > 0 { // beyond A3 two exclusions may fail together; the protocol promises one
		delete(w.rate, KeyForgotten)
	}
	if w.has(Held) || w.has(Twice) || w.has(RefundHeld) || w.has(RefundTwice) { // the same: a late copy has its key alone
		delete(w.rate, RefundKeyGone)
	}
	for _, k := range without {
		delete(w.rate, k)
	}
	return w
}

func (w *weather) has(k Kind) bool { return w.rate[k] > 0 }

// draw gives a world none, or up to most, of some kinds.
func (w *weather) draw(seed uint64, purpose string, kinds []Kind, most int) {
	c := newChance(seed, purpose)
	n := 1 + c.IntN(most)
	if c.hit(0.1) {
		n = 0
	}
	for i, k := range c.Perm(len(kinds)) {
		w.lots[kinds[k]] = newChance(seed, string(kinds[k]))
		rate := pick(c, 0.01, 0.03, 0.1, 0.25)
		if i < n {
			w.rate[kinds[k]] = rate
		}
	}
}

// kinds are the kinds of this world, in the order of Kinds.
func (w *weather) kinds() []Kind {
	return slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool { return !w.has(k) })
}

// strikes draws whether a fault happens at an opportunity, and counts it.
func (w *weather) strikes(k Kind, now time.Duration) bool {
	if w.rate[k] == 0 || now >= w.until || !w.lots[k].hit(w.rate[k]) {
		return false
	}
	w.struck[k]++
	return true
}
