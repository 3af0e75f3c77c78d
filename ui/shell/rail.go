package shell

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Place names a screen of the rail.
type Place string

// The places a rail can lead to. What nobody may open, or what has nothing in it, is absent and not grey.
const (
	PlacePay       Place = "pay"
	PlaceAttention Place = "attention"
)

// RailVM says where one is and what waits elsewhere.
type RailVM struct {
	Current   Place
	Attention int // things that need somebody; the item is absent at 0 unless one is there
}

// Rail is the column of screens at the left edge.
type Rail struct {
	vm        RailVM
	pay, bell *kit.RailItem
	bg, rule  fyne.CanvasObject
	root      *fyne.Container
}

// NewRail returns a rail; goTo is called with the place of a tapped item.
func NewRail(goTo func(Place)) *Rail {
	r := &Rail{bg: kit.NewBackdrop(theme.Surface), rule: kit.NewRule()}
	item := func(icon, key string, place Place) *kit.RailItem {
		return kit.NewRailItem(icon, assets.T(key), func() {
			if goTo != nil {
				goTo(place)
			}
		})
	}
	r.pay = item("card", "rail.pay", PlacePay)
	r.bell = item("bell", "rail.attention", PlaceAttention)
	r.root = Free(r.place, r.bg, r.rule, r.pay, r.bell)
	r.apply()
	return r
}

// Object is what the shell shows.
func (r *Rail) Object() fyne.CanvasObject { return r.root }

// Set changes place and counts.
func (r *Rail) Set(vm RailVM) {
	if r.vm != vm {
		r.vm = vm
		r.apply()
	}
}

func (r *Rail) apply() {
	r.pay.SetSelected(r.vm.Current != PlaceAttention)
	r.bell.SetSelected(r.vm.Current == PlaceAttention)
	r.bell.SetCount(r.vm.Attention)
	Shown(r.bell, r.vm.Attention > 0 || r.vm.Current == PlaceAttention)
}

func (r *Rail) place(size fyne.Size) {
	Put(r.bg, 0, 0, size.Width, size.Height)
	Put(r.rule, size.Width-1, 0, 1, size.Height)
	y := float32(10)
	for _, item := range []*kit.RailItem{r.pay, r.bell} {
		min := item.MinSize()
		w := fyne.Max(min.Width, size.Width-11) // the longest word needs the narrow rail's whole width
		Put(item, (size.Width-1-w)/2, y, w, min.Height)
		y += min.Height + theme.TargetGap
	}
}
