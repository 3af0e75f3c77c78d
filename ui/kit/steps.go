package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Step is one of the four bars: the future is a noun, the present a verb, the past a fact with a tick.
type Step struct {
	Label string
	Done  bool    // tick; the bar is full
	Now   bool    // bold
	Fill  float32 // 0 to 1, used while not Done
}

// StepBars shows how far a payment is.
type StepBars struct {
	widget.BaseWidget
	tone  Tone
	steps [4]Step
	cells [4]stepCell
}

type stepCell struct {
	track, bar *canvas.Rectangle
	tick       *glyph
	label      *Label
}

const (
	stepBarHeight = 6
	stepGap       = 10
	stepTick      = 18
)

// NewStepBars returns four empty bars.
func NewStepBars() *StepBars {
	s := &StepBars{}
	for i := range s.cells {
		s.cells[i] = stepCell{track: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
			tick: newGlyph("check", stepTick), label: NewLabel("", theme.TextCaption, theme.Ink3)}
	}
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the steps; tone is ToneOK for charged, ToneHeld for reserved, anything else is on its way.
func (s *StepBars) Set(steps [4]Step, tone Tone) {
	if s.steps == steps && s.tone == tone {
		return
	}
	s.steps, s.tone = steps, tone
	s.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *StepBars) CreateRenderer() fyne.WidgetRenderer {
	var objects []fyne.CanvasObject
	for _, c := range s.cells {
		objects = append(objects, c.track, c.bar, c.tick.img, c.label)
	}
	return render(s, func() fyne.Size { return fyne.NewSize(400, 36) }, s.layout, s.paint, objects...)
}

func (s *StepBars) layout(size fyne.Size) {
	w := (size.Width - 3*stepGap) / 4
	for i, c := range s.cells {
		x := float32(i) * (w + stepGap)
		c.track.Move(fyne.NewPos(x, 0))
		c.track.Resize(fyne.NewSize(w, stepBarHeight))
		part := s.steps[i].Fill
		if s.steps[i].Done {
			part = 1
		}
		c.bar.Move(fyne.NewPos(x, 0))
		c.bar.Resize(fyne.NewSize(w*part, stepBarHeight))
		lead := float32(0)
		if s.steps[i].Done {
			lead = stepTick + 6
			c.tick.place(x, 17)
		}
		c.label.Move(fyne.NewPos(x+lead, 15))
		c.label.Resize(fyne.NewSize(w-lead, 22))
	}
}

func (s *StepBars) paint() {
	bar := theme.Accent
	switch s.tone {
	case ToneOK:
		bar = theme.StepOK
	case ToneHeld:
		bar = theme.StepHeld
	}
	for i, c := range s.cells {
		step := s.steps[i]
		fill(c.track, theme.Color(theme.Sunken), nil, 0, stepBarHeight/2)
		fill(c.bar, theme.Color(bar), nil, 0, stepBarHeight/2)
		if !step.Done && step.Fill > 0 && step.Fill < 1 { // a running bar ends square: it is not finished
			c.bar.TopRightCornerRadius, c.bar.BottomRightCornerRadius = 0.01, 0.01
			c.bar.TopLeftCornerRadius, c.bar.BottomLeftCornerRadius = 3, 3
		} else {
			c.bar.TopRightCornerRadius, c.bar.BottomRightCornerRadius = 0, 0
		}
		if !step.Done && step.Fill == 0 {
			c.bar.Hide()
		} else {
			c.bar.Show()
		}
		role := theme.Ink3
		switch {
		case step.Done:
			role = theme.Ink2
		case step.Now:
			role = theme.Ink
		}
		c.label.SetText(step.Label)
		c.label.SetBold(step.Now && !step.Done)
		c.label.SetRole(role)
		if step.Done {
			c.tick.paint(theme.Color(theme.Ink2))
		} else {
			c.tick.img.Hide()
		}
	}
}
