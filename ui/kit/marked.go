package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// MarkedText is one line with the part that was searched for marked: three runs, the middle one on a soft fill in accent text. What
// is too long is cut in the last run, so the mark stays readable.
type MarkedText struct {
	widget.BaseWidget
	text, hit string
	runs      [3]*Label
	mark      *canvas.Rectangle
}

// NewMarkedText returns a bold line of px.
func NewMarkedText(text string, px float32) *MarkedText {
	m := &MarkedText{mark: canvas.NewRectangle(color.Transparent)}
	for i := range m.runs {
		m.runs[i] = NewLabel("", px, theme.Ink).Bold()
	}
	m.runs[1].role = theme.AccentText
	m.ExtendBaseWidget(m)
	m.Set(text, "")
	return m
}

// Set changes the line and what is marked in it: the first place where hit occurs, whatever the case. No hit marks nothing.
func (m *MarkedText) Set(text, hit string) {
	if m.text == text && m.hit == hit && m.runs[0].text+m.runs[1].text+m.runs[2].text == text {
		return
	}
	m.text, m.hit = text, hit
	before, middle, after := SplitHit(text, hit)
	m.runs[0].SetText(before)
	m.runs[1].SetText(middle)
	m.runs[2].SetText(after)
	m.Refresh()
}

// SplitHit cuts text around the first place where hit occurs, whatever the case. A script that joins its letters is not cut: its
// runs would lose their shapes.
func SplitHit(text, hit string) (before, middle, after string) {
	if hit == "" || theme.StyleFor(text, false).Monospace {
		return text, "", ""
	}
	runes, want := []rune(text), []rune(hit)
	for i := 0; i+len(want) <= len(runes); i++ {
		if strings.EqualFold(string(runes[i:i+len(want)]), hit) {
			return string(runes[:i]), string(runes[i : i+len(want)]), string(runes[i+len(want):])
		}
	}
	return text, "", ""
}

// AccessibilityLabel implements fyne.Accessible.
func (m *MarkedText) AccessibilityLabel() string { return m.text }

// AccessibilityRole implements fyne.Accessible.
func (m *MarkedText) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (m *MarkedText) CreateRenderer() fyne.WidgetRenderer {
	return render(m, func() fyne.Size { return fyne.NewSize(0, m.runs[0].lineHeight()) }, m.layout,
		func() { fill(m.mark, theme.Color(theme.AccentSoft), nil, 0, 4) }, m.mark, m.runs[0], m.runs[1], m.runs[2])
}

func (m *MarkedText) layout(size fyne.Size) {
	x := float32(0)
	m.mark.Hide()
	for i, r := range m.runs {
		if r.text == "" {
			r.Resize(fyne.Size{})
			continue
		}
		w := fyne.Min(r.NaturalWidth(), fyne.Max(size.Width-x, 0))
		r.Move(fyne.NewPos(x, 0))
		r.Resize(fyne.NewSize(w, size.Height))
		if i == 1 && w > 0 {
			m.mark.Show()
			m.mark.Move(fyne.NewPos(x-1, (size.Height-r.size*1.25)/2))
			m.mark.Resize(fyne.NewSize(w+2, r.size*1.25))
		}
		x += w
	}
}
