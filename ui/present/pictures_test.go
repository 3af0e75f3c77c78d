package present

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"paydesk/ui/overlay"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestPictures writes every overlay to the folder named by PAYDESK_SHOTS, for looking at, and checks on the way that no
// text runs over another or off the screen.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	for _, look := range []struct {
		name    string
		mode    theme.Mode
		profile theme.Profile
		size    fyne.Size
	}{
		{"light-1280x800", theme.Light, theme.Counter, fyne.NewSize(1280, 800)},
		{"dark-1280x800", theme.Dark, theme.Counter, fyne.NewSize(1280, 800)},
		{"light-1024x600", theme.Light, theme.Compact, fyne.NewSize(1024, 600)},
		{"dark-1024x600", theme.Dark, theme.Compact, fyne.NewSize(1024, 600)},
	} {
		shot.App(t, theme.New(look.mode, look.profile))
		v := overlay.New(nil)
		v.SetMoving(false)
		for name, vm := range states(look.profile.Tight) {
			vm.Band = "DEMO SHOP – no real money moves"
			v.Set(vm)
			shot.Lay(v, look.size)
			for _, fault := range shot.TextFaults(v, look.size) {
				t.Errorf("%s %s: %s", name, look.name, fault)
			}
			if dir == "" {
				continue
			}
			if err := shot.Save(filepath.Join(dir, "overlay-"+name+"-"+look.name+".png"), shot.Draw(v, look.size)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
