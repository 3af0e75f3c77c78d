package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Shell is the content of a window. Its layers, from below: the screen (with the rail beside it or without), the payment overlay, a
// sheet, the demo's drawer, the band. Layers live in one tree and not on the canvas overlay stack, so that the demo's drawer can be
// used while the overlay shows and the band tops scrims too. A layer hides what is under it from fingers by its own surface.
type Shell struct {
	root    *fyne.Container
	page    fyne.CanvasObject
	band    *kit.DemoBand
	rail    *Rail
	screen  *fyne.Container
	overlay *fyne.Container
	sheet   *fyne.Container
	drawer  *fyne.Container
	railOn  bool
}

// New returns an empty shell; goTo is called by the rail.
func New(goTo func(Place)) *Shell {
	s := &Shell{page: kit.NewBackdrop(theme.Page), band: kit.NewDemoBand(""), rail: NewRail(goTo),
		screen: container.NewStack(), overlay: container.NewStack(), sheet: container.NewStack(), drawer: container.NewStack()}
	s.band.Hide()
	s.rail.Object().Hide()
	s.root = Free(s.place, s.page, s.screen, s.rail.Object(), s.overlay, s.sheet, s.drawer, s.band)
	return s
}

// Object is the window's content.
func (s *Shell) Object() fyne.CanvasObject { return s.root }

// SetBand shows the words of demo or test mode; empty words, live mode, show no band.
func (s *Shell) SetBand(words string) {
	s.band.SetWords(words)
	Shown(s.band, words != "")
	s.place(s.root.Size())
}

// SetScreen shows a screen, beside the rail or filling the window.
func (s *Shell) SetScreen(o fyne.CanvasObject, rail bool) {
	s.railOn = rail
	Shown(s.rail.Object(), rail)
	s.place(s.root.Size())
	only(s.screen, o)
}

// SetRail says where the rail stands.
func (s *Shell) SetRail(vm RailVM) { s.rail.Set(vm) }

// SetOverlay shows the payment overlay over screen and rail; nil takes it away.
func (s *Shell) SetOverlay(o fyne.CanvasObject) { only(s.overlay, o) }

// SetSheet shows a sheet over everything but drawer and band; nil takes it away.
func (s *Shell) SetSheet(o fyne.CanvasObject) { only(s.sheet, o) }

// SetDrawer shows the demo's drawer; nil takes it away.
func (s *Shell) SetDrawer(o fyne.CanvasObject) { only(s.drawer, o) }

// only makes o the one child of a layer and touches nothing when it is already.
func only(layer *fyne.Container, o fyne.CanvasObject) {
	switch {
	case o == nil && len(layer.Objects) == 0, len(layer.Objects) == 1 && layer.Objects[0] == o:
		return
	case o == nil:
		layer.RemoveAll()
	default:
		layer.Objects = []fyne.CanvasObject{o}
		layer.Refresh()
	}
}

func (s *Shell) place(size fyne.Size) {
	top := float32(0)
	if s.band.Visible() {
		top = theme.BandHeight
	}
	Put(s.page, 0, 0, size.Width, size.Height)
	Put(s.band, 0, 0, size.Width, theme.BandHeight)
	left := float32(0)
	if s.railOn {
		left = theme.Screen().RailWidth
	}
	Put(s.rail.Object(), 0, top, theme.Screen().RailWidth, size.Height-top)
	Put(s.screen, left, top, size.Width-left, size.Height-top)
	for _, layer := range []*fyne.Container{s.overlay, s.sheet, s.drawer} {
		Put(layer, 0, top, size.Width, size.Height-top)
	}
}
