package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Badge is an icon and a word on a tint. It is read, never tapped.
type Badge struct {
	widget.BaseWidget
	tone  Tone
	bold  bool
	style badgeStyle
	bg    *canvas.Rectangle
	icon  *glyph
	label *Label
}

type badgeStyle struct{ text, icon, height, pad, gap float32 }

var (
	badgeSmall  = badgeStyle{text: 16, icon: 18, height: 28, pad: 8, gap: 5}
	badgeMedium = badgeStyle{text: 18, icon: 20, height: 36, pad: 9, gap: 6}
	badgeLarge  = badgeStyle{text: 20, icon: 22, height: 44, pad: 16, gap: 9}
)

// NewBadge returns a badge of a list row.
func NewBadge(icon, word string, tone Tone) *Badge {
	return newBadge(icon, word, tone, badgeSmall, true)
}

// NewNote returns a badge as high as a line of a card, in bold: the money line of a list.
func NewNote(icon, word string, tone Tone) *Badge {
	return newBadge(icon, word, tone, badgeMedium, true)
}

// NewFact returns a quiet badge with regular text: an address, a printer.
func NewFact(icon, word string) *Badge { return newBadge(icon, word, ToneNeutral, badgeMedium, false) }

// NewStateBadge returns the large badge of a reader's card.
func NewStateBadge(icon, word string, tone Tone) *Badge {
	return newBadge(icon, word, tone, badgeLarge, true)
}

func newBadge(icon, word string, tone Tone, s badgeStyle, bold bool) *Badge {
	b := &Badge{tone: tone, style: s, bold: bold, bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, s.icon),
		label: NewLabel(word, s.text, theme.Ink2)}
	b.label.bold = bold
	b.ExtendBaseWidget(b)
	return b
}

// Set changes icon, word and tone.
func (b *Badge) Set(icon, word string, tone Tone) {
	if b.icon.name == icon && b.label.text == word && b.tone == tone {
		return
	}
	b.icon.name, b.tone = icon, tone
	b.label.SetText(word)
	b.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (b *Badge) AccessibilityLabel() string { return b.label.Text() }

// AccessibilityRole implements fyne.Accessible.
func (b *Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	return render(b, b.minSize, b.layout, b.paint, b.bg, b.icon.img, b.label)
}

func (b *Badge) lead() float32 {
	if b.icon.name == "" {
		return b.style.pad
	}
	return b.style.pad + b.style.icon + b.style.gap
}

func (b *Badge) minSize() fyne.Size {
	return fyne.NewSize(b.lead()+b.label.NaturalWidth()+b.style.pad+2, b.style.height)
}

func (b *Badge) layout(size fyne.Size) {
	h := b.style.height
	top := (size.Height - h) / 2
	b.bg.Move(fyne.NewPos(0, top))
	b.bg.Resize(fyne.NewSize(size.Width, h))
	b.icon.place(b.style.pad, top+(h-b.style.icon)/2)
	b.label.Move(fyne.NewPos(b.lead(), top))
	b.label.Resize(fyne.NewSize(size.Width-b.lead()-b.style.pad, h))
}

func (b *Badge) paint() {
	soft, text := b.tone.Roles()
	if b.tone == ToneNeutral {
		text = theme.Ink2
	}
	fill(b.bg, theme.Color(soft), theme.Color(text), 0, theme.RadiusBadge)
	if theme.Current().Mode().Contrast() {
		b.bg.StrokeWidth = 3
	}
	b.label.SetRole(text)
	b.icon.paint(theme.Color(text))
}
