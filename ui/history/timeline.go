package history

import (
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// timeline is what happened, a line a step; what has no room turns in pages.
type timeline struct {
	vms      []Step
	first    int
	firsts   []int   // of the pages so far
	wide     float32 // of the words: less where page buttons stand beside them
	gauge    stepRow // measures
	rows     []stepRow
	up, down *kit.Button
	root     *fyne.Container
}

type stepRow struct {
	line          *shell.Plate
	time          *kit.Label
	disc          *shell.Plate
	icon          *kit.Icon
	title, detail *kit.Label
}

func newTimeline() *timeline {
	t := &timeline{gauge: newStepRow()}
	t.up = kit.NewButton("", "chevron-up", kit.Quiet, func() { t.turn(-1) })
	t.up.SetName(assets.T("history.earlier"))
	t.down = kit.NewButton("", "chevron-down", kit.Quiet, func() { t.turn(1) })
	t.down.SetName(assets.T("history.later"))
	t.root = shell.Free(t.place, t.up, t.down)
	return t
}

// set shows steps; another payment begins at its first.
func (t *timeline) set(steps []Step, fresh bool) {
	if fresh {
		t.first, t.firsts = 0, nil
	}
	t.vms = steps
	t.place(t.root.Size())
}

func (t *timeline) turn(by int) {
	if by < 0 && len(t.firsts) > 0 {
		t.first, t.firsts = t.firsts[len(t.firsts)-1], t.firsts[:len(t.firsts)-1]
	}
	if next := t.first + t.fits(t.first, t.root.Size()); by > 0 && next < len(t.vms) {
		t.firsts, t.first = append(t.firsts, t.first), next
	}
	t.place(t.root.Size())
}

func newStepRow() stepRow {
	return stepRow{line: shell.NewPlate(theme.Line, 2), time: kit.NewLabel("", theme.TextCaption, theme.Ink2), disc: shell.NewPlate(theme.Edge, 7), icon: kit.NewIcon("", theme.White, 18),
		title: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Wrap(3).LineHeight(1.25), detail: kit.NewLabel("", theme.TextCaption, theme.Ink2).Wrap(4)}
}

func (t *timeline) row(i int) stepRow {
	for len(t.rows) <= i {
		r := newStepRow()
		t.rows = append(t.rows, r)
		t.root.Objects = append(t.root.Objects, r.line, r.time, r.disc, r.icon, r.title, r.detail)
	}
	return t.rows[i]
}

const timeWide = float32(78)

func dotWide() float32 { return shell.Pick(theme.Screen().Tight, float32(34), 50) }

// high measures one step.
func (t *timeline) high(i int) float32 {
	r, vm := t.gauge, t.vms[i]
	r.title.SetSize(titleSize())
	r.title.SetText(vm.Title)
	t.detail(r, vm)
	h := fyne.Max(r.title.HeightFor(t.wide), 26)
	if vm.Detail != "" {
		h += r.detail.HeightFor(t.wide) + 2
	}
	return h
}

// fits is how many steps stand from one on, at least one where there are any.
func (t *timeline) fits(from int, size fyne.Size) int {
	y, n := float32(0), 0
	for i := from; i < len(t.vms); i++ {
		h := t.high(i)
		if n > 0 && y+h > size.Height {
			break
		}
		y += h + stepGap()
		n++
	}
	return n
}

func titleSize() float32 {
	return shell.Pick(theme.Screen().Tight, theme.TextCaption, theme.TextSecond)
}

func stepGap() float32 { return shell.Pick(theme.Screen().Tight, float32(8), 14) }

// measure says how wide the words are, and how many steps stand.
func (t *timeline) measure(size fyne.Size) (n int) {
	t.wide = size.Width - timeWide - dotWide()
	if n = t.fits(0, size); n == len(t.vms) {
		return n
	}
	t.wide -= theme.Screen().Button + 8
	return t.fits(t.first, size)
}

func (t *timeline) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	if t.first >= len(t.vms) {
		t.first, t.firsts = 0, nil
	}
	n := t.measure(size)
	if n == len(t.vms) {
		t.first, t.firsts = 0, nil
	}
	y := float32(0)
	for i := range n {
		vm := t.vms[t.first+i]
		h := t.high(t.first + i)
		r := t.row(i)
		t.fill(r, vm)
		last := t.first+i == len(t.vms)-1 || i == n-1
		shell.Put(r.time, 0, y, timeWide, 26)
		x := timeWide + shell.Pick(theme.Screen().Tight, float32(15), 20)
		px := float32(14)
		if vm.Mark != Plain {
			px = 26
		}
		shell.Put(r.disc, x-px/2, y+13-px/2, px, px)
		r.disc.SetRadius(px / 2)
		shell.Put(r.icon, x-9, y+4, 18, 18)
		shell.Shown(r.line, !last)
		shell.Put(r.line, x-1.5, y+13+px/2+4, 3, h+stepGap()-px-8)
		shell.Put(r.title, timeWide+dotWide(), y, t.wide, r.title.HeightFor(t.wide))
		shell.Put(r.detail, timeWide+dotWide(), y+r.title.HeightFor(t.wide)+2, t.wide, r.detail.HeightFor(t.wide))
		y += h + stepGap()
	}
	for i, r := range t.rows {
		for _, o := range []fyne.CanvasObject{r.time, r.disc, r.title, r.detail} {
			shell.Shown(o, i < n)
		}
		shell.Shown(r.icon, i < n && t.vms[min(t.first+i, len(t.vms)-1)].Mark != Plain)
		if i >= n {
			shell.Shown(r.line, false)
		}
	}
	more := t.first > 0 || t.first+n < len(t.vms)
	b := theme.Screen().Button
	shell.Shown(t.up, more)
	shell.Shown(t.down, more)
	t.up.SetEnabled(t.first > 0)
	t.down.SetEnabled(t.first+n < len(t.vms))
	shell.Put(t.up, size.Width-b, 0, b, b)
	shell.Put(t.down, size.Width-b, fyne.Max(size.Height-b, b+theme.TargetGap), b, b)
}

// detail puts facts that have no room side by side below each other.
func (t *timeline) detail(r stepRow, vm Step) {
	if r.detail.SetText(vm.Detail); r.detail.NaturalWidth() > t.wide {
		r.detail.SetText(strings.ReplaceAll(vm.Detail, " · ", "\n"))
	}
}

func (t *timeline) fill(r stepRow, vm Step) {
	r.time.SetText(vm.Time)
	r.title.SetSize(titleSize())
	r.title.SetText(vm.Title)
	t.detail(r, vm)
	fill, icon := theme.Edge, ""
	switch vm.Mark {
	case Good:
		fill, icon = theme.PanelCharged, "check"
	case Bad:
		fill, icon = theme.PanelDecline, "cross"
	case Care:
		fill, icon = theme.PanelUnknown, "clock"
	}
	r.disc.SetFill(fill)
	if icon != "" {
		r.icon.Set(icon, theme.White)
	}
}
