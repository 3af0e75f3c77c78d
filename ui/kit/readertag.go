package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// ReaderTag is the coloured tile with a reader's letter, as on the sticker of the device.
type ReaderTag struct {
	widget.BaseWidget
	letter string
	px     float32
	rim    bool
	bg     *canvas.Rectangle
	text   *Label
}

// NewReaderTag returns a tile of px by px.
func NewReaderTag(letter string, px float32) *ReaderTag {
	t := &ReaderTag{letter: letter, px: px, bg: canvas.NewRectangle(theme.ReaderTile(letter)),
		text: NewLabel(letter, px*0.55, theme.White).Bold().Align(fyne.TextAlignCenter)}
	t.ExtendBaseWidget(t)
	return t
}

// OnPanel draws the white outline a tile has on a coloured panel and returns the tile.
func (t *ReaderTag) OnPanel() *ReaderTag { t.rim = true; return t }

// SetLetter changes the reader.
func (t *ReaderTag) SetLetter(letter string) {
	if t.letter != letter {
		t.letter = letter
		t.text.SetText(letter)
		t.Refresh()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (t *ReaderTag) AccessibilityLabel() string { return t.letter }

// AccessibilityRole implements fyne.Accessible.
func (t *ReaderTag) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (t *ReaderTag) CreateRenderer() fyne.WidgetRenderer {
	return render(t, func() fyne.Size { return fyne.NewSquareSize(t.px) }, t.layout, t.paint, t.bg, t.text)
}

func (t *ReaderTag) layout(size fyne.Size) {
	inset(t.bg, size)
	t.text.Resize(size)
}

func (t *ReaderTag) paint() {
	width := float32(0)
	if t.rim {
		width = 2
	}
	fill(t.bg, theme.ReaderTile(t.letter), theme.Color(theme.White), width, fyne.Max(t.px*0.17, 6))
}
