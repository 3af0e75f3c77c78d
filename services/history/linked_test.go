package history

import (
	"errors"
	"testing"
	"time"

	"paydesk/services/money"
)

func refundOf(id string, at time.Time, outcome Outcome, shares ...Share) Row {
	return Row{ID: id, Kind: Refund, At: at, Numbers: []string{"RINV/2026/00018"}, Outcome: outcome, Asked: money.New(5000, "EUR"), Shares: shares}
}

// Lost if it fails: the page of a payment says that less went back than did, counts money that the bank sent back, or counts what
// another payment gave.
func TestAPaymentKnowsWhatWentBack(t *testing.T) {
	b := New(entries(t, "a", life(order("a", "INV/2026/00398", "Νίκος", 6420), 0)), nil)
	if err := b.Load(); err != nil {
		t.Fatal(err)
	}
	b.Put(refundOf("rf2", morning.Add(2*time.Hour), OnItsWay, Share{Intent: "pi_1", Refund: "re_2", Minor: 700, Out: true, Away: true}, Share{Intent: "pi_other", Minor: 9900, Out: true}))
	b.Put(refundOf("rf1", morning.Add(time.Hour), Refunded, Share{Intent: "pi_1", Refund: "re_1", Minor: 1000, Out: true}))
	b.Put(refundOf("rf3", morning.Add(3*time.Hour), RefundFailed, Share{Intent: "pi_1", Refund: "re_3", Minor: 2000}))
	b.Put(refundOf("rf4", morning.Add(3*time.Hour), Refunded, Share{Intent: "pi_other", Refund: "re_4", Minor: 300, Out: true}))
	b.Put(refundOf("rf5", morning.Add(4*time.Hour), UnderWay, Share{Intent: "pi_1", Minor: 500}))
	b.Put(refundOf("rf6", morning.Add(4*time.Hour), Unknown, Share{Intent: "pi_1", Minor: 500}))
	pay, _ := b.Row("a")
	got := b.RefundsOf(pay)
	if got.Open != 2 {
		t.Errorf("%d refunds may still go back, want 2", got.Open)
	}
	if got.Out != money.New(1700, "EUR") || got.Away != money.New(700, "EUR") || got.Count != 2 || len(got.Refunds) != 5 || got.Refunds[0].ID != "rf1" {
		t.Errorf("%+v", got)
	}
	for id, want := range map[string]int{"rf1": 1, "rf4": 0} {
		r, _ := b.Row(id)
		if linked := b.PaymentsOf(r); len(linked) != want {
			t.Errorf("%s gives back on %d payments of this counter, want %d", id, len(linked), want)
		}
	}
	if n := len(b.Find(Query{Text: "pi_1"})); n != 6 {
		t.Errorf("the intent finds %d rows, want the payment and its five refunds", n)
	}
}

// afterwards is a journal out of which one payment has gone.
type afterwards struct {
	kept
	rows []Row
	err  error
}

func (a afterwards) Kept(f func(Row)) error {
	for _, r := range a.rows {
		f(r)
	}
	return a.err
}

// Lost if it fails: after ninety days the accountant finds a payment nowhere, or what has happened since is overwritten by what was
// kept, or one summary that cannot be read hides the rest.
func TestWhatLeftTheJournalStaysInTheList(t *testing.T) {
	old := Row{ID: "old", Kind: Payment, At: morning.AddDate(0, -4, 0), Numbers: []string{"INV/2026/00012"}, Customer: "Harbour", Intent: "pi_old",
		Asked: money.New(900, "EUR"), Moved: money.New(900, "EUR"), Outcome: Booked, Kept: true}
	broken := errors.New("one cannot be read")
	b := New(afterwards{entries(t, "a", life(order("a", "INV/2026/00398", "Νίκος", 6420), 0)), []Row{old}, broken}, nil)
	fresh := old
	fresh.Receipts = 1
	before := b.Version()
	b.Put(fresh)
	if err := b.Load(); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	found := b.Find(Query{Text: "00012"})
	if len(found) != 1 || found[0].Receipts != 1 || len(b.Find(Query{})) != 2 {
		t.Errorf("%+v", found)
	}
	if b.Version() == before {
		t.Error("a screen does not hear of it")
	}
}
