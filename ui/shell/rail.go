package shell

import (
	"cmp"

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
	PlaceHistory   Place = "history"
	PlaceHolds     Place = "holds"
	PlaceAttention Place = "attention"
	PlaceReaders   Place = "readers"
	PlaceDay       Place = "day"
	PlaceSettings  Place = "settings"
)

// RailVM says where one is and what waits elsewhere.
type RailVM struct {
	Current   Place
	Holds     int  // reserved on cards; the item is absent at 0 unless one is there
	Attention int  // things that need somebody; the item is absent at 0 unless one is there
	Reads     bool // an auditor looks: no readers, which are there to be used
	Settings  bool // whoever is signed in may open them
}

// Rail is the column of screens at the left edge.
type Rail struct {
	vm       RailVM
	items    []railItem // from the top
	holds    *kit.RailItem
	bell     *kit.RailItem
	readers  *kit.RailItem
	settings *kit.RailItem // at the foot
	bg, rule fyne.CanvasObject
	root     *fyne.Container
}

type railItem struct {
	place Place
	item  *kit.RailItem
}

// NewRail returns a rail; goTo is called with the place of a tapped item.
func NewRail(goTo func(Place)) *Rail {
	r := &Rail{bg: kit.NewBackdrop(theme.Surface), rule: kit.NewRule()}
	r.root = Free(r.place, r.bg, r.rule)
	add := func(icon, key string, place Place) *kit.RailItem {
		item := kit.NewRailItem(icon, assets.T(key), func() {
			if goTo != nil {
				goTo(place)
			}
		})
		r.items = append(r.items, railItem{place, item})
		r.root.Objects = append(r.root.Objects, item)
		return item
	}
	add("card", "rail.pay", PlacePay)
	add("history", "rail.history", PlaceHistory)
	r.holds = add("pause", "rail.holds", PlaceHolds)
	r.bell = add("bell", "rail.attention", PlaceAttention)
	r.readers = add("reader", "rail.readers", PlaceReaders)
	add("bars", "rail.day", PlaceDay)
	r.settings = add("sliders", "rail.settings", PlaceSettings)
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
	for _, i := range r.items {
		i.item.SetSelected(i.place == cmp.Or(r.vm.Current, PlacePay))
	}
	Shown(r.holds, r.vm.Holds > 0 || r.vm.Current == PlaceHolds)
	r.bell.SetCount(r.vm.Attention)
	Shown(r.readers, !r.vm.Reads)
	Shown(r.settings, r.vm.Settings)
	Shown(r.bell, r.vm.Attention > 0 || r.vm.Current == PlaceAttention)
	r.place(r.root.Size())
}

func (r *Rail) place(size fyne.Size) {
	Put(r.bg, 0, 0, size.Width, size.Height)
	Put(r.rule, size.Width-1, 0, 1, size.Height)
	y := float32(10)
	for _, i := range r.items {
		if !i.item.Visible() {
			continue
		}
		min := i.item.MinSize()
		w := fyne.Max(min.Width, size.Width-11) // the longest word needs the narrow rail's whole width
		if i.item == r.settings {
			y = fyne.Max(y, size.Height-min.Height-10)
		}
		Put(i.item, (size.Width-1-w)/2, y, w, min.Height)
		y += min.Height + theme.TargetGap
	}
}
