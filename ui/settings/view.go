package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// View is the screen beside the rail: the pages left, the rows of one right.
type View struct {
	act     Actions
	vm      VM
	first   int   // row at the top
	firsts  []int // of the pages before
	title   *kit.Label
	person  *shell.PersonButton
	left    *kit.Card
	right   *kit.Card
	pages   []*page
	strips  *shell.Strips
	head    *kit.Label
	second  *kit.Label
	button  *kit.Button
	rows    []*row
	last    fyne.CanvasObject // line under the last row
	message *kit.Label
	window  *kit.Label
	up      *kit.Button
	down    *kit.Button
	inLeft  *fyne.Container
	inRight *fyne.Container
	root    *fyne.Container
}

// page is an item of the left list.
type page struct {
	id    string
	icon  *kit.Icon
	label *kit.Label
	press *shell.Press
}

// New builds the screen; Set fills it.
func New(act Actions) *View {
	v := &View{act: act, title: kit.NewHeading(assets.T("settings.title"), theme.TextHeading), person: shell.NewPersonButton(act.Lock),
		strips: shell.NewStrips(act.Strip), head: kit.NewHeading("", theme.TextSubHeading).Wrap(2), second: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		message: kit.NewLabel("", theme.TextBody, theme.Ink2).Wrap(4), window: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), last: kit.NewRule()}
	v.button = kit.NewButton("", "", kit.Outline, func() {
		if v.act.Act != nil {
			v.act.Act()
		}
	})
	v.up = kit.NewButton("", "chevron-up", kit.Raised, func() { v.turn(-1) })
	v.up.SetName(assets.T("list.previous"))
	v.down = kit.NewButton("", "chevron-down", kit.Raised, func() { v.turn(1) })
	v.down.SetName(assets.T("list.next"))
	v.inLeft = shell.Free(v.placeLeft)
	v.inRight = shell.Free(v.placeRight, v.head, v.second, v.button, v.last, v.message, v.window, v.up, v.down)
	v.left, v.right = kit.NewCard(v.inLeft, 0), kit.NewCard(v.inRight, 0)
	v.root = shell.Free(v.place, v.title, v.person, v.strips.Object(), v.left, v.right)
	return v
}

// Object is what the shell shows.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Set shows a view model.
func (v *View) Set(vm VM) {
	if vm.Current != v.vm.Current {
		v.first, v.firsts = 0, nil
	}
	v.vm = vm
	v.vm.Rows, v.vm.Sections = slices.Clone(vm.Rows), slices.Clone(vm.Sections)
	v.person.Set(vm.Person)
	v.strips.Set(vm.Strips)
	v.head.SetText(vm.Title)
	v.second.SetText(vm.Second)
	v.button.SetLabel(vm.Action)
	v.button.SetIcon(vm.Icon)
	v.button.SetEnabled(!vm.Busy)
	v.message.SetText(vm.Message)
	shell.Shown(v.button, vm.Action != "")
	shell.Shown(v.message, vm.Message != "")
	for len(v.pages) < len(vm.Sections) {
		v.pages = append(v.pages, v.newPage())
	}
	for i, p := range v.pages {
		shell.Shown(p.press, i < len(vm.Sections))
		if i < len(vm.Sections) {
			p.set(vm.Sections[i], vm.Current)
		}
	}
	v.place(v.root.Size())
	v.placeRight(v.inRight.Size())
}

func (v *View) newPage() *page {
	p := &page{icon: kit.NewIcon("", theme.Ink2, 28), label: kit.NewLabel("", theme.TextBody, theme.Ink2).Shrinks()}
	p.press = shell.NewPress(shell.Free(p.place, p.icon, p.label), shell.Bare, "", func() {
		if v.act.Section != nil {
			v.act.Section(p.id)
		}
	})
	v.inLeft.Objects = append(v.inLeft.Objects, p.press)
	return p
}

func (p *page) set(s Section, current string) {
	p.id = s.ID
	on := s.ID == current
	role := shell.Pick(on, theme.AccentText, theme.Ink2)
	p.icon.Set(s.Icon, role)
	p.label.SetText(s.Label)
	p.label.SetRole(role)
	p.label.SetBold(on)
	p.label.SetSize(shell.Pick(theme.Screen().Tight, theme.TextSecond, theme.TextBody))
	p.press.SetName(s.Label)
	p.press.SetSelected(on)
}

func (p *page) place(size fyne.Size) {
	left := shell.Pick(theme.Screen().Tight, float32(12), 16)
	shell.Put(p.icon, left, 0, 28, size.Height)
	shell.Put(p.label, left+28+shell.Pick(theme.Screen().Tight, float32(10), 16), 0, size.Width-left-28-shell.Pick(theme.Screen().Tight, float32(16), 24), size.Height)
}

func (v *View) turn(by int) {
	if by > 0 {
		v.firsts = append(v.firsts, v.first)
		v.first += v.fitting(v.inRight.Size())
	} else if n := len(v.firsts); n > 0 {
		v.first, v.firsts = v.firsts[n-1], v.firsts[:n-1]
	}
	v.placeRight(v.inRight.Size())
}

