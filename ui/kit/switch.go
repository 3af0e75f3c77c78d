package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// Switch is a setting that is on or off, with its words beside it; words and knob are one target.
type Switch struct {
	touch
	on      bool
	changed func(on bool)
	track   *canvas.Rectangle
	knob    *canvas.Circle
	label   *Label
}

const (
	switchWidth  = 60
	switchHeight = 34
)

// NewSwitch returns a switch.
func NewSwitch(label string, on bool, changed func(on bool)) *Switch {
	s := &Switch{on: on, changed: changed, track: canvas.NewRectangle(color.Transparent), knob: canvas.NewCircle(color.Transparent),
		label: NewLabel(label, theme.TextSecond, theme.Ink2)}
	s.name = label
	s.onTap = func() {
		s.SetOn(!s.on)
		if s.changed != nil {
			s.changed(s.on)
		}
	}
	s.ExtendBaseWidget(s)
	return s
}

// On reports the setting.
func (s *Switch) On() bool { return s.on }

// SetOn changes the setting without telling anybody.
func (s *Switch) SetOn(on bool) {
	if s.on != on {
		s.on = on
		s.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible and says the setting too.
func (s *Switch) AccessibilityLabel() string {
	if s.on {
		return s.name + ", " + assets.T("switch.on")
	}
	return s.name + ", " + assets.T("switch.off")
}

// CreateRenderer implements fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	return render(s, s.minSize, s.layout, s.paint, s.track, s.knob, s.label)
}

func (s *Switch) minSize() fyne.Size {
	return fyne.NewSize(switchWidth+12+s.label.NaturalWidth(), fyne.Max(48, theme.Screen().PX(theme.OrdinaryMM)))
}

func (s *Switch) layout(size fyne.Size) {
	top := (size.Height - switchHeight) / 2
	s.track.Move(fyne.NewPos(1, top+1))
	s.track.Resize(fyne.NewSize(switchWidth-2, switchHeight-2))
	const knob = switchHeight - 8
	x := float32(4)
	if s.on {
		x = switchWidth - knob - 4
	}
	s.knob.Move(fyne.NewPos(x, top+4))
	s.knob.Resize(fyne.NewSquareSize(knob))
	s.label.Move(fyne.NewPos(switchWidth+12, 0))
	s.label.Resize(fyne.NewSize(size.Width-switchWidth-12, size.Height))
}

func (s *Switch) paint() {
	track, stroke, knob := theme.Surface, theme.Edge, theme.Edge
	if s.on {
		track, stroke, knob = theme.Accent, theme.Accent, theme.OnAccent
	}
	if s.down {
		track = theme.SunkenDown
	}
	fill(s.track, theme.Color(track), theme.Color(stroke), 2, switchHeight/2)
	s.knob.FillColor = theme.Color(knob)
	role := theme.Ink2
	if s.off {
		role = theme.Ink3
	}
	s.label.SetRole(role)
}
