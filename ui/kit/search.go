package kit

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// SearchField shows what is searched for. Its text comes from the on-screen keyboard, a hardware keyboard or a scanner, all through
// TypedRune and TypedKey; a tap only asks for the keyboard. Nothing blinks.
type SearchField struct {
	touch
	text   []rune
	cursor int
	asked  bool // it was submitted: what is typed next is a new search, as from a scanner
	active bool
	hint   string

	changed   func(text string)
	submitted func(text string)

	bg, caret *canvas.Rectangle
	icon      *glyph
	label     *Label
	clear     *Button
	scan      *Button
}

// SearchParams says what a field tells and to whom.
type SearchParams struct {
	Hint      string            // shown while the field is empty
	Icon      string            // before the text; empty: the magnifier
	Tapped    func()            // asks for the keyboard
	Changed   func(text string) // after every key
	Submitted func(text string) // after the search key or a scanner's return
	Scan      func()            // the scan button; nil leaves it out
}

// searchLimit is the longest text in runes; a scanner that goes wild stops here.
const searchLimit = 80

// NewSearchField returns an empty field.
func NewSearchField(p SearchParams) *SearchField {
	f := &SearchField{hint: p.Hint, changed: p.Changed, submitted: p.Submitted, bg: canvas.NewRectangle(color.Transparent),
		caret: canvas.NewRectangle(color.Transparent), icon: newGlyph(cmp.Or(p.Icon, "search"), 24), label: NewLabel(p.Hint, theme.TextBody, theme.Ink3)}
	f.onTap, f.name = p.Tapped, p.Hint
	f.clear = NewButton("", "cross", Plain, func() { f.SetText("") })
	f.clear.air = searchAir
	f.clear.SetName(assets.T("search.clear"))
	f.scan = NewButton("", "scan", Quiet, p.Scan)
	f.scan.air = searchAir
	f.scan.SetName(assets.T("search.scan"))
	if p.Scan == nil {
		f.scan.Hide()
	}
	f.clear.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// Text returns what is searched for.
func (f *SearchField) Text() string { return string(f.text) }

// SetText replaces the text and tells about it when it changed.
func (f *SearchField) SetText(s string) {
	if s == f.Text() {
		return
	}
	f.text = []rune(s)
	if len(f.text) > searchLimit {
		f.text = f.text[:searchLimit]
	}
	f.cursor = len(f.text)
	f.tell()
}

// SetHint changes what is shown while the field is empty, which is also its spoken name.
func (f *SearchField) SetHint(s string) {
	if f.hint != s {
		f.hint, f.name = s, s
		f.Refresh()
	}
}

// SetActive says whether the keyboard writes here: accent outline and a caret.
func (f *SearchField) SetActive(on bool) {
	if f.active != on {
		f.active = on
		f.Refresh()
	}
}

// TypedRune implements Typist.
func (f *SearchField) TypedRune(r rune) {
	if f.asked {
		f.asked, f.text, f.cursor = false, nil, 0
	}
	if len(f.text) >= searchLimit {
		return
	}
	f.text = append(f.text[:f.cursor], append([]rune{r}, f.text[f.cursor:]...)...)
	f.cursor++
	f.tell()
}

// TypedKey implements Typist: backspace, delete, left, right, home, end, return, escape.
func (f *SearchField) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
		f.asked = false // what was searched is corrected; the keys of letters come here too, before their letter
	}
	switch e.Name {
	case fyne.KeyBackspace:
		if f.cursor > 0 {
			f.cursor--
			f.cutAtCursor()
		}
	case fyne.KeyDelete:
		if f.cursor < len(f.text) {
			f.cutAtCursor()
		}
	case fyne.KeyLeft:
		f.goTo(f.cursor - 1)
	case fyne.KeyRight:
		f.goTo(f.cursor + 1)
	case fyne.KeyHome:
		f.goTo(0)
	case fyne.KeyEnd:
		f.goTo(len(f.text))
	case fyne.KeyEscape:
		f.SetText("")
	case fyne.KeyReturn, fyne.KeyEnter:
		f.asked = true
		if f.submitted != nil {
			f.submitted(f.Text())
		}
	}
}

func (f *SearchField) cutAtCursor() {
	f.text = append(f.text[:f.cursor], f.text[f.cursor+1:]...)
	f.tell()
}

func (f *SearchField) goTo(cursor int) {
	f.cursor = min(max(cursor, 0), len(f.text))
	f.Refresh()
}

func (f *SearchField) tell() {
	f.Refresh()
	if f.changed != nil {
		f.changed(f.Text())
	}
}

// CreateRenderer implements fyne.Widget.
func (f *SearchField) CreateRenderer() fyne.WidgetRenderer {
	return render(f, func() fyne.Size { return fyne.NewSize(240, theme.Screen().Field) }, f.layout, f.paint, f.bg, f.icon.img, f.label, f.caret, f.clear, f.scan)
}

const (
	searchLead = 54
	searchAir  = 6 // the buttons' targets are as high as the field, their fill is smaller
)

func (f *SearchField) layout(size fyne.Size) {
	inset(f.bg, size)
	f.icon.place(19, (size.Height-f.icon.px)/2)
	side := size.Height
	button := fyne.NewSize(side+12, side)
	f.scan.Move(fyne.NewPos(size.Width-button.Width, 0))
	f.scan.Resize(button)
	f.clear.Move(f.scan.Position())
	f.clear.Resize(button)
	room := size.Width - searchLead - 12
	if f.scan.Visible() || f.clear.Visible() {
		room -= button.Width
	}
	shown, caret := f.window(room)
	f.label.SetText(shown)
	x := float32(searchLead)
	if f.active && len(f.text) == 0 {
		x += 6 // the caret stands before the hint, not in it
	}
	f.label.Move(fyne.NewPos(x, 0))
	f.label.Resize(fyne.NewSize(fyne.Max(room, 0), size.Height))
	f.caret.Move(fyne.NewPos(searchLead+caret+1, size.Height/2-13))
	f.caret.Resize(fyne.NewSize(2.5, 26))
}

// window returns the part of the text that fits with the caret in it, and the caret's place.
func (f *SearchField) window(room float32) (shown string, caret float32) {
	if len(f.text) == 0 {
		return f.hint, 0
	}
	start := 0
	for start < f.cursor && f.label.measure(string(f.text[start:f.cursor])) > room-8 {
		start++
	}
	return string(f.text[start:]), f.label.measure(string(f.text[start:f.cursor]))
}

func (f *SearchField) paint() {
	stroke := theme.Edge
	if f.active {
		stroke = theme.Accent
	}
	fill(f.bg, theme.Color(theme.Surface), theme.Color(stroke), 2, theme.RadiusField)
	f.icon.paint(theme.Color(theme.Ink2))
	f.caret.FillColor = theme.Color(theme.Accent)
	typed := len(f.text) > 0
	f.label.bold = typed
	role := theme.Ink3
	if typed {
		role = theme.Ink
	}
	f.label.SetRole(role)
	setShown(f.caret, f.active)
	setShown(f.clear, typed)
	setShown(f.scan, !typed && f.scan.onTap != nil)
}

func setShown(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