func (v *View) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	edge, top, gap := p.ScreenEdge, shell.Pick(p.Tight, float32(4), 10), theme.TargetGap
	person := v.person.Width()
	shell.Put(v.person, size.Width-edge-person, top, person, p.Field)
	shell.Put(v.title, edge, top, size.Width-2*edge-person-16, p.Field)
	y := top + p.Field + shell.Pick(p.Tight, float32(6), 10)
	shell.Put(v.strips.Object(), edge, y, size.Width-2*edge, v.strips.Height())
	y += v.strips.Height()
	left := shell.Pick(p.Tight, float32(244), 310)
	h := size.Height - y - shell.Pick(p.Tight, float32(10), 20)
	shell.Put(v.left, edge, y, left, h)
	x := edge + left + shell.Pick(p.Tight, gap, 20)
	shell.Put(v.right, x, y, size.Width-edge-x, h)
}

func (v *View) placeLeft(size fyne.Size) {
	p := theme.Screen()
	inset := shell.Pick(p.Tight, float32(8), 12)
	h := fyne.Max(p.PX(theme.OrdinaryMM), shell.Pick(p.Tight, float32(56), 64))
	for i, one := range v.pages {
		shell.Put(one.press, inset, inset+float32(i)*(h+theme.TargetGap), size.Width-2*inset, h)
	}
}

// body is where rows stand on the right card.
func (v *View) body(size fyne.Size) (left, top, wide, room float32) {
	tight := theme.Screen().Tight
	left = shell.Pick(tight, float32(16), 25)
	wide = size.Width - 2*left
	v.head.SetSize(shell.Pick(tight, theme.TextListAmount, theme.TextSubHeading))
	head := v.button.MinSize().Height
	words := v.head.HeightFor(v.headWidth(size)) + 28
	top = shell.Pick(tight, float32(10), 18) + fyne.Max(head, words) + shell.Pick(tight, float32(6), 14)
	return left, top, wide, size.Height - top - shell.Pick(tight, float32(8), 18)
}

func (v *View) headWidth(size fyne.Size) float32 {
	wide := size.Width - 2*shell.Pick(theme.Screen().Tight, float32(16), 25)
	if v.vm.Action != "" {
		wide -= v.button.MinSize().Width + 20
	}
	return wide
}

// fitting is how many rows from the first one there is room for, the paging keys included where they are needed.
func (v *View) fitting(size fyne.Size) int {
	_, _, wide, room := v.body(size)
	v.ensure(len(v.vm.Rows))
	all := float32(0)
	for i := range v.vm.Rows {
		v.rows[i].set(v.vm.Rows[i])
		all += v.rows[i].height(wide)
	}
	if all <= room {
		return len(v.vm.Rows)
	}
	room -= theme.Screen().Button + 8
	n := 0
	for i := v.first; i < len(v.vm.Rows); i++ {
		if room -= v.rows[i].height(wide); room < 0 && n > 0 {
			break
		}
		n++
	}
	return n
}

func (v *View) ensure(n int) {
	for len(v.rows) < n {
		r := newRow(v.act.Row)
		v.rows = append(v.rows, r)
		v.inRight.Objects = append(v.inRight.Objects, r.root)
	}
}

func (v *View) placeRight(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	left, top, wide, room := v.body(size)
	b := v.button.MinSize()
	y, hw := shell.Pick(tight, float32(10), 18), v.headWidth(size)
	block := fyne.Max(b.Height, v.head.HeightFor(hw)+28)
	words := v.head.HeightFor(hw) + 28
	shell.Put(v.head, left, y+(block-words)/2, hw, words-28)
	shell.Put(v.second, left, y+(block+words)/2-28, hw, 28)
	shell.Put(v.button, size.Width-left-b.Width, y+(block-b.Height)/2, b.Width, b.Height)
	shell.Put(v.message, left, top+12, wide, 120)

	v.first = min(v.first, max(len(v.vm.Rows)-1, 0))
	n := v.fitting(size)
	if n == len(v.vm.Rows) {
		v.first, v.firsts = 0, nil
	}
	y = top
	for i, r := range v.rows {
		on := i >= v.first && i < v.first+n && i < len(v.vm.Rows)
		shell.Shown(r.root, on)
		if on {
			h := r.height(wide)
			shell.Put(r.root, left, y, wide, h)
			r.place(fyne.NewSize(wide, h))
			y += h
		}
	}
	shell.Shown(v.last, n > 0)
	shell.Put(v.last, left, y, wide, 1)
	paged := n < len(v.vm.Rows)
	for _, o := range []fyne.CanvasObject{v.up, v.down, v.window} {
		shell.Shown(o, paged)
	}
	v.up.SetEnabled(len(v.firsts) > 0)
	v.down.SetEnabled(v.first+n < len(v.vm.Rows))
	v.window.SetText(assets.T(shell.Pick(v.vm.Worst, "settings.window.worst", "settings.window"), "first", v.first+1, "last", v.first+n, "total", len(v.vm.Rows)))
	key := theme.Screen().Button
	foot := top + room - key
	shell.Put(v.down, left+wide-key-8, foot, key+8, key)
	shell.Put(v.up, left+wide-2*(key+8)-theme.TargetGap, foot, key+8, key)
	shell.Put(v.window, left, foot, wide-2*(key+8)-2*theme.TargetGap, key)
}
