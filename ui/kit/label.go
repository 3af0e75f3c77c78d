package kit

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/ui/theme"
)

// Label is text that fits: one line that ends in … when the place is too narrow, or wrapped lines. It stands on the baseline of
// Paydesk Sans whatever script it holds, takes its colour from a role, and never breaks at a no-break space, so amounts stay whole.
type Label struct {
	widget.BaseWidget
	text   string
	size   float32
	role   fyne.ThemeColorName
	bold   bool
	big    bool // display cut
	align  fyne.TextAlign
	max    int // lines; 1 = truncate
	even   bool
	shrink bool
	factor float32

	lines []*canvas.Text
	shown []fyne.CanvasObject
}

// NewLabel returns a single line of regular text.
func NewLabel(text string, size float32, role fyne.ThemeColorName) *Label {
	l := &Label{text: text, size: size, role: role, max: 1, factor: 1.35}
	l.ExtendBaseWidget(l)
	return l
}

// NewAmount returns one line in the display cut for a single amount of 36 px and more. It is never cut off: where the place is too
// narrow it is drawn smaller.
func NewAmount(text string, size float32) *Label {
	l := NewLabel(text, size, theme.Ink)
	l.big, l.factor = true, 1.2
	return l
}

// NewHeading returns bold text with heading line height.
func NewHeading(text string, size float32) *Label {
	l := NewLabel(text, size, theme.Ink).Bold()
	l.factor = 1.2
	return l
}

// Bold sets the 600 weight and returns the label.
func (l *Label) Bold() *Label { l.bold = true; return l }

// Align sets where lines stand in the place given and returns the label.
func (l *Label) Align(a fyne.TextAlign) *Label { l.align = a; return l }

// Wrap lets the text take up to max lines (0 = as many as needed) and returns the label.
func (l *Label) Wrap(max int) *Label { l.max = max; return l }

// Balanced makes wrapped lines about equally long and returns the label.
func (l *Label) Balanced() *Label { l.even = true; return l }

// Shrinks lets a layout give the label less than its natural width; it then ends in …. It returns the label.
func (l *Label) Shrinks() *Label { l.shrink = true; return l }

// LineHeight sets the height of a line as a multiple of the text size and returns the label.
func (l *Label) LineHeight(f float32) *Label { l.factor = f; return l }

// Text returns the whole text, also while it is drawn cut off.
func (l *Label) Text() string { return l.text }

// SetText changes the text.
func (l *Label) SetText(s string) {
	if l.text != s {
		l.text = s
		l.Refresh()
	}
}

// SetBold changes the weight.
func (l *Label) SetBold(on bool) {
	if l.bold != on {
		l.bold = on
		l.Refresh()
	}
}

// SetSize changes the text size.
func (l *Label) SetSize(px float32) {
	if l.size != px {
		l.size = px
		l.Refresh()
	}
}

// SetRole changes the colour.
func (l *Label) SetRole(role fyne.ThemeColorName) {
	if l.role != role {
		l.role = role
		l.Refresh()
	}
}

// NaturalWidth is the width of the longest hard line without wrapping.
func (l *Label) NaturalWidth() float32 {
	var w float32
	for _, line := range strings.Split(l.text, "\n") {
		w = fyne.Max(w, l.measure(line))
	}
	return w
}

// HeightFor is the height the text takes at a width.
func (l *Label) HeightFor(width float32) float32 {
	return float32(len(l.breakAt(width))) * l.lineHeight()
}

func (l *Label) lineHeight() float32 { return l.size * l.factor }

func (l *Label) measure(s string) float32 {
	var w float32
	for _, run := range scriptRuns(s) {
		size, _ := l.metrics(run)
		w += size.Width
	}
	return w
}

func (l *Label) metrics(s string) (fyne.Size, float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(s, l.size, theme.StyleFor(s, l.bold), l.source())
}

// fit is the text size used at a width: an amount that is too long is drawn smaller, never cut.
func (l *Label) fit(width float32) float32 {
	natural := l.NaturalWidth()
	if !l.big || width <= 0 || natural <= width+slack {
		return l.size
	}
	return l.size * width / natural
}

func (l *Label) source() fyne.Resource {
	if l.big {
		return theme.DisplayFont()
	}
	return nil
}

func (l *Label) breakAt(width float32) []string {
	if l.big {
		return []string{l.text}
	}
	return Lines(l.text, width, l.max, l.even, l.measure)
}

// AccessibilityLabel implements fyne.Accessible.
func (l *Label) AccessibilityLabel() string { return l.text }

// AccessibilityRole implements fyne.Accessible.
func (l *Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	return &labelRenderer{l}
}

type labelRenderer struct{ *Label }

func (r *labelRenderer) Destroy()                     {}
func (r *labelRenderer) Objects() []fyne.CanvasObject { return r.shown }

func (r *labelRenderer) MinSize() fyne.Size {
	l := r.Label
	if l.max == 1 {
		w := l.NaturalWidth()
		if l.shrink {
			w = 0
		}
		return fyne.NewSize(w, l.lineHeight())
	}
	width := l.Size().Width
	if width == 0 {
		width = l.NaturalWidth()
	}
	return fyne.NewSize(0, l.HeightFor(width))
}

func (r *labelRenderer) Refresh() {
	r.Layout(r.Size())
	for _, o := range r.shown {
		o.Refresh()
	}
}

func (r *labelRenderer) Layout(size fyne.Size) {
	l := r.Label
	whole := l.size
	l.size = l.fit(size.Width)
	defer func() { l.size = whole }()
	broken := l.breakAt(size.Width)
	l.shown = l.shown[:0]
	box, base := fyne.CurrentApp().Driver().RenderedTextSize("x", l.size, fyne.TextStyle{Bold: l.bold}, l.source())
	lh := l.lineHeight()
	top := (size.Height - lh*float32(len(broken))) / 2 // a taller place centres the text
	if l.max != 1 || top < 0 {
		top = 0
	}
	for i, s := range broken {
		x := float32(0)
		switch l.align {
		case fyne.TextAlignCenter:
			x = (size.Width - l.measure(s)) / 2
		case fyne.TextAlignTrailing:
			x = size.Width - l.measure(s)
		}
		baseline := top + float32(i)*lh + (lh-box.Height)/2 + base
		for _, run := range scriptRuns(s) {
			x += l.place(run, x, baseline)
		}
	}
}

// place puts one run on a baseline and returns its width.
func (l *Label) place(s string, x, baseline float32) float32 {
	n := len(l.shown)
	if n == len(l.lines) {
		l.lines = append(l.lines, canvas.NewText("", nil))
	}
	t, tint := l.lines[n], theme.Color(l.role)
	changed := t.Text != s || t.Color != tint || t.TextSize != l.size
	t.Text, t.Color, t.TextSize = s, tint, l.size
	t.TextStyle, t.FontSource = theme.StyleFor(s, l.bold), l.source()
	own, ownBase := l.metrics(s)
	t.Move(fyne.NewPos(x, roundPx(baseline)-ceilPx(ownBase)))
	t.Resize(own)
	if changed {
		t.Refresh()
	}
	l.shown = append(l.shown, t)
	return own.Width
}

// The painter draws glyphs at the next whole pixel under their baseline; placing by the same rule keeps words centred.
func roundPx(v float32) float32 { return float32(math.Round(float64(v))) }
func ceilPx(v float32) float32  { return float32(math.Ceil(float64(v))) }
