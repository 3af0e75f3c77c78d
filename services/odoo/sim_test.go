package odoo_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
	"time"

	"paydesk/services/document"
	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

const (
	simDatabase, simUser, simKey = "northgate", "counter", "sim-key-4711"
	mark                         = "pi_3SimAbc"
)

type simClock struct{ now time.Time }

func (c *simClock) Now() time.Time { return c.now }
func (c *simClock) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// direct calls the simulator on the caller's goroutine, as the deterministic simulation does.
type direct struct{ server *odoosim.Server }

func (d direct) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			resp, err = nil, io.ErrUnexpectedEOF
		} else if p != nil {
			panic(p)
		}
	}()
	w := httptest.NewRecorder()
	odoo.Checked(d.server.Version(), d.server).ServeHTTP(w, r)
	return w.Result(), nil
}

// speaks is the Odoo that newSim makes; its zero value is 18 Community.
var speaks odoosim.Config

func newSim(seed uint64) (*odoosim.Server, *simClock) {
	return newSimOf(odoosim.Config{Seed: seed, Version: speaks.Version, Enterprise: speaks.Enterprise})
}

// newSimOf completes a configuration with the shop of these tests.
func newSimOf(cfg odoosim.Config) (*odoosim.Server, *simClock) {
	clk := &simClock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	customer := odoosim.Customer{Name: "Brant & Sons", Email: "brant@example.com", Reference: "C-17"}
	one := odoosim.Invoice{Customer: customer, Lines: []odoosim.Line{{Text: "Chair", Thousandths: 2000, UnitMinor: 6172}}, Issued: 10, Due: -1}
	two := odoosim.Invoice{Customer: customer, Lines: []odoosim.Line{{Text: "Desk", Thousandths: 500, UnitMinor: 10000}}, Issued: 3, Due: 5}
	yen := odoosim.Invoice{Customer: odoosim.Customer{Name: "Kaiba"}, Currency: "JPY", Lines: []odoosim.Line{{Text: "Lamp", Thousandths: 1000, UnitMinor: 5000}}, Due: 9}
	paid := odoosim.Invoice{Customer: customer, Lines: []odoosim.Line{{Text: "Paid", Thousandths: 1000, UnitMinor: 100}}, PaidMinor: 100}
	draft := odoosim.Invoice{Customer: customer, Lines: []odoosim.Line{{Text: "Draft", Thousandths: 1000, UnitMinor: 100}}, Draft: true}
	cfg.Clock, cfg.Database, cfg.User, cfg.Key = clk, simDatabase, simUser, simKey
	cfg.Company = odoosim.Company{Location: time.FixedZone("Pacific/Auckland", 13*3600)}
	cfg.Invoices = []odoosim.Invoice{one, two, yen, paid, draft}
	return odoosim.New(cfg), clk
}

func simConfig(url string, rt http.RoundTripper, clk *simClock) odoo.Config {
	return odoo.Config{URL: url, Database: simDatabase, User: simUser, Key: simKey, HTTP: rt, Clock: clk}
}

func openDocuments(t *testing.T, g *odoo.Gateway) (all []document.Document) {
	t.Helper()
	if err := g.OpenDocuments(context.Background(), func(d []document.Document) bool { all = append(all, d...); return true }); err != nil {
		t.Fatal(err)
	}
	return all
}

func row(g *odoo.Gateway, at time.Time, docs ...document.Document) payment.BookingRow {
	r := payment.BookingRow{Mark: mark, Memo: mark, Partner: docs[0].Partner.CommercialID, Date: g.Day(at), Amount: money.New(0, docs[0].Residual.Currency)}
	for _, d := range docs {
		r.Memo += " " + d.Number
		r.Documents = append(r.Documents, d.ID)
		r.Amount.Minor += d.Residual.Minor
	}
	return r
}

