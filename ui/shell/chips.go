package shell

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// ChipVM is a filter above a list; Count below 0 shows no number. Icon stands for the word where there is no room for all words.
type ChipVM struct {
	Key, Word, Short string
	Count            int
	Icon             string
}

// Chips is the row of filters above a list.
type Chips struct {
	tapped func(key string)
	vms    []ChipVM
	views  []*kit.Chip
	icons  []*kit.Chip // the square form, for where words have no room
	root   *fyne.Container
}

// NewChips returns an empty row; tapped gets the key of the tapped filter.
func NewChips(tapped func(string)) *Chips {
	c := &Chips{tapped: tapped}
	c.root = Free(c.place)
	return c
}

// Object is what a screen shows.
func (c *Chips) Object() fyne.CanvasObject { return c.root }

// Set changes the filters and which one is chosen.
func (c *Chips) Set(vms []ChipVM, chosen string) {
	for len(c.views) < len(vms) {
		i := len(c.views)
		tap := func() {
			if c.tapped != nil && i < len(c.vms) {
				c.tapped(c.vms[i].Key)
			}
		}
		word, icon := kit.NewChip("", -1, tap), kit.NewIconChip(vms[i].Icon, vms[i].Word, tap)
		c.views, c.icons = append(c.views, word), append(c.icons, icon)
		c.root.Objects = append(c.root.Objects, word, icon)
	}
	c.vms = vms
	for i := range vms {
		c.views[i].SetCount(vms[i].Count)
		c.views[i].SetSelected(vms[i].Key == chosen)
		c.icons[i].SetSelected(vms[i].Key == chosen)
	}
	c.place(c.root.Size())
}

// place tries the words, then the short words, then icons from the end, until all chips fit.
func (c *Chips) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	gap := theme.TargetGap
	short, square := false, 0
	for {
		total := -gap
		for i := range c.vms {
			total += c.width(i, short, square) + gap
		}
		if total <= size.Width || square == len(c.vms) {
			break
		}
		if !short {
			short = true
			continue
		}
		square++
	}
	x := float32(0)
	for i := range c.views {
		on := i < len(c.vms)
		asIcon := on && c.asIcon(i, square)
		Shown(c.views[i], on && !asIcon)
		Shown(c.icons[i], on && asIcon)
		if on {
			w := c.width(i, short, square)
			Put(c.views[i], x, 0, w, size.Height)
			Put(c.icons[i], x, 0, w, size.Height)
			x += w + gap
		}
	}
}

func (c *Chips) asIcon(i, square int) bool { return c.vms[i].Icon != "" && i >= len(c.vms)-square }

func (c *Chips) width(i int, short bool, square int) float32 {
	if c.asIcon(i, square) {
		return theme.Screen().Chip
	}
	word := c.vms[i].Word
	if short && c.vms[i].Short != "" {
		word = c.vms[i].Short
	}
	c.views[i].SetWord(word)
	w := c.views[i].MinSize().Width
	if theme.Screen().Tight {
		w -= 18 // the chip may use up its own padding
	}
	return fyne.Max(w, theme.Screen().PX(theme.OrdinaryMM))
}
