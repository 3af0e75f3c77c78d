package theme

import (
	"image"
	"image/color"
	"math"
	"sync"

	"paydesk/assets"
)

// Icons are drawn by us and not by the toolkit's SVG painter: that one does not scale strokes, so a large icon, or any icon on a
// scaled screen, would get hair lines. An icon is a set of lines on the 24 grid; a pixel's cover follows from its distance to the
// nearest line, which gives round ends and joins at any size.

type iconKey struct {
	name string
	tint color.NRGBA
	side int
}

var (
	iconLock   sync.Mutex
	iconImages = map[iconKey]image.Image{}
	iconLines  = map[string][]segment{}
)

// iconGrid is the side of the grid the icons are drawn on.
const iconGrid = 24

// Icon returns an icon of the set in a colour, side by side device pixels large. stroke is in units of the 24 grid. An unknown name
// gives the question mark, so a missing drawing is seen and is not a crash.
func Icon(name string, tint color.Color, side int, stroke float32) image.Image {
	key := iconKey{name: name, tint: color.NRGBAModel.Convert(tint).(color.NRGBA), side: side}
	iconLock.Lock()
	defer iconLock.Unlock()
	if img, ok := iconImages[key]; ok {
		return img
	}
	lines, ok := iconLines[name]
	if !ok {
		lines = loadIcon(name)
		iconLines[name] = lines
	}
	img := paintIcon(lines, key.tint, side, float64(stroke))
	iconImages[key] = img
	return img
}

func loadIcon(name string) []segment {
	svg, ok := assets.IconSVG(name)
	if !ok {
		svg, _ = assets.IconSVG("question")
	}
	lines, err := parseIcon(svg)
	if err != nil { // the set is embedded and every drawing of it is parsed by a test
		return nil
	}
	return lines
}

// IconStroke is the stroke, on the 24 grid, of an icon drawn at px: small icons get a heavier line.
func IconStroke(px float32) float32 {
	switch {
	case px <= 20:
		return 2.5
	case px <= 30:
		return 2.3
	}
	return 2.1
}

func paintIcon(lines []segment, tint color.NRGBA, side int, stroke float64) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	scale := float64(side) / iconGrid
	half := stroke * scale / 2
	for y := range side {
		for x := range side {
			px, py := (float64(x)+0.5)/scale, (float64(y)+0.5)/scale
			near := math.MaxFloat64
			for _, l := range lines {
				near = min(near, l.distance2(px, py))
			}
			cover := half - math.Sqrt(near)*scale + 0.5
			if cover <= 0 {
				continue
			}
			c := tint
			c.A = uint8(float64(tint.A)*min(cover, 1) + 0.5)
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// segment is a straight line on the grid; a dot has both ends in one place.
type segment struct{ x1, y1, x2, y2 float64 }

// distance2 is the square of the distance of a point to the segment.
func (s segment) distance2(x, y float64) float64 {
	dx, dy := s.x2-s.x1, s.y2-s.y1
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max(((x-s.x1)*dx+(y-s.y1)*dy)/length, 0), 1)
	}
	ex, ey := x-s.x1-t*dx, y-s.y1-t*dy
	return ex*ex + ey*ey
}
