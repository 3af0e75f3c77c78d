package ui

import (
	"strings"
	"testing"
	"time"

	"paydesk/services/history"
	"paydesk/services/money"
	"paydesk/services/recovery"
	"paydesk/ui/present"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
)

func openDay(t *testing.T) (*Kiosk, *fakeTill, *steps) {
	t.Helper()
	k, f, s := openPast(t)
	k.goTo(shell.PlaceDay)
	if !k.dayVM(f.about).Loading {
		t.Error("the day was added up on the screen's goroutine")
	}
	s.run()
	return k, f, s
}

// Lost if it fails: two currencies stand in one number, a refund is inside what was charged, or the sums stay behind the payments.
func TestTheDayKeepsCurrenciesAndRefundsApart(t *testing.T) {
	k, f, s := openDay(t)
	vm := k.dayVM(f.about)
	if vm.Tiles[0].Amount != "€74.20" || vm.Tiles[0].Text != "1 of 2 not in Odoo" || vm.Tiles[1].Amount != "USD\u00a01,120.00" || vm.Tiles[2].Amount != "−€20.00" || !strings.Contains(vm.Tiles[2].Text, "1 of 1 on its way") {
		t.Errorf("%+v", vm.Tiles)
	}
	if vm.Tables[0].Title != "By method, EUR" || vm.Tables[2].Rows[0].Amount != "€74.20" {
		t.Errorf("%+v", vm.Tables)
	}
	k.dayTile(present.DayCurrency)
	if vm := k.dayVM(f.about); vm.Tiles[0].Amount != "USD\u00a01,120.00" || vm.Tiles[1].Amount != "€74.20" || vm.Tiles[2].Amount != "USD\u00a00.00" || vm.Tables[2].Rows[0].Amount != "USD\u00a01,120.00" {
		t.Errorf("dollars: %+v", vm.Tiles)
	}
	one := history.Row{ID: "z", Kind: history.Payment, At: noon, MoneyAt: noon, Outcome: history.Booked, Asked: money.New(580, "EUR"), Moved: money.New(580, "EUR")}
	f.History().Put(one)
	k.dayVM(f.about)
	s.run()
	if vm := k.dayVM(f.about); vm.Tiles[1].Amount != "€80.00" {
		t.Errorf("a new payment is not in the sum: %q", vm.Tiles[1].Amount)
	}
	s.now = s.now.Add(24 * time.Hour)
	k.dayVM(f.about)
	s.run()
	if vm := k.dayVM(f.about); vm.Tiles[0].Amount != "€0.00" {
		t.Errorf("yesterday's money is in today's sum: %q", vm.Tiles[0].Amount)
	}
}

// Lost if it fails: somebody goes home with money that Odoo does not have, because the day looked closed.
func TestWhatIsOpenLeadsToWhoCanSettleIt(t *testing.T) {
	k, f, s := openDay(t)
	if vm := k.dayVM(f.about); vm.Tiles[3].Amount != "2" || vm.Tiles[3].Text != "1 charged, not in Odoo" || strings.Contains(vm.Chart.Badge, "All charged money is in Odoo") {
		t.Errorf("%+v %q", vm.Tiles[3], vm.Chart.Badge)
	}
	k.dayTile(present.DayOpen)
	s.run()
	if vm := k.historyVM(f.about); k.place != shell.PlaceHistory || len(vm.Rows) != 2 {
		t.Errorf("at %s with %d rows", k.place, len(vm.Rows))
	}
	f.entries = []recovery.Entry{{ID: "e"}}
	k.goTo(shell.PlaceDay)
	s.run()
	k.dayTile(present.DayOpen)
	if k.place != shell.PlaceAttention {
		t.Errorf("something needs attention, and the tile leads to %s", k.place)
	}
}

// Lost if it fails: the X report says another day than the screen, is not kept, or is kept twice by a nervous finger.
func TestTheReportOnTheScreenIsTheOneThatIsKept(t *testing.T) {
	k, f, s := openDay(t)
	k.showReport()
	s.run()
	if !shot.Says(k.Content(), "€74.20") || !shot.Says(k.Content(), "X report") || k.past.sheet != paperSheet {
		t.Fatal("no report on the screen")
	}
	k.paperTapped(present.PaperKeep)
	k.paperTapped(present.PaperKeep)
	s.run()
	if f.reports != 1 || !shot.Says(k.Content(), "/data/reports/x.pdf") {
		t.Errorf("kept %d times, %q", f.reports, k.past.paper.Path)
	}
	k.paperTapped(present.PaperPrint)
	s.run()
	if f.onPrinter != 1 || k.past.print != "x" {
		t.Errorf("printed %d times as %q", f.onPrinter, k.past.print)
	}
	k.paperTapped(present.PaperDone)
	if k.past.sheet != noSheet {
		t.Error("the report does not go away")
	}
}
