package demo_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/demo"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// Lost without it: the customer of the demo does something other than what was tapped, or at a reader that asks for nothing.
func TestGesturesNeedAReaderThatAsks(t *testing.T) {
	shot.App(t, light)
	type gesture struct {
		kind demo.Gesture
		card string
	}
	var did []gesture
	var weather []string
	v := demo.New(demo.Actions{Gesture: func(k demo.Gesture, card string) { did = append(did, gesture{k, card}) }, Weather: func(key string) { weather = append(weather, key) }})
	v.Object().Resize(shot.Size1280)
	v.Set(idle())
	for _, name := range []string{"Tap a good card", "No money", "Walks away"} {
		shot.Find(v.Object(), name).Tapped(nil)
	}
	if len(did) != 0 {
		t.Fatalf("an idle reader took %v", did)
	}
	v.Set(asking())
	for _, name := range []string{"Tap a good card", "Insert, PIN", "Wrong PIN", "3 more", "Over the limit", "Leaves card in", "Odoo up again"} {
		target := shot.Find(v.Object(), name)
		if target == nil {
			t.Fatalf("no %q", name)
		}
		target.Tapped(nil)
	}
	want := []gesture{{demo.GestureTap, ""}, {demo.GestureInsert, ""}, {demo.GestureDecline, "pin"}, {demo.GestureDecline, "limit"}, {demo.GestureLeave, ""}}
	if len(did) != len(want) {
		t.Fatalf("did %v, want %v", did, want)
	}
	for i := range want {
		if did[i] != want[i] {
			t.Errorf("gesture %d is %v, want %v", i, did[i], want[i])
		}
	}
	if len(weather) != 1 || weather[0] != "odoo" {
		t.Errorf("weather %v", weather)
	}
	if shot.Find(v.Object(), "Over the limit") != nil {
		t.Error("the sheet of declined cards stays open")
	}
}

// Lost without it: on one screen nobody can play the customer, or the drawer's panel lets taps through to the till.
func TestDrawerOpensAndBlocks(t *testing.T) {
	shot.App(t, compact)
	var heard []bool
	v := demo.New(demo.Actions{})
	v.Set(asking())
	d := demo.NewDrawer(v, func(open bool) { heard = append(heard, open) })
	d.Object().Resize(fyne.NewSize(1024, 572))
	if shot.Find(d.Object(), "Tap a good card") != nil {
		t.Error("the closed drawer shows its panel")
	}
	shot.Find(d.Object(), "Open the demo panel: reader and customer").Tapped(nil)
	if shot.Find(d.Object(), "Tap a good card") == nil || !d.Open() {
		t.Error("the drawer does not open")
	}
	shot.Find(d.Object(), "Close the demo panel").Tapped(nil)
	if d.Open() || len(heard) != 2 || !heard[0] || heard[1] {
		t.Errorf("open %v, heard %v", d.Open(), heard)
	}
}

// Lost without it: the parts of the panel that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, c := range screens {
		switch c.name {
		case "light", "slim":
			shot.App(t, c.th)
			shot.Golden(t, "asking-"+c.name, window(asking()), c.size)
		case "light-1024":
			shot.App(t, c.th)
			shot.Golden(t, "drawer-1024", drawer(asking(), true), c.size)
		}
	}
}

// Lost without it: the closed drawer's tab hides words of the lock screen, whose left edge is 64 px.
func TestTabStaysInTheMargin(t *testing.T) {
	for _, th := range []*theme.Theme{light, compact} {
		shot.App(t, th)
		d := demo.NewDrawer(demo.New(demo.Actions{}), nil)
		d.Object().Resize(fyne.NewSize(1024, 572))
		tab := shot.Find(d.Object(), "Open the demo panel: reader and customer")
		if right := tab.Position().X + tab.Size().Width; right > 60 {
			t.Errorf("the tab reaches to %v", right)
		}
	}
}
