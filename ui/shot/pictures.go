package shot

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/theme"
)

// Screen is one way a window is looked at.
type Screen struct {
	Name  string
	Theme *theme.Theme
	Size  fyne.Size
}

// Screens are both themes at both sizes of window.
var Screens = []Screen{
	{"light", theme.New(theme.Light, theme.Counter), Size1280}, {"dark", theme.New(theme.Dark, theme.Counter), Size1280},
	{"light-1024", theme.New(theme.Light, theme.Compact), Size1024}, {"dark-1024", theme.New(theme.Dark, theme.Compact), Size1024},
}

// Pictures writes every state of a room at every size to the folder named by PAYDESK_SHOTS, for looking at.
func Pictures[VM any](t *testing.T, room string, states map[string]func() VM, window func(VM) fyne.CanvasObject) {
	t.Helper()
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("PAYDESK_SHOTS is not set")
	}
	for _, c := range Screens {
		t.Run(c.Name, func(t *testing.T) {
			App(t, c.Theme)
			for name, vm := range states {
				if err := Save(filepath.Join(dir, room+"-"+name+"-"+c.Name+".png"), Draw(window(vm()), c.Size)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
