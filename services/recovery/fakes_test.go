package recovery

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"paydesk/services/customer"
	"paydesk/services/document"
	"paydesk/services/money"
	"paydesk/services/payment"
	"paydesk/services/reader"
	"paydesk/services/staff"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// hand is a clock that somebody turns; nobody waits for it.
type hand struct{ now time.Time }

func (h *hand) Now() time.Time                             { return h.now }
func (h *hand) Sleep(context.Context, time.Duration) error { return context.Canceled }

// kept runs nothing beside: what would run is not these tests' subject.
type kept struct{}

func (kept) Go(func()) {}
func (kept) Parallel(fs ...func()) {
	for _, f := range fs {
		f()
	}
}

// disk is a journal in memory, in the order of its entries.
type disk struct {
	entries []payment.Entry
	final   map[string]bool
}

func (d *disk) Append(e payment.Entry, final bool) error {
	d.entries = append(d.entries, e)
	d.final[e.Payment] = final
	return nil
}

func (d *disk) Entries(id string) (out []payment.Entry, err error) {
	for _, e := range d.entries {
		if e.Payment == id {
			out = append(out, e)
		}
	}
	return out, nil
}

func (d *disk) Unfinished() (out []string, err error) {
	for _, e := range d.entries {
		if !d.final[e.Payment] && !slices.Contains(out, e.Payment) && Record(e.Payment) {
			out = append(out, e.Payment)
		}
	}
	return out, nil
}

func (d *disk) Ready() error { return nil }

func (d *disk) Cursor(string) (time.Time, error)  { return time.Time{}, nil }
func (d *disk) SetCursor(string, time.Time) error { return nil }
func (d *disk) kinds(kind string) (payments []string) {
	for _, e := range d.entries {
		if e.Kind == kind {
			payments = append(payments, e.Payment)
		}
	}
	return payments
}

// account is Stripe: its intents, and what was written to them.
type account struct {
	payment.Stripe // what is not below is never asked for here
	now            time.Time
	intents        map[string]payment.Intent
	due            time.Time // until when a dispute may be answered
	dueErr         error
}

func (a *account) Now() time.Time { return a.now }
func (a *account) list(since time.Time) (out []payment.Intent) {
	for _, i := range a.intents {
		if !i.Created.Before(since) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(x, y payment.Intent) int { return y.Created.Compare(x.Created) })
	return out
}
func (a *account) Intents(_ context.Context, since time.Time) ([]payment.Intent, error) {
	return a.list(since), nil
}
func (a *account) Charged(_ context.Context, since time.Time) ([]payment.Intent, error) {
	return a.list(since), nil
}
func (a *account) IntentPages(_ context.Context, from, _ time.Time, page func([]payment.Intent) error) error {
	return page(a.list(from))
}
func (a *account) Intent(_ context.Context, id string) (payment.Intent, error) {
	return a.intents[id], nil
}
func (a *account) Readers(context.Context) ([]reader.Reader, error)         { return nil, nil }
func (a *account) Refunds(context.Context, time.Time) ([]RefundSeen, error) { return nil, nil }
func (a *account) CancelIntent(context.Context, string, string) (payment.Intent, error) {
	return payment.Intent{}, context.Canceled
}
func (a *account) Customer(context.Context, string) (customer.Customer, error) {
	return customer.Customer{}, nil
}
func (a *account) DisputeDue(context.Context, string) (time.Time, error) { return a.due, a.dueErr }
func (a *account) write(id, key, value string) error {
	a.intents[id].Metadata[key] = value
	return nil
}
func (a *account) NoteBooked(_ context.Context, id string, booking int64) error {
	return a.write(id, payment.MetaBooked, fmt.Sprint(booking))
}
func (a *account) NoteClosed(_ context.Context, id, kinds string) error {
	return a.write(id, payment.MetaClosed, kinds)
}

