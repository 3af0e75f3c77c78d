package shell

import (
	"fyne.io/fyne/v2"
)

// placing is a fyne.Layout made of one function, for screens that place their parts by hand. It asks for no room of its own: a
// screen takes what the window has.
type placing func(size fyne.Size)

func (p placing) MinSize([]fyne.CanvasObject) fyne.Size        { return fyne.Size{} }
func (p placing) Layout(_ []fyne.CanvasObject, size fyne.Size) { p(size) }

// Free returns a container whose parts are placed by a function. The function also runs when the theme changes.
func Free(place func(size fyne.Size), objects ...fyne.CanvasObject) *fyne.Container {
	c := &fyne.Container{Objects: objects}
	c.Layout = placing(place)
	return c
}

// Put moves and resizes in one go.
func Put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(fyne.Max(w, 0), fyne.Max(h, 0)))
}

// Shown shows or hides, and touches nothing when nothing changes.
func Shown(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// Pick returns one of two values: the small screen's or the large one's, mostly.
func Pick[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}
