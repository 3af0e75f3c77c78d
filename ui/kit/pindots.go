package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// PINDots shows how many digits were typed. With a fixed length the missing ones are rings; with length 0 only what was typed
// shows, so that nobody learns how long a PIN is.
type PINDots struct {
	widget.BaseWidget
	length, typed int
	dots          []*canvas.Circle
}

const (
	pinDot      = 22
	pinGap      = 24
	pinDotLimit = 12
)

// NewPINDots returns dots for a PIN of a fixed length, or of unknown length when length is 0.
func NewPINDots(length int) *PINDots {
	p := &PINDots{length: length}
	for range pinDotLimit {
		p.dots = append(p.dots, canvas.NewCircle(color.Transparent))
	}
	p.ExtendBaseWidget(p)
	return p
}

// SetTyped changes how many digits were typed.
func (p *PINDots) SetTyped(n int) {
	n = min(n, pinDotLimit)
	if p.typed != n {
		p.typed = n
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *PINDots) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, d := range p.dots {
		objects = append(objects, d)
	}
	return render(p, func() fyne.Size { return fyne.NewSize(float32(max(p.length, 6))*(pinDot+pinGap)-pinGap, pinDot+2) }, p.layout, p.paint, objects...)
}

func (p *PINDots) shown() int { return max(p.length, p.typed) }

func (p *PINDots) layout(size fyne.Size) {
	n := float32(p.shown())
	x := (size.Width - n*pinDot - (n-1)*pinGap) / 2
	for i, d := range p.dots {
		side := float32(pinDot)
		if i >= p.typed {
			side -= 2 // the ring's stroke lies half outside
		}
		d.Move(fyne.NewPos(x+float32(i)*(pinDot+pinGap)+(pinDot-side)/2, (size.Height-side)/2))
		d.Resize(fyne.NewSquareSize(side))
	}
}

func (p *PINDots) paint() {
	for i, d := range p.dots {
		d.FillColor, d.StrokeColor, d.StrokeWidth = color.Transparent, theme.Color(theme.Edge), 2
		if i < p.typed {
			d.FillColor, d.StrokeWidth = theme.Color(theme.Ink), 0
		}
		if i < p.shown() {
			d.Show()
		} else {
			d.Hide()
		}
	}
}
