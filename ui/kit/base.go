package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// renderer is the one renderer of all parts: a part owns its objects and says how to measure, place and paint them.
type renderer struct {
	objects []fyne.CanvasObject
	min     func() fyne.Size
	layout  func(fyne.Size)
	paint   func()
	owner   fyne.CanvasObject
}

// render builds the renderer and paints once, so that the first frame has the theme's colours.
func render(owner fyne.CanvasObject, min func() fyne.Size, layout func(fyne.Size), paint func(), objects ...fyne.CanvasObject) *renderer {
	r := &renderer{owner: owner, objects: objects, min: min, layout: layout, paint: paint}
	paint()
	return r
}

func (r *renderer) Destroy()                     {}
func (r *renderer) Layout(size fyne.Size)        { r.layout(size) }
func (r *renderer) MinSize() fyne.Size           { return r.min() }
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// Refresh paints with the current theme and state and lays out again, because words may have grown.
func (r *renderer) Refresh() {
	r.paint()
	r.layout(r.owner.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

// touch is what everything tappable shares: a tap, a pressed colour, an off state and a spoken name. It reacts to press and release
// only; there is no hover colour and no double tap.
type touch struct {
	widget.BaseWidget
	onTap func()
	down  bool
	off   bool
	stale bool // the part came to mean something else under the finger
	name  string
}

var (
	_ fyne.Tappable     = (*touch)(nil)
	_ desktop.Mouseable = (*touch)(nil)
	_ desktop.Hoverable = (*touch)(nil)
	_ fyne.Accessible   = (*touch)(nil)
)

// Tapped implements fyne.Tappable.
func (t *touch) Tapped(*fyne.PointEvent) {
	stale := t.stale
	t.stale = false
	t.press(false)
	if !stale && !t.off && t.onTap != nil {
		t.onTap()
	}
}

// MouseDown shows the pressed colour.
func (t *touch) MouseDown(*desktop.MouseEvent) {
	t.stale = false
	t.press(true)
}

// Changed notes that the part now means something else. A finger that was already down then taps nothing: the person meant the old
// words.
func (t *touch) Changed() {
	if t.down {
		t.stale = true
	}
}

// MouseUp takes the pressed colour away.
func (t *touch) MouseUp(*desktop.MouseEvent) { t.press(false) }

// MouseIn does nothing: the pointer rests where the last tap was, so hovering must not show.
func (t *touch) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (t *touch) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the pressed colour away when the finger slides off; the release then goes to another part.
func (t *touch) MouseOut() { t.press(false) }

func (t *touch) press(down bool) {
	if t.off {
		down = false
	}
	if t.down == down {
		return
	}
	t.down = down
	t.Refresh()
}

// SetOnTapped replaces what a tap does.
func (t *touch) SetOnTapped(f func()) { t.onTap = f }

// SetEnabled says whether a tap does anything; a part that is off is drawn as text on a quiet fill.
func (t *touch) SetEnabled(on bool) {
	if t.off == !on {
		return
	}
	t.off, t.down = !on, false
	t.Refresh()
}

// Enabled reports whether a tap does anything.
func (t *touch) Enabled() bool { return !t.off }

// AccessibilityLabel implements fyne.Accessible.
func (t *touch) AccessibilityLabel() string { return t.name }

// AccessibilityRole implements fyne.Accessible.
func (t *touch) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TargetMM implements Target for ordinary parts.
func (t *touch) TargetMM() float32 { return theme.OrdinaryMM }

// glyph is a tinted icon inside a part. It is drawn in device pixels, so it is sharp on every screen.
type glyph struct {
	img  *canvas.Raster
	name string
	px   float32
	tint color.Color
}

func newGlyph(name string, px float32) *glyph {
	g := &glyph{name: name, px: px, tint: color.Transparent}
	g.img = canvas.NewRaster(func(w, _ int) image.Image {
		return theme.Icon(g.name, g.tint, w, theme.IconStroke(g.px))
	})
	return g
}

func (g *glyph) paint(tint color.Color) {
	if g.name == "" {
		g.img.Hide()
		return
	}
	g.tint = tint
	g.img.Show()
	g.img.Refresh()
}

func (g *glyph) place(x, y float32) {
	g.img.Move(fyne.NewPos(x, y))
	g.img.Resize(fyne.NewSquareSize(g.px))
}

// fill paints a rectangle in one go.
func fill(r *canvas.Rectangle, fillColor, stroke color.Color, width, radius float32) {
	r.FillColor, r.StrokeColor, r.StrokeWidth, r.CornerRadius = fillColor, stroke, width, radius
}

// inset places a stroked rectangle so that its outline lies inside the part: Fyne draws the stroke around the edge.
func inset(r *canvas.Rectangle, size fyne.Size) {
	w := r.StrokeWidth
	if r.StrokeColor == nil || r.StrokeColor == color.Transparent {
		w = 0
	}
	r.Move(fyne.NewPos(w/2, w/2))
	r.Resize(fyne.NewSize(size.Width-w, size.Height-w))
}
