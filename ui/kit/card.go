package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Card is a raised surface around a content: a soft shadow in the light theme, a line in the dark one.
type Card struct {
	widget.BaseWidget
	content fyne.CanvasObject
	pad     float32
	radius  float32
	flat    bool
	role    fyne.ThemeColorName
	bg      *canvas.Rectangle
}

// NewCard returns a card with the given inset around its content.
func NewCard(content fyne.CanvasObject, inset float32) *Card {
	c := &Card{content: content, pad: inset, radius: theme.RadiusCard, role: theme.Surface, bg: canvas.NewRectangle(color.Transparent)}
	c.ExtendBaseWidget(c)
	return c
}

// Flat leaves out the shadow, for a card on a card, and returns the card.
func (c *Card) Flat() *Card { c.flat = true; return c }

// Sunk fills the card with the page's colour, for a quotation on a surface, and returns the card.
func (c *Card) Sunk() *Card { c.flat, c.role = true, theme.Page; return c }

// Radius sets the corner radius and returns the card.
func (c *Card) Radius(px float32) *Card { c.radius = px; return c }

// CreateRenderer implements fyne.Widget.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	return render(c, func() fyne.Size { return c.content.MinSize().AddWidthHeight(2*c.pad, 2*c.pad) }, c.layout, c.paint, c.bg, c.content)
}

func (c *Card) layout(size fyne.Size) {
	inset(c.bg, size)
	c.content.Move(fyne.NewPos(c.pad, c.pad))
	c.content.Resize(fyne.NewSize(size.Width-2*c.pad, size.Height-2*c.pad))
}

func (c *Card) paint() {
	fill(c.bg, theme.Color(c.role), theme.Color(theme.Line), 1, c.radius)
	c.bg.Shadow = canvas.Shadow{}
	if !c.flat && !theme.Current().Mode().Dark() {
		c.bg.Shadow = cardShadow()
	}
}

func cardShadow() canvas.Shadow {
	return canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: 3, Offset: fyne.NewPos(0, 1)}
}

// Rule is a separator line of 1 px, in the direction of its longer side.
type Rule struct {
	widget.BaseWidget
	line *canvas.Rectangle
}

// NewRule returns a separator.
func NewRule() *Rule {
	r := &Rule{line: canvas.NewRectangle(color.Transparent)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *Rule) CreateRenderer() fyne.WidgetRenderer {
	return render(r, func() fyne.Size { return fyne.NewSquareSize(1) }, func(s fyne.Size) { r.line.Resize(s) },
		func() { r.line.FillColor = theme.Color(theme.Line) }, r.line)
}

// Backdrop fills the place behind a screen, panel or keyboard with a role's colour.
type Backdrop struct {
	widget.BaseWidget
	role fyne.ThemeColorName
	rect *canvas.Rectangle
}

// NewBackdrop returns a plain fill.
func NewBackdrop(role fyne.ThemeColorName) *Backdrop {
	b := &Backdrop{role: role, rect: canvas.NewRectangle(color.Transparent)}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *Backdrop) CreateRenderer() fyne.WidgetRenderer {
	return render(b, func() fyne.Size { return fyne.Size{} }, func(s fyne.Size) { b.rect.Resize(s) },
		func() { b.rect.FillColor = theme.Color(b.role) }, b.rect)
}

// Icon is a tinted icon of the set that follows the theme.
type Icon struct {
	widget.BaseWidget
	g    *glyph
	role fyne.ThemeColorName
}

// NewIcon returns an icon drawn at px by px.
func NewIcon(name string, role fyne.ThemeColorName, px float32) *Icon {
	i := &Icon{g: newGlyph(name, px), role: role}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes drawing and colour.
func (i *Icon) Set(name string, role fyne.ThemeColorName) {
	if i.g.name != name || i.role != role {
		i.g.name, i.role = name, role
		i.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	return render(i, func() fyne.Size { return fyne.NewSquareSize(i.g.px) },
		func(s fyne.Size) { i.g.place((s.Width-i.g.px)/2, (s.Height-i.g.px)/2) },
		func() { i.g.paint(theme.Color(i.role)) }, i.g.img)
}
