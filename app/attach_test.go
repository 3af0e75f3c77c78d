package app

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paydesk/services/history"
	"paydesk/services/sim"
	odoosim "paydesk/services/sim/odoo"
	stripesim "paydesk/services/sim/stripe"
)

// Lost if it fails: the accountant finds no receipt on a payment that was charged while Odoo was slow or this program was off, or two; or a
// receipt that cannot be hung there matters for the money.
func TestReceiptHangsOnThePaymentInOdoo(t *testing.T) {
	t.Parallel()
	for _, version := range []int{17, 18, 19} {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			t.Parallel()
			lab, err := sim.Start(sim.Options{Seed: 1, OdooVersion: version, Auto: stripesim.Auto{Customer: stripesim.AutoGood, After: time.Millisecond}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := lab.Close(); err != nil {
					t.Error(err)
				}
			})
			d := &desk{t: t, lab: lab, config: filepath.Join(t.TempDir(), "paydesk.toml"), data: filepath.Join(t.TempDir(), "data")}
			d.write(d.toml())
			d.must(ExitOK, d.pay(d.numbers()[0]))
			row := into[[]history.Row](t, d.must(ExitOK, d.run("history", "--json")).out)[0]

			c := d.counterWith(PrinterConfig{})
			if err := c.History.Load(); err != nil {
				t.Fatal(err)
			}
			if err := c.checkIdentity(t.Context()); err != nil {
				t.Fatal(err)
			}
			fault := odoosim.Fault{Name: "lost-answer", Target: "ir.attachment.create"}
			if err := lab.Odoo.Fault(fault); err != nil {
				t.Fatal(err)
			}
			if err := c.attachReceipts(t.Context()); err == nil {
				t.Error("a lost answer was taken for a yes")
			}
			lab.Odoo.ClearFaults()
			for range 3 { // the last one as after a restart
				if err := c.attachReceipts(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			clear(c.attached)
			if err := c.attachReceipts(t.Context()); err != nil {
				t.Fatal(err)
			}
			there, err := c.Odoo.Attach(t.Context(), row.BookingID, "receipt-"+row.Intent+".pdf", "application/pdf", []byte("another"))
			if err != nil {
				t.Fatal(err)
			}
			if next, err := c.Odoo.Attach(t.Context(), row.BookingID, "something else", "text/plain", []byte("x")); err != nil || next != there+1 {
				t.Errorf("between the receipt's id %d and the next one %d there is another, %v", there, next, err)
			}
		})
	}
}
