package kit

import (
	"image/color"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"paydesk/assets"
	"paydesk/ui/theme"
)

// Typist is what the keyboard writes into: SearchField, or anything else with a text. It is remembered by the keyboard and need not
// have the focus, which every tap takes away.
type Typist interface {
	TypedRune(rune)
	TypedKey(*fyne.KeyEvent)
}

// keyPage is one set of keys: four rows of runes. Rows 2 to 4 hold 11, 10 and 10 keys.
type keyPage [4]string

var (
	pageLetters = keyPage{"1234567890", "qwertyuiop/", "asdfghjkl-", "zxcvbnm,.@"}
	pageAccents = keyPage{"áàâäãåąæçč", "éèêëęěíìîïğ", "óòôöõőøœñń", "úùûüűýšśžż"}
	pageSymbols = keyPage{"1234567890", "!\"#$%&'()*+", ":;=?_~€£|ß", "<>[]{}°§łř"}
)

type shiftState int

const (
	shiftOff shiftState = iota
	shiftOnce
	shiftLock
)

// Keyboard is the on-screen keyboard: QWERTY, accents, symbols. It writes into a remembered target.
type Keyboard struct {
	widget.BaseWidget
	target Typist
	hidden func()
	page   *keyPage
	shift  shiftState

	bg        *canvas.Rectangle
	runes     [4][]*boardKey
	backspace *boardKey
	search    *boardKey
	shiftKey  *boardKey
	left      *boardKey
	right     *boardKey
	symbols   *boardKey
	accents   *boardKey
	space     *boardKey
	hide      *boardKey
}

// NewKeyboard returns a keyboard; hidden is called by its Hide key.
func NewKeyboard(hidden func()) *Keyboard {
	k := &Keyboard{hidden: hidden, page: &pageLetters, bg: canvas.NewRectangle(color.Transparent)}
	for row := range k.runes {
		for i := range []rune(k.page[row]) {
			k.runes[row] = append(k.runes[row], newBoardKey("", "", false, func() { k.typeRune(row, i) }))
		}
	}
	k.backspace = newBoardKey("", "backspace", true, func() { k.typeKey(fyne.KeyBackspace) })
	k.backspace.name = assets.T("key.backspace")
	k.search = newBoardKey(assets.T("key.search"), "", true, func() { k.typeKey(fyne.KeyReturn) })
	k.shiftKey = newBoardKey("", "shift", true, k.turnShift)
	k.shiftKey.name = assets.T("key.shift")
	k.left = newBoardKey("", "chevron-left", true, func() { k.typeKey(fyne.KeyLeft) })
	k.left.name = assets.T("key.left")
	k.right = newBoardKey("", "chevron-right", true, func() { k.typeKey(fyne.KeyRight) })
	k.right.name = assets.T("key.right")
	k.symbols = newBoardKey(assets.T("key.symbols"), "", true, func() { k.turnPage(&pageSymbols) })
	k.accents = newBoardKey("é ü ñ", "", true, func() { k.turnPage(&pageAccents) })
	k.space = newBoardKey(assets.T("key.space"), "", true, func() { k.write(' ') })
	k.hide = newBoardKey(assets.T("key.hide"), "keyboard", true, func() {
		if k.hidden != nil {
			k.hidden()
		}
	})
	k.showRunes()
	k.ExtendBaseWidget(k)
	return k
}

// showRunes writes the current page on the keys.
func (k *Keyboard) showRunes() {
	for row := range k.runes {
		for i, key := range k.runes[row] {
			key.set(string(k.runeAt(row, i)))
		}
	}
}

// SetReturn names the return key after what it does where it does not search.
func (k *Keyboard) SetReturn(word string) { k.search.set(word) }

// SetTarget says what the keys write into; nil makes them do nothing.
func (k *Keyboard) SetTarget(t Typist) { k.target = t }

func (k *Keyboard) write(r rune) {
	if k.target != nil {
		k.target.TypedRune(r)
	}
}

