package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// others are the customer's other open invoices: a tap goes there.
type others struct {
	choose func(id string)
	list   []Row
	title  *kit.Label
	rows   []*otherRow
	root   *fyne.Container
}

// otherLimit is how many of them the detail offers; the search shows all.
const otherLimit = 3

type otherRow struct {
	*shell.Press
	id     string
	number *kit.Label
	amount *kit.Label
	badges badgePair
	arrow  *kit.Icon
}

func newOthers(choose func(id string)) *others {
	o := &others{choose: choose, title: kit.NewLabel("", theme.TextCaption, theme.Ink2).Bold().Shrinks()}
	o.root = shell.Free(o.place, o.title)
	for range otherLimit {
		r := &otherRow{number: kit.NewLabel("", theme.TextSecond, theme.Ink2).Shrinks(), amount: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Align(fyne.TextAlignTrailing),
			badges: newBadgePair(), arrow: kit.NewIcon("chevron-right", theme.Ink3, 20)}
		r.Press = shell.NewPress(shell.Free(r.place, r.number, r.amount, r.badges[1], r.arrow), shell.Outlined, "", func() {
			if o.choose != nil {
				o.choose(r.id)
			}
		})
		o.rows = append(o.rows, r)
		o.root.Objects = append(o.root.Objects, r)
	}
	return o
}

func (o *others) set(list []Row) {
	o.list = list
	o.title.SetText(assets.N("picker.others", len(list)))
	for i, r := range o.rows {
		if i >= len(list) {
			continue
		}
		row := list[i]
		r.id = row.ID
		r.number.SetText(row.Number)
		if !row.Badges[1].shown() {
			r.number.SetText(secondLine(row, false))
		}
		r.amount.SetText(row.Amount)
		r.badges.set([2]Badge{{}, row.Badges[1]})
		r.SetName(assets.T("picker.others.go", "number", row.Number, "amount", row.Amount))
		r.place(r.Size())
	}
	o.place(o.root.Size())
}

const othersTitle = 30

// fitting is how many rows a height holds, the title over them.
func (o *others) fitting(height float32) int {
	n := min(len(o.list), otherLimit, int((height-othersTitle+12)/o.pitch()))
	return max(n, 0)
}

func (o *others) pitch() float32 {
	return fyne.Max(52, theme.Screen().PX(theme.OrdinaryMM)+1) + theme.TargetGap
}

// heightOf is the height n rows take.
func (o *others) heightOf(n int) float32 {
	if n == 0 {
		return 0
	}
	return othersTitle + float32(n)*o.pitch() - theme.TargetGap
}

func (o *others) place(size fyne.Size) {
	n := o.fitting(size.Height)
	shell.Shown(o.title, n > 0)
	shell.Put(o.title, 0, 0, size.Width, othersTitle-6)
	for i, r := range o.rows {
		shell.Shown(r, i < n)
		shell.Put(r, 0, othersTitle+float32(i)*o.pitch(), size.Width, o.pitch()-theme.TargetGap)
	}
}

func (r *otherRow) place(size fyne.Size) {
	pad := float32(14)
	shell.Put(r.arrow, size.Width-pad-18, 0, 20, size.Height)
	amount := r.amount.NaturalWidth()
	x := size.Width - pad - 28 - amount
	shell.Put(r.amount, x, 0, amount, size.Height)
	if r.badges[1].Visible() {
		w := r.badges[1].MinSize().Width
		x -= w + 14
		shell.Put(r.badges[1], x, (size.Height-28)/2, w, 28)
	}
	shell.Put(r.number, pad, 0, x-pad-12, size.Height)
}
