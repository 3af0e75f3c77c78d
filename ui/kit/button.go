package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/theme"
)

// ButtonKind says how a button is drawn. One filled button (Filled, Ink or Good) per screen.
type ButtonKind int

// The kinds: Filled moves money in or goes on, Ink moves money out, Good plays a good card in the demo, Outline is the second
// choice, Quiet a choice inside a card, Raised a
// white key on the page, Plain an icon without a fill inside a field, OutlineBad and OutlineWarn are second choices on a warning.
const (
	Outline ButtonKind = iota
	Filled
	Quiet
	Raised
	Plain
	Ink
	Good
	OutlineBad
	OutlineWarn
)

// Button is an icon and a label, centred. Its height comes from the profile; money buttons say the amount and are larger.
type Button struct {
	touch
	kind  ButtonKind
	class buttonClass

	air   float32 // between the target's edge and the drawn button
	bg    *canvas.Rectangle
	icon  *glyph
	tag   *ReaderTag
	label *Label
	lead  bool
}

type buttonClass struct {
	text, tight, icon, gap, pad, radius float32 // tight is the text size on the small screen
	height                              func(theme.Profile) float32
	mm                                  float32
}

var (
	classOrdinary = buttonClass{text: 18, tight: 18, icon: 24, gap: 10, pad: 16, radius: theme.RadiusKey,
		height: func(p theme.Profile) float32 { return p.Button }, mm: theme.OrdinaryMM}
	classLarge = buttonClass{text: 20, tight: 20, icon: 24, gap: 12, pad: 22, radius: theme.RadiusButton,
		height: func(p theme.Profile) float32 { return p.Button + 8 }, mm: theme.OrdinaryMM}
	classAction = buttonClass{text: 22, tight: 20, icon: 26, gap: 12, pad: 24, radius: theme.RadiusMoney,
		height: func(p theme.Profile) float32 { return p.Action }, mm: theme.MoneyMM}
	classMoney = buttonClass{text: theme.TextMoney, tight: 28, icon: 34, gap: 16, pad: 24, radius: theme.RadiusMoney,
		height: func(p theme.Profile) float32 { return p.Money }, mm: theme.MoneyMM}
)

// NewButton returns an ordinary button. icon may be empty, label too (then name speaks for it, see SetName).
func NewButton(label, icon string, kind ButtonKind, tapped func()) *Button {
	return newButton(label, icon, kind, classOrdinary, tapped)
}

// NewLargeButton returns an ordinary button with larger text and height, for sheets and empty screens.
func NewLargeButton(label, icon string, kind ButtonKind, tapped func()) *Button {
	return newButton(label, icon, kind, classLarge, tapped)
}

// NewActionButton returns a button of the overlay's or a sheet's bottom row, as large as a money button.
func NewActionButton(label, icon string, kind ButtonKind, tapped func()) *Button {
	return newButton(label, icon, kind, classAction, tapped)
}

// NewMoneyButton returns the one button that moves money. The label must say the amount: "Charge €1,284.50".
func NewMoneyButton(label, icon string, kind ButtonKind, tapped func()) *Button {
	return newButton(label, icon, kind, classMoney, tapped)
}

