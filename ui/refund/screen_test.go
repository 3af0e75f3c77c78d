package refund_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"paydesk/ui/approve"
	"paydesk/ui/kit"
	"paydesk/ui/refund"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestFingersAndLayout: on both screens every target is large enough, has a name, and nothing covers or is cut.
func TestFingersAndLayout(t *testing.T) {
	for _, c := range shot.Screens {
		shot.App(t, c.Theme)
		for name, vm := range states {
			o := window(vm())
			o.Resize(c.Size)
			for _, fault := range slices.Concat(shot.TouchFaults(o, c.Theme.Profile()), shot.LayoutFaults(o, c.Size), shot.TextFaults(o, c.Size)) {
				t.Errorf("%s %s: %s", c.Name, name, fault)
			}
		}
	}
}

// Lost without it: a tap does nothing, or another thing than its words say; while an amount is typed the ink button could still refund
// the old one.
func TestTapsDoWhatTheySay(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	did := ""
	v := refund.New(refund.Actions{
		All: func() { did = "all" }, Change: func() { did = "change" }, Digit: func(k kit.Key) { did = "digit" }, Use: func() { did = "use" },
		Reason: func(i int) { did = "reason" + string(rune('0'+i)) }, Way: func() { did = "way" }, Close: func() { did = "close" },
		Approve: approve.Actions{Act: func() { did = "refund" }, Key: func(r rune) { did = "pin" + string(r) }},
	})
	v.Object().Resize(shot.Size1280)
	tap := func(state, name, want string) {
		t.Helper()
		v.Set(states[state]())
		did = ""
		o := shot.Find(v.Object(), name)
		if o == nil {
			if want != "" {
				t.Errorf("%s: no %q", state, name)
			}
			return
		}
		test.Tap(o)
		if did != want {
			t.Errorf("%s: %q did %q, want %q", state, name, did, want)
		}
	}
	tap("ordinary", "All €328.45", "all")
	tap("ordinary", "Change", "change")
	tap("ordinary", "Price corrected", "reason2")
	tap("makes-note", "The customer found it cheaper elsewhere", "reason3")
	tap("ordinary", "7", "pin7")
	tap("ordinary", "Refund €128.45", "refund")
	tap("empty", "Refund €128.45", "")
	tap("wait", "Refund €128.45", "")
	tap("edit", "7", "digit")
	tap("edit", "Use €128.45", "use")
	tap("edit", "Refund €128.45", "")
	tap("disputed", "Go back", "way")
	tap("disputed", "Refund €128.45", "")
	tap("loading", "Refund €128.45", "")
	tap("loading", "Close", "close")
}

// Lost without it: the parts of the sheet that the pictures promise change unseen.
func TestGoldens(t *testing.T) {
	for _, g := range []struct{ state, screen string }{{"ordinary", "light"}, {"several", "dark-1024"}} {
		for _, c := range shot.Screens {
			if c.Name == g.screen {
				shot.App(t, c.Theme)
				shot.Golden(t, g.state+"-"+g.screen, window(states[g.state]()), c.Size)
			}
		}
	}
}
