package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/theme"
)

// Tile is one of a few choices side by side: a way to pay, a reason, an amount, a gesture of the demo. Selected is outline, soft
// fill and bold words together, never fill alone.
type Tile struct {
	touch
	chosen bool
	row    bool
	bg     *canvas.Rectangle
	icon   *glyph
	label  *Label
}

// NewTile returns a tile with its icon over its words.
func NewTile(icon, label string, tapped func()) *Tile { return newTile(icon, label, false, tapped) }

// NewRowTile returns a tile with its icon before its words, at the left edge; without an icon the words stand in the middle.
func NewRowTile(icon, label string, tapped func()) *Tile { return newTile(icon, label, true, tapped) }

func newTile(icon, label string, row bool, tapped func()) *Tile {
	t := &Tile{row: row, bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, 26),
		label: NewLabel(label, theme.TextSecond, theme.Ink)}
	if !row || icon == "" {
		t.label.Align(fyne.TextAlignCenter)
	}
	t.onTap, t.name = tapped, label
	t.ExtendBaseWidget(t)
	return t
}

// SetLabel changes the words, which are also the spoken name.
func (t *Tile) SetLabel(s string) {
	t.name = s
	t.label.SetText(s)
}

// SetIcon changes the icon.
func (t *Tile) SetIcon(name string) {
	if t.icon.name != name {
		t.icon.name = name
		t.Refresh()
	}
}

// SetSelected says whether this is the chosen tile.
func (t *Tile) SetSelected(on bool) {
	if t.chosen != on {
		t.chosen = on
		t.Refresh()
	}
}

// Selected reports whether this is the chosen tile.
func (t *Tile) Selected() bool { return t.chosen }

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	return render(t, t.minSize, t.layout, t.paint, t.bg, t.icon.img, t.label)
}

func (t *Tile) minSize() fyne.Size {
	w, h := t.label.NaturalWidth()+24, float32(60)
	if t.row {
		w += 16
		if t.icon.name != "" {
			w += t.icon.px + 10
		}
	} else if !theme.Screen().Tight {
		h = 72
	}
	return fyne.NewSize(fyne.Max(w, theme.Screen().PX(theme.OrdinaryMM)), h)
}

func (t *Tile) layout(size fyne.Size) {
	inset(t.bg, size)
	switch {
	case t.icon.name == "":
		t.label.Move(fyne.NewPos(8, 0))
		t.label.Resize(fyne.NewSize(size.Width-16, size.Height))
	case t.row:
		t.icon.place(15, (size.Height-t.icon.px)/2)
		t.label.Move(fyne.NewPos(15+t.icon.px+10, 0))
		t.label.Resize(fyne.NewSize(size.Width-15-t.icon.px-18, size.Height))
	default:
		line := t.label.lineHeight()
		top := (size.Height - t.icon.px - line - 2) / 2
		t.icon.place((size.Width-t.icon.px)/2, top)
		t.label.Move(fyne.NewPos(4, top+t.icon.px+2))
		t.label.Resize(fyne.NewSize(size.Width-8, line))
	}
}

func (t *Tile) paint() {
	text := selectable(t.bg, t.chosen, t.down, t.off, theme.RadiusKey)
	t.label.bold = t.chosen
	t.label.SetRole(text)
	t.icon.paint(theme.Color(text))
}

// selectable paints the frame of anything that can be the chosen one and returns the role of its words.
func selectable(bg *canvas.Rectangle, chosen, down, off bool, radius float32) fyne.ThemeColorName {
	switch {
	case off:
		fill(bg, theme.Color(theme.Sunken), theme.Color(theme.Line), 1, radius)
		return theme.Ink3
	case chosen:
		fill(bg, theme.Color(theme.AccentSoft), theme.Color(theme.Accent), 2.5, radius)
		return theme.AccentText
	case down:
		fill(bg, theme.Color(theme.Sunken), theme.Color(theme.Line), 1, radius)
	default:
		fill(bg, theme.Color(theme.Surface), theme.Color(theme.Line), 1, radius)
	}
	return theme.Ink
}
