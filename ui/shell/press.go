package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Look is how a Press is drawn at rest.
type Look int

// The looks: a raised card, an outlined row, or nothing but its content.
const (
	Raised Look = iota
	Outlined
	Bare
)

// Press is a surface with any content that is one target: a person, a reader's card, an invoice among others. The content must hold
// no targets of its own.
type Press struct {
	widget.BaseWidget
	content fyne.CanvasObject
	bg      *canvas.Rectangle
	look    Look
	radius  float32
	name    string
	onTap   func()
	chosen  bool
	down    bool
	off     bool
}

var (
	_ kit.Target        = (*Press)(nil)
	_ desktop.Mouseable = (*Press)(nil)
	_ desktop.Hoverable = (*Press)(nil)
)

// NewPress returns a surface; name is what a screen reader says.
func NewPress(content fyne.CanvasObject, look Look, name string, tapped func()) *Press {
	p := &Press{content: content, look: look, name: name, onTap: tapped, radius: theme.RadiusKey, bg: canvas.NewRectangle(color.Transparent)}
	p.ExtendBaseWidget(p)
	return p
}

// Radius sets the corner radius and returns the surface.
func (p *Press) Radius(px float32) *Press { p.radius = px; return p }

// SetName changes what a screen reader says.
func (p *Press) SetName(s string) { p.name = s }

// SetOnTapped replaces what a tap does.
func (p *Press) SetOnTapped(f func()) { p.onTap = f }

// SetSelected says whether this is the chosen one: outline and soft fill.
func (p *Press) SetSelected(on bool) {
	if p.chosen != on {
		p.chosen = on
		p.Refresh()
	}
}

// SetEnabled says whether a tap does anything. A surface that is off keeps its look: what cannot be chosen says why in words.
func (p *Press) SetEnabled(on bool) {
	if p.off == on {
		p.off, p.down = !on, false
		p.Refresh()
	}
}

// Enabled reports whether a tap does anything.
func (p *Press) Enabled() bool { return !p.off }

// Tapped implements fyne.Tappable.
func (p *Press) Tapped(*fyne.PointEvent) {
	p.press(false)
	if !p.off && p.onTap != nil {
		p.onTap()
	}
}

// MouseDown shows the pressed colour.
func (p *Press) MouseDown(*desktop.MouseEvent) { p.press(true) }

// MouseUp takes the pressed colour away.
func (p *Press) MouseUp(*desktop.MouseEvent) { p.press(false) }

// MouseIn does nothing: the pointer rests where the last tap was.
func (p *Press) MouseIn(*desktop.MouseEvent) {}

// MouseMoved does nothing.
func (p *Press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the pressed colour away.
func (p *Press) MouseOut() { p.press(false) }

func (p *Press) press(down bool) {
	down = down && !p.off
	if p.down != down {
		p.down = down
		p.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (p *Press) AccessibilityLabel() string { return p.name }

// AccessibilityRole implements fyne.Accessible.
func (p *Press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// TargetMM implements kit.Target.
func (p *Press) TargetMM() float32 { return theme.OrdinaryMM }

// CreateRenderer implements fyne.Widget.
func (p *Press) CreateRenderer() fyne.WidgetRenderer {
	r := &pressRenderer{p}
	r.paint()
	return r
}

type pressRenderer struct{ p *Press }

func (r *pressRenderer) Destroy() {}

func (r *pressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.bg, r.p.content}
}

func (r *pressRenderer) MinSize() fyne.Size { return r.p.content.MinSize() }

func (r *pressRenderer) Layout(size fyne.Size) {
	w := r.p.bg.StrokeWidth
	Put(r.p.bg, w/2, w/2, size.Width-w, size.Height-w)
	Put(r.p.content, 0, 0, size.Width, size.Height)
}

func (r *pressRenderer) Refresh() {
	r.paint()
	r.Layout(r.p.Size())
	r.p.bg.Refresh()
	r.p.content.Refresh()
}

func (r *pressRenderer) paint() {
	p := r.p
	fill, stroke, width := color.Color(color.Transparent), color.Color(color.Transparent), float32(0)
	if p.look != Bare {
		fill, stroke, width = theme.Color(theme.Surface), theme.Color(theme.Line), 1
	}
	switch {
	case p.down:
		fill = theme.Color(theme.Sunken)
	case p.chosen:
		fill, stroke, width = theme.Color(theme.AccentSoft), theme.Color(theme.Accent), 2.5
	}
	p.bg.FillColor, p.bg.StrokeColor, p.bg.StrokeWidth, p.bg.CornerRadius = fill, stroke, width, p.radius
	p.bg.Shadow = canvas.Shadow{}
	if p.look == Raised && !p.chosen && !theme.Current().Mode().Dark() {
		p.bg.Shadow = canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: 3, Offset: fyne.NewPos(0, 1)}
	}
}
