package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// TickMark is the box of a row that can be ticked. The row is the target; the mark only shows.
type TickMark struct {
	widget.BaseWidget
	on   bool
	box  *canvas.Rectangle
	tick *glyph
}

const tickSide = 40

// NewTickMark returns a box.
func NewTickMark(on bool) *TickMark {
	t := &TickMark{on: on, box: canvas.NewRectangle(color.Transparent), tick: newGlyph("check", 28)}
	t.ExtendBaseWidget(t)
	return t
}

// SetOn ticks the box or clears it.
func (t *TickMark) SetOn(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *TickMark) CreateRenderer() fyne.WidgetRenderer {
	return render(t, func() fyne.Size { return fyne.NewSquareSize(tickSide) }, func(s fyne.Size) {
		inset(t.box, s)
		t.tick.place((s.Width-t.tick.px)/2, (s.Height-t.tick.px)/2)
	}, t.paint, t.box, t.tick.img)
}

func (t *TickMark) paint() {
	if t.on {
		fill(t.box, theme.Color(theme.Accent), theme.Color(theme.Accent), 2, 10)
		t.tick.paint(theme.Color(theme.OnAccent))
		return
	}
	fill(t.box, theme.Color(theme.Surface), theme.Color(theme.Edge), 2, 10)
	t.tick.img.Hide()
}
