package odoo_test

import (
	"context"
	"testing"

	"paydesk/services/document"
	"paydesk/services/odoo"
	odoosim "paydesk/services/sim/odoo"
)

// Lost if it fails: in a payment for several invoices a discount or an instalment is not seen, or is seen on the wrong one;
// what is asked for together is not what each asks for by itself.
func TestWhatSeveralOweIsWhatEachOwesOnEveryServer(t *testing.T) {
	servers(t, func(t *testing.T, version int, enterprise bool) {
		sim, clk := newSimOf(odoosim.Config{Version: version, Enterprise: enterprise})
		g, err := odoo.New(simConfig("https://odoo.sim", direct{sim}, clk))
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		var ids []int64
		for _, terms := range []odoosim.Terms{{}, {DiscountPercent: 2, DiscountDays: 10}, {Parts: []odoosim.Instalment{{Percent: 30}, {Percent: 70, Days: 60}}}} {
			id, _, err := sim.AddInvoice(odoosim.Invoice{Customer: odoosim.Customer{Name: "Kaiba"}, Lines: []odoosim.Line{{Text: "Chair", Thousandths: 1000, UnitMinor: 10000}}, Due: 30, Terms: terms})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, int64(id))
		}
		ids[0], ids[2] = ids[2], ids[0]
		got, err := g.Owed(ctx, ids)
		if err != nil || len(got) != len(ids) {
			t.Fatal(got, err)
		}
		want := map[document.Reason]int64{document.Discounted: 9800, document.Whole: 10000}
		if version != 17 {
			want[document.Next] = 3000
		}
		for i, d := range got {
			alone, err := g.Detail(ctx, ids[i])
			if err != nil {
				t.Fatal(err)
			}
			if d.ID != ids[i] || d.Ask != alone.Ask || d.Residual != alone.Residual || d.Ask.Amount.Minor != want[d.Ask.Reason] {
				t.Errorf("%s together %+v, alone %+v", d.Number, d.Ask, alone.Ask)
			}
		}
	})
}
