package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Health is how a service or reader is. Each has its own shape, not only its colour.
type Health int

// The states: a filled disc, a ring, a square.
const (
	HealthOK Health = iota
	HealthCare
	HealthAway
)

// HealthMark is the shape and always a word.
type HealthMark struct {
	widget.BaseWidget
	state Health
	disc  *canvas.Circle
	box   *canvas.Rectangle
	label *Label
}

const healthDot = 12

// NewHealthMark returns a mark with a word of 16 px.
func NewHealthMark(state Health, word string) *HealthMark {
	return newHealthMark(state, word, theme.TextCaption, false)
}

// NewBoldHealthMark returns a mark with a bold word of 18 px, for a reader's line.
func NewBoldHealthMark(state Health, word string) *HealthMark {
	return newHealthMark(state, word, theme.TextSecond, true)
}

func newHealthMark(state Health, word string, px float32, bold bool) *HealthMark {
	role := theme.Ink2
	if bold {
		role = theme.Ink
	}
	h := &HealthMark{state: state, disc: canvas.NewCircle(color.Transparent), box: canvas.NewRectangle(color.Transparent), label: NewLabel(word, px, role)}
	h.label.bold = bold
	h.ExtendBaseWidget(h)
	return h
}

// Set changes state and word.
func (h *HealthMark) Set(state Health, word string) {
	if h.state == state && h.label.text == word {
		return
	}
	h.state = state
	h.label.SetText(word)
	h.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (h *HealthMark) AccessibilityLabel() string { return h.label.Text() }

// AccessibilityRole implements fyne.Accessible.
func (h *HealthMark) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (h *HealthMark) CreateRenderer() fyne.WidgetRenderer {
	return render(h, func() fyne.Size { return fyne.NewSize(healthDot+8+h.label.NaturalWidth(), h.label.lineHeight()) }, h.layout, h.paint, h.disc, h.box, h.label)
}

func (h *HealthMark) layout(size fyne.Size) {
	side := float32(healthDot)
	if h.state == HealthCare {
		side -= 3
	}
	pos := fyne.NewPos((healthDot-side)/2, (size.Height-side)/2)
	h.disc.Move(pos)
	h.disc.Resize(fyne.NewSquareSize(side))
	h.box.Move(pos)
	h.box.Resize(fyne.NewSquareSize(side))
	h.label.Move(fyne.NewPos(healthDot+8, 0))
	h.label.Resize(fyne.NewSize(size.Width-healthDot-8, size.Height))
}

func (h *HealthMark) paint() {
	h.disc.Hide()
	h.box.Hide()
	switch h.state {
	case HealthOK:
		h.disc.FillColor, h.disc.StrokeWidth = theme.Color(theme.GoodDot), 0
		h.disc.Show()
	case HealthCare:
		h.disc.FillColor, h.disc.StrokeColor, h.disc.StrokeWidth = color.Transparent, theme.Color(theme.CareDot), 3
		h.disc.Show()
	default:
		fill(h.box, theme.Color(theme.BadDot), nil, 0, 2)
		h.box.Show()
	}
}