func (k *Keyboard) typeKey(name fyne.KeyName) {
	if k.target != nil {
		k.target.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func (k *Keyboard) typeRune(row, i int) {
	k.write(k.runeAt(row, i))
	if k.shift == shiftOnce {
		k.shift = shiftOff
		k.Refresh()
	}
}

func (k *Keyboard) runeAt(row, i int) rune {
	r := []rune(k.page[row])[i]
	if k.shift != shiftOff {
		return unicode.ToUpper(r)
	}
	return r
}

// turnShift goes from small letters to one capital, to capitals, and back.
func (k *Keyboard) turnShift() {
	k.shift = (k.shift + 1) % 3
	k.Refresh()
}

// turnPage shows a page, or the letters again when it is shown already.
func (k *Keyboard) turnPage(p *keyPage) {
	if k.page == p {
		p = &pageLetters
	}
	k.page = p
	k.Refresh()
}

// Reset goes back to small letters, for the next time the keyboard comes up.
func (k *Keyboard) Reset() {
	k.page, k.shift = &pageLetters, shiftOff
	k.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (k *Keyboard) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{k.bg}
	for _, row := range k.runes {
		for _, key := range row {
			objects = append(objects, key)
		}
	}
	objects = append(objects, k.backspace, k.search, k.shiftKey, k.left, k.right, k.symbols, k.accents, k.space, k.hide)
	return render(k, k.minSize, k.layout, k.paint, objects...)
}

const keyboardAir = 14 // above the first and below the last row

func (k *Keyboard) minSize() fyne.Size {
	p := theme.Screen()
	return fyne.NewSize(600, 5*p.KeyboardKey+4*theme.KeyGap+2*keyboardAir)
}

// wide is a key and its width relative to the others of its row.
type wide struct {
	key  *boardKey
	part float32
}

func (k *Keyboard) rows() (rows [5][]wide, indent float32) {
	for r := range k.runes {
		if r == 3 {
			rows[r] = append(rows[r], wide{k.shiftKey, 1.47})
		}
		for _, key := range k.runes[r] {
			rows[r] = append(rows[r], wide{key, 1})
		}
	}
	rows[0] = append(rows[0], wide{k.backspace, 1.38})
	rows[1][10].part = 1.38
	rows[2] = append(rows[2], wide{k.search, 1.73})
	rows[3] = append(rows[3], wide{k.left, 1}, wide{k.right, 1})
	rows[4] = []wide{{k.symbols, 1.3}, {k.accents, 1.3}, {k.space, 5}, {k.hide, 1.7}}
	return rows, 32
}

func (k *Keyboard) layout(size fyne.Size) {
	p := theme.Screen()
	k.bg.Resize(size)
	rows, indent := k.rows()
	h := (size.Height - 2*keyboardAir - 4*theme.KeyGap) / 5
	for i, row := range rows {
		x := p.ScreenEdge
		if i == 2 {
			x += indent
		}
		var parts float32
		for _, w := range row {
			parts += w.part
		}
		unit := (size.Width - p.ScreenEdge - x - float32(len(row)-1)*theme.KeyGap) / parts
		y := keyboardAir + float32(i)*(h+theme.KeyGap)
		for _, w := range row {
			w.key.Move(fyne.NewPos(x, y))
			w.key.Resize(fyne.NewSize(unit*w.part, h))
			x += unit*w.part + theme.KeyGap
		}
	}
}

func (k *Keyboard) paint() {
	fill(k.bg, theme.Color(theme.Sunken), theme.Color(theme.Line), 0, 0)
	k.bg.Shadow = canvas.Shadow{}
	if theme.Current().Mode().Dark() {
		k.bg.StrokeWidth = 1
	} else {
		k.bg.Shadow = canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: 24, Offset: fyne.NewPos(0, -6)}
	}
	k.showRunes()
	k.shiftKey.icon.name = "shift"
	if k.shift == shiftLock {
		k.shiftKey.icon.name = "shift-lock"
	}
	k.shiftKey.chosen = k.shift != shiftOff
	k.symbols.chosen = k.page == &pageSymbols
	k.accents.chosen = k.page == &pageAccents
}

// boardKey is one key of the keyboard.
type boardKey struct {
	touch
	quiet, chosen bool
	bg            *canvas.Rectangle
	icon          *glyph
	label         *Label
}

func newBoardKey(label, icon string, quiet bool, tapped func()) *boardKey {
	px := theme.TextSubHeading
	if quiet {
		px = theme.TextSecond
	}
	k := &boardKey{quiet: quiet, bg: canvas.NewRectangle(color.Transparent), icon: newGlyph(icon, 26), label: NewLabel(label, px, theme.Ink).Bold()}
	k.onTap, k.name = tapped, label
	k.ExtendBaseWidget(k)
	return k
}

func (k *boardKey) set(label string) {
	if k.name != label {
		k.Changed()
	}
	k.name = label
	k.label.SetText(label)
}

// CreateRenderer implements fyne.Widget.
func (k *boardKey) CreateRenderer() fyne.WidgetRenderer {
	return render(k, func() fyne.Size { return fyne.NewSquareSize(theme.Screen().KeyboardKey) }, k.layout, k.paint, k.bg, k.icon.img, k.label)
}

func (k *boardKey) layout(size fyne.Size) {
	inset(k.bg, size)
	icon := float32(0)
	if k.icon.name != "" {
		icon = k.icon.px
	}
	gap := float32(0)
	if icon > 0 && k.label.text != "" {
		gap = 9
	}
	words := fyne.Min(k.label.NaturalWidth(), size.Width-icon-gap-8)
	x := (size.Width - icon - gap - words) / 2
	k.icon.place(x, (size.Height-k.icon.px)/2)
	k.label.Move(fyne.NewPos(x+icon+gap, 0))
	k.label.Resize(fyne.NewSize(words, size.Height))
}

func (k *boardKey) paint() {
	text := paintKey(k.bg, k.quiet, k.down, k.off)
	if k.chosen && !k.down {
		text = selectable(k.bg, true, false, false, theme.RadiusKey)
	}
	k.label.SetRole(text)
	k.icon.paint(theme.Color(text))
}
