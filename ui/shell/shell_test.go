package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// Lost without it: a scrim or the payment overlay hides that no real money moves.
func TestBandTopsEveryLayer(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	s := shell.New(nil)
	s.SetBand("TEST – no real money moves")
	backdrop := func() fyne.CanvasObject { return kit.NewBackdrop(theme.Scrim) }
	s.SetScreen(backdrop(), true)
	s.SetOverlay(backdrop())
	s.SetSheet(backdrop())
	s.SetDrawer(backdrop())
	s.Object().Resize(shot.Size1280)
	var last fyne.CanvasObject
	shot.Walk(s.Object(), func(o fyne.CanvasObject, pos fyne.Position) {
		switch o := o.(type) {
		case *kit.DemoBand:
			last = o
		case *kit.Backdrop:
			if last != nil {
				t.Error("something lies over the band")
			}
			if pos.Y < theme.BandHeight && o.Size() != shot.Size1280 { // the page alone reaches under it
				t.Errorf("a layer begins at %v", pos)
			}
		}
	})
	if last == nil {
		t.Error("no band")
	}
	s.SetBand("")
	if shot.Says(s.Object(), "money") {
		t.Error("live mode has a band")
	}
}

// Lost without it: a thing that needs somebody cannot be reached, or an empty list takes the cashier's time.
func TestAttentionIsThereWhileSomethingWaits(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	var went []shell.Place
	s := shell.New(func(p shell.Place) { went = append(went, p) })
	s.SetScreen(kit.NewBackdrop(theme.Page), true)
	s.Object().Resize(shot.Size1024)
	if shot.Find(s.Object(), "Attention") != nil {
		t.Error("attention shows with nothing to attend to")
	}
	s.SetRail(shell.RailVM{Attention: 3})
	shot.Find(s.Object(), "Attention, 3").Tapped(nil)
	s.SetRail(shell.RailVM{Current: shell.PlaceAttention})
	if shot.Find(s.Object(), "Attention") == nil {
		t.Error("the screen one is on is not on the rail")
	}
	if len(went) != 1 || went[0] != shell.PlaceAttention {
		t.Errorf("went %v", went)
	}
}

// Lost without it: at the right edge "Odoo away" becomes "Odoo" and only a colour says that it is away.
func TestWhatIsNotWellKeepsItsWords(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Compact))
	row := shell.NewHealthRow()
	row.Set([]shell.HealthVM{{State: kit.HealthAway, Word: "Odoo away", Short: "Odoo"}, {State: kit.HealthOK, Word: "Stripe ok", Short: "Stripe"}, {State: kit.HealthOK, Word: "Reader A ready", Short: "Reader A"}})
	row.Object().Resize(fyne.NewSize(330, 56))
	if !shot.Says(row.Object(), "Odoo away") || shot.Says(row.Object(), "Stripe ok") {
		t.Error("the wrong words were shortened")
	}
}

// Lost without it: the end of a warning is cut without a sign that it is.
func TestStripSaysWhenItIsCut(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	s := shell.NewStrip(nil)
	s.Resize(fyne.NewSize(600, shell.StripHeight()))
	s.Set(shell.StripVM{Lead: "Odoo does not answer since 14:26.", Text: "Invoices as of 6 min ago. You may charge up to €500.00; it is booked when Odoo is back. And so it goes on for a long while.", Action: "Try now"})
	if !shot.Says(s, "…") {
		t.Error("no … at the end")
	}
	if h := s.HeightFor(600); h <= shell.StripHeight() {
		t.Errorf("the whole text fits in %v", h)
	}
}
