package history

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
)

var morning = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// order is a payment as a counter would begin it.
func order(id, number, customer string, minor int64) payment.Order {
	return payment.Order{
		ID: id, Counter: payment.Counter{ID: "c1", Name: "Counter 1"}, Person: "Aisha Karim", Customer: customer,
		Parts:  []payment.Part{{Document: 7, Number: number, Minor: minor}},
		Amount: money.New(minor, "EUR"), Reader: payment.ReaderRef{ID: "tmr_1", Label: "Front desk", Tag: "A"},
	}
}

func intent(status payment.IntentStatus, minor int64) payment.Intent {
	return payment.Intent{ID: "pi_1", Status: status, Amount: minor, Currency: "EUR", Created: morning}
}

// life are the facts of a payment that is declined once, charged, and booked after wait.
func life(o payment.Order, wait time.Duration) []payment.Event {
	at := morning
	facts := []payment.Fact{
		payment.Opened{Order: o}, payment.Checked{}, payment.ClaimIntended{Key: "k"},
	}
	claimed := intent(payment.RequiresPaymentMethod, o.Amount.Minor)
	facts = append(facts, payment.ClaimAnswered{Intent: &claimed}, payment.ClaimChecked{},
		payment.DispatchIntended{Reader: o.Reader, Intent: "pi_1"}, payment.DispatchAnswered{OnReader: true})
	declined := claimed
	declined.Declined = &payment.Decline{Code: "card_declined", Decline: "incorrect_pin", Charge: "ch_0"}
	failed := &reader.Action{Intent: "pi_1", Status: reader.Failed, FailureCode: "card_declined"}
	facts = append(facts, payment.Observed{Intent: declined, Action: failed}, payment.RetryDue{}, payment.ClaimChecked{},
		payment.DispatchIntended{Reader: o.Reader, Intent: "pi_1", Epoch: 1}, payment.DispatchAnswered{OnReader: true})
	paid := intent(payment.Succeeded, o.Amount.Minor)
	paid.Received = o.Amount.Minor
	paid.Charge = &payment.Charge{ID: "ch_1", Created: morning.Add(8 * time.Second), Brand: "visa", Last4: "4242", Method: "contactless_emv"}
	facts = append(facts, payment.Observed{Intent: paid}, payment.PostIntended{Mark: "pi_1"}, payment.Drafted{ID: 31},
		payment.Posted{ID: 31, Name: "PSTRP/2026/00192", Residual: []int64{0}})
	events := make([]payment.Event, len(facts))
	for i, f := range facts {
		at = at.Add(time.Second)
		if i == len(facts)-1 {
			at = at.Add(wait)
		}
		events[i] = payment.Event{At: at, Fact: f}
	}
	return events
}

// kept is a journal in memory.
type kept []payment.Entry

func (k kept) Walk(f func(payment.Entry) error) error {
	for _, e := range k {
		if err := f(e); err != nil {
			return err
		}
	}
	return nil
}

func (k kept) Entries(id string) ([]payment.Entry, error) {
	return slices.DeleteFunc(slices.Clone(k), func(e payment.Entry) bool { return e.Payment != id }), nil
}

func (kept) Kept(func(Row)) error { return nil }

func entries(t *testing.T, id string, events []payment.Event) kept {
	t.Helper()
	var out kept
	for _, e := range events {
		kind, body, err := payment.Encode(e.Fact)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, payment.Entry{Payment: id, At: e.At, Kind: kind, Body: body})
	}
	return out
}