func newButton(label, icon string, kind ButtonKind, class buttonClass, tapped func()) *Button {
	b := &Button{kind: kind, class: class, bg: canvas.NewRectangle(color.Transparent),
		icon: newGlyph(icon, class.icon), label: NewLabel(label, class.text, theme.Ink).Bold(), tag: NewReaderTag("", class.icon+14)}
	b.onTap, b.name = tapped, label
	b.tag.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// Leading puts icon and label at the left edge and returns the button.
func (b *Button) Leading() *Button { b.lead = true; return b }

// SetName sets the spoken name of a button without a label.
func (b *Button) SetName(name string) { b.name = name }

// SetLabel changes the words, which are also the spoken name.
func (b *Button) SetLabel(s string) {
	if b.label.Text() != s {
		b.name = s
		b.Changed()
		b.label.SetText(s)
		b.Refresh()
	}
}

// Label returns the words.
func (b *Button) Label() string { return b.label.Text() }

// SetIcon changes the icon; an empty name takes it away.
func (b *Button) SetIcon(name string) {
	if b.icon.name != name {
		b.icon.name = name
		b.Refresh()
	}
}

// SetReader shows a reader's letter tile in place of the icon; an empty letter takes it away.
func (b *Button) SetReader(letter string) {
	if b.tag.letter == letter {
		return
	}
	b.tag.SetLetter(letter)
	if letter == "" {
		b.tag.Hide()
	} else {
		b.tag.Show()
	}
	b.Refresh()
}

// SetKind changes how the button is drawn.
func (b *Button) SetKind(k ButtonKind) {
	if b.kind != k {
		b.kind = k
		b.Refresh()
	}
}

// Kind returns how the button is drawn.
func (b *Button) Kind() ButtonKind { return b.kind }

// TargetMM implements Target.
func (b *Button) TargetMM() float32 { return b.class.mm }

// NaturalWidth is the width at which nothing is cut off and both sides have their padding.
func (b *Button) NaturalWidth() float32 { return b.contentWidth() + 2*b.class.pad }

func (b *Button) leadWidth() float32 {
	switch {
	case b.tag.letter != "":
		return b.tag.px + b.class.gap
	case b.icon.name != "" && b.label.text == "":
		return b.icon.px
	case b.icon.name != "":
		return b.icon.px + b.class.gap
	}
	return 0
}

func (b *Button) contentWidth() float32 {
	b.label.size = b.class.text
	if theme.Screen().Tight {
		b.label.size = b.class.tight
	}
	return b.leadWidth() + b.label.NaturalWidth()
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return render(b, b.minSize, b.layout, b.paint, b.bg, b.icon.img, b.tag, b.label)
}

func (b *Button) minSize() fyne.Size {
	p := theme.Screen()
	h := b.class.height(p)
	return fyne.NewSize(fyne.Max(b.NaturalWidth(), p.PX(b.class.mm)), h)
}

func (b *Button) layout(size fyne.Size) {
	inset(b.bg, size.SubtractWidthHeight(2*b.air, 2*b.air))
	b.bg.Move(b.bg.Position().AddXY(b.air, b.air))
	head := b.leadWidth()
	pad := b.class.pad
	natural := b.contentWidth()
	if natural > size.Width-2*pad { // a long translation may use most of the padding before it is cut
		pad = fyne.Max(8, (size.Width-natural)/2)
	}
	words := fyne.Min(b.label.NaturalWidth(), size.Width-2*pad-head)
	x := (size.Width - head - words) / 2
	if b.lead {
		x = pad
	}
	b.icon.place(x, (size.Height-b.icon.px)/2)
	b.tag.Move(fyne.NewPos(x, (size.Height-b.tag.px)/2))
	b.tag.Resize(fyne.NewSquareSize(b.tag.px))
	b.label.Move(fyne.NewPos(x+head, 0))
	b.label.Resize(fyne.NewSize(fyne.Max(words, 0), size.Height))
}

func (b *Button) paint() {
	fillRole, stroke, text := b.roles()
	var strokeColor color.Color = color.Transparent
	width := float32(0)
	if stroke != "" {
		strokeColor, width = theme.Color(stroke), 2
		if stroke == theme.Line {
			width = 1
		}
	}
	radius := b.class.radius
	fill(b.bg, theme.Color(fillRole), strokeColor, width, radius)
	b.label.SetRole(text)
	b.icon.paint(theme.Color(text))
	if b.tag.letter != "" {
		b.icon.img.Hide()
	}
}

func (b *Button) roles() (fill, stroke, text fyne.ThemeColorName) {
	if b.off {
		return theme.Sunken, theme.Line, theme.Ink3
	}
	pick := func(up, down fyne.ThemeColorName) fyne.ThemeColorName {
		if b.down {
			return down
		}
		return up
	}
	switch b.kind {
	case Filled:
		return pick(theme.Accent, theme.AccentDown), "", theme.OnAccent
	case Ink:
		return pick(theme.Ink, theme.InkDown), "", theme.Surface
	case Good:
		return pick(theme.PanelCharged, theme.OK), "", theme.White
	case Quiet:
		return pick(theme.Sunken, theme.SunkenDown), "", theme.Ink
	case Plain:
		return pick(theme.Surface, theme.Sunken), "", theme.Ink
	case Raised:
		return pick(theme.Surface, theme.Sunken), theme.Line, theme.Ink
	case OutlineBad:
		return pick(theme.Surface, theme.BadSoft), theme.Bad, theme.Bad
	case OutlineWarn:
		return pick(theme.WarnSoft, theme.Surface), theme.Warn, theme.Warn
	}
	return pick(theme.Surface, theme.Sunken), theme.Edge, theme.Ink
}
