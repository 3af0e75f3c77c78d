package odoo_test

import (
	"context"
	"testing"

	"paydesk/services/money"
	"paydesk/services/odoo"
	odoosim "paydesk/services/sim/odoo"
)

// What the gateway promises, it promises on each Odoo: without this, a shop on 17 or with Enterprise would be the first
// to try.
func TestEveryOdooKeepsThePromises(t *testing.T) {
	defer func() { speaks = odoosim.Config{} }()
	servers(t, func(t *testing.T, version int, enterprise bool) {
		speaks = odoosim.Config{Version: version, Enterprise: enterprise}
		for name, promise := range map[string]func(*testing.T){
			"charge":     TestOneChargeIsBookedOnceOverRealConnections,
			"shop":       TestShopIsMadeOnceForAllCounters,
			"portal":     TestPortalPaymentUnderWayIsSeen,
			"no account": TestLostOutstandingAccountStopsBookings,
			"late twin":  TestLateTwinOfTheWizardIsMended,
			"no load":    TestSiteThatForbidsLoadBooksByTheWizard,
		} {
			t.Run(name, promise)
		}
	})
}

// Part of a document, several at once, and a booking taken back: residuals and links as everywhere.
func TestPartsAndTakingBackOnEveryOdoo(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		sim, clk := newSimOf(odoosim.Config{Seed: 1, Version: version, Enterprise: enterprise})
		ctx := context.Background()
		g, err := odoo.Connect(ctx, simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		open := openDocuments(t, g)
		residuals := func(want ...int64) {
			t.Helper()
			docs, err := g.Documents(ctx, []int64{open[0].ID, open[1].ID})
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range docs {
				if d.Residual.Minor != want[i] {
					t.Errorf("%s owes %d, want %d", d.Number, d.Residual.Minor, want[i])
				}
			}
		}
		w := &worker{}
		w.Books, w.Clock, w.Runner = g, clk, inTurn{}
		part := jobOn("pi_3Part", open[0])
		part.Row.Amount = money.New(4000, part.Row.Amount.Currency)
		part.Parts[0].Minor = 4000
		if _, err := w.finish(ctx, part); err != nil {
			t.Fatal(err)
		}
		residuals(12344-4000, 5000)
		if left := openDocuments(t, g); len(left) != 3 || left[0].Residual.Minor != 12344-4000 {
			t.Errorf("a document paid in part left the list: %+v", left)
		}
		w.known, w.drafted = 0, 0
		rest := jobOn("pi_3Rest", openDocuments(t, g)[:2]...)
		posted, err := w.finish(ctx, rest)
		if err != nil {
			t.Fatal(err)
		}
		residuals(0, 0)
		if err := g.TakeBack(ctx, posted.ID); err != nil {
			t.Fatal(err)
		}
		residuals(12344-4000, 5000)
		if left := openDocuments(t, g); len(left) != 3 {
			t.Errorf("taken back, but not offered again: %+v", left)
		}
	})
}
