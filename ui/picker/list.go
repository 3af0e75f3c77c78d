package picker

import (
	"unsafe"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// list is the left column under the search field: filters, rows, pages, age.
type list struct {
	act    Actions
	choose func(id string)
	clear  func() // the search
	vm     VM
	typing bool // the keyboard is up: a count instead of filters, no foot

	chips    *shell.Chips
	hits     *kit.Label
	rows     *kit.SwipeList
	up, down *kit.Button
	foot     *shell.Press
	window   *kit.Label
	age      *kit.Label
	ageIcon  *kit.Icon
	message  *shell.Message
	bones    *shell.Bones
	root     *fyne.Container
}

func newList(act Actions, choose func(string), clear func()) *list {
	l := &list{act: act, choose: choose, clear: clear, hits: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(),
		window: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignCenter),
		age:    kit.NewLabel("", theme.TextCaption, theme.Ink2), ageIcon: kit.NewIcon("refresh", theme.Ink2, 18), message: shell.NewMessage()}
	l.chips = shell.NewChips(act.Chip)
	l.rows = kit.NewSwipeList(func() int { return len(l.vm.Rows) }, func() kit.Row { return newRowView(l.at) }, func(i int) { l.choose(l.vm.Rows[i].ID) })
	l.rows.SetOnScroll(l.count)
	l.up, l.down = l.rows.PageButtons()
	l.foot = shell.NewPress(shell.Free(l.placeFoot, l.window, l.ageIcon, l.age), shell.Bare, "", act.Refresh)
	l.bones = shell.NewBones(27, func(size fyne.Size, bar func(x, y, w, h float32)) {
		pitch := theme.Screen().Row
		for i := float32(0); i < 9; i++ {
			y := i*pitch + pitch/2 - 26
			bar(16, y, size.Width*(0.4+0.06*float32(int(i)%3)), 18)
			bar(size.Width-16-96, y, 96, 18)
			bar(16, y+32, size.Width*0.3, 14)
		}
	})
	l.root = shell.Free(l.place, l.chips.Object(), l.hits, l.rows, l.up, l.down, l.foot, l.message.Object(), l.bones.Object())
	return l
}

func (l *list) at(i int) (Row, string, bool) {
	return l.vm.Rows[i], l.vm.Query, i < len(l.vm.Rows)-1
}

