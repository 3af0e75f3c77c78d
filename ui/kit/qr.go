package kit

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty edge of a QR code, in modules (ISO/IEC 18004 wants four).
const quiet = 4

// QR is a code for another device's camera: black on white in every theme, modules of whole pixels, the quiet zone inside.
type QR struct {
	widget.BaseWidget
	text string
	name string
	code image.Image
	img  *canvas.Raster
}

// NewQR returns an empty code; name is what a screen reader says.
func NewQR(name string) *QR {
	q := &QR{name: name}
	q.img = canvas.NewRaster(func(w, h int) image.Image { return q.draw(min(w, h)) })
	q.ExtendBaseWidget(q)
	return q
}

// Set changes the text, an address mostly. It reports false for a text that no code can hold; the place then stays white.
func (q *QR) Set(text string) bool {
	if q.text == text {
		return q.code != nil
	}
	q.text, q.code = text, nil
	if code, err := qr.Encode(text, qr.M, qr.Auto); err == nil {
		q.code = code
	}
	q.Refresh()
	return q.code != nil
}

// AccessibilityLabel implements fyne.Accessible.
func (q *QR) AccessibilityLabel() string { return q.name }

// AccessibilityRole implements fyne.Accessible.
func (q *QR) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer {
	return render(q, func() fyne.Size { return fyne.NewSquareSize(160) }, func(size fyne.Size) {
		q.img.Resize(fyne.NewSquareSize(fyne.Min(size.Width, size.Height)))
	}, func() {}, q.img)
}

func (q *QR) draw(side int) image.Image {
	img := image.NewGray(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	if q.code == nil {
		return img
	}
	modules := q.code.Bounds().Dx()
	px := side / (modules + 2*quiet)
	from := (side - px*modules) / 2
	for y := range px * modules {
		for x := range px * modules {
			if dark(q.code.At(x/px, y/px)) {
				img.SetGray(from+x, from+y, color.Gray{})
			}
		}
	}
	return img
}

func dark(c color.Color) bool { return color.GrayModel.Convert(c).(color.Gray).Y < 128 }