// Lost if it fails: yesterday's charge is not in the list this morning, or stands there with another sum or state.
func TestTheListIsWhatTheJournalSays(t *testing.T) {
	j := entries(t, "a", life(order("a", "INV/2026/00398", "Νίκος Παπαδόπουλος", 6420), 0))
	j = append(j, entries(t, "b", life(order("b", "INV/2026/00391", "Команда «Север»", 1800), time.Hour))...)
	j = append(j, entries(t, "c", life(order("c", "INV/2026/00402", "Hildebrandt, Jörg-Matthias", 9410), 0)[:8])...)
	j = append(j, payment.Entry{Payment: "other", Kind: "SomethingElse", Body: []byte(`{}`)})
	b := New(j, nil)
	if err := b.Load(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range b.Find(Query{}) {
		got = append(got, r.Numbers[0]+" "+string(r.Outcome)+" "+r.Moved.Decimal())
	}
	want := []string{"INV/2026/00398 booked 64.20", "INV/2026/00391 booked_late 18.00", "INV/2026/00402 under_way 0.00"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	a, _ := b.Row("a")
	if a.Last4 != "4242" || a.Booking != "PSTRP/2026/00192" || a.Declines != 1 || !a.MoneyAt.Equal(morning.Add(8*time.Second)) || a.Charge != "ch_1" {
		t.Errorf("%+v", a)
	}
	for query, want := range map[string]int{"jorg": 1, "4242": 2, "00192 aisha": 2, "INV/2026/00391": 1, "64,20": 1, "nobody": 0, "pi_1": 3} {
		if n := len(b.Find(Query{Text: query})); n != want {
			t.Errorf("%q finds %d rows, want %d", query, n, want)
		}
	}
	if n := len(b.Find(Query{Open: true})); n != 1 {
		t.Errorf("%d rows are open, want 1", n)
	}
	if n := len(b.Find(Query{From: morning.Add(time.Hour)})); n != 0 {
		t.Errorf("%d rows from an hour later", n)
	}
}

// Lost if it fails: one entry that cannot be read hides every payment of the shop, or is not noticed at all.
func TestOneBrokenLifeHidesNoOther(t *testing.T) {
	j := entries(t, "a", life(order("a", "INV/1", "A", 100), 0))
	broken := entries(t, "b", life(order("b", "INV/2", "B", 100), 0))
	broken[3].Body = []byte(`"?"`)
	b := New(append(j, broken...), nil)
	err := b.Load()
	if err == nil || !strings.Contains(err.Error(), "payment b") {
		t.Errorf("error %v does not name the payment", err)
	}
	if rows := b.Find(Query{}); len(rows) != 1 || rows[0].ID != "a" {
		t.Errorf("%+v", rows)
	}
	if loaded, why := b.Loaded(); !loaded || !errors.Is(why, err) && why.Error() != err.Error() {
		t.Errorf("loaded %v, %v", loaded, why)
	}
}

// Lost if it fails: what happened while the journal was read is overwritten by what it said before.
func TestNewsWinsOverTheJournal(t *testing.T) {
	events := life(order("a", "INV/1", "A", 100), 0)
	b := New(entries(t, "a", events[:8]), nil)
	s, _, err := payment.Fold(events)
	if err != nil {
		t.Fatal(err)
	}
	b.Note(s)
	if err := b.Load(); err != nil {
		t.Fatal(err)
	}
	if r, _ := b.Row("a"); r.Outcome != Booked {
		t.Errorf("the list says %s of a booked payment", r.Outcome)
	}
}

// Lost if it fails: the accountant's spreadsheet runs a customer's name as a formula, or a name with quotes, commas and
// line breaks moves the amounts into other columns.
func TestCSVIsSafeAndExact(t *testing.T) {
	evil := []string{`=HYPERLINK("http://x","y")`, "+1", "-1", "@SUM(A1)", "\t=1", "Müller, \"Anna\"\r\nzweite Zeile", "plain"}
	var rows []Row
	for _, name := range evil {
		s, _, err := payment.Fold(life(order("a", "INV/1", name, 128450), 0))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, Of(s))
	}
	back := rows[0]
	back.Kind, back.Outcome = Refund, Refunded
	rows = append(rows, back)
	var out bytes.Buffer
	if err := WriteCSV(&out, rows); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\r\n"); n < len(rows)+1 || strings.Contains(strings.ReplaceAll(out.String(), "\r\n", ""), "\n") {
		t.Error("lines do not end in CRLF (RFC 4180 §2.1)")
	}
	read, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(read[0], name) }
	for i, name := range evil {
		cell := read[i+1][column("customer")]
		if strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			t.Errorf("%q would run as a formula", cell)
		}
		if want := strings.ReplaceAll(name, "\r\n", "\n"); strings.TrimPrefix(cell, "'") != want { // encoding/csv reads CRLF as LF
			t.Errorf("%q came back as %q", name, cell)
		}
		if read[i+1][column("moved")] != "1284.50" || read[i+1][column("currency")] != "EUR" {
			t.Errorf("amount %q %q", read[i+1][column("moved")], read[i+1][column("currency")])
		}
	}
	if last := read[len(read)-1]; last[column("moved")] != "-1284.50" {
		t.Errorf("a refund's amount is %q", last[column("moved")])
	}
}

