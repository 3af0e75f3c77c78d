package history

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// list is the left column: filters, rows, pages, and what is known of the journal.
type list struct {
	act    Actions
	choose func(id string)
	vm     VM
	typing bool

	chips    *shell.Chips
	rows     *kit.SwipeList
	up, down *kit.Button
	foot     *shell.Press
	window   *kit.Label
	proof    *kit.Label
	mark     *kit.Icon
	message  *shell.Message
	bones    *shell.Bones
	root     *fyne.Container
}

func newList(act Actions, choose func(string)) *list {
	l := &list{act: act, choose: choose, window: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignCenter),
		proof: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), mark: kit.NewIcon("shield-tick", theme.Ink2, 18), message: shell.NewMessage()}
	l.chips = shell.NewChips(act.Chip)
	l.rows = kit.NewSwipeList(func() int { return len(l.vm.Rows) }, func() kit.Row { return newRowView(l.at) }, func(i int) { l.choose(l.vm.Rows[i].ID) })
	l.rows.SetOnScroll(l.count)
	l.up, l.down = l.rows.PageButtons()
	l.foot = shell.NewPress(shell.Free(l.placeFoot, l.window, l.mark, l.proof), shell.Bare, "", act.Verify)
	l.bones = shell.NewBones(36, func(size fyne.Size, bar func(x, y, w, h float32)) {
		pitch := theme.Screen().Row
		for i := range 9 {
			y := float32(i)*pitch + pitch/2 - 26
			bar(16, y, 48, 18)
			bar(82, y, size.Width*(0.3+0.06*float32(i%3)), 18)
			bar(size.Width-16-96, y, 96, 18)
			bar(82, y+32, size.Width*0.3, 14)
		}
	})
	l.root = shell.Free(l.place, l.chips.Object(), l.rows, l.up, l.down, l.foot, l.message.Object(), l.bones.Object())
	return l
}

func (l *list) at(i int) (Row, string, bool) { return l.vm.Rows[i], l.vm.Query, i < len(l.vm.Rows)-1 }

func (l *list) set(vm VM, chosen string, typing bool) {
	fresh := l.vm.Version != vm.Version || len(l.vm.Rows) != len(vm.Rows)
	back := l.vm.Query != vm.Query || l.vm.Chip != vm.Chip || l.vm.Second != vm.Second
	l.vm, l.typing = vm, typing
	l.chips.Set(vm.Chips, vm.Chip)
	if back {
		l.rows.Top()
	}
	if back || fresh {
		l.rows.Reload()
	}
	l.choice(chosen)
	l.proof.SetText(vm.Journal)
	_, ink := vm.JournalTone.Roles()
	if vm.JournalTone == kit.ToneNeutral {
		ink = theme.Ink2
	}
	l.proof.SetRole(ink)
	l.mark.Set(vm.JournalIcon, ink)
	l.foot.SetName(assets.T("history.verify", "found", vm.Journal))
	l.foot.SetEnabled(!vm.Checking)
	l.say()
	l.place(l.root.Size())
	l.placeFoot(l.foot.Size())
}

// choice shows which row is chosen; one that is not in the list marks none.
func (l *list) choice(id string) {
	for i := range l.vm.Rows {
		if l.vm.Rows[i].ID == id {
			l.rows.Select(i)
			return
		}
	}
	l.rows.Select(-1)
}

// say chooses what stands in place of the rows when there are none.
func (l *list) say() {
	vm, none := l.vm, len(l.vm.Rows) == 0
	shell.Shown(l.bones.Object(), none && vm.State == Loading)
	shell.Shown(l.rows, !none)
	shell.Shown(l.message.Object(), none && vm.State != Loading)
	icon, tone, action := "history", kit.ToneNeutral, ""
	switch {
	case vm.State == Failed:
		icon, tone, action = "triangle", kit.ToneWarn, "refresh"
	case vm.Query != "":
		icon, action = "search", "cross"
	case vm.Action != "":
		action = "calendar"
	}
	l.message.Set(icon, tone, vm.Title, vm.Text, vm.Action, action, l.act.Way)
}

// count says which rows are in sight.
func (l *list) count() {
	n := len(l.vm.Rows)
	first, last := l.rows.Window()
	words := ""
	if n > 0 {
		words = assets.T("picker.window", "first", first+1, "last", last+1, "total", n)
	}
	l.window.SetText(words)
	for _, b := range []*kit.Button{l.up, l.down} {
		shell.Shown(b, n > 0 && !l.typing)
	}
	l.up.SetEnabled(first > 0)
	l.down.SetEnabled(last < n-1)
}

func (l *list) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p := theme.Screen()
	y, foot := float32(0), float32(0)
	shell.Shown(l.chips.Object(), !l.typing)
	shell.Shown(l.foot, !l.typing)
	if !l.typing {
		shell.Put(l.chips.Object(), 0, 0, size.Width, p.Chip)
		y, foot = p.Chip+shell.Pick(p.Tight, float32(8), 10), p.Button+2
	}
	room := size.Height - y - foot
	whole := fyne.Max(float32(int((room+10)/p.Row))*p.Row, p.Row) // no half row above the foot or the keys
	shell.Put(l.rows, -lead, y-roof, size.Width+lead+gutter, fyne.Min(whole, room)+roof)
	shell.Put(l.bones.Object(), 0, y, size.Width, room)
	shell.Put(l.message.Object(), 0, y, size.Width, room)
	b := p.Button
	shell.Put(l.up, 4, size.Height-b, b+8, b)
	shell.Put(l.down, size.Width-b-12, size.Height-b, b+8, b)
	shell.Put(l.foot, b+24, size.Height-b, size.Width-2*b-48, b)
	l.count()
}

func (l *list) placeFoot(size fyne.Size) {
	line := float32(24)
	y := (size.Height - line) / 2
	if len(l.vm.Rows) > 0 {
		y = (size.Height - 2*line + 2) / 2
		shell.Put(l.window, 0, y-1, size.Width, line)
		y += line - 1
	}
	shell.Shown(l.mark, l.vm.Journal != "")
	words := fyne.Min(l.proof.NaturalWidth(), size.Width-28)
	x := (size.Width - words - 26) / 2
	shell.Put(l.mark, x, y, 18, line)
	shell.Put(l.proof, x+26, y, words, line)
}
