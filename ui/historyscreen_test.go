package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/receipt"
	"paydesk/services/staff"
	historyview "paydesk/ui/history"
	"paydesk/ui/present"
	"paydesk/ui/shell"
)

// fakeRecords is a past that the test writes.
type fakeRecords struct {
	book      *history.Book
	proofErr  error
	proofs    int
	made      []string // receipts
	exported  [][]history.Row
	reports   int // kept
	onPrinter int
}

var _ Records = (*fakeRecords)(nil)

// past is a journal without lives: the rows stand in the book.
type past struct{ lives map[string][]payment.Entry }

func (p past) Walk(func(payment.Entry) error) error              { return nil }
func (p past) Kept(func(history.Row)) error                      { return nil }
func (p past) Entries(id string) ([]payment.Entry, error)        { return p.lives[id], nil }
func (f *fakeRecords) ProveJournal() (uint64, error)             { f.proofs++; return 812, f.proofErr }
func (f *fakeRecords) PrintXReport(receipt.Slip) (string, error) { f.onPrinter++; return "x", nil }
func (f *fakeRecords) KeepXReport(receipt.Slip) (string, error) {
	f.reports++
	return "/data/reports/x.pdf", nil
}
func (f *fakeRecords) Address(history.Row) present.Address {
	return present.Address{Odoo: "https://odoo/1", Stripe: "https://stripe/1"}
}
func (f *fakeRecords) XReport(d history.Day) receipt.Slip {
	return receipt.XReport(d, receipt.Shop{Own: "EUR"}, d.To)
}

func (f *fakeRecords) History() *history.Book {
	if f.book == nil {
		f.book = history.New(past{}, nil)
		_ = f.book.Load() // of an empty journal
	}
	return f.book
}

func (f *fakeRecords) MakeReceipt(id, by string) (Paper, error) {
	f.made = append(f.made, id+" "+by)
	return Paper{Slip: receipt.Slip{Name: "receipt-" + id, Lines: []receipt.Line{{Kind: receipt.Banner, Left: "DUPLICATE"}}}, Path: "/data/receipts/1.pdf"}, nil
}

func (f *fakeRecords) Export(rows []history.Row) (string, error) {
	f.exported = append(f.exported, rows)
	return "/data/exports/history.csv", nil
}

// shop is a day at the counter: what two people took and gave back.
func (f *fakeRecords) shop(now time.Time) {
	row := func(id string, ago time.Duration, kind history.Kind, o history.Outcome, minor int64, c money.Currency) history.Row {
		r := history.Row{ID: id, Kind: kind, At: now.Add(-ago), Customer: "Customer " + id, Numbers: []string{"INV/" + id}, Documents: []int64{7}, Person: "Aisha Karim", Counter: "Counter 1",
			Reader: "Front desk", Tag: "A", Asked: money.New(minor, c), Outcome: o, Intent: "pi_" + id}
		if o.MoneyIn() || o.MoneyOut() {
			r.MoneyAt, r.Moved = r.At, r.Asked
		}
		return r
	}
	b := f.History()
	b.Put(row("a", time.Minute, history.Payment, history.Booked, 6420, "EUR"))
	b.Put(row("b", 2*time.Minute, history.Payment, history.Outbox, 1000, "EUR"))
	b.Put(row("c", 3*time.Minute, history.Payment, history.NotCharged, 9410, "EUR"))
	b.Put(row("usd", 4*time.Minute, history.Payment, history.Booked, 112000, "USD"))
	back := row("r", 30*time.Second, history.Refund, history.OnItsWay, 2000, "EUR")
	back.Intent = "pi_a"
	back.Shares = []history.Share{{Intent: "pi_a", Minor: 2000, Out: true, Away: true}}
	b.Put(back)
	b.Put(row("old", 48*time.Hour, history.Payment, history.Booked, 500, "EUR"))
}

// noon keeps "a few minutes ago" on the same day.
var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.Local)

func openPast(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := newKiosk(t)
	s.now = noon
	f.fakeRecords.shop(noon)
	signIn(k, s)
	k.goTo(shell.PlaceHistory)
	s.run()
	return k, f, s
}