// Lost if it fails: the day's sum counts money that is not certain, adds currencies, or puts a charge into the wrong day.
func TestDayCountsMoneyOnceAndOnlyMoney(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, berlin)
	row := func(id string, o Outcome, minor int64, c money.Currency, at time.Time, person string) Row {
		r := Row{ID: id, Kind: Payment, At: at, Outcome: o, Asked: money.New(minor, c), Person: person, Reader: "Front desk", Tag: "A"}
		if o.MoneyIn() || o == Refunded || o == OnItsWay {
			r.MoneyAt, r.Moved = at, r.Asked
		}
		if o == Refunded || o == OnItsWay || o == RefundFailed {
			r.Kind = Refund
		}
		return r
	}
	nine, noon := day.Add(9*time.Hour), day.Add(12*time.Hour)
	rows := []Row{
		row("1", Booked, 10000, "EUR", nine, "Aisha"), row("2", Outbox, 2000, "EUR", noon, "Tomás"), row("3", Held, 300, "EUR", noon, "Aisha"),
		row("4", Booked, 112000, "USD", noon, "Aisha"), row("5", Unknown, 99900, "EUR", noon, "Aisha"), row("6", NotCharged, 5000, "EUR", noon, "Aisha"),
		row("7", Refunded, 1000, "EUR", noon, "Ingrid"), row("8", OnItsWay, 500, "EUR", noon, "Ingrid"), row("9", RefundFailed, 700, "EUR", noon, "Ingrid"),
		row("10", Booked, 77700, "EUR", day.Add(-time.Second), "Aisha"), row("11", Booked, 77700, "EUR", day.AddDate(0, 0, 1), "Aisha"),
	}
	late := row("12", Booked, 40, "EUR", day.Add(-time.Minute), "Aisha") // begun yesterday, charged today
	late.MoneyAt = day
	d := DayOf(append(rows, late), day, day.AddDate(0, 0, 1))
	if len(d.Currencies) != 2 || d.Currencies[0].Currency != "EUR" || d.Currencies[1].Currency != "USD" {
		t.Fatalf("currencies %+v", d.Currencies)
	}
	eur := d.Currencies[0]
	if eur.Charged != 12340 || eur.Payments != 4 || eur.Refunded != 1500 || eur.OnItsWay != 500 || eur.Refunds != 2 || eur.Unbooked != 2300 || eur.UnbookedCount != 2 {
		t.Errorf("EUR %+v", eur)
	}
	if usd := d.Currencies[1]; usd.Charged != 112000 || usd.Payments != 1 {
		t.Errorf("USD %+v", usd)
	}
	if eur.ByHour[0] != 40 || eur.ByHour[9] != 10000 || eur.ByHour[12] != 2300 {
		t.Errorf("hours %v", eur.ByHour)
	}
	for name, parts := range map[string][]Part{"method": eur.ByMethod, "reader": eur.ByReader, "person": eur.ByPerson} {
		var sum int64
		n := 0
		for _, p := range parts {
			sum, n = sum+p.Minor, n+p.Count
		}
		if sum != eur.Charged || n != eur.Payments {
			t.Errorf("by %s: %d in %d payments, the day has %d in %d", name, sum, n, eur.Charged, eur.Payments)
		}
	}
	if d.Declined != 1 || len(d.Questions) != 4 {
		t.Errorf("%d declined, %d questions", d.Declined, len(d.Questions))
	}
}

// Lost if it fails: support reads a story that did not happen, or one without the bank's no.
func TestTimelineTellsTheLife(t *testing.T) {
	var got []string
	for _, s := range Timeline(life(order("a", "INV/1", "A", 6420), 0), "EUR") {
		if strings.Contains(s.Title+s.Detail, "⟦") || strings.Contains(s.Title, "{") {
			t.Errorf("words are missing: %q %q", s.Title, s.Detail)
		}
		got = append(got, s.Title+" | "+s.Detail)
	}
	want := []string{
		"Aisha Karim taps Charge | Counter 1", "Reader A asks for a card | pi_1", "Declined: wrong PIN | attempt 1",
		"Reader A asks for a card | pi_1", "Approved, €64.20 charged | Visa •••• 4242 · ch_1", "Booked and reconciled in Odoo | PSTRP/2026/00192",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
