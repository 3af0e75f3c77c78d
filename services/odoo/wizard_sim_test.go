package odoo_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"testing"
	"time"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// The register wizard is not exactly-once: a copy of the order that arrives an hour later posts a twin without a fault. The
// next worker finds it and takes it back, and the invoice stays paid.
func TestLateTwinOfTheWizardIsMended(t *testing.T) {
	sim, clk := newSim(3)
	server := httptest.NewServer(odoo.Checked(sim.Version(), sim))
	defer server.Close()
	ctx := context.Background()
	w := newWorker(t, server.URL, clk, 1)
	g := w.Books.(*odoo.Gateway)
	open := openDocuments(t, g)
	job := jobOn(mark, open[0])
	if _, err := g.Register(ctx, job.Row); err != nil {
		t.Fatal(err)
	}
	// The late copy is a wizard that was opened while the invoice owed its money: the simulator keeps what it was told.
	if err := sim.Fault(odoosim.Fault{Name: "twice", Target: "account.payment.register.action_create_payments", Delay: time.Hour, Count: 1}); err != nil {
		t.Fatal(err)
	}
	other := jobOn("pi_3Other", open[1])
	if _, err := g.Register(ctx, other.Row); err != nil {
		t.Fatal(err)
	}
	_ = clk.Sleep(ctx, 2*time.Hour)
	if n := len(sim.Ledger().Payments); n != 3+1 { // one more was paid by hand before
		t.Fatalf("%d payments: no twin was made", n)
	}
	posted, err := w.finish(ctx, other)
	if err != nil || posted.Credit != nil {
		t.Fatalf("%+v %v", posted, err)
	}
	live := 0
	for _, p := range sim.Ledger().Payments {
		if len(p.Memo) >= len("pi_3Other") && p.Memo[:len("pi_3Other")] == "pi_3Other" {
			if p.State != "canceled" && p.State != "cancel" {
				live++
				if int64(p.ID) != posted.ID || !p.IsReconciled {
					t.Errorf("kept %+v", p)
				}
			}
		}
	}
	if live != 1 {
		t.Errorf("%d live payments of one charge", live)
	}
}

// An Odoo that forbids the import still books each charge, by its payment dialog, and the set-up check can tell.
func TestSiteThatForbidsLoadBooksByTheWizard(t *testing.T) {
	sim, clk := newSim(4)
	server := httptest.NewServer(odoo.Checked(sim.Version(), sim))
	defer server.Close()
	ctx := context.Background()
	w := newWorker(t, server.URL, clk, 1)
	g := w.Books.(*odoo.Gateway)
	if once, err := g.CreateOnce(ctx); err != nil || !once {
		t.Errorf("an ordinary Odoo: %v %v", once, err)
	}
	if n := len(sim.Ledger().Payments); n != 1 {
		t.Errorf("the question wrote %d payments", n-1)
	}
	open := openDocuments(t, g)
	if err := sim.Fault(odoosim.Fault{Name: "rights-lost", Target: "account.payment.load"}); err != nil {
		t.Fatal(err)
	}
	if once, err := g.CreateOnce(ctx); err != nil || once {
		t.Errorf("forbidden, and not said: %v %v", once, err)
	}
	posted, err := w.finish(ctx, jobOn(mark, open[0], open[1]))
	if err != nil || posted.Credit != nil {
		t.Fatalf("%+v %v", posted, err)
	}
	// Lost rights are another matter: they come back.
	if err := sim.Fault(odoosim.Fault{Name: "rights-lost", Target: "account.payment.*"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.once(ctx, jobOn("pi_3Other", open[2])); !explain.Is(err, explain.Forbidden) || errors.Is(err, payment.ErrNoCreateOnce) {
		t.Errorf("lost rights: %v", err)
	}
}

// Charged less than is owed because Odoo itself gives a discount, or because the shop writes cents off; or more, because
// the customer gave a tip: booked by its own dialog the invoice is paid to the cent. Booked otherwise the customer would
// be dunned for what he does not owe, or a tip would be his credit.
func TestDiscountAndSmallRestCloseTheInvoiceOnEveryServer(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		sim, clk := newSimOf(odoosim.Config{Version: version, Enterprise: enterprise})
		ctx := context.Background()
		cfg := simConfig("https://odoo.sim", direct{sim}, clk)
		cfg.Tips = "400000"
		cfg.WriteOff = &odoo.WriteOff{Account: "620000", Limit: money.New(5, "EUR")}
		g, err := odoo.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		lines := []odoosim.Line{{Text: "Chair", Thousandths: 1000, UnitMinor: 10000}}
		terms := odoosim.Terms{DiscountPercent: 2, DiscountDays: 10}
		instalments := odoosim.Terms{Parts: []odoosim.Instalment{{Percent: 30}, {Percent: 70, Days: 60}}}
		for name, c := range map[string]struct {
			terms odoosim.Terms
			paid  int64
			left  int64
			tip   int64
		}{
			"discount":              {terms, 9800, 0, 0},
			"all of it":             {terms, 10000, 0, 0},
			"a part":                {terms, 9000, 1000, 0},
			"cents are written off": {odoosim.Terms{}, 9995, 0, 0},
			"more than cents":       {odoosim.Terms{}, 9994, 6, 0},
			"an instalment":         {instalments, 3000, 7000, 0},
			"of both instalments":   {instalments, 5000, 5000, 0},
			"a tip":                 {odoosim.Terms{}, 10000, 0, 1500},
		} {
			t.Run(name, func(t *testing.T) {
				w := &worker{Booker: payment.Booker{Books: g, Clock: clk, Runner: inTurn{}, Rand: chance{rand.New(rand.NewPCG(1, 1))}}}
				id, number, err := sim.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Kaiba"}, Lines: lines, Due: 30, Terms: c.terms})
				if err != nil {
					t.Fatal(err)
				}
				docs, err := g.Documents(ctx, []int64{int64(id)})
				if err != nil || docs[0].Number != number {
					t.Fatal(docs, err)
				}
				job := jobOn(fmt.Sprintf("pi_3Disc%d", id), docs[0].Document)
				job.Row.Amount.Minor, job.Parts[0].Minor, job.Row.Tip = c.paid+c.tip, c.paid, c.tip
				posted, err := w.finish(ctx, job)
				if err != nil || posted.Credit != nil || posted.Residual[0] != c.left {
					t.Fatalf("%+v %v", posted, err)
				}
				if again, err := w.finish(ctx, job); err != nil || again.ID != posted.ID || again.Credit != nil {
					t.Errorf("a second worker: %+v %v", again, err)
				}
			})
		}
	})
}
