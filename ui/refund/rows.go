package refund

import (
	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// row is one of several charges: tapped, its share can be typed.
type row struct {
	id    string
	brand *brand
	card  *kit.Label
	paid  *kit.Label
	share *kit.Label
	free  *kit.Label
	bar   *bar
	press *shell.Press
}

func newRow(tapped func(id string)) *row {
	r := &row{brand: newBrand(), card: kit.NewLabel("", theme.TextSecond, theme.Ink).Bold().Shrinks(), paid: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(),
		share: kit.NewLabel("", theme.TextListAmount, theme.Ink).Bold().Align(fyne.TextAlignTrailing), free: kit.NewLabel("", theme.TextCaption, theme.Ink2).Align(fyne.TextAlignTrailing), bar: newBar()}
	r.press = shell.NewPress(shell.Free(r.place, r.brand.root, r.card, r.paid, r.share, r.free, r.bar), shell.Outlined, "", func() {
		if tapped != nil {
			tapped(r.id)
		}
	})
	return r
}

func (r *row) set(c Charge, chosen bool) {
	r.id = c.ID
	r.press.SetName(c.Brand + " " + c.Card + ", " + c.Paid + ", " + c.Share)
	r.press.SetSelected(chosen)
	r.press.SetEnabled(c.Free > 0)
	r.brand.word.SetText(c.Brand)
	r.card.SetText(c.Card)
	r.paid.SetText(c.Paid)
	r.share.SetText(c.Share)
	r.free.SetText(c.FreeWords)
	r.free.SetRole(theme.Ink2)
	if c.Blocked != "" {
		r.free.SetText(c.Blocked)
		r.free.SetRole(theme.Warn)
	}
	r.bar.set(c.Refunded, c.Away, c.Free)
	r.place(r.press.Size())
}

func (r *row) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	const pad = 12
	top := (size.Height - 58) / 2
	wide := r.brand.width()
	shell.Put(r.brand.root, pad, top+3, wide, 38)
	right := fyne.Max(r.share.NaturalWidth(), r.free.NaturalWidth())
	x := pad + wide + 12
	w := size.Width - x - right - 2*pad
	shell.Put(r.card, x, top-2, w, 25)
	shell.Put(r.paid, x, top+21, w, 22)
	shell.Put(r.share, size.Width-pad-right, top-4, right, 28)
	shell.Put(r.free, size.Width-pad-right, top+21, right, 22)
	shell.Put(r.bar, pad, top+49, size.Width-2*pad, 8)
}

// rows are several charges, newest first, a page at a time.
type rows struct {
	tapped   func(id string)
	charges  []Charge
	chosen   string
	page     int
	rows     []*row
	up, down *kit.Button
	root     *fyne.Container
}

func newRows(tapped func(id string)) *rows {
	r := &rows{tapped: tapped}
	r.up = kit.NewButton("", "chevron-up", kit.Raised, func() { r.turn(-1) })
	r.up.SetName(assets.T("list.previous"))
	r.down = kit.NewButton("", "chevron-down", kit.Raised, func() { r.turn(1) })
	r.down.SetName(assets.T("list.next"))
	r.root = shell.Free(r.place, r.up, r.down)
	return r
}

func (r *rows) set(charges []Charge, chosen string) {
	r.charges, r.chosen = charges, chosen
	r.place(r.root.Size())
}

func (r *rows) turn(by int) {
	r.page += by
	r.place(r.root.Size())
}

// perPage is how many rows there is room for beside amount, reasons and notice.
func perPage() int { return shell.Pick(theme.Screen().Tight, 2, 3) }

func rowsHeight(n int) float32 {
	n = min(n, perPage())
	return float32(n)*(theme.Screen().Row+rowGap()) - rowGap()
}

func rowGap() float32 { return shell.Pick(theme.Screen().Tight, theme.Space2, theme.TargetGap) }

func (r *rows) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	p, per, n := theme.Screen(), perPage(), len(r.charges)
	pages := max((n+per-1)/per, 1)
	r.page = min(max(r.page, 0), pages-1)
	w := size.Width
	shell.Shown(r.up, pages > 1)
	shell.Shown(r.down, pages > 1)
	r.up.SetEnabled(r.page > 0)
	r.down.SetEnabled(r.page < pages-1)
	if pages > 1 {
		w -= p.Button + theme.TargetGap
		shell.Put(r.up, w+theme.TargetGap, 0, p.Button, p.Button)
		shell.Put(r.down, w+theme.TargetGap, size.Height-p.Button, p.Button, p.Button)
	}
	for len(r.rows) < per {
		one := newRow(r.tapped)
		r.rows = append(r.rows, one)
		r.root.Objects = append(r.root.Objects, one.press)
	}
	for i, one := range r.rows {
		at := r.page*per + i
		on := i < per && at < n
		shell.Shown(one.press, on)
		if on {
			one.set(r.charges[at], r.chosen != "" && r.charges[at].ID == r.chosen)
			shell.Put(one.press, 0, float32(i)*(p.Row+rowGap()), w, p.Row)
		}
	}
}
