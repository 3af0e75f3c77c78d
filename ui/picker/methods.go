package picker

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// MaxMethods is how many ways to pay stand side by side.
const MaxMethods = 4

// Method is a way to pay, as a tile over the reader.
type Method struct {
	Key, Icon, Label string
	Chosen           bool
}

// methods is the row of tiles: one is chosen, the money button says what it does.
type methods struct {
	keys  [MaxMethods]string
	tiles [MaxMethods]*kit.Tile
	shown int
}

func newMethods(choose *func(key string)) *methods {
	m := &methods{}
	for i := range m.tiles {
		m.tiles[i] = kit.NewTile("", "", func() {
			if *choose != nil {
				(*choose)(m.keys[i])
			}
		})
	}
	return m
}

func (m *methods) objects() (out []fyne.CanvasObject) {
	for _, t := range m.tiles {
		out = append(out, t)
	}
	return out
}

func (m *methods) set(list []Method, on bool) {
	m.shown = min(len(list), MaxMethods)
	for i, w := range list[:m.shown] {
		m.keys[i] = w.Key
		m.tiles[i].SetIcon(w.Icon)
		m.tiles[i].SetLabel(w.Label)
		m.tiles[i].SetSelected(w.Chosen)
		m.tiles[i].SetEnabled(on)
	}
}

// height is what the row takes; nothing where there is no choice.
func (m *methods) height() float32 {
	if m.shown < 2 {
		return 0
	}
	return m.tiles[0].MinSize().Height
}

// hide takes the row away where there is no room for it: the chosen way stays chosen, and the money button says it.
func (m *methods) hide() {
	for _, t := range m.tiles {
		shell.Shown(t, false)
	}
}

func (m *methods) place(x, y, w float32) {
	gap := theme.TargetGap
	each := (w - float32(m.shown-1)*gap) / float32(max(m.shown, 1))
	for i, t := range m.tiles {
		on := i < m.shown && m.shown > 1
		shell.Shown(t, on)
		if on {
			shell.Put(t, x+float32(i)*(each+gap), y, each, m.height())
		}
	}
}
