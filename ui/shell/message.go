package shell

import (
	"fyne.io/fyne/v2"

	"paydesk/ui/kit"
	"paydesk/ui/theme"
)

// Message stands where a list or a detail has nothing to show: a mark, a heading, what it means, one way on.
type Message struct {
	disc   *Plate
	icon   *kit.Icon
	title  *kit.Label
	text   *kit.Label
	button *kit.Button
	tapped func()
	action bool
	bare   bool // the icon stands without a disc
	root   *fyne.Container
}

// NewMessage returns one that says nothing.
func NewMessage() *Message {
	m := &Message{disc: NewPlate(theme.OKSoft, 66), icon: kit.NewIcon("check", theme.OK, 64),
		title: kit.NewHeading("", theme.TextHeading).Align(fyne.TextAlignCenter).Wrap(2),
		text:  kit.NewLabel("", theme.TextBody, theme.Ink2).Align(fyne.TextAlignCenter).Wrap(4).Balanced()}
	m.button = kit.NewLargeButton("", "", kit.Outline, func() {
		if m.tapped != nil {
			m.tapped()
		}
	})
	m.root = Free(m.place, m.disc, m.icon, m.title, m.text, m.button)
	return m
}

// Set changes everything; an empty action has no button.
func (m *Message) Set(icon string, tone kit.Tone, title, text, action, actionIcon string, tapped func()) {
	soft, ink := tone.Roles()
	if tone == kit.ToneNeutral {
		ink = theme.Ink2
	}
	m.disc.SetFill(soft)
	m.icon.Set(icon, ink)
	m.title.SetText(title)
	m.text.SetText(text)
	m.tapped = tapped
	m.button.SetLabel(action)
	m.button.SetIcon(actionIcon)
	m.action = action != ""
	m.place(m.root.Size())
}

// Bare lets the icon stand without a disc and returns the message.
func (m *Message) Bare() *Message { m.bare = true; return m }

// Object is what a screen shows.
func (m *Message) Object() fyne.CanvasObject { return m.root }

func (m *Message) place(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	width := fyne.Min(size.Width-40, 460)
	disc, gap := float32(132), float32(24)
	if theme.Screen().Tight {
		disc, gap = 88, 14
	}
	if m.bare {
		disc = 64
	}
	title, text := m.title.HeightFor(width), m.text.HeightFor(width)
	button := m.button.MinSize()
	actions := float32(0)
	if m.action && size.Height >= title+8+text+gap+button.Height {
		actions = gap + button.Height
	}
	Shown(m.button, actions > 0) // above the keyboard the field's own cross clears
	if size.Height < disc+gap+title+8+text+actions {
		disc = 0 // a place between keyboard and header has room for the words alone
	}
	Shown(m.icon, disc > 0)
	Shown(m.disc, disc > 0 && !m.bare)
	head := disc
	if disc > 0 {
		head += gap
	}
	total := head + title + 8 + text + actions
	x, y := (size.Width-width)/2, fyne.Max((size.Height-total)/2, 0)
	Put(m.disc, (size.Width-disc)/2, y, disc, disc)
	m.disc.SetRadius(disc / 2)
	Put(m.icon, (size.Width-64)/2, y+(disc-64)/2, 64, 64)
	y += head
	Put(m.title, x, y, width, title)
	y += title + 8
	Put(m.text, x, y, width, text)
	y += text + gap
	w := fyne.Min(button.Width, width)
	Put(m.button, (size.Width-w)/2, y, w, button.Height)
}

// Bones are the grey bars of a list or detail that still loads. They stand still.
type Bones struct {
	bars  []*Plate
	shape func(size fyne.Size, bar func(x, y, w, h float32))
	root  *fyne.Container
}

// NewBones returns up to count bars where shape puts them.
func NewBones(count int, shape func(size fyne.Size, bar func(x, y, w, h float32))) *Bones {
	b := &Bones{shape: shape}
	b.root = Free(b.place)
	for range count {
		p := NewPlate(theme.Sunken, 6)
		b.bars = append(b.bars, p)
		b.root.Objects = append(b.root.Objects, p)
	}
	return b
}

// Object is what a screen shows.
func (b *Bones) Object() fyne.CanvasObject { return b.root }

func (b *Bones) place(size fyne.Size) {
	used := 0
	b.shape(size, func(x, y, w, h float32) {
		if used < len(b.bars) && y+h <= size.Height {
			Put(b.bars[used], x, y, w, h)
			used++
		}
	})
	for i, bar := range b.bars {
		Shown(bar, i < used)
	}
}
