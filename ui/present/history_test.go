package present

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/ui/kit"
)

// Lost if it fails: the history has no word for a payment, or says of its money what is not so.
func TestEveryOutcomeHasItsBadgeAndItsMoneyLine(t *testing.T) {
	eur := money.New(35000, "EUR")
	for o, want := range map[history.Outcome]string{
		history.UnderWay: "Nothing has been charged yet.", history.Reserved: "€350.00 is reserved. Nothing was charged.", history.Unknown: "It may have been charged. Do not take this payment again.",
		history.Charged: "€350.00 was charged, once.", history.Outbox: "€350.00 was charged, once.", history.Held: "€350.00 was charged, once.", history.Booked: "€350.00 was charged, once.",
		history.BookedLate: "€350.00 was charged, once.", history.Settled: "€350.00 was charged, once.", history.NotCharged: "Nothing was charged.",
		history.OnItsWay: "Not on the card yet.", history.RefundBooking: "€350.00 was refunded, once.", history.RefundHeld: "€350.00 was refunded, once.", history.Refunded: "€350.00 was refunded, once.",
		history.RefundFailed: "The bank sent it back. Nothing was refunded.", history.NotRefunded: "Nothing was refunded.",
	} {
		r := history.Row{ID: "a", Kind: history.Payment, At: time.Unix(0, 0), Outcome: o, Asked: eur}
		switch o {
		case history.OnItsWay, history.RefundBooking, history.RefundHeld, history.Refunded, history.RefundFailed, history.NotRefunded:
			r.Kind = history.Refund
		}
		if o.MoneyIn() || o.MoneyOut() {
			r.Moved = eur
		}
		_, line, tone := HistoryMoney(r, "EUR")
		if line != want || (tone == kit.ToneOK) != o.MoneyIn() {
			t.Errorf("%s: %q in tone %d, want %q", o, line, tone, want)
		}
		if icon, word, _ := outcomeBadge(o); icon == "" || strings.Contains(word, "⟦") {
			t.Errorf("%s: badge %q %q", o, icon, word)
		}
	}
}
