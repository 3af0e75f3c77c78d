package day

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// table is one breakdown: name, count, sum. The last line says how many have no room.
type table struct {
	vm    Table
	title *kit.Label
	rows  []tableRow
	root  *fyne.Container
	card  *kit.Card
}

type tableRow struct {
	rule                *kit.Rule
	tag                 *kit.ReaderTag
	name, count, amount *kit.Label
}

func newTable() *table {
	t := &table{title: kit.NewHeading("", theme.TextListAmount).Shrinks()}
	t.root = shell.Free(t.place, t.title)
	t.card = kit.NewCard(t.root, 0)
	return t
}

func (t *table) set(vm Table) {
	t.vm = vm
	t.title.SetText(vm.Title)
	t.place(t.root.Size())
}

func (t *table) row(i int) tableRow {
	for len(t.rows) <= i {
		r := tableRow{kit.NewRule(), kit.NewReaderTag("", 28), kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignTrailing),
			kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignTrailing)}
		t.rows = append(t.rows, r)
		t.root.Objects = append(t.root.Objects, r.rule, r.tag, r.name, r.count, r.amount)
	}
	return t.rows[i]
}

func (t *table) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	tight := theme.Screen().Tight
	pad, line := shell.Pick(tight, float32(14), 20), shell.Pick(tight, float32(36), 40)
	shell.Put(t.title, pad, shell.Pick(tight, float32(8), 14), size.Width-2*pad, 30)
	top := shell.Pick(tight, float32(42), 49)
	room := max(int((size.Height-top-6)/line), 1)
	lines := t.vm.Rows
	if len(lines) > room {
		hidden := len(lines) - room + 1
		lines = append(append([]Line{}, lines[:room-1]...), Line{Name: strings.ReplaceAll(t.vm.More, "{count}", strconv.Itoa(hidden))})
	}
	sums, counts := float32(0), float32(0)
	px := shell.Pick(tight, theme.TextCaption, theme.TextSecond)
	for i, l := range lines {
		r := t.row(i)
		for _, label := range []*kit.Label{r.name, r.count, r.amount} {
			label.SetSize(px)
		}
		r.name.SetText(l.Name)
		r.count.SetText(l.Count)
		r.amount.SetText(l.Amount)
		r.tag.SetLetter(l.Tag)
		sums, counts = fyne.Max(sums, r.amount.NaturalWidth()), fyne.Max(counts, r.count.NaturalWidth())
	}
	right := size.Width - pad
	for i, r := range t.rows {
		on := i < len(lines)
		for _, o := range []fyne.CanvasObject{r.rule, r.name, r.count, r.amount} {
			shell.Shown(o, on)
		}
		shell.Shown(r.tag, on && lines[min(i, max(len(lines)-1, 0))].Tag != "")
		if !on {
			continue
		}
		y := top + float32(i)*line
		x := pad
		shell.Put(r.rule, pad, y, size.Width-2*pad, 1)
		if lines[i].Tag != "" {
			shell.Put(r.tag, pad, y+(line-28)/2, 28, 28)
			x += 36
		}
		shell.Put(r.amount, right-sums, y, sums, line)
		shell.Put(r.count, right-sums-12-counts, y, counts, line)
		end := right - sums - 12 - counts - 10
		if lines[i].Amount == "" {
			end = right
		}
		shell.Put(r.name, x, y, end-x, line)
	}
}
