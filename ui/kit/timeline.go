package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Moment is one line of a timeline: ToneOK and ToneBad get a disc with tick or cross, all else a small dot.
type Moment struct {
	Time, What, More string
	Tone             Tone
}

// Timeline is the life of a payment, oldest first, with seconds.
type Timeline struct {
	widget.BaseWidget
	moments []Moment
	rows    []momentRow
	drawn   *fyne.Container
}

type momentRow struct {
	time, what, more *Label
	line             *canvas.Rectangle
	disc             *canvas.Circle
	mark             *glyph
}

const (
	momentHeight = 66
	momentAxis   = 99
	momentWords  = 128
	momentDisc   = 26
	momentDot    = 14
)

// NewTimeline returns an empty timeline.
func NewTimeline() *Timeline {
	t := &Timeline{drawn: &fyne.Container{}}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows moments; rows that exist already are used again.
func (t *Timeline) Set(moments []Moment) {
	t.moments = moments
	for len(t.rows) < len(moments) {
		r := momentRow{time: NewLabel("", theme.TextCaption, theme.Ink2), what: NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks(),
			more: NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), line: canvas.NewRectangle(color.Transparent), disc: canvas.NewCircle(color.Transparent), mark: newGlyph("check", 18)}
		t.rows = append(t.rows, r)
		t.drawn.Objects = append(t.drawn.Objects, r.line, r.disc, r.mark.img, r.time, r.what, r.more)
	}
	t.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (t *Timeline) CreateRenderer() fyne.WidgetRenderer {
	return render(t, func() fyne.Size { return fyne.NewSize(240, float32(len(t.moments))*momentHeight) }, t.layout, t.paint, t.drawn)
}

func (t *Timeline) layout(size fyne.Size) {
	t.drawn.Resize(size)
	for i, r := range t.rows {
		y := float32(i) * momentHeight
		r.time.Move(fyne.NewPos(0, y+2))
		r.time.Resize(fyne.NewSize(76, 22))
		d := float32(momentDot)
		if t.marked(i) {
			d = momentDisc
		}
		r.disc.Move(fyne.NewPos(momentAxis-d/2, y+13-d/2))
		r.disc.Resize(fyne.NewSquareSize(d))
		r.mark.place(momentAxis-9, y+4)
		r.line.Move(fyne.NewPos(momentAxis-1, y+28))
		r.line.Resize(fyne.NewSize(2, momentHeight-30))
		r.what.Move(fyne.NewPos(momentWords, y))
		r.what.Resize(fyne.NewSize(size.Width-momentWords, 25))
		r.more.Move(fyne.NewPos(momentWords, y+25))
		r.more.Resize(fyne.NewSize(size.Width-momentWords, 22))
	}
}

func (t *Timeline) marked(i int) bool {
	return i < len(t.moments) && (t.moments[i].Tone == ToneOK || t.moments[i].Tone == ToneBad)
}

func (t *Timeline) paint() {
	for i, r := range t.rows {
		on := i < len(t.moments)
		for _, o := range []fyne.CanvasObject{r.time, r.what, r.more, r.disc} {
			setShown(o, on)
		}
		setShown(r.line, on && i < len(t.moments)-1)
		if !on {
			r.mark.img.Hide()
			continue
		}
		m := t.moments[i]
		r.time.SetText(m.Time)
		r.what.SetText(m.What)
		r.more.SetText(m.More)
		r.line.FillColor = theme.Color(theme.Line)
		switch m.Tone {
		case ToneOK:
			r.disc.FillColor, r.mark.name = theme.Color(theme.PanelCharged), "check"
		case ToneBad:
			r.disc.FillColor, r.mark.name = theme.Color(theme.PanelDecline), "cross"
		default:
			r.disc.FillColor = theme.Color(theme.Edge)
		}
		if t.marked(i) {
			r.mark.paint(theme.Color(theme.White))
		} else {
			r.mark.img.Hide()
		}
	}
}
