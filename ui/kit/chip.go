package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/theme"
)

// Chip is a filter above a list: a word, a count, chosen or not. A chip with an icon and no word is a square.
type Chip struct {
	touch
	chosen bool
	count  int
	bg     *canvas.Rectangle
	icon   *glyph
	word   *Label
	number *Label
}

const (
	chipPad = 15
	chipGap = 9
)

// NewChip returns a chip; count below 0 shows no number.
func NewChip(word string, count int, tapped func()) *Chip {
	c := &Chip{count: count, bg: canvas.NewRectangle(color.Transparent), icon: newGlyph("", 24),
		word: NewLabel(word, theme.TextSecond, theme.Ink2), number: NewLabel(countText(count), theme.TextSecond, theme.Ink3)}
	c.onTap, c.name = tapped, word
	c.ExtendBaseWidget(c)
	return c
}

// NewIconChip returns a square chip; name is what a screen reader says.
func NewIconChip(icon, name string, tapped func()) *Chip {
	c := NewChip("", -1, tapped)
	c.icon.name, c.name = icon, name
	return c
}

func countText(n int) string {
	if n < 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// SetWord changes the word, which is also the spoken name.
func (c *Chip) SetWord(word string) {
	if c.word.Text() != word {
		c.name = word
		c.word.SetText(word)
		c.Refresh()
	}
}

// SetCount changes the number; below 0 it goes away.
func (c *Chip) SetCount(n int) {
	if c.count != n {
		c.count = n
		c.number.SetText(countText(n))
		c.Refresh()
	}
}

// SetSelected says whether this is the chosen filter.
func (c *Chip) SetSelected(on bool) {
	if c.chosen != on {
		c.chosen = on
		c.Refresh()
	}
}

// Selected reports whether this is the chosen filter.
func (c *Chip) Selected() bool { return c.chosen }

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	return render(c, c.minSize, c.layout, c.paint, c.bg, c.icon.img, c.word, c.number)
}

func (c *Chip) contentWidth() float32 {
	w := c.word.NaturalWidth()
	if c.icon.name != "" {
		w += c.icon.px
		if c.word.text != "" {
			w += chipGap
		}
	}
	if c.count >= 0 {
		w += chipGap + c.number.NaturalWidth()
	}
	return w
}

func (c *Chip) minSize() fyne.Size {
	h := theme.Screen().Chip
	// the chosen word is bold and wider: a chip keeps that width, so neighbours stay where they are
	bold := c.word.bold
	c.word.bold = true
	w := c.contentWidth() + 2*chipPad
	c.word.bold = bold
	return fyne.NewSize(fyne.Max(w, h), h)
}

func (c *Chip) layout(size fyne.Size) {
	inset(c.bg, size)
	pad := fyne.Max(6, fyne.Min(chipPad, (size.Width-c.contentWidth())/2))
	x := fyne.Max(pad, (size.Width-c.contentWidth())/2)
	if c.icon.name != "" {
		c.icon.place(x, (size.Height-c.icon.px)/2)
		x += c.icon.px + chipGap
	}
	right := size.Width - pad
	if c.count >= 0 {
		right -= c.number.NaturalWidth() + chipGap
	}
	word := fyne.Min(c.word.NaturalWidth(), fyne.Max(right-x, 0))
	c.word.Move(fyne.NewPos(x, 0))
	c.word.Resize(fyne.NewSize(word, size.Height))
	c.number.Move(fyne.NewPos(x+word+chipGap, 0))
	c.number.Resize(fyne.NewSize(c.number.NaturalWidth(), size.Height))
}

func (c *Chip) paint() {
	surface, stroke, word, number := theme.Surface, theme.Line, theme.Ink2, theme.Ink3
	if c.chosen {
		surface, stroke, word, number = theme.Ink, theme.Ink, theme.Surface, theme.Line
		if theme.Current().Mode().Contrast() { // there the line is ink
			number = theme.Surface
		}
	}
	if c.down {
		surface = theme.Sunken
		if c.chosen {
			surface = theme.InkDown
		}
	}
	fill(c.bg, theme.Color(surface), theme.Color(stroke), 1, theme.RadiusKey)
	c.word.bold = c.chosen
	c.word.SetRole(word)
	c.number.SetRole(number)
	c.icon.paint(theme.Color(word))
}
