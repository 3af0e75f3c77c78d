package refund

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// brand is the tile with the card's brand.
type brand struct {
	plate *shell.Plate
	word  *kit.Label
	root  *fyne.Container
}

func newBrand() *brand {
	b := &brand{plate: shell.NewPlate(theme.PanelStopped, theme.RadiusBadge), word: kit.NewLabel("", theme.TextCaption, theme.White).Bold().Align(fyne.TextAlignCenter)}
	b.root = shell.Free(func(size fyne.Size) {
		shell.Put(b.plate, 0, 0, size.Width, size.Height)
		shell.Put(b.word, 4, 0, size.Width-8, size.Height)
	}, b.plate, b.word)
	return b
}

// width is wide enough for the brand's name.
func (b *brand) width() float32 { return fyne.Min(fyne.Max(b.word.NaturalWidth()+18, 68), 130) }

// legend is a dot and words under the bar.
type legend struct {
	dot   *shell.Plate
	words *kit.Label
}

func newLegend(dot, words fyne.ThemeColorName) *legend {
	return &legend{shell.NewPlate(dot, 3), kit.NewLabel("", theme.TextCaption, words)}
}

func (l *legend) width() float32 {
	if l.words.Text() == "" {
		return 0
	}
	return 20 + l.words.NaturalWidth()
}

func (l *legend) place(x, y float32) {
	on := l.words.Text() != ""
	shell.Shown(l.dot, on)
	shell.Shown(l.words, on)
	shell.Put(l.dot, x, y+6, 12, 12)
	shell.Put(l.words, x+20, y, l.words.NaturalWidth()+1, 24)
}

// single is the one charge, with its bar and what the bar's parts are.
type single struct {
	brand   *brand
	card    *kit.Label
	paid    *kit.Label
	bar     *bar
	parts   [3]*legend
	blocked *kit.Label
	root    *kit.Card
}

func newSingle() *single {
	s := &single{brand: newBrand(), card: kit.NewLabel("", theme.TextBody, theme.Ink).Bold().Shrinks(), paid: kit.NewLabel("", theme.TextCaption, theme.Ink2).Shrinks(), bar: newBar(),
		parts:   [3]*legend{newLegend(theme.Ink2, theme.Ink2), newLegend(theme.Warn, theme.Ink2), newLegend(theme.Accent, theme.AccentText)},
		blocked: kit.NewLabel("", theme.TextCaption, theme.Warn).Bold().Shrinks()}
	s.parts[2].words.Bold()
	objects := []fyne.CanvasObject{s.brand.root, s.card, s.paid, s.bar, s.blocked}
	for _, p := range s.parts {
		objects = append(objects, p.dot, p.words)
	}
	s.root = kit.NewCard(shell.Free(s.place, objects...), 0).Flat()
	return s
}

func (s *single) set(c Charge) {
	s.brand.word.SetText(c.Brand)
	s.card.SetText(c.Card)
	s.paid.SetText(c.Paid)
	s.bar.set(c.Refunded, c.Away, c.Free)
	s.blocked.SetText(c.Blocked)
	for i, words := range []string{c.RefundedWords, c.AwayWords, c.FreeWords} {
		s.parts[i].words.SetText(words)
	}
	s.place(s.root.Size())
}

// height is what the card takes.
func (s *single) height() float32 { return shell.Pick(theme.Screen().Tight, float32(118), 152) }

func (s *single) place(size fyne.Size) {
	tight := theme.Screen().Tight
	pad := shell.Pick(tight, float32(14), 20)
	w := size.Width - 2*pad
	tile := shell.Pick(tight, float32(42), 46)
	wide := s.brand.width()
	shell.Put(s.brand.root, pad, pad, wide, tile)
	x := pad + wide + 16
	shell.Put(s.card, x, pad-3, w-wide-16, 27)
	shell.Put(s.paid, x, pad+shell.Pick(tight, float32(21), 24), w-wide-16, 22)
	y := pad + tile + shell.Pick(tight, float32(8), 20)
	high := shell.Pick(tight, float32(14), 16)
	shell.Put(s.bar, pad, y, w, high)
	y += high + shell.Pick(tight, float32(6), 8)
	shell.Shown(s.blocked, s.blocked.Text() != "")
	shell.Put(s.blocked, pad, y, w, 24)
	// the first at the left edge, what is free at the right, what is on its way between
	a, b, c := s.parts[0].width(), s.parts[1].width(), s.parts[2].width()
	s.parts[0].place(pad, y)
	s.parts[2].place(pad+w-c, y)
	mid := pad
	if a > 0 {
		mid += a + (w-a-b-c)/2
	}
	s.parts[1].place(mid, y)
}