func ids(rows []historyview.Row) (out []string) {
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

// Lost if it fails: a journal of years stops the whole counter while somebody opens the history.
func TestTheHistoryNeverReadsOnTheScreensGoroutine(t *testing.T) {
	k, f, s := newKiosk(t)
	s.now = noon
	f.fakeRecords.shop(noon)
	signIn(k, s)
	k.goTo(shell.PlaceHistory) // nothing of what waits in the queue has run
	if vm := k.historyVM(f.about); len(vm.Rows) != 0 || vm.State != historyview.Loading || f.proofs != 0 {
		t.Fatalf("before any worker ran: %d rows, state %v, %d proofs", len(vm.Rows), vm.State, f.proofs)
	}
	s.run()
	if vm := k.historyVM(f.about); !slices.Equal(ids(vm.Rows), []string{"r", "a", "b", "c", "usd"}) {
		t.Errorf("today holds %v", ids(vm.Rows))
	}
	k.render()
	k.render()
	if len(s.queue) != 0 {
		t.Errorf("every look at the screen searches anew: %d", len(s.queue))
	}
}

// Lost if it fails: a search does not find last month's payment, or the list stays behind what is typed.
func TestASearchLooksThroughAllDays(t *testing.T) {
	k, f, s := openPast(t)
	k.records.history.Seek("inv/old")
	s.run()
	if vm := k.historyVM(f.about); !slices.Equal(ids(vm.Rows), []string{"old"}) || !strings.Contains(vm.Second, "All days") {
		t.Errorf("%v, %q", ids(vm.Rows), vm.Second)
	}
	k.records.history.Seek("")
	k.historyChip(present.HistoryOpen)
	s.run()
	if vm := k.historyVM(f.about); !slices.Equal(ids(vm.Rows), []string{"r", "b"}) {
		t.Errorf("open are %v", ids(vm.Rows))
	}
	k.historyChip(present.HistoryMore)
	k.daysChosen(exportOption)
	s.run()
	if len(f.exported) != 1 || len(f.exported[0]) != 2 || k.past.said == nil || !strings.Contains(k.past.said.Text, "/data/exports/history.csv") {
		t.Errorf("exported %v, said %+v", f.exported, k.past.said)
	}
	k.daysChosen(string(present.Ever))
	k.historyChip(present.HistoryAll)
	s.run()
	if vm := k.historyVM(f.about); len(vm.Rows) != 6 {
		t.Errorf("all days hold %v", ids(vm.Rows))
	}
}

// Lost if it fails: the page of a payment hides that money went back, or leads to another payment's refund.
func TestAPaymentsPageNamesItsRefunds(t *testing.T) {
	k, f, s := openPast(t)
	k.chooseRecord("a")
	s.run()
	page := k.historyVM(f.about).Page
	if page.Money != "€64.20 was charged, once." || page.LinkText != "1 refund" || page.LinkMore != "not on the card yet" || page.Link != "−€20.00" {
		t.Errorf("%+v", page)
	}
	back, _ := f.History().Row("r")
	for _, c := range []struct {
		outcome history.Outcome
		out     bool
		want    string
	}{{history.UnderWay, false, "A refund is under way"}, {history.Unknown, false, "A refund is under way"}, {history.NotRefunded, false, "A refund came to nothing"}, {history.RefundFailed, false, "A refund came to nothing"}, {history.OnItsWay, true, "1 refund"}} {
		back.Outcome, back.Shares[0].Out = c.outcome, c.out
		back.Shares = slices.Clone(back.Shares)
		f.History().Put(back)
		k.historyVM(f.about)
		s.run()
		if got := k.historyVM(f.about).Page.LinkText; got != c.want {
			t.Errorf("a refund that is %s: the payment's page says %q, want %q", c.outcome, got, c.want)
		}
	}
	k.recordAct(historyview.ActLinked, "a")
	s.run()
	if vm := k.historyVM(f.about); !slices.Equal(ids(vm.Rows), []string{"r", "a"}) {
		t.Errorf("together belong %v", ids(vm.Rows))
	}
	k.chooseRecord("r")
	s.run()
	if page := k.historyVM(f.about).Page; page.Amount != "−€20.00" || !strings.Contains(page.LinkText, "Payment of") || page.Link != "€64.20" {
		t.Errorf("%+v", page)
	}
	k.recordAct(historyview.ActRefund, "a") // a tap on the page of before
	if k.back.open {
		t.Error("a refund of a payment that is not shown was opened")
	}
}

// Lost if it fails: a journal that somebody changed is called sound, or its damage is said in a corner.
func TestTheJournalIsProvenInTheBackground(t *testing.T) {
	k, f, s := openPast(t)
	if vm := k.historyVM(f.about); f.proofs != 1 || !strings.Contains(vm.Journal, "Journal proven 12:00, 812 entries") {
		t.Errorf("%d proofs, %q", f.proofs, vm.Journal)
	}
	k.goTo(shell.PlaceHistory)
	s.run()
	if f.proofs != 1 {
		t.Errorf("proven %d times within the hour", f.proofs)
	}
	f.proofErr = errors.New("entry 5 was changed")
	k.proveJournal()
	if vm := k.historyVM(f.about); !vm.Checking {
		t.Error("the screen does not say that it is at it")
	}
	s.run()
	vm := k.historyVM(f.about)
	if len(vm.Strips) == 0 || !strings.Contains(vm.Strips[0].Text, "entry 5 was changed") || !strings.Contains(vm.Journal, "damaged") {
		t.Errorf("%q %+v", vm.Journal, vm.Strips)
	}
}

// Lost if it fails: an auditor, who only reads, can begin a refund from the history; or a person whose card was declined gets nothing
// in writing.
func TestThePageOffersWhatMayBeDone(t *testing.T) {
	k, f, s := openPast(t)
	declined, _ := f.History().Row("c")
	declined.Declines = 2
	f.History().Put(declined)
	f.History().Put(history.Row{ID: "gone", Kind: history.Payment, At: noon, Documents: []int64{7}, Intent: "pi_gone", Outcome: history.Booked, Asked: money.New(500, "EUR"), Moved: money.New(500, "EUR"), Kept: true})
	for _, c := range []struct {
		id   string
		role staff.Role
		want string
	}{{"a", staff.Cashier, "receipt record refund"}, {"a", staff.Auditor, "receipt record"}, {"c", staff.Cashier, "receipt record"}, {"b", staff.Manager, "receipt record refund"}, {"r", staff.Manager, "receipt record"}, {"gone", staff.Manager, "record refund"}} {
		k.session.Person.Role = c.role
		k.chooseRecord(c.id)
		s.run()
		var acts []string
		for _, b := range k.historyVM(f.about).Page.Buttons {
			acts = append(acts, string(b.Act))
		}
		if got := strings.Join(acts, " "); got != c.want {
			t.Errorf("%s by a %s: %q, want %q", c.id, c.role, got, c.want)
		}
	}
}
