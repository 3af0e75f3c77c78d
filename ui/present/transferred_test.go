package present

import (
	"strings"
	"testing"

	"paydesk/assets"
	"paydesk/services/history"
)

// Lost if it fails: an end of a payment or refund stands in the history without words, or a transfer as if Stripe had paid it or nothing had
// gone back.
func TestEveryOutcomeHasItsWords(t *testing.T) {
	for _, o := range []history.Outcome{
		history.UnderWay, history.Unknown, history.Charged, history.Outbox, history.Held, history.Booked, history.BookedLate, history.Settled, history.NotCharged,
		history.OnItsWay, history.RefundBooking, history.RefundHeld, history.Refunded, history.RefundFailed, history.NotRefunded, history.Transferred,
	} {
		for _, key := range []string{"history.badge.", "history.outcome."} {
			if !assets.Has(key + string(o)) {
				t.Errorf("%s%s has no words", key, o)
			}
		}
	}
	r := history.Row{Kind: history.Refund, Outcome: history.Transferred, Asked: eur(12845)}
	icon, words, _ := HistoryMoney(r, "EUR")
	if _, word, _ := outcomeBadge(r.Outcome); word != "By transfer" || !strings.HasPrefix(words, "€128.45 was transferred by hand") || icon != "hand" {
		t.Errorf("%q, %s %q", word, icon, words)
	}
}
