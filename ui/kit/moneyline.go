package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// MoneyLine is the one sentence about the money, right under the amount: an icon and bold words in a tinted bar. Its tint follows
// the money alone.
type MoneyLine struct {
	widget.BaseWidget
	tone  Tone
	small bool
	bold  bool
	bg    *canvas.Rectangle
	icon  *glyph
	label *Label
}

// NewMoneyLine returns the bar of the overlay.
func NewMoneyLine(icon, sentence string, tone Tone) *MoneyLine {
	return newMoneyLine(icon, sentence, tone, false, true)
}

// NewSmallMoneyLine returns the bar of a card beside a list.
func NewSmallMoneyLine(icon, sentence string, tone Tone) *MoneyLine {
	return newMoneyLine(icon, sentence, tone, true, true)
}

// NewNotice returns a bar with regular text that explains, on sheets.
func NewNotice(icon, sentence string, tone Tone) *MoneyLine {
	return newMoneyLine(icon, sentence, tone, true, false)
}

func newMoneyLine(icon, sentence string, tone Tone, small, bold bool) *MoneyLine {
	m := &MoneyLine{tone: tone, small: small, bold: bold, bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, 28),
		label: NewLabel(sentence, theme.TextBody, theme.Ink).Wrap(2)}
	m.label.bold = bold
	m.ExtendBaseWidget(m)
	return m
}

// Set changes icon, sentence and tone.
func (m *MoneyLine) Set(icon, sentence string, tone Tone) {
	if m.icon.name == icon && m.label.text == sentence && m.tone == tone {
		return
	}
	m.icon.name, m.tone = icon, tone
	m.label.SetText(sentence)
	m.Refresh()
}

// Sentence returns the words.
func (m *MoneyLine) Sentence() string { return m.label.Text() }

// AccessibilityLabel implements fyne.Accessible.
func (m *MoneyLine) AccessibilityLabel() string { return m.label.Text() }

// AccessibilityRole implements fyne.Accessible.
func (m *MoneyLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (m *MoneyLine) CreateRenderer() fyne.WidgetRenderer {
	return render(m, m.minSize, m.layout, m.paint, m.bg, m.icon.img, m.label)
}

// HeightFor is the height the bar takes at a width.
func (m *MoneyLine) HeightFor(width float32) float32 {
	m.label.size = m.textSize()
	return m.label.HeightFor(width-m.lead()-m.pad()) + 2*m.air()
}

func (m *MoneyLine) textSize() float32 {
	if m.small {
		return theme.TextBody
	}
	return theme.Screen().FactText
}

func (m *MoneyLine) compact() bool { return m.small || theme.Screen().Tight }

func (m *MoneyLine) pad() float32 {
	if m.compact() {
		return 15
	}
	return 19
}

func (m *MoneyLine) air() float32 {
	if m.compact() {
		return 12
	}
	return 16
}

func (m *MoneyLine) lead() float32 { return m.pad() + m.icon.px + 15 }

func (m *MoneyLine) minSize() fyne.Size { return fyne.NewSize(120, m.HeightFor(m.Size().Width)) }

func (m *MoneyLine) layout(size fyne.Size) {
	m.bg.Resize(size)
	line := m.label.lineHeight()
	m.icon.place(m.pad(), m.air()+(line-m.icon.px)/2)
	m.label.Move(fyne.NewPos(m.lead(), m.air()))
	m.label.Resize(fyne.NewSize(size.Width-m.lead()-m.pad(), size.Height-2*m.air()))
}

func (m *MoneyLine) paint() {
	soft, text := m.tone.Roles()
	m.label.size = m.textSize()
	fill(m.bg, theme.Color(soft), theme.Color(text), 0, theme.RadiusField)
	if theme.Current().Mode().Contrast() {
		m.bg.StrokeWidth = 3
	}
	m.label.SetRole(text)
	m.icon.paint(theme.Color(text))
}
