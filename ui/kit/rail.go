package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/ui/theme"
)

// RailItem is one screen of the rail: icon over word, with a count of things that need somebody.
type RailItem struct {
	touch
	chosen bool
	count  int
	bg     *canvas.Rectangle
	icon   *glyph
	label  *Label
	disc   *canvas.Rectangle
	number *Label
}

// NewRailItem returns an item of the rail.
func NewRailItem(icon, label string, tapped func()) *RailItem {
	r := &RailItem{bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, 28), label: NewLabel(label, theme.TextCaption, theme.Ink2).Align(fyne.TextAlignCenter),
		disc: canvas.NewRectangle(color.Transparent), number: NewLabel("", theme.TextCaption, theme.White).Bold().Align(fyne.TextAlignCenter)}
	r.onTap, r.name = tapped, label
	r.ExtendBaseWidget(r)
	return r
}

// SetSelected says whether this is the screen shown.
func (r *RailItem) SetSelected(on bool) {
	if r.chosen != on {
		r.chosen = on
		r.Refresh()
	}
}

// SetCount shows how many things wait there; 0 shows nothing.
func (r *RailItem) SetCount(n int) {
	if r.count == n {
		return
	}
	r.count = n
	r.number.SetText(strconv.Itoa(n))
	r.Refresh()
}

// AccessibilityLabel implements fyne.Accessible and says the count too.
func (r *RailItem) AccessibilityLabel() string {
	if r.count > 0 {
		return r.name + ", " + strconv.Itoa(r.count)
	}
	return r.name
}

// CreateRenderer implements fyne.Widget.
func (r *RailItem) CreateRenderer() fyne.WidgetRenderer {
	return render(r, r.minSize, r.layout, r.paint, r.bg, r.icon.img, r.label, r.disc, r.number)
}

func (r *RailItem) minSize() fyne.Size {
	p := theme.Screen()
	return fyne.NewSize(p.RailWidth-17, p.RailItem)
}

func (r *RailItem) layout(size fyne.Size) {
	inset(r.bg, size)
	line := r.label.lineHeight()
	top := (size.Height - r.icon.px - line - 4) / 2
	x := (size.Width - r.icon.px) / 2
	r.icon.place(x, top)
	r.label.Move(fyne.NewPos(0, top+r.icon.px+4))
	r.label.Resize(fyne.NewSize(size.Width, line))
	w := fyne.Max(26, r.number.NaturalWidth()+14)
	r.disc.Move(fyne.NewPos(x+r.icon.px/2+5, top-8))
	r.disc.Resize(fyne.NewSize(w, 26))
	r.number.Move(r.disc.Position())
	r.number.Resize(r.disc.Size())
}

func (r *RailItem) paint() {
	surface, text := color.Color(color.Transparent), theme.Ink2
	if r.down {
		surface = theme.Color(theme.Sunken)
	}
	if r.chosen {
		surface, text = theme.Color(theme.AccentSoft), theme.AccentText
	}
	outline := float32(0)
	if r.chosen && theme.Current().Mode().Contrast() {
		outline = 3
	}
	fill(r.bg, surface, theme.Color(theme.Accent), outline, theme.RadiusKey)
	r.label.bold = r.chosen
	r.label.SetRole(text)
	r.icon.paint(theme.Color(text))
	fill(r.disc, theme.Color(theme.PanelUnknown), nil, 0, 13)
	if r.count > 0 {
		r.disc.Show()
		r.number.Show()
	} else {
		r.disc.Hide()
		r.number.Hide()
	}
}