// charged is a succeeded charge of this shop, for one invoice, by a counter that is gone.
func (a *account) charged(n int, at time.Time) payment.Intent {
	i := payment.Intent{
		ID: fmt.Sprintf("pi_%d", n), Status: payment.Succeeded, Amount: 1000, Received: 1000, Currency: "EUR", Created: at, Charge: &payment.Charge{ID: fmt.Sprintf("ch_%d", n), Created: at},
		Metadata: map[string]string{"pd": "1", payment.MetaShop: "shop", "pd_pay": fmt.Sprintf("p%d", n), "pd_counter": "gone:Counter 9", "pd_by": "Kim", "pd_co": "1", "d0": fmt.Sprintf("%d:1000:INV/%d", n, n)},
	}
	a.intents[i.ID] = i
	return i
}

// books is Odoo: the payments with a mark.
type books struct {
	payment.Odoo
	bookings []payment.Booking
}

func (b *books) FindBookings(_ context.Context, mark string, known ...int64) (out []payment.Booking, err error) {
	for _, p := range b.bookings {
		if p.Memo == mark || slices.Contains(known, p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}
func (b *books) Marked(context.Context, time.Time) ([]payment.Booking, error) { return b.bookings, nil }
func (b *books) TakeBack(context.Context, int64) error                        { return nil }
func (b *books) Documents(_ context.Context, ids []int64) (out []document.Fresh, err error) {
	for _, id := range ids {
		f := document.Fresh{Document: document.Document{ID: id, Number: fmt.Sprintf("INV/%d", id), State: document.Posted, Company: 1, Residual: money.New(1000, "EUR")}}
		f.Partner = document.Partner{Name: "Anna", CommercialID: 7}
		out = append(out, f)
	}
	return out, nil
}

type pinned struct{}

func (pinned) ShopID() (string, error) { return "shop", nil }

type shopFixture struct {
	*Healer
	clock    *hand
	account  *account
	books    *books
	disk     *disk // of records
	payments *disk
}

// open is a counter that looks after the shop's charges and has none of its own.
func open(t *testing.T) *shopFixture {
	t.Helper()
	f := &shopFixture{
		clock: &hand{noon}, account: &account{now: noon, intents: map[string]payment.Intent{}}, books: &books{},
		disk: &disk{final: map[string]bool{}}, payments: &disk{final: map[string]bool{}},
	}
	may := func(string, staff.Ask) error { return nil }
	chance := rand.NewChaCha8([32]byte{1})
	log := slog.New(slog.DiscardHandler)
	desk, err := payment.NewDesk(context.Background(), payment.Config{
		Stripe: f.account, Odoo: f.books, Journal: f.payments, Mirror: nothing{}, Shop: pinned{}, Clock: f.clock, Runner: kept{}, Rand: chance, Log: log, May: may, Counter: "here",
	})
	if err != nil {
		t.Fatal(err)
	}
	f.reopen(t, desk, Config{Desk: desk, Rand: chance, Log: log, May: may})
	return f
}

// reopen is a restart of the healer: all it knows is on disk.
func (f *shopFixture) reopen(t *testing.T, desk *payment.Desk, c Config) {
	t.Helper()
	list, err := NewAttention(f.disk, f.clock, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Stripe, c.Odoo, c.Desk, c.Shop, c.Attention, c.Journal, c.Cursors, c.Clock, c.Counter, c.Name = f.account, f.books, desk, pinned{}, list, f.disk, f.disk, f.clock, "here", "Counter 1"
	if f.Healer, err = New(c); err != nil {
		t.Fatal(err)
	}
}

// look lets time pass and the healer look.
func (f *shopFixture) look(t *testing.T, after time.Duration) {
	t.Helper()
	f.clock.now, f.account.now = f.clock.now.Add(after), f.account.now.Add(after)
	if err := f.Look(context.Background()); err != nil {
		t.Fatal(err)
	}
}

type nothing struct{}

func (nothing) Mirrored(int64) (d document.Document, readAt time.Time, ok bool) {
	return d, readAt, false
}
