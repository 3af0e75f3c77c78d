package kit

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// DemoBand is the yellow band with stripes at both ends that tops every window in demo and test mode. Live mode has none: do not
// show a band with other words.
type DemoBand struct {
	widget.BaseWidget
	bg          *canvas.Rectangle
	left, right *canvas.Image
	label       *Label
}

const stripesWidth = 120

// NewDemoBand returns a band with the words of the window's language.
func NewDemoBand(words string) *DemoBand {
	b := &DemoBand{bg: canvas.NewRectangle(color.Transparent), left: stripes(), right: stripes(),
		label: NewLabel(words, theme.TextCaption, theme.OnBand).Bold().Align(fyne.TextAlignCenter)}
	b.ExtendBaseWidget(b)
	return b
}

func stripes() *canvas.Image {
	var path strings.Builder
	for x := -28; x < stripesWidth; x += 28 {
		fmt.Fprintf(&path, "M%d 28l28-28h15l-28 28z", x-8)
	}
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="28" viewBox="0 0 %d 28"><path fill="#33290A" d="%s"/></svg>`,
		stripesWidth, stripesWidth, path.String())
	img := canvas.NewImageFromResource(fyne.NewStaticResource("stripes.svg", []byte(svg)))
	img.FillMode = canvas.ImageFillStretch
	return img
}

// SetWords changes the words.
func (b *DemoBand) SetWords(words string) { b.label.SetText(words) }

// AccessibilityLabel implements fyne.Accessible.
func (b *DemoBand) AccessibilityLabel() string { return b.label.Text() }

// AccessibilityRole implements fyne.Accessible.
func (b *DemoBand) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (b *DemoBand) CreateRenderer() fyne.WidgetRenderer {
	return render(b, func() fyne.Size { return fyne.NewSize(2*stripesWidth, theme.BandHeight) }, b.layout,
		func() { b.bg.FillColor = theme.Color(theme.Band) }, b.bg, b.left, b.right, b.label)
}

func (b *DemoBand) layout(size fyne.Size) {
	b.bg.Resize(size)
	ends := fyne.NewSize(stripesWidth, size.Height)
	b.left.Resize(ends)
	b.right.Resize(ends)
	b.right.Move(fyne.NewPos(size.Width-stripesWidth, 0))
	b.label.Move(fyne.NewPos(stripesWidth, 0))
	b.label.Resize(fyne.NewSize(size.Width-2*stripesWidth, size.Height))
}