// sameRows compares two snapshots without looking at every row when they are the same one.
func sameRows(a, b []Row) bool {
	if len(a) != len(b) {
		return false
	}
	if unsafe.SliceData(a) == unsafe.SliceData(b) {
		return true
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (l *list) set(vm VM, chosen string, typing bool) {
	fresh := !sameRows(l.vm.Rows, vm.Rows) || l.vm.Query != vm.Query
	back := l.vm.Query != vm.Query || l.vm.Chip != vm.Chip
	l.vm, l.typing = vm, typing
	l.chips.Set(vm.Chips, vm.Chip)
	l.hits.SetText(assets.N("picker.hits", vm.Total, "hits", len(vm.Rows)))
	switch {
	case back:
		l.rows.Top()
		l.rows.Reload()
	case fresh:
		l.rows.Reload()
	}
	l.mark(chosen)
	l.age.SetText(vm.Updated)
	icon, role := "refresh", theme.Ink2
	if vm.Stale {
		icon, role = "clock", theme.Warn
	}
	l.ageIcon.Set(icon, role)
	l.age.SetRole(role)
	l.age.SetBold(vm.Stale)
	l.foot.SetName(assets.T("picker.refresh", "age", vm.Updated))
	l.foot.SetEnabled(!vm.Asking)
	l.say()
	l.count()
	l.place(l.root.Size())
	l.placeFoot(l.foot.Size()) // the age may have grown in a foot that keeps its size
}

// mark shows which row is chosen; a row that is not in the list any more marks none.
func (l *list) mark(id string) {
	for i := range l.vm.Rows {
		if l.vm.Rows[i].ID == id {
			l.rows.Select(i)
			return
		}
	}
	l.rows.Select(-1)
}

// say chooses what stands in the place of the rows when there are none.
func (l *list) say() {
	vm := l.vm
	loading := vm.List == ListLoading && len(vm.Rows) == 0
	broken := vm.List == ListError && len(vm.Rows) == 0
	empty := vm.List == ListReady && len(vm.Rows) == 0
	shell.Shown(l.bones.Object(), loading)
	shell.Shown(l.rows, len(vm.Rows) > 0)
	shell.Shown(l.message.Object(), broken || empty)
	title, text := vm.ListTitle, vm.ListText
	switch {
	case broken:
		l.message.Set("cloud-off", kit.ToneWarn, or(title, "picker.error"), or(text, "picker.error.text"), assets.T("picker.again"), "refresh", l.act.Refresh)
	case empty && vm.Query != "":
		l.message.Set("search", kit.ToneNeutral, assets.T("picker.nohit", "query", vm.Query), or(text, "picker.nohit.text"), assets.T("picker.clear"), "cross", l.clear)
	case empty:
		l.message.Set("check", kit.ToneOK, or(title, "picker.empty"), or(text, "picker.empty.text"), assets.T("picker.ask"), "refresh", l.act.Refresh)
	}
}

func or(text, key string) string {
	if text != "" {
		return text
	}
	return assets.T(key)
}

// count says which rows are in sight.
func (l *list) count() {
	n := len(l.vm.Rows)
	first, last := l.rows.Window()
	shell.Shown(l.window, n > 0)
	if n > 0 {
		total := n
		if l.vm.Query == "" && l.vm.Total > n {
			total = l.vm.Total
		}
		l.window.SetText(assets.T("picker.window", "first", first+1, "last", last+1, "total", total))
	}
	pages := n > 0 && !l.typing
	shell.Shown(l.up, pages)
	shell.Shown(l.down, pages)
	l.up.SetEnabled(first > 0)
	l.down.SetEnabled(last < n-1)
}

func (l *list) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	y := float32(0)
	shell.Shown(l.chips.Object(), !l.typing)
	shell.Shown(l.hits, l.typing && len(l.vm.Rows) > 0 && !p.Tight)
	shell.Shown(l.foot, !l.typing && l.vm.Updated != "")
	if l.typing {
		shell.Put(l.hits, 1, 0, size.Width, 26)
		y = shell.Pick(p.Tight, float32(4), 30)
	} else {
		shell.Put(l.chips.Object(), 0, 0, size.Width, p.Chip)
		y = p.Chip + 10
	}
	if p.Tight && !l.typing {
		y -= 2
	}
	foot := float32(0)
	if !l.typing {
		foot = p.Button + 2
	}
	room := size.Height - y - foot
	whole := fyne.Max(float32(int((room+10)/p.Row))*p.Row, p.Row) // no half row above the foot or the keys
	shell.Put(l.rows, -lead, y-roof, size.Width+lead+gutter, fyne.Min(whole, room)+roof)
	shell.Put(l.bones.Object(), 0, y, size.Width, room)
	shell.Put(l.message.Object(), 0, y, size.Width, size.Height-y-foot)
	b := p.Button
	shell.Put(l.up, 4, size.Height-b, b+8, b)
	shell.Put(l.down, size.Width-b-12, size.Height-b, b+8, b)
	shell.Put(l.foot, b+24, size.Height-b, size.Width-2*b-48, b)
	l.count()
}

func (l *list) placeFoot(size fyne.Size) {
	line := float32(24)
	y := (size.Height - 2*line + 2) / 2
	if !l.window.Visible() {
		y = (size.Height - line) / 2
	} else {
		shell.Put(l.window, 0, y-1, size.Width, line)
		y += line - 1
	}
	words := fyne.Min(l.age.NaturalWidth(), size.Width-28)
	x := (size.Width - words - 26) / 2
	shell.Put(l.ageIcon, x, y, 18, line)
	shell.Put(l.age, x+26, y, words, line)
}
