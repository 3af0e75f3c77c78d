package kit

import (
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Avatar is a disc with a person's initials.
type Avatar struct {
	widget.BaseWidget
	index int
	px    float32
	disc  *canvas.Circle
	text  *Label
}

// NewAvatar returns a disc of px; index is the person's place in the staff list and chooses the colour.
func NewAvatar(name string, index int, px float32) *Avatar {
	a := &Avatar{index: index, px: px, disc: canvas.NewCircle(color.Transparent),
		text: NewLabel(Initials(name), px*0.38, theme.White).Bold().Align(fyne.TextAlignCenter)}
	a.ExtendBaseWidget(a)
	return a
}

// Set changes the person.
func (a *Avatar) Set(name string, index int) {
	a.index = index
	a.text.SetText(Initials(name))
	a.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer {
	return render(a, func() fyne.Size { return fyne.NewSquareSize(a.px) }, func(s fyne.Size) {
		origin := fyne.NewPos((s.Width-a.px)/2, (s.Height-a.px)/2)
		a.disc.Move(origin)
		a.disc.Resize(fyne.NewSquareSize(a.px))
		a.text.Move(origin)
		a.text.Resize(fyne.NewSquareSize(a.px))
	}, func() { a.disc.FillColor = theme.Person(a.index) }, a.disc, a.text)
}

// Initials returns the first letters of the first and the last word of a name.
func Initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 2 {
		words = []string{words[0], words[len(words)-1]}
	}
	var b strings.Builder
	for _, w := range words {
		b.WriteRune(unicode.ToUpper([]rune(w)[0]))
	}
	return b.String()
}

// PersonTile is a person to choose on the lock screen: initials, name, role and, in the demo only, a tag with the PIN.
type PersonTile struct {
	touch
	chosen bool
	avatar *Avatar
	bg     *canvas.Rectangle
	who    *Label
	role   *Label
	tagBg  *canvas.Rectangle
	tag    *Label
}

// NewPersonTile returns a tile; tag is empty outside the demo.
func NewPersonTile(name, role, tag string, index int, tapped func()) *PersonTile {
	p := &PersonTile{avatar: NewAvatar(name, index, 68), bg: canvas.NewRectangle(color.Transparent),
		who: NewLabel(name, theme.TextSubHeading, theme.Ink).Bold(), role: NewLabel(role, theme.TextSecond, theme.Ink2),
		tagBg: canvas.NewRectangle(color.Transparent), tag: NewLabel(tag, theme.TextCaption, theme.OnBand).Bold().Align(fyne.TextAlignCenter)}
	p.onTap, p.name = tapped, name
	p.ExtendBaseWidget(p)
	return p
}

// SetSelected says whether this person is asked for the PIN.
func (p *PersonTile) SetSelected(on bool) {
	if p.chosen != on {
		p.chosen = on
		p.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (p *PersonTile) CreateRenderer() fyne.WidgetRenderer {
	return render(p, p.minSize, p.layout, p.paint, p.bg, p.avatar, p.who, p.role, p.tagBg, p.tag)
}

func (p *PersonTile) minSize() fyne.Size {
	if theme.Screen().Tight {
		return fyne.NewSize(280, 84)
	}
	return fyne.NewSize(320, 112)
}

func (p *PersonTile) layout(size fyne.Size) {
	inset(p.bg, size)
	pad := float32(22)
	if theme.Screen().Tight {
		pad = 14
	}
	p.avatar.px = fyne.Min(68, size.Height-2*14)
	p.avatar.text.size = p.avatar.px * 0.38
	p.avatar.Move(fyne.NewPos(pad, (size.Height-p.avatar.px)/2))
	p.avatar.Resize(fyne.NewSquareSize(p.avatar.px))
	x := pad + p.avatar.px + 20
	right := size.Width - pad
	p.tagBg.Hide()
	if p.tag.text != "" {
		w := p.tag.NaturalWidth() + 20
		p.tagBg.Show()
		p.tagBg.Move(fyne.NewPos(right-w, (size.Height-28)/2))
		p.tagBg.Resize(fyne.NewSize(w, 28))
		p.tag.Move(fyne.NewPos(right-w, (size.Height-28)/2))
		p.tag.Resize(fyne.NewSize(w, 28))
		right -= w + 12
	}
	top := (size.Height - 32 - 26) / 2
	p.who.Move(fyne.NewPos(x, top))
	p.who.Resize(fyne.NewSize(right-x, 32))
	p.role.Move(fyne.NewPos(x, top+32))
	p.role.Resize(fyne.NewSize(right-x, 26))
}

func (p *PersonTile) paint() {
	selectable(p.bg, p.chosen, p.down, p.off, theme.RadiusCard)
	p.bg.Shadow = canvas.Shadow{}
	if !p.chosen && !theme.Current().Mode().Dark() {
		p.bg.Shadow = cardShadow()
	}
	fill(p.tagBg, theme.Color(theme.Band), nil, 0, theme.RadiusBadge)
}
