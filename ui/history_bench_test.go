package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"paydesk/services/clock"
	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/staff"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// apart runs what a kiosk gives to workers and to the screen's goroutine one after the other, and measures each.
type apart struct {
	steps
	screen, worker time.Duration
}

func (a *apart) Go(f func()) { a.queue = append(a.queue, func() { a.worker += took(f) }) }
func (a *apart) Do(f func()) { a.queue = append(a.queue, func() { a.screen += took(f) }) }

func took(f func()) time.Duration {
	from := clock.Real{}.Now()
	f()
	return clock.Real{}.Now().Sub(from)
}

// lives is a journal in memory.
type lives []payment.Entry

func (l lives) Kept(func(history.Row)) error            { return nil }
func (l lives) Entries(string) ([]payment.Entry, error) { return l[:entriesEach], nil }
func (l lives) Walk(f func(payment.Entry) error) (err error) {
	for _, e := range l {
		if err = f(e); err != nil {
			return err
		}
	}
	return nil
}

const entriesEach = 11

// years are n entries of payments that were charged and booked, a few minutes apart, up to now.
func years(b *testing.B, n int, now time.Time) lives {
	b.Helper()
	out := make(lives, 0, n)
	for i := range n / entriesEach {
		id, intent := fmt.Sprintf("p%06d", i), fmt.Sprintf("pi_%06d", i)
		at := now.Add(-time.Duration(n/entriesEach-i) * 3 * time.Minute)
		o := payment.Order{ID: id, Counter: payment.Counter{ID: "c", Name: "Counter 1"}, Person: "Aisha Karim", Customer: fmt.Sprintf("Customer %d", i%977), Parts: []payment.Part{{Document: int64(i), Number: fmt.Sprintf("INV/2026/%05d", i), Minor: 6420}},
			Amount: money.New(6420, "EUR"), Reader: payment.ReaderRef{ID: "tmr_1", Label: "Front desk", Tag: "A"}}
		open := payment.Intent{ID: intent, Status: payment.RequiresPaymentMethod, Amount: 6420, Currency: "EUR", Created: at}
		paid := open
		paid.Status, paid.Received, paid.Charge = payment.Succeeded, 6420, &payment.Charge{ID: "ch_" + intent, Created: at, Brand: "visa", Last4: "4242", Method: "contactless_emv"}
		for j, f := range []payment.Fact{payment.Opened{Order: o}, payment.Checked{}, payment.ClaimIntended{Key: "k"}, payment.ClaimAnswered{Intent: &open}, payment.ClaimChecked{}, payment.DispatchIntended{Reader: o.Reader, Intent: intent},
			payment.DispatchAnswered{OnReader: true}, payment.Observed{Intent: paid}, payment.PostIntended{Mark: intent}, payment.Drafted{ID: int64(i)}, payment.Posted{ID: int64(i), Name: fmt.Sprintf("PSTRP/2026/%05d", i), Residual: []int64{0}}} {
			kind, body, err := payment.Encode(f)
			if err != nil {
				b.Fatal(err)
			}
			out = append(out, payment.Entry{Payment: id, At: at.Add(time.Duration(j) * time.Second), Kind: kind, Body: body})
		}
	}
	return out
}

// BenchmarkHistory is what opening the history over 100,000 journal entries, all days and a search cost the screen's goroutine and the
// workers: screen-ms/op must stay under a frame or two, whatever worker-ms/op is; workers-per-screen is their ratio.
func BenchmarkHistory(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light, theme.Counter))
	s := &apart{steps: steps{now: noon}}
	f := &fakeTill{about: About{Own: "EUR"}, people: []staff.Person{{ID: "aisha", Name: "Aisha Karim", Role: staff.Cashier}}, pin: "1111"}
	f.book = history.New(years(b, 100_000, noon), nil)
	load := took(func() {
		if err := f.book.Load(); err != nil {
			b.Fatal(err)
		}
	})
	k := New(context.Background(), Params{Till: f, Clock: s, Runner: s, Do: s.Do})
	k.Content().Resize(fyne.NewSize(1280, 800))
	k.Start()
	s.run()
	signIn(k, &s.steps)
	s.screen, s.worker = 0, 0
	for b.Loop() {
		for _, act := range []func(){func() { k.goTo(shell.PlaceHistory) }, func() { k.daysChosen("ever") }, func() { k.records.history.Seek("customer 501") }} {
			s.screen += took(act)
			s.run()
			s.screen += took(k.render)
		}
		if len(k.past.found.Rows) == 0 || !shot.Says(k.Content(), "Customer 501") {
			b.Fatal("nothing was found")
		}
	}
	n := float64(b.N)
	b.ReportMetric(float64(s.screen.Milliseconds())/n, "screen-ms/op")
	b.ReportMetric(float64(s.worker.Milliseconds())/n, "worker-ms/op")
	b.ReportMetric(float64(s.worker)/float64(s.screen), "workers-per-screen")
	b.ReportMetric(float64(load.Milliseconds()), "load-ms")
}
