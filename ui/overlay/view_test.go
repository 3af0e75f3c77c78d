package overlay_test

import (
	"testing"

	"fyne.io/fyne/v2"

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
