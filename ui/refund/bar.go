package refund

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// bar shows how a charge is divided: refunded, on its way (striped), refundable now.
type bar struct {
	widget.BaseWidget
	gone, away, free int64
	rects            [3]*canvas.Rectangle
	stripes          []*canvas.Rectangle
}

const (
	mostStripes = 64
	stripe      = 6 // px, and as much between two
)

func newBar() *bar {
	b := &bar{}
	for i := range b.rects {
		b.rects[i] = canvas.NewRectangle(color.Transparent)
	}
	for range mostStripes {
		b.stripes = append(b.stripes, canvas.NewRectangle(color.Transparent))
	}
	b.ExtendBaseWidget(b)
	return b
}

func (b *bar) set(gone, away, free int64) {
	if b.gone != gone || b.away != away || b.free != free {
		b.gone, b.away, b.free = gone, away, free
		b.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b: b}
	for _, o := range b.rects {
		r.objects = append(r.objects, o)
	}
	for _, o := range b.stripes {
		r.objects = append(r.objects, o)
	}
	return r
}

type barRenderer struct {
	b       *bar
	objects []fyne.CanvasObject
}

func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(60, 8) }
func (r *barRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *barRenderer) Refresh() {
	r.Layout(r.b.Size())
	for _, o := range r.objects {
		o.Refresh()
	}
}

// Layout gives each part its share of the width; a part that is there is never too thin to be seen.
func (r *barRenderer) Layout(size fyne.Size) {
	b := r.b
	parts := [3]int64{b.gone, b.away, b.free}
	colours := [3]fyne.ThemeColorName{theme.Ink2, theme.WarnSoft, theme.Accent}
	total := max(b.gone+b.away+b.free, 1)
	var widths [3]float32
	largest, rest := 0, size.Width
	for i, p := range parts {
		if p > 0 {
			widths[i] = fyne.Max(size.Width*float32(float64(p)/float64(total)), 2*stripe)
		}
		if p > parts[largest] {
			largest = i
		}
		rest -= widths[i]
	}
	widths[largest] += rest
	x, last := float32(0), 0
	for i := range parts {
		if parts[i] > 0 {
			last = i
		}
	}
	for i, rect := range b.rects {
		rect.FillColor = theme.Color(colours[i])
		var left, right float32
		if x == 0 {
			left = size.Height / 2
		}
		if i == last {
			right = size.Height / 2
		}
		rect.TopLeftCornerRadius, rect.BottomLeftCornerRadius, rect.TopRightCornerRadius, rect.BottomRightCornerRadius = left, left, right, right
		rect.Move(fyne.NewPos(x, 0))
		rect.Resize(fyne.NewSize(widths[i], size.Height))
		if i == 1 {
			b.layoutStripes(x, widths[i], size.Height)
		}
		x += widths[i]
	}
}

func (b *bar) layoutStripes(x, width, height float32) {
	step := fyne.Max(2*stripe, width/mostStripes)
	n := 0
	for at := float32(0); at < width && n < len(b.stripes); at += step {
		s := b.stripes[n]
		s.FillColor = theme.Color(theme.Warn)
		s.Move(fyne.NewPos(x+at, 0))
		s.Resize(fyne.NewSize(fyne.Min(step/2, width-at), height))
		s.Show()
		n++
	}
	for _, s := range b.stripes[n:] {
		s.Hide()
	}
}
