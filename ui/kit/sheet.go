package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// sheetFade is how long a sheet takes to appear; it does not slide.
const sheetFade = 120 * time.Millisecond

// Sheet is a modal card over a scrim on the canvas overlay stack. A tap on the scrim does nothing: a sheet has a way back of its own.
// The demo band above stays uncovered.
type Sheet struct {
	widget.BaseWidget
	on      fyne.Canvas
	band    bool
	size    fyne.Size
	title   *Label
	second  *Label
	close   *Button
	content fyne.CanvasObject
	scrim   *canvas.Rectangle
	bg      *canvas.Rectangle
	fade    *fyne.Animation
	share   float32 // of the scrim's final strength
}

// SheetParams says what a sheet shows.
type SheetParams struct {
	Title, Second string
	Content       fyne.CanvasObject
	Size          fyne.Size // of the card; the canvas limits it
	Band          bool      // leave the demo band uncovered
	Closed        func()    // called by the cross; nil leaves the cross out
}

// NewSheet prepares a sheet; Show puts it on a canvas.
func NewSheet(p SheetParams) *Sheet {
	s := &Sheet{band: p.Band, size: p.Size, content: p.Content, scrim: canvas.NewRectangle(color.Transparent), bg: canvas.NewRectangle(color.Transparent),
		title: NewHeading(p.Title, theme.TextHeading).Shrinks(), second: NewLabel(p.Second, theme.TextSecond, theme.Ink2).Shrinks(), share: 1}
	s.close = NewButton("", "cross", Quiet, func() {
		s.Dismiss()
		if p.Closed != nil {
			p.Closed()
		}
	})
	s.close.SetName(assets.T("sheet.close"))
	if p.Closed == nil {
		s.close.Hide()
	}
	s.fade = fyne.NewAnimation(sheetFade, func(f float32) {
		s.share = f
		s.tintScrim()
		s.scrim.Refresh()
	})
	s.ExtendBaseWidget(s)
	return s
}

// ShowOn puts the sheet over everything on the canvas.
func (s *Sheet) ShowOn(c fyne.Canvas) {
	s.on = c
	c.Overlays().Add(s)
	s.Resize(c.Size())
	if !theme.Current().LessMotion() {
		s.fade.Start()
	}
}

// Dismiss takes the sheet away. Calling it twice does nothing.
func (s *Sheet) Dismiss() {
	s.fade.Stop()
	if s.on != nil {
		s.on.Overlays().Remove(s)
		s.on = nil
	}
}

// Shown reports whether the sheet is on a canvas.
func (s *Sheet) Shown() bool { return s.on != nil }

// SetHeading changes title and second line.
func (s *Sheet) SetHeading(title, second string) {
	s.title.SetText(title)
	s.second.SetText(second)
}

// Tapped swallows taps beside the card.
func (s *Sheet) Tapped(*fyne.PointEvent) {}

// BlocksTaps implements Blocker.
func (s *Sheet) BlocksTaps() {}

// CreateRenderer implements fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	return render(s, func() fyne.Size { return fyne.Size{} }, s.layout, s.paint, s.scrim, s.bg, s.title, s.second, s.close, s.content)
}

func (s *Sheet) layout(size fyne.Size) {
	top := float32(0)
	if s.band {
		top = theme.BandHeight
	}
	s.scrim.Move(fyne.NewPos(0, top))
	s.scrim.Resize(fyne.NewSize(size.Width, size.Height-top))
	p := theme.Screen()
	room := fyne.NewSize(size.Width-2*p.ScreenEdge, size.Height-top-2*p.ScreenEdge)
	card := fyne.NewSize(fyne.Min(s.size.Width, room.Width), fyne.Min(s.size.Height, room.Height))
	pos := fyne.NewPos((size.Width-card.Width)/2, top+(size.Height-top-card.Height)/2)
	s.bg.Move(pos)
	s.bg.Resize(card)
	pad := float32(28)
	if p.Tight {
		pad = 20
	}
	cross := p.Button
	s.close.Move(pos.AddXY(card.Width-pad-cross, pad+4))
	s.close.Resize(fyne.NewSquareSize(cross))
	wide := card.Width - 2*pad
	if s.close.Visible() {
		wide -= cross + 12
	}
	s.title.Move(pos.AddXY(pad, pad))
	s.title.Resize(fyne.NewSize(wide, 40))
	s.second.Move(pos.AddXY(pad, pad+40))
	s.second.Resize(fyne.NewSize(wide, 26))
	head := float32(88)
	if s.second.text == "" {
		head = 64
	}
	s.content.Move(pos.AddXY(pad, pad+head))
	s.content.Resize(fyne.NewSize(card.Width-2*pad, card.Height-2*pad-head))
}

func (s *Sheet) tintScrim() {
	c := color.NRGBAModel.Convert(theme.Color(theme.Scrim)).(color.NRGBA)
	c.A = uint8(float32(c.A) * s.share)
	s.scrim.FillColor = c
}

func (s *Sheet) paint() {
	s.tintScrim()
	fill(s.bg, theme.Color(theme.Surface), theme.Color(theme.Line), 0, theme.RadiusSheet)
	s.bg.Shadow = canvas.Shadow{}
	if theme.Current().Mode().Dark() {
		s.bg.StrokeWidth = 1
	} else {
		s.bg.Shadow = canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: 40, Offset: fyne.NewPos(0, 12)}
	}
}
