package kit

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"paydesk/ui/theme"
)

// A ring that turns unseen repaints the window sixty times a second, all night.
func TestRingTurnsOnlyWhileAWaitIsSeen(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, theme.Counter))
	r := NewStateRing("bank")
	r.Set("bank", RingSpin, 0)
	if !r.moves() {
		t.Error("a wait without deadline does not turn")
	}
	r.SetMoving(false)
	if r.moves() {
		t.Error("it turns while locked")
	}
	r.SetMoving(true)
	r.Hide()
	if r.moves() {
		t.Error("it turns while hidden")
	}
	r.Show()
	for _, mode := range []RingMode{RingFill, RingFull, RingStopped} {
		r.Set("bank", mode, 0.5)
		if r.moves() {
			t.Errorf("mode %d turns", mode)
		}
	}
	r.Set("bank", RingSpin, 0)
	app.Settings().SetTheme(theme.New(theme.Light, theme.Counter).WithLessMotion())
	if r.moves() {
		t.Error("it turns under less motion")
	}
}
