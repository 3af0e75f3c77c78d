package shot

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"
)

// TestContactSheet puts all pictures of the folder named by PAYDESK_SHOTS on sheets, a quarter of their size: at that size
// amount and next action must still read.
func TestContactSheet(t *testing.T) {
	dir := os.Getenv("PAYDESK_SHOTS")
	if dir == "" {
		t.Skip("no pictures asked for: PAYDESK_SHOTS is not set")
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.png"))
	if err != nil {
		t.Fatal(err)
	}
	sort.Strings(names)
	groups := map[string][]string{}
	for _, n := range names {
		base := filepath.Base(n)
		if strings.HasPrefix(base, "contact") {
			continue
		}
		size, look := "1280", "light"
		if strings.Contains(base, "1024") {
			size = "1024"
		}
		if strings.Contains(base, "dark") {
			look = "dark"
		}
		key := size + "-" + look
		groups[key] = append(groups[key], n)
	}
	for key, files := range groups {
		if err := sheet(filepath.Join(dir, "contact-"+key+".png"), files); err != nil {
			t.Fatal(err)
		}
	}
}

func sheet(path string, files []string) error {
	const columns, width, height, gap = 6, 320, 200, 8
	rows := (len(files) + columns - 1) / columns
	out := image.NewRGBA(image.Rect(0, 0, columns*(width+gap)+gap, rows*(height+gap)+gap))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{0x66}), image.Point{}, draw.Src)
	for i, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		img, err := png.Decode(f)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		b := img.Bounds()
		w, h := b.Dx()/4, b.Dy()/4
		at := image.Pt(gap+i%columns*(width+gap), gap+i/columns*(height+gap))
		xdraw.ApproxBiLinear.Scale(out, image.Rect(at.X, at.Y, at.X+w, at.Y+h), img, b, xdraw.Src, nil)
	}
	return Save(path, out)
}
