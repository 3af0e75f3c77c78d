// Package shot is test support: it draws any canvas object with Fyne's software painter, without a display, compares pictures with
// checked-in goldens, and walks object trees. Only tests import it.
package shot

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"paydesk/services/language"
	"paydesk/ui/theme"
)

// update writes goldens instead of checking them: go test ./ui/... -update. A run never does both.
var update = flag.Bool("update", false, "write goldens instead of checking them")

// Size1280 and Size1024 are the two screens every picture is made for.
var (
	Size1280 = fyne.NewSize(1280, 800)
	Size1024 = fyne.NewSize(1024, 600)
)

// App starts a test app with the theme and ends it with the test. PAYDESK_LANGUAGE=de draws the pictures of make shots in German.
func App(t testing.TB, th *theme.Theme) fyne.App {
	t.Helper()
	if code := os.Getenv("PAYDESK_LANGUAGE"); code != "" {
		if err := language.Use(code); err != nil {
			t.Fatal(err)
		}
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(th)
	return app
}

// Lay gives o a size as a window would, without painting.
func Lay(o fyne.CanvasObject, size fyne.Size) {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(o)
	c.Resize(size)
	o.Resize(size)
}

// Draw paints o at a size with the current app's theme and returns the picture at scale 1.
func Draw(o fyne.CanvasObject, size fyne.Size) image.Image {
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(o)
	c.Resize(size)
	o.Resize(size)
	img := c.Capture()
	// a tree can grow beyond the size asked for; the picture does not
	want := image.Rect(0, 0, int(size.Width), int(size.Height))
	if img.Bounds() == want {
		return img
	}
	cut := image.NewNRGBA(want)
	draw.Draw(cut, want, img, image.Point{}, draw.Src)
	return cut
}

// Save writes a picture as PNG.
func Save(path string, img image.Image) error {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// tolerance is how much a colour channel may differ before a pixel counts as changed: another processor may round anti-aliasing
// by a step or two.
const tolerance = 6

// Golden compares o, drawn at size, with testdata/<name>.png. A difference fails the test and leaves the new picture in
// testdata/failed for review. With -update the golden is written and nothing is compared.
func Golden(t *testing.T, name string, o fyne.CanvasObject, size fyne.Size) {
	t.Helper()
	got := Draw(o, size)
	path := filepath.Join("testdata", name+".png")
	if *update {
		if err := Save(path, got); err != nil {
			t.Fatalf("write golden: %v", err)
		}
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("no golden %s: run go test -update and look at the picture before checking it in", path)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatalf("golden %s: %v", path, err)
	}
	if n, bad := difference(want, got); bad {
		failed := filepath.Join("testdata", "failed", name+".png")
		if err := Save(failed, got); err != nil {
			t.Errorf("keep the new picture: %v", err)
		}
		t.Errorf("%s looks different from its golden in %d pixels (see %s)", name, n, failed)
	}
}

func difference(want, got image.Image) (pixels int, different bool) {
	if want.Bounds() != got.Bounds() {
		return -1, true
	}
	a, b := plain(want), plain(got)
	for i := 0; i < len(a.Pix); i += 4 {
		if far(a.Pix[i], b.Pix[i]) || far(a.Pix[i+1], b.Pix[i+1]) || far(a.Pix[i+2], b.Pix[i+2]) || far(a.Pix[i+3], b.Pix[i+3]) {
			pixels++
		}
	}
	return pixels, pixels > 0
}

// plain returns the picture with one kind of pixels, whatever the decoder chose.
func plain(img image.Image) *image.RGBA {
	if p, ok := img.(*image.RGBA); ok {
		return p
	}
	p := image.NewRGBA(img.Bounds())
	draw.Draw(p, p.Bounds(), img, img.Bounds().Min, draw.Src)
	return p
}

func far(a, b uint8) bool { return a > b+min(tolerance, 255-b) || b > a+min(tolerance, 255-a) }

// Same reports whether two pictures look the same.
func Same(a, b image.Image) bool {
	_, different := difference(a, b)
	return !different
}
