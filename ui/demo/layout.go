package demo

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// wideFrom is the width, highFrom the height at which devices and gestures stand side by side; singleBelow is the width under which
// one device shows.
const (
	wideFrom    = 1180
	highFrom    = 700
	singleBelow = 560
)

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	shell.Put(v.bg, 0, 0, size.Width, size.Height)
	shell.Put(v.more, 0, 0, size.Width, size.Height)
	wide := size.Width >= wideFrom && size.Height >= highFrom
	for _, c := range v.chips {
		shell.Shown(c, !wide)
	}
	for _, g := range []*grid{v.declines, v.customer, v.weather} {
		g.bare = !wide
	}
	shell.Shown(v.heading, wide)
	for _, d := range v.devices {
		d.headless = size.Width < singleBelow
	}
	v.good.SetIcon("contactless")
	if wide {
		v.placeWide(size)
	} else {
		v.placeNarrow(size)
	}
}

// placeWide is the window of its own: devices and log left, gestures and weather right.
func (v *View) placeWide(size fyne.Size) {
	const edge = 24
	top := float32(20)
	left := size.Width*0.447 - 2
	devices := fyne.Min(size.Height*0.52, 396)
	n := float32(max(len(v.vm.Devices), 1))
	gap := float32(18)
	w := (left - (n-1)*gap) / n
	for i, d := range v.devices {
		shell.Shown(d.root, i < len(v.vm.Devices))
		shell.Put(d.root, edge+float32(i)*(w+gap), top, w, devices)
	}
	y := top + devices + 14
	shell.Put(v.log.root, edge, y, left, size.Height-y-22)
	shell.Shown(v.log.root, true)

	x := edge + left + 28
	right := size.Width - x - edge
	v.placeLetters(size.Width-edge, top, theme.Screen().Chip, true)
	shell.Put(v.heading, x, top, right-300, theme.Screen().Chip)
	blocks := []*grid{v.declines, v.customer, v.weather}
	tap := theme.Screen().Action
	used := top + theme.Screen().Chip + tap + 22
	for _, g := range blocks {
		shell.Shown(g.root, true)
		used += g.height(3)
	}
	air := fyne.Max(fyne.Min((size.Height-used)/4, 40), 6)
	y = top + theme.Screen().Chip + air
	v.placeTap(x, y, right, tap)
	y += tap + air
	for _, g := range blocks {
		h := g.height(3)
		shell.Put(g.root, x, y, right, h)
		y += h + air
	}
}

func (v *View) placeTap(x, y, w, h float32) {
	insert := fyne.Max(v.insert.MinSize().Width-20, w*0.4)
	shell.Put(v.good, x, y, w-insert-theme.TargetGap, h)
	shell.Put(v.insert, x+w-insert, y, insert, h)
}

// placeLetters puts the choice of the reader with its right or left edge at x.
func (v *View) placeLetters(x, y, h float32, atRight bool) {
	n := len(v.vm.Devices)
	if atRight {
		x -= float32(n)*(64+theme.TargetGap) - theme.TargetGap
	}
	for i, c := range v.letters {
		shell.Shown(c, i < n && n > 1)
		shell.Put(c, x+float32(i)*(64+theme.TargetGap), y, 64, h)
	}
}

// placeNarrow is the drawer and a slim window: devices on top, then one block at a time.
func (v *View) placeNarrow(size fyne.Size) {
	edge := theme.Screen().ScreenEdge
	w := size.Width - 2*edge
	gap := theme.TargetGap
	y := float32(10)
	if size.Width < singleBelow {
		y = v.placeSingle(edge, y, w, size.Height)
	} else {
		y = v.placeRow(edge, y, w, size.Height)
	}

	blocks := []*grid{v.declines, v.customer, v.weather}
	tallest := float32(0)
	columns := 3
	if w < 480 {
		columns = 2
	}
	for _, g := range blocks {
		tallest = fyne.Max(tallest, g.height(columns))
	}
	chip := theme.Screen().Chip
	rest := size.Height - y - chip - gap - tallest - gap - 12
	below := rest >= footHigh+gap+44+logPitch // the log has a place of its own
	if below && v.tab == tabLog {
		v.tab = tabCards
		v.chips[tabCards].SetSelected(true)
		v.chips[tabLog].SetSelected(false)
	}
	n := int(tabs)
	if below {
		n--
	}
	natural := float32(0)
	for _, c := range v.chips[:n] {
		natural += c.MinSize().Width
	}
	air := (w - float32(n-1)*8 - natural) / float32(n) // may be negative: a chip gives up its own padding
	x := edge
	for i, c := range v.chips {
		shell.Shown(c, i < n)
		if i < n {
			cw := c.MinSize().Width + air
			shell.Put(c, x, y, cw, chip)
			x += cw + 8
		}
	}
	y += chip + gap
	for i, g := range blocks {
		shell.Shown(g.root, tab(i) == v.tab)
		shell.Put(g.root, edge, y, w, g.height(columns))
	}
	shell.Shown(v.log.root, below || v.tab == tabLog)
	if below {
		y += tallest + gap
	}
	shell.Put(v.log.root, edge, y, w, size.Height-y-12)
}

// placeSingle shows the chosen device with the two buttons beside it.
func (v *View) placeSingle(x, y, w, height float32) float32 {
	b := theme.Screen().Button
	v.placeLetters(x, y, b, false)
	shell.Put(v.close, x+w-b, y, b, b)
	if len(v.vm.Devices) > 1 || v.close.Visible() {
		y += b + theme.TargetGap
	}
	high := fyne.Min(fyne.Max(height*0.36, 206), 330)
	v.good.SetIcon("") // its words need the room
	chosen := v.selected()
	for i, d := range v.devices {
		shell.Shown(d.root, i == chosen && i < len(v.vm.Devices))
		shell.Put(d.root, x, y, 168, high)
	}
	action := theme.Screen().Action
	left := x + 168 + 14
	top := y + fyne.Max((high-deviceFoot-2*action-theme.TargetGap)/2, 0)
	shell.Put(v.good, left, top, x+w-left, action)
	shell.Put(v.insert, left, top+action+theme.TargetGap, x+w-left, action)
	return y + high + theme.TargetGap
}

// placeRow shows all devices side by side and the buttons under them.
func (v *View) placeRow(x, y, w, height float32) float32 {
	if v.close.Visible() {
		b := theme.Screen().Button
		shell.Put(v.close, x+w-b, y, b, b)
		y += b + theme.TargetGap
	}
	for _, c := range v.letters {
		shell.Shown(c, false)
	}
	n := float32(max(len(v.vm.Devices), 1))
	gap := theme.TargetGap
	each := (w - (n-1)*gap) / n
	high := fyne.Min(fyne.Max(height*0.345, 250), 330)
	for i, d := range v.devices {
		shell.Shown(d.root, i < len(v.vm.Devices))
		shell.Put(d.root, x+float32(i)*(each+gap), y, each, high)
	}
	y += high + gap
	action := theme.Screen().Action
	v.placeTap(x, y, w, action)
	return y + action + gap
}
