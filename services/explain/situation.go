package explain

import (
	"slices"

	"paydesk/assets"
)

// Situation is where a payment stands when something fails. The same failure asks for other steps before a card was read than
// after the money is there.
type Situation string

// Situations.
const (
	Idle        Situation = "idle"        // no payment is touched: lists, set-up
	Before      Situation = "before"      // no reader was asked yet
	Waiting     Situation = "waiting"     // a reader asks, or asked, for a card
	Authorising Situation = "authorising" // a card was read; the bank decides, or what it decided is not known
	Cancelling  Situation = "cancelling"  // the cancel was sent
	Booking     Situation = "booking"     // charged; Odoo does not have it yet, or has it
	Refunding   Situation = "refunding"   // charged; money goes back
)

// Situations lists all of them, in the order of a payment's life.
func Situations() []Situation {
	return []Situation{Idle, Before, Waiting, Authorising, Cancelling, Booking, Refunding}
}

// Alone is what a failure by itself says about the money. What the money line of a payment says follows from its state; a failure
// must not contradict it.
type Alone string

// What a failure alone says.
const (
	Untouched Alone = "untouched" // the call was refused or never sent: the money is where it was
	NotPaid   Alone = "declined"  // this attempt charged nothing
	Open      Alone = "open"      // the call may have been executed: read before anything else
	Settled   Alone = "settled"   // what was asked for had happened already
)

// MoneyLine is one of the fixed sentences about the money (SCREENS §4), by its key in the catalogue.
type MoneyLine string

// The fixed sentences.
const (
	MoneyNone       MoneyLine = "money.none"
	MoneyNoneYet    MoneyLine = "money.none_yet"
	MoneyBank       MoneyLine = "money.bank"
	MoneyUnknown    MoneyLine = "money.unknown"
	MoneyCancelling MoneyLine = "money.cancelling"
	MoneyCharged    MoneyLine = "money.charged"
	MoneyRefundWay  MoneyLine = "money.refund_way"
)

// Text is the sentence in the language of the program; amount fills those that name one.
func (m MoneyLine) Text(amount string) string { return assets.T(string(m), "amount", amount) }

// Money is what a failure means for the money in a situation where nothing else is known: the most that may be claimed from it.
func Money(a Alone, s Situation) MoneyLine {
	switch s {
	case Booking:
		return MoneyCharged // whatever fails now, the money is there
	case Refunding:
		if a == Untouched {
			return MoneyCharged
		}
		return MoneyRefundWay
	case Idle, Before:
		return MoneyNone // an intent that no reader was asked for charges nothing
	}
	switch {
	case a == Settled:
		return MoneyCharged
	case a == NotPaid:
		return MoneyNone
	case s == Cancelling:
		return MoneyCancelling
	case a == Open:
		return MoneyUnknown
	case s == Authorising:
		return MoneyBank
	}
	return MoneyNoneYet
}

// Claims is what a sentence says may be true of the money: that it was charged, that it was not.
func (m MoneyLine) Claims() (charged, not bool) {
	switch m {
	case MoneyCharged, MoneyRefundWay:
		return true, false
	case MoneyUnknown, MoneyCancelling, MoneyBank, "money.too_late":
		return true, true
	}
	return false, true
}

// Contradicts says that an entry, as the last that happened in the situation, and a money line cannot both be true.
func (e Entry) Contradicts(m MoneyLine, s Situation) bool {
	charged, not := m.Claims()
	switch {
	case !slices.Contains(e.When, s):
		return true
	case s == Booking || s == Refunding:
		return !charged
	case e.Alone == NotPaid:
		return !not
	case e.Alone == Settled:
		return !charged
	}
	return false
}
