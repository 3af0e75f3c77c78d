package demo

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// grid is a block of tiles under a heading.
type grid struct {
	title *kit.Label
	tiles []*kit.Tile
	shown int
	bare  bool // without the heading
	root  *fyne.Container
}

func newGrid(title string) *grid {
	g := &grid{title: kit.NewLabel(title, theme.TextSecond, theme.Ink2).Bold()}
	g.root = shell.Free(g.place, g.title)
	return g
}

// tile adds a tile.
func (g *grid) tile(icon, label string, tapped func()) *kit.Tile {
	t := kit.NewRowTile(icon, label, tapped)
	g.tiles = append(g.tiles, t)
	g.shown = len(g.tiles)
	g.root.Objects = append(g.root.Objects, t)
	return t
}

const gridTitle = 33

func tileHeight() float32 {
	if theme.Screen().Tight {
		return 58
	}
	return 60
}

// height is what the block takes with a number of columns.
func (g *grid) height(columns int) float32 {
	rows := float32((g.shown + columns - 1) / columns)
	h := rows*(tileHeight()+theme.TargetGap) - theme.TargetGap
	if !g.bare {
		h += gridTitle
	}
	return h
}

func (g *grid) place(size fyne.Size) {
	columns := 3
	if size.Width < 480 {
		columns = 2
	}
	y := float32(0)
	shell.Shown(g.title, !g.bare)
	if !g.bare {
		shell.Put(g.title, 0, 0, size.Width, 26)
		y = gridTitle
	}
	gap := theme.TargetGap
	w := (size.Width - float32(columns-1)*gap) / float32(columns)
	for i, t := range g.tiles {
		shell.Shown(t, i < g.shown)
		shell.Put(t, float32(i%columns)*(w+gap), y+float32(i/columns)*(tileHeight()+gap), w, tileHeight())
	}
}

// choices keeps one tile per choice, reused from Set to Set.
func (g *grid) choices(list []Choice, from int, tapped func(key string)) {
	for i, c := range list {
		k := from + i
		label := c.Label
		if c.Active && c.EndLabel != "" {
			label = c.EndLabel
		}
		if k >= len(g.tiles) {
			g.tile(c.Icon, label, nil)
		}
		t := g.tiles[k]
		t.SetIcon(c.Icon)
		t.SetLabel(label)
		t.SetSelected(c.Active)
		t.SetOnTapped(func() { tapped(c.Key) })
	}
	g.shown = from + len(list)
}
