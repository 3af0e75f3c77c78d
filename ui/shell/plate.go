package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Plate is a rounded fill in a role's colour that follows the theme: the disc behind a tick, a bar of a list that still loads, an
// outline around an empty place.
type Plate struct {
	widget.BaseWidget
	fill, stroke fyne.ThemeColorName
	width        float32
	radius       float32
	rect         *canvas.Rectangle
}

// NewPlate returns a plain rounded fill; an empty role is transparent.
func NewPlate(fill fyne.ThemeColorName, radius float32) *Plate {
	p := &Plate{fill: fill, radius: radius, rect: canvas.NewRectangle(color.Transparent)}
	p.ExtendBaseWidget(p)
	return p
}

// Outline adds an outline and returns the plate.
func (p *Plate) Outline(role fyne.ThemeColorName, width float32) *Plate {
	p.stroke, p.width = role, width
	return p
}

// SetFill changes the colour.
func (p *Plate) SetFill(role fyne.ThemeColorName) {
	if p.fill != role {
		p.fill = role
		p.Refresh()
	}
}

// SetOutline changes the outline; an empty role takes it away.
func (p *Plate) SetOutline(role fyne.ThemeColorName, width float32) {
	if p.stroke != role || p.width != width {
		p.stroke, p.width = role, width
		p.Refresh()
	}
}

// SetRadius changes the corner radius.
func (p *Plate) SetRadius(px float32) {
	if p.radius != px {
		p.radius = px
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *Plate) CreateRenderer() fyne.WidgetRenderer {
	r := &plateRenderer{p}
	r.paint()
	return r
}

type plateRenderer struct{ p *Plate }

func (r *plateRenderer) Destroy()                     {}
func (r *plateRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *plateRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.rect} }

func (r *plateRenderer) Layout(size fyne.Size) {
	w := r.p.width
	Put(r.p.rect, w/2, w/2, size.Width-w, size.Height-w)
}

func (r *plateRenderer) Refresh() {
	r.paint()
	r.Layout(r.p.Size())
	r.p.rect.Refresh()
}

func (r *plateRenderer) paint() {
	p := r.p
	p.rect.FillColor, p.rect.StrokeColor = color.Transparent, color.Transparent
	if p.fill != "" {
		p.rect.FillColor = theme.Color(p.fill)
	}
	if p.stroke != "" {
		p.rect.StrokeColor = theme.Color(p.stroke)
	}
	p.rect.StrokeWidth, p.rect.CornerRadius = p.width, p.radius
}
