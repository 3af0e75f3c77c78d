package present

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/assets"
	"paydesk/services/language"
	"paydesk/ui/overlay"
	"paydesk/ui/shot"
	"paydesk/ui/theme"
)

// TestPictures writes every overlay to the folder named by PAYDESK_SHOTS, for looking at, and checks on the way that no
// text runs over another or off the screen.
func TestPictures(t *testing.T) {
	for _, code := range assets.Languages() {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
		pictures(t, code)
	}
	if err := language.Use(assets.English); err != nil {
		t.Fatal(err)
	}
}

// cut says which texts were shortened that hold no name.
func cut(root fyne.CanvasObject) (faults []string) {
	shot.Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && strings.HasSuffix(t.Text, "…") {
			faults = append(faults, t.Text+" is cut")
		}
	})
	return faults
}

func pictures(t *testing.T, code string) {
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
		all := states(look.profile.Tight)
		maps.Copy(all, refundOverlays(look.profile.Tight))
		for name, vm := range all {
			vm.Band = assets.T("band.demo")
			v.Set(vm)
			shot.Lay(v, look.size)
			for _, fault := range append(shot.TextFaults(v, look.size), cut(v)...) {
				t.Errorf("%s %s %s: %s", code, name, look.name, fault)
			}
			if dir == "" {
				continue
			}
			if err := shot.Save(filepath.Join(dir, "overlay-"+name+"-"+code+"-"+look.name+".png"), shot.Draw(v, look.size)); err != nil {
				t.Fatal(err)
			}
		}
	}
}