func TestOneChargeIsBookedOnceOverRealConnections(t *testing.T) {
	sim, clk := newSim(1)
	server := httptest.NewServer(odoo.Checked(sim.Version(), sim))
	defer server.Close()
	ctx := context.Background()
	g, err := odoo.Connect(ctx, simConfig(server.URL, nil, clk))
	if err != nil {
		t.Fatal(err)
	}
	open := openDocuments(t, g)
	if len(open) != 3 || open[0].Residual != money.New(12344, "EUR") || open[2].Residual != money.New(5000, "JPY") {
		t.Fatalf("open documents: %+v", open)
	}
	detail, err := g.Detail(ctx, open[0].ID)
	if err != nil || len(detail.Lines) != 1 || detail.Lines[0].Quantity != "2" || detail.Lines[0].Amount.Minor != 12344 || detail.Contact.Email != "brant@example.com" {
		t.Fatalf("%+v %v", detail, err)
	}
	want := row(g, clk.now.Add(3*time.Hour), open[0], open[1])
	if want.Date != "2026-11-23" {
		t.Errorf("dated %s: not the company's day", want.Date)
	}
	id, err := g.CreateDraft(ctx, want)
	if err != nil {
		t.Fatal(err)
	}
	again := want
	again.Amount.Minor = 1
	if second, err := g.CreateDraft(ctx, again); err != nil || second != id {
		t.Fatalf("a second counter made %d beside %d: %v", second, id, err)
	}
	for range 2 {
		if err := g.Post(ctx, id); err != nil {
			t.Errorf("post: %v", err)
		}
	}
	for range 2 {
		for _, d := range want.Documents {
			if err := g.Assign(ctx, id, d); err != nil {
				t.Errorf("assign %d: %v", d, err)
			}
		}
	}
	found, err := g.FindBookings(ctx, mark)
	if err != nil || len(found) != 1 {
		t.Fatalf("%+v %v", found, err)
	}
	b := found[0]
	if b.ID != id || b.State != payment.BookingLive || !b.Reconciled || !b.HasEntry || b.Amount != want.Amount || b.Date != want.Date || b.Memo != want.Memo {
		t.Errorf("booking %+v", b)
	}
	fresh, err := g.Documents(ctx, []int64{open[1].ID, open[0].ID, 99999})
	if err != nil || len(fresh) != 2 || fresh[0].ID != open[1].ID {
		t.Fatalf("%+v %v", fresh, err)
	}
	for _, f := range fresh {
		if f.Residual.Minor != 0 || f.Open() || len(f.Payments) != 1 || f.Payments[0].ID != id || f.Payments[0].Memo != want.Memo {
			t.Errorf("document %+v", f)
		}
	}
	if changed, err := g.Changed(ctx, clk.now.Add(-time.Minute)); err != nil || len(changed) < 2 {
		t.Errorf("the mirror would not notice: %d, %v", len(changed), err)
	}
	if len(openDocuments(t, g)) != 1 {
		t.Error("paid documents are still offered")
	}
}

