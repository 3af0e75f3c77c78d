package history

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
)

// Lost if it fails: nobody can see afterwards who had a charge booked on another invoice, or closed it, and what the program did by
// itself is put down to somebody without a name.
func TestTimelineNamesWhoDecided(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	charge := payment.Intent{ID: "pi_1", Status: payment.Succeeded, Received: 1000, Currency: "EUR", Charge: &payment.Charge{ID: "ch_1", Created: at}}
	order := payment.Order{ID: "p1", Counter: payment.Counter{Name: "Counter 9"}, Partner: 7, Parts: []payment.Part{{Document: 1, Number: "INV/1", Minor: 1000}}, Amount: money.New(1000, "EUR")}
	var events []payment.Event
	for _, f := range []payment.Fact{
		payment.Adopted{Order: order, Intent: charge}, payment.PostHeld{Problem: payment.Problem{Kind: payment.ProblemDocument}}, payment.PostRequested{},
		payment.PostHeld{Problem: payment.Problem{Kind: payment.ProblemDocument}}, payment.PostRequested{By: "Ingrid", Parts: []payment.Part{{Document: 2, Number: "INV/2", Minor: 500}}},
		payment.MoveIntended{Intent: "pi_1"}, payment.MoveAnswered{}, payment.PostHeld{Problem: payment.Problem{Kind: payment.ProblemDocument}}, payment.Closed{By: "Jonas", Reason: "paid back in cash"},
	} {
		events = append(events, payment.Event{At: at, Fact: f})
	}
	var said []string
	for _, s := range Timeline(events, "EUR") {
		said = append(said, s.Title+" "+s.Detail)
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"Counter 9", "Ingrid has it booked on INV/2", "Jonas closes it paid back in cash"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said:\n%s", want, all)
		}
	}
	if strings.Contains(all, " asks Odoo again") {
		t.Errorf("somebody without a name:\n%s", all)
	}
}
