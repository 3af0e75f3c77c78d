package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
)

const testMark = "pi_3Test"

// books is an Odoo of a few lines: payments and documents, and what went wrong on the way.
type books struct {
	payments  []Booking
	documents map[int64]*document.Fresh
	calls     []string
	registers func(row BookingRow) (int64, error)
	closing   bool
	conflicts int   // loads that others are in the way of
	noLoad    error // what load answers
	onAssign  func(doc int64)
}

func euro(minor int64) money.Amount { return money.New(minor, "EUR") }

func newBooks(residuals ...int64) *books {
	o := &books{documents: map[int64]*document.Fresh{}}
	for i, minor := range residuals {
		id := int64(i + 1)
		o.documents[id] = &document.Fresh{Document: document.Document{ID: id, Number: fmt.Sprintf("INV/%d", id), State: document.Posted,
			Company: 1, Partner: document.Partner{CommercialID: 7}, Total: euro(minor), Residual: euro(minor)}}
	}
	return o
}

func (o *books) did(format string, args ...any) {
	o.calls = append(o.calls, fmt.Sprintf(format, args...))
}

func (o *books) at(id int64) *Booking {
	i := slices.IndexFunc(o.payments, func(p Booking) bool { return p.ID == id })
	if i < 0 {
		return nil
	}
	return &o.payments[i]
}

func (o *books) Documents(_ context.Context, ids []int64) (out []document.Fresh, _ error) {
	for _, id := range ids {
		if f := o.documents[id]; f != nil {
			c := *f
			c.Payments = slices.Clone(f.Payments)
			out = append(out, c)
		}
	}
	return out, nil
}

func (o *books) FindBookings(_ context.Context, mark string, known ...int64) (out []Booking, _ error) {
	o.did("find")
	for _, p := range o.payments {
		if strings.HasPrefix(p.Memo, mark) || slices.Contains(known, p.ID) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (o *books) Booking(_ context.Context, id int64) (Booking, error) {
	if p := o.at(id); p != nil {
		return *p, nil
	}
	return Booking{}, &explain.Failure{Side: explain.Odoo, Kind: explain.NotFound}
}

func (o *books) add(p Booking) int64 {
	p.ID = int64(100 + len(o.payments))
	o.payments = append(o.payments, p)
	return p.ID
}

func (o *books) CreateDraft(_ context.Context, row BookingRow) (int64, error) {
	o.did("load")
	if o.conflicts > 0 {
		o.conflicts--
		return 0, &explain.Failure{Side: explain.Odoo, Kind: explain.Conflict}
	}
	if o.noLoad != nil {
		return 0, o.noLoad
	}
	return o.add(Booking{State: BookingDraft, Memo: row.Memo, Amount: row.Amount, Partner: row.Partner, Date: row.Date}), nil
}

func (o *books) Post(_ context.Context, id int64) error {
	o.did("post %d", id)
	p := o.at(id)
	p.State, p.HasEntry, p.Name = BookingLive, true, fmt.Sprintf("P/%d", id)
	return nil
}

// Assign gives a document all that the payment has left, as Odoo does.
func (o *books) Assign(_ context.Context, booking, doc int64) error {
	o.did("assign %d", doc)
	if o.onAssign != nil {
		o.onAssign(doc)
	}
	p, f := o.at(booking), o.documents[doc]
	o.apply(p, f, min(p.Amount.Minor-o.taken(p.ID), f.Residual.Minor))
	return nil
}

func (o *books) apply(p *Booking, f *document.Fresh, minor int64) {
	if minor > 0 {
		f.Residual.Minor -= minor
		f.Payments = append(f.Payments, document.AppliedPayment{ID: p.ID, Memo: p.Memo, Amount: euro(minor), Date: p.Date})
	}
	p.Reconciled = o.taken(p.ID) >= p.Amount.Minor
}

func (o *books) taken(booking int64) (sum int64) {
	for _, f := range o.documents {
		sum += applied(*f, booking)
	}
	return sum
}

func (o *books) Closes(context.Context, BookingRow) (bool, error) {
	o.did("closes?")
	return o.closing, nil
}

func (o *books) Register(_ context.Context, row BookingRow) (int64, error) {
	o.did("register")
	if o.registers != nil {
		return o.registers(row)
	}
	return o.registered(row), nil
}

// registered is what the wizard does: posted, and the documents closed.
func (o *books) registered(row BookingRow) int64 {
	id := o.add(Booking{State: BookingLive, HasEntry: true, Name: "P", Memo: row.Memo, Amount: row.Amount, Partner: row.Partner, Date: row.Date})
	for _, doc := range row.Documents {
		o.apply(o.at(id), o.documents[doc], o.documents[doc].Residual.Minor)
	}
	return id
}

func (o *books) Say(context.Context, int64, string, string) error { return nil }

func (o *books) TakeBack(_ context.Context, id int64) error {
	o.did("take back %d", id)
	o.at(id).State = BookingCanceled
	return nil
}

// bench runs a booker on books; facts are what it put on disk.
type bench struct {
	*books
	clock stillClock
	facts []Fact
}

type stillClock struct{ slept []time.Duration }

func (c *stillClock) Now() time.Time { return time.Unix(0, 0) }
func (c *stillClock) Sleep(ctx context.Context, d time.Duration) error {
	c.slept = append(c.slept, d)
	return ctx.Err()
}

type inOrder struct{}

func (inOrder) Go(f func()) { f() }
func (inOrder) Parallel(fs ...func()) {
	for _, f := range fs {
		f()
	}
}

func (b *bench) work(amount int64, shares ...int64) Work {
	w := Work{Company: 1, Row: BookingRow{Mark: testMark, Memo: testMark, Partner: 7, Amount: euro(amount), Date: "2026-11-22"}}
	for i, minor := range shares {
		id := int64(i + 1)
		w.Parts = append(w.Parts, Part{Document: id, Number: fmt.Sprintf("INV/%d", id), Minor: minor})
		w.Row.Documents = append(w.Row.Documents, id)
	}
	w.Record = func(f Fact) error {
		b.facts = append(b.facts, f)
		return nil
	}
	return w
}

func (b *bench) book(w Work) (Posted, error) {
	booker := Booker{Books: b.books, Clock: &b.clock, Runner: inOrder{}, Rand: strings.NewReader(strings.Repeat("\x80", 100))}
	read, err := booker.Look(context.Background(), w.Row.Mark, w.Known, w.Row.Documents)
	if err != nil {
		return Posted{}, err
	}
	return booker.Book(context.Background(), w, read)
}

func (b *bench) writes() []string {
	return slices.DeleteFunc(slices.Clone(b.calls), func(c string) bool { return c == "find" || c == "closes?" })
}

func wantHeld(t *testing.T, err error, kind ProblemKind) {
	t.Helper()
	var h Held
	if !errors.As(err, &h) || h.Kind != kind {
		t.Errorf("%v, want held: %s", err, kind)
	}
}

func wantWrites(t *testing.T, b *bench, want ...string) {
	t.Helper()
	if d := cmp.Diff(append([]string{}, want...), b.writes()); d != "" {
		t.Errorf("writes (-want +got):\n%s", d)
	}
}
