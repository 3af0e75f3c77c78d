package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// lines is the table of an invoice's lines. When they do not all fit it shows them in pages, with a row that turns them.
type lines struct {
	list  []Line
	first int
	rows  []lineRow
	more  *shell.Press
	count *kit.Label
	next  *kit.Icon
	root  *fyne.Container
}

type lineRow struct{ text, quantity, amount *kit.Label }

func newLines() *lines {
	l := &lines{count: kit.NewLabel("", theme.TextCaption, theme.AccentText).Bold(), next: kit.NewIcon("chevron-right", theme.AccentText, 20)}
	l.more = shell.NewPress(shell.Free(func(s fyne.Size) {
		shell.Put(l.count, 0, 0, s.Width-28, s.Height)
		shell.Put(l.next, s.Width-22, 0, 22, s.Height)
	}, l.count, l.next), shell.Bare, "", l.turn)
	l.root = shell.Free(l.place, l.more)
	return l
}

func (l *lines) set(list []Line, fresh bool) {
	l.list = list
	if fresh {
		l.first = 0
	}
	l.place(l.root.Size())
}

const lineHeight = 33

// height is what n lines take.
func linesHeight(n int) float32 { return float32(n) * lineHeight }

func moreHeight() float32 { return theme.Screen().PX(theme.OrdinaryMM) + 1 }

// wanted is the height at which all lines show.
func (l *lines) wanted() float32 { return linesHeight(len(l.list)) }

// least is the height under which the lines fold into a count.
func (l *lines) least() float32 {
	if len(l.list) <= 2 {
		return l.wanted()
	}
	return fyne.Min(l.wanted(), linesHeight(1)+moreHeight())
}

func (l *lines) perPage(height float32) int {
	if height >= l.wanted()-1 {
		return len(l.list)
	}
	return max(int((height-moreHeight())/lineHeight), 0)
}

func (l *lines) turn() {
	per := l.perPage(l.root.Size().Height)
	l.first += per
	if l.first >= len(l.list) {
		l.first = 0
	}
	l.place(l.root.Size())
}

func (l *lines) place(size fyne.Size) {
	per := l.perPage(size.Height)
	if per == 0 {
		l.first = 0
	}
	for len(l.rows) < min(per, len(l.list)) {
		r := lineRow{kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), kit.NewLabel("", theme.TextSecond, theme.Ink2).Align(fyne.TextAlignTrailing),
			kit.NewLabel("", theme.TextSecond, theme.Ink).Align(fyne.TextAlignTrailing)}
		l.rows = append(l.rows, r)
		l.root.Objects = append(l.root.Objects, r.text, r.quantity, r.amount)
	}
	amounts, quantities := float32(0), float32(0)
	for i, r := range l.rows {
		on := i < per && l.first+i < len(l.list)
		for _, o := range []fyne.CanvasObject{r.text, r.quantity, r.amount} {
			shell.Shown(o, on)
		}
		if on {
			line := l.list[l.first+i]
			r.text.SetText(line.Text)
			r.quantity.SetText(line.Quantity)
			r.amount.SetText(line.Amount)
			amounts = fyne.Max(amounts, r.amount.NaturalWidth())
			quantities = fyne.Max(quantities, r.quantity.NaturalWidth())
		}
	}
	amounts = fyne.Max(amounts, 100)
	for i, r := range l.rows {
		y := float32(i) * lineHeight
		shell.Put(r.amount, size.Width-amounts, y, amounts, lineHeight)
		shell.Put(r.quantity, size.Width-amounts-20-quantities, y, quantities, lineHeight)
		shell.Put(r.text, 0, y, size.Width-amounts-quantities-44, lineHeight)
	}
	paged := per > 0 && per < len(l.list)
	shell.Shown(l.more, paged)
	if paged {
		last := min(l.first+per, len(l.list))
		key := "picker.lines.page"
		if last == l.first+1 {
			key = "picker.lines.single"
		}
		l.count.SetText(assets.T(key, "first", l.first+1, "last", last, "total", len(l.list)))
		l.more.SetName(l.count.Text())
		shell.Put(l.more, 0, linesHeight(per), size.Width, moreHeight())
	}
}
