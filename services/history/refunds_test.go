package history

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/refund"
)

// refundEntries is a refund that was sent, given, booked, and came back days later.
func refundEntries(t *testing.T, id string) kept {
	t.Helper()
	o := refund.Order{ID: id, Counter: payment.Counter{Name: "Counter 1"}, Person: "Aisha Karim", Approver: "Ingrid Solheim", Reason: "Returned goods",
		Customer: "Harbour Dental Practice", Note: refund.Document{ID: 18, Number: "RINV/2026/00018"}, Amount: money.New(12845, "EUR"),
		Shares: []refund.Share{{Intent: "pi_1", Charge: "ch_1", Minor: 12845, Brand: "visa", Last4: "4242"}}}
	stripe := func(s refund.Status) refund.Refund {
		return refund.Refund{ID: "re_3QaKabcdefghijkm07", Status: s, Amount: o.Amount, Intent: "pi_1", Created: morning}
	}
	pending := stripe(refund.Pending)
	facts := []refund.Fact{
		refund.RefundOpened{Order: o}, refund.RefundChecked{Note: o.Note},
		refund.RefundIntended{Params: refund.Params{Intent: "pi_1", Amount: o.Amount}, Key: "k", At: morning}, refund.RefundAnswered{Refund: &pending},
		refund.RefundObserved{Refund: stripe(refund.Succeeded)}, refund.RefundPostIntended{}, refund.RefundDrafted{ID: 31},
		refund.RefundBooked{ID: 31, Name: "PSTRP/2026/00193"}, refund.RefundObserved{Refund: stripe(refund.Failed)},
		refund.TakeBackIntended{ID: 31}, refund.TakenBack{},
	}
	var out kept
	for i, f := range facts {
		body, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, payment.Entry{Payment: id, At: morning.Add(time.Duration(i) * time.Second), Kind: refund.KindName(f), Body: body})
	}
	return out
}

func told(t *testing.T, steps []Step) []string {
	t.Helper()
	var got []string
	for _, s := range steps {
		if strings.Contains(s.Title+s.Detail, "⟦") || strings.Contains(s.Title+s.Detail, "{") {
			t.Errorf("words are missing: %q %q", s.Title, s.Detail)
		}
		got = append(got, s.Title+" | "+s.Detail)
	}
	return got
}

// Lost if it fails: a refund's story hides that the bank sent the money back, or who approved it.
func TestRefundTimelineTellsTheLife(t *testing.T) {
	b := New(refundEntries(t, refund.IDPrefix+"1"), nil)
	steps, err := b.Steps(refund.IDPrefix+"1", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Aisha Karim asks for €128.45 back | Counter 1", "Ingrid Solheim approves | Returned goods",
		"€128.45 on its way, the bank has not confirmed | Visa •••• 4242 · re_3QaK…m07", "€128.45 given back | Visa •••• 4242 · re_3QaK…m07",
		"Booked and reconciled in Odoo | PSTRP/2026/00193", "The bank sent €128.45 back | Visa •••• 4242 · re_3QaK…m07",
		"Its booking was taken back, the credit note is open again | PSTRP/2026/00193",
	}
	if got := told(t, steps); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	marks := []Mark{Plain, Plain, Plain, Good, Good, Bad, Plain}
	for i, s := range steps {
		if s.Mark != marks[i] {
			t.Errorf("%q has mark %d, want %d", s.Title, s.Mark, marks[i])
		}
	}
}

// Lost if it fails: nobody sees that a receipt was made twice, so one payment is claimed back from two shops' worth of paper.
func TestReceiptsStandInTheTimeline(t *testing.T) {
	events := append(life(order("a", "INV/1", "A", 6420), 0),
		payment.Event{At: morning.Add(time.Minute), Fact: payment.ReceiptMade{By: "Aisha Karim"}},
		payment.Event{At: morning.Add(time.Hour), Fact: payment.ReceiptMade{By: "Ingrid Solheim"}})
	got := told(t, Timeline(events, "EUR"))
	if want := []string{"Receipt made | by Aisha Karim", "Receipt made again, as a duplicate | by Ingrid Solheim"}; !slices.Equal(got[len(got)-2:], want) {
		t.Errorf("the end is %q, want %q", got[len(got)-2:], want)
	}
	s, _, err := payment.Fold(events)
	if err != nil || Of(s).Receipts != 2 || Of(s).Outcome != Booked {
		t.Errorf("%d receipts, outcome %s, %v", Of(s).Receipts, Of(s).Outcome, err)
	}
}

// Lost if it fails: a damaged entry shows another payment's story, or none at all without saying so.
func TestATimelineThatCannotBeReadSaysSo(t *testing.T) {
	for _, id := range []string{"a", refund.IDPrefix + "1"} {
		if _, err := New(kept{{Payment: id, Kind: "FromTheFuture", Body: []byte(`{}`)}}, nil).Steps(id, "EUR"); err == nil {
			t.Errorf("%s: an unknown entry was told", id)
		}
	}
}

// Lost if it fails: a charge that a person closed is called under way with nothing charged, and leaves the day's total; one
// whose record was copied from another machine is called uncharged though nobody here knows.
func TestWhatAPersonClosedStaysCharged(t *testing.T) {
	s := payment.State{Phase: payment.Settled, Received: money.New(6420, "EUR"), ChargedAt: morning}
	r := Of(s)
	if r.Outcome != Settled || !r.Outcome.MoneyIn() || r.Outcome.Open() || r.Moved != s.Received {
		t.Errorf("closed by hand: %+v", r)
	}
	if d := DayOf([]Row{r}, morning, morning.Add(time.Hour)); len(d.Currencies) != 1 || d.Currencies[0].Charged != 6420 || d.Currencies[0].UnbookedCount != 0 {
		t.Errorf("the day: %+v", d)
	}
	if o := Of(payment.State{Phase: payment.LeftBehind}).Outcome; o != Unknown {
		t.Errorf("left behind: %s", o)
	}
}
