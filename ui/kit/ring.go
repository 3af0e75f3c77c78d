package kit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// RingMode says what the ring around a state's icon does.
type RingMode int

// The modes: RingSpin turns while a wait has no deadline, RingFill shows how much of a deadline is gone, RingFull is a final state,
// RingStopped a final state in which nothing happened.
const (
	RingSpin RingMode = iota
	RingFill
	RingFull
	RingStopped
)

// spinTurn is the time of one turn of the waiting ring.
const spinTurn = 1600 * time.Millisecond

const (
	spinArc  = 72 // degrees of the turning arc
	roundEnd = 3  // degrees a round end stands out beyond the angle it means
	cutout   = 0.9
	discPart = 0.77 // of the ring's diameter
	iconPart = 0.38
)

// StateRing is the ring, disc and icon on the overlay's panel, all white on the panel's colour.
type StateRing struct {
	widget.BaseWidget
	mode     RingMode
	fraction float32
	still    bool
	turn     float32

	track, arc *canvas.Arc
	rim, disc  *canvas.Circle
	icon       *glyph
	anim       *fyne.Animation
}

// NewStateRing returns a ring; its diameter comes from the profile.
func NewStateRing(icon string) *StateRing {
	r := &StateRing{icon: newGlyph(icon, 84), track: canvas.NewArc(0, 360, cutout, color.Transparent),
		arc: canvas.NewArc(0, spinArc, cutout, color.Transparent), rim: canvas.NewCircle(color.Transparent), disc: canvas.NewCircle(color.Transparent)}
	r.anim = fyne.NewAnimation(spinTurn, func(f float32) {
		r.turn = f * 360
		r.aim()
		r.arc.Refresh()
	})
	r.anim.RepeatCount = fyne.AnimationRepeatForever
	r.anim.Curve = fyne.AnimationLinear
	r.ExtendBaseWidget(r)
	return r
}

// Set changes icon and mode; fraction counts for RingFill only, 0 to 1.
func (r *StateRing) Set(icon string, mode RingMode, fraction float32) {
	fraction = fyne.Min(fyne.Max(fraction, 0), 1)
	if r.icon.name == icon && r.mode == mode && r.fraction == fraction {
		return
	}
	r.icon.name, r.mode, r.fraction = icon, mode, fraction
	r.Refresh()
}

// SetMoving stops the turning while the ring cannot be seen, and lets it go on.
func (r *StateRing) SetMoving(on bool) {
	if r.still == !on {
		return
	}
	r.still = !on
	r.run()
}

// Hide stops the turning and hides the ring.
func (r *StateRing) Hide() {
	r.anim.Stop()
	r.BaseWidget.Hide()
}

// Show shows the ring and lets it turn if it should.
func (r *StateRing) Show() {
	r.BaseWidget.Show()
	r.run()
}

// moves reports whether the ring turns just now.
func (r *StateRing) moves() bool {
	return r.mode == RingSpin && !r.still && r.Visible() && !theme.Current().LessMotion()
}

func (r *StateRing) run() {
	if r.moves() {
		r.anim.Start()
	} else {
		r.anim.Stop()
		r.turn = 0
	}
}

func (r *StateRing) aim() {
	switch {
	case r.mode == RingSpin:
		r.arc.StartAngle, r.arc.EndAngle = r.turn-roundEnd, r.turn+spinArc+roundEnd
	case r.mode == RingFill && r.fraction < 0.98:
		r.arc.StartAngle, r.arc.EndAngle = -roundEnd, 360*r.fraction+roundEnd
	default:
		r.arc.StartAngle, r.arc.EndAngle = 0, 360
	}
}

// CreateRenderer implements fyne.Widget.
func (r *StateRing) CreateRenderer() fyne.WidgetRenderer {
	return render(r, func() fyne.Size { return fyne.NewSquareSize(theme.Screen().Ring) }, r.layout, r.paint,
		r.rim, r.track, r.arc, r.disc, r.icon.img)
}

func (r *StateRing) layout(size fyne.Size) {
	d := fyne.Min(size.Width, size.Height)
	origin := fyne.NewPos((size.Width-d)/2, (size.Height-d)/2)
	centred := func(o fyne.CanvasObject, side float32) {
		o.Move(origin.AddXY((d-side)/2, (d-side)/2))
		o.Resize(fyne.NewSquareSize(side))
	}
	centred(r.track, d)
	centred(r.arc, d)
	centred(r.rim, d-r.rim.StrokeWidth)
	centred(r.disc, d*discPart)
	r.icon.px = d * iconPart
	r.icon.place(origin.X+(d-r.icon.px)/2, origin.Y+(d-r.icon.px)/2)
}

func (r *StateRing) paint() {
	white := theme.Color(theme.White)
	r.disc.FillColor = theme.Color(theme.WhiteSoft)
	r.track.FillColor, r.arc.FillColor = theme.Color(theme.WhiteTrack), white
	r.arc.CornerRadius = theme.Screen().Ring * (1 - cutout) / 4
	r.rim.StrokeColor, r.rim.StrokeWidth = theme.Color(theme.WhiteRim), 4
	setShown(r.rim, r.mode == RingStopped)
	setShown(r.track, r.mode == RingSpin || r.mode == RingFill)
	setShown(r.arc, r.mode != RingStopped && (r.mode != RingFill || r.fraction > 0))
	r.icon.paint(white)
	r.run()
	r.aim()
}
