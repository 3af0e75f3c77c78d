package overlay_test

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"paydesk/ui/kit"
	"paydesk/ui/overlay"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

var looks = []struct {
	name string
	th   *theme.Theme
	size fyne.Size
}{
	{"light", theme.New(theme.Light, theme.Counter), shot.Size1280},
	{"dark", theme.New(theme.Dark, theme.Counter), shot.Size1280},
	{"light-1024x600", theme.New(theme.Light, theme.Compact), shot.Size1024},
	{"dark-1024x600", theme.New(theme.Dark, theme.Compact), shot.Size1024},
}

// A state that looks different from what was accepted is a cashier who reads the wrong colour.
func TestEveryStateLooksAsAccepted(t *testing.T) {
	for _, look := range looks {
		for name, vm := range states() {
			t.Run(name+"-"+look.name, func(t *testing.T) {
				shot.App(t, look.th)
				v := overlay.New(nil)
				v.Set(vm)
				shot.Golden(t, name+"-"+look.name, v, look.size)
			})
		}
	}
}

// A button too small, or one a screen reader cannot name, in any state on either screen.
func TestEveryStateCanBeTouched(t *testing.T) {
	for _, look := range looks {
		for name, vm := range states() {
			shot.App(t, look.th)
			v := overlay.New(nil)
			v.Set(vm)
			shot.Lay(v, look.size)
			for _, fault := range shot.TouchFaults(v, look.th.Profile()) {
				t.Errorf("%s, %s: %s", name, look.name, fault)
			}
		}
	}
}

// Words that run into each other or out of the screen hide what a cashier must know.
func TestNothingOverlapsOrLeavesTheScreen(t *testing.T) {
	for _, look := range looks {
		for name, vm := range states() {
			shot.App(t, look.th)
			v := overlay.New(nil)
			v.Set(vm)
			shot.Lay(v, look.size)
			for _, fault := range shot.TextFaults(v, look.size) {
				t.Errorf("%s, %s: %s", name, look.name, fault)
			}
		}
	}
}

func drawn(t *testing.T, tapped func(string)) *overlay.View {
	t.Helper()
	shot.App(t, theme.New(theme.Light, theme.Counter))
	v := overlay.New(tapped)
	v.Set(states()["waiting"])
	shot.Lay(v, shot.Size1280)
	return v
}

func buttons(v *overlay.View) (found []*kit.Button) {
	shot.Walk(v, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(*kit.Button); ok {
			found = append(found, b)
		}
	})
	return found
}

// A tap must do what the button says now, not what stood there before.
func TestButtonsCallBackWithTheirIDs(t *testing.T) {
	var got []string
	v := drawn(t, func(id string) { got = append(got, id) })
	for _, b := range buttons(v) {
		test.Tap(b)
	}
	v.Set(states()["booked"])
	for _, b := range buttons(v) {
		test.Tap(b)
	}
	v.Set(states()["authorising"])
	if n := len(buttons(v)); n != 1 {
		t.Errorf("%d buttons while the bank is asked", n)
	}
	if want := []string{"cancel", "other", "qr", "print", "mail", "none"}; !slices.Equal(got, want) {
		t.Errorf("called back %v, want %v", got, want)
	}
}

// The finger is on "Cancel payment" when the payment is approved and the button becomes "Print".
func TestTapOnAButtonThatChangedDoesNothing(t *testing.T) {
	var got []string
	v := drawn(t, func(id string) { got = append(got, id) })
	b := buttons(v)[0]
	b.MouseDown(nil)
	v.Set(states()["booked"])
	b.MouseUp(nil)
	b.Tapped(nil)
	if len(got) != 0 {
		t.Errorf("the tap meant Cancel and did %v", got)
	}
}

// A button keeps its meaning to the finger when its words stay and its id changes.
func TestTapOnAButtonWhoseIDChangedDoesNothing(t *testing.T) {
	var got []string
	v := drawn(t, func(id string) { got = append(got, id) })
	b := buttons(v)[0]
	b.MouseDown(nil)
	vm := states()["waiting"]
	vm.Buttons[0].ID = "cancel-for-good"
	v.Set(vm)
	b.MouseUp(nil)
	b.Tapped(nil)
	if len(got) != 0 {
		t.Errorf("the tap meant cancel and did %v", got)
	}
}

// The view lives for months: a state change must not build new parts.
func TestStatesReuseTheSameParts(t *testing.T) {
	v := drawn(t, nil)
	before := test.WidgetRenderer(v).Objects()
	for _, vm := range states() {
		v.Set(vm)
	}
	v.Set(states()["waiting"])
	after := test.WidgetRenderer(v).Objects()
	if !slices.Equal(before, after) {
		t.Error("parts were made anew")
	}
	if lived, fresh := shot.Draw(v, shot.Size1280), shot.Draw(drawn(t, nil), shot.Size1280); !shot.Same(lived, fresh) {
		t.Error("a view that went through all states looks different from a new one")
	}
}

func TestThemeChangeReachesEveryPart(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Light, theme.Counter))
	v := overlay.New(nil)
	v.Set(states()["outbox"])
	shot.Lay(v, shot.Size1280)
	a.Settings().SetTheme(theme.New(theme.Dark, theme.Counter))
	v.Refresh()
	shot.Golden(t, "outbox-dark", v, shot.Size1280)
}

// QR takes the ring's place, with white around it; the ring must not turn behind it.
func TestQRTakesTheRingsPlace(t *testing.T) {
	for _, look := range looks {
		shot.App(t, look.th)
		vm := states()["waiting"]
		vm.Reader, vm.Title, vm.Sub = overlay.Reader{}, "Scan to pay", "28 min left · nobody has opened it yet"
		vm.QR = chequers(29 + 8)
		v := overlay.New(nil)
		v.Set(vm)
		shot.Golden(t, "qr-"+look.name, v, look.size)
	}
}

// chequers stands for a QR code: modules with a quiet zone of four.
func chequers(n int) image.Image {
	img := image.NewGray(image.Rect(0, 0, n, n))
	for y := range n {
		for x := range n {
			dark := x >= 4 && y >= 4 && x < n-4 && y < n-4 && (x*7+y*5+x*y)%3 == 0
			if !dark {
				img.SetGray(x, y, color.Gray{Y: 0xFF})
			}
		}
	}
	return img
}

// Live mode has no band, and the overlay then fills the screen to its top.
func TestLiveModeHasNoBand(t *testing.T) {
	shot.App(t, theme.New(theme.Light, theme.Counter))
	vm := states()["waiting"]
	vm.Band = ""
	v := overlay.New(nil)
	v.Set(vm)
	shot.Golden(t, "waiting-live", v, shot.Size1280)
}
