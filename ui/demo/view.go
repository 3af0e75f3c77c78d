package demo

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// declineTiles is how many declined cards have a tile of their own.
const declineTiles = 5

// tab is what the narrow panel shows under the devices.
type tab int

const (
	tabCards tab = iota
	tabCustomer
	tabWeather
	tabLog
	tabs
)

// View is the panel. It lays itself out for a window of its own, 620 px and wider, and for a drawer of 420 px.
type View struct {
	act Actions
	vm  VM
	tab tab

	bg       fyne.CanvasObject
	devices  []*device
	heading  *kit.Label
	letters  []*kit.Chip
	good     *kit.Button
	insert   *kit.Button
	declines *grid
	customer *grid
	weather  *grid
	log      *logView
	chips    [tabs]*kit.Chip
	more     *kit.Sheet
	moreGrid *grid
	close    *kit.Button
	root     *fyne.Container
}

// New builds the panel; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, bg: kit.NewBackdrop(theme.Page), heading: kit.NewHeading(assets.T("demo.customer"), theme.TextSubHeading), log: newLogView()}
	v.good = kit.NewActionButton(assets.T("demo.tap"), "contactless", kit.Good, func() { v.gesture(GestureTap, "") })
	v.insert = kit.NewActionButton(assets.T("demo.insert"), "insert-card", kit.Outline, func() { v.gesture(GestureInsert, "") })
	v.declines = newGrid(assets.T("demo.declined"))
	v.customer = newGrid(assets.T("demo.or"))
	v.customer.tile("walk", assets.T("demo.walk"), func() { v.gesture(GestureWalk, "") })
	v.customer.tile("cross", assets.T("demo.cancel"), func() { v.gesture(GestureCancel, "") })
	v.customer.tile("history", assets.T("demo.leave"), func() { v.gesture(GestureLeave, "") })
	v.weather = newGrid(assets.T("demo.weather"))
	for i, key := range []string{"demo.tab.cards", "demo.tab.customer", "demo.tab.weather", "demo.tab.log"} {
		v.chips[i] = kit.NewChip(assets.T(key), -1, func() {
			v.tab = tab(i)
			v.show()
		})
	}
	v.moreGrid = newGrid("")
	v.moreGrid.bare = true
	v.more = kit.NewSheet(kit.SheetParams{Title: assets.T("demo.more.title"), Content: v.moreGrid.root, Size: fyne.NewSize(720, 520), Closed: func() { v.more.Hide() }})
	v.more.Hide()
	v.close = kit.NewButton("", "cross", kit.Quiet, nil)
	v.close.SetName(assets.T("demo.close"))
	v.close.Hide()
	v.root = shell.Free(v.place, v.bg, v.heading, v.good, v.insert, v.declines.root, v.customer.root, v.weather.root, v.log.root,
		v.chips[0], v.chips[1], v.chips[2], v.chips[3], v.close, v.more)
	v.Set(VM{})
	return v
}

// Object is what a window or the drawer shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	v.vm = vm
	for len(v.devices) < len(vm.Devices) {
		i := len(v.devices)
		d := newDevice(v.act)
		letter := kit.NewChip("", -1, func() {
			if v.act.Select != nil {
				v.act.Select(v.vm.Devices[i].Letter)
			}
		})
		v.devices, v.letters = append(v.devices, d), append(v.letters, letter)
		objects := append([]fyne.CanvasObject{}, v.root.Objects[:len(v.root.Objects)-1]...) // the sheet stays on top
		v.root.Objects = append(objects, d.root, letter, v.more)
	}
	asking := false
	for i, d := range v.devices {
		if i < len(vm.Devices) {
			selected := vm.Devices[i].Letter == vm.Selected
			d.set(vm.Devices[i], selected)
			v.letters[i].SetWord(vm.Devices[i].Letter)
			v.letters[i].SetSelected(selected)
			asking = asking || selected && vm.Devices[i].Asking
		}
	}
	first := vm.Declines[:min(len(vm.Declines), declineTiles)]
	rest := vm.Declines[len(first):]
	v.declines.choices(first, 0, func(key string) { v.gesture(GestureDecline, key) })
	if len(rest) > 0 {
		v.declines.choices([]Choice{{Icon: "more", Label: assets.T("demo.more", "count", len(rest))}}, len(first), func(string) {
			v.more.Show()
			v.root.Refresh()
		})
	}
	v.moreGrid.choices(rest, 0, func(key string) {
		v.more.Hide()
		v.gesture(GestureDecline, key)
	})
	v.weather.choices(vm.Weather, 0, func(key string) {
		if v.act.Weather != nil {
			v.act.Weather(key)
		}
	})
	v.weather.choices([]Choice{{Icon: "two-arrows", Label: assets.T("demo.counter2"), Active: vm.Counter2, EndLabel: assets.T("demo.counter2.end")}}, len(vm.Weather), func(string) {
		if v.act.Counter2 != nil {
			v.act.Counter2()
		}
	})
	v.good.SetEnabled(asking)
	v.insert.SetEnabled(asking)
	for _, g := range []*grid{v.declines, v.customer} {
		for i, t := range g.tiles {
			t.SetEnabled(asking || g == v.declines && i == len(first))
		}
	}
	v.log.set(vm)
	v.show()
}

func (v *View) gesture(kind Gesture, card string) {
	if v.act.Gesture != nil {
		v.act.Gesture(kind, card)
	}
}

func (v *View) show() {
	for i, c := range v.chips {
		c.SetSelected(tab(i) == v.tab)
	}
	v.place(v.root.Size())
}

// selected is the index of the device the customer stands at.
func (v *View) selected() int {
	for i, d := range v.vm.Devices {
		if d.Letter == v.vm.Selected {
			return i
		}
	}
	return 0
}
