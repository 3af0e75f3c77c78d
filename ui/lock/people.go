package lock

import (
	"slices"

	"fyne.io/fyne/v2"

	"paydesk/assets"
	"paydesk/ui/kit"
	"paydesk/ui/shell"
	"paydesk/ui/theme"
)

// People is the pile of person tiles: one column for few, two for many, pages beyond that.
type People struct {
	choose   func(id string)
	list     []Person
	selected string
	tiles    []*kit.PersonTile
	page     int
	up, down *kit.Button
	root     *fyne.Container
}

// NewPeople returns an empty pile.
func NewPeople(choose func(id string)) *People {
	p := &People{choose: choose}
	p.up = kit.NewButton("", "chevron-up", kit.Raised, func() { p.turn(-1) })
	p.up.SetName(assets.T("list.previous"))
	p.down = kit.NewButton("", "chevron-down", kit.Raised, func() { p.turn(1) })
	p.down.SetName(assets.T("list.next"))
	p.root = shell.Free(p.place, p.up, p.down)
	return p
}

// Object is what a screen shows.
func (p *People) Object() fyne.CanvasObject { return p.root }

func (p *People) turn(by int) {
	p.page += by
	p.place(p.root.Size())
}

// Set shows these people; selected is the ID of the one who is asked for the PIN.
func (p *People) Set(list []Person, selected string) {
	if !slices.Equal(p.list, list) {
		for _, t := range p.tiles {
			p.root.Remove(t)
		}
		p.tiles = p.tiles[:0]
		p.list, p.page = slices.Clone(list), 0
		for _, person := range p.list {
			tag := ""
			if person.PINHint != "" {
				tag = assets.T("lock.hint", "pin", person.PINHint)
			}
			t := kit.NewPersonTile(person.Name, person.Role, tag, person.Index, func() {
				if p.choose != nil {
					p.choose(person.ID)
				}
			})
			p.tiles = append(p.tiles, t)
			p.root.Add(t)
		}
	}
	p.selected = selected
	for i, t := range p.tiles {
		t.SetSelected(p.list[i].ID == selected)
	}
	p.place(p.root.Size())
}

func (p *People) place(size fyne.Size) {
	n := len(p.tiles)
	if n == 0 || size.Height < 1 {
		shell.Shown(p.up, false)
		shell.Shown(p.down, false)
		return
	}
	gap, full, least := float32(16), float32(112), float32(84)
	if theme.Screen().Tight {
		gap, full = theme.TargetGap, 92
	}
	columns := 1
	rows := int((size.Height + gap) / (least + gap))
	if n > rows {
		columns = 2
	}
	pages := (n + rows*columns - 1) / max(rows*columns, 1)
	foot := float32(0)
	if pages > 1 {
		foot = theme.Screen().Button + gap
		rows = max(int((size.Height-foot+gap)/(least+gap)), 1)
		pages = (n + rows*columns - 1) / (rows * columns)
	}
	p.page = min(max(p.page, 0), pages-1)
	shown := min(rows, (n+columns-1)/columns)
	h := fyne.Min(full, (size.Height-foot+gap)/float32(shown)-gap)
	w := (size.Width - float32(columns-1)*gap) / float32(columns)
	first := p.page * rows * columns
	for i, t := range p.tiles {
		on := i >= first && i < first+rows*columns
		shell.Shown(t, on)
		if on {
			k := i - first
			shell.Put(t, float32(k%columns)*(w+gap), float32(k/columns)*(h+gap), w, h)
		}
	}
	shell.Shown(p.up, pages > 1)
	shell.Shown(p.down, pages > 1)
	p.up.SetEnabled(p.page > 0)
	p.down.SetEnabled(p.page < pages-1)
	b := theme.Screen().Button
	shell.Put(p.up, 0, size.Height-b, b+8, b)
	shell.Put(p.down, size.Width-b-8, size.Height-b, b+8, b)
}
