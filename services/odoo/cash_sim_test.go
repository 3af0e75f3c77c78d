package odoo_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"paydesk/services/explain"
	"paydesk/services/money"
	"paydesk/services/odoo"
	"paydesk/services/payment"
	odoosim "paydesk/services/sim/odoo"
)

// Lost if it fails: what a customer gave in cash is booked as card money, twice, or not at all; or cash is offered where it
// could not be recorded.
func TestCashIsRecordedOnceOnTheCashJournalOnEveryServer(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		sim, clk := newSimOf(odoosim.Config{Version: version, Enterprise: enterprise})
		ctx := context.Background()
		g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		if name, err := g.CashJournal(ctx); err != nil || name != "Cash" {
			t.Fatalf("%q %v", name, err)
		}
		id, _, err := sim.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Kaiba"}, Lines: []odoosim.Line{{Text: "Chair", Thousandths: 1000, UnitMinor: 10000}}, Due: 30})
		if err != nil {
			t.Fatal(err)
		}
		doc := func() []int64 {
			d, err := g.Documents(ctx, []int64{int64(id)})
			if err != nil {
				t.Fatal(err)
			}
			return []int64{d[0].Residual.Minor}
		}
		fresh, err := g.Documents(ctx, []int64{int64(id)})
		if err != nil {
			t.Fatal(err)
		}
		part := func(mark string, minor int64, plain bool) payment.Work {
			w := jobOn(mark, fresh[0].Document)
			w.Row.Amount, w.Parts[0].Minor, w.Plain = money.New(minor, "EUR"), minor, plain
			return w
		}
		worker := func() *worker {
			return &worker{Booker: payment.Booker{Books: g, Clock: clk, Runner: inTurn{}, Rand: chance{rand.New(rand.NewPCG(1, 1))}}}
		}
		cash := part(payment.CashMark("pi_3Cash"), 4000, true)
		first, err := worker().finish(ctx, cash)
		if err != nil || first.Residual[0] != 6000 || first.Credit != nil {
			t.Fatalf("%+v %v", first, err)
		}
		if again, err := worker().finish(ctx, cash); err != nil || again.ID != first.ID {
			t.Errorf("a second worker: %+v %v", again, err)
		}
		card, err := worker().finish(ctx, part("pi_3Cash", 6000, false))
		if err != nil || card.ID == first.ID || doc()[0] != 0 {
			t.Fatalf("%+v %v, %d left", card, err, doc()[0])
		}
		l := sim.Ledger()
		ours := 0
		for _, p := range l.Payments {
			if p.ByHand {
				continue
			}
			ours++
			if want := map[int64]string{first.ID: "CSH1", card.ID: "STRP"}[int64(p.ID)]; p.Journal != want || !p.IsReconciled {
				t.Errorf("%+v, want it on %s", p, want)
			}
		}
		if ours != 2 {
			t.Errorf("%d payments", ours)
		}

		if err := sim.DropCashAccount(); err != nil {
			t.Fatal(err)
		}
		if name, err := g.CashJournal(ctx); err != nil || name != "" {
			t.Errorf("offered without an account: %q %v", name, err)
		}
		_, err = worker().finish(ctx, part(payment.CashMark("pi_3Late"), 100, true))
		if held := (payment.Held{}); !explain.Is(err, explain.Refused) && !errors.As(err, &held) {
			t.Errorf("recorded without an account: %v", err)
		}
		found := odoo.Probe(ctx, simConfig("https://odoo.sim", direct{sim}, clk))
		if !slices.ContainsFunc(found, func(f explain.Finding) bool { return f.Name == "cash_account" && f.What != "" }) {
			t.Errorf("%+v", found)
		}
	})
}