func TestShopIsMadeOnceForAllCounters(t *testing.T) {
	sim, clk := newSim(1)
	ctx := context.Background()
	counter := func() *odoo.Gateway {
		g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	a, b := counter(), counter()
	if _, err := a.ShopRecord(ctx, "test"); !explain.Is(err, explain.NotFound) {
		t.Fatal(err)
	}
	first, err := a.CreateShopRecord(ctx, "test", "0123456789abcdef0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.CreateShopRecord(ctx, "test", "ffffffffffffffffffffffffffffffff")
	if err != nil || !reflect.DeepEqual(second, first) {
		t.Errorf("%+v %+v %v", first, second, err)
	}
	f, err := b.Facts(ctx)
	if err != nil || second.Belongs(f, "test") != nil {
		t.Error(err, second.Belongs(f, "test"))
	}
	if !errors.Is(second.Belongs(f, "live"), odoo.ErrOtherShop) {
		t.Error("a test record served a live shop")
	}
}

func TestPortalPaymentUnderWayIsSeen(t *testing.T) {
	sim, clk := newSim(1)
	g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
	if err != nil {
		t.Fatal(err)
	}
	d := openDocuments(t, g)[0]
	if _, err := sim.AddPortalTransaction(d.Number, "pending"); err != nil {
		t.Fatal(err)
	}
	got, err := g.Online(context.Background(), []int64{d.ID})
	if err != nil || len(got) != 1 || got[0].State != "pending" || got[0].Document != d.ID {
		t.Errorf("%+v %v", got, err)
	}
}

func TestLostOutstandingAccountStopsBookings(t *testing.T) {
	sim, clk := newSim(1)
	ctx := context.Background()
	g, err := odoo.Connect(ctx, simConfig("https://odoo.sim", direct{sim}, clk))
	if err != nil {
		t.Fatal(err)
	}
	d := openDocuments(t, g)[0]
	if err := sim.DropOutstandingAccounts(); err != nil {
		t.Fatal(err)
	}
	if _, err := g.CreateDraft(ctx, row(g, clk.now, d)); !explain.Is(err, explain.Refused) {
		t.Errorf("booked without outstanding accounts: %v", err)
	}
	var setup *odoo.SetupError
	if _, err := g.Facts(ctx); !errors.As(err, &setup) {
		t.Errorf("set-up still counts as good: %v", err)
	}
}

// One charge, any faults, any order of repeats: one payment, reconciled. This is what the booking protocol rests on.
func TestFaultsNeverBookACharge0Or2Times(t *testing.T) {
	for seed := range uint64(40) {
		sim, clk := newSimOf(odoosim.Config{Seed: seed, Version: 17 + int(seed%3), Enterprise: seed%2 == 1})
		ctx := context.Background()
		g, err := odoo.Connect(ctx, simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		open := openDocuments(t, g)
		for _, name := range []string{"down", "lost-answer", "truncated", "twice", "late", "html-page", "serialize", "error-1"} {
			if err := sim.Fault(odoosim.Fault{Name: name, Rate: 0.12, Delay: 2 * time.Second}); err != nil {
				t.Fatal(err)
			}
		}
		want := row(g, clk.now, open[0], open[1])
		for step := 0; !bookedOnce(ctx, g, want); step++ {
			if step == 60 {
				sim.ClearFaults()
			}
			if step == 70 {
				t.Fatalf("seed %d: never booked", seed)
			}
			_ = clk.Sleep(ctx, time.Second)
		}
		sim.ClearFaults()
		_ = clk.Sleep(ctx, time.Minute) // whatever was held back is executed now
		books := sim.Ledger()
		if n := books.Created["paydesk_"+mark]; n != 1 {
			t.Errorf("seed %d: created %d times", seed, n)
		}
		if !bookedOnce(ctx, g, want) {
			t.Errorf("seed %d: late copies undid the booking", seed)
		}
	}
}

// bookedOnce takes the next step of a booking by reading, as the desk does, and says when nothing is left to do.
func bookedOnce(ctx context.Context, g *odoo.Gateway, want payment.BookingRow) bool {
	found, err := g.FindBookings(ctx, want.Mark)
	if err != nil {
		return false
	}
	if len(found) == 0 {
		_, _ = g.CreateDraft(ctx, want)
		return false
	}
	b := found[0]
	switch {
	case len(found) > 1 || b.Amount != want.Amount:
		return false
	case b.State == payment.BookingDraft:
		_ = g.Post(ctx, b.ID)
		return false
	case !b.Reconciled:
		for _, d := range want.Documents {
			_ = g.Assign(ctx, b.ID, d)
		}
		return false
	}
	docs, err := g.Documents(ctx, want.Documents)
	if err != nil || len(docs) != len(want.Documents) {
		return false
	}
	for _, d := range docs {
		if d.Residual.Minor != 0 || len(d.Payments) != 1 || d.Payments[0].ID != b.ID {
			return false
		}
	}
	return true
}
